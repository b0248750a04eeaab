// Reads from a video element what `publisher.ts` has drawn: which camera it is, and which frame.
import type { Page } from 'playwright-core';
import { eventually } from '../journeys/fan.ts';
import { BITS, PICTURE, SQUARE, type CameraName } from './publisher.ts';

export interface Seen {
  camera: CameraName | 'nothing';
  /** The counter on the picture; begins again after 2^BITS, and with each sending. */
  counter: number;
  /** Frames decoded so far. */
  frames: number;
  /** Seconds on the video's clock. */
  time: number;
}

const layout = { bits: BITS, square: SQUARE, ...PICTURE };

/** What is on screen now: of the video that is not waiting behind another. */
export const look = (page: Page): Promise<Seen> => page.evaluate(readScreen, layout);

function readScreen({ bits, square, width, height }: typeof layout): Seen {
  const player = document.querySelector('live-player')?.shadowRoot;
  const video = [...(player?.querySelectorAll('video') ?? [])].find(
    (one) =>
      one.videoWidth > 0 && getComputedStyle(one).opacity !== '0' && getComputedStyle(one).visibility !== 'hidden',
  );
  if (!video) return { camera: 'nothing', counter: -1, frames: 0, time: 0 };
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas to look with.');
  context.drawImage(video, 0, 0, width, height);
  const at = (x: number, y: number) => context.getImageData(x, y, 1, 1).data;
  let counter = 0;
  for (let bit = 0; bit < bits; bit++)
    if ((at(bit * square + square / 2, height - square / 2)[1] ?? 0) > 128) counter += 2 ** bit;
  const [red = 0, , blue = 0] = at(width - 20, 20);
  return {
    camera: red > blue + 30 ? 'backstage' : blue > red + 30 ? 'stage' : 'nothing',
    counter,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
    time: video.currentTime,
  };
}

/** Resolves once this camera's picture is on screen and has moved by a second and a half. */
export async function moves(page: Page, camera: CameraName, seconds = 30): Promise<void> {
  const first = await eventually(
    `the picture of ${camera}`,
    async () => {
      const seen = await look(page);
      return seen.camera === camera ? seen : null;
    },
    seconds,
  );
  await eventually(
    `${camera}’s frames to advance`,
    async () => {
      const seen = await look(page);
      return seen.camera === camera && seen.counter !== first.counter && seen.time > first.time + 1.5;
    },
    seconds,
  );
}

/** Notes, five times a second, whether frames come. */
export async function watchFrames(page: Page): Promise<{ longestGapMs(): Promise<number> }> {
  await page.evaluate(() => {
    const seen = { frames: -1, at: performance.now(), longest: 0 };
    const timer = setInterval(() => {
      const videos = document.querySelector('live-player')?.shadowRoot?.querySelectorAll('video') ?? [];
      const frames = [...videos].reduce((sum, video) => sum + video.getVideoPlaybackQuality().totalVideoFrames, 0);
      const now = performance.now();
      seen.longest = Math.max(seen.longest, now - seen.at);
      if (frames !== seen.frames) [seen.frames, seen.at] = [frames, now];
    }, 200);
    Object.assign(globalThis, { endFrames: () => (clearInterval(timer), seen.longest) });
  });
  return {
    longestGapMs: () => page.evaluate(() => (globalThis as unknown as { endFrames: () => number }).endFrames()),
  };
}
