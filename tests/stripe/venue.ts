// A venue that takes payments with Stripe: the plugin on the native stack, the double in Stripe's place.
import { createHttpBackend, type Backend } from '@parterre/backend';
import type { Order } from '@parterre/protocol';
import { startStack, type Profile, type Stack } from '../../tools/wordpress/stack.ts';
import { SECRET, startStripeDouble, type StripeDouble } from './double/double.ts';
import { KEYS } from './double/keys.ts';
import type { Session } from './double/objects.ts';

/** Offers of the show `tonight`: seats at three prices in three kinds of money. Minor units of ISO 4217. */
export const OFFERS = {
  offr_live: { priceMinor: 1999, currency: 'EUR' },
  offr_yen: { priceMinor: 1500, currency: 'JPY' },
  offr_dinar: { priceMinor: 5120, currency: 'KWD' },
  offr_last: { priceMinor: 1200, currency: 'EUR' },
} as const;
export type OfferName = keyof typeof OFFERS;

const SEED = `
use Parterre\\Plugin; use Parterre\\Settings; use Parterre\\Store\\Catalogue; use Parterre\\Store\\Shows;
$now = (int) (microtime(true) * 1000);
$plugin = Plugin::instance();
$plugin->get(Settings::class)->set(['stream_base' => 'https://stream.example', 'stream_secret' => 'stripe']);
$shows = $plugin->get(Shows::class);
$show = $shows->create(['id' => 'show_tonight', 'slug' => 'tonight', 'title' => 'Tonight', 'doors_at' => $now - 3600000, 'starts_at' => $now - 1800000,
  'ends_at' => $now + 36000000, 'live_at' => $now - 1800000, 'time_zone' => 'Europe/Paris', 'published' => true]);
$shows->setCameras($show, [['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage']]);
$catalogue = $plugin->get(Catalogue::class);
foreach (json_decode('%OFFERS%', true) as $id => $offer) {
  $pool = $catalogue->createPool($show, $id, $id === 'offr_last' ? 1 : 500, str_replace('offr', 'pool', $id));
  $catalogue->saveOffer(['id' => $id, 'show_id' => $show, 'name' => 'Live', 'price_minor' => $offer['priceMinor'], 'currency' => $offer['currency']],
    [['kind' => 'live', 'pool_id' => $pool]]);
}`;

export interface Purchase {
  order: string;
  token: string;
  /** Stripe's session for it. */
  session: Session;
  key: string;
}

export interface StripeVenue {
  stack: Stack;
  double: StripeDouble;
  backend: Backend;
  /** The address Stripe is told. */
  hook: string;
  /** Has the site believe events signed with this secret; an empty one takes it away. */
  useSecret(secret: string): Promise<void>;
  /** Orders, and is about to pay. */
  order(offer?: OfferName, quantity?: number, key?: string): Promise<Purchase>;
  /** What the waiting page does, until the order is in one of the states. @throws Error with the last state after five seconds */
  settled(purchase: Pick<Purchase, 'order' | 'token'>, ...states: Order['state'][]): Promise<Order>;
  /** Sends a body to the webhook as somebody who may not be Stripe. */
  tell(body: string, signature?: string | null): Promise<{ status: number; text: string }>;
  /** Runs what waits in the background, as the next visit would. */
  tick(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param options `live`: with keys of the live mode, so that orders are real and stand in the books
 * @throws Error when a part cannot be started; nothing is left running then
 */
export async function openStripeVenue({
  profile,
  live = false,
}: { profile?: Profile; live?: boolean } = {}): Promise<StripeVenue> {
  const double = await startStripeDouble();
  let stack: Stack;
  try {
    stack = await startStack({
      profile,
      constants: {
        PARTERRE_STRIPE_API_BASE: double.url,
        ...(live
          ? {
              PARTERRE_STRIPE_LIVE_SECRET_KEY: KEYS.liveRestricted,
              PARTERRE_STRIPE_LIVE_PUBLISHABLE_KEY: KEYS.livePublishable,
              PARTERRE_STRIPE_LIVE_WEBHOOK_SECRET: SECRET,
            }
          : {
              PARTERRE_STRIPE_TEST_SECRET_KEY: KEYS.restricted,
              PARTERRE_STRIPE_TEST_PUBLISHABLE_KEY: KEYS.publishable,
            }),
      },
    });
  } catch (error) {
    await double.stop();
    throw error;
  }
  const close = async (): Promise<void> => {
    await stack.stop();
    await double.stop();
  };
  const useSecret = async (secret: string): Promise<void> => {
    const store = `Parterre\\Payments\\Stripe\\Keys::store('test', ['webhook_secret' => '${secret}']);`;
    await stack.wp('eval', store);
  };
  try {
    if (!live) await useSecret(SECRET);
    await stack.wp('eval', SEED.replace('%OFFERS%', JSON.stringify(OFFERS)));
  } catch (error) {
    await close();
    throw error;
  }
  const backend = createHttpBackend({ address: stack.url });
  const hook = `${stack.url}/wp-json/parterre/v1/stripe/webhook`;
  let count = 0;
  const venue: StripeVenue = {
    ...{ stack, double, backend, hook, useSecret, close },
    async order(offer = 'offr_live', quantity = 1, key = `stripe-venue-${Date.now()}-${++count}`) {
      const { priceMinor, currency } = OFFERS[offer];
      const { order, session } = await backend.act('createOrder', {
        idempotencyKey: key,
        email: `buyer-${key}@example.org`,
        locale: 'fr',
        lines: [{ type: 'offer', offer, quantity }],
        currency,
        expectedTotal: { amountMinor: priceMinor * quantity, currency },
        page: `${stack.url}/tonight/`,
      });
      return { order: order.id, token: session?.token ?? '', session: sessionOf(double, order.id), key };
    },
    async settled({ order, token }, ...states) {
      const until = Date.now() + 5000;
      for (;;) {
        const seen = await backend.act('settleOrder', { order }, { session: token });
        if (states.includes(seen.state)) return seen;
        if (Date.now() > until) throw new Error(`${order} is ${seen.state}, not ${states.join(' or ')}.`);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    },
    async tell(body, signature) {
      const response = await fetch(hook, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(signature ? { 'stripe-signature': signature } : {}) },
        body,
      });
      return { status: response.status, text: await response.text() };
    },
    tick: async () => void (await stack.wp('parterre', 'jobs', 'run')),
  };
  return venue;
}

function sessionOf(double: StripeDouble, order: string): Session {
  const session = double.world.sessions.values().findLast((one) => one.client_reference_id === order);
  if (!session) throw new Error(`Stripe was asked for no session of ${order}.`);
  return session;
}
