// `npm start` as a stranger meets it: one command, `ready`, a site that answers, and nothing left when it is told to go.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../tools/wordpress/cache.ts';
import { connectTo, freePort } from '../../tools/wordpress/ports.ts';

interface Started {
  output: () => string;
  /** The addresses it printed, by their name. */
  addresses: Record<string, string>;
  npm: ChildProcess;
  seconds: number;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let folder: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parterre-start-'));
});
afterEach(async () => {
  for (const npm of running.splice(0)) npm.kill('SIGTERM');
  // The next test's site must not meet the last moments of this one's.
  for (let waited = 0; existsSync(join(folder, 'site', 'running')) && waited < 10_000; waited += 100) await pause(100);
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

/** Starts, and resolves at the line `ready`. */
async function start(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const startedAt = Date.now();
  const npm = spawn('npm', ['start', '--', '--no-open', ...args], {
    cwd: root,
    env: { ...process.env, PARTERRE_SITE: join(folder, 'site'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(npm);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      output += text.toString();
      if (/^ready /m.test(output)) resolve();
    };
    npm.stdout.on('data', hear);
    npm.stderr.on('data', hear);
    npm.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
  const addresses = Object.fromEntries(
    [...output.matchAll(/^ {2}(\S.*?) {2,}(http\S+)/gm)].map(([, name = '', url = '']) => [name, url]),
  );
  return { output: () => output, addresses, npm, seconds: (Date.now() - startedAt) / 1000 };
}

/** Ends it as a process manager would, and gives the ports that still answer ten seconds later at the latest. */
async function stop({ npm, addresses }: Started): Promise<number[]> {
  npm.kill('SIGTERM');
  const ports = Object.values(addresses).map((url) => Number(new URL(url).port));
  for (let waited = 0; ; waited += 100) {
    const open = await Promise.all(
      ports.map((port) =>
        connectTo(port).then(
          () => [port],
          () => [],
        ),
      ),
    );
    if (open.flat().length === 0 || waited > 10_000) return open.flat();
    await pause(100);
  }
}

async function mailsOf(started: Started): Promise<{ subject: string; to: string[] }[]> {
  return (await (await fetch(`${started.addresses['The mailbox']}api/mails`)).json()) as {
    subject: string;
    to: string[];
  }[];
}

async function expectAnOpenVenue(started: Started, port: number): Promise<void> {
  expect(started.output()).toMatch(new RegExp(`^ready http://127\\.0\\.0\\.1:${port}/$`, 'm'));
  const home = await fetch(`http://127.0.0.1:${port}/`);
  expect(home.status).toBe(200);
  expect(await home.text()).toContain('Le Parterre');
  for (const name of ['The mailbox', 'Another site'])
    expect((await fetch(started.addresses[name] ?? '')).status, name).toBe(200);
  // What WordPress sends reaches the mailbox, and nobody else.
  await fetch(`http://127.0.0.1:${port}/wp-login.php?action=lostpassword`, {
    method: 'POST',
    body: new URLSearchParams({ user_login: 'admin' }),
  });
  expect((await mailsOf(started))[0]).toMatchObject({
    to: ['admin@parterre.test'],
    subject: expect.stringContaining('[Le Parterre]'),
  });
}

describe('npm start', () => {
  it('opens the venue on native PHP, keeps its data, and goes when told', async () => {
    const port = await freePort();
    const first = await start(['--php', 'native', '--port', String(port)]);
    await expectAnOpenVenue(first, port);
    const refused = start(['--php', 'native']);
    await expect(refused).rejects.toThrow('already open');
    const sent = await mailsOf(first);
    expect(await stop(first)).toEqual([]);

    const second = await start(['--php', 'native', '--port', String(port)]);
    expect(second.output()).not.toContain('Laying out');
    expect(await mailsOf(second)).toEqual(sent);
    expect(await stop(second)).toEqual([]);

    const fresh = await start(['--php', 'native', '--port', String(port), '--reset']);
    expect(await mailsOf(fresh)).toEqual([]);
    expect(await stop(fresh)).toEqual([]);
  });

  it('opens the same venue with no PHP on the machine, and goes when told', async () => {
    // A PATH with nothing on it but what Node, npm and a shell need.
    const bin = join(folder, 'bin');
    await mkdir(bin);
    for (const program of ['node', 'npm', 'npx', 'sh', 'env', 'tar', 'gzip', 'uname', 'cp']) {
      const found = (process.env['PATH'] ?? '')
        .split(delimiter)
        .map((part) => join(part, program))
        .find((file) => existsSync(file));
      if (found) await symlink(found, join(bin, program));
    }
    const port = await freePort();
    const started = await start(['--port', String(port)], { PATH: bin });
    expect(started.output()).toContain('there is no `php` on this machine');
    await expectAnOpenVenue(started, port);
    expect(await stop(started)).toEqual([]);
  });

  it('says in words when the port is taken', async () => {
    const { createServer } = await import('node:net');
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', () => resolve()));
    await expect(start(['--port', String(port)])).rejects.toThrow(`Port ${port} is taken`);
    await new Promise((resolve) => other.close(resolve));
  });
});
