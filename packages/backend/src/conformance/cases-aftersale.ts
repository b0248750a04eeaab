/** What a buyer may still want after the sale: the mail again, another address, a ticket for somebody else. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { PAGE } from './scenario.ts';
import type { Stage } from './stage.ts';

const BEA = 'bea@example.org';
const KIM = 'kim@example.org';
const WEEK = 7 * 86_400;

const handOn = (stage: Stage, ticket: string, session: string, email = KIM) =>
  stage.backend.act('transferTicket', { ticket, email, page: PAGE, locale: 'en' }, { session });

const readdress = (stage: Stage, order: string, session: string, email = 'new@example.org') =>
  stage.backend.act('changeOrderEmail', { order, email, page: PAGE, locale: 'en' }, { session });

const passes = (stage: Stage, session: string) => stage.backend.read('getPasses', {}, { session });

/** Mails about a transfer to an address, oldest first. */
const mailsTo = async (stage: Stage, address: string) =>
  (await stage.peek('mails')).mails.filter(({ to, kind }) => to === address && kind === 'transfer');

/** A fan whose ticket waits to be accepted by Kim. */
async function waiting(stage: Stage, offer = 'offr_live', sort: 'live' | 'soon' = 'live') {
  const bought = await stage.buy(offer);
  const ticket = present(bought.order.tickets[0], 'a ticket').id;
  const fan = await stage.fan(BEA);
  const { transfers } = await handOn(stage, ticket, fan);
  const { secret } = present((await mailsTo(stage, KIM))[0], 'a mail to Kim');
  return { ...bought, ticket, fan, transfers, secret, show: `show_${sort}` };
}

const seats = async (stage: Stage, session: string) =>
  (await stage.backend.read('getHallTickets', { show: 'show_soon' }, { session })).tickets;

