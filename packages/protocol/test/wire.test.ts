/**
 * Pages check replies against compact tables, servers and tests against the schemas those are made from. On real replies,
 * and on the same replies spoiled in one place, both must come to the same verdict.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMemoryBackend, type MemoryBackend } from '@parterre/backend/memory';
import { scenario } from '@parterre/backend/conformance';
import { wireTables } from '../generate/wire.ts';
import { errorsPhp, eventsPhp, operationsPhp } from '../generate/php.ts';
import { fixtures, goodInputs } from '../generate/fixtures.ts';
import {
  feedChunk,
  feedHead,
  feedIndex,
  laneMessage,
  laneState,
  operations,
  type LaneMessage,
  type Operation,
  type OperationName,
} from '../src/index.ts';
import { feedShapes, firstMismatch, laneMessageShape, routeOf, routes, type Shape } from '../src/wire/index.ts';
import { publicRoutes } from '../src/wire/public.ts';

interface Schema {
  safeParse(value: unknown): { success: boolean };
}

const PAGE = 'https://venue.example/shows/tonight/';
const key = (name: string): string => name.padEnd(20, '-');

/** Replies to every operation, as a fan and a moderator get them in one evening. */
async function evening(): Promise<{
  replies: [OperationName, unknown][];
  backend: MemoryBackend;
  messages: LaneMessage[];
}> {
  const backend = createMemoryBackend({ seed: scenario(Date.now()), name: 'evening' });
  const replies: [OperationName, unknown][] = [];
  const read = async <K extends Parameters<MemoryBackend['read']>[0]>(
    name: K,
    input: Parameters<MemoryBackend['read']>[1],
    session?: string,
  ) => {
    const reply = await backend.read(name, input as never, { session });
    replies.push([name, reply]);
    return reply;
  };
  const act: MemoryBackend['act'] = async (name, input, options) => {
    const reply = await backend.act(name, input, options);
    replies.push([name, reply]);
    return reply;
  };
  const offer = (id: string) => [{ type: 'offer' as const, offer: id, quantity: 1 }];
  await read('getVenue', {});
  for (const which of ['coming', 'replays', 'all'] as const) await read('listShows', { which });
  for (const show of ['show_live', 'show_soon', 'show_open']) await read('getShow', { show });
  await read('listProducts', { show: 'show_live' });
  await act('quote', { lines: offer('offr_both'), currency: 'EUR' });
  await act('checkCode', { show: 'show_offers', code: 'OPEN-UP' });
  const cart = await act('createCart', { currency: 'EUR', lines: [{ variant: 'vrnt_shirt', quantity: 1 }] });
  await read('getCart', { cart: cart.id });
  await act('setCart', { cart: cart.id, currency: 'EUR', lines: [{ variant: 'vrnt_poster', quantity: 2 }] });
  const buy = async (
    name: string,
    lines: Parameters<typeof act<'createOrder'>>[1]['lines'],
    amountMinor: number,
    session?: string,
  ) => {
    const request = {
      idempotencyKey: key(name),
      email: 'bea@example.org',
      locale: 'fr',
      lines,
      currency: 'EUR',
      page: PAGE,
    };
    return act('createOrder', { ...request, expectedTotal: { amountMinor, currency: 'EUR' } }, { session });
  };
  const first = await buy('tickets', offer('offr_both'), 1700);
  const session = first.session?.token;
  await act('choosePayment', { order: first.order.id, payment: 'hosted' }, { session });
  await act('prolongHold', { order: first.order.id }, { session });
  await act('payTest', { order: first.order.id, outcome: 'approve' }, { session });
  await act('settleOrder', { order: first.order.id }, { session });
  await read('getOrder', { order: first.order.id }, session);
  const merch = await buy('merch', [{ type: 'variant', variant: 'vrnt_shirt', quantity: 1 }], 2500, session);
  await act('payTest', { order: merch.order.id, outcome: 'approve' }, { session });
  const dropped = await buy('dropped', offer('offr_live'), 1200, session);
  await act('cancelOrder', { order: dropped.order.id }, { session });
  await act('withdrawOrder', { order: merch.order.id, confirm: true }, { session });
  await act('startSession', { show: 'show_open', device: 'A browser' });
  await act('updateSession', { displayName: 'Béa' }, { session });
  await read('getSession', {}, session);
  const entry = await act('enter', { show: 'show_live', device: 'device_1' }, { session });
  const beat = { lease: entry.lease.id, playing: true, camera: 'stage', mediaAt: null, watchedMs: 1000, quality: null };
  await act('heartbeat', beat, { session });
  await act('cast', { lease: beat.lease, screen: 'own' }, { session });
  const { message } = await act(
    'postMessage',
    { show: 'show_live', text: 'Bravo', idempotencyKey: key('bravo'), mediaAt: null },
    { session },
  );
  await read('recallMessages', { show: 'show_live', at: message.at }, session);
  await act('reportMessage', { message: message.id, show: 'show_live', reason: 'spam' }, { session });
  const fan = async (email: string) => {
    await act('requestPassLink', { email, page: PAGE, locale: 'en' });
    const secret = backend.mailbox.at(-1)?.link.split('=')[1] ?? '';
    return (await act('redeemPassLink', { type: 'link', secret, device: 'Phone' })).token;
  };
  await act('createOrder', {
    ...{ idempotencyKey: key('hall'), email: 'bea@example.org', locale: 'en', page: PAGE, currency: 'EUR' },
    lines: [{ type: 'offer', offer: 'offr_hall', quantity: 2 }],
    expectedTotal: { amountMinor: 4000, currency: 'EUR' },
  });
  const wish = {
    show: 'show_soon',
    email: 'ana@example.org',
    quantity: 1,
    kind: 'hall',
    locale: 'en',
    page: PAGE,
  } as const;
  await act('joinWaitingList', wish);
  const waiting = { secret: backend.mailbox.at(-1)?.link.split('waiting.')[1] ?? '' };
  await act('openWaiting', waiting);
  backend.desk.setCapacity('pool_hall', 3);
  await act('openWaiting', waiting);
  await act('leaveWaitingList', waiting);
  const crew = await fan('crew@venue.example');
  await read('listReports', { show: 'show_live' }, crew);
  for (const action of [
    { type: 'pin', message: message.id },
    { type: 'slow', seconds: 5 },
    { type: 'remove', message: message.id },
  ] as const) {
    await act('moderate', { show: 'show_live', action }, { session: crew });
  }
  const proved = await fan('bea@example.org');
  const passes = await backend.read('getPasses', {}, { session: proved });
  replies.push(['getPasses', passes]);
  const ticket = passes.tickets[0]?.id ?? '';
  const shared = await act(
    'addTicketAddress',
    { ticket, email: 'kim@example.org', page: PAGE, locale: 'en' },
    { session: proved },
  );
  await act('removeTicketAddress', { ticket, address: shared.addresses[0]?.id ?? '' }, { session: proved });
  const order = passes.orders.find(({ state }) => state === 'paid')?.id ?? '';
  await act('resendOrder', { order }, { session: proved });
  replies.push(['getHallTickets', await backend.read('getHallTickets', { show: 'show_soon' }, { session: proved })]);
  const fresh = { email: 'lou@example.org', page: PAGE, locale: 'en' };
  const moving = await act('transferTicket', { ticket, ...fresh }, { session: proved });
  await act('cancelTransfer', { transfer: moving.transfers[0]?.id ?? '' }, { session: proved });
  await act('changeOrderEmail', { order, ...fresh }, { session: proved });
  replies.push(['getPasses', await backend.read('getPasses', {}, { session: proved })]);
  const pairing = await act('startPairing', { show: 'show_live', page: PAGE, device: 'A television' });
  await act('findPairing', { code: pairing.code }, { session: proved });
  await act('claimPairing', { secret: pairing.secret });
  await act('confirmPairing', { code: pairing.code }, { session: proved });
  await act('claimPairing', { secret: pairing.secret });
  backend.desk.setHonour('show_live', 'everybody');
  const honour = { show: 'show_live', device: 'device_3' };
  await act('honour', { ...honour, proof: { type: 'address', email: 'guest@example.org', locale: 'en' } });
  const other = passes.devices.find(({ current }) => !current);
  await act('revokeDevice', { device: other?.id ?? '' }, { session: proved });
  await act('leave', { lease: entry.lease.id }, { session }).catch(() => undefined);
  const again = await act('enter', { show: 'show_live', device: 'device_2' }, { session: proved });
  await act('leave', { lease: again.lease.id }, { session: proved });
  await campaigns(read, act);
  await act('endSession', {}, { session: proved });
  backend.desk.setSignals('show_live', { endedAt: new Date().toISOString() });
  const messages = Object.values(backend.state.lanes).flatMap(({ lane }) =>
    [...lane.closed, lane.open].flatMap((chunk) => chunk.messages),
  );
  return { replies, backend, messages };
}

