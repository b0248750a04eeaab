/** The backend that talks to a server over HTTP: WordPress with the plugin, or anything else that speaks the protocol. */
import type { Input, OperationName } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { routeOf, type FoundRoute } from '@parterre/protocol/wire';
import type { Backend, CallOptions } from '../backend.ts';
import { checkReply } from '../checked.ts';
import { pause, systemClock, type Clock } from '../clock.ts';
import { watchFiles } from '../feed/files.ts';
import { pageVisibility, type Visibility } from '../feed/visibility.ts';
import { serverAt } from './address.ts';
import { errorOf, request, type Network, type Reply } from './request.ts';

export interface HttpOptions {
  /** The site's address, or that of the protocol on it; see `address.ts`. */
  readonly address: string;
  /** Milliseconds after which one request is given up. */
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  readonly online?: () => boolean;
  readonly visibility?: Visibility;
  /** Numbers in [0, 1), for spreading the crowd. */
  readonly random?: () => number;
}

const TIMEOUT_MS = 15_000;
const RETRIES = 2;
const FIRST_RETRY_MS = 400;

const deviceIsOnline = (): boolean => globalThis.navigator?.onLine !== false;

/** Puts path parameters in place and answers what is left of the input. */
function placed(path: string, input: Record<string, unknown>): [path: string, rest: Record<string, unknown>] {
  const rest = { ...input };
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(rest[key]);
    delete rest[key];
    return encodeURIComponent(value);
  });
  return [filled, rest];
}

export function createHttpBackend(options: HttpOptions): Backend {
  const { timeoutMs = TIMEOUT_MS, clock = systemClock, random = Math.random } = options;
  const network: Network = {
    // Called as a plain function: a browser's fetch refuses any other `this`.
    fetch: options.fetch ?? ((...parameters) => globalThis.fetch(...parameters)),
    clock,
    online: options.online ?? deviceIsOnline,
  };
  const server = serverAt(options.address, globalThis.document?.baseURI);
  let [way] = server.ways;
  /** Whether `way` has ever answered in our words. */
  let proved = false;
  /** Whether PUT and DELETE have to travel as POST. */
  let onlyPosts = false;

  const addressOf = (path: string, query?: URLSearchParams): string => {
    if (!way) throw new TypeError('A server has at least one address.');
    return way(path, query);
  };

  /** Most routes are fetched when they are first needed; one that does not arrive is trouble like any other on the way. */
  async function routed(name: OperationName): Promise<FoundRoute> {
    try {
      return await routeOf(name);
    } catch (cause) {
      throw new ParterreError(network.online() ? 'unavailable' : 'offline', { cause });
    }
  }

  /** Tries the other form of the address, once, with a harmless question; true when it is the right one. */
  async function findOtherWay(signal: AbortSignal | undefined): Promise<boolean> {
    for (const other of server.ways) {
      if (other === way) continue;
      const { path } = await routed('getVenue');
      const reply = await request(network, other(path), {
        method: 'GET',
        headers: {},
        signal,
        timeoutMs,
      });
      if (errorOf(reply)) continue;
      way = other;
      return true;
    }
    return false;
  }

  async function once(name: OperationName, input: Record<string, unknown>, call: CallOptions): Promise<unknown> {
    const route = await routed(name);
    const { method, path } = route;
    const [filled, rest] = placed(path, input);
    const query = new URLSearchParams();
    if (method === 'GET') {
      for (const [key, value] of Object.entries(rest)) if (value !== undefined) query.set(key, String(value));
    }
    const hasBody = method === 'POST' || method === 'PUT';
    const headers: Record<string, string> = hasBody ? { 'content-type': 'application/json' } : {};
    // Without a session nothing is added, so that public reads stay simple requests: cacheable, and no preflight.
    if (call.session !== undefined) {
      headers['authorization'] = `Bearer ${call.session}`;
      headers['x-parterre-session'] = call.session;
    }
    const init = {
      method,
      headers,
      body: hasBody ? JSON.stringify(rest) : undefined,
      cache: call.session === undefined ? undefined : ('no-store' as const),
      signal: call.signal,
      timeoutMs,
    };
    const ask = (): Promise<Reply> => {
      const disguised = onlyPosts && (method === 'PUT' || method === 'DELETE');
      const asked = new URLSearchParams(query);
      if (disguised) asked.set('_method', method);
      return request(network, addressOf(filled, asked), { ...init, method: disguised ? 'POST' : method });
    };
    let reply = await ask();
    let error = errorOf(reply, route.refusals);
    // Not our words from an address that never spoke them: perhaps the site has no pretty links.
    if (error?.code === 'blocked_by_site' && !proved && (await findOtherWay(call.signal))) {
      reply = await ask();
      error = errorOf(reply, route.refusals);
    }
    // Many firewalls of shared hosts let no PUT or DELETE through; 501 is what the most common one says.
    const isBlocked = error?.code === 'blocked_by_site' || (error?.code === 'unavailable' && reply.status === 501);
    if (isBlocked && !onlyPosts && (method === 'PUT' || method === 'DELETE')) {
      onlyPosts = true;
      reply = await ask();
      error = errorOf(reply, route.refusals);
      onlyPosts = error?.code !== 'blocked_by_site';
    }
    if (error) throw error;
    proved = true;
    return checkReply(name, route, reply.json);
  }

  async function retried(name: OperationName, input: Record<string, unknown>, call: CallOptions): Promise<unknown> {
    const startedAt = clock.now();
    for (let attempt = 0; ; attempt++) {
      try {
        return await once(name, input, call);
      } catch (error) {
        const retry = error instanceof ParterreError && error.retryable && error.code !== 'offline';
        // A reader who has waited as long as one request may last waits for no second one.
        if (!retry || attempt >= RETRIES || clock.now() - startedAt >= timeoutMs) throw error;
        const delay = error.retryAfterMs ?? FIRST_RETRY_MS * 2 ** attempt * (0.5 + random());
        if (delay > timeoutMs) throw error;
        await pause(clock, delay, call.signal);
      }
    }
  }

  return {
    address: server.address,
    read: (name: OperationName, input: Input<OperationName>, call: CallOptions = {}) =>
      retried(name, { ...input }, call),
    act: (name: OperationName, input: Input<OperationName>, call: CallOptions = {}) => once(name, { ...input }, call),
    watch: (lane, watching) =>
      watchFiles(lane, watching, {
        network,
        timeoutMs,
        random,
        visibility: options.visibility ?? pageVisibility,
        fallback: (directory, file) => addressOf(`/feed/${directory}/${file}`),
      }),
  } as Backend;
}
