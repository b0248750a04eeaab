// `npm start`: the demo venue, whole, on this machine. A WordPress with the plugin and its demo content, the stage that
// plays a concert, a mailbox for its mails, and pages of somebody else's site that embed the tags.
//
//   npm start -- --port 8080       the site's port; the others follow it (free ones are found when none is given)
//   npm start -- --php wasm        PHP from WebAssembly even where a native one is installed
//   npm start -- --reset           start over: forget orders, mails and edits
//   npm start -- --no-open         do not open the browser
//
// What it keeps lies in `.site/` (PARTERRE_SITE names another folder). Its last line of output is `ready ADDRESS`.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startMailbox } from '../../demo/mailbox/server.ts';
import { signStagePath, startStage } from '../../demo/stage/server.ts';
import { root } from '../wordpress/cache.ts';
import { layOutDemo } from '../wordpress/demo-site.ts';
import { startNative, whyNotNative } from '../wordpress/native.ts';
import { ensureBuilt } from '../wordpress/plugin.ts';
import { answers, freePort, isFree, until } from '../wordpress/ports.ts';
import { untilStopped } from '../wordpress/services.ts';
import { newSalts } from '../wordpress/site.ts';
import { wordpressTree } from '../wordpress/tree.ts';
import { startWasm } from '../wordpress/wasm.ts';
import { startPages, type Addresses } from './pages.ts';

const DEFAULT_PORT = 8080;

/** What is remembered of a site between starts. */
interface Memory {
  /** The WordPress its files are of. */
  wordpress: string;
  salts: Record<string, string>;
  /** Signs the stage's addresses; the venue holds the same. */
  stageSecret: string;
}

interface Options {
  /** The port that was asked for; undefined lets the start choose. */
  port: number | undefined;
  php: 'native' | 'wasm';
  open: boolean;
  reset: boolean;
  folder: string;
}

await untilStopped(async (onStop) => {
  const options = await readOptions();
  const { folder } = options;
  if (options.reset) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  onStop(await claim(folder));

  const say = (step: string): void => console.log(`  ${step}…`);
  console.log('Opening Le Parterre, a venue on this machine');
  await ensureBuilt(say);
  const tree = await wordpressTree(() => say('Fetching WordPress (once, 67 MB)'));
  const memory = await remember(folder);
  if (memory.wordpress !== tree.version) {
    say(`Laying out WordPress ${tree.version}`);
    await layOutDemo(folder, tree);
    memory.wordpress = tree.version;
    await writeFile(join(folder, 'site.json'), JSON.stringify(memory, null, 2), { mode: 0o600 });
  }

  const port = options.port ?? (await freePort(DEFAULT_PORT));
  const addresses: Addresses = { site: `http://127.0.0.1:${port}` };
  const stage = await startStage({
    port: await freePort(port + 1),
    secret: memory.stageSecret,
    // The stage plays whether anybody looks or not: who opens the show finds the last three quarters of an hour.
    playlistSeconds: 45 * 60,
  });
  onStop(() => stage.stop());
  const mailbox = await startMailbox({
    port: await freePort(port + 2),
    smtpPort: await freePort(port + 4),
    folder: join(folder, 'mails'),
  });
  onStop(() => mailbox.stop());
  const pages = await startPages(await freePort(port + 3), addresses, {
    signStage: (stream, until) => signStagePath(stream, until, memory.stageSecret),
  });
  onStop(() => pages.stop());
  Object.assign(addresses, { stage: stage.url, mailbox: mailbox.url, pages: pages.url });

  const start = options.php === 'native' ? startNative : startWasm;
  const site = await start({
    folder,
    port,
    constants: {
      ...memory.salts,
      PARTERRE_RIG_SMTP_PORT: mailbox.smtpPort,
      PARTERRE_STAGE_URL: stage.url,
      PARTERRE_STAGE_SECRET: memory.stageSecret,
      PARTERRE_DEMO_PAGES: pages.url,
      PARTERRE_DEMO_MAILBOX: mailbox.url,
    },
    progress: say,
  });
  onStop(() => site.service.stop());
  const reachable = [`${site.url}/`, `${mailbox.url}/`, `${pages.url}/`];
  await Promise.all(reachable.map((url) => until(`${url} does not answer`, 20, () => answers(url))));

  printAddresses([
    ['The venue', `${site.url}/`, ''],
    ['Its back office', `${site.url}/wp-admin/`, 'user admin, password admin'],
    ['The mailbox', `${mailbox.url}/`, 'every mail the venue sends'],
    ['Another site', `${pages.url}/`, 'pages that embed the tags'],
    ['The stage', `${stage.url}/`, 'the live stream'],
  ]);
  console.log(`ready ${site.url}/`);
  if (options.open) openBrowser(`${site.url}/`);
  return site.service;
});

/** @throws Error in words for whoever typed the command. */
async function readOptions(): Promise<Options> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      php: { type: 'string' },
      open: { type: 'boolean', default: true },
      reset: { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port <= 65_530))
    throw new Error(`--port ${values.port} is no port.`);
  if (port !== undefined && !(await isFree(port))) {
    throw new Error(
      `Port ${port} is taken by another program. Choose another: npm start -- --port ${await freePort()}`,
    );
  }
  if (values.php !== undefined && values.php !== 'native' && values.php !== 'wasm')
    throw new Error('--php is `native` or `wasm`.');
  let php: Options['php'] = values.php ?? 'native';
  if (php === 'native') {
    const why = await whyNotNative();
    if (why && values.php === 'native') throw new Error(`--php native is not possible: ${why}.`);
    if (why) {
      console.log(`PHP runs on WebAssembly, because ${why}. That is slower, and otherwise the same.`);
      php = 'wasm';
    }
  }
  return {
    port,
    php,
    open: values.open && process.stdout.isTTY === true && !process.env['CI'],
    reset: values.reset,
    folder: process.env['PARTERRE_SITE'] || join(root, '.site'),
  };
}

/** Sees to it that only one `npm start` uses the folder. @throws Error when another does. Gives the release. */
async function claim(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'running');
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return () => rm(file, { force: true });
    } catch {
      const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
      if (isRunning(pid))
        throw new Error(
          `This site is already open (process ${pid}). Stop that one first, or use another folder: PARTERRE_SITE=… npm start`,
        );
      // Whoever wrote it was killed.
      await rm(file, { force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  if (!pid || pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function remember(folder: string): Promise<Memory> {
  const file = join(folder, 'site.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Memory;
  } catch {
    return { wordpress: '', salts: newSalts(), stageSecret: randomBytes(32).toString('hex') };
  }
}

function printAddresses(rows: [string, string, string][]): void {
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  console.log('');
  for (const [name, url, note] of rows)
    console.log(`  ${name.padEnd(first ?? 0)}   ${url.padEnd(second ?? 0)}   ${note}`.trimEnd());
  console.log('\n  Ctrl-C closes it. Orders, mails and edits are kept; `npm start -- --reset` starts over.\n');
}

function openBrowser(url: string): void {
  const [command, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', url]]
        : ['xdg-open', [url]];
  // Its address is on the screen: where no browser can be opened, nothing is lost.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
