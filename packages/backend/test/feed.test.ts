import { describe, expect, it } from 'vitest';
import type { LaneMessage, LaneState } from '@parterre/protocol';
import {
  allFiles,
  append,
  newLane,
  removePosted,
  touchState,
  type Lane as WrittenLane,
  type LaneWrite,
} from '@parterre/rules';
import { createHttpBackend, type LaneCursor } from '../src/index.ts';
import { FakeClock, fakeFetch, html, json, settled, silence, unreachable, type Answer } from './fakes.ts';

const DIRECTORY = 'https://venue.example/wp-content/uploads/parterre/8f3k2/';
const POLL_MS = 2000;

const posted = (seq: number, text = `message ${seq}`): LaneMessage => ({
  seq,
  at: '2026-11-21T20:00:00Z',
  type: 'message.posted',
  message: {
    id: `mssg_${seq}`,
    author: { id: 'athr_1', name: 'Béa', rank: null, role: 'fan' },
    text,
    at: '2026-11-21T20:00:00Z',
    mediaAt: null,
  },
});

/** A lane's directory on a host, and the fetch that reads it. */
class Host {
  readonly files = new Map<string, string>();
  lane: WrittenLane;
  /** What answers instead of the directory, by address; null lets it through. */
  intercept: (url: string) => Answer | null = () => null;

  constructor(epoch = 'epoch1') {
    this.lane = newLane('room', epoch);
    this.start();
  }

  start(): void {
    this.files.clear();
    this.lane = touchState(this.lane);
    for (const { name, text } of allFiles(this.lane, POLL_MS)) this.files.set(name, text);
    const empty = { phase: null, status: null, signals: null, offers: null, chat: null, pin: null, viewers: null };
    this.files.set(
      'state.json',
      JSON.stringify({ ...empty, lane: 'room', revision: this.lane.stateRevision } satisfies LaneState),
    );
  }

  rotate(epoch: string): void {
    this.lane = newLane('room', epoch);
    this.start();
  }

  apply({ lane, files, remove }: LaneWrite): void {
    this.lane = lane;
    for (const { name, text } of files) this.files.set(name, text);
    for (const name of remove) this.files.delete(name);
  }

  post(count: number, text?: string): void {
    for (let each = 0; each < count; each++) this.apply(append(this.lane, [posted(this.lane.seq + 1, text)], POLL_MS));
  }

  readonly answer: Answer = (asked) => {
    const other = this.intercept(asked.url);
    if (other) return other(asked);
    const text = this.files.get(asked.url.split('/').at(-1) ?? '');
    return text === undefined ? html(404) : new Response(text, { headers: { 'content-type': 'application/json' } });
  };
}

