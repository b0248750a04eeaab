// From the camera to the screen: `<live-player>` beside bare hls.js with the same settings, on a real stream server. ffmpeg sends a
// picture by RTMP that counts its own frames; nginx and ffmpeg make HLS of it; what is on screen is read off the pixels when the
// browser presents them. Pairs begin in the same moment, because where in a segment one begins decides by up to two seconds.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildAll } from '../../tools/build/main.ts';
import { HOST, until } from '../../tools/wordpress/ports.ts';
import { startMediaMtx } from '../streaming/mediamtx.ts';
import { inSeconds, startOrigin } from '../streaming/origin.ts';
import { BITS, FRAMES_PER_SECOND, PICTURE, publish, SQUARE } from '../streaming/publisher.ts';
import { median, type Bench } from './bench.ts';
import { openCinema, type Cinema, type Seat } from './cinema.ts';

const PAIRS = 20;
/** The stream of low latency. */
const LOW = 'low';
/** The player may cost this much more. */
const DIFFERENCE_MS = 150;
/** Frames that are looked at, after the picture has been steady for a while. */
const FRAMES = 30;
const STEADY_MS = 4000;
const START_MS = 60_000;
const SEGMENT_MS = 2000;
/** The counter begins again after so long. */
const ROUND_MS = (2 ** BITS / FRAMES_PER_SECOND) * 1000;

interface Glance {
  /** When the frame was to be on screen, ms since 1970. */
  readonly shownAt: number;
  /** The counter on it. */
  readonly counter: number;
  /** What the stream says when it was taken, ms since 1970; null where the player does not tell. */
  readonly date: number | null;
}

/** Runs in the page: reads the counter off the next frames. */
function glance({
  frames,
  bits,
  square,
  width,
  height,
}: Record<'frames' | 'bits' | 'square' | 'width' | 'height', number>): Promise<Glance[]> {
  const video = window.noted.video();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const seen: Glance[] = [];
  return new Promise((resolve, reject) => {
    if (!video || !context) return reject(new Error('There is no picture.'));
    const look = (_now: number, { expectedDisplayTime }: VideoFrameCallbackMetadata): void => {
      const date = window.noted.date();
      context.drawImage(video, 0, 0, width, height);
      const line = context.getImageData(0, height - square / 2, width, 1).data;
      let counter = 0;
      for (let bit = 0; bit < bits; bit++)
        if ((line[(bit * square + square / 2) * 4 + 1] ?? 0) > 128) counter += 2 ** bit;
      seen.push({ shownAt: performance.timeOrigin + expectedDisplayTime, counter, date });
      if (seen.length === frames) resolve(seen);
      else video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
  });
}

/** Milliseconds from the camera to the screen; `zero` is when frame 0 was taken. */
export function latencyOf({ shownAt, counter }: Pick<Glance, 'shownAt' | 'counter'>, zero: number): number {
  const since = shownAt - zero - (counter / FRAMES_PER_SECOND) * 1000;
  return ((since % ROUND_MS) + ROUND_MS) % ROUND_MS;
}

/** When frame 0 was taken, by the date that the stream gives a frame. */
export const zeroOf = (glances: readonly Glance[]): number =>
  median(glances.flatMap(({ date, counter }) => (date === null ? [] : [date - (counter / FRAMES_PER_SECOND) * 1000])));

async function pair(
  cinema: Cinema,
  stream: string,
  phaseMs: number,
  first: 'ours' | 'bare',
): Promise<Record<'ours' | 'bare', Glance[]>> {
  const order = first === 'ours' ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const);
  const seats: Partial<Record<'ours' | 'bare', Seat>> = {};
  try {
    for (const player of order)
      seats[player] = await cinema.open(player, cinema.server.origin, stream, { waits: true, settings: 'ours' });
    const { ours, bare } = seats as Record<'ours' | 'bare', Seat>;
    await Promise.all([ours.ready(START_MS), bare.ready(START_MS)]);
    // Both press at the same moment, which is another place in the segment for each pair.
    const at = Math.ceil((Date.now() + 500) / SEGMENT_MS) * SEGMENT_MS + phaseMs;
    await Promise.all([ours.begin(at), bare.begin(at)]);
    await Promise.all([ours.settled(STEADY_MS, START_MS), bare.settled(STEADY_MS, START_MS)]);
    const layout = { frames: FRAMES, bits: BITS, square: SQUARE, ...PICTURE };
    const [seenByOurs, seenByBare] = await Promise.all([
      ours.page.evaluate(glance, layout),
      bare.page.evaluate(glance, layout),
    ]);
    return { ours: seenByOurs, bare: seenByBare };
  } finally {
    for (const seat of Object.values(seats)) await seat.context.close().catch(() => {});
  }
}

