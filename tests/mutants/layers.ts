/**
 * Mutants of the project, at least one for each layer of `npm test` that has to notice it: `layers/LAYER.json`, each one replacement
 * in one file. They are made in a working tree of their own, at the newest commit, with copies of what was installed and built, so
 * that nobody's checkout is touched; of the layer only the part runs that the mutant names.
 */
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import {
  copyFileSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryRun } from '../../tools/build/process.ts';
import { layers } from '../../tools/test/layers.ts';
import { root, run } from '../../tools/wordpress/cache.ts';
import { temporary } from '../../tools/wordpress/services.ts';
import { isAsked, type Verdict } from './run.ts';

interface Mutant {
  readonly name: string;
  /** Below the repository's root. */
  readonly file: string;
  /** Text that stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** What the layer's runner is given, so that only the tests run that matter here. */
  readonly arguments: readonly string[];
  /** What the layer must say about its failure: the name of the test, or of the file. */
  readonly caughtBy: string;
}

const folder = join(import.meta.dirname, 'layers');
/** What was built lies in these; the build skips what has not changed. */
const BUILT = ['.cache/build', 'dist', 'packages/*/dist', 'wordpress-plugin/build', 'wordpress-plugin/languages'];
/** Written in place by the tools that keep them, so they must not be shared. */
const OWN = /^\.(cache|vite.*|vitest.*|parterre-lock)$/;

/** A tree of the same files: hard links where the file system allows them, copies elsewhere. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (OWN.test(entry.name)) continue;
    if (entry.isDirectory()) linkTree(source, target);
    // Workspace packages are relative links: here they lead to the packages of this tree.
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      try {
        linkSync(source, target);
      } catch {
        copyFileSync(source, target);
      }
    }
  }
}

/** A working tree in which `npm test` runs as it does here. */
async function workingTree(): Promise<{ tree: string; remove: () => Promise<void> }> {
  const above = await mkdtemp(join(tmpdir(), 'parterre-mutants-'));
  // Servers that run as another user read below it.
  await chmod(above, 0o755);
  const forget = temporary(above);
  const tree = join(above, 'tree');
  const remove = async (): Promise<void> => {
    await rm(tree, { recursive: true, force: true });
    await run('git', ['worktree', 'prune'], { cwd: root });
    await forget();
  };
  try {
    await run('git', ['worktree', 'add', '--quiet', '--detach', tree, 'HEAD'], { cwd: root });
    linkTree(join(root, 'node_modules'), join(tree, 'node_modules'));
    const toolchain = join('wordpress-plugin', 'node_modules');
    // Twice as large as everything else, and nothing in it knows where it lies.
    if (existsSync(join(root, toolchain))) symlinkSync(join(root, toolchain), join(tree, toolchain));
    for (const built of globSync(BUILT, { cwd: root })) {
      await cp(join(root, built), join(tree, built), { recursive: true, force: false, preserveTimestamps: true });
    }
    return { tree, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Asks the named layers, or all.
 * @throws Error when a layer has no mutant, a mutant no longer fits its file, or a layer fails without its mutant.
 */
export async function layerVerdicts(only: string, named: readonly string[]): Promise<Verdict[]> {
  const known = layers.map(({ name }) => name);
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no layer ${unknown.join(', ')}. Layers: ${known.join(' ')}`);
  const chosen: (Mutant & { layer: string })[] = [];
  for (const layer of known.filter((name) => named.length === 0 || named.includes(name))) {
    const text = await readFile(join(folder, `${layer}.json`), 'utf8').catch(() => {
      throw new Error(`The layer ${layer} has no mutant: tests/mutants/layers/${layer}.json is missing.`);
    });
    for (const mutant of [JSON.parse(text) as Mutant | Mutant[]].flat())
      if (isAsked(mutant.name, only)) chosen.push({ ...mutant, layer });
  }
  const { tree, remove } = await workingTree();
  try {
    const verdicts: Verdict[] = [];
    for (const { layer, name, file, find, replace, arguments: wanted, caughtBy } of chosen) {
      const path = join(tree, file);
      const text = await readFile(path, 'utf8');
      if (text.split(find).length !== 2) throw new Error(`"${name}": ${file} does not hold its text exactly once.`);
      const runLayer = () =>
        tryRun(process.execPath, ['tools/bootstrap.mjs', 'tools/test/main.ts', layer, '--', ...wanted], { cwd: tree });
      // A test that fails anyway proves nothing.
      const sound = await runLayer();
      if (sound.status !== 0) throw new Error(`The layer ${layer} fails without any mutant:\n${sound.output.trim()}`);
      await writeFile(
        path,
        text.replace(find, () => replace),
      );
      const { status, output } = await runLayer();
      await writeFile(path, text);
      const caught = status !== 0 && output.includes(caughtBy);
      if (!caught || process.argv.includes('--why')) console.log(output.trim().replaceAll(/^/gm, '    '));
      verdicts.push({ name: `${layer}: ${name}`, caughtBy: caught ? caughtBy : null });
    }
    return verdicts;
  } finally {
    await remove();
  }
}
