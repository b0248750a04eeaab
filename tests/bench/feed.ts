// The live room on ordinary hosting. First the race: eight PHP processes write 2 000 messages while some are killed, and
// fifty of our own readers must see every number once and in order, up to the last committed row. Then what reading costs:
// the head of that same room as a static file against our own route inside the same WordPress (nginx, php-fpm, opcache
// on), answered in full and with 304, in interleaved rounds, because a machine that gets slower meanwhile must not decide.
//
// The load comes from `wrk`; whether every answer was the one meant is read from nginx's own log.
import { open, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { raceOfTheFeed, type Heard, type RaceResult } from '../concurrency/race.ts';
import { startControlledStack } from '../conformance/wordpress.ts';
import { ensureNeeds } from '../../tools/test/needs.ts';
import { run } from '../../tools/wordpress/cache.ts';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { median, type Bench } from './bench.ts';
import { percentile } from './load.ts';

const RACE = { writers: 8, each: 250, readers: 50, kills: 20 };
const ROUNDS = 5;
const SECONDS = 4;
/** Enough to keep eight PHP workers busy, and few enough that all of them are served within a round. */
const CONNECTIONS = 32;
/** Static answers for each one through WordPress, at least. */
const RATIO_200 = 150;

interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The status that every answer must have. */
  readonly status: number;
}

/** Whether opcache serves the site's PHP, asked of php-fpm itself: the command line is configured apart. */
async function assertOpcache(stack: Stack): Promise<number> {
  await writeFile(
    join(stack.www, 'opcache-status.php'),
    '<?php header("Content-Type: application/json"); echo json_encode(function_exists("opcache_get_status") ? opcache_get_status(false) : false);',
  );
  const answer = await fetch(`${stack.url}/opcache-status.php`);
  const status = (await answer.json()) as {
    opcache_enabled?: boolean;
    opcache_statistics?: { num_cached_scripts: number };
  } | null;
  const scripts = status?.opcache_statistics?.num_cached_scripts ?? 0;
  // WordPress alone is some hundreds of files.
  if (status?.opcache_enabled !== true || scripts < 200)
    throw new Error(`opcache is not at work in php-fpm (${scripts} scripts cached).`);
  return scripts;
}

/** The two ways to the same file, after making sure that they give the same bytes and both know them again. */
async function targetsFor(stack: Stack, room: string): Promise<Target[]> {
  const directory = new URL(room).pathname.split('/').findLast(Boolean) ?? '';
  const ways = {
    static: `${room}head.json`,
    wordpress: `${stack.url}/wp-json/parterre/v1/feed/${directory}/head.json`,
  };
  const bodies = new Set<string>();
  const targets: Target[] = [];
  for (const [name, url] of Object.entries(ways)) {
    const answer = await fetch(url);
    bodies.add(await answer.text());
    const tag = answer.headers.get('etag');
    if (answer.status !== 200 || !tag) throw new Error(`${url} answers ${answer.status} with ETag ${tag}.`);
    const again = await fetch(url, { headers: { 'If-None-Match': tag }, cache: 'no-store' });
    if (again.status !== 304) throw new Error(`${url} answers ${again.status} where it should say 304.`);
    targets.push(
      { name: `${name}200`, url, headers: {}, status: 200 },
      { name: `${name}304`, url, headers: { 'If-None-Match': tag }, status: 304 },
    );
  }
  if (bodies.size !== 1) throw new Error('The static file and the route inside WordPress do not give the same bytes.');
  return targets;
}

/** Requests per second of one round. @throws Error when an answer was another one than meant, or a connection failed. */
async function load(stack: Stack, target: Target, seconds: number): Promise<number> {
  const log = join(stack.logs, 'access.log');
  const before = (await stat(log)).size;
  const headers = Object.entries(target.headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const said = await run('wrk', [
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    ...headers,
    target.url,
  ]);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(said)?.[1]);
  if (!(rate > 0) || /Socket errors|Non-2xx/.test(said)) throw new Error(`wrk on ${target.url} says:\n${said}`);
  const other = await otherStatuses(log, before, target.status);
  if (other.length > 0) throw new Error(`${target.url} answered ${other[0]} where ${target.status} was meant.`);
  return rate;
}

/** Lines of nginx's log beyond `from` bytes with another status; 499 is wrk hanging up when its time was over. */
async function otherStatuses(log: string, from: number, status: number): Promise<string[]> {
  const file = await open(log);
  const other: string[] = [];
  for await (const line of file.readLines({ start: from })) {
    const told = /" (\d{3}) /.exec(line)?.[1];
    if (told !== undefined && told !== String(status) && told !== '499') other.push(line);
  }
  return other;
}

