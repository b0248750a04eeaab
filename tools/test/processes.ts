// Finds what a layer left running. Every process of a run carries the run's mark in its environment; the few that write
// over their environment to show a title (nginx, php-fpm) show a path in the run's own temporary folder instead.
import { readdirSync, readFileSync } from 'node:fs';

/** The variable that carries the mark. */
export const MARK = 'PARTERRE_TEST_RUN';

export interface Leftover {
  pid: number;
  command: string;
}

/** The running processes of the run marked `mark` whose temporary folder is `folder`, other than this one. */
export function leftovers(mark: string, folder: string): Leftover[] {
  // Elsewhere there is no /proc to look into; the servers are then only ended, not counted.
  if (process.platform !== 'linux') return [];
  const found: Leftover[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!pid || pid === process.pid) continue;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // The dead who wait for their parent have no command line.
      if (!command) continue;
      if (command.includes(folder) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${MARK}=${mark}`))
        found.push({ pid, command });
    } catch {
      // Gone meanwhile, or somebody else's: not ours.
    }
  }
  return found;
}
