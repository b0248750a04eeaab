// A real stream server: Debian's nginx with the rtmp module, configured with the very text the plugin gives to venues. RTMP comes
// in, ffmpeg's HLS muxer makes playlists and segments, secure_link hands them out. All of it in a temporary folder, on free ports.
import { createHash } from 'node:crypto';
import { accessSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRun } from '../../tools/build/process.ts';
import { root, run } from '../../tools/wordpress/cache.ts';
import { connectTo, freePort, HOST, until } from '../../tools/wordpress/ports.ts';
import { readyOrEnded, startService, temporary, type Service, type User } from '../../tools/wordpress/services.ts';

const RECIPE = join(root, 'wordpress-plugin', 'src', 'Streaming', 'recipes', 'nginx');
const MODULES = ['/usr/lib/nginx/modules', '/usr/lib64/nginx/modules', '/usr/share/nginx/modules'];

export interface OriginOptions {
  /** Asked about every publisher: WordPress's hook. Without one, nginx alone checks the key. */
  hook?: { url: string; key: string };
  /** Signs addresses; shared with WordPress. */
  secret?: string;
  /** Signs stream keys. */
  publishSecret?: string;
  /** Sites whose pages may have the picture: `https://venue.example`. */
  origins?: string[];
  /** How much fans can rewind, in segments of two seconds. */
  windowSegments?: number;
  /** How long a publisher may be gone and still go on with the same evening. */
  gapMinutes?: number;
  /** Who it runs as when started by root: whom PHP runs as, usually. */
  user?: User | undefined;
  /** Taken again after a stop, so that addresses stay as they are. */
  ports?: { http: number; rtmp: number };
}

