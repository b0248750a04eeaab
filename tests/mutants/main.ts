/**
 * Breaks backends on purpose and asks the conformance suite: `npm run test:mutants [-- memory | wordpress] [--only TEXT]`.
 * A mutant that no case notices fails the run. Prints which case caught which mutant, and `N caught, N alive`.
 */
import { chapters, runCase, type Case, type Harness } from '@parterre/backend/conformance';
import { memoryHarness } from '../conformance/memory.ts';
import { memoryMutants } from './memory.ts';

interface Verdict {
  readonly name: string;
  /** The first case that failed; null when the mutant lives. */
  readonly caughtBy: string | null;
}

/** A mutant may break a promise by never answering. */
const CASE_MS = 3000;

/** Rejects when the case takes longer than `limitMs`. */
async function within(limitMs: number, run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs cases until one fails; its title. */
async function firstFailure(
  cases: readonly Case[],
  create: () => Promise<Harness>,
  limitMs: number,
): Promise<string | null> {
  for (const each of cases) {
    try {
      await within(limitMs, runCase(create, each));
    } catch {
      return each[0];
    }
  }
  return null;
}

async function memory(only: string): Promise<Verdict[]> {
  const cases = chapters(false).flatMap(([, each]) => each);
  const sound = await firstFailure(cases, async () => memoryHarness(), CASE_MS);
  if (sound !== null) throw new Error(`The memory backend fails "${sound}" without any mutant.`);
  const verdicts: Verdict[] = [];
  for (const { name, breaks } of memoryMutants.filter((mutant) => mutant.name.includes(only))) {
    verdicts.push({
      name,
      caughtBy: await firstFailure(cases, async () => memoryHarness({ tamper: breaks }), CASE_MS),
    });
  }
  return verdicts;
}

const option = (name: string): string => {
  const at = process.argv.indexOf(name);
  return at === -1 ? '' : (process.argv[at + 1] ?? '');
};

const all = { memory };
const asked = process.argv.slice(2).filter((argument): argument is keyof typeof all => argument in all);
let caught = 0;
let alive = 0;
for (const [backend, run] of Object.entries(all)) {
  if (asked.length && !asked.includes(backend as keyof typeof all)) continue;
  const startedAt = Date.now();
  for (const { name, caughtBy } of await run(option('--only'))) {
    if (caughtBy === null) alive++;
    else caught++;
    console.log(
      `${caughtBy === null ? 'ALIVE ' : 'caught'} ${backend}: ${name}${caughtBy === null ? '' : ` ← ${caughtBy}`}`,
    );
  }
  console.log(`${backend}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
console.log(`${caught} caught, ${alive} alive`);
process.exitCode = alive > 0 || caught === 0 ? 1 : 0;
