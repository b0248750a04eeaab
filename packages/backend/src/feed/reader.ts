/**
 * Follows a lane through its files: fetches what the head says has moved, fills gaps from closed chunks, and delivers
 * every number once and in order. It knows nothing of time or of addresses; `files.ts` does.
 */
import type { FeedChunk, FeedHead, FeedIndex, LaneMessage, LaneState } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { feedShapes, firstMismatch, laneMessageShape, type Shape } from '@parterre/protocol/wire';
import type { LaneCursor, LaneSink } from '../backend.ts';

/** Fetches one file of the lane and parses it. Rejects with `not_found` when it is not there (any more). */
export type ReadFile = (name: string) => Promise<unknown>;

/** Files move while they are read; this many times a reader looks again before it waits for the next poll. */
const ATTEMPTS = 4;

function shaped<T>(shape: Shape, name: string, value: unknown): T {
  const mismatch = firstMismatch(shape, value);
  if (mismatch) throw new ParterreError('bad_response', { detail: `${name}: ${mismatch}` });
  return value as T;
}

export class LaneReader {
  readonly #read: ReadFile;
  readonly #sink: LaneSink;
  readonly #stopped: () => boolean;
  #epoch: string | null;
  #seq: number;
  #stateRevision = -1;
  /** Messages of a type this version does not know, or of a wrong shape. */
  skipped = 0;

  constructor(read: ReadFile, sink: LaneSink, since: LaneCursor | undefined, stopped: () => boolean) {
    this.#read = read;
    this.#sink = sink;
    this.#stopped = stopped;
    this.#epoch = since?.epoch ?? null;
    this.#seq = since?.seq ?? 0;
  }

  /** Looks at the head and delivers what is new. Answers the head, whose `pollMs` says when to look again. */
  async poll(): Promise<FeedHead> {
    const head = shaped<FeedHead>(feedShapes.head, 'head.json', await this.#read('head.json'));
    if (this.#stopped()) return head;
    if (this.#epoch !== head.epoch) this.#begin(head.epoch);
    // An older state than ours comes from a cache on the way.
    if (head.state > this.#stateRevision) await this.#readState();
    if (head.seq > this.#seq) await this.#catchUp();
    return head;
  }

  /** The first epoch is just taken; another one than before makes the watcher forget. */
  #begin(epoch: string): void {
    const known = this.#epoch !== null;
    this.#epoch = epoch;
    this.#seq = 0;
    this.#stateRevision = -1;
    if (known) this.#sink.onReset({ epoch, seq: 0 });
  }

  async #readState(): Promise<void> {
    const state = shaped<LaneState>(feedShapes.state, 'state.json', await this.#read('state.json'));
    if (this.#stopped() || state.revision <= this.#stateRevision) return;
    this.#stateRevision = state.revision;
    this.#sink.onState(state);
  }

  async #catchUp(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS && !this.#stopped(); attempt++) {
      const open = shaped<FeedChunk>(feedShapes.chunk, 'open.json', await this.#read('open.json'));
      // Rotated meanwhile: the next head says so.
      if (open.epoch !== this.#epoch) return;
      if (open.first <= this.#seq + 1) return this.#deliver(open);
      // The gap may be longer than what was still open; then more has been closed meanwhile and we look again.
      if (!(await this.#readClosed())) return;
    }
  }

  /** Delivers closed chunks beyond our place; false when the lane is another one by now. */
  async #readClosed(): Promise<boolean> {
    const index = shaped<FeedIndex>(feedShapes.index, 'index.json', await this.#read('index.json'));
    if (index.epoch !== this.#epoch) return false;
    for (const { chunk, revision, first, last } of index.chunks) {
      if (last <= this.#seq) continue;
      const name = `chunk-${chunk}-${revision}.json`;
      let closed: FeedChunk;
      try {
        closed = shaped(feedShapes.chunk, name, await this.#read(name));
      } catch (error) {
        // Written again under a newer revision since we read the index: read that again.
        if (error instanceof ParterreError && error.code === 'not_found') return true;
        throw error;
      }
      if (this.#stopped() || closed.epoch !== this.#epoch) return false;
      // What lay between is no longer kept: only a fresh start is honest.
      if (first > this.#seq + 1 && this.#seq > 0) this.#sink.onReset({ epoch: index.epoch, seq: first - 1 });
      this.#deliver(closed);
    }
    return true;
  }

  #deliver(chunk: FeedChunk): void {
    if (this.#stopped()) return;
    const fresh: LaneMessage[] = [];
    for (const message of chunk.messages) {
      if (message.seq <= this.#seq || message.seq > chunk.last) continue;
      this.#seq = message.seq;
      if (firstMismatch(laneMessageShape, message) === null) fresh.push(message as unknown as LaneMessage);
      else this.skipped++;
    }
    this.#seq = Math.max(this.#seq, chunk.last);
    if (fresh.length) this.#sink.onMessages(fresh, { epoch: chunk.epoch, seq: this.#seq });
  }
}
