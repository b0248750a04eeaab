/**
 * Breaks backends on purpose and asks the conformance suite: `npm run test:mutants [-- memory | wordpress] [--only TEXT] [--why]`;
 * several texts are told apart by `|`.
 * A mutant that no case notices fails the run. Prints which case caught which mutant, and last `N caught, N alive`.
 */
import { chapters } from '@parterre/backend/conformance';
import { memoryHarness } from '../conformance/memory.ts';
import { memoryMutants } from './memory.ts';
import { firstFailure, isAsked, type Verdict } from './run.ts';
import { wordpressVerdicts } from './wordpress.ts';

const CASE_MS = 3000;

async function memoryVerdicts(only: string): Promise<Verdict[]> {
  const cases = chapters(false).flatMap(([, each]) => each);
  const sound = await firstFailure(cases, async () => memoryHarness(), CASE_MS);
  if (sound !== null) throw new Error(`The memory backend fails "${sound}" without any mutant.`);
  const verdicts: Verdict[] = [];
  for (const { name, breaks } of memoryMutants.filter((mutant) => isAsked(mutant.name, only))) {
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

const backends = { memory: memoryVerdicts, wordpress: wordpressVerdicts };
const asked = process.argv.slice(2).filter((argument) => argument in backends);
let caught = 0;
let alive = 0;
for (const [backend, verdicts] of Object.entries(backends)) {
  if (asked.length && !asked.includes(backend)) continue;
  const startedAt = Date.now();
  for (const { name, caughtBy } of await verdicts(option('--only'))) {
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
