/**
 * What a page needs of a server. A backend is a plain object made by a factory; `http` talks to any server that speaks the
 * protocol, `memory` is one by itself.
 */
import type { ActName, Input, LaneMessage, LaneName, LaneState, Output, ReadName } from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';

/** How one call is made. */
export interface CallOptions {
  /** The bearer token of the session to use, if any. */
  readonly session?: string | undefined;
  /** Ends the call early; it then rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** A lane to watch. */
export interface Lane {
  readonly show: string;
  readonly lane: LaneName;
  /** Where its files are (`Show.feedUrl`, `Entry.roomUrl`); null where the backend pushes by itself. */
  readonly url: string | null;
  readonly session?: string | undefined;
}

/** The place in a lane up to which everything has been seen. */
export interface LaneCursor {
  readonly epoch: string;
  readonly seq: number;
}

/** What a watcher is told. Calls come one at a time and in order; none comes after the signal aborted. */
export interface LaneSink {
  /** The lane's present state: once at the start, then whenever it moves. */
  onState(state: LaneState): void;
  /** New messages in order, each exactly once, with the cursor after the last of them. */
  onMessages(messages: readonly LaneMessage[], cursor: LaneCursor): void;
  /** The lane began again: forget what was collected. What it holds follows. */
  onReset(cursor: LaneCursor): void;
  /**
   * Something is in the way. The watcher goes on trying by itself, except after `not_found`: the address is no longer good,
   * ask for a new one and watch again.
   */
  onError(error: ParterreError): void;
  /** The lane answers again after an error. */
  onRecovered(): void;
}

export interface WatchOptions extends LaneSink {
  /** Deliver what came after this; without it, what the lane still holds. */
  readonly since?: LaneCursor | undefined;
  readonly signal: AbortSignal;
}

export interface Backend {
  /** Names this backend on the page: its base address, or `memory:<name>`. Sessions are shared by all tags with the same one. */
  readonly address: string;
  /** Runs an operation that only reads. Rejects with a ParterreError. */
  read<K extends ReadName>(name: K, input: Input<K>, options?: CallOptions): Promise<Output<K>>;
  /** Runs an operation that changes something. Never retried by itself. Rejects with a ParterreError. */
  act<K extends ActName>(name: K, input: Input<K>, options?: CallOptions): Promise<Output<K>>;
  /** Watches a lane until the signal aborts. Returns at once; leaves neither timer nor request behind. */
  watch(lane: Lane, options: WatchOptions): void;
}