/** A supporter's evening: a promise that is changed and taken back, another, and one that is paid at once. */
async function campaigns(
  read: (name: 'getCampaign' | 'listCampaigns' | 'listPledges', input: object, session?: string) => Promise<unknown>,
  act: MemoryBackend['act'],
): Promise<void> {
  const ask = { email: 'bea@example.org', locale: 'en', page: PAGE, mandate: 'You may charge my card.', name: 'Béa' };
  const euros = (amountMinor: number) => ({ extraMinor: amountMinor, expectedTotal: { amountMinor, currency: 'EUR' } });
  const { pledge, session: grant } = await act('createPledge', {
    ...{ ...ask, ...euros(700) },
    campaign: 'camp_all',
    idempotencyKey: key('pledge'),
  });
  const session = grant?.token ?? '';
  await act('prepareCard', { pledge: pledge.id, payment: 'hosted' }, { session });
  await act('saveTestCard', { pledge: pledge.id, card: 'good' }, { session });
  await act('changePledge', { pledge: pledge.id, ...euros(900), mandate: ask.mandate }, { session });
  await act('settlePledge', { pledge: pledge.id }, { session });
  await read('getCampaign', { campaign: 'camp_all' });
  await read('listCampaigns', {});
  await act('withdrawPledge', { pledge: pledge.id }, { session });
  const reward = { reward: 'rwrd_keep', extraMinor: 0, expectedTotal: { amountMinor: 1500, currency: 'EUR' } };
  await act('createPledge', { ...ask, ...reward, campaign: 'camp_keep', idempotencyKey: key('kept') }, { session });
  await read('listPledges', {}, session);
}

