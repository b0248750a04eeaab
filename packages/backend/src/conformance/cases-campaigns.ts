/** Campaigns: what counts, what is decided once, how promises are charged, what supporters may do. */
import { equal, ok, present } from './assert.ts';
import type { Case } from './index.ts';
import { eur, pledgeOf, type Stage } from './stage.ts';

const DAY = 86_400;

const campaignOf = (stage: Stage, campaign = 'camp_all') => stage.backend.read('getCampaign', { campaign });

/** Reaches the goal of camp_all: three seats of 20 € each. */
async function reach(stage: Stage, ...cards: Parameters<Stage['pledge']>[1][]) {
  const made = [];
  for (const [index, card] of (cards.length ? cards : (['good', 'good', 'good'] as const)).entries())
    made.push(await stage.pledge({ email: `fan${index}@example.org` }, card));
  return made;
}

export const campaigns: readonly Case[] = [
  [
    'a campaign is found by id and by slug, and with its show; those that can be supported come first',
    async (stage) => {
      const bySlug = await campaignOf(stage, 'a-campaign-called-all');
      equal([bySlug.id, bySlug.state, bySlug.result], ['camp_all', 'open', null], 'the campaign');
      equal(
        bySlug.rewards.map(({ id, price, left }) => [id, price.amountMinor, left]),
        [
          ['rwrd_seat', 2000, 100],
          ['rwrd_rare', 3000, 1],
        ],
        'its rewards',
      );
      const ofShow = await stage.backend.read('listCampaigns', { show: 'show_live' });
      equal(
        ofShow.campaigns.map(({ id }) => id),
        ['camp_all'],
        'campaigns of the show',
      );
      const all = await stage.backend.read('listCampaigns', {});
      equal(all.campaigns.map(({ id }) => id).at(-1), 'camp_soon', 'the last of all');
    },
  ],
  [
    'a pledge counts once its card is saved, and nothing is charged before the deadline',
    async (stage) => {
      const made = await stage.backend.act('createPledge', pledgeOf({ extra: 500 }));
      equal(
        [made.pledge.state, made.pledge.step, made.pledge.total],
        ['pending', { type: 'test' }, eur(2500)],
        'the pledge',
      );
      equal((await campaignOf(stage)).raised, eur(0), 'what counts without a card');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'its stock');
      const session = present(made.session, 'a session').token;
      const saved = await stage.backend.act('saveTestCard', { pledge: made.pledge.id, card: 'good' }, { session });
      equal([saved.state, saved.step, saved.order], ['promised', null, null], 'the promise');
      const campaign = await campaignOf(stage);
      equal([campaign.raised, campaign.supporters, campaign.captured], [eur(2500), 1, null], 'what counts with it');
      equal((await stage.peek('orders')).orders, [], 'orders');
      equal((await stage.peek('tickets')).tickets, [], 'tickets');
      await stage.mailTo('bea@example.org');
    },
  ],
  [
    'a card that is saved twice is one promise',
    async (stage) => {
      const { pledge, token } = await stage.pledge();
      await stage.backend.act('saveTestCard', { pledge: pledge.id, card: 'good' }, { session: token });
      equal((await campaignOf(stage)).raised, eur(2000), 'what counts');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'its stock');
    },
  ],
  [
    'the same key with the same request is the same pledge',
    async (stage) => {
      const request = pledgeOf();
      const replies = await Promise.all(Array.from({ length: 4 }, () => stage.backend.act('createPledge', request)));
      equal(new Set(replies.map(({ pledge }) => pledge.id)).size, 1, 'different pledges');
      equal(await stage.pool('pool_any'), { held: 1, sold: 0 }, 'the stock');
    },
  ],
  [
    'a promise that nobody saved a card for gives its reward back after a quarter of an hour',
    async (stage) => {
      await stage.backend.act('createPledge', pledgeOf({ reward: 'rwrd_rare' }));
      await stage.advance(15 * 60 + 1);
      const { pledge } = await stage.pledge({ reward: 'rwrd_rare', email: 'ali@example.org' });
      equal(pledge.state, 'promised', 'the next pledge');
      equal(await stage.pool('pool_rare'), { held: 1, sold: 0 }, 'the stock');
    },
  ],
  [
    'a reward that is promised stays taken, however long the campaign runs',
    async (stage) => {
      await stage.pledge({ reward: 'rwrd_rare' });
      await stage.advance(DAY);
      equal(await stage.pool('pool_rare'), { held: 1, sold: 0 }, 'the stock');
      equal((await campaignOf(stage)).rewards.find(({ id }) => id === 'rwrd_rare')?.left, 0, 'what is left');
    },
  ],
  [
    'names are shown only of those who agreed, without their address',
    async (stage) => {
      await stage.pledge({ email: 'ali@example.org' });
      await stage.pledge({ email: 'bea@example.org', name: '  Béa \u202E ' });
      const campaign = await campaignOf(stage);
      equal(campaign.named, [{ name: 'Béa' }], 'the names');
      ok(!JSON.stringify(campaign).includes('example.org'), 'no address is told');
    },
  ],
  [
    'a name is gone when its supporter withdraws, or agrees no more',
    async (stage) => {
      const one = await stage.pledge({ email: 'ali@example.org', name: 'Ali' });
      const two = await stage.pledge({ email: 'bea@example.org', name: 'Béa' });
      await stage.backend.act('withdrawPledge', { pledge: one.pledge.id }, { session: one.token });
      const {
        campaign: _campaign,
        idempotencyKey: _key,
        email: _email,
        locale: _locale,
        page: _page,
        ...choice
      } = pledgeOf();
      await stage.backend.act('changePledge', { pledge: two.pledge.id, ...choice }, { session: two.token });
      equal((await campaignOf(stage)).named, [], 'the names');
    },
  ],
  [
    'two pledges of one person are one supporter',
    async (stage) => {
      const { token } = await stage.pledge();
      await stage.pledge({ session: token, reward: null, extra: 700 });
      const campaign = await campaignOf(stage);
      equal([campaign.raised, campaign.supporters], [eur(2700), 1], 'what counts');
    },
  ],
  [
    'the form for a card can be asked for again until the card is saved',
    async (stage) => {
      const { pledge, session } = await stage.backend.act('createPledge', pledgeOf());
      const token = session?.token ?? '';
      for (const payment of [undefined, 'hosted', 'elements'] as const) {
        const again = await stage.backend.act(
          'prepareCard',
          { pledge: pledge.id, ...(payment ? { payment } : {}) },
          { session: token },
        );
        equal([again.state, again.step?.type], ['pending', pledge.step?.type], 'the pledge');
      }
      await stage.backend.act('saveTestCard', { pledge: pledge.id, card: 'good' }, { session: token });
      const saved = await stage.backend.act('prepareCard', { pledge: pledge.id }, { session: token });
      equal([saved.state, saved.step], ['promised', null], 'once it is saved');
      equal((await campaignOf(stage)).supporters, 1, 'supporters');
    },
  ],
  [
    'withdrawing while the campaign is open takes the promise back, twice is once',
    async (stage) => {
      const { pledge, token } = await stage.pledge({ reward: 'rwrd_rare' });
      for (let time = 0; time < 2; time++) {
        const after = await stage.backend.act('withdrawPledge', { pledge: pledge.id }, { session: token });
        equal(after.state, 'withdrawn', 'the pledge');
      }
      equal((await campaignOf(stage)).raised, eur(0), 'what counts');
      equal(await stage.pool('pool_rare'), { held: 0, sold: 0 }, 'the stock');
      await stage.passDeadline();
      equal((await stage.peek('orders')).orders, [], 'orders');
    },
  ],
  [
    'changing to another reward moves the amount and the stock, or nothing',
    async (stage) => {
      const { pledge, token } = await stage.pledge();
      const to = (reward: string, extra: number) => {
        const {
          campaign: _c,
          idempotencyKey: _k,
          email: _e,
          locale: _l,
          page: _p,
          ...choice
        } = pledgeOf({ reward, extra });
        return stage.backend.act('changePledge', { pledge: pledge.id, ...choice }, { session: token });
      };
      const rare = await to('rwrd_rare', 100);
      equal([rare.reward?.id, rare.total, rare.state], ['rwrd_rare', eur(3100), 'promised'], 'the pledge');
      equal(
        [await stage.pool('pool_any'), await stage.pool('pool_rare')],
        [
          { held: 0, sold: 0 },
          { held: 1, sold: 0 },
        ],
        'stock',
      );
      equal((await campaignOf(stage)).raised, eur(3100), 'what counts');
      await to('rwrd_rare', 900);
      equal(await stage.pool('pool_rare'), { held: 1, sold: 0 }, 'stock after a change of the amount alone');
    },
  ],
  [
    'a pledge of somebody else does not exist',
    async (stage) => {
      const { pledge } = await stage.pledge({ email: 'ali@example.org' });
      const { token } = await stage.pledge();
      const outcome = await Promise.allSettled([
        stage.backend.act('withdrawPledge', { pledge: pledge.id }, { session: token }),
        stage.backend.act('settlePledge', { pledge: pledge.id }, { session: token }),
        stage.backend.act('prepareCard', { pledge: pledge.id }, { session: token }),
        stage.backend.act('saveTestCard', { pledge: pledge.id, card: 'good' }, { session: token }),
      ]);
      equal(
        outcome.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'allowed')),
        ['not_found', 'not_found', 'not_found', 'not_found'],
        'the answers',
      );
      const { pledges } = await stage.backend.read('listPledges', {}, { session: token });
      ok(!pledges.some(({ id }) => id === pledge.id), 'it is not in the list');
    },
  ],
  [
    'a mailbox that was proved shows every pledge of its address',
    async (stage) => {
      await stage.pledge();
      const token = await stage.fan('bea@example.org');
      const { pledges } = await stage.backend.read('listPledges', { campaign: 'camp_all' }, { session: token });
      equal(
        pledges.map(({ state }) => state),
        ['promised'],
        'the pledges',
      );
    },
  ],
  [
    'a goal that was missed releases every promise and charges nothing',
    async (stage) => {
      const { pledge, token } = await stage.pledge({ reward: 'rwrd_rare' });
      await stage.passDeadline();
      const campaign = await campaignOf(stage);
      equal([campaign.state, campaign.result, campaign.raised], ['done', 'missed', eur(3000)], 'the campaign');
      equal((await stage.myPledge(pledge.id, token)).state, 'released', 'the pledge');
      equal(await stage.pool('pool_rare'), { held: 0, sold: 0 }, 'the stock');
      equal((await stage.peek('orders')).orders, [], 'orders');
      const { text } = await stage.mailTo('bea@example.org');
      ok(text.includes('not reached'), 'the mail says so');
    },
  ],
  [
    'a goal that was reached charges every card once, and a pledge carries its ticket',
    async (stage) => {
      const made = await reach(stage);
      await stage.passDeadline();
      for (let time = 0; time < 3; time++) await stage.send({ cmd: 'work' });
      const { orders } = await stage.peek('orders');
      equal(
        orders.map(({ state, total }) => [state, total.amountMinor]),
        [
          ['paid', 2000],
          ['paid', 2000],
          ['paid', 2000],
        ],
        'the orders',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 3 }, 'the stock');
      const { tickets } = await stage.peek('tickets');
      equal(
        tickets.map(({ show, kind, source }) => [show, kind, source]),
        Array.from({ length: 3 }, () => ['show_soon', 'live', 'paid']),
        'the tickets',
      );
      const mine = await stage.myPledge(made[0]!.pledge.id, made[0]!.token);
      equal([mine.state, mine.order?.state, mine.order?.tickets.length], ['paid', 'paid', 1], 'the pledge');
      const campaign = await campaignOf(stage);
      equal([campaign.state, campaign.result, campaign.captured], ['done', 'reached', eur(6000)], 'the campaign');
      equal(
        (await stage.peek('events')).events.filter(({ type }) => type === 'campaign.decided').length,
        // camp_keep has the same deadline.
        2,
        'decisions',
      );
    },
  ],
  [
    'the result is decided once: what fails later does not change it',
    async (stage) => {
      await reach(stage, 'good', 'good', 'declined');
      await stage.passDeadline();
      const campaign = await campaignOf(stage);
      equal(
        [campaign.state, campaign.result, campaign.raised, campaign.supporters],
        ['collecting', 'reached', eur(6000), 3],
        'the campaign',
      );
      equal(campaign.captured, eur(4000), 'what was captured');
      await stage.send({ cmd: 'work' });
      equal(
        (await stage.peek('events')).events.filter(({ type }) => type === 'campaign.decided').length,
        // camp_keep has the same deadline.
        2,
        'decisions',
      );
    },
  ],
  [
    'nothing that comes after the deadline counts',
    async (stage) => {
      await reach(stage, 'good', 'good');
      const late = await stage.backend.act('createPledge', pledgeOf({ email: 'late@example.org' }));
      await stage.advance(2 * DAY + 1);
      const refusals = await Promise.allSettled([
        stage.backend.act('createPledge', pledgeOf({ email: 'later@example.org' })),
        stage.backend.act(
          'saveTestCard',
          { pledge: late.pledge.id, card: 'good' },
          { session: present(late.session, 'a session').token },
        ),
      ]);
      ok(
        refusals.every((each) => each.status === 'rejected'),
        'neither a pledge nor a card is taken',
      );
      await stage.send({ cmd: 'work' });
      const campaign = await campaignOf(stage);
      equal([campaign.result, campaign.raised], ['missed', eur(4000)], 'the campaign');
    },
  ],
  [
    'a bank that wants its customer: the pledge waits seven days with its reward, and is confirmed like any payment',
    async (stage) => {
      const [, , needy] = await reach(stage, 'good', 'good', 'authenticate');
      await stage.passDeadline();
      const { pledge, token } = needy!;
      const waiting = await stage.myPledge(pledge.id, token);
      equal(
        [waiting.state, waiting.order?.state, waiting.order?.payment],
        ['needs-action', 'pending', { type: 'test' }],
        'the pledge',
      );
      const left = Date.parse(present(waiting.confirmUntil, 'confirmUntil')) - (await stage.now());
      ok(left > 6.9 * DAY * 1000 && left <= 7 * DAY * 1000, 'seven days to confirm');
      await stage.advance(6 * DAY);
      await stage.send({ cmd: 'work' });
      equal(await stage.pool('pool_any'), { held: 1, sold: 2 }, 'the stock');
      const mail = await stage.mailTo('fan2@example.org');
      const device = await stage.redeem(mail.secret);
      const order = present(waiting.order, 'an order').id;
      await stage.backend.act('payTest', { order, outcome: 'approve' }, { session: device });
      equal(
        (await stage.backend.act('settlePledge', { pledge: pledge.id }, { session: token })).state,
        'paid',
        'the pledge',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 3 }, 'the stock');
      await stage.send({ cmd: 'work' });
      equal((await campaignOf(stage)).state, 'done', 'the campaign');
    },
  ],
  [
    'a card without money is tried again by itself, one that was declined is not',
    async (stage) => {
      const [, poor, dead] = await reach(stage, 'good', 'insufficient', 'declined');
      await stage.passDeadline();
      equal((await stage.myPledge(poor!.pledge.id, poor!.token)).state, 'charging', 'the one without money');
      equal((await stage.myPledge(dead!.pledge.id, dead!.token)).state, 'needs-action', 'the one that was declined');
      await stage.advance(DAY + 60);
      await stage.send({ cmd: 'work' });
      equal((await stage.myPledge(poor!.pledge.id, poor!.token)).state, 'paid', 'the one that had money a day later');
      equal(
        (await stage.peek('events')).events.filter(({ type }) => type === 'pledge.attempted').length,
        4,
        'attempts',
      );
    },
  ],
  [
    'what could not be charged in seven days fails, its reward is free again, and enough was captured to go ahead',
    async (stage) => {
      const made = await reach(stage, 'good', 'good', 'declined');
      await stage.passDeadline();
      await stage.advance(7 * DAY);
      await stage.send({ cmd: 'work' });
      const campaign = await campaignOf(stage);
      equal([campaign.state, campaign.result, campaign.captured], ['done', 'reached', eur(4000)], 'the campaign');
      equal((await stage.myPledge(made[2]!.pledge.id, made[2]!.token)).state, 'failed', 'the pledge');
      equal(await stage.pool('pool_any'), { held: 0, sold: 2 }, 'the stock');
      const { orders } = await stage.peek('orders');
      equal(orders.filter(({ state }) => state === 'pending').length, 0, 'orders that could still be paid');
    },
  ],
  [
    'when too little could be charged everybody gets their money back',
    async (stage) => {
      const made = await reach(stage, 'good', 'declined', 'authenticate');
      await stage.passDeadline();
      await stage.advance(7 * DAY);
      for (let time = 0; time < 2; time++) await stage.send({ cmd: 'work' });
      const campaign = await campaignOf(stage);
      equal([campaign.state, campaign.result], ['done', 'returned'], 'the campaign');
      equal((await stage.myPledge(made[0]!.pledge.id, made[0]!.token)).state, 'refunded', 'the pledge');
      const { orders } = await stage.peek('orders');
      ok(!orders.some(({ state }) => state === 'paid'), 'no order is paid any more');
      const { tickets } = await stage.peek('tickets');
      ok(
        tickets.every(({ state }) => state === 'void'),
        'no ticket lets in',
      );
      equal(await stage.pool('pool_any'), { held: 0, sold: 0 }, 'the stock');
    },
  ],
  [
    'what a campaign is charging cannot be cancelled as an order',
    async (stage) => {
      const [, , needy] = await reach(stage, 'good', 'good', 'authenticate');
      await stage.passDeadline();
      const { order } = await stage.myPledge(needy!.pledge.id, needy!.token);
      const attempt = stage.backend.act(
        'cancelOrder',
        { order: present(order, 'an order').id },
        { session: needy!.token },
      );
      equal(
        await attempt.then(
          () => 'allowed',
          (error: { code: string }) => error.code,
        ),
        'order_closed',
        'the answer',
      );
      equal(await stage.pool('pool_any'), { held: 1, sold: 2 }, 'the stock');
    },
  ],
  [
    'where money is kept, a pledge is an order that is paid at once and counts from then',
    async (stage) => {
      const request = pledgeOf({ campaign: 'camp_keep', reward: 'rwrd_keep', extra: 500, name: 'Béa' });
      const { pledge, session } = await stage.backend.act('createPledge', request);
      const order = present(pledge.order, 'an order');
      const { token } = present(session, 'a session');
      equal(
        order.lines.map(({ type, total }) => [type, total.amountMinor]),
        [
          ['reward', 1500],
          ['donation', 500],
        ],
        'its lines',
      );
      equal((await campaignOf(stage, 'camp_keep')).supporters, 0, 'supporters before it is paid');
      await stage.backend.act('payTest', { order: order.id, outcome: 'approve' }, { session: token });
      const campaign = await campaignOf(stage, 'camp_keep');
      equal([campaign.raised, campaign.supporters, campaign.named], [eur(2000), 1, [{ name: 'Béa' }]], 'what counts');
      equal((await stage.myPledge(pledge.id, token)).state, 'paid', 'the pledge');
      equal(await stage.pool('pool_rare'), { held: 0, sold: 1 }, 'the stock');
      await stage.passDeadline();
      const after = await campaignOf(stage, 'camp_keep');
      equal([after.state, after.result, after.raised], ['done', 'missed', eur(2000)], 'a goal that was missed');
      equal(
        (await stage.peek('orders')).orders.map(({ state }) => state),
        ['paid'],
        'money that is kept',
      );
    },
  ],
  [
    'the public lane of the show hears of pledges, in numbers',
    async (stage) => {
      await stage.backend.read('getShow', { show: 'show_live' });
      const follower = await stage.follow('public');
      await stage.pledge({ name: 'Béa' });
      await follower.until(
        ({ messages }) =>
          messages.some(
            (message) =>
              message.type === 'campaign.changed' && message.raisedMinor === 2000 && message.supporters === 1,
          ),
        'the message of the pledge',
      );
      ok(!JSON.stringify(follower.messages).includes('example.org'), 'no address is told');
    },
  ],
];
