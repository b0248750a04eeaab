// Sees to it that the plugin's built parts (elements, blocks, admin screens) are as new as their sources.
import { join } from 'node:path';
import { root, run } from './cache.ts';

/** Builds what of the plugin changed since its last build. @throws Error with the build's last words. */
export async function ensureBuilt(progress: (step: string) => void): Promise<void> {
  progress('Bringing the plugin’s build up to date');
  // In a process of its own: the bundlers' memory is given back before WordPress needs it.
  await run(process.execPath, ['--conditions=source', join(root, 'tools', 'build', 'main.ts'), 'plugin'], {
    cwd: root,
  });
}