export const aftersale: readonly Case[] = [
  [
    'a seat in the hall has a number and a code of its own, which only its holder reads and which changes with the holder',
    async (stage) => {
      const { order, token } = await stage.buy('offr_hall', { quantity: 2 });
      const mine = await seats(stage, token);
      equal(mine.map(({ number }) => number).sort(), [1, 2], 'the numbers');
      equal(mine.map(({ ticket }) => ticket).sort(), order.tickets.map(({ id }) => id).sort(), 'the tickets');
      ok(
        new Set(mine.map(({ code }) => code)).size === 2 &&
          mine.every(({ code }) => /^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/.test(code)),
        'the codes',
      );
      equal(await seats(stage, token), mine, 'asked again');
      const stranger = await stage.buy('offr_soon', { email: 'stranger@example.org' });
      equal(await seats(stage, stranger.token), [], 'what somebody else reads');
      const [first] = mine;
      const { ticket, code } = present(first, 'a seat');
      await handOn(stage, ticket, await stage.fan(BEA));
      const kim = await stage.redeem(present((await mailsTo(stage, KIM))[0], 'a mail to Kim').secret);
      const hers = present((await seats(stage, kim))[0], 'Kim’s seat');
      equal(
        [hers.ticket, hers.number, hers.code === code],
        [ticket, present(first, 'a seat').number, false],
        'Kim’s seat',
      );
      equal((await seats(stage, token)).length, 1, 'what is left to the buyer');
      await stage.send({ cmd: 'voidTicket', ticket });
      equal(await seats(stage, kim), [], 'once it was taken back');
    },
  ],
  [
    'a confirmation is sent again to the order’s own address, with a link that opens it',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const first = await stage.mailTo(BEA);
      await stage.backend.act('resendOrder', { order: order.id }, { session: token });
      const second = await stage.mailTo(BEA);
      equal([second.kind, second.secret === first.secret], ['receipt', false], 'the second mail');
      equal((await passes(stage, await stage.redeem(second.secret))).orders.length, 1, 'what its link opens');
      await stage.redeem(first.secret);
      const stranger = await stage.buy('offr_free', { email: 'stranger@example.org' });
      await refused(
        stage.backend.act('resendOrder', { order: order.id }, { session: stranger.token }),
        'not_found',
        'somebody else’s order',
      );
    },
  ],
  [
    'a ticket that is handed on stays with its holder until the other mailbox accepts it, and lets in the new one alone then',
    async (stage) => {
      const { fan, token, ticket, secret, transfers } = await waiting(stage);
      equal(
        transfers.map((one) => [one.ticket, one.order, one.emailHint]),
        [[ticket, null, 'k…@example.org']],
        'what waits',
      );
      const mine = await stage.enter('show_live', fan, 'mine');
      const kim = await stage.redeem(secret);
      await refused(stage.heartbeat(mine.lease.id, fan), 'ticket_void', 'the lease of who had it');
      await refused(stage.enter('show_live', fan, 'mine'), 'no_ticket', 'who had it');
      await refused(stage.enter('show_live', token), 'no_ticket', 'the device that bought it');
      equal((await stage.enter('show_live', kim, 'kims')).ticket, ticket, 'Kim’s entry');
      const hers = await passes(stage, kim);
      equal([hers.orders.length, hers.tickets.length], [0, 1], 'what Kim sees: the ticket, no order');
      const his = await passes(stage, fan);
      equal([his.tickets.length, his.transfers.length, his.orders.length], [0, 0, 1], 'what is left to the buyer');
      // Opened again, on Kim's second device: the same ticket, nothing moves twice.
      await stage.enter('show_live', await stage.redeem(secret), 'kims_other');
      const { events } = await stage.peek('events');
      equal(events.filter(({ type }) => type === 'ticket.transferred').length, 1, 'times it moved');
    },
  ],
  [
    'both mailboxes hear of a ticket that is handed on: when it is asked for, and when it has moved',
    async (stage) => {
      const { secret } = await waiting(stage);
      equal([(await mailsTo(stage, KIM)).length, (await mailsTo(stage, BEA)).length], [1, 1], 'mails when asked');
      await stage.redeem(secret);
      equal([(await mailsTo(stage, KIM)).length, (await mailsTo(stage, BEA)).length], [2, 2], 'mails when accepted');
      const toKim = (await mailsTo(stage, KIM)).map(({ text }) => text).join(' ');
      ok(!toKim.includes(BEA), 'the new holder is not told the address in full');
    },
  ],
  [
    'what opened a ticket before it was handed on opens nothing: shares, televisions, what was signed',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const ticket = present(order.tickets[0], 'a ticket').id;
      const fan = await stage.fan(BEA);
      const address = { ticket, email: 'lou@example.org', page: PAGE, locale: 'en' };
      await stage.backend.act('addTicketAddress', address, { session: fan });
      const lou = await stage.redeem((await stage.mailTo('lou@example.org')).secret);
      const { code, secret } = await stage.backend.act('startPairing', {
        ...{ show: 'show_live', page: PAGE, device: 'A television' },
      });
      await stage.backend.act('confirmPairing', { code }, { session: fan });
      const television = present((await stage.backend.act('claimPairing', { secret })).session, 'a session').token;
      const { signed } = await stage.backend.read('getSession', {}, { session: fan });
      const { assertion } = present(signed[0], 'a signed ticket');
      await stage.enter('show_live', lou, 'lous');
      await handOn(stage, ticket, fan);
      const kim = await stage.redeem(present((await mailsTo(stage, KIM))[0], 'a mail to Kim').secret);
      await refused(stage.enter('show_live', lou, 'lous'), 'no_ticket', 'whom it was shared with');
      await refused(stage.enter('show_live', television, 'television'), 'no_ticket', 'the television');
      const shown = { show: 'show_live', device: 'd', assertion };
      await refused(stage.backend.act('enter', shown, { session: fan }), 'assertion_stale', 'what was signed');
      await stage.send({ cmd: 'honour', show: 'show_live', level: 'signed' });
      const proof = { type: 'signed', assertion } as const;
      await refused(
        stage.backend.act('honour', { show: 'show_live', device: 'd', proof }),
        'assertion_stale',
        'what was signed, while signed tickets are honoured',
      );
      const fresh = (await stage.backend.read('getSession', {}, { session: kim })).signed[0];
      const hers = { show: 'show_live', device: 'kims', assertion: present(fresh, 'a signed ticket').assertion };
      equal((await stage.backend.act('enter', hers, { session: kim })).ticket, ticket, 'what is signed for Kim');
    },
  ],
  [
    'livestream and replay of one piece go together, another piece stays',
    async (stage) => {
      const { order } = await stage.buy('offr_both', { quantity: 2 });
      const fan = await stage.fan(BEA);
      const { transferable, provedUntil } = await passes(stage, fan);
      equal([transferable.length, transferable.map((ids) => ids.length)], [2, [2, 2]], 'the pieces');
      ok(provedUntil !== null, 'the proof is fresh');
      const [piece] = transferable;
      await handOn(stage, present(piece, 'a piece')[0]!, fan);
      const kim = await stage.redeem(present((await mailsTo(stage, KIM))[0], 'a mail to Kim').secret);
      const kinds = async (token: string) => (await passes(stage, token)).tickets.map(({ kind }) => kind).sort();
      equal(await kinds(kim), ['live', 'replay'], 'what Kim has');
      equal(await kinds(fan), ['live', 'replay'], 'what stays');
      equal(order.tickets.length, 4, 'tickets of the order');
    },
  ],
  [
    'what nobody accepts is taken back, lapses after a week, or gives way to another wish; its link opens nothing then',
    async (stage) => {
      const { fan, ticket, transfers, secret } = await waiting(stage, 'offr_pass', 'soon');
      const transfer = present(transfers[0], 'a transfer').id;
      const kim = (await stage.buy('offr_free', { email: KIM })).token;
      await refused(
        stage.backend.act('cancelTransfer', { transfer }, { session: kim }),
        'transfer_not_found',
        'taking back what is not one’s own',
      );
      const { transfers: left } = await stage.backend.act('cancelTransfer', { transfer }, { session: fan });
      equal(left, [], 'what waits after taking it back');
      await refused(stage.redeem(secret), 'link_expired', 'the link of what was taken back');
      await handOn(stage, ticket, fan);
      await handOn(stage, ticket, fan, 'lou@example.org');
      const second = present((await mailsTo(stage, KIM))[1], 'a second mail to Kim');
      await refused(stage.redeem(second.secret), 'link_expired', 'the link of what gave way');
      const lous = present((await mailsTo(stage, 'lou@example.org'))[0], 'a mail to Lou');
      await stage.advance(WEEK + 60);
      await refused(stage.redeem(lous.secret), 'link_expired', 'a week later');
      equal((await passes(stage, fan)).tickets.length, 2, 'what is still the buyer’s');
    },
  ],
  [
    'a ticket that was taken back or used meanwhile cannot be accepted',
    async (stage) => {
      const first = await waiting(stage, 'offr_hall', 'soon');
      await stage.send({ cmd: 'checkIn', ticket: first.ticket });
      await refused(stage.redeem(first.secret), 'link_expired', 'one that came in at the door');
      equal((await passes(stage, first.fan)).transferable, [], 'what can be handed on');
      const second = await stage.buy('offr_live');
      const ticket = present(second.order.tickets[0], 'a ticket').id;
      await handOn(stage, ticket, first.fan, 'lou@example.org');
      await stage.send({ cmd: 'voidTicket', ticket });
      const lous = present((await mailsTo(stage, 'lou@example.org'))[0], 'a mail to Lou');
      await refused(stage.redeem(lous.secret), 'link_expired', 'one that was taken back');
    },
  ],
  [
    'a ticket is handed on three times at most',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const ticket = present(order.tickets[0], 'a ticket').id;
      let holder = BEA;
      for (const next of ['one@example.org', 'two@example.org', 'three@example.org']) {
        await handOn(stage, ticket, await stage.fan(holder), next);
        await stage.redeem(present((await mailsTo(stage, next))[0], `a mail to ${next}`).secret);
        holder = next;
      }
      await refused(handOn(stage, ticket, await stage.fan(holder), KIM), 'not_transferable', 'a fourth time');
    },
  ],
  [
    'what is shared is not the guest’s to hand on, and the link of a receipt is no fresh proof',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const ticket = present(order.tickets[0], 'a ticket').id;
      const receipt = await stage.redeem((await stage.mailTo(BEA)).secret);
      equal((await passes(stage, receipt)).provedUntil, null, 'what a receipt proves');
      await refused(handOn(stage, ticket, receipt), 'proof_required', 'with the link of a receipt');
      const address = { ticket, email: KIM, page: PAGE, locale: 'en' };
      await stage.backend.act('addTicketAddress', address, { session: receipt });
      await refused(handOn(stage, ticket, await stage.fan(KIM), 'lou@example.org'), 'not_found', 'what is shared');
    },
  ],
  [
    'asking says the same of an address that is known and of one that is not',
    async (stage) => {
      const { order } = await stage.buy('offr_pass');
      await stage.buy('offr_live', { email: 'known@example.org' });
      const fan = await stage.fan(BEA);
      const told = async (email: string) => {
        const { transfers } = await handOn(stage, present(order.tickets[0], 'a ticket').id, fan, email);
        return transfers.map(({ emailHint, ticket }) => [emailHint.length, ticket]);
      };
      equal(await told('known@example.org'), await told('nobody@example.org'), 'the answers');
    },
  ],
  [
    'an order moves to another address once that mailbox has opened its mail, and whoever had it has nothing left',
    async (stage) => {
      const { order, token } = await stage.buy('offr_both');
      await stage.buy('offr_free');
      const receipt = (await stage.peek('mails')).mails.find(({ to, kind }) => to === BEA && kind === 'receipt')!;
      const fan = await stage.fan(BEA);
      const { transfers } = await readdress(stage, order.id, fan);
      equal(
        transfers.map((one) => [one.ticket, one.order, one.emailHint]),
        [[null, order.id, 'n…@example.org']],
        'what waits',
      );
      await stage.enter('show_live', fan, 'mine');
      const { secret } = present((await mailsTo(stage, 'new@example.org'))[0], 'a mail to the new address');
      const owner = await stage.redeem(secret);
      const theirs = await passes(stage, owner);
      equal([theirs.orders.map(({ id }) => id), theirs.tickets.length], [[order.id], 2], 'what the new address has');
      equal((await stage.enter('show_live', owner, 'theirs')).ticket, order.tickets[0]?.id, 'its entry');
      await refused(
        stage.backend.read('getOrder', { order: order.id }, { session: token }),
        'not_found',
        'the device that bought it',
      );
      const left = await passes(stage, fan);
      equal([left.orders.length, left.tickets.length], [1, 1], 'what is left to the old address: its other order');
      await refused(stage.redeem(receipt.secret), 'link_expired', 'the link of the old receipt');
      const { orders } = await stage.peek('orders');
      equal(orders.find(({ id }) => id === order.id)?.email, 'new@example.org', 'the order');
    },
  ],
];
