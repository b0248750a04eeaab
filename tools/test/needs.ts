// The system programs the layers run on: found, installed where that is ours to do (root on Debian), else asked for.
import { accessSync, constants, existsSync, globSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { run } from '../wordpress/cache.ts';
import { canHaveGo } from './go.ts';

interface Program {
  present: () => boolean;
  packages: readonly string[];
  /** What to do where the packages are not enough. */
  advice?: string;
}

/** What a layer may need, the programs that prove it is there, and the Debian packages that bring it. */
const NEEDS = {
  browser: {
    present: () =>
      Boolean(process.env['CHROME_PATH'] && existsSync(process.env['CHROME_PATH'])) || hasProgram('chromium'),
    packages: ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'],
  },
  php: {
    present: () =>
      hasProgram('php') && hasExtensions('pdo_sqlite', 'mysqli', 'dom', 'mbstring', 'curl', 'gd', 'intl', 'zip'),
    packages: [
      'php-cli',
      'php-sqlite3',
      'php-mysql',
      'php-xml',
      'php-mbstring',
      'php-curl',
      'php-gd',
      'php-intl',
      'php-zip',
    ],
  },
  phpunit: { present: () => hasProgram('phpunit'), packages: ['phpunit'] },
  stack: {
    present: () =>
      hasProgram('nginx') &&
      hasProgram('mariadbd') &&
      (hasProgram('php-fpm') || ['8.5', '8.4', '8.3', '8.2', '8.1'].some((version) => hasProgram(`php-fpm${version}`))),
    packages: ['php-fpm', 'mariadb-server', 'nginx'],
  },
  // stripe-mock is built with it. On Linux it is fetched where it is missing, so this is for other systems.
  go: {
    present: canHaveGo,
    packages: ['golang-go'],
    advice:
      'Go has to be 1.21 or newer. Where the package is older: unpack the archive of https://go.dev/dl/ into /usr/local/go, where it is found, and try again.',
  },
  load: { present: () => hasProgram('wrk'), packages: ['wrk'] },
  media: { present: () => hasProgram('ffmpeg'), packages: ['ffmpeg'] },
  // The stream server that venues get from us: nginx takes RTMP in with this module, and the script beside it wants the rest.
  rtmp: {
    present: () => existsSync('/usr/lib/nginx/modules/ngx_rtmp_module.so') && hasProgram('flock') && hasProgram('curl'),
    packages: ['nginx', 'libnginx-mod-rtmp', 'util-linux', 'curl', 'fonts-dejavu-core'],
  },
  // The nearest there is to Safari, with what it decodes by; its window opens on a display that nobody sees.
  webkit: {
    present: () =>
      hasProgram('WebKitWebDriver') &&
      hasProgram('Xvfb') &&
      ['libav', 'mpegtsdemux', 'debugutilsbad'].every(
        (plugin) => globSync(`/usr/lib/*/gstreamer-1.0/libgst${plugin}.so`).length > 0,
      ),
    packages: [
      'webkit2gtk-driver',
      'xvfb',
      'gstreamer1.0-plugins-base',
      'gstreamer1.0-plugins-good',
      'gstreamer1.0-plugins-bad',
      'gstreamer1.0-libav',
    ],
  },
  // It plays H.264 by the libraries of ffmpeg.
  firefox: { present: () => hasProgram('firefox-esr'), packages: ['firefox-esr', 'ffmpeg'] },
  archives: { present: () => hasProgram('unzip') && hasProgram('curl'), packages: ['unzip', 'curl'] },
} as const satisfies Record<string, Program>;

export type Need = keyof typeof NEEDS;

function hasProgram(name: string): boolean {
  // Servers live in sbin, which an ordinary user's PATH leaves out.
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

let extensions: Set<string> | undefined;

function hasExtensions(...names: string[]): boolean {
  return names.every((name) => extensions?.has(name));
}

async function missing(needs: readonly Need[]): Promise<Need[]> {
  const modules = hasProgram('php') ? await run('php', ['-m']) : '';
  extensions = new Set(modules.toLowerCase().split(/\s+/));
  return needs.filter((need) => !NEEDS[need].present());
}

/**
 * Makes sure that all of `needs` are met, installing packages as root on Debian.
 * @throws Error with the command to type, where they cannot be installed from here.
 */
export async function ensureNeeds(needs: readonly Need[], say: (line: string) => void): Promise<void> {
  const lacking = await missing([...new Set(needs)]);
  if (lacking.length === 0) return;
  const packages = lacking.flatMap((need) => [...NEEDS[need].packages]);
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !isDebian()) {
    throw new Error(
      `These tests need programs this machine lacks (${lacking.join(', ')}). On Debian or Ubuntu, as root:\n  ${command}${adviceOn(lacking)}`,
    );
  }
  say(`Installing ${packages.join(' ')}`);
  await withoutStartingServices(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const lock = ['-o', 'DPkg::Lock::Timeout=300'];
    await run('apt-get', [...lock, 'update', '-q'], { env });
    await run('apt-get', [...lock, 'install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  });
  const still = await missing(lacking);
  if (still.length > 0)
    throw new Error(
      `Installed, but still not to be found: ${still.join(', ')}. The command was:\n  ${command}${adviceOn(still)}`,
    );
}

function adviceOn(needs: readonly Need[]): string {
  return needs
    .map((need): Program => NEEDS[need])
    .flatMap(({ advice }) => (advice ? [`\n${advice}`] : []))
    .join('');
}

function isDebian(): boolean {
  return (
    existsSync('/usr/bin/apt-get') &&
    /\b(debian|ubuntu)\b/.test(existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')
  );
}

/** Debian starts a server as soon as it is installed; the tests start their own, on their own ports. */
async function withoutStartingServices(install: () => Promise<void>): Promise<void> {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  await writeFile(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    await rm(policy, { force: true });
  }
}
