// Sees to it that the plugin's built parts (elements, blocks, admin pages) are there and as new as their sources.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, root, run } from './cache.ts';
import { plugin } from './site.ts';

/** The folders whose files end up in `wordpress-plugin/build`. */
const SOURCES = [
  'packages',
  join('wordpress-plugin', 'blocks'),
  join('wordpress-plugin', 'admin'),
  join('tools', 'build'),
];

/** Builds the plugin when its build is missing or older than a source. @throws Error with the build's last words. */
export async function ensureBuilt(progress: (step: string) => void): Promise<void> {
  const newestSource = Math.max(...(await Promise.all(SOURCES.map((folder) => newest(join(root, folder))))));
  if ((await newest(join(plugin, 'build'))) > newestSource) return;
  progress('Building the elements and blocks');
  await run(process.execPath, [join(root, 'tools', 'bootstrap.mjs'), 'tools/build/main.ts'], { cwd: root });
}

/** The latest modification time in a folder, in milliseconds since 1970; 0 for a folder that is not there. */
async function newest(folder: string): Promise<number> {
  if (!(await exists(folder))) return 0;
  let latest = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name === 'test' || entry.name === 'tests')
      continue;
    const path = join(folder, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? await newest(path) : (await stat(path)).mtimeMs);
  }
  return latest;
}