/** What a reader got wrong, against the record. */
function faults(heard: readonly Heard[], committed: readonly Heard[]) {
  const given = new Map(heard.map(({ seq, message }) => [seq, message]));
  return {
    gaps: committed.filter(({ seq }) => !given.has(seq)).length,
    duplicates: heard.length - given.size,
    outOfOrder: heard.filter(({ seq }, index) => index > 0 && seq < (heard[index - 1]?.seq ?? 0)).length,
    wrong: committed.filter(({ seq, message }) => given.has(seq) && given.get(seq) !== message).length,
  };
}

function raceFigures({ kills, committed, heard, troubles, failures, delaysMs, writingMs }: RaceResult) {
  const all = heard.map((list) => faults(list, committed));
  const sum = (fault: keyof ReturnType<typeof faults>) => all.reduce((total, each) => total + each[fault], 0);
  return {
    written: committed.length,
    lastSeq: committed.at(-1)?.seq ?? 0,
    writersKilled: kills,
    readers: heard.length,
    gaps: sum('gaps'),
    duplicates: sum('duplicates'),
    outOfOrder: sum('outOfOrder'),
    wrong: sum('wrong'),
    troubles: troubles.length + failures.length,
    writtenPerSecond: Math.round(committed.length / (writingMs / 1000)),
    delayP50Ms: Math.round(percentile(delaysMs, 0.5)),
    delayP95Ms: Math.round(percentile(delaysMs, 0.95)),
  };
}

/** `npm run bench -- feed [ROUNDS] [SECONDS]` */
export const bench: Bench = async (args) => {
  const rounds = Number(args[0] ?? ROUNDS);
  const seconds = Number(args[1] ?? SECONDS);
  await ensureNeeds(['php', 'stack', 'load'], console.log);
  const stack = await startControlledStack();
  try {
    const result = await raceOfTheFeed(stack, RACE);
    for (const problem of [...result.failures, ...new Set(result.troubles)]) console.log(`trouble: ${problem}`);
    const race = raceFigures(result);

    // Delays mean something only beside how often readers look.
    const { pollMs } = (await (await fetch(`${result.room}head.json`)).json()) as { pollMs: number };
    const targets = await targetsFor(stack, result.room);
    const rates = new Map(targets.map(({ name }): [string, number[]] => [name, []]));
    // One round unmeasured: workers start cold.
    for (const target of targets) await load(stack, target, seconds);
    const opcacheScripts = await assertOpcache(stack);
    for (let round = 0; round < rounds; round++) {
      const order = round % 2 === 0 ? targets : targets.toReversed();
      for (const target of order) rates.get(target.name)?.push(await load(stack, target, seconds));
    }
    const rate = (name: string): number => median(rates.get(name) ?? []);
    const figures = {
      ...race,
      pollMs,
      opcacheScripts,
      static200PerSecond: Math.round(rate('static200')),
      static304PerSecond: Math.round(rate('static304')),
      wordpress200PerSecond: Math.round(rate('wordpress200')),
      wordpress304PerSecond: Math.round(rate('wordpress304')),
      ratio200: Math.round(rate('static200') / rate('wordpress200')),
      ratio304: Math.round(rate('static304') / rate('wordpress304')),
    };
    const exact = { written: RACE.writers * RACE.each, gaps: 0, duplicates: 0, outOfOrder: 0, wrong: 0, troubles: 0 };
    const least = { writersKilled: RACE.kills / 2, ratio200: RATIO_200 };
    const row = (name: string, [way200, way304]: [string, string]) => [
      name,
      Math.round(rate(way200)),
      Math.round(rate(way304)),
    ];
    return {
      table: [
        ['requests per second', '200', '304'],
        row('static file', ['static200', 'static304']),
        row('route in WordPress', ['wordpress200', 'wordpress304']),
        ['ratio', figures.ratio200, figures.ratio304],
        [''],
        ['the race', ''],
        ...Object.entries({ ...race, pollMs }),
      ],
      figures,
      limits: { ...exact, ...least },
      pass:
        Object.entries(exact).every(([name, limit]) => figures[name as keyof typeof exact] === limit) &&
        Object.entries(least).every(([name, limit]) => figures[name as keyof typeof least] >= limit),
    };
  } finally {
    await stack.stop();
  }
};
