/**
 * Mutants of the plugin: `wordpress/*.json`, each one replacement in one PHP file, made in the copy that a test site runs.
 * Each names the case that has to notice it, so that a run takes minutes and not hours.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chapters, type Case } from '@parterre/backend/conformance';
import { PLUGIN_SLUG } from '../../tools/wordpress/site.ts';
import { startControlledStack, wordpressHarness } from '../conformance/wordpress.ts';
import { firstFailure, isAsked, type Verdict } from './run.ts';

interface Mutant {
  readonly name: string;
  /** Below the plugin's folder. */
  readonly file: string;
  /** Text that stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Title of the case that has to fail. */
  readonly caughtBy: string;
}

/** A watcher waits twenty seconds for what a broken feed never tells. */
const CASE_MS = 40_000;
/** PHP looks at its files again every two seconds (`opcache.revalidate_freq`, as on usual hosts), counted in whole ones. */
const NOTICED_MS = 3_200;

const folder = join(import.meta.dirname, 'wordpress');

async function mutants(): Promise<Mutant[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Mutant));
}

function caseCalled(title: string): Case {
  const found = chapters(true)
    .flatMap(([, cases]) => cases)
    .find(([each]) => each === title);
  if (!found) throw new Error(`No case is called "${title}".`);
  return found;
}

/** @throws Error when a mutant no longer fits the plugin, or the sound plugin fails a case that a mutant names. */
export async function wordpressVerdicts(only: string): Promise<Verdict[]> {
  const chosen = (await mutants()).filter(({ name }) => isAsked(name, only));
  const stack = await startControlledStack();
  try {
    const create = async () => wordpressHarness(stack.url);
    const named = [...new Set(chosen.map(({ caughtBy }) => caughtBy))].map(caseCalled);
    const sound = await firstFailure(named, create, CASE_MS);
    if (sound !== null) throw new Error(`The plugin fails "${sound}" without any mutant.`);
    const verdicts: Verdict[] = [];
    for (const { name, file, find, replace, caughtBy } of chosen) {
      const path = join(stack.www, 'wp-content', 'plugins', PLUGIN_SLUG, file);
      const text = await readFile(path, 'utf8');
      if (text.split(find).length !== 2) throw new Error(`"${name}": ${file} does not hold its text exactly once.`);
      await writeFile(
        path,
        text.replace(find, () => replace),
      );
      await new Promise((resolve) => setTimeout(resolve, NOTICED_MS));
      verdicts.push({ name, caughtBy: await firstFailure([caseCalled(caughtBy)], create, CASE_MS) });
      await writeFile(path, text);
    }
    return verdicts;
  } finally {
    await stack.stop();
  }
}
