// `npm run bench -- NAME [ARGUMENTS]`: runs tests/bench/NAME.ts. Prints a table and, as the last line, one JSON object
// {bench, figures, limits, pass}. Exits with 1 when a limit is missed.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { formatTable, type Bench } from './bench.ts';

const helpers = new Set([
  'main',
  'bench',
  'load',
  'static-server',
  'watching',
  'rivals',
  'line',
  'stills',
  'cinema',
  'faults',
]);
const names = globSync('*.ts', { cwd: import.meta.dirname })
  .map((file) => basename(file, '.ts'))
  .filter((name) => !helpers.has(name) && !name.endsWith('.test'))
  .toSorted();

const [name, ...args] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  console.error(`usage: npm run bench -- NAME    with NAME one of: ${names.join(' · ')}`);
  process.exit(2);
}

try {
  const { bench } = (await import(join(import.meta.dirname, `${name}.ts`))) as { bench: Bench };
  const { table, figures, limits, pass } = await bench(args);
  console.log(formatTable(table));
  console.log(JSON.stringify({ bench: name, figures, limits, pass }));
  process.exitCode = pass ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 1;
}
