// What three hours of a show leave behind in the page: `<live-player>` on a stage whose clock runs sixteen times as fast, some minutes
// behind the live position, at sixteen times the speed, with a session whose heartbeats come as often within the show as they do on a
// real evening. After every ten minutes of the show, rubbish is collected, and the heap and the video's buffer are measured.
import { setTimeout as pause } from 'node:timers/promises';
import { buildAll } from '../../tools/build/main.ts';
import type { Bench } from './bench.ts';
import { Line } from './line.ts';
import { openCinema, type Seat } from './cinema.ts';

const HOURS = 3;
/** The most a browser plays at. */
const SPEED = 16;
const SAMPLE_MINUTES = 10;
/** Code is loaded and compiled, caches fill: what the first minutes add, the later ones do not. */
const WARM_MINUTES = 20;
const WINDOW_SECONDS = 900;
/** Behind the live position, so that a playlist that is fetched every two real seconds never runs dry. */
const BEHIND_SECONDS = 300;
const GROWTH_KB_PER_HOUR = 1024;
/** What is configured, and the segment that is half over. */
const BACK_BUFFER_SECONDS = 30 + 2 * 2;

interface Sample {
  /** Of the show. */
  readonly minutes: number;
  readonly heapBytes: number;
  readonly backSeconds: number;
  readonly aheadSeconds: number;
}

/** Least squares: what `y` gains for each step of `x`. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const [up, across] = points.reduce(
    ([top, bottom], [at, value]) => [top + (at - x) * (value - y), bottom + (at - x) ** 2],
    [0, 0] as [number, number],
  );
  return up / across;
}

async function sample({ page, devtools }: Seat, minutes: number): Promise<Sample> {
  const buffer = await page.evaluate(() => {
    const video = window.noted.video();
    if (!video?.buffered.length) throw new Error('The picture has gone.');
    const { buffered, currentTime } = video;
    return {
      backSeconds: currentTime - buffered.start(0),
      aheadSeconds: buffered.end(buffered.length - 1) - currentTime,
    };
  });
  // What the first round sets free may only then let go of more.
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  return { minutes, heapBytes: usedSize, ...buffer };
}

/** @param args hours of the show */
export const bench: Bench = async (args) => {
  const hours = Number(args[0] ?? HOURS);
  await buildAll({ only: 'cdn' });
  const began = Date.now();
  const line = await Line.open({ playlistSeconds: WINDOW_SECONDS, now: () => began + (Date.now() - began) * SPEED });
  const cinema = await openCinema();
  try {
    const seat = await cinema.open('ours', line.url, 'stage');
    await seat.settled(1000, 60_000);
    const place = () =>
      seat.page.evaluate(
        ([behind, speed]) => {
          const video = window.noted.video();
          if (!video) throw new Error('The picture has gone.');
          const edge = video.seekable.end(video.seekable.length - 1);
          // Whatever the machine could not keep up with is skipped, as a fan would who goes on.
          if (edge - video.currentTime < behind / 3 || edge - video.currentTime > behind * 2)
            window.noted.seek(edge - behind);
          video.playbackRate = speed;
          return video.currentTime;
        },
        [BEHIND_SECONDS, SPEED] as const,
      );
    await place();
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const startedFrom = await place();
    const passed = () => ((performance.now() - startedAt) * SPEED) / 60_000;
    while (passed() < hours * 60) {
      await pause((SAMPLE_MINUTES * 60_000) / SPEED / 10);
      await place();
      if (passed() >= (samples.length + 1) * SAMPLE_MINUTES) samples.push(await sample(seat, passed()));
    }
    const shown = ((await place()) - startedFrom) / 3600;
    const settled = samples.filter(({ minutes }) => minutes > WARM_MINUTES);
    const growth = slope(settled.map(({ minutes, heapBytes }) => [minutes / 60, heapBytes / 1024] as const));
    const figures = {
      showHours: Math.round(shown * 100) / 100,
      heapFirstKb: Math.round((settled[0]?.heapBytes ?? 0) / 1024),
      heapLastKb: Math.round((settled.at(-1)?.heapBytes ?? 0) / 1024),
      growthKbPerHour: Math.round(growth),
      backBufferSeconds: Math.round(Math.max(...samples.map(({ backSeconds }) => backSeconds)) * 10) / 10,
      aheadSeconds: Math.round(Math.max(...samples.map(({ aheadSeconds }) => aheadSeconds)) * 10) / 10,
    };
    const limits = { growthKbPerHour: GROWTH_KB_PER_HOUR, backBufferSeconds: BACK_BUFFER_SECONDS };
    return {
      table: [
        ['minute of the show', 'heap, kB', 'behind the picture, s', 'ahead of it, s'],
        ...samples.map(({ minutes, heapBytes, backSeconds, aheadSeconds }) => [
          Math.round(minutes),
          Math.round(heapBytes / 1024),
          Math.round(backSeconds),
          Math.round(aheadSeconds),
        ]),
      ],
      figures,
      limits,
      pass: growth < GROWTH_KB_PER_HOUR && figures.backBufferSeconds <= BACK_BUFFER_SECONDS && shown > hours * 0.9,
    };
  } finally {
    await cinema.close();
    await line.close();
  }
};
