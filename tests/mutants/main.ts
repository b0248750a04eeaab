/**
 * Breaks things on purpose and asks who notices: `npm run test:mutants [-- memory | wordpress | layers [LAYER…]] [--only TEXT]
 * [--why]`; several texts are told apart by `|`. Backends are asked by the conformance suite; `layers` breaks something for
 * each layer of `npm test` and runs that layer.
 * A mutant that nothing notices fails the run. Prints what caught which mutant, and last `N caught, N alive`.
 */
import { parseArgs } from 'node:util';
import { chapters } from '@parterre/backend/conformance';
import { memoryHarness } from '../conformance/memory.ts';
import { layerVerdicts } from './layers.ts';
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

const subjects = { memory: memoryVerdicts, wordpress: wordpressVerdicts, layers: layerVerdicts };
const { values, positionals } = parseArgs({
  options: { only: { type: 'string', default: '' }, why: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const asked = positionals.filter((argument) => argument in subjects);
const named = positionals.filter((argument) => !(argument in subjects));
if (named.length > 0 && asked.join() !== 'layers') throw new Error(`What is ${named.join(' ')}?`);
let caught = 0;
let alive = 0;
for (const [subject, verdicts] of Object.entries(subjects)) {
  if (asked.length && !asked.includes(subject)) continue;
  const startedAt = Date.now();
  for (const { name, caughtBy } of await verdicts(values.only, named)) {
    if (caughtBy === null) alive++;
    else caught++;
    console.log(
      `${caughtBy === null ? 'ALIVE ' : 'caught'} ${subject}: ${name}${caughtBy === null ? '' : ` ← ${caughtBy}`}`,
    );
  }
  console.log(`${subject}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
}
console.log(`${caught} caught, ${alive} alive`);
process.exitCode = alive > 0 || caught === 0 ? 1 : 0;