interface Measured {
  readonly ours: number;
  readonly bare: number;
  readonly differenceMs: number;
}

async function measure(cinema: Cinema, stream: string, pairs: number): Promise<Measured> {
  const ours: number[] = [];
  const bare: number[] = [];
  let zero: number | null = null;
  // One unmeasured: whoever comes first must not pay for the server's first touch of each file.
  await pair(cinema, stream, 0, 'ours');
  for (let index = 0; index < pairs; index++) {
    const seen = await pair(cinema, stream, (index / pairs) * SEGMENT_MS, index % 2 === 0 ? 'ours' : 'bare');
    // One zero for all: what differs between players must not go into it.
    zero ??= zeroOf(seen.bare);
    ours.push(median(seen.ours.map((one) => latencyOf(one, zero as number))));
    bare.push(median(seen.bare.map((one) => latencyOf(one, zero as number))));
  }
  const differences = ours.map((value, index) => value - (bare[index] as number));
  // Where the two begin in different segments a pair says whole segments: the single ones tell how often.
  console.log(`${stream}: ${differences.map(Math.round).join(' ')}`);
  return {
    ours: Math.round(median(ours)),
    bare: Math.round(median(bare)),
    differenceMs: Math.round(median(differences)),
  };
}

/** MediaMTX with the configuration that venues get from us, and a site that lets everybody in. */
async function openLowLatency(cinema: Cinema, stops: (() => Promise<unknown>)[]): Promise<void> {
  const site = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => site.listen(0, HOST, resolve));
  stops.push(() => new Promise((resolve) => site.close(resolve)));
  const hook = `http://${HOST}:${(site.address() as AddressInfo).port}/`;
  const server = await startMediaMtx({ hook, key: 'benchmark', origin: cinema.server.origin });
  stops.push(() => server.stop());
  const publisher = await publish(server.rtmp, LOW);
  stops.push(() => publisher.stop());
  const address = `${server.url}/${LOW}/index.m3u8`;
  await until('MediaMTX has no picture', 30, async () => {
    const { ok, status } = await fetch(address);
    if (!ok) throw new Error(`${address} answers ${status}`);
  });
  cinema.server.page(`/sign/${LOW}`, address);
}

/** @param args how many pairs */
export const bench: Bench = async (args) => {
  const pairs = Number(args[0] ?? PAIRS);
  await buildAll({ only: 'cdn' });
  const cinema = await openCinema();
  const stops: (() => Promise<unknown>)[] = [() => cinema.close()];
  try {
    const origin = await startOrigin({ origins: [cinema.server.origin] });
    stops.push(() => origin.stop());
    const publisher = await publish(origin.rtmp, origin.streamKey('stage'));
    stops.push(() => publisher.stop());
    await origin.playing('stage', 4);
    cinema.server.page('/sign/stage', `${origin.signed('stage', inSeconds(7200))}/master.m3u8`);
    const plain = await measure(cinema, 'stage', pairs);
    // One encoder at a time: the machine has to play, too.
    await stops.pop()?.();
    await openLowLatency(cinema, stops);
    const low = await measure(cinema, LOW, pairs);
    return {
      table: [
        ['from the camera to the screen', 'ours, ms', 'bare hls.js, ms', 'difference, ms'],
        ['HLS, segments of two seconds', plain.ours, plain.bare, plain.differenceMs],
        ['low-latency HLS of MediaMTX', low.ours, low.bare, low.differenceMs],
      ],
      figures: {
        ...{ pairs, oursMs: plain.ours, bareMs: plain.bare, differenceMs: plain.differenceMs },
        ...{ lowOursMs: low.ours, lowBareMs: low.bare, lowDifferenceMs: low.differenceMs },
      },
      limits: { differenceMs: DIFFERENCE_MS },
      pass: plain.differenceMs <= DIFFERENCE_MS,
    };
  } finally {
    for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
  }
};
