/**
 * The other way in: where a server is silent, the verifier whose address the show told beforehand checks a signed ticket by itself.
 * It is no operation of the protocol, and answers as `enter` does.
 */
import type { Entry, Input } from '@parterre/protocol';
import { routeOf } from '@parterre/protocol/wire';
import { checkReply } from '../checked.ts';
import { systemClock } from '../clock.ts';
import { errorOf, request } from './request.ts';

const TIMEOUT_MS = 10_000;

/** What is shown to it: a signed ticket, or, while the venue honours everybody, an address. */
export type Knock =
  | { readonly show: string; readonly device: string; readonly assertion: string }
  | (Input<'honour'> & { readonly proof: { readonly type: 'address' } });

/** Rejects with a ParterreError: a refusal that is to be believed, or the same silence as before. */
export async function askVerifier(url: string, knock: Knock, signal?: AbortSignal): Promise<Entry> {
  const route = await routeOf('enter');
  const reply = await request(
    {
      fetch: (...parameters) => globalThis.fetch(...parameters),
      clock: systemClock,
      online: () => globalThis.navigator?.onLine !== false,
    },
    url,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(knock),
      timeoutMs: TIMEOUT_MS,
      signal,
    },
  );
  const error = errorOf(reply, route.refusals);
  if (error) throw error;
  return checkReply('enter', route, reply.json as Entry);
}
