/** One request, told apart into what can have happened to it. */
import { COMMON_ERRORS, ParterreError, type ErrorBody, type ErrorCode } from '@parterre/protocol/errors';
import type { Clock } from '../clock.ts';

export interface RequestOptions {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | undefined;
  readonly cache?: RequestCache | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
}

export interface Network {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** False only when the device knows that it has no network. */
  readonly online: () => boolean;
}

export interface Reply {
  readonly status: number;
  /** The parsed body; undefined when it was not JSON. */
  readonly json: unknown;
  /** Whether the server called it JSON. */
  readonly claimsJson: boolean;
  readonly retryAfterMs: number | undefined;
}

/** Seconds or an HTTP date, as milliseconds from now. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Sends one request and reads all of the answer. Rejects with `aborted`, `timeout`, `offline`, or `unavailable` when nothing
 * answered. The time limit covers the body too: a server that stalls in the middle is as gone as one that never answers.
 */
export async function request(network: Network, address: string, options: RequestOptions): Promise<Reply> {
  const { signal, timeoutMs, ...init } = options;
  if (signal?.aborted) throw new ParterreError('aborted', { cause: signal.reason });
  if (!network.online()) throw new ParterreError('offline');
  // Not AbortSignal.any and .timeout: half the browsers of our floor do not have them.
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  let late = false;
  const timer = network.clock.set(() => {
    late = true;
    controller.abort();
  }, timeoutMs);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const response = await network.fetch(address, { ...init, credentials: 'omit', signal: controller.signal });
    const text = await response.text();
    return {
      status: response.status,
      json: parse(text),
      claimsJson: /\bjson\b/i.test(response.headers.get('content-type') ?? ''),
      retryAfterMs: retryAfter(response.headers.get('retry-after'), network.clock.now()),
    };
  } catch (cause) {
    if (signal?.aborted) throw new ParterreError('aborted', { cause });
    if (late) throw new ParterreError('timeout', { cause });
    throw new ParterreError(network.online() ? 'unavailable' : 'offline', { cause });
  } finally {
    network.clock.clear(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

const isErrorBody = (json: unknown): json is ErrorBody => {
  const error = (json as ErrorBody | null | undefined)?.error;
  return typeof error === 'object' && error !== null && typeof error.code === 'string';
};

/**
 * The error a reply stands for; null when it is a success. `refusals` are the codes that may be meant besides the common ones.
 */
export function errorOf(
  { status, json, claimsJson, retryAfterMs }: Reply,
  refusals: readonly string[] = [],
): ParterreError | null {
  const known = (code: string): code is ErrorCode =>
    refusals.includes(code) || (COMMON_ERRORS as readonly string[]).includes(code);
  const succeeded = status >= 200 && status < 300;
  if (succeeded && json !== undefined) return null;
  if (isErrorBody(json)) {
    const { code, detail, issues, retryAfterMs: told } = json.error;
    if (known(code)) return new ParterreError(code, { retryAfterMs: told ?? retryAfterMs, issues, detail });
    // A newer server may know refusals that this page does not.
    return new ParterreError('bad_response', { detail: `unknown error code ${code}` });
  }
  // Not ours: a proxy, a firewall, a login wall, a maintenance page. What it says by its status is still worth something.
  if (status === 429) return new ParterreError('rate_limited', { retryAfterMs });
  const detail = `status ${status} without an error body`;
  if (status >= 500) return new ParterreError('unavailable', { retryAfterMs, detail });
  if (succeeded && claimsJson) return new ParterreError('bad_response', { detail: 'the body is not JSON' });
  return new ParterreError('blocked_by_site', { detail });
}
