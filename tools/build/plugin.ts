// The WordPress plugin: built elements, blocks, admin screens, and the installable zip.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative, sep } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { memoryFolder } from './cdn.ts';
import { readGraph, staticClosure } from './graph.ts';
import { cdnDir, pluginDir, root } from './paths.ts';
import { run } from './process.ts';
import { filesBelow } from './steps.ts';

export const zipFile = join(root, 'dist', 'parterre.zip');
export const venueImagesDir = join(root, 'demo', 'venue', 'images');
const elementsTarget = join(pluginDir, 'build', 'elements');

/** What PHP reads from `build/elements/manifest.json`. All paths are relative to `build/elements/`. */
export interface ElementsManifest {
  /** Changes with any byte of the build. */
  version: string;
  /** Style sheet for the page: custom properties, and reserved space for tags not yet defined; null if there is none. */
  styles: string | null;
  /** Tag → its module and the modules that module needs at once (for `modulepreload`). */
  entries: Record<string, { file: string; imports: string[] }>;
}

/**
 * Copies the CDN build into `build/elements/<version>/`. The version is a folder, not a query: chunks import each other by
 * relative paths, and a module loaded once with and once without `?ver=` would run twice.
 */
export function copyElements(): void {
  rmSync(elementsTarget, { recursive: true, force: true });
  if (!existsSync(cdnDir)) return;
  const files = globSync('**/*', { cwd: cdnDir, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cdnDir, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(`${memoryFolder}${sep}`))
    .toSorted();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(cdnDir, file)));
  const version = hash.digest('hex').slice(0, 12);

  for (const file of files) {
    const target = join(elementsTarget, version, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(cdnDir, file), target);
  }
  const graph = readGraph();
  const manifest: ElementsManifest = {
    version,
    styles: files.includes('parterre.css') ? `${version}/parterre.css` : null,
    entries: Object.fromEntries(
      Object.values(graph)
        .filter((chunk) => chunk.entry?.startsWith('live-'))
        .map((chunk) => [
          chunk.entry,
          {
            file: `${version}/${chunk.file}`,
            imports: [...staticClosure(graph, chunk.file)].slice(1).map((file) => `${version}/${file}`),
          },
        ]),
    ),
  };
  writeFileSync(join(elementsTarget, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The pictures of the demo venue, so that an installed plugin can show it too. */
export function copyVenue(): void {
  const target = join(pluginDir, 'build', 'venue');
  rmSync(target, { recursive: true, force: true });
  for (const file of globSync('*.webp', { cwd: venueImagesDir }))
    cpSync(join(venueImagesDir, file), join(target, file), { recursive: true });
}

/**
 * Installs the WordPress toolchain beside the plugin, from its own lock file, when that changed. Types double its size and
 * only checking needs them, so a build does without.
 */
export async function installPluginTools({ types = false } = {}): Promise<void> {
  const stamp = join(pluginDir, 'node_modules', '.parterre-lock');
  const lock = createHash('sha256')
    .update(readFileSync(join(pluginDir, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed === `${lock} with types` || (installed === lock && !types)) return;
  const args = ['ci', types ? '--include=dev' : '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: pluginDir });
  writeFileSync(stamp, types ? `${lock} with types` : lock);
}

async function wpScripts(args: string[]): Promise<void> {
  const cli = join(pluginDir, 'node_modules', '@wordpress', 'scripts', 'bin', 'wp-scripts.js');
  await run(process.execPath, [cli, 'build', ...args], {
    cwd: pluginDir,
    // It starts further processes by the name `node`; they must be this one.
    env: { NODE_ENV: 'production', PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
  });
}

/** Blocks → `build/blocks` with one manifest that WordPress reads in one go. */
export async function buildBlocks(): Promise<void> {
  rmSync(join(pluginDir, 'build', 'blocks'), { recursive: true, force: true });
  if (globSync('blocks/*/block.json', { cwd: pluginDir }).length === 0) return;
  await installPluginTools();
  await wpScripts(['--webpack-src-dir=blocks', '--output-path=build/blocks', '--blocks-manifest']);
  refuseBundledReact(join(pluginDir, 'build', 'blocks'));
}

/** Admin screens → `build/admin`. */
export async function buildAdmin(): Promise<void> {
  rmSync(join(pluginDir, 'build', 'admin'), { recursive: true, force: true });
  const entry = globSync('admin/index.{ts,tsx}', { cwd: pluginDir })[0];
  if (!entry) return;
  await installPluginTools();
  await wpScripts([entry, '--output-path=build/admin']);
  // Imported as a style sheet, the bundler would take it for a script of WordPress that does not exist.
  cpSync(
    join(pluginDir, 'node_modules', '@wordpress', 'dataviews', 'build-style', 'style.css'),
    join(pluginDir, 'build', 'admin', 'data-views.css'),
  );
  refuseBundledReact(join(pluginDir, 'build', 'admin'));
}

/** WordPress brings React; a second copy breaks hooks and costs every editor 40 kB. */
function refuseBundledReact(folder: string): void {
  for (const file of filesBelow(folder).filter((path) => path.endsWith('.js'))) {
    if (/__CLIENT_INTERNALS_DO_NOT_USE|__SECRET_INTERNALS_DO_NOT_USE/.test(readFileSync(file, 'utf8'))) {
      throw new Error(`${relative(root, file)} contains React; it has to come from WordPress.`);
    }
  }
}

/** Sources and tools that stay out of an installed plugin. */
const unshipped = [
  /(^|\/)\./,
  /(^|\/)node_modules\//,
  /^(blocks|admin|tests|coverage)\//,
  /^(package(-lock)?|tsconfig)\.json$/,
  /^phpunit\..*$/,
  /^composer\..*$/,
  /\.(map|test\.php|md|po)$/,
];

/** The files of an installed plugin, relative to `wordpress-plugin/`. */
export function shippedFiles(): string[] {
  return globSync('**/*', { cwd: pluginDir, withFileTypes: true, exclude: ['node_modules/**', 'tests/**'] })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(pluginDir, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !unshipped.some((pattern) => pattern.test(file)))
    .toSorted();
}

/** Things that must not be in a shipped text file; returns one line per finding. */
export function leaks(file: string, content: string): string[] {
  const checks: [RegExp, string][] = [
    [/\blocalhost\b(?!\.)|\b127\.0\.0\.1\b/, 'names the local machine'],
    [/^\/[/*][#@] sourceMappingURL=/m, 'points at a source map'],
    [new RegExp(root.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')), 'contains a path of the machine it was built on'],
  ];
  return checks.flatMap(([pattern, what]) => {
    const found = pattern.exec(content);
    if (!found) return [];
    const line = content.slice(0, found.index).split('\n').length;
    return [`${file}:${line} ${what} ("${found[0]}")`];
  });
}

const textFile = /\.(php|js|mjs|css|json|txt|html|svg|pot)$/;

/** Writes `dist/parterre.zip`, containing one folder `parterre/`. The same sources give the same bytes. */
export function buildZip(): void {
  if (!existsSync(join(pluginDir, 'parterre.php'))) return;
  const files = shippedFiles();
  const problems: string[] = [];
  const archive: Zippable = {};
  for (const file of files) {
    const content = readFileSync(join(pluginDir, file));
    if (textFile.test(file) && !file.endsWith('THIRD-PARTY.txt'))
      problems.push(...leaks(file, content.toString('utf8')));
    // A fixed date: the archive must not change when nothing in it did.
    archive[`parterre/${file}`] = [new Uint8Array(content), { level: 9, mtime: new Date('2020-01-01T00:00:00Z') }];
  }
  if (problems.length > 0) throw new Error(`The plugin must not be packed like this:\n  ${problems.join('\n  ')}`);
  mkdirSync(dirname(zipFile), { recursive: true });
  writeFileSync(zipFile, zipSync(archive));
}
