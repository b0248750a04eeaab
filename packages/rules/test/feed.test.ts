import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, type FeedChunk, type FeedHead, type FeedIndex, type LaneMessage } from '@parterre/protocol';
import { allFiles, append, newLane, removePosted, touchState, type Lane } from '../src/index.ts';

const posted = (seq: number, text = 'Bravo !'): LaneMessage => ({
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

/** A directory that applies writes and remembers the order of them. */
class Disk {
  readonly files = new Map<string, string>();
  readonly log: string[] = [];
  lane: Lane = newLane('room', 'epoch1');

  constructor() {
    for (const { name, text } of allFiles(this.lane, 2000)) this.files.set(name, text);
  }

  apply({ lane, files, remove }: ReturnType<typeof append>): void {
    this.lane = lane;
    for (const { name, text } of files) {
      this.files.set(name, text);
      this.log.push(name);
    }
    for (const name of remove) this.files.delete(name);
  }

  read<T>(name: string): T {
    return JSON.parse(this.files.get(name) ?? 'null') as T;
  }

  /** What a reader who starts now finds, through the index. */
  everything(): { seq: number; type: string }[] {
    const index = this.read<FeedIndex>('index.json');
    const closed = index.chunks.flatMap(
      ({ chunk, revision }) => this.read<FeedChunk>(`chunk-${chunk}-${revision}.json`).messages,
    );
    return [...closed, ...this.read<FeedChunk>('open.json').messages];
  }
}

describe('writing a lane', () => {
  it('loses nothing and orders everything over many chunks', () => {
    const disk = new Disk();
    for (let seq = 1; seq <= 200; seq++) disk.apply(append(disk.lane, [posted(seq)], 2000));
    expect(disk.everything().map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
    expect(disk.read<FeedIndex>('index.json').chunks.length).toBeGreaterThan(3);
    expect(disk.read<FeedHead>('head.json')).toMatchObject({ seq: 200, pollMs: 2000 });
  });

  it('writes closed chunk, index, open, head in this order', () => {
    const disk = new Disk();
    disk.apply(
      append(
        disk.lane,
        Array.from({ length: 40 }, (_, index) => posted(index + 1)),
        2000,
      ),
    );
    const order = disk.log.map((name) => name.replace(/-\d+-\d+/, ''));
    expect(order).toEqual([...order].sort((a, b) => rankOf(a) - rankOf(b)));
    expect(order.at(-1)).toBe('head.json');
  });

  it('closes a chunk once it holds four kilobytes', () => {
    const disk = new Disk();
    disk.apply(append(disk.lane, [posted(1, 'x'.repeat(CHUNK_BYTES))], 2000));
    expect(disk.read<FeedChunk>('open.json')).toMatchObject({ chunk: 2, first: 2, last: 1, messages: [] });
    expect(disk.read<FeedChunk>('chunk-1-1.json')).toMatchObject({ first: 1, last: 1 });
  });

  it('refuses a number that does not follow', () => {
    const lane = newLane('room', 'epoch1');
    expect(() => append(lane, [posted(2)], 2000)).toThrow(RangeError);
    expect(() => append(append(lane, [posted(1)], 2000).lane, [posted(1)], 2000)).toThrow(RangeError);
  });

  it('takes a removed message out of a closed chunk under a new revision, and deletes the old file', () => {
    const disk = new Disk();
    for (let seq = 1; seq <= 60; seq++) disk.apply(append(disk.lane, [posted(seq)], 2000));
    const before = disk.read<FeedHead>('head.json');
    disk.apply(removePosted(disk.lane, new Set(['mssg_3']), 2000));
    expect(disk.files.has('chunk-1-1.json')).toBe(false);
    expect(disk.read<FeedChunk>('chunk-1-2.json')).toMatchObject({ first: 1 });
    expect([...disk.files.values()].join('')).not.toContain('mssg_3"');
    expect(disk.read<FeedHead>('head.json').index).toBe(before.index + 1);
    expect(disk.everything()).toHaveLength(59);
  });

  it('takes a removed message out of the open chunk and out of the pin that repeats it', () => {
    const disk = new Disk();
    const first = posted(1);
    const pin: LaneMessage = {
      seq: 2,
      at: first.at,
      type: 'pin.changed',
      pin: first.type === 'message.posted' ? first.message : null,
    };
    disk.apply(append(disk.lane, [first, pin, posted(3)], 2000));
    disk.apply(removePosted(disk.lane, new Set(['mssg_1']), 2000));
    expect(disk.everything().map(({ seq }) => seq)).toEqual([3]);
    expect(disk.read<FeedChunk>('open.json')).toMatchObject({ first: 1, last: 3 });
  });

  it('moves the state revision without moving the numbers', () => {
    const lane = touchState(newLane('public', 'epoch1'));
    expect(lane).toMatchObject({ stateRevision: 1, seq: 0 });
  });
});

const rankOf = (name: string): number => ['chunk.json', 'index.json', 'open.json', 'head.json'].indexOf(name);