const SPOILERS: readonly unknown[] = [null, '', 'x y', '<script>', 1.5, -1, true, [], {}, 'javascript:alert(1)'];
const GONE = Symbol('gone');

/** Every value made from `value` by replacing or removing one place, with the path of that place. */
function* spoiled(value: unknown, path = ''): Generator<[path: string, value: unknown]> {
  for (const spoiler of SPOILERS) yield [path, spoiler];
  if (Array.isArray(value)) {
    for (const [index, child] of value.slice(0, 2).entries()) {
      for (const [at, bad] of spoiled(child, `${path}.${index}`)) if (bad !== GONE) yield [at, value.with(index, bad)];
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, child] of Object.entries(value)) {
      const { [name]: _, ...without } = value as Record<string, unknown>;
      yield [`${path}.${name}`, without];
      for (const [at, bad] of spoiled(child, `${path}.${name}`)) yield [at, { ...value, [name]: bad }];
    }
  }
}

/** Paths where the two verdicts differ. */
function disagreements(schema: Schema, shape: Shape, value: unknown): string[] {
  const differ = [...spoiled(value)].filter(
    ([, bad]) => schema.safeParse(bad).success !== (firstMismatch(shape, bad) === null),
  );
  return differ.map(([path, bad]) => `${path}: ${JSON.stringify(bad).slice(0, 120)}`);
}

const { replies, backend, messages } = await evening();

