// Where Go is, and whether it is new enough: Debian's may be years old, and Go's own installer puts itself off the PATH.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the programs we build with it ask for in their `go.mod`; older ones fetch a newer Go themselves from 1.21 on. */
const OLDEST = [1, 21] as const;

/** The path of a Go that is new enough; undefined when there is none. */
export function goProgram(): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/local/go/bin', join(homedir(), 'go', 'bin')];
  return folders.map((folder) => join(folder, 'go')).find((path) => isNewEnough(path));
}

function isNewEnough(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const said = execFileSync(path, ['version'], { encoding: 'utf8' });
    const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(said) ?? [];
    return Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  } catch {
    return false;
  }
}
