/**
 * The other ways in: by what was signed, where the server is silent or knows nobody any more; by an address, while the venue
 * honours everybody. Fetched ahead by whoever may come in, because then it may be too late.
 */
import { askVerifier } from '@parterre/backend/verifier';
import type { Entry, Show, SignedTicket } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import type { ShowSession } from './show-session.ts';

/** The server did not answer, or something else did: no answer is not a no. */
const SILENCE: ReadonlySet<string> = new Set(['unavailable', 'timeout', 'blocked_by_site', 'bad_response']);
/** Who this is has been forgotten; what was signed may still count. */
const NOBODY: ReadonlySet<string> = new Set(['session_required', 'session_expired']);

/** By what was signed. Rejects with `error`, the server's own, where that is no way. */
export async function bySigned(
  { venue }: ShowSession,
  show: Show,
  { assertion }: SignedTicket,
  error: ParterreError,
  signal: AbortSignal,
): Promise<Entry> {
  const input = { show: show.id, device: venue.device };
  if (SILENCE.has(error.code) && show.verifyUrl) return askVerifier(show.verifyUrl, { ...input, assertion }, signal);
  if (!NOBODY.has(error.code) || !show.honours) throw error;
  return (await venue.act('honour', { ...input, proof: { type: 'signed', assertion } }, signal)).entry;
}

/** By an address, which the venue writes down. */
export async function byAddress({ venue }: ShowSession, show: Show, email: string, locale: string): Promise<Entry> {
  const proof = { type: 'address', email, locale } as const;
  const input = { show: show.id, device: venue.device, proof };
  try {
    const { entry, session } = await venue.act('honour', input);
    if (session) venue.adopt(session);
    return entry;
  } catch (error) {
    if (!isParterreError(error) || !SILENCE.has(error.code) || !show.verifyUrl) throw error;
    return askVerifier(show.verifyUrl, input);
  }
}
