// What fans go through when something breaks: `<live-player>` with a backend that renews, bare hls.js with its defaults, and Mux
// Player. The same fault befalls each at the same moment, on a line and a stage of its own. Measured is for how long no frame came.
import { buildAll } from '../../tools/build/main.ts';
import type { Bench } from './bench.ts';
import { faults, type Fault } from './faults.ts';
import { Line } from './line.ts';
import { noSlower, outcomeOf, type Outcome } from './stills.ts';
import { openCinema, players, type Cinema, type Player, type Seat } from './cinema.ts';

/** So many faults at once, three pages each. */
const AT_ONCE = 2;
/** It plays so long before anything happens: what is in hand by then is what it usually is. */
const SETTLED_MS = 10_000;
const START_MS = 60_000;
/** What is in hand at the fault has been shown by then, and whoever needs a try more has had it. */
const LEAST_WATCH_MS = 14_000;
const MOST_WATCH_MS = 30_000;
/** Who has moved for so long has come back. */
const CALM_MS = 5000;
/** Nearer to the stage, or further away, than this is not where a live picture goes on. */
const PLACE_MS = { least: 500, most: 20_000 };

interface Seen extends Outcome {
  /** Milliseconds behind the stage at the end; null where the player does not tell. */
  readonly behindMs: number | null;
  readonly text: string;
}

interface Verdict {
  readonly fault: Fault;
  readonly seen: Record<Player, Seen>;
  readonly problems: string[];
}

const each = async <T>(act: (player: Player) => Promise<T>): Promise<Record<Player, T>> =>
  Object.fromEntries(await Promise.all(players.map(async (player) => [player, await act(player)]))) as Record<
    Player,
    T
  >;

/** Everything that is drawn, shadows included. Runs in the page. */
function drawn(): string {
  const read = (root: ParentNode): string =>
    [...root.querySelectorAll('*')]
      .map((element) =>
        element.shadowRoot ? ` ${read(element.shadowRoot)}` : element.children.length ? '' : ` ${element.textContent}`,
      )
      .join('');
  return read(document).replace(/\s+/g, ' ');
}

async function tryOut(cinema: Cinema, fault: Fault): Promise<Verdict> {
  const lines = await each(() => Line.open());
  const seats: Partial<Record<Player, Seat>> = {};
  try {
    const opened = await each(
      async (player) => (seats[player] = await cinema.open(player, lines[player].url, 'stage')),
    );
    await each((player) => opened[player].settled(SETTLED_MS, START_MS));
    const seen = await each(async (player) => watch(fault, lines[player], opened[player]));
    return { fault, seen, problems: judge(fault, seen) };
  } finally {
    await Promise.all([
      ...Object.values(seats).map(({ context }) => context.close().catch(() => {})),
      ...Object.values(lines).map((line) => line.close()),
    ]);
  }
}

async function watch(fault: Fault, line: Line, seat: Seat): Promise<Seen> {
  const began = Date.now();
  await fault.happen(line, seat);
  const over = Date.now();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { stills, movedAt, now } = await seat.watched();
    const passed = now - over;
    const calm = now - movedAt < 1000 && now - (stills.at(-1)?.[1] ?? 0) > CALM_MS;
    if (passed > MOST_WATCH_MS || (passed > LEAST_WATCH_MS && calm)) break;
  }
  const [watched, date, text] = await Promise.all([seat.watched(), seat.date(), seat.page.evaluate(drawn)]);
  const behindMs = date === null ? null : Math.round(watched.now - date);
  return { ...outcomeOf(watched, began, over), behindMs, text };
}

function judge({ required }: Fault, { ours, bare }: Record<Player, Seen>): string[] {
  const problems: string[] = [];
  if ('stops' in required) {
    if (ours.alive) problems.push('it plays on');
    if (!ours.text.includes(required.stops)) problems.push(`it does not say: ${required.stops}`);
    return problems;
  }
  if (!ours.alive) problems.push('it does not come back');
  if (ours.backMs > required.backMs) problems.push(`back after more than ${required.backMs} ms`);
  if (ours.stoodMs > (required.stoodMs ?? Infinity)) problems.push(`stood longer than ${required.stoodMs} ms`);
  const { behindMs } = ours;
  if (ours.alive && (behindMs === null || behindMs < PLACE_MS.least || behindMs > PLACE_MS.most))
    problems.push(`goes on ${behindMs} ms behind the stage`);
  if (bare.alive && !(noSlower(ours.backMs, bare.backMs) && noSlower(ours.stoodMs, bare.stoodMs)))
    problems.push('slower than bare hls.js');
  return problems;
}

const cell = ({ alive, backMs, stoodMs }: Seen): string =>
  alive ? `${(backMs / 1000).toFixed(1)} / ${(stoodMs / 1000).toFixed(1)} s` : 'dead';

function row({ fault, seen, problems }: Verdict): string[] {
  const { ours, bare, mux } = seen;
  return [
    fault.name,
    fault.what,
    'stops' in fault.required && !ours.alive ? 'stopped' : cell(ours),
    cell(bare),
    cell(mux),
    ours.alive && ours.behindMs !== null ? `${(ours.behindMs / 1000).toFixed(1)} s` : '',
    problems.join('; ') || 'good',
  ];
}

/** @param args names of faults; all of them without any */
export const bench: Bench = async (args) => {
  const unknown = args.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length)
    throw new Error(`There is no fault ${unknown.join(', ')}. Faults: ${faults.map(({ name }) => name).join(' · ')}`);
  const chosen = faults.filter(({ name }) => args.length === 0 || args.includes(name));
  await buildAll({ only: 'cdn' });
  const cinema = await openCinema();
  const verdicts: Verdict[] = [];
  // The longest first, so that it does not run alone in the end.
  const queue = chosen.toSorted((a, b) => Number(b.name === 'offline-120') - Number(a.name === 'offline-120'));
  try {
    const work = async (): Promise<void> => {
      for (let fault = queue.shift(); fault; fault = queue.shift()) {
        const verdict = await tryOut(cinema, fault).catch((error: Error) => {
          throw new Error(`${fault?.name}: ${error.message}`, { cause: error });
        });
        verdicts.push(verdict);
        console.log(row(verdict).join(' · '));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await cinema.close();
  }
  verdicts.sort((a, b) => chosen.indexOf(a.fault) - chosen.indexOf(b.fault));
  const figures: Record<string, number> = { faults: verdicts.length };
  for (const { fault, seen } of verdicts) {
    for (const player of players) {
      const name = `${fault.name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())}${player[0]?.toUpperCase()}${player.slice(1)}`;
      // JSON has no infinity: who is dead has no figure.
      if (seen[player].alive) figures[`${name}BackMs`] = seen[player].backMs;
      if (seen[player].alive) figures[`${name}StoodMs`] = seen[player].stoodMs;
    }
  }
  figures.failures = verdicts.filter(({ problems }) => problems.length > 0).length;
  return {
    table: [
      ['fault', 'what happens', 'ours: back / stood', 'bare hls.js', 'Mux Player', 'behind', 'verdict'],
      ...verdicts.map(row),
    ],
    figures,
    limits: { failures: 0 },
    pass: figures.failures === 0,
  };
};
