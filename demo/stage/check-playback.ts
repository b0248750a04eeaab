/**
 * Plays the stage in a real Chromium with hls.js and measures what a fan would notice.
 *
 *   node demo/stage/check-playback.ts [--seconds 30]
 *
 * Both cameras run in one page on another origin, across a loop join; then the replay is sought through. Prints the
 * figures as JSON and ends with 1 if one of them is out of bounds. Needs Chromium (`CHROME_PATH`).
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumPath } from './concert/studio.ts';
import { signStagePath, startStage } from './server.ts';
import { EPOCH, LOOP_SECONDS } from './timeline.ts';

type CameraFigures = {
  startupMs: number;
  played: number;
  stalls: number;
  longestGapMs: number;
  jumps: number;
  loopJoins: number;
  dropped: number;
  errors: string[];
};
type Figures = {
  stage: CameraFigures;
  backstage: CameraFigures;
  apartMs: number;
  latencySeconds: number;
  captions: string[];
  replay: { duration: number; seeks: { to: number; frameMs: number; at: number }[] };
};

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' } } });
// The engine that the player uses.
const hls = readFileSync(
  createRequire(new URL('../../packages/playback/package.json', import.meta.url)).resolve('hls.js/dist/hls.min.js'),
);
const page = createServer((request, response) => {
  if (request.url === '/hls.js') response.setHeader('content-type', 'text/javascript').end(hls);
  else
    response
      .setHeader('content-type', 'text/html')
      .end(
        '<!doctype html><link rel="icon" href="data:,"><script src="/hls.js"></script><video id="stage" width="640" muted></video><video id="backstage" width="640" muted></video><video id="replay" width="640" muted></video>',
      );
});
await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
const secret = 'check';
const stage = await startStage({ port: 0, secret });
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: [
    '--no-sandbox',
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
let figures: Figures;
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${(page.address() as AddressInfo).port}/`);
  const address = (stream: string): string =>
    `${stage.url}${signStagePath(stream, Math.floor(Date.now() / 1000) + 3600, secret)}/master.m3u8`;
  figures = await tab.evaluate(
    async ({ stageUrl, backstageUrl, replayUrl, seconds, epoch, loopSeconds }) => {
      // hls.js comes as a script; only what is used of it is described here.
      type Engine = {
        playingDate: Date | null;
        latency: number;
        subtitleTrack: number;
        loadSource(url: string): void;
        attachMedia(video: HTMLVideoElement): void;
        on(event: string, listener: (event: string, data: { fatal: boolean; details: string }) => void): void;
      };
      const Hls = (globalThis as unknown as { Hls: new (options: object) => Engine }).Hls;
      const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      const frame = (video: HTMLVideoElement): Promise<number> =>
        new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error(`no picture from ${video.id} within 20 s`)), 20_000);
          video.requestVideoFrameCallback((_, meta) => resolve(meta.mediaTime));
        });

      const open = (
        id: string,
        url: string,
      ): { video: HTMLVideoElement; engine: Engine; errors: string[]; started: Promise<number> } => {
        const video = document.getElementById(id) as HTMLVideoElement;
        const engine = new Hls({});
        const errors: string[] = [];
        engine.on('hlsError', (_, data) => {
          // The place in the loop tells a flaw of the stream (always the same place) from a busy machine (anywhere).
          const place = (((engine.playingDate?.getTime() ?? epoch) - epoch) / 1000) % loopSeconds;
          errors.push(`${data.fatal ? 'fatal ' : ''}${data.details} at ${place.toFixed(2)} s of the loop`);
        });
        const from = performance.now();
        engine.loadSource(url);
        engine.attachMedia(video);
        void video.play();
        return { video, engine, errors, started: frame(video).then(() => performance.now() - from) };
      };

      const watch = ({
        video,
        engine,
      }: {
        video: HTMLVideoElement;
        engine: Engine;
      }): (() => { played: number; stalls: number; longestGapMs: number; jumps: number; loopJoins: number }) => {
        let last = performance.now();
        let lastTime = video.currentTime;
        const begin = video.currentTime;
        let [longestGapMs, stalls, jumps, loopJoins] = [0, 0, 0, 0];
        let round = NaN;
        let running = true;
        video.addEventListener('waiting', () => {
          stalls += 1;
        });
        const tick = (now: number, meta: VideoFrameCallbackMetadata): void => {
          if (!running) return;
          longestGapMs = Math.max(longestGapMs, now - last);
          if (Math.abs(meta.mediaTime - lastTime - (now - last) / 1000) > 0.25) jumps += 1;
          [last, lastTime] = [now, meta.mediaTime];
          const date = engine.playingDate?.getTime() ?? NaN;
          const nowRound = Math.floor((date - epoch) / 1000 / loopSeconds);
          if (nowRound === round + 1) loopJoins += 1;
          round = nowRound;
          video.requestVideoFrameCallback(tick);
        };
        video.requestVideoFrameCallback((now, meta) => {
          [last, lastTime] = [now, meta.mediaTime];
          video.requestVideoFrameCallback(tick);
        });
        return () => {
          running = false;
          return { played: video.currentTime - begin, stalls, longestGapMs, jumps, loopJoins };
        };
      };

      const wide = open('stage', stageUrl);
      const close = open('backstage', backstageUrl);
      const startups = await Promise.all([wide.started, close.started]);
      wide.engine.subtitleTrack = 1;
      // A fan's second camera follows the first: one seek by date, then a nudge of the speed, as the player does it.
      const behind = (): number => (wide.engine.playingDate!.getTime() - close.engine.playingDate!.getTime()) / 1000;
      await wait(1500);
      close.video.currentTime += behind();
      await wait(500);
      for (
        const until = performance.now() + 5000;
        performance.now() < until && Math.abs(behind()) > 0.01;
        await wait(100)
      ) {
        close.video.playbackRate = 1 + Math.max(-0.08, Math.min(0.08, behind()));
      }
      close.video.playbackRate = 1;
      await wait(500);
      const ends = [watch(wide), watch(close)];
      const captions = new Set<string>();
      const apart: number[] = [];
      const dropped = [wide, close].map(({ video }) => video.getVideoPlaybackQuality().droppedVideoFrames);
      for (const until = performance.now() + seconds * 1000; performance.now() < until; await wait(250)) {
        const [a, b] = [wide.engine.playingDate!.getTime(), close.engine.playingDate!.getTime()];
        apart.push(Math.abs(a - b));
        for (const track of wide.video.textTracks)
          for (const cue of track.activeCues ?? []) captions.add((cue as VTTCue).text);
      }
      const [first, second] = ends.map((end) => end());
      const latency = (Date.now() - wide.engine.playingDate!.getTime()) / 1000;
      const droppedIn = [wide, close].map(
        ({ video }, i) => video.getVideoPlaybackQuality().droppedVideoFrames - dropped[i]!,
      );
      wide.video.pause();
      close.video.pause();

      const replay = open('replay', replayUrl);
      await replay.started;
      const seeks: { to: number; frameMs: number; at: number }[] = [];
      for (const to of [200.5, 23.9, 119, 239]) {
        const from = performance.now();
        replay.video.currentTime = to;
        await new Promise((resolve) => replay.video.addEventListener('seeked', resolve, { once: true }));
        const at = await frame(replay.video);
        seeks.push({ to, frameMs: performance.now() - from, at });
      }
      return {
        stage: { startupMs: startups[0]!, ...first!, dropped: droppedIn[0]!, errors: wide.errors },
        backstage: { startupMs: startups[1]!, ...second!, dropped: droppedIn[1]!, errors: close.errors },
        apartMs: Math.max(...apart),
        latencySeconds: latency,
        captions: [...captions],
        replay: { duration: replay.video.duration, seeks },
      };
    },
    {
      stageUrl: address('stage'),
      backstageUrl: address('backstage'),
      replayUrl: address('replay'),
      seconds: Number(values.seconds),
      epoch: EPOCH,
      loopSeconds: LOOP_SECONDS,
    },
  );
} finally {
  await browser.close();
  await stage.stop();
  page.close();
}

console.log(
  JSON.stringify(
    figures,
    (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value),
    2,
  ),
);
const complaints: string[] = [];
const expect = (holds: boolean, what: string): void => {
  if (!holds) complaints.push(what);
};
for (const camera of ['stage', 'backstage'] as const) {
  const seen = figures[camera];
  expect(seen.stalls === 0, `${camera} stalled`);
  expect(seen.jumps === 0, `${camera} jumped`);
  expect(seen.played > Number(values.seconds) - 0.5, `${camera} played ${seen.played} s of ${values.seconds}`);
  expect(Number(values.seconds) < LOOP_SECONDS + 1 || seen.loopJoins >= 1, `${camera} crossed no loop join`);
  expect(seen.errors.length === 0, `${camera} reported ${seen.errors.join(', ')}`);
}
expect(figures.apartMs < 50, `the cameras were ${figures.apartMs} ms apart`);
expect(
  figures.captions.some((line) => line.includes('lumière') || line.includes('ville') || line.includes('lampe')),
  'no French lyrics were shown',
);
expect(Math.abs(figures.replay.duration - 240) < 0.1, `the replay lasts ${figures.replay.duration} s`);
for (const seek of figures.replay.seeks)
  expect(Math.abs(seek.at - seek.to) < 0.25, `sought ${seek.to}, got ${seek.at}`);
for (const complaint of complaints) console.error(`✗ ${complaint}`);
process.exitCode = complaints.length > 0 ? 1 : 0;
