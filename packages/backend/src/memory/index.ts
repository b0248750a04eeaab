/**
 * A whole server in memory: for demo pages, component tests and as the plainest reading of the protocol. It keeps every
 * rule that WordPress keeps, holds no secret from whoever runs it, and sends its mails to a list.
 */
import type { Honours, OperationName, ShowStatus, Signals } from '@parterre/protocol';
import { ParterreError, type ErrorCode } from '@parterre/protocol/errors';
import type { Backend, CallOptions } from '../backend.ts';
import { pause, systemClock, type Clock } from '../clock.ts';
import type { SignPlayback } from './doors.ts';
import type { Seed } from './seed.ts';
import { MemoryServer } from './server.ts';
import { newState, type MailRecord, type State, type TestPayment } from './state.ts';
import { systemRandom, World, type RandomBytes } from './world.ts';

export { demoSeed } from './demo.ts';
export type { SignPlayback } from './doors.ts';
export type { Seed, SeedCampaign, SeedOffer, SeedPool, SeedProduct, SeedShow, SeedVariant, SeedVenue } from './seed.ts';
export type { MailRecord, State } from './state.ts';

/** Trouble on demand, to see how a page takes it. All of it may be changed at any time. */
export interface MemoryFaults {
  /** Milliseconds before every answer. */
  latencyMs: number;
  /** The refusal that an operation meets before it does anything; null to let it through. */
  fail: (name: OperationName) => ErrorCode | null;
}

/** What the venue's people do. */
export interface Desk {
  setSignals(show: string, signals: Partial<Signals>): void;
  setStatus(show: string, status: ShowStatus): void;
  voidTicket(ticket: string, reason?: string): void;
  /** Somebody comes in with a ticket at the door of the hall. */
  checkIn(ticket: string): void;
  setCapacity(pool: string, capacity: number | null): void;
  /** Says that a pool is sold out elsewhere, or that it is not. */
  setSoldElsewhere(pool: string, full: boolean): void;
  /** As if the venue had entered, or removed, the keys of a real payment provider. */
  setLiveKeys(present: boolean): void;
  /** Honours holders of signed tickets, everybody, or (null) tickets as always. */
  setHonour(show: string, level: Honours | null): void;
  /** Ends everything that was signed for a show. */
  raiseEpoch(show: string): void;
  /** Does what the clock has brought about by now, as a job would. */
  work(): void;
  /** Begins the room's lane again. */
  rotateRoom(show: string): void;
  /** What the test provider says about a payment from now on; the order follows at once, as after a webhook. */
  providerSays(order: string, says: TestPayment): void;
  /** What a server does when nobody asks: ends holds, sends gifts whose day has come. */
  tick(): void;
}

export interface MemoryOptions {
  readonly seed: Seed;
  /** Makes the address `memory:<name>`. */
  readonly name?: string;
  readonly clock?: Clock;
  /** Where ids, secrets and codes come from. */
  readonly random?: RandomBytes;
  /** Addresses of pictures; without it they lead to a host that does not exist. */
  readonly signPlayback?: SignPlayback;
  /** Keeps the state between page loads, as `sessionStorage` does. */
  readonly storage?: Pick<Storage, 'getItem' | 'setItem'>;
  readonly faults?: Partial<MemoryFaults>;
  /** Reaches into the server's parts before the first operation; for tests that break one on purpose. */
  readonly tamper?: (server: MemoryServer) => void;
}

export interface MemoryBackend extends Backend {
  /** Every mail it would have sent, the newest last. */
  readonly mailbox: readonly MailRecord[];
  readonly faults: MemoryFaults;
  readonly desk: Desk;
  /** The server's own truth, for those who check it. Not a copy. */
  readonly state: State;
  /** How many watch a lane now. */
  watcherCount(): number;
}

const nowhere: SignPlayback = ({ show, camera, mode, backup }, expiresAt) =>
  `https://stage.invalid/${mode}/${show}/${camera}${backup ? '-backup' : ''}/${expiresAt}/index.m3u8`;

/** A state stored by this version; anything else is nothing. */
function stored(storage: MemoryOptions['storage'], key: string): State | null {
  try {
    const state = JSON.parse(storage?.getItem(key) ?? 'null') as State | null;
    return state?.version === 1 ? state : null;
  } catch {
    return null;
  }
}

export function createMemoryBackend(options: MemoryOptions): MemoryBackend {
  const { name = 'demo', clock = systemClock, storage } = options;
  const key = `parterre-memory:${name}`;
  const state = stored(storage, key) ?? newState(options.seed);
  const world = new World(state, () => clock.now(), options.random ?? systemRandom);
  const server = new MemoryServer(world, options.signPlayback ?? nowhere);
  options.tamper?.(server);
  const faults: MemoryFaults = { latencyMs: 0, fail: () => null, ...options.faults };

  const keep = (): void => storage?.setItem(key, JSON.stringify(state));

  /** Runs one operation on copies, as if a network lay between. */
  async function call(
    operation: OperationName,
    input: unknown,
    { signal, ...rest }: CallOptions = {},
  ): Promise<unknown> {
    const sent = structuredClone(input);
    if (signal?.aborted) throw new ParterreError('aborted');
    if (faults.latencyMs > 0) await pause(clock, faults.latencyMs, signal);
    if (signal?.aborted) throw new ParterreError('aborted');
    const refusal = faults.fail(operation);
    if (refusal) throw new ParterreError(refusal);
    try {
      return structuredClone(await server.answer(operation, sent, rest));
    } finally {
      keep();
    }
  }

  const kept =
    <P extends unknown[]>(act: (...parameters: P) => void) =>
    (...parameters: P): void => {
      act(...parameters);
      keep();
    };

  return {
    address: `memory:${name}`,
    read: call as Backend['read'],
    act: call as Backend['act'],
    watch: (lane, watching) => server.watch(lane, watching),
    mailbox: state.mails,
    faults,
    state,
    watcherCount: () => server.lanes.watcherCount(),
    desk: {
      setSignals: kept((show, signals) => server.setSignals(show, signals)),
      setStatus: kept((show, status) => server.setStatus(show, status)),
      voidTicket: kept((ticket, reason) => server.voidTicket(ticket, reason)),
      checkIn: kept((ticket) => server.checkIn(ticket)),
      setCapacity: kept((pool, capacity) => server.setCapacity(pool, capacity)),
      setSoldElsewhere: kept((pool, full) => server.setSoldElsewhere(pool, full)),
      setLiveKeys: kept((present) => server.setLiveKeys(present)),
      setHonour: kept((show, level) => server.setHonour(show, level)),
      raiseEpoch: kept((show) => server.raiseEpoch(show)),
      work: kept(() => server.campaigns.run()),
      rotateRoom: kept((show) => server.rotateRoom(show)),
      providerSays: kept((order, says) => server.providerSays(order, says)),
      tick: kept(() => server.tick()),
    },
  };
}
