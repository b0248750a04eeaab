// A WordPress site as a folder: the tree, French, our plugin, a configuration, the must-use plugins of the rigs. Every
// booter (`native.ts`, `wasm.ts`, `stack.ts`) serves a folder prepared here, so they all show the same site.
import { randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, rm, symlink, writeFile, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './cache.ts';
import type { WordPressTree } from './tree.ts';

/** The plugin's source folder. */
export const plugin = join(root, 'wordpress-plugin');

/** The plugin's folder name inside `wp-content/plugins`. */
export const PLUGIN_SLUG = 'parterre';

/** A value a PHP constant may have. */
export type Constant = string | number | boolean;

/** Where the site keeps its data. SQLite's folder lies outside the site: a server that knows no better would hand it out. */
export type Database =
  | { engine: 'sqlite'; folder: string }
  | { engine: 'mysql'; host: string; name: string; user: string; password: string };

/** Copies WordPress, its French translation and the rigs' must-use plugins into `www`, over what is there. */
export async function layOutSite(www: string, tree: WordPressTree, database: Database['engine']): Promise<void> {
  // The two bundled plugins would only be noise beside ours.
  const unwanted = new Set([
    join(tree.core, 'wp-content', 'plugins', 'akismet'),
    join(tree.core, 'wp-content', 'plugins', 'hello.php'),
  ]);
  await cp(tree.core, www, { recursive: true, filter: (source) => !unwanted.has(source) });
  const content = join(www, 'wp-content');
  await mkdir(join(content, 'uploads'), { recursive: true });
  const mustUse = join(content, 'mu-plugins');
  await cp(join(import.meta.dirname, 'mu-plugins'), mustUse, { recursive: true });
  await copyFrench(tree.languages, join(content, 'languages'));
  if (database === 'sqlite') {
    await cp(tree.sqlite, join(content, 'plugins', 'sqlite-database-integration'), { recursive: true });
    // Unedited, the drop-in looks for its plugin beside itself: right on native PHP and inside Playground alike.
    await copyFile(join(tree.sqlite, 'db.copy'), join(content, 'db.php'));
  }
}

async function copyFrench(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.includes('fr_FR')) continue;
    const folder = join(to, entry.parentPath.slice(from.length));
    await mkdir(folder, { recursive: true });
    await copyFile(join(entry.parentPath, entry.name), join(folder, entry.name));
  }
}

/**
 * Puts the plugin into the site: `link` shows every later edit of the sources, `copy` is a snapshot that any user of
 * this machine can read, `place` is an empty folder for somebody else to mount it over.
 */
export async function mountPlugin(www: string, how: 'link' | 'copy' | 'place'): Promise<void> {
  const target = join(www, 'wp-content', 'plugins', PLUGIN_SLUG);
  await rm(target, { recursive: true, force: true });
  if (how === 'place') return void (await mkdir(target));
  if (how === 'link') return symlink(plugin, target, 'junction');
  await cp(plugin, target, { recursive: true, filter: (source) => !source.includes('node_modules') });
}

/** The eight secrets of `wp-config.php`, to be made once and kept with the site. */
export function newSalts(): Record<string, string> {
  const names = [
    'AUTH_KEY',
    'SECURE_AUTH_KEY',
    'LOGGED_IN_KEY',
    'NONCE_KEY',
    'AUTH_SALT',
    'SECURE_AUTH_SALT',
    'LOGGED_IN_SALT',
    'NONCE_SALT',
  ];
  return Object.fromEntries(names.map((name) => [name, randomBytes(48).toString('base64')]));
}

/** Writes `wp-config.php`. Constants already defined when it is read win, so that Playground may set its own. */
export async function writeConfig(www: string, database: Database, constants: Record<string, Constant>): Promise<void> {
  const access: Record<string, Constant> =
    database.engine === 'mysql'
      ? { DB_NAME: database.name, DB_USER: database.user, DB_PASSWORD: database.password, DB_HOST: database.host }
      : { DB_DIR: database.folder, DB_NAME: 'wordpress', DB_USER: '', DB_PASSWORD: '', DB_HOST: '' };
  const all: Record<string, Constant> = {
    ...access,
    DB_CHARSET: 'utf8mb4',
    DB_COLLATE: '',
    // The rigs neither look for updates nor install them: the version under test is the one that was checked.
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_AUTO_UPDATE_CORE: false,
    DISALLOW_FILE_EDIT: true,
    // Only this machine can be reached from PHP; a test that needs another host brings a double.
    WP_HTTP_BLOCK_EXTERNAL: true,
    WP_ACCESSIBLE_HOSTS: '127.0.0.1,localhost',
    WP_ENVIRONMENT_TYPE: 'local',
    // A fatal error ends in the log with its trace, not in a mail about recovery mode.
    WP_DISABLE_FATAL_ERROR_HANDLER: true,
    ...constants,
  };
  const lines = Object.entries(all).map(
    ([name, value]) => `defined( '${name}' ) || define( '${name}', ${php(value)} );`,
  );
  await writeFile(
    join(www, 'wp-config.php'),
    `<?php\n// Written by tools/wordpress/site.ts at every start.\n${lines.join('\n')}\n` +
      `$table_prefix = 'wp_';\ndefined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );\n` +
      `require_once ABSPATH . 'wp-settings.php';\n`,
  );
}

/** `value` as a PHP literal. */
export function php(value: Constant): string {
  return typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : String(value);
}
