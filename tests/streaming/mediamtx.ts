// MediaMTX, the other stream server venues run themselves: low-latency HLS, and WordPress asked about everybody who publishes or reads.
// Built from its Go module. Two files that its own build fetches are not in the module, so they are written here: the version, and the
// hls.js of its own little page, which comes from npm.
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goProgram } from '../../tools/test/go.ts';
import { cached, root, run } from '../../tools/wordpress/cache.ts';
import { connectTo, freePort, HOST, until } from '../../tools/wordpress/ports.ts';
import { filled } from './origin.ts';
import { readyOrEnded, startService, temporary, type Service } from '../../tools/wordpress/services.ts';

const MODULE = 'github.com/bluenviron/mediamtx';
const RELEASE = 'v1.12.3';
const RECIPE = join(root, 'wordpress-plugin', 'src', 'Streaming', 'recipes', 'mediamtx', 'mediamtx.yml');

export interface MediaMtx {
  /** Base of the addresses it hands out: `http://127.0.0.1:PORT`. */
  url: string;
  /** Where OBS would send to; the stream's path and key follow. */
  rtmp: string;
  stop(): Promise<void>;
}

/** @returns the path of the program, built where it has not been built yet */
async function built(): Promise<string> {
  const folder = await cached(`mediamtx-${RELEASE}-${process.arch}`, async (making) => {
    const go = await goProgram();
    const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -trimpath' };
    await writeFile(join(making, 'go.mod'), 'module mediamtx.build\n');
    const { Dir: module } = JSON.parse(
      await run(go, ['mod', 'download', '-json', `${MODULE}@${RELEASE}`], { env, cwd: making }),
    ) as { Dir: string };
    const source = join(making, 'source');
    await cp(module, source, { recursive: true });
    // Go keeps modules read-only.
    await run('chmod', ['-R', 'u+w', source]);
    await writeFile(join(source, 'internal', 'core', 'VERSION'), `${RELEASE}\n`);
    await copyFile(
      join(root, 'node_modules', 'hls.js', 'dist', 'hls.min.js'),
      join(source, 'internal', 'servers', 'hls', 'hls.min.js'),
    );
    // For the camera of a Raspberry Pi, which only builds for its processor embed.
    for (const name of ['mtxrpicam_32', 'mtxrpicam_64']) {
      const camera = join(source, 'internal', 'staticsources', 'rpicamera', name);
      await mkdir(camera, { recursive: true });
      await writeFile(join(camera, 'none'), '');
    }
    await run(go, ['build', '-o', join(making, 'mediamtx'), '.'], { env, cwd: source });
    await run('rm', ['-rf', source]);
  });
  return join(folder, 'mediamtx');
}

/** What the recipe is filled with. */
export interface Asked {
  /** Address of WordPress's hook, and the key it is opened with. */
  hook: string;
  key: string;
  /** Whose pages may have the picture. */
  origin: string;
}

/**
 * Starts it with the configuration that the plugin gives to venues.
 *
 * @throws Error when it cannot be built or started; nothing is left running then
 */
export async function startMediaMtx({ hook, key, origin }: Asked): Promise<MediaMtx> {
  const program = await built();
  const [http, rtmp] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), 'parterre-mediamtx-'));
  await chmod(folder, 0o755);
  const forget = temporary(folder);
  const log = join(folder, 'mediamtx.log');
  let service: Service | undefined;
  const stop = async (): Promise<void> => {
    await service?.stop();
    await forget();
  };
  try {
    const words = { HOOK: hook, HOOK_KEY: key, HOOK_WITH_KEY: `${hook}?hook=${key}`, ORIGINS: `"${origin}"` };
    const text = filled(await readFile(RECIPE, 'utf8'), words)
      .replace('rtmpAddress: :1935', `rtmpAddress: ${HOST}:${rtmp}`)
      .replace('hlsAddress: :8888', `hlsAddress: ${HOST}:${http}`);
    await writeFile(join(folder, 'mediamtx.yml'), older(text));
    await writeFile(log, '');
    service = await startService('MediaMTX', { command: program, args: [join(folder, 'mediamtx.yml')], log });
    await readyOrEnded(service, log, (signal) =>
      until('MediaMTX does not answer', 20, () => Promise.all([connectTo(http), connectTo(rtmp)]), signal),
    );
    return { url: `http://${HOST}:${http}`, rtmp: `rtmp://${HOST}:${rtmp}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The recipe is for newer releases; the one that can be had as a module takes a single origin, under another name. */
function older(text: string): string {
  const origins = /hlsAllowOrigins: \[(".*")\]/;
  if (!origins.test(text)) throw new Error('The recipe names no origins.');
  return text.replace(origins, 'hlsAllowOrigin: $1');
}
