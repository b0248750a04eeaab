// What stands for OBS: ffmpeg sends a generated picture and sound by RTMP. The picture says which camera it is and which frame, so
// that a test can read from the screen what is shown, and not only that something is.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService, temporary, type Service } from '../../tools/wordpress/services.ts';

export const FRAMES_PER_SECOND = 15;
export const PICTURE = { width: 320, height: 180 } as const;

/** Cameras differ in colour and in the pitch of their sound. */
export const CAMERAS = {
  stage: { colour: '0x203090', hertz: 440 },
  backstage: { colour: '0x903020', hertz: 660 },
} as const;
export type CameraName = keyof typeof CAMERAS;

/** The counter: this many squares along the lower edge, white for 1, the lowest bit on the left. */
export const BITS = 12;
export const SQUARE = 20;

export interface Publisher {
  /** Resolves with a sentence when it has ended: refused, or stopped. */
  ended: Promise<string>;
  /** The lead is pulled: no goodbye. */
  drop(): Promise<void>;
  /** Whoever sits at OBS presses "stop". */
  stop(): Promise<void>;
}

export interface PublisherOptions {
  camera?: CameraName;
}

/**
 * Starts to send. @param address of the application: `rtmp://HOST:PORT/live`
 * @param streamKey as in OBS: `stage?key=…`
 */
export async function publish(
  address: string,
  streamKey: string,
  { camera = 'stage' }: PublisherOptions = {},
): Promise<Publisher> {
  const folder = await mkdtemp(join(tmpdir(), 'parterre-publisher-'));
  const forget = temporary(folder);
  const service = await startService('ffmpeg (publisher)', {
    command: 'ffmpeg',
    args: [
      ...['-nostdin', '-hide_banner', '-loglevel', 'warning'],
      ...picture(camera),
      '-f',
      'flv',
      `${address}/${streamKey}`,
    ],
    log: join(folder, 'ffmpeg.log'),
  });
  const gone = (how: (service: Service) => Promise<void> | void) => async (): Promise<void> => {
    await how(service);
    await service.stop();
    await forget();
  };
  return {
    ended: service.ended,
    drop: gone(({ pid }) => void process.kill(pid, 'SIGKILL')),
    stop: gone(() => {}),
  };
}

/** Inputs, filters and codecs of a camera: small, and cheap to make. */
function picture(name: CameraName): string[] {
  const { colour, hertz } = CAMERAS[name];
  const { width, height } = PICTURE;
  const squares = Array.from(
    { length: BITS },
    (_, bit) =>
      `drawbox=x=${bit * SQUARE}:y=${height - SQUARE}:w=${SQUARE}:h=${SQUARE}:c=white:t=fill:enable='mod(floor(n/${2 ** bit}),2)'`,
  );
  return [
    ...['-re', '-f', 'lavfi', '-i', `color=c=${colour}:size=${width}x${height}:rate=${FRAMES_PER_SECOND}`],
    ...['-re', '-f', 'lavfi', '-i', `sine=frequency=${hertz}:beep_factor=4:sample_rate=44100`],
    '-vf',
    [
      `drawbox=x=0:y=${height - SQUARE}:w=${BITS * SQUARE}:h=${SQUARE}:c=black:t=fill`,
      ...squares,
      // For whoever looks at it.
      `drawtext=font=DejaVu Sans:fontsize=28:fontcolor=white:x=20:y=40:text='${name} %{pts\\:hms}'`,
    ].join(','),
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-tune',
      'zerolatency',
      '-profile:v',
      'baseline',
      '-pix_fmt',
      'yuv420p',
    ],
    // A key frame every two seconds, and nowhere else: segments are cut there.
    ...['-g', String(2 * FRAMES_PER_SECOND), '-keyint_min', String(2 * FRAMES_PER_SECOND), '-sc_threshold', '0'],
    ...['-b:v', '300k', '-maxrate', '300k', '-bufsize', '300k', '-threads', '1'],
    ...['-c:a', 'aac', '-b:a', '64k', '-ac', '1'],
  ];
}
