/**
 * Makes the concert that the stage plays: `fixture/*.mp4` (two cameras, two renditions), `fixture/*.vtt` (lyrics) and
 * `fixture/*.jpg` (posters). Picture and music are computed by `concert/`, so the result belongs to the project.
 *
 *   node demo/stage/make-fixture.ts [--only stage|backstage|captions|posters]…
 *
 * Needs Node 24, ffmpeg with libx264, and Chromium (`CHROME_PATH` if it is not in a usual place). Takes about ten
 * minutes on two cores. The files are fragmented MP4 with one fragment per segment; `server.ts` cuts them apart.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeLyrics } from './concert/lyrics.ts';
import { playLoop, SAMPLE_RATE } from './concert/music.ts';
import { LOOP_SECONDS } from './concert/score.ts';
import { openStudio, type Studio } from './concert/studio.ts';

const RATE = 25;
const WIDTH = 1280;
const HEIGHT = 720;
const SEGMENT_SECONDS = 2;
const cameras = ['stage', 'backstage'] as const;

/** Rates are set by the room in the repository: all four files together stay below 8 MB. */
const renditions = [
  { name: '720', height: 720, profile: 'high', level: '3.1', videoBitRate: 820_000, audioBitRate: 96_000 },
  { name: '360', height: 360, profile: 'main', level: '3.0', videoBitRate: 275_000, audioBitRate: 64_000 },
];

const fixture = fileURLToPath(new URL('fixture/', import.meta.url));
const AAC_FRAME = 1024;
const framesPerLoop = (LOOP_SECONDS * SAMPLE_RATE) / AAC_FRAME;

