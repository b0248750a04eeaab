/**
 * Mutants of the memory server: each breaks one promise at a seam between its parts. The conformance suite has to notice
 * every one of them; a mutant that lives means that a promise is not really proved.
 */
import type { MemoryOptions } from '@parterre/backend/memory';
import type { LaneMessage } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';

type Server = Parameters<NonNullable<MemoryOptions['tamper']>>[0];

export interface MemoryMutant {
  readonly name: string;
  readonly breaks: (server: Server) => void;
}

/** Replaces a method by one that may call the original. */
function replace<T extends object, K extends keyof T>(part: T, method: K, make: (original: T[K]) => T[K]): void {
  const original = part[method];
  const bound = typeof original === 'function' ? (original.bind(part) as T[K]) : original;
  part[method] = make(bound);
}

export const memoryMutants: readonly MemoryMutant[] = [
  {
    name: 'what was signed outlives its epoch',
    breaks: ({ signing }) => replace(signing, 'isStale', () => () => false),
  },
  {
    name: 'what was signed for a ticket that was taken back still opens',
    breaks: ({ signing }) => replace(signing, 'isDenied', () => () => false),
  },
  {
    name: 'honouring everybody never ends',
    breaks: ({ catalogue }) => replace(catalogue, 'honours', () => (show) => show.honour?.level ?? null),
  },
  {
    name: 'the letters of a screen work again and again',
    breaks: ({ pairings, world }) => {
      replace(pairings, 'require', (require) => (code) => {
        for (const one of Object.values(world.state.pairings)) if (one.state === 'confirmed') one.state = 'waiting';
        return require(code);
      });
    },
  },
  {
    name: 'oversell: a hold never finds too little',
    breaks: ({ stock, world }) => {
      replace(stock, 'hold', (hold) => (wanted) => {
        if (hold(wanted)) return true;
        for (const { draw, quantity } of wanted) {
          const pool = world.state.pools[draw.pool];
          if (pool) world.state.pools[draw.pool] = { ...pool, held: pool.held + draw.units * quantity };
        }
        return true;
      });
    },
  },
  {
    name: 'a bundle is held in part: each pool by itself, until one has too little',
    breaks: ({ stock }) => replace(stock, 'hold', (hold) => (wanted) => wanted.every((each) => hold([each]))),
  },
  {
    name: 'an expired hold keeps its stock',
    breaks: ({ orders }) => replace(orders, 'expireHolds', () => () => undefined),
  },
  {
    name: 'a cancelled order keeps its stock',
    breaks: ({ stock }) => replace(stock, 'release', () => () => undefined),
  },
  {
    name: 'the wrong total: a second piece costs nothing',
    breaks: ({ catalogue }) => {
      replace(catalogue, 'price', (price) => (requests, currency) => {
        const priced = price(requests, currency);
        const amountMinor = priced.lines.reduce((total, line) => total + line.unitPrice.amountMinor, 0);
        return { ...priced, total: { ...priced.total, amountMinor } };
      });
    },
  },
  {
    name: 'any currency will do',
    breaks: ({ catalogue }) => replace(catalogue, 'requireCurrency', () => () => undefined),
  },
  {
    name: 'the price is not compared with what the buyer saw',
    breaks: ({ orders, catalogue }) => {
      replace(orders, 'create', (create) => (request, caller) => {
        const { total } = catalogue.price(request.lines, request.currency);
        return create({ ...request, expectedTotal: total }, caller);
      });
    },
  },
  {
    name: 'the idempotency key of an order is ignored',
    breaks: ({ orders, world }) => {
      replace(orders, 'create', (create) => (request, caller) => {
        delete world.state.orderKeys[request.idempotencyKey];
        return create(request, caller);
      });
    },
  },
  {
    name: 'settling again issues tickets again',
    breaks: ({ orders, world }) => {
      replace(orders, 'settle', (settle) => (order) => {
        if (order.state === 'paid') {
          order.state = 'pending';
          order.holdUntil = world.now();
        }
        settle(order);
      });
    },
  },
  {
    name: 'a ticket exists before anybody paid',
    breaks: ({ orders, world }) => {
      replace(orders, 'create', (create) => (request, caller) => {
        const reply = create(request, caller);
        const id = world.id('tckt');
        const base = {
          from: null,
          until: null,
          source: 'paid',
          email: request.email,
          line: 0,
          unit: 0,
          test: true,
          state: 'valid',
        } as const;
        world.state.tickets[id] = { id, show: 'show_live', kind: 'live', order: reply.order.id, ...base };
        return reply;
      });
    },
  },
  {
    name: 'leak by id: any session may use any order',
    breaks: ({ access }) => replace(access, 'mayUse', () => () => true),
  },
  {
    name: 'leak by address: an order session sees all of its address',
    breaks: ({ access }) => replace(access, 'mayUse', () => (session, order) => session.email === order.email),
  },
  {
    name: 'a stale token is accepted',
    breaks: ({ sessions, world }) => {
      replace(
        sessions,
        'find',
        () => (token) => Object.values(world.state.sessions).find((session) => session.token === token) ?? null,
      );
    },
  },
  {
    name: 'a link serves any number of devices',
    breaks: ({ sessions, world }) => {
      replace(sessions, 'redeem', (redeem) => (input, caller, accept) => {
        const ended = Object.values(world.state.sessions).map((session) => [session, session.ended] as const);
        const grant = redeem(input, caller, accept);
        for (const [session, before] of ended) session.ended = before;
        return grant;
      });
    },
  },
  {
    name: 'a link lives for ever',
    breaks: ({ sessions, world }) => {
      replace(sessions, 'redeem', (redeem) => (input, caller, accept) => {
        for (const [id, link] of Object.entries(world.state.links))
          world.state.links[id] = { ...link, expiresAt: Infinity };
        return redeem(input, caller, accept);
      });
    },
  },
  {
    name: 'a ticket is handed on, and whoever had it keeps it',
    breaks: ({ access, transfers, world }) => {
      const before = new Map<string, string>();
      replace(transfers, 'accept', (accept) => (link) => {
        for (const { id, email } of Object.values(world.state.tickets)) before.set(id, before.get(id) ?? email);
        accept(link);
      });
      replace(access, 'tickets', (tickets) => (session) => [
        ...tickets(session),
        ...Object.values(world.state.tickets).filter(
          ({ id, email }) => before.get(id) === session.email && email !== session.email,
        ),
      ]);
    },
  },
  {
    name: 'a ticket moves before the other mailbox has accepted it',
    breaks: ({ transfers, world }) => {
      replace(transfers, 'handOn', (handOn) => (session, input) => {
        const reply = handOn(session, input);
        const ticket = world.state.tickets[input.ticket];
        if (ticket) ticket.email = input.email;
        return reply;
      });
    },
  },
  {
    name: 'an old proof of the mailbox is enough to hand a ticket on',
    breaks: ({ transfers, world }) => replace(transfers, 'provedUntil', () => () => world.now() + 60_000),
  },
  {
    name: 'the mailbox reveals: an unknown address is told so',
    breaks: ({ sessions, world }) => {
      replace(sessions, 'requestLink', (request) => (input) => {
        const before = world.state.mails.length;
        request(input);
        if (world.state.mails.length === before) throw new ParterreError('not_found');
      });
    },
  },
  {
    name: 'an unproved crew address moderates',
    breaks: ({ access }) =>
      replace(
        access,
        'moderates',
        () => (session, show) => session.email !== null && show.crew.includes(session.email),
      ),
  },
  {
    name: 'a third device pushes nobody out',
    breaks: ({ doors, world }) => {
      replace(doors, 'enter', (enter) => async (session, input) => {
        const entry = await enter(session, input);
        for (const lease of Object.values(world.state.leases)) lease.lost = false;
        return entry;
      });
    },
  },
  {
    name: 'every device has the same code in its picture',
    breaks: ({ doors }) =>
      replace(doors, 'mark', (mark) => (show, lease) => (mark(show, lease) === null ? null : 'ACDEFHJK')),
  },
  {
    name: 'an address that lasts the show takes no place',
    breaks: ({ doors, world }) => {
      replace(doors, 'cast', (cast) => async (session, input) => {
        const answer = await cast(session, input);
        for (const lease of Object.values(world.state.leases)) {
          if (lease.keptUntil !== null) world.state.leases[lease.id] = { ...lease, keptUntil: null, lost: true };
        }
        return answer;
      });
    },
  },
  {
    name: 'a void ticket still opens the door',
    breaks: ({ access }) =>
      replace(
        access,
        'watchingTickets',
        (tickets) => (session, show) =>
          tickets(session, show).map((ticket) => ({ ...ticket, state: 'valid' as const })),
      ),
  },
  {
    name: 'every camera has an address',
    breaks: ({ access }) =>
      replace(access, 'capabilities', (capabilities) => (session, show) => [
        ...capabilities(session, show),
        ...show.cameras.flatMap(({ capability }) => (capability === null ? [] : [capability])),
      ]),
  },
  {
    name: 'the feed drops every seventh message',
    breaks: (server) =>
      replace(server.lanes, 'publish', (publish) => (show, lane, drafts) => {
        publish(show, lane, drafts);
        const record = server.world.state.lanes[`${show}/room`];
        if (record && lane === 'room' && record.lane.seq % 7 === 0)
          rewriteOpen(record, (messages) => messages.slice(0, -1));
      }),
  },
  {
    name: 'the feed tells a message twice',
    breaks: ({ lanes }) =>
      replace(
        lanes,
        'publish',
        (publish) => (show, lane, drafts) =>
          publish(
            show,
            lane,
            lane === 'room' && drafts[0]?.type === 'message.posted' ? [...drafts, ...drafts] : drafts,
          ),
      ),
  },
  {
    name: 'the feed turns two messages round',
    breaks: (server) =>
      replace(server.lanes, 'publish', (publish) => (show, lane, drafts) => {
        publish(show, lane, drafts);
        const record = server.world.state.lanes[`${show}/room`];
        if (record && lane === 'room') rewriteOpen(record, (messages) => [...messages].reverse());
      }),
  },
  {
    name: 'a removed message stays in the files',
    breaks: ({ lanes }) => replace(lanes, 'remove', () => () => undefined),
  },
  {
    name: 'a rotation is no new epoch',
    breaks: ({ lanes }) => replace(lanes, 'rotate', () => () => undefined),
  },
  {
    name: 'the watcher’s place is ignored: everything is told again',
    breaks: ({ lanes }) =>
      replace(lanes, 'watch', (watch) => (show, lane, options) => {
        watch(show, lane, { ...options, since: undefined });
      }),
  },
  {
    name: 'a message key is ignored',
    breaks: ({ room }) => {
      let count = 0;
      replace(
        room,
        'post',
        (post) => (session, input) => post(session, { ...input, idempotencyKey: `${input.idempotencyKey}${++count}` }),
      );
    },
  },
  {
    name: 'nothing slows a writer',
    breaks: ({ room, world }) =>
      replace(room, 'post', (post) => (session, input) => {
        for (const [id, record] of Object.entries(world.state.messages))
          world.state.messages[id] = { ...record, sentAt: 0 };
        return post(session, input);
      }),
  },
  {
    name: 'what comes back is anybody’s: the line is not served first',
    breaks: ({ waiting }) => replace(waiting, 'serve', () => () => undefined),
  },
  {
    name: 'a waiting list’s link is good for ever: it lends what it held again',
    breaks: ({ waiting, world }) => {
      replace(waiting, 'lend', (lend) => (secret, use, takenBy) => {
        const entry = Object.values(world.state.waiting).find((one) => one.secret === secret && !one.kept);
        const pool = entry && world.state.pools['pool_hall'];
        if (pool) world.state.pools['pool_hall'] = { ...pool, held: Math.max(0, pool.held - entry.quantity) };
        return lend(secret, use, takenBy);
      });
    },
  },
  {
    name: 'undeclared features answer',
    breaks: ({ world }) => {
      world.state.venue = {
        ...world.state.venue,
        features: ['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns'],
      };
    },
  },
  {
    name: 'a campaign is decided again whenever somebody asks',
    breaks: ({ campaigns, world }) =>
      replace(campaigns, 'run', (run) => () => {
        for (const campaign of Object.values(world.state.campaigns))
          if (campaign.concludedAt === null) campaign.decided = null;
        for (const campaign of Object.values(world.state.campaigns))
          if (campaign.decidedAt !== null) campaigns.decide(campaign);
        run();
      }),
  },
  {
    name: 'a card is charged twice',
    breaks: ({ campaigns }) =>
      replace(campaigns, 'charge', (charge) => (pledge) => {
        charge(pledge);
        pledge.order = null;
        charge(pledge);
      }),
  },
  {
    name: 'what comes after the deadline counts',
    breaks: ({ world }) => {
      for (const campaign of Object.values(world.state.campaigns))
        if (campaign.id === 'camp_all')
          campaign.deadline = new Date(Date.parse(campaign.deadline) + 3_600_000).toISOString();
    },
  },
  {
    name: 'supporters are named without their consent',
    breaks: ({ campaigns }) =>
      replace(campaigns, 'create', (create) => (request, caller) => create({ name: 'Somebody', ...request }, caller)),
  },
  {
    name: 'a promised reward is free again after a quarter of an hour',
    breaks: ({ campaigns, world }) =>
      replace(campaigns, 'saveTestCard', (save) => (pledge, card) => {
        save(pledge, card);
        for (const [id, pool] of Object.entries(world.state.pools)) world.state.pools[id] = { ...pool, held: 0 };
      }),
  },
  {
    name: 'every device of a ticket is given an address that lasts the show',
    breaks: ({ doors, world: { state } }) =>
      replace(doors, 'cast', (cast) => async (session, input) => {
        const kept = Object.entries(state.leases).filter(([, { keptUntil }]) => keptUntil !== null);
        for (const [id] of kept) delete state.leases[id];
        const reply = await cast(session, input);
        Object.assign(state.leases, Object.fromEntries(kept));
        return reply;
      }),
  },
  {
    name: 'leaving gives back a place whose address plays on',
    breaks: ({ doors, world: { state } }) =>
      replace(doors, 'leave', (leave) => (session, input) => {
        leave(session, input);
        delete state.leases[input.lease];
      }),
  },
  {
    name: 'what was said is recalled for whoever has a ticket, inside or not',
    breaks: ({ doors }) => replace(doors, 'isInside', () => () => true),
  },
  {
    name: 'a replay does not say when it ends for its viewer',
    breaks: ({ doors }) =>
      replace(doors, 'enter', (enter) => async (session, input) => {
        const entry = await enter(session, input);
        return { ...entry, grant: entry.grant && { ...entry.grant, until: null } };
      }),
  },
];

type LaneFiles = Server['world']['state']['lanes'][string];

/** Writes other messages into the open chunk's file, as a broken writer would. */
function rewriteOpen(record: LaneFiles, change: (messages: LaneMessage[]) => LaneMessage[]): void {
  const chunk = JSON.parse(record.files['open.json'] ?? 'null') as { messages: LaneMessage[] };
  record.files['open.json'] = JSON.stringify({ ...chunk, messages: change(chunk.messages) });
}
