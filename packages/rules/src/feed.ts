/**
 * Writing a lane of the feed: what the files of `protocol/feed.ts` hold after each change, and which have to be written, in
 * which order. Pure: a server supplies the disk, the lock and the clock.
 */
import {
  CHUNK_BYTES,
  headBytes,
  type FeedChunk,
  type FeedHead,
  type FeedIndex,
  type LaneMessage,
  type LaneName,
} from '@parterre/protocol';

interface Chunk {
  readonly chunk: number;
  readonly revision: number;
  readonly first: number;
  readonly last: number;
  readonly messages: readonly LaneMessage[];
}

/** A lane as its files hold it. `closed` is every chunk but the one being filled. */
export interface Lane {
  readonly lane: LaneName;
  readonly epoch: string;
  readonly seq: number;
  readonly stateRevision: number;
  readonly indexRevision: number;
  readonly closed: readonly Chunk[];
  readonly open: Chunk;
}

/** Files to write, in this order, then files to delete. Names are relative to the lane's directory. */
export interface LaneWrite {
  readonly lane: Lane;
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly remove: readonly string[];
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

const emptyChunk = (chunk: number, first: number): Chunk => ({
  chunk,
  revision: 0,
  first,
  last: first - 1,
  messages: [],
});

/** A lane nobody has written to. A rotation is a new lane with another epoch. */
export const newLane = (lane: LaneName, epoch: string): Lane => ({
  lane,
  epoch,
  seq: 0,
  stateRevision: 0,
  indexRevision: 0,
  closed: [],
  open: emptyChunk(1, 1),
});

export const chunkName = (chunk: number, revision: number): string => `chunk-${chunk}-${revision}.json`;

const chunkText = (epoch: string, { chunk, first, last, messages }: Chunk): string =>
  JSON.stringify({ epoch, chunk, first, last, messages: [...messages] } satisfies FeedChunk);

/** Text of `head.json`: padded so that its length in bytes depends on the sequence number. */
export function headText(head: FeedHead): string {
  const text = JSON.stringify(head);
  const missing = headBytes(head.seq) - bytes(text);
  if (missing < 0) throw new RangeError('A head must fit into 512 bytes.');
  return text + ' '.repeat(missing);
}

export const headOf = (lane: Lane, pollMs: number): FeedHead => ({
  v: 1,
  lane: lane.lane,
  epoch: lane.epoch,
  seq: lane.seq,
  state: lane.stateRevision,
  open: lane.open.chunk,
  index: lane.indexRevision,
  pollMs,
});

export const indexOf = (lane: Lane): FeedIndex => ({
  epoch: lane.epoch,
  revision: lane.indexRevision,
  chunks: lane.closed.map(({ chunk, revision, first, last }) => ({ chunk, revision, first, last })),
});

/** Name and text of everything that differs between `before` and `after`, and what a reader no longer needs. */
function write(before: Lane, after: Lane, pollMs: number): LaneWrite {
  const known = new Set(before.closed.map(({ chunk, revision }) => chunkName(chunk, revision)));
  const wanted = new Set(after.closed.map(({ chunk, revision }) => chunkName(chunk, revision)));
  const files = after.closed
    .filter(({ chunk, revision }) => !known.has(chunkName(chunk, revision)))
    .map((chunk) => ({ name: chunkName(chunk.chunk, chunk.revision), text: chunkText(after.epoch, chunk) }));
  if (after.indexRevision !== before.indexRevision) {
    files.push({ name: 'index.json', text: JSON.stringify(indexOf(after)) });
  }
  if (after.open !== before.open) files.push({ name: 'open.json', text: chunkText(after.epoch, after.open) });
  files.push({ name: 'head.json', text: headText(headOf(after, pollMs)) });
  return { lane: after, files, remove: [...known].filter((name) => !wanted.has(name)) };
}

/** Every file of a lane, as written when its directory is made. */
export function allFiles(lane: Lane, pollMs: number): { name: string; text: string }[] {
  return [
    ...lane.closed.map((chunk) => ({
      name: chunkName(chunk.chunk, chunk.revision),
      text: chunkText(lane.epoch, chunk),
    })),
    { name: 'index.json', text: JSON.stringify(indexOf(lane)) },
    { name: 'open.json', text: chunkText(lane.epoch, lane.open) },
    { name: 'head.json', text: headText(headOf(lane, pollMs)) },
  ];
}

/**
 * Adds messages, whose numbers must continue the lane's. A chunk is closed once it holds `CHUNK_BYTES` or more; the message
 * that fills it still belongs to it.
 */
export function append(lane: Lane, messages: readonly LaneMessage[], pollMs: number): LaneWrite {
  let { seq, open, indexRevision } = lane;
  const closed = [...lane.closed];
  for (const message of messages) {
    if (message.seq !== seq + 1) throw new RangeError(`Message ${message.seq} cannot follow message ${seq}.`);
    seq = message.seq;
    open = { ...open, last: seq, messages: [...open.messages, message] };
    if (bytes(chunkText(lane.epoch, open)) >= CHUNK_BYTES) {
      closed.push({ ...open, revision: 1 });
      open = emptyChunk(open.chunk + 1, seq + 1);
      indexRevision++;
    }
  }
  return write(lane, { ...lane, seq, open, closed, indexRevision }, pollMs);
}

/** Takes posted messages, pinned or not, out of every chunk that holds them, under a new revision: nobody reads them any more. */
export function removePosted(lane: Lane, ids: ReadonlySet<string>, pollMs: number): LaneWrite {
  // A pin repeats the text, so it goes as well.
  const isGone = (message: LaneMessage) =>
    (message.type === 'message.posted' && ids.has(message.message.id)) ||
    (message.type === 'pin.changed' && message.pin !== null && ids.has(message.pin.id));
  const without = (chunk: Chunk): Chunk => ({
    ...chunk,
    revision: chunk.revision === 0 ? 0 : chunk.revision + 1,
    messages: chunk.messages.filter((message) => !isGone(message)),
  });
  const strip = (chunk: Chunk) => (chunk.messages.some(isGone) ? without(chunk) : chunk);
  const closed = lane.closed.map(strip);
  const moved = closed.some((chunk, index) => chunk !== lane.closed[index]);
  return write(
    lane,
    { ...lane, closed, open: strip(lane.open), indexRevision: lane.indexRevision + (moved ? 1 : 0) },
    pollMs,
  );
}

/** The lane's present state has another revision: state.json must be written before the head that says so. */
export const touchState = (lane: Lane): Lane => ({ ...lane, stateRevision: lane.stateRevision + 1 });
