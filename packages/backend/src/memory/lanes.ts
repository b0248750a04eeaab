/**
 * The feed, written by the same rules and into the same files as on ordinary hosting, but kept in memory and read at once
 * when it changes: what watches here goes through the very reader that pages use against a real server.
 */
import type { LaneMessage, LaneName, LaneState } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { allFiles, append, newLane, removePosted, touchState, type LaneWrite } from '@parterre/rules';
import type { WatchOptions } from '../backend.ts';
import { LaneReader } from '../feed/reader.ts';
import type { LaneRecord } from './state.ts';
import type { World } from './world.ts';

/** A message before it has its number and time. */
export type Draft = LaneMessage extends infer M ? (M extends LaneMessage ? Omit<M, 'seq' | 'at'> : never) : never;

/** Nobody polls here, but the head has to say something. */
const POLL_MS = 2000;

/** Files in memory never fail: what is thrown comes from the sink, and belongs on the console. */
const report = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });

export class Lanes {
  readonly #world: World;
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(world: World) {
    this.#world = world;
  }

  #key(show: string, lane: LaneName): string {
    return `${show}/${lane}`;
  }

  #record(show: string, lane: LaneName): LaneRecord {
    const { lanes } = this.#world.state;
    return (lanes[this.#key(show, lane)] ??= this.#fresh(lane, null));
  }

  #fresh(name: LaneName, state: LaneState | null): LaneRecord {
    const lane = touchState(newLane(name, this.#world.id('epch')));
    const files = Object.fromEntries(allFiles(lane, POLL_MS).map(({ name: file, text }) => [file, text]));
    const empty = { phase: null, status: null, signals: null, offers: null, chat: null, pin: null, viewers: null };
    files['state.json'] = JSON.stringify({
      ...empty,
      ...state,
      lane: name,
      revision: lane.stateRevision,
    } satisfies LaneState);
    return { lane, files };
  }

  #apply(record: LaneRecord, { lane, files, remove }: LaneWrite): void {
    record.lane = lane;
    for (const { name, text } of files) record.files[name] = text;
    for (const name of remove) delete record.files[name];
  }

  /** Adds messages under the lane's next numbers and tells watchers. */
  publish(show: string, lane: LaneName, drafts: readonly Draft[]): void {
    if (!drafts.length) return;
    const record = this.#record(show, lane);
    const at = this.#world.instant();
    const messages = drafts.map((draft, index) => ({ ...draft, seq: record.lane.seq + 1 + index, at }) as LaneMessage);
    this.#apply(record, append(record.lane, messages, POLL_MS));
    this.#tell(show, lane);
  }

  /** Takes messages out of everything that is still kept. */
  remove(show: string, ids: ReadonlySet<string>): void {
    const record = this.#record(show, 'room');
    this.#apply(record, removePosted(record.lane, ids, POLL_MS));
  }

  /** Replaces the lane's state when it differs, under the next revision. */
  setState(show: string, lane: LaneName, state: Omit<LaneState, 'lane' | 'revision'>): void {
    const record = this.#record(show, lane);
    const present = JSON.parse(record.files['state.json'] ?? 'null') as LaneState;
    if (JSON.stringify({ ...present, ...state }) === JSON.stringify(present)) return;
    record.lane = touchState(record.lane);
    const revision = record.lane.stateRevision;
    record.files['state.json'] = JSON.stringify({ ...present, ...state, revision } satisfies LaneState);
    this.#apply(record, append(record.lane, [], POLL_MS));
    this.#tell(show, lane);
  }

  /** Begins the lane again under a new epoch; its state stays. */
  rotate(show: string, lane: LaneName): void {
    const present = JSON.parse(this.#record(show, lane).files['state.json'] ?? 'null') as LaneState | null;
    this.#world.state.lanes[this.#key(show, lane)] = this.#fresh(lane, present);
    this.#tell(show, lane);
  }

  #tell(show: string, lane: LaneName): void {
    for (const look of this.#watchers.get(this.#key(show, lane)) ?? []) look();
  }

  /** Follows a lane until the signal aborts; reads happen one after another, each after something changed. */
  watch(show: string, lane: LaneName, options: WatchOptions): void {
    const { signal } = options;
    if (signal.aborted) return;
    this.#record(show, lane);
    const key = this.#key(show, lane);
    const read = async (name: string): Promise<unknown> => {
      const text = this.#world.state.lanes[key]?.files[name];
      if (text === undefined) throw new ParterreError('not_found', { detail: name });
      return JSON.parse(text);
    };
    const reader = new LaneReader(read, options, options.since, () => signal.aborted);
    let reading = false;
    let again = false;
    const look = async (): Promise<void> => {
      again = true;
      if (reading) return;
      reading = true;
      while (again && !signal.aborted) {
        again = false;
        await reader.poll().catch(report);
      }
      reading = false;
    };
    const watchers = this.#watchers.get(key) ?? new Set();
    const trigger = () => void look();
    watchers.add(trigger);
    this.#watchers.set(key, watchers);
    signal.addEventListener('abort', () => watchers.delete(trigger), { once: true });
    trigger();
  }

  /** The number of viewers that the lane tells now. */
  viewers(show: string): number | null {
    const state = JSON.parse(this.#record(show, 'room').files['state.json'] ?? 'null') as LaneState | null;
    return state?.viewers ?? null;
  }

  /** How many watch; a test asks. */
  watcherCount(): number {
    return [...this.#watchers.values()].reduce((count, watchers) => count + watchers.size, 0);
  }
}