function watch(host: Host, options: { since?: LaneCursor; hidden?: () => boolean; url?: string } = {}) {
  const { fetch, asked } = fakeFetch(host.answer);
  const clock = new FakeClock();
  const controller = new AbortController();
  const heard = {
    seqs: [] as (number | string)[],
    states: [] as LaneState[],
    errors: [] as string[],
    cursor: undefined as LaneCursor | undefined,
  };
  const looks: (() => void)[] = [];
  const backend = createHttpBackend({
    address: 'https://venue.example',
    fetch,
    clock,
    random: () => 0.5,
    visibility: {
      hidden: options.hidden ?? (() => false),
      onChange: (callback) => {
        looks.push(callback);
        return () => void looks.splice(looks.indexOf(callback), 1);
      },
    },
  });
  backend.watch(
    { show: 'show_1', lane: 'room', url: options.url ?? DIRECTORY },
    {
      since: options.since,
      signal: controller.signal,
      onState: (state) => heard.states.push(state),
      onMessages: (messages, cursor) => {
        heard.seqs.push(...messages.map(({ seq }) => seq));
        heard.cursor = cursor;
      },
      onReset: ({ epoch }) => heard.seqs.push(`reset ${epoch}`),
      onError: ({ code }) => heard.errors.push(code),
      onRecovered: () => heard.errors.push('recovered'),
    },
  );
  const names = () => asked.map(({ url }) => url.split('/').at(-1));
  return { heard, asked, names, clock, controller, looks };
}

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('following a lane', () => {
  it('tells the state and what the lane holds, then what comes', async () => {
    const host = new Host();
    host.post(3);
    const { heard, clock, controller } = watch(host);
    await settled();
    expect(heard.states).toHaveLength(1);
    expect(heard.seqs).toEqual([1, 2, 3]);
    host.post(2);
    await clock.advance(POLL_MS);
    expect(heard.seqs).toEqual(upTo(5));
    expect(heard.cursor).toEqual({ epoch: 'epoch1', seq: 5 });
    controller.abort();
  });

  it('asks for the head alone while nothing moves, at the pace the head says, a quarter either way', async () => {
    const host = new Host();
    const { names, clock, controller } = watch(host);
    await settled();
    expect(clock.nextIn).toBe(POLL_MS);
    await clock.advance(3 * POLL_MS);
    expect(names()).toEqual(['head.json', 'state.json', 'head.json', 'head.json', 'head.json']);
    controller.abort();
  });

  it('fills a gap over many chunks, in order, once', async () => {
    const host = new Host();
    host.post(1);
    const { heard, clock, controller } = watch(host);
    await settled();
    host.post(150);
    await clock.advance(POLL_MS);
    expect(heard.seqs).toEqual(upTo(151));
    expect(host.lane.closed.length).toBeGreaterThan(5);
    controller.abort();
  });

  it('resumes after what was seen', async () => {
    const host = new Host();
    host.post(80);
    const { heard, controller } = watch(host, { since: { epoch: 'epoch1', seq: 42 } });
    await settled();
    expect(heard.seqs).toEqual(upTo(80, 43));
    controller.abort();
  });

  it('starts over when the lane began again', async () => {
    const host = new Host();
    host.post(5);
    const { heard, clock, controller } = watch(host);
    await settled();
    host.rotate('epoch2');
    host.post(2);
    await clock.advance(POLL_MS);
    expect(heard.seqs).toEqual([1, 2, 3, 4, 5, 'reset epoch2', 1, 2]);
    expect(heard.states).toHaveLength(2);
    controller.abort();
  });

  it('passes over removed messages and goes on', async () => {
    const host = new Host();
    host.post(60);
    host.apply(removePosted(host.lane, new Set(['mssg_3', 'mssg_60']), POLL_MS));
    const { heard, clock, controller } = watch(host);
    await settled();
    expect(heard.seqs).toEqual(upTo(59).filter((seq) => seq !== 3));
    host.post(1);
    await clock.advance(POLL_MS);
    expect(heard.seqs.at(-1)).toBe(61);
    controller.abort();
  });

  it('reads the index again when a chunk was written again meanwhile', async () => {
    const host = new Host();
    host.post(60);
    let once = true;
    host.intercept = (url) => {
      if (!url.includes('chunk-1-1') || !once) return null;
      once = false;
      // Between the index and the chunk a moderator removes a message.
      host.apply(removePosted(host.lane, new Set(['mssg_2']), POLL_MS));
      return null;
    };
    const { heard, names, controller } = watch(host);
    await settled();
    expect(heard.seqs).toEqual(upTo(60).filter((seq) => seq !== 2));
    expect(names().filter((name) => name === 'index.json')).toHaveLength(2);
    controller.abort();
  });

  it('tells each message once however the files move between two requests', async () => {
    const host = new Host();
    host.post(10);
    let writes = 0;
    host.intercept = (url) => {
      // Writers are busiest exactly while somebody reads.
      if (!url.endsWith('head.json') && writes++ < 6) host.post(15);
      return null;
    };
    const { heard, clock, controller } = watch(host);
    await clock.advance(5 * POLL_MS);
    expect(heard.seqs).toEqual(upTo(host.lane.seq));
    controller.abort();
  });

  it('skips messages of a type it does not know', async () => {
    const host = new Host();
    host.post(1);
    const strange = { seq: 2, at: '2026-11-21T20:00:00Z', type: 'confetti' } as unknown as LaneMessage;
    host.apply(append(host.lane, [strange], POLL_MS));
    host.post(1);
    const { heard, controller } = watch(host);
    await settled();
    expect(heard.seqs).toEqual([1, 3]);
    expect(heard.cursor?.seq).toBe(3);
    controller.abort();
  });

  it('is not fooled by a cache that gives an old head', async () => {
    const host = new Host();
    host.post(3);
    const old = host.files.get('head.json') ?? '';
    const { heard, clock, controller } = watch(host);
    await settled();
    host.post(3);
    await clock.advance(POLL_MS);
    host.intercept = (url) => (url.endsWith('head.json') ? () => new Response(old) : null);
    await clock.advance(2 * POLL_MS);
    host.intercept = () => null;
    host.post(1);
    await clock.advance(POLL_MS);
    expect(heard.seqs).toEqual(upTo(7));
    controller.abort();
  });
});