function ffmpeg(...args: string[]): void {
  const { status, error } = spawnSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}: ${args.join(' ')}`);
}

/** The frames of an ADTS stream, headers included. */
function adtsFrames(stream: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  for (let at = 0; at + 7 <= stream.length;) {
    if (stream.readUInt16BE(at) >> 4 !== 0xfff) throw new Error(`no ADTS header at byte ${at}`);
    const length = ((stream[at + 3]! & 3) << 11) | (stream[at + 4]! << 3) | (stream[at + 5]! >> 5);
    frames.push(stream.subarray(at, at + length));
    at += length;
  }
  return frames;
}

/**
 * Encodes the loop three times in a row and keeps the frames of the middle one: their encoder has already heard the end
 * of the loop when it meets the beginning, so that the join is inaudible and no priming silence is left.
 */
function encodeMusic(work: string, bitRate: number): string {
  const loop = new Uint8Array(playLoop().buffer);
  const raw = join(work, 'music.pcm');
  writeFileSync(raw, Buffer.concat([loop, loop, loop]));
  const encoded = join(work, `music-${bitRate}.aac`);
  ffmpeg(
    '-f',
    's16le',
    '-ar',
    String(SAMPLE_RATE),
    '-ac',
    '2',
    '-i',
    raw,
    '-c:a',
    'aac',
    '-b:a',
    String(bitRate),
    '-f',
    'adts',
    encoded,
  );
  // The encoder delays by one frame: frame n holds the samples that end where frame n began.
  const frames = adtsFrames(readFileSync(encoded)).slice(framesPerLoop + 1, 2 * framesPerLoop + 1);
  if (frames.length !== framesPerLoop) throw new Error(`expected ${framesPerLoop} audio frames, got ${frames.length}`);
  const trimmed = join(work, `loop-${bitRate}.aac`);
  writeFileSync(trimmed, Buffer.concat(frames));
  // Through a plain MP4, because the fragmented one is begun before its decoder configuration could be read from ADTS.
  const packed = join(work, `loop-${bitRate}.m4a`);
  ffmpeg('-i', trimmed, '-c', 'copy', '-bsf:a', 'aac_adtstoasc', packed);
  return packed;
}

/** Films a camera into a lossless file. */
async function film(studio: Studio, camera: string, work: string): Promise<string> {
  const target = join(work, `${camera}.mkv`);
  const encoder = spawn(
    'ffmpeg',
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-y',
      '-f',
      'rawvideo',
      '-pix_fmt',
      'rgba',
      '-s',
      `${WIDTH}x${HEIGHT}`,
      '-r',
      String(RATE),
      '-i',
      '-',
      '-vf',
      'scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int,format=yuv420p',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-qp',
      '0',
      target,
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const ended = once(encoder, 'exit');
  const address = studio.receive(`/frames/${camera}`, async (picture) => {
    if (picture.length !== WIDTH * HEIGHT * 4) throw new Error(`a picture of ${picture.length} bytes`);
    if (!encoder.stdin.write(picture)) await once(encoder.stdin, 'drain');
  });
  await studio.page.evaluate(
    ([name, where, count, rate, width, height]) => window.concert.film(name, where, 0, count, rate, width, height),
    [camera, address, LOOP_SECONDS * RATE, RATE, WIDTH, HEIGHT] as const,
  );
  encoder.stdin.end();
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error(`ffmpeg ended with ${code} while filming ${camera}`);
  return target;
}

/** Encodes one rendition in two passes and joins it with the music, one fragment for each segment. */
function encode(
  source: string,
  camera: string,
  rendition: (typeof renditions)[number],
  music: string,
  work: string,
): void {
  const keys = String(RATE * SEGMENT_SECONDS);
  const video = join(work, `${camera}-${rendition.name}.mp4`);
  const settings = [
    '-i',
    source,
    '-an',
    '-vf',
    `scale=-2:${rendition.height}:flags=lanczos`,
    '-c:v',
    'libx264',
    '-preset',
    'slower',
    '-profile:v',
    rendition.profile,
    '-level',
    rendition.level,
    '-b:v',
    String(rendition.videoBitRate),
    '-maxrate',
    String(rendition.videoBitRate * 1.6),
    '-bufsize',
    String(rendition.videoBitRate * 2),
    '-g',
    keys,
    '-keyint_min',
    keys,
    '-sc_threshold',
    '0',
    // Without B-frames every picture is shown in the order it is stored: no edit list, no negative offset, nothing to go wrong at a join.
    '-bf',
    '0',
    '-x264-params',
    'open-gop=0:aq-mode=3:aq-strength=0.9:mbtree=1',
    '-colorspace',
    'bt709',
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-color_range',
    'tv',
    '-passlogfile',
    join(work, `${camera}-${rendition.name}`),
  ];
  ffmpeg(...settings, '-pass', '1', '-f', 'null', '-');
  ffmpeg(...settings, '-pass', '2', '-video_track_timescale', '12800', video);
  ffmpeg(
    '-i',
    video,
    '-i',
    music,
    '-map',
    '0:v',
    '-map',
    '1:a',
    '-c',
    'copy',
    '-map_metadata',
    '-1',
    '-fflags',
    '+bitexact',
    '-video_track_timescale',
    '12800',
    '-movflags',
    '+frag_keyframe+empty_moov+default_base_moof+skip_trailer',
    join(fixture, `${camera}-${rendition.name}.mp4`),
  );
}

async function makePosters(studio: Studio, work: string): Promise<void> {
  for (const [camera, seconds] of [
    ['stage', 18.52],
    ['backstage', 17.02],
  ] as const) {
    const url = await studio.page.evaluate(
      ([name, at, width, height]) => window.concert.still(name, at, width, height),
      [camera, seconds, WIDTH, HEIGHT] as const,
    );
    const png = join(work, `${camera}.png`);
    writeFileSync(png, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
    ffmpeg(
      '-i',
      png,
      '-q:v',
      '3',
      '-pix_fmt',
      'yuvj420p',
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      join(fixture, `${camera}.jpg`),
    );
  }
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const wanted = (part: string): boolean => values.only === undefined || values.only.includes(part);
const work = mkdtempSync(join(tmpdir(), 'stage-fixture-'));
try {
  mkdirSync(fixture, { recursive: true });
  if (wanted('captions')) writeLyrics(fixture);
  const filmed = cameras.filter(wanted);
  if (filmed.length > 0 || wanted('posters')) {
    const studio = await openStudio('stage/concert/page.ts');
    try {
      if (wanted('posters')) await makePosters(studio, work);
      for (const camera of filmed) {
        console.log(`filming ${camera}…`);
        const source = await film(studio, camera, work);
        for (const rendition of renditions)
          encode(source, camera, rendition, encodeMusic(work, rendition.audioBitRate), work);
        rmSync(source);
      }
    } finally {
      await studio.close();
    }
  }
} finally {
  rmSync(work, { recursive: true });
}
let total = 0;
for (const camera of cameras) {
  for (const { name } of renditions) {
    const bytes = statSync(join(fixture, `${camera}-${name}.mp4`), { throwIfNoEntry: false })?.size ?? 0;
    total += bytes;
    console.log(`${camera}-${name}.mp4  ${(bytes / 1e6).toFixed(2)} MB`);
  }
}
console.log(`together ${(total / 1e6).toFixed(2)} MB`);
