// WordPress itself. Its newest release, with translations, WP-CLI and the SQLite drop-in, is taken from the npm package
// `wp-studio` (GPL-2.0-or-later), because npm is the one thing every machine that runs this project can reach. The
// package is only unpacked, never installed: its own dependencies are large and not needed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cached, run } from './cache.ts';

const PACKAGE = 'wp-studio@1.22.0';
const SHA256 = 'eca448e9240e391045441f79541268fcccbd78169dfb6cf04b3c3d304492e661';

/** What a rig needs of WordPress: paths of folders and files that are only ever read. */
export interface WordPressTree {
  /** `7.1.1` */
  version: string;
  /** The folder with `wp-load.php`. */
  core: string;
  /** Translations, to be copied to `wp-content/languages`. */
  languages: string;
  /** `wp-cli.phar` */
  cli: string;
  /** The plugin `sqlite-database-integration`, with its drop-in `db.copy`. */
  sqlite: string;
}

/**
 * Fetches and unpacks WordPress (67 MB, once per cache) and says where it lies.
 * @throws Error saying what to do, when npm cannot fetch the package or its checksum differs.
 */
export async function wordpressTree(onFetch: () => void = () => {}): Promise<WordPressTree> {
  const folder = await cached(`wordpress-${SHA256.slice(0, 12)}`, async (making) => {
    onFetch();
    const archive = await download(making);
    const files = 'package/dist/cli/wp-files';
    await run('tar', [
      '-xzf',
      archive,
      '-C',
      making,
      `${files}/latest`,
      `${files}/wp-cli`,
      `${files}/sqlite-database-integration`,
    ]);
    await rm(archive);
    await rename(join(making, 'package', 'dist', 'cli', 'wp-files'), join(making, 'files'));
    await rm(join(making, 'package'), { recursive: true });
  });
  const core = join(folder, 'files', 'latest', 'wordpress');
  const version = /\$wp_version = '([^']+)'/.exec(
    await readFile(join(core, 'wp-includes', 'version.php'), 'utf8'),
  )?.[1];
  if (!version) throw new Error(`${core} holds no WordPress. Delete ${folder} and try again.`);
  return {
    version,
    core,
    languages: join(folder, 'files', 'latest', 'languages'),
    cli: join(folder, 'files', 'wp-cli', 'wp-cli.phar'),
    sqlite: join(folder, 'files', 'sqlite-database-integration'),
  };
}

async function download(folder: string): Promise<string> {
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { cwd: folder });
  } catch (error) {
    throw new Error(
      `WordPress could not be fetched: npm could not download ${PACKAGE}.\n` +
        `Check that \`npm ping\` works from here (network, proxy, registry), then try again.\n${(error as Error).message}`,
      { cause: error },
    );
  }
  const archive = join(folder, `${PACKAGE.replace('@', '-')}.tgz`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest('hex');
  if (found !== SHA256) {
    throw new Error(
      `WordPress was refused: the checksum of ${PACKAGE} is\n  ${found}\nbut must be\n  ${SHA256}\n` +
        'The download was damaged, or the registry serves something else under this name.',
    );
  }
  return archive;
}
