/** The memory server under the suite's control: a clock that can be moved, and an oracle that reads its state. */
import type { Harness, Command, Truth } from '@parterre/backend/conformance';
import { checked, systemClock, type Clock } from '@parterre/backend';
import { createMemoryBackend, type MemoryBackend, type MemoryOptions } from '@parterre/backend/memory';

/** A clock that runs, and can be moved forward. */
export class MovableClock implements Clock {
  #offset = 0;
  readonly set = systemClock.set;
  readonly clear = systemClock.clear;

  now(): number {
    return Date.now() + this.#offset;
  }

  advance(milliseconds: number): void {
    this.#offset += milliseconds;
  }
}

const secretOf = (link: string): string => link.split('#parterre=')[1]?.replace('waiting.', '') ?? '';

function peek({ state }: MemoryBackend, now: number, command: Extract<Command, { cmd: 'peek' }>): Truth[keyof Truth] {
  switch (command.what) {
    case 'pools':
      return { pools: Object.values(state.pools).map((pool) => ({ ...pool })) };
    case 'orders':
      return {
        orders: Object.values(state.orders).map(({ id, email, state: phase, total }) => ({
          id,
          email,
          state: phase,
          total,
        })),
      };
    case 'tickets':
      return { tickets: Object.values(state.tickets).map((ticket) => ({ ...ticket })) };
    case 'deliveries':
      return {
        deliveries: Object.values(state.orders).flatMap(({ id, delivery }) =>
          delivery ? [{ ...delivery, order: id }] : [],
        ),
      };
    case 'leases':
      return {
        leases: Object.values(state.leases).map((lease) => ({ ...lease, live: !lease.lost && lease.expiresAt > now })),
      };
    case 'sessions':
      return {
        sessions: Object.values(state.sessions).map(({ kind, ended, usedAt }) => ({
          kind,
          live: ended === null && now < usedAt + 30 * 86_400_000,
        })),
      };
    case 'mails':
      return {
        mails: state.mails.map(({ to, kind, link, code, text }) => ({ to, kind, code, text, secret: secretOf(link) })),
      };
    case 'waiting':
      return {
        waiting: Object.values(state.waiting)
          .sort((a, b) => a.joinedAt - b.joinedAt)
          .map(({ email, show, quantity, state: phase }) => ({ email, show, quantity, state: phase })),
      };
    case 'messages':
      return {
        messages: Object.values(state.messages)
          .filter(({ show }) => show === command.show)
          .map(({ message, show, removed }) => ({ id: message.id, text: message.text, show, removed })),
      };
    case 'feed': {
      const lane = state.lanes[`${command.show}/${command.lane}`];
      if (!lane) throw new Error(`There is no ${command.lane} lane of ${command.show}.`);
      return { epoch: lane.lane.epoch, seq: lane.lane.seq, text: Object.values(lane.files).join('\n') };
    }
    case 'events':
      return { events: state.events.map(({ type }) => ({ type })) };
  }
}

/** One memory server for one case; `reset` makes it. */
export function memoryHarness(options: Pick<MemoryOptions, 'tamper'> = {}): Harness {
  const clock = new MovableClock();
  let server: MemoryBackend | null = null;
  const current = (): MemoryBackend => {
    if (!server) throw new Error('The first command must be "reset".');
    return server;
  };

  async function send(command: Command): Promise<unknown> {
    switch (command.cmd) {
      case 'reset':
        server = createMemoryBackend({ ...options, seed: command.seed, clock, name: 'conformance' });
        return { now: clock.now() };
      case 'now':
        return { now: clock.now() };
      case 'advance':
        clock.advance(command.seconds * 1000);
        return { now: clock.now() };
      case 'signals':
        current().desk.setSignals(command.show, command.signals);
        return {};
      case 'status':
        current().desk.setStatus(command.show, command.status);
        return {};
      case 'voidTicket':
        current().desk.voidTicket(command.ticket);
        return {};
      case 'checkIn':
        current().desk.checkIn(command.ticket);
        return {};
      case 'capacity':
        current().desk.setCapacity(command.pool, command.capacity);
        return {};
      case 'soldElsewhere':
        current().desk.setSoldElsewhere(command.pool, command.full);
        return {};
      case 'honour':
        current().desk.setHonour(command.show, command.level);
        return {};
      case 'raiseEpoch':
        current().desk.raiseEpoch(command.show);
        return {};
      case 'rotateRoom':
        current().desk.rotateRoom(command.show);
        return {};
      case 'approvePayment':
        current().state.testPayments[command.order] = 'approved';
        return {};
      case 'provider':
        if (command.webhook) current().desk.providerSays(command.order, command.says);
        else current().state.testPayments[command.order] = command.says;
        return {};
      case 'work':
        current().desk.work();
        return {};
      case 'liveKeys':
        current().desk.setLiveKeys(command.present);
        return {};
      case 'tick':
        current().desk.tick();
        return {};
      case 'peek':
        return structuredClone(peek(current(), clock.now(), command));
    }
  }

  const late: Harness['backend'] = {
    address: 'memory:conformance',
    read: (name, input, call) => checked(current()).read(name, input, call),
    act: (name, input, call) => checked(current()).act(name, input, call),
    watch: (lane, watching) => current().watch(lane, watching),
  };
  return {
    backend: late,
    send,
    dispose: () => {
      const left = server?.watcherCount() ?? 0;
      if (left > 0) throw new Error(`${left} watchers are left after every signal aborted.`);
    },
  };
}
