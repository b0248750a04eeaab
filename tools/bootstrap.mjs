// The first file every npm script runs. It uses nothing but Node's own modules, works on Node 20, and
// hands over to the TypeScript entry it was given, on the Node 24 that the project brings along.
//
//   node tools/bootstrap.mjs tools/start/main.ts --port 8080
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** The packages a lock file lists, by their place. npm leaves one of its own in `node_modules`: what it installed last. */
function packagesIn(...path) {
  try {
    return JSON.parse(readFileSync(join(root, ...path), 'utf8')).packages;
  } catch {
    return {};
  }
}

/** Whether everything the lock file asks for is installed; what is optional may not exist for this platform. */
function isInstalled() {
  const installed = packagesIn('node_modules', '.package-lock.json');
  return (
    existsSync(node) &&
    Object.entries(packagesIn('package-lock.json')).every(
      ([place, { version, optional, devOptional }]) =>
        !place.startsWith('node_modules/') || optional || devOptional || installed[place]?.version === version,
    )
  );
}

/** Installs the locked dependencies when some are missing or of another version. */
function installDependencies() {
  if (isInstalled()) return;
  console.log('Installing the npm packages this project needs (once, and after they change)…');
  const { status } = spawnSync(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    // npm's own progress is noise to most people; its errors are not.
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  if (status !== 0 || !existsSync(node)) {
    console.error('npm could not install the packages. Run `npm ci` in this folder to see why, then try again.');
    process.exit(status || 1);
  }
}

const [entry, ...args] = process.argv.slice(2);
if (!entry) {
  console.error('usage: node tools/bootstrap.mjs ENTRY.ts [ARGUMENTS]');
  process.exit(2);
}
installDependencies();

const child = spawn(
  node,
  ['--conditions=source', '--disable-warning=ExperimentalWarning', join(root, entry), ...args],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${dirname(node)}${windows ? ';' : ':'}${join(root, 'node_modules', '.bin')}${windows ? ';' : ':'}${process.env.PATH}`,
    },
  },
);
// Ctrl-C reaches the child by itself (same process group); a polite kill of this process must be passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.on('SIGHUP', () => child.kill('SIGTERM'));
// npm runs scripts through a shell, which a kill of npm ends without a word to us: we notice being orphaned.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 250).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
