/**
 * The feed: what changed, in order, for everybody at once. A lane is a numbered sequence of messages with no gaps.
 *
 * On ordinary hosting a lane is a directory of static files that the server replaces by rename; nothing runs when a fan reads:
 *
 *     head.json            exactly 512 + seq mod 61 bytes, padded with spaces, so that two rewrites within one second
 *                          never share an ETag made of time and size
 *     state.json           at most 4 kB, fetched when `state` in the head moves
 *     open.json            the chunk still being filled, closed at about 4 kB
 *     chunk-<n>-<rev>.json a closed chunk, immutable: a deletion writes it again under the next revision
 *     index.json           the closed chunks, fetched only to fill a gap
 *
 * The writer replaces closed chunk → index → open → state → head, in that order, so a reader that saw a head finds
 * everything the head speaks of. A new `epoch` means the sequence began again (the room was rotated): forget and start over.
 */
import * as z from 'zod/mini';
import { id, instant } from './primitives.ts';
import { message } from './room.ts';
import { phase, saleState, showStatus, signals } from './shows.ts';
import { availability } from './merch.ts';

export const laneName = z.enum(['public', 'room']);

export const offerState = z.object({ id, saleState, left: z.nullable(z.int()), handoverOf: z.nullable(id) });
export const variantState = z.object({ id, availability, left: z.nullable(z.int()) });
export const chatState = z.object({
  open: z.boolean(),
  /** Seconds between two messages of one fan; 0 when slow mode is off. */
  slowSeconds: z.int(),
});

const envelope = {
  seq: z.int(),
  /** When it was committed. */
  at: instant,
};

/** Everything a lane can say. Readers ignore unknown types and count them. */
export const laneMessage = z.discriminatedUnion('type', [
  z.object({ ...envelope, type: z.literal('show.changed'), revision: z.int() }),
  z.object({ ...envelope, type: z.literal('phase.changed'), phase, status: showStatus, signals }),
  z.object({ ...envelope, type: z.literal('offers.changed'), offers: z.array(offerState) }),
  z.object({ ...envelope, type: z.literal('variants.changed'), variants: z.array(variantState) }),
  /** A pledge came, went or was decided about: rewards and names are read again by whoever shows them. */
  z.object({
    ...envelope,
    type: z.literal('campaign.changed'),
    campaign: id,
    raisedMinor: z.int(),
    supporters: z.int(),
  }),
  z.object({ ...envelope, type: z.literal('message.posted'), message }),
  z.object({ ...envelope, type: z.literal('message.removed'), message: id }),
  z.object({ ...envelope, type: z.literal('chat.changed'), chat: chatState }),
  z.object({ ...envelope, type: z.literal('pin.changed'), pin: z.nullable(message) }),
]);

/** The types a reader of this version understands. */
export const LANE_MESSAGE_TYPES = [
  'show.changed',
  'phase.changed',
  'offers.changed',
  'variants.changed',
  'campaign.changed',
  'message.posted',
  'message.removed',
  'chat.changed',
  'pin.changed',
] as const;

/** The lane's present state, so that a newcomer needs no history. Parts a lane has nothing to say about are null. */
export const laneState = z.object({
  lane: laneName,
  revision: z.int(),
  phase: z.nullable(phase),
  status: z.nullable(showStatus),
  signals: z.nullable(signals),
  offers: z.nullable(z.array(offerState)),
  chat: z.nullable(chatState),
  pin: z.nullable(message),
  /** People watching, rounded by the server; null when it does not tell. */
  viewers: z.nullable(z.int()),
});

export const feedHead = z.object({
  v: z.literal(1),
  lane: laneName,
  epoch: id,
  /** Number of the newest message; 0 when there is none yet. */
  seq: z.int(),
  /** Revision of state.json. */
  state: z.int(),
  /** Number of the open chunk. */
  open: z.int(),
  /** Revision of index.json: moves when a chunk closes or is written again. */
  index: z.int(),
  /** Milliseconds until the next poll, before jitter. The server slows the crowd down with it. */
  pollMs: z.int(),
});

export const feedChunk = z.object({
  epoch: id,
  chunk: z.int(),
  /** Sequence number of the first message it may hold; the messages follow without gaps, but for removed ones. */
  first: z.int(),
  /** Sequence number of the last message it may hold; `first - 1` when it is empty. */
  last: z.int(),
  /** Raw messages: each is checked by itself so that one unknown type does not cost the chunk. */
  messages: z.array(z.looseObject({ seq: z.int(), type: z.string() })),
});

export const feedIndex = z.object({
  epoch: id,
  revision: z.int(),
  chunks: z.array(z.object({ chunk: z.int(), revision: z.int(), first: z.int(), last: z.int() })),
});

/** A head's length in bytes. */
export const headBytes = (seq: number): number => 512 + (seq % 61);

/** Size at which the open chunk is closed, in bytes. */
export const CHUNK_BYTES = 4096;

export type LaneName = z.infer<typeof laneName>;
export type LaneMessage = z.infer<typeof laneMessage>;
export type LaneMessageType = LaneMessage['type'];
export type LaneState = z.infer<typeof laneState>;
export type OfferState = z.infer<typeof offerState>;
export type VariantState = z.infer<typeof variantState>;
export type ChatState = z.infer<typeof chatState>;
export type FeedHead = z.infer<typeof feedHead>;
export type FeedChunk = z.infer<typeof feedChunk>;
export type FeedIndex = z.infer<typeof feedIndex>;
