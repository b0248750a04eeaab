// `npm test`: every layer, each a process of its own with its own log, in two lanes: one after another, and beside them those
// that bear company (`beside` in layers.ts). One line a layer, and as the last line `N passed, N failed`. Fails when a test
// fails, when a layer ran no test, or when it left a process behind.
//
//   npm test                    all layers
//   npm test -- unit stack      only these
//   npm test -- unit -- -t ring what follows a second `--` goes to the runner of this one layer
//   npm test -- --list          what there is
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { run as runProcess } from '../build/process.ts';
import { root } from '../wordpress/cache.ts';
import { startService, temporary, untilStopped } from '../wordpress/services.ts';
import { layers, type Layer } from './layers.ts';
import { ensureNeeds } from './needs.ts';
import { leftovers, MARK } from './processes.ts';
import { readReport, type Report } from './report.ts';

/** How many failed tests of a layer are shown; the log has them all. */
const SHOWN = 20;
const logs = join(root, '.cache', 'test');

await untilStopped(async (onStop) => {
  const typed = process.argv.slice(2);
  const cut = typed.includes('--') ? typed.indexOf('--') : typed.length;
  const passedOn = typed.slice(cut + 1);
  const { values, positionals } = parseArgs({
    args: typed.slice(0, cut),
    options: { list: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.list) {
    for (const { name, about } of layers) console.log(`${name.padEnd(14)}${about}`);
    process.exit(0);
  }
  const unknown = positionals.filter((name) => !layers.some((layer) => layer.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no layer ${unknown.join(', ')}. Layers: ${layers.map((layer) => layer.name).join(' ')}`);
  const chosen = layers.filter((layer) => positionals.length === 0 || positionals.includes(layer.name));
  if (passedOn.length > 0 && chosen.length !== 1)
    throw new Error('What follows `--` is for the runner of one layer: name that layer before it.');
  await ensureNeeds(
    chosen.flatMap((layer) => [...layer.needs]),
    console.log,
  );
  await mkdir(logs, { recursive: true });

  const run = `${process.pid}-${Date.now()}`;
  const folder = await mkdtemp(join(tmpdir(), 'parterre-test-'));
  // Servers that run as another user keep their files below it.
  await chmod(folder, 0o755);
  onStop(temporary(folder));

  const total = { passed: 0, failed: 0 };
  const lanes = [chosen.filter(({ beside }) => !beside), chosen.filter(({ beside }) => beside)];
  // Two layers that build at once would trip over each other; what is built already is left alone.
  // In a process of its own: Vite leaves NODE_ENV=production behind, with which npm and others do less than the tests need.
  if (lanes.every(({ length }) => length > 0))
    await runProcess(process.execPath, ['--conditions=source', join(root, 'tools', 'build', 'main.ts')], { cwd: root });
  const runLane = async (lane: readonly Layer[]): Promise<void> => {
    for (const layer of lane) {
      // What one layer leaves behind must not be blamed on the one that runs beside it.
      const own = join(folder, layer.name);
      await mkdir(own, { mode: 0o755 });
      const command = [...layer.command, ...passedOn];
      const { passed, failed } = await runLayer({ ...layer, command }, `${run}-${layer.name}`, own, onStop);
      total.passed += passed;
      total.failed += failed;
    }
  };
  await Promise.all(lanes.map(runLane));
  await rm(folder, { recursive: true, force: true });
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 ? 1 : 0);
});

async function runLayer(
  layer: Layer,
  mark: string,
  folder: string,
  onStop: (stop: () => Promise<unknown>) => void,
): Promise<Report> {
  const startedAt = Date.now();
  const log = join(logs, `${layer.name}.log`);
  const file =
    layer.report === 'lines' ? log : join(logs, `${layer.name}.${layer.report === 'junit' ? 'xml' : 'json'}`);
  // A report of yesterday must not speak for today.
  await Promise.all([rm(log, { force: true }), rm(file, { force: true })]);
  const fill = (text: string): string => text.replace('$REPORT', file);
  const service = await startService(layer.name, {
    command: process.execPath,
    args: ['--conditions=source', '--disable-warning=ExperimentalWarning', ...layer.command.map(fill)],
    cwd: root,
    env: {
      ...process.env,
      ...Object.fromEntries(Object.entries(layer.env ?? {}).map(([name, value]) => [name, fill(value)])),
      [MARK]: mark,
      TMPDIR: folder,
      NO_COLOR: '1',
    },
    log,
  });
  onStop(() => service.stop());
  const code = await service.code;
  const report = await readReport(layer.report, file).catch((error: Error): Report => {
    return { passed: 0, failed: 0, skipped: 0, failures: [`no report: ${error.message}`] };
  });
  const fail = (why: string): void => {
    report.failed += 1;
    report.failures.push(why);
  };
  if (report.passed + report.failed === 0)
    fail(`no test ran\n${(await readFile(log, 'utf8').catch(() => '')).trim().slice(-2000)}`);
  else if (code !== 0 && report.failed === 0)
    fail(`the runner ended with exit code ${code}\n${(await readFile(log, 'utf8')).trim().slice(-2000)}`);
  const stayed = await waitForTheEnd(mark, folder);
  if (stayed.length > 0)
    fail(
      `left ${stayed.length} processes behind\n${stayed.map(({ pid, command }) => `${pid} ${command.slice(0, 160)}`).join('\n')}`,
    );

  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const skipped = report.skipped > 0 ? `, ${report.skipped} skipped` : '';
  console.log(
    `${report.failed > 0 ? '✗' : '✓'} ${layer.name.padEnd(14)}${report.passed} passed, ${report.failed} failed${skipped}  (${seconds} s)`,
  );
  for (const failure of report.failures.slice(0, SHOWN)) console.log(failure.replaceAll(/^/gm, '    '));
  if (report.failures.length > SHOWN) console.log(`    … and ${report.failures.length - SHOWN} more`);
  if (report.failed > 0) console.log(`    The whole story: ${relative(root, log)}`);
  return report;
}

/** Gives what a layer started a moment to end, then ends it and says what it was. */
async function waitForTheEnd(mark: string, folder: string): Promise<{ pid: number; command: string }[]> {
  for (let waited = 0; waited < 8000; waited += 200) {
    if (leftovers(mark, folder).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const stayed = leftovers(mark, folder);
  for (const { pid } of stayed) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Just gone.
    }
  }
  return stayed;
}
