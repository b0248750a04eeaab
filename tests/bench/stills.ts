// How long a picture stood still, from what a page has noted. All times in milliseconds on one clock.

/** From the last frame before it stood still to the first one after. */
export type Still = readonly [from: number, to: number];

export interface Watched {
  /** Every time the picture stood still for longer than a hiccup, in order. */
  readonly stills: readonly Still[];
  /** When the last frame came. */
  readonly movedAt: number;
  /** When this was asked. */
  readonly now: number;
}

export interface Outcome {
  /** The picture moves at the end. */
  readonly alive: boolean;
  /** Milliseconds it stood still since the fault began, all together. */
  readonly stoodMs: number;
  /** Milliseconds it stood still after the fault was over: how long it took to notice, and to come back. */
  readonly backMs: number;
}

/** A picture without a frame for this long stands still. */
export const STILL_MS = 400;
/** Who has had no frame for this long at the end has not come back. */
const DEAD_MS = 1500;

/** @param began when the fault began @param over when the network, the origin or the device was well again */
export function outcomeOf({ stills, movedAt, now }: Watched, began: number, over: number): Outcome {
  const open: Still[] = now - movedAt > STILL_MS ? [[movedAt, now]] : [];
  const all = [...stills, ...open];
  return {
    alive: now - movedAt < DEAD_MS,
    stoodMs: Math.round(within(all, began, now)),
    backMs: Math.round(within(all, over, now)),
  };
}

const within = (stills: readonly Still[], from: number, to: number): number =>
  stills.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);

/** Where in the two seconds between two requests for a playlist a fault falls is luck; so much of a difference says nothing. */
export const LUCK_MS = 1000;

/** Whether ours came back no later than 1.1 times another one that came back. */
export const noSlower = (ours: number, other: number): boolean => ours <= other * 1.1 + LUCK_MS;
