/**
 * The feed over static files: when to look, where, and what to do when nothing is there. Files beside the page are read
 * directly; from another origin they may be out of reach, and then a route inside the server gives the same ones.
 */
import { isParterreError, ParterreError } from '@parterre/protocol/errors';
import type { Lane, WatchOptions } from '../backend.ts';
import { pause } from '../clock.ts';
import { request, type Network } from '../http/request.ts';
import { LaneReader, type ReadFile } from './reader.ts';
import { untilVisible, type Visibility } from './visibility.ts';

export interface FileFeed {
  readonly network: Network;
  readonly timeoutMs: number;
  readonly random: () => number;
  readonly visibility: Visibility;
  /** Address of a file on the server's own route, by the directory's name. */
  readonly fallback: (directory: string, file: string) => string;
}

const SLOWEST_MS = 30_000;
const FASTEST_MS = 250;
/** Before any head has said how often to look. */
const FIRST_POLL_MS = 2000;

/** A quarter either way, so that a crowd that arrived together does not ask together. */
const jittered = (milliseconds: number, random: () => number): number => milliseconds * (0.75 + random() / 2);

const directoryOf = (url: string): string => new URL(url).pathname.split('/').findLast(Boolean) ?? '';

/** Fetches one file and parses it; told apart by error: `not_found`, `blocked_by_site`, or what the network says. */
async function fetchFile(feed: FileFeed, address: string, name: string, signal: AbortSignal): Promise<unknown> {
  // A closed chunk never changes under its name; everything else must be asked for again, at the price of a 304.
  const cache = name.startsWith('chunk-') ? 'default' : 'no-cache';
  const { status, json } = await request(feed.network, address, {
    method: 'GET',
    headers: {},
    cache,
    signal,
    timeoutMs: feed.timeoutMs,
  });
  if (status === 404 || status === 410) throw new ParterreError('not_found', { detail: name });
  if (status === 429) throw new ParterreError('rate_limited');
  if (status >= 500) throw new ParterreError('unavailable', { detail: `${name}: status ${status}` });
  if (status === 200 && json !== undefined) return json;
  throw new ParterreError('blocked_by_site', { detail: `${name}: status ${status}` });
}

/** Reads files directly until that proves impossible, then through the server; goes back to neither once one has worked. */
function fileReader(feed: FileFeed, url: string, signal: AbortSignal): ReadFile {
  const directory = directoryOf(url);
  const base = url.endsWith('/') ? url : `${url}/`;
  let way: 'unknown' | 'direct' | 'server' = 'unknown';
  const direct = (name: string) => fetchFile(feed, base + name, name, signal);
  const server = (name: string) => fetchFile(feed, feed.fallback(directory, name), name, signal);
  return async (name) => {
    if (way === 'server') return server(name);
    try {
      const json = await direct(name);
      way = 'direct';
      return json;
    } catch (error) {
      const code = isParterreError(error) ? error.code : null;
      // A foreign origin without permission looks like a network failure; so does a real one, for which both ways fail.
      const elsewhere =
        way === 'unknown' && (code === 'unavailable' || code === 'not_found' || code === 'blocked_by_site');
      if (!elsewhere) throw error;
      const json = await server(name).catch((second: unknown) => {
        throw isParterreError(second) && second.code === 'not_found' ? second : error;
      });
      way = 'server';
      return json;
    }
  };
}

/** What a sink throws is its own mistake: it must reach the console, and must not stop the feed or look like the network's. */
const report = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });

async function follow(lane: Lane, url: string, options: WatchOptions, feed: FileFeed): Promise<void> {
  const { signal } = options;
  const reader = new LaneReader(fileReader(feed, url, signal), options, options.since, () => signal.aborted);
  let failures = 0;
  let pollMs = FIRST_POLL_MS;
  while (!signal.aborted) {
    await untilVisible(feed.visibility, signal);
    if (signal.aborted) return;
    try {
      ({ pollMs } = await reader.poll());
      if (signal.aborted) return;
      if (failures > 0) options.onRecovered();
      failures = 0;
    } catch (cause) {
      if (signal.aborted) return;
      if (isParterreError(cause)) {
        if (failures === 0 || cause.code === 'not_found') options.onError(cause);
        if (cause.code === 'not_found') return;
        failures++;
      } else {
        report(cause);
      }
    }
    const wait = Math.min(SLOWEST_MS, Math.max(FASTEST_MS, pollMs) * 2 ** Math.min(failures, 10));
    await pause(feed.network.clock, jittered(wait, feed.random), signal);
  }
}

/** Follows a lane's files until the signal aborts, or until its directory is gone (`not_found`). */
export function watchFiles(lane: Lane, options: WatchOptions, feed: FileFeed): void {
  if (lane.url === null) {
    options.onError(new ParterreError('not_supported', { detail: `the ${lane.lane} lane has no address` }));
    return;
  }
  void follow(lane, lane.url, options, feed);
}
