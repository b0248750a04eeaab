/** Faults that a test stages: what is wrong with a stream at the moment, and until when. */
import { segmentAt, type Gap } from './timeline.ts';

type FailingFiles = 'all' | 'playlists' | 'segments';

/**
 * A fault to stage. `stream` may be `*`; everything ends by itself after `seconds`.
 * `fail` answers with a status, `freeze` serves the playlist of this moment, `slow` delays segments, `cut` sends the
 * publisher away: its segments never appear, and a discontinuity marks the return. Segments asked for during `stall` come by half,
 * and nothing follows; during `break` the connection ends there. `reset` ends all of it.
 */
export type StageCommand =
  | { action: 'fail'; stream: string; status: number; seconds: number; files?: FailingFiles }
  | { action: 'freeze'; stream: string; seconds: number }
  | { action: 'slow'; stream: string; delayMs: number; seconds: number }
  | { action: 'cut' | 'stall' | 'break'; stream: string; seconds: number }
  | { action: 'reset' };

type State = {
  fail?: { until: number; status: number; files: FailingFiles };
  freeze?: { until: number; at: number };
  slow?: { until: number; delayMs: number };
  half?: { until: number; ending: 'stall' | 'break' };
  gaps: Gap[];
};

export type Faults = {
  /** Takes a command from anywhere. Throws RangeError, with the reason, on one that makes no sense. */
  apply(input: unknown): void;
  /** The status to answer with instead of the file, if the stream is failing. */
  failing(stream: string, kind: 'playlist' | 'segment'): number | undefined;
  /** The moment at which the playlist stands still, ms since 1970. */
  frozenAt(stream: string): number | undefined;
  delayMs(stream: string): number;
  /** What happens to the second half of a segment, if it is not sent. */
  half(stream: string): 'stall' | 'break' | undefined;
  gaps(stream: string): Gap[];
};

function checkCommand(input: unknown, streams: string[]): StageCommand {
  const command = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const number = (name: string, from: number, to: number): number => {
    const value = command[name];
    if (typeof value !== 'number' || !(value >= from && value <= to)) {
      throw new RangeError(`${name} must be a number from ${from} to ${to}`);
    }
    return value;
  };
  const { action, stream, files = 'all' } = command;
  if (action === 'reset') return { action };
  if (typeof stream !== 'string' || (stream !== '*' && !streams.includes(stream))) {
    throw new RangeError('unknown stream');
  }
  const seconds = number('seconds', 0, 86_400);
  if (action === 'freeze' || action === 'cut' || action === 'stall' || action === 'break')
    return { action, stream, seconds };
  if (action === 'slow') return { action, stream, seconds, delayMs: number('delayMs', 0, 60_000) };
  if (action === 'fail') {
    if (files !== 'all' && files !== 'playlists' && files !== 'segments') {
      throw new RangeError('files must be all, playlists or segments');
    }
    return { action, stream, seconds, files, status: Math.trunc(number('status', 400, 599)) };
  }
  throw new RangeError('action must be fail, freeze, slow, cut, stall, break or reset');
}

/** @param now ms since 1970 */
export function createFaults(streams: string[], now: () => number): Faults {
  const states = new Map<string, State>(streams.map((name) => [name, { gaps: [] }]));
  const of = (stream: string): State => states.get(stream)!;
  const active = <T extends { until: number }>(fault: T | undefined): T | undefined =>
    fault && fault.until > now() ? fault : undefined;

  function cut(state: State, until: number): void {
    // The segment being filmed is lost too; the return waits for a whole one.
    const from = segmentAt(now());
    const to = Math.max(from, segmentAt(until)) + 1;
    const last = state.gaps.at(-1);
    if (last && last.to >= from) last.to = Math.max(last.to, to);
    else state.gaps.push({ from, to });
  }

  return {
    apply(input) {
      const command = checkCommand(input, streams);
      for (const [name, state] of states) {
        if (command.action === 'reset') {
          // The publisher returns at once, but what it missed stays missed.
          const next = segmentAt(now()) + 1;
          states.set(name, { gaps: state.gaps.map(({ from, to }) => ({ from, to: Math.min(to, next) })) });
          continue;
        }
        if (command.stream !== '*' && command.stream !== name) continue;
        const until = now() + command.seconds * 1000;
        if (command.action === 'fail') state.fail = { until, status: command.status, files: command.files ?? 'all' };
        if (command.action === 'freeze') state.freeze = { until, at: now() };
        if (command.action === 'slow') state.slow = { until, delayMs: command.delayMs };
        if (command.action === 'cut') cut(state, until);
        if (command.action === 'stall' || command.action === 'break') state.half = { until, ending: command.action };
      }
    },
    failing(stream, kind) {
      const fail = active(of(stream).fail);
      return fail && (fail.files === 'all' || fail.files === `${kind}s`) ? fail.status : undefined;
    },
    frozenAt: (stream) => active(of(stream).freeze)?.at,
    delayMs: (stream) => active(of(stream).slow)?.delayMs ?? 0,
    half: (stream) => active(of(stream).half)?.ending,
    gaps: (stream) => of(stream).gaps,
  };
}
