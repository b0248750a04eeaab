// Where the rigs keep what they fetched: WordPress itself, Playground, an initialised database. Everything in it can
// be deleted at any time; the next run fetches it again.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { access, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The repository's root folder. */
export const root = join(import.meta.dirname, '..', '..');

/**
 * The cache folder, created when missing: `PARTERRE_CACHE` if set, else the user's own cache (so that several clones
 * share one copy of WordPress), else `.cache/` in the repository.
 */
export function cacheFolder(): string {
  const asked = process.env['PARTERRE_CACHE'];
  if (asked) {
    mkdirSync(asked, { recursive: true });
    return asked;
  }
  const shared = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'parterre');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    const own = join(root, '.cache');
    mkdirSync(own, { recursive: true });
    return own;
  }
}

/**
 * The cached folder `name`, filled by `fill` the first time. `fill` works in a temporary folder that is renamed at the
 * end, so an interrupted run leaves nothing half-made behind and two clones may fill the same cache at once.
 */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder();
  const target = join(cache, name);
  if (await exists(target)) return target;
  const making = await mkdtemp(join(cache, 'making-'));
  try {
    await fill(making);
    await rename(making, target);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Somebody else was quicker: theirs is as good.
    if (!(await exists(target))) throw error;
  }
  return target;
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Runs `command` to its end and gives its standard output.
 * @throws Error naming the command and quoting the end of what it printed, when it fails or cannot be started.
 */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; uid?: number; gid?: number; input?: string } = {},
): Promise<string> {
  const { input, ...rest } = options;
  const windows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    // npm is a batch file on Windows, which only a shell can start.
    const child = spawn(command, args, {
      ...rest,
      shell: windows && command === 'npm',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    child.on('error', (error) => reject(new Error(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(out);
      const all = (errors + out).trim();
      // What went wrong stands at the top or at the bottom, depending on the program.
      const said = all.length <= 4000 ? all : `${all.slice(0, 2000)}\n…\n${all.slice(-2000)}`;
      reject(new Error(`\`${command} ${args.join(' ')}\` failed (${signal ?? code}):\n${said}`));
    });
  });
}
