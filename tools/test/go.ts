// A Go that is new enough, for the one program we build with it (stripe-mock). Debian's may be years old, and Go's own installer
// puts itself off the PATH; where there is none, Go's release is fetched as what it is too: a Go module.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cached } from '../wordpress/cache.ts';

/** What stripe-mock's `go.mod` asks for is newer, but from 1.21 on Go fetches the Go that a module asks for by itself. */
const OLDEST = [1, 21] as const;
const RELEASE = 'go1.26.8';
/** Of the module's archive, by platform. Elsewhere somebody has to install Go. */
const SHA256: Record<string, string> = {
  'linux-x64': '30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7',
  'linux-arm64': '02b36b6787b3ac767668f630e2998df45a3b1f9ffee08d1bf3ef6487cd658d99',
};
const platform = `${process.platform}-${process.arch}`;

/** Whether there is a Go, or one can be fetched for this machine. */
export function canHaveGo(): boolean {
  return installedGo() !== undefined || platform in SHA256;
}

/**
 * The path of a Go that is new enough; fetched (72 MB, once per cache) where none is installed.
 * @throws Error when it cannot be fetched or is not what it was
 */
export async function goProgram(): Promise<string> {
  const installed = installedGo();
  if (installed) return installed;
  const checksum = SHA256[platform];
  if (!checksum) throw new Error(`There is no Go 1.21 or newer on this machine, and none to fetch for ${platform}.`);
  const folder = await cached(`${RELEASE}-${platform}`, async (making) => {
    const [proxy] = (process.env['GOPROXY'] || 'https://proxy.golang.org').split(/[,|]/);
    const name = `v0.0.1-${RELEASE}.${platform.replace('x64', 'amd64')}`;
    const response = await fetch(`${proxy}/golang.org/toolchain/@v/${name}.zip`, {
      signal: AbortSignal.timeout(300_000),
    });
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
    const archive = new Uint8Array(await response.arrayBuffer());
    const got = createHash('sha256').update(archive).digest('hex');
    if (got !== checksum) throw new Error(`${response.url} is not what it was: its SHA-256 is ${got}`);
    const above = `golang.org/toolchain@${name}/`;
    for (const [path, bytes] of Object.entries(unzipSync(archive))) {
      const place = join(making, path.slice(above.length));
      await mkdir(dirname(place), { recursive: true });
      // An archive of a module knows no permissions.
      await writeFile(place, bytes, { mode: /\/(bin|pkg\/tool)\//.test(path) ? 0o755 : 0o644 });
    }
  });
  return join(folder, 'bin', 'go');
}

function installedGo(): string | undefined {
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
