// Programs a rig starts and surely ends: each in its own process group, so that what it forks ends with it (the
// workers of `php -S` outlive their parent otherwise), and each known to the reaper, so that not even a SIGKILL of this
// process leaves one behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fchownSync, openSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Who a program runs as; undefined is whoever runs this process. */
export interface User {
  uid: number;
  gid: number;
}

export interface ServiceOptions {
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  user?: User | undefined;
  /** The file its output is appended to. */
  log: string;
  /** The signal that asks it to stop; SIGTERM where nothing else is said. */
  stopSignal?: NodeJS.Signals;
}

export interface Service {
  name: string;
  pid: number;
  /** Resolves with a sentence when the program has ended, for whatever reason. */
  ended: Promise<string>;
  /** Its exit code; 1 when a signal ended it or it could not be started. */
  code: Promise<number>;
  /** Asks the program to stop, kills its whole group after five seconds, resolves when nobody of it is left. */
  stop(): Promise<void>;
}

let reaper: ChildProcess | undefined;

function tellReaper(order: string): void {
  if (!reaper) {
    reaper = spawn(process.execPath, [join(import.meta.dirname, 'reaper.mjs')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    reaper.stdin?.on('error', () => {});
    reaper.unref();
    // A pipe, unlike the process, would keep this process alive; it has no `unref` in its type but is a socket.
    (reaper.stdin as unknown as { unref(): void }).unref();
  }
  reaper.stdin?.write(`${order}\n`);
}

/** Starts `name`; it is running, not necessarily ready, when this returns. @throws Error when it cannot be started. */
export async function startService(name: string, options: ServiceOptions): Promise<Service> {
  const log = openSync(options.log, 'a');
  // Some programs open it once more by its name.
  if (options.user) fchownSync(log, options.user.uid, options.user.gid);
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    ...options.user,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`${name} ended (${signal ?? `exit code ${code}`}); see ${options.log}`),
    );
    child.once('error', (error) => resolve(`${name} could not be started: ${error.message}`));
  });
  const code = new Promise<number>((resolve) => {
    child.once('exit', (status) => resolve(status ?? 1));
    child.once('error', () => resolve(1));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(await ended);
  tellReaper(`watch ${pid}`);
  let stopping: Promise<void> | undefined;
  return { name, pid, ended, code, stop: () => (stopping ??= stopGroup(pid, options.stopSignal ?? 'SIGTERM')) };
}

async function stopGroup(pid: number, signal: NodeJS.Signals): Promise<void> {
  if (process.platform === 'win32') {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  // The leader decides how its group ends; only what outlives it is asked directly.
  tryKill(pid, signal);
  for (let waited = 0; groupLives(pid); waited += 25) {
    if (waited === 1500) tryKill(-pid, 'SIGTERM');
    if (waited === 5000) tryKill(-pid, 'SIGKILL');
    if (waited > 8000) throw new Error(`process group ${pid} cannot be killed`);
    if (!tryKill(pid, 0)) tryKill(-pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  tellReaper(`forget ${pid}`);
}

function tryKill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether the group has members; the dead that only wait to be reaped do not count. */
function groupLives(pid: number): boolean {
  return tryKill(-pid, 0);
}

/** Deletes `folder` at the end even if this process is killed. The function returned deletes it now. */
export function temporary(folder: string): () => Promise<void> {
  tellReaper(`remove ${folder}`);
  return async () => {
    await rm(folder, { recursive: true, force: true });
    tellReaper(`keep ${folder}`);
  };
}

/** Resolves like `ready`, or rejects as soon as `service` has ended, quoting the end of its log. */
export async function readyOrEnded<T>(
  service: Service,
  log: string,
  ready: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  try {
    return await Promise.race([
      ready(controller.signal),
      service.ended.then((why) => {
        throw new Error(`${why}\n${readFileSync(log, 'utf8').trim().slice(-2000)}`);
      }),
    ]);
  } finally {
    controller.abort(new Error('no longer awaited'));
  }
}

/**
 * Runs `main` until it is told to stop (Ctrl-C, SIGTERM, SIGHUP, the end of the process that started this one) or one
 * of the things it started ends by itself; then calls, once, in reverse order, everything `onStop` was given.
 */
export async function untilStopped(
  main: (onStop: (stop: () => Promise<unknown>) => void) => Promise<{ ended?: Promise<string> } | void>,
): Promise<never> {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<never> | undefined;
  const stop = (code: number): Promise<never> =>
    (stopping ??= (async () => {
      for (let next = stops.pop(); next; next = stops.pop()) {
        await next().catch((error: Error) => {
          code = 1;
          console.error(error.message);
        });
      }
      process.exit(code);
    })());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  // Whoever started us may be killed without a chance to tell us.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && void stop(0), 250).unref();
  try {
    // Told to stop while still starting: what is started after that is left to the reaper.
    const running = await main((next) => void stops.push(next));
    if (running?.ended) {
      const why = await running.ended;
      if (!stopping) console.error(`\n${why}`);
      return await stop(1);
    }
    return await new Promise<never>(() => {});
  } catch (error) {
    if (!stopping) console.error(`\n${(error as Error).message}`);
    return stop(1);
  }
}
