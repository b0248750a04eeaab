// Events on their way to the plugin: signed as Stripe signs, and lost, doubled, late and out of order as a test wishes.
import { createHmac } from 'node:crypto';
import type { StripeEvent, WebhookEndpoint } from './objects.ts';
import { ACCOUNT_VERSION } from './version.ts';
import type { World } from './world.ts';

/** The value of `Stripe-Signature`: one `v1` for each secret that is in force. In test mode a `v0` comes along that proves nothing. */
export function signature(body: string, secrets: readonly string[], timestamp: number, livemode = false): string {
  const sign = (secret: string): string => createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return [
    `t=${timestamp}`,
    ...secrets.map((secret) => `v1=${sign(secret)}`),
    ...(livemode ? [] : [`v0=${sign('v0 is for tests')}`]),
  ].join(',');
}

/** How the mail carrier behaves. What is not given stays as it is. */
export interface Manners {
  /** Events whose type matches do not arrive: their attempt is only noted. */
  drop?: RegExp | null;
  /** How often each event is sent; 1 is the usual. */
  copies?: number;
  /** `held` keeps everything until `release`. */
  mode?: 'prompt' | 'held';
  /** Milliseconds before each is sent. */
  delayMs?: number;
}

export interface Delivery {
  event: StripeEvent;
  url: string;
  body: string;
  signature: string;
  /** What came back; 0 when nothing did, undefined while it is on its way or was never sent. */
  status: number | undefined;
  /** What the receiver said, for a message when a test fails. */
  answer: string;
  dropped: boolean;
}

const TIMEOUT_MS = 20_000;

export class Webhooks {
  readonly world: World;
  readonly secrets: Map<string, string[]>;
  readonly deliveries: Delivery[] = [];
  #manners: Required<Manners> = { drop: null, copies: 1, mode: 'prompt', delayMs: 0 };
  #held: { event: StripeEvent; endpoint: WebhookEndpoint }[] = [];
  /** One after another, unless a test sends them itself: a failing test then fails the same way again. */
  #line: Promise<void> = Promise.resolve();
  #closed = new AbortController();

  constructor(world: World, secrets: Map<string, string[]>) {
    this.world = world;
    this.secrets = secrets;
    world.onEvent = (event) => this.#post(event);
  }

  behave(manners: Manners): void {
    this.#manners = { ...this.#manners, ...manners };
  }

  /** Sends what was held: in its order, backwards, or shuffled by `seed`. Resolves when all have arrived. */
  async release(order: 'as-is' | 'backwards' | number = 'as-is'): Promise<void> {
    const held = this.#held.splice(0);
    if (order === 'backwards') held.reverse();
    if (typeof order === 'number') shuffle(held, order);
    for (const { event, endpoint } of held) this.#queue(event, endpoint);
    await this.settled();
  }

  /** How many wait for `release`. */
  get held(): number {
    return this.#held.length;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    let line: Promise<void>;
    do {
      line = this.#line;
      await line;
    } while (line !== this.#line);
  }

  /** Sends again what got no 2xx, as Stripe does for three days, or a single event once more, as its dashboard can. */
  async resend(event?: StripeEvent): Promise<void> {
    const again = event
      ? this.#endpointsFor(event).map((endpoint) => ({ event, endpoint }))
      : this.deliveries
          .filter(({ status, dropped }) => dropped || status === undefined || status < 200 || status >= 300)
          .flatMap((failed) => this.#endpointsFor(failed.event).map((endpoint) => ({ event: failed.event, endpoint })));
    for (const { event: sent, endpoint } of again) this.#queue(sent, endpoint, true);
    await this.settled();
  }

  /** Exchanges an endpoint's secret; for a while both sign. */
  roll(endpoint: string, secret: string): void {
    const [newest] = this.secrets.get(endpoint) ?? [];
    this.secrets.set(endpoint, [secret, ...(newest ? [newest] : [])]);
  }

  /** Ends the time in which the old secret signs too. */
  dropOldSecret(endpoint: string): void {
    this.secrets.set(endpoint, (this.secrets.get(endpoint) ?? []).slice(0, 1));
  }

  close(): void {
    this.#closed.abort();
  }

  #post(event: StripeEvent): void {
    for (const endpoint of this.#endpointsFor(event)) {
      if (this.#manners.mode === 'held') this.#held.push({ event, endpoint });
      else this.#queue(event, endpoint);
    }
  }

  #endpointsFor(event: StripeEvent): WebhookEndpoint[] {
    return this.world.endpoints
      .values()
      .filter(
        ({ status, livemode, enabled_events: wanted }) =>
          status === 'enabled' && livemode === event.livemode && (wanted.includes('*') || wanted.includes(event.type)),
      );
  }

  #queue(event: StripeEvent, endpoint: WebhookEndpoint, surely = false): void {
    // An endpoint made without a version speaks the account's.
    const body = JSON.stringify({ ...event, api_version: endpoint.api_version ?? ACCOUNT_VERSION }, null, 2);
    const { drop, copies, delayMs } = this.#manners;
    if (!surely && drop?.test(event.type)) {
      this.deliveries.push({
        event,
        url: endpoint.url,
        body,
        signature: '',
        status: undefined,
        answer: '',
        dropped: true,
      });
      return;
    }
    for (let copy = 0; copy < (surely ? 1 : copies); copy++) {
      this.#line = this.#line.then(async () => {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
        await this.#send(event, endpoint, body);
      });
    }
  }

  async #send(event: StripeEvent, endpoint: WebhookEndpoint, body: string): Promise<void> {
    if (this.#closed.signal.aborted) return;
    const header = signature(
      body,
      this.secrets.get(endpoint.id) ?? [],
      // Real time: the receiver's clock is not ours to move.
      Math.floor(Date.now() / 1000),
      event.livemode,
    );
    const delivery: Delivery = {
      ...{ event, url: endpoint.url, body, signature: header, status: undefined, answer: '', dropped: false },
    };
    this.deliveries.push(delivery);
    try {
      const response = await fetch(endpoint.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'stripe-signature': header,
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([this.#closed.signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      delivery.answer = await response.text();
      delivery.status = response.status;
    } catch (error) {
      delivery.status = 0;
      delivery.answer = (error as Error).message;
    }
  }
}

/** The same order for the same seed. */
function shuffle<T>(list: T[], seed: number): void {
  let state = seed >>> 0 || 1;
  for (let index = list.length - 1; index > 0; index--) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const other = (state >>> 0) % (index + 1);
    [list[index], list[other]] = [list[other]!, list[index]!];
  }
}
