// Incremental steps: a step runs again only when the content of its inputs changed or its outputs are gone.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildCacheDir, root } from './paths.ts';

export interface Step {
  name: string;
  /** Files and folders whose content decides whether the step is due. Missing ones count as empty. */
  inputs: string[];
  /** Files or folders that must exist for the step to be skipped. */
  outputs: string[];
  run(): Promise<void> | void;
}

const ignoredFolders = new Set(['node_modules', 'dist', '.cache', 'coverage', '.git']);

/** All files below `path` (or `path` itself if it is a file), sorted, without installed or built ones. */
export function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const found: string[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (!ignoredFolders.has(entry.name)) found.push(...filesBelow(join(path, entry.name)));
    } else if (entry.isFile()) found.push(join(path, entry.name));
  }
  return found.toSorted();
}

/** One digest over names and contents. A test file never ends up in a build, so it does not count. */
export function hashOf(paths: string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow)) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Runs the step if it is due. Returns whether it ran. */
export async function runStep(step: Step, options: { force?: boolean; log?: (line: string) => void } = {}) {
  const stamp = join(buildCacheDir, `${step.name.replaceAll(/[^a-z0-9]+/gi, '-')}.stamp`);
  // The tools that build are inputs as well: a changed build script or a new version of Vite must show.
  const digest = hashOf([...step.inputs, join(root, 'tools', 'build'), join(root, 'package-lock.json')]);
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest && step.outputs.every(existsSync);
  if (fresh && !options.force) {
    options.log?.(`  = ${step.name} (unchanged)`);
    return false;
  }
  const startedAt = performance.now();
  await step.run();
  mkdirSync(buildCacheDir, { recursive: true });
  // Hashed anew would be wrong: an edit made while the step ran has to be seen by the next build.
  writeFileSync(stamp, digest);
  options.log?.(`  ✓ ${step.name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  return true;
}
