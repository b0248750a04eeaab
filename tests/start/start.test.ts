// `npm start` as a stranger meets it: one command, `ready`, a site that answers, and nothing left when it is told to go.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { createHttpBackend } from '@parterre/backend';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../tools/wordpress/cache.ts';
import { connectTo, freePort, until } from '../../tools/wordpress/ports.ts';

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

type Ask = <T>(path: string, body?: object) => Promise<T>;

/** The back office's own routes, for who has logged in as the screen says. */
async function backOffice(site: string): Promise<Ask> {
  const cookies = new Map([['wordpress_test_cookie', 'WP Cookie check']]);
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(site + path, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  await ask('/wp-login.php', { method: 'POST', body: new URLSearchParams({ log: 'admin', pwd: 'admin' }) });
  const nonce = await (await ask('/wp-admin/admin-ajax.php?action=rest-nonce')).text();
  return async <T>(path: string, body?: object) => {
    const headers = { 'x-wp-nonce': nonce, 'content-type': 'application/json' };
    const sent = body && { method: 'POST', body: JSON.stringify(body) };
    const answer = await ask(`/wp-json/parterre-admin/v1${path}`, { headers, ...sent });
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as T;
  };
}

/** The show that is on: two cameras, what fans may look back over, the desk, and what the stream doctor says. */
async function expectAShowThatIsOn(ask: Ask): Promise<void> {
  const show = 'show_demo_ember';
  const desk = await ask<{ phase: string; acts: string[]; pictures: { camera: string; state: string }[] }>(
    `/desk/${show}`,
  );
  expect([desk.phase, desk.acts]).toEqual(['live', expect.arrayContaining(['pause', 'end'])]);
  expect(desk.pictures.map(({ camera, state }) => [camera, state])).toEqual([
    ['stage', 'arriving'],
    ['backstage', 'arriving'],
  ]);
  const { grant } = await ask<{ grant: { cameras: { url: string }[] } }>(`/desk/${show}/picture`, {});
  for (const { url } of grant.cameras) {
    const playlist = await (await fetch(url.replace('master.m3u8', '720.m3u8'))).text();
    const segments = playlist.match(/^#EXTINF:2/gm)?.length ?? 0;
    expect(segments * 2, 'seconds to look back over').toBeGreaterThan(40 * 60);
    expect(playlist.match(/^#EXT-X-PROGRAM-DATE-TIME/gm)?.length).toBeGreaterThan(0);
  }
  for (const camera of ['stage', 'backstage']) {
    const told: { code: string; level: string; sentence: string }[] = [];
    for (const step of ['look', 'segment', 'tokens']) {
      const about = { step, show, camera, mode: 'live', now: Date.now() };
      told.push(...(await ask<{ findings: typeof told }>('/stream-check', about)).findings);
    }
    expect(told.filter(({ level }) => level === 'bad' || level === 'warning')).toEqual([]);
    const good = told.filter(({ level, sentence }) => level === 'good' && sentence !== '').map(({ code }) => code);
    for (const code of ['reached', 'qualities', 'codecs', 'segments', 'dates', 'cors', 'latency', 'token_asked'])
      expect(good, camera).toContain(code);
  }
}

/** The replay as whoever buys it gets it: one film of two recordings, with chapters. */
async function expectAReplay(site: string): Promise<void> {
  const backend = createHttpBackend({ address: site });
  const show = await backend.read('getShow', { show: 'show_demo_halo' });
  const offer = show.offers.find(({ id }) => id === 'offr_demo_halo_replay');
  const { order, session } = await backend.act('createOrder', {
    idempotencyKey: crypto.randomUUID(),
    email: 'stranger@parterre.test',
    locale: 'fr',
    lines: [{ type: 'offer', offer: offer?.id ?? '', quantity: 1 }],
    currency: 'EUR',
    expectedTotal: offer?.price ?? { amountMinor: 0, currency: 'EUR' },
    consents: { terms: true },
    page: show.url,
  });
  const token = { session: session?.token };
  await backend.act('payTest', { order: order.id, outcome: 'approve' }, token);
  const { grant } = await backend.act('enter', { show: show.id, device: 'a_browser' }, token);
  expect(grant?.chapters.map(({ title }) => title)).toContain('Duo au piano');
  expect(grant?.chapters.length).toBe(5);
  const master = grant?.cameras[0]?.url ?? '';
  const [rendition = ''] = (await (await fetch(master)).text()).match(/^[^#\s].*$/m) ?? [];
  const film = await (await fetch(new URL(rendition, master))).text();
  expect(film.match(/^#EXT-X-DISCONTINUITY$/gm), 'where the two recordings meet').toHaveLength(1);
  expect(film).toContain('#EXT-X-ENDLIST');
}

describe('npm start', () => {
  it('opens the venue on native PHP, keeps its data, and goes when told', async () => {
    const port = await freePort();
    const first = await start(['--php', 'native', '--port', String(port)]);
    await expectAnOpenVenue(first, port);
    const site = `http://127.0.0.1:${port}`;
    await expectAShowThatIsOn(await backOffice(site));
    await expectAReplay(site);
    await until('the receipt', 20, async () => {
      if (!(await mailsOf(first)).some(({ to }) => to.includes('stranger@parterre.test'))) throw new Error('no mail');
    });
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