describe('the wire tables', () => {
  it('saw a reply of every operation', () => {
    expect(Object.keys(operations).filter((name) => !replies.some(([seen]) => seen === name))).toEqual([]);
  });

  it.each(Object.keys(operations) as OperationName[])('accept and refuse what the schema of %s does', (name) => {
    for (const [, reply] of replies.filter(([seen]) => seen === name)) {
      expect(operations[name].output.safeParse(reply).error?.issues ?? []).toEqual([]);
      expect(firstMismatch(routes[name].output, reply)).toBeNull();
      expect(disagreements(operations[name].output, routes[name].output, reply)).toEqual([]);
    }
  });

  it('accept and refuse what the schemas of the feed do', () => {
    const files = Object.values(backend.state.lanes).flatMap(({ files: lane }) => Object.entries(lane));
    const kinds: [RegExp, Schema, Shape][] = [
      [/^head/, feedHead, feedShapes.head],
      [/^state/, laneState, feedShapes.state],
      [/^(open|chunk)/, feedChunk, feedShapes.chunk],
      [/^index/, feedIndex, feedShapes.index],
    ];
    for (const [pattern, schema, shape] of kinds) {
      const texts = files.filter(([file]) => pattern.test(file)).map(([, text]) => JSON.parse(text) as unknown);
      expect(texts.length).toBeGreaterThan(0);
      for (const value of texts) {
        expect(firstMismatch(shape, value)).toBeNull();
        expect(disagreements(schema, shape, value)).toEqual([]);
      }
    }
  });

  it('accept and refuse what the schema of messages does', () => {
    expect(new Set(messages.map(({ type }) => type)).size).toBeGreaterThan(4);
    for (const message of messages) {
      expect(firstMismatch(laneMessageShape, message)).toBeNull();
      expect(disagreements(laneMessage, laneMessageShape, message)).toEqual([]);
    }
  });

  it('say where a reply departs', () => {
    const [, show] = replies.find(([name]) => name === 'getShow') ?? [];
    const bad = structuredClone(show) as { offers: { price: { currency: unknown } }[] };
    bad.offers[1]!.price.currency = 978;
    expect(firstMismatch(routes.getShow.output, bad)).toBe('offers.1.price.currency');
    expect(firstMismatch(routes.getShow.output, null)).toBe('$');
  });

  it('are not fooled by names that every object has', () => {
    expect(firstMismatch(laneMessageShape, { seq: 1, at: '2026-11-21T20:00:00Z', type: 'constructor' })).toBe('type');
  });
});

describe('routes', () => {
  it('are found one by one and all together', async () => {
    for (const name of Object.keys(operations) as OperationName[]) {
      const { method, path, errors } = operations[name];
      const route = await routeOf(name);
      expect(route).toMatchObject(routes[name]);
      expect(route).toMatchObject({ method, path });
      // Public reads know the common codes only: an operation that declares more cannot be one.
      expect(
        errors.filter((code) => !route.refusals.includes(code)),
        name,
      ).toEqual([]);
    }
  });

  it('that every page needs are there at once, and only those', () => {
    expect(Object.keys(publicRoutes)).toEqual(['getVenue', 'listShows', 'getShow', 'listProducts']);
  });
});

describe('what is generated', () => {
  const plugin = new URL('../../../wordpress-plugin/protocol/', import.meta.url);

  it.each([
    ['the public wire table', new URL('../src/wire/public.ts', import.meta.url), wireTables().publicTable],
    ['the wire table of campaigns', new URL('../src/wire/campaigns.ts', import.meta.url), wireTables().campaignsTable],
    ['the personal wire table', new URL('../src/wire/personal.ts', import.meta.url), wireTables().personalTable],
    ['the plugin’s operations', new URL('operations.php', plugin), operationsPhp()],
    ['the plugin’s errors', new URL('errors.php', plugin), errorsPhp()],
    ['the plugin’s tracking plan', new URL('events.php', plugin), eventsPhp()],
    ['the plugin’s inputs', new URL('inputs.json', plugin), `${JSON.stringify(goodInputs, null, 1)}\n`],
  ])('is in step: %s', (_, file, text) => {
    expect(readFileSync(file, 'utf8') === text, 'run `npm run generate`').toBe(true);
  });

  it('has good inputs that are good, and bad ones for every operation that has an input', () => {
    for (const [name, inputs] of Object.entries(goodInputs)) {
      for (const input of inputs)
        expect(operations[name as OperationName].input.safeParse(input).success, name).toBe(true);
    }
    const bad = new Set([...fixtures()].filter(({ valid }) => !valid).map(({ operation }) => operation));
    const withInput = Object.entries(operations as Record<string, Operation>).filter(
      ([name]) => Object.keys(goodInputs[name as OperationName][0] ?? {}).length,
    );
    expect(withInput.map(([name]) => name).filter((name) => !bad.has(name))).toEqual([]);
  });
});
