/** Other people in the room of a memory backend: they buy, come in and talk without a page of their own. */
import type { MemoryBackend } from '@parterre/backend/memory';
import type { ModerationAction } from '@parterre/protocol';

/** The demo venue's moderator, as `demoSeed` has it. */
export const MODERATOR = 'regie@parterre.example';
const SHOW = 'show_lune_rousse';

let keys = 0;
const key = (): string => `test-key-${String(++keys).padStart(12, '0')}`;

export interface Person {
  readonly token: string;
  say(text: string): Promise<string>;
  moderate(action: ModerationAction): Promise<void>;
}

/** Buys a ticket, for the live show unless told otherwise; gives the token of its session. */
export async function buyTicket(backend: MemoryBackend, email: string, offer = 'offr_lune_direct'): Promise<string> {
  const lines = [{ type: 'offer' as const, offer, quantity: 1 }];
  const { total } = await backend.act('quote', { lines, currency: 'EUR' });
  const page = location.href.split('#')[0]!;
  const request = {
    idempotencyKey: key(),
    email,
    locale: 'en',
    lines,
    currency: 'EUR',
    expectedTotal: total,
    page,
    consents: { terms: true },
  };
  const { order, session } = await backend.act('createOrder', request);
  await backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: session!.token });
  return session!.token;
}

/** Proves the mailbox behind an address with the code of the newest mail. */
export async function proveMailbox(backend: MemoryBackend, email: string): Promise<string> {
  await backend.act('requestPassLink', { email, page: location.href.split('#')[0]!, locale: 'en' });
  const code = backend.mailbox.findLast((mail) => mail.to === email && mail.code)!.code!;
  const { token } = await backend.act('redeemPassLink', { type: 'code', email, code, device: 'Test' });
  return token;
}

async function comeIn(backend: MemoryBackend, token: string, name: string): Promise<Person> {
  const call = { session: token };
  await backend.act('enter', { show: SHOW, device: `device-${name}` }, call);
  await backend.act('updateSession', { displayName: name }, call);
  return {
    token,
    async say(text) {
      const { message } = await backend.act(
        'postMessage',
        { show: SHOW, text, idempotencyKey: key(), mediaAt: null },
        call,
      );
      return message.id;
    },
    async moderate(action) {
      await backend.act('moderate', { show: SHOW, action }, call);
    },
  };
}

/** A fan with a ticket, in the room of the live show. */
export const fan = async (backend: MemoryBackend, name: string): Promise<Person> =>
  comeIn(backend, await buyTicket(backend, `${name.toLowerCase()}@example.org`), name);

/** The moderator, in the room of the live show; may write as fast as they like. */
export const moderator = async (backend: MemoryBackend): Promise<Person> =>
  comeIn(backend, await proveMailbox(backend, MODERATOR), 'Crew');