export interface Origin {
  /** `http://127.0.0.1:PORT`: the base of signed addresses. */
  url: string;
  /** Where OBS would send to: `rtmp://127.0.0.1:PORT/live`. */
  rtmp: string;
  rtmpPort: number;
  secret: string;
  publishSecret: string;
  /** Where the files of streams and recordings lie. */
  folder: string;
  /** nginx's own log. */
  log: string;
  /** What follows the name in OBS: `stage?key=…`. */
  streamKey(stream: string): string;
  /** `{url}/{sig}/{exp}/{stream}`; append `/master.m3u8`. @param expires unix time */
  signed(stream: string, expires: number): string;
  /** Names of the recordings of a stream, oldest first. */
  recordings(stream: string): Promise<string[]>;
  /** Resolves once the stream has at least this many segments. */
  playing(stream: string, segments?: number, seconds?: number): Promise<void>;
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** base64url(md5(text)): what nginx computes for secure_link. */
export const linkHash = (text: string): string => createHash('md5').update(text).digest('base64url');

/** In whole seconds from now. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** @throws Error naming the package, or with nginx's words. Nothing is left running then. */
export async function startOrigin(options: OriginOptions = {}): Promise<Origin> {
  const module = MODULES.map((folder) => join(folder, 'ngx_rtmp_module.so')).find(isThere);
  if (!module) throw new Error('nginx has no rtmp module. On Debian, as root:\n  apt-get install libnginx-mod-rtmp');
  const {
    secret = 'a secret of the tests',
    publishSecret = 'another secret of the tests',
    origins = [],
    windowSegments = 900,
    gapMinutes = 15,
    user = await unprivileged(),
  } = options;
  const [http, rtmp, local] = [
    options.ports?.http ?? (await freePort()),
    options.ports?.rtmp ?? (await freePort()),
    await freePort(),
  ];
  const above = await mkdtemp(join(tmpdir(), 'parterre-origin-'));
  await chmod(above, 0o755);
  const forget = temporary(above);
  const at = (...names: string[]): string => join(above, ...names);
  let service: Service | undefined;
  const stop = async (): Promise<void> => {
    await service?.stop();
    await forget();
  };
  try {
    for (const name of ['hls', 'run', 'temp']) await mkdir(at(name));
    const words: Record<string, string> = {
      FOLDER: at('hls'),
      SCRIPT: at('parterre-live'),
      LOG: at('live.log'),
      REFUSED: at('refused.log'),
      HTTP_PORT: `${HOST}:${http}`,
      RTMP_PORT: String(rtmp),
      LOCAL_PORT: String(local),
      SECRET: secret,
      PUBLISH_SECRET: publishSecret,
      // Without a site nobody answers there, and what nginx does then is what it does while WordPress is away.
      HOOK: options.hook?.url ?? `http://${HOST}:9/`,
      HOOK_KEY: options.hook?.key ?? '',
      ORIGINS: origins.map((origin) => `  "${origin}" $http_origin;`).join('\n'),
      WINDOW_SEGMENTS: String(windowSegments),
      GAP_MINUTES: String(gapMinutes),
    };
    for (const name of ['rtmp.conf', 'http.conf', 'parterre-live'])
      await writeFile(at(name), filled(await readFile(join(RECIPE, name), 'utf8'), words));
    await chmod(at('parterre-live'), 0o755);
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `  ${name}_temp_path ${at('temp', name)};`,
    );
    await writeFile(
      at('nginx.conf'),
      `load_module ${module};
worker_processes 1;
pid ${at('run', 'nginx.pid')};
error_log ${at('nginx.log')} info;
events { worker_connections 512; }
http {
${temp.join('\n')}
  access_log off;
  include ${at('http.conf')};
}
include ${at('rtmp.conf')};
`,
    );
    await writeFile(at('nginx.log'), '');
    if (user) await run('chown', ['-R', `${user.uid}:${user.gid}`, above]);
    service = await startService('nginx (streams)', {
      command: program('nginx'),
      args: ['-e', at('nginx.log'), '-c', at('nginx.conf'), '-g', 'daemon off;'],
      log: at('nginx.log'),
      user,
    });
    await readyOrEnded(service, at('nginx.log'), (signal) =>
      until('nginx does not take streams', 20, () => Promise.all([connectTo(http), connectTo(rtmp)]), signal),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `http://${HOST}:${http}`;
  const signed = (stream: string, expires: number): string =>
    `${url}/${linkHash(`${expires}|${stream}|${secret}`)}/${expires}/${stream}`;
  return {
    url,
    rtmp: `rtmp://${HOST}:${rtmp}/live`,
    rtmpPort: rtmp,
    secret,
    publishSecret,
    folder: at('hls'),
    log: at('nginx.log'),
    streamKey: (stream) => `${stream}?key=${linkHash(`publish|${stream}|${publishSecret}`)}`,
    signed,
    recordings: async (stream) => (await readdir(at('hls'))).filter((name) => name.startsWith(`${stream}.`)).toSorted(),
    playing: (stream, segments = 1, seconds = 40) =>
      until(`${stream} is not there`, seconds, async () => {
        const response = await fetch(`${signed(stream, inSeconds(60))}/index.m3u8`);
        const found = (await response.text()).match(/^#EXTINF/gm)?.length ?? 0;
        if (found < segments)
          throw new Error(`${response.status}, ${found} segments; ${await lastWords(at('nginx.log'))}`);
      }),
    ended: service.ended,
    stop,
  };
}

/** Where nginx writes what no configuration has sent elsewhere or switched off: its RTMP part keeps a log of its own. */
export async function accessLog(): Promise<string> {
  const { output } = await tryRun(program('nginx'), ['-V'], { cwd: root });
  return /--http-log-path=(\S+)/.exec(output)?.[1] ?? '/var/log/nginx/access.log';
}

/** A recipe with its words filled in. @throws Error when it asks for something that nobody has told */
export function filled(text: string, words: Record<string, string>): string {
  return text.replaceAll(/\{\{([A-Z_]+)\}\}/g, (_, name: string) => {
    const word = words[name];
    if (word === undefined) throw new Error(`The recipe asks for ${name}, which has no value.`);
    return word;
  });
}

const lastWords = async (log: string): Promise<string> => (await readFile(log, 'utf8')).trim().slice(-600);

function isThere(path: string): boolean {
  try {
    accessSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Servers live in sbin, which an ordinary user's PATH leaves out. */
const program = (name: string): string =>
  ['/usr/sbin', '/usr/local/sbin', '/sbin'].map((folder) => join(folder, name)).find(isThere) ?? name;

/** Whom Debian runs nginx as, where this process may become somebody else. */
async function unprivileged(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('www-data:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