describe('trouble on the way', () => {
  it('is told once, waited out longer and longer, and its end is told', async () => {
    const host = new Host();
    const { heard, clock, controller } = watch(host);
    await settled();
    host.intercept = () => () => html(503);
    await clock.advance(POLL_MS);
    expect(clock.nextIn).toBe(2 * POLL_MS);
    await clock.advance(2 * POLL_MS);
    expect(clock.nextIn).toBe(4 * POLL_MS);
    await clock.advance(10 * 60_000);
    expect(clock.nextIn).toBeLessThanOrEqual(30_000);
    expect(heard.errors).toEqual(['unavailable']);
    host.intercept = () => null;
    host.post(2);
    await clock.advance(30_000);
    expect(heard.errors).toEqual(['unavailable', 'recovered']);
    expect(heard.seqs).toEqual([1, 2]);
    controller.abort();
  });

  it('that is a missing directory ends the watch: somebody has to ask for the new address', async () => {
    const host = new Host();
    const { heard, clock, asked } = watch(host);
    await settled();
    host.files.clear();
    await clock.advance(POLL_MS);
    const before = asked.length;
    await clock.advance(60_000);
    expect(heard.errors).toEqual(['not_found']);
    expect(asked).toHaveLength(before);
    expect(clock.pending).toBe(0);
  });

  it.each<[string, Answer]>([
    ['another origin may not read it', unreachable],
    ['the host serves no such files', () => html(404)],
    ['a firewall answers', () => html(403)],
    ['WordPress answers', () => html(200)],
  ])('is gone round by the server’s own route where %s', async (_, blocked) => {
    const host = new Host();
    host.post(3);
    host.intercept = (url) => (url.startsWith(DIRECTORY) ? blocked : null);
    const { heard, asked, clock, controller } = watch(host);
    await settled();
    expect(heard.seqs).toEqual([1, 2, 3]);
    expect(asked[1]?.url).toBe('https://venue.example/wp-json/parterre/v1/feed/8f3k2/head.json');
    host.post(1);
    await clock.advance(POLL_MS);
    expect(heard.seqs).toEqual([1, 2, 3, 4]);
    expect(asked.filter(({ url }) => url.startsWith(DIRECTORY))).toHaveLength(1);
    controller.abort();
  });

  it('that is the whole network proves nothing about the directory', async () => {
    const host = new Host();
    host.post(1);
    host.intercept = () => unreachable;
    const { heard, asked, clock, controller } = watch(host);
    await clock.advance(1000);
    expect(heard.errors).toEqual(['unavailable']);
    host.intercept = () => null;
    const before = asked.length;
    await clock.advance(30_000);
    expect(heard.seqs).toEqual([1]);
    expect(asked.slice(before).every(({ url }) => url.startsWith(DIRECTORY))).toBe(true);
    controller.abort();
  });

  it('is not made by a head of the wrong shape', async () => {
    const host = new Host();
    host.intercept = (url) => (url.endsWith('head.json') ? () => json({ v: 2 }) : null);
    const { heard, controller } = watch(host);
    await settled();
    expect(heard.errors).toEqual(['bad_response']);
    controller.abort();
  });
});

describe('leaving', () => {
  it('leaves no timer, no request, and says nothing more', async () => {
    const host = new Host();
    host.post(1);
    const { heard, asked, clock, controller } = watch(host);
    await settled();
    controller.abort();
    await settled();
    expect(clock.pending).toBe(0);
    const before = asked.length;
    host.post(1);
    await clock.advance(60_000);
    expect([asked.length, heard.seqs]).toEqual([before, [1]]);
  });

  it('gives up a request that is on its way', async () => {
    const host = new Host();
    host.intercept = () => silence;
    const { heard, asked, clock, controller } = watch(host);
    await settled();
    controller.abort();
    await settled();
    expect(asked[0]?.init.signal?.aborted).toBe(true);
    expect([clock.pending, heard.errors]).toEqual([0, []]);
  });

  it('is what a hidden page does, until somebody looks', async () => {
    const host = new Host();
    let hidden = false;
    const { heard, asked, clock, controller, looks } = watch(host, { hidden: () => hidden });
    await settled();
    hidden = true;
    await clock.advance(60_000);
    const before = asked.length;
    host.post(2);
    await clock.advance(600_000);
    expect(asked).toHaveLength(before);
    hidden = false;
    for (const look of [...looks]) look();
    await settled();
    expect(heard.seqs).toEqual([1, 2]);
    controller.abort();
    expect(looks).toHaveLength(0);
  });
});
