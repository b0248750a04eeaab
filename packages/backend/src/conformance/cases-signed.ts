/** Signed tickets, honouring everybody, several addresses for a ticket, screens with six letters. */
import type { Input } from '@parterre/protocol';
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { PAGE } from './scenario.ts';
import type { Stage } from './stage.ts';

const DAY = 86_400;

const signedOf = async (stage: Stage, token: string) =>
  (await stage.backend.read('getSession', {}, { session: token })).signed;

async function holder(stage: Stage, ref = 'offr_live') {
  const { order, token } = await stage.buy(ref);
  const ticket = present(order.tickets[0], 'a ticket').id;
  return { token, ticket, assertion: present((await signedOf(stage, token))[0], 'a signed ticket').assertion };
}

const enterWith = (stage: Stage, token: string, assertion: string) =>
  stage.backend.act('enter', { show: 'show_live', device: 'device_1', assertion }, { session: token });

const honour = (stage: Stage, proof: Input<'honour'>['proof'], device = 'device_1') =>
  stage.backend.act('honour', { show: 'show_live', device, proof });

const typed = (email: string) => ({ type: 'address', email, locale: 'en' }) as const;

const screen = (stage: Stage) =>
  stage.backend.act('startPairing', { show: 'show_live', page: PAGE, device: 'A television' });

const share = (stage: Stage, ticket: string, email: string, session: string) =>
  stage.backend.act('addTicketAddress', { ticket, email, page: PAGE, locale: 'en' }, { session });

export const signed: readonly Case[] = [
  [
    'a session is told a signed ticket for each show that is entered within a day',
    async (stage) => {
      const { ticket, token } = await holder(stage);
      const [one] = await signedOf(stage, token);
      equal([one?.show, one?.ticket], ['show_live', ticket], 'the signed ticket');
      const life = Date.parse(present(one, 'a signed ticket').expiresAt) - (await stage.now());
      ok(life > 0 && life <= DAY * 1000 + 5000, `it lives a day at most, not ${life} ms`);
      const later = await stage.buy('offr_soon', { email: 'other@example.org' });
      await stage.send({ cmd: 'status', show: 'show_soon', status: 'cancelled' });
      equal(await signedOf(stage, later.token), [], 'for a show that does not take place');
    },
  ],
  [
    'what was signed names nobody',
    async (stage) => {
      const { assertion } = await holder(stage);
      const claims = atob((assertion.split('.')[0] ?? '').replaceAll('-', '+').replaceAll('_', '/'));
      ok(!/bea|example/.test(claims), `it says ${claims}`);
    },
  ],
  [
    'a signed ticket that is shown is checked: its signature, its epoch, its age, its ticket',
    async (stage) => {
      const { assertion, ticket, token } = await holder(stage);
      equal((await enterWith(stage, token, assertion)).keep, 'heartbeat', 'with a good one');
      const forged = `${assertion.slice(0, -4)}${assertion.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
      await refused(enterWith(stage, token, forged), 'assertion_invalid', 'a changed one');
      await stage.send({ cmd: 'raiseEpoch', show: 'show_live' });
      await refused(enterWith(stage, token, assertion), 'assertion_stale', 'one of an older epoch');
      const fresh = present((await signedOf(stage, token))[0], 'a fresh one').assertion;
      await enterWith(stage, token, fresh);
      await stage.send({ cmd: 'voidTicket', ticket });
      await refused(enterWith(stage, token, fresh), 'ticket_void', 'of a ticket that was taken back');
      equal(await signedOf(stage, token), [], 'what is signed then');
    },
  ],
  [
    'a signed ticket is too old after a day',
    async (stage) => {
      const { assertion, token } = await holder(stage);
      await stage.advance(DAY + 60);
      await refused(enterWith(stage, token, assertion), 'assertion_stale', 'a day later');
      await stage.enter('show_live', token);
    },
  ],
  [
    'a signed ticket opens no other show',
    async (stage) => {
      const { token } = await holder(stage);
      const other = await holder(stage, 'offr_doors');
      const theirs = (await signedOf(stage, other.token)).find(({ show }) => show === 'show_doors');
      await refused(
        enterWith(stage, token, present(theirs, 'a signed ticket').assertion),
        'assertion_invalid',
        'another show’s',
      );
    },
  ],
  [
    'while signed tickets are honoured they let in alone, on as many devices as come',
    async (stage) => {
      const { assertion, ticket } = await holder(stage);
      await refused(honour(stage, { type: 'signed', assertion }), 'not_honoured', 'before it is switched on');
      await stage.send({ cmd: 'honour', show: 'show_live', level: 'signed' });
      equal((await stage.backend.read('getShow', { show: 'show_live' })).honours, 'signed', 'what the show says');
      for (const device of ['device_1', 'device_2', 'device_3', 'device_4']) {
        const { entry, session } = await honour(stage, { type: 'signed', assertion }, device);
        equal([entry.ticket, entry.keep, entry.grant?.mode, session], [ticket, 'enter', 'live', null], device);
      }
      await refused(honour(stage, typed('guest@example.org')), 'not_honoured', 'an address alone');
      await stage.send({ cmd: 'honour', show: 'show_live', level: null });
      await refused(honour(stage, { type: 'signed', assertion }), 'not_honoured', 'after it was switched off');
    },
  ],
  [
    'while everybody is honoured a typed address lets in, and gives one ticket that says so',
    async (stage) => {
      await stage.send({ cmd: 'honour', show: 'show_live', level: 'everybody' });
      const first = await honour(stage, typed('guest@example.org'));
      equal([first.entry.grant?.mode, first.session?.session.kind], ['live', 'device'], 'the entry');
      const again = await honour(stage, typed('Guest@Example.org'), 'device_2');
      equal(again.entry.ticket, first.entry.ticket, 'the ticket of the same address');
      const { tickets } = await stage.peek('tickets');
      equal(
        tickets.map(({ source, state }) => [source, state]),
        [['honour', 'valid']],
        'the tickets',
      );
      const token = present(first.session, 'a session').token;
      await stage.heartbeat(first.entry.lease.id, token);
      await stage.enter('show_live', token, 'device_1');
    },
  ],
  [
    'typing somebody’s address while everybody is honoured shows nothing of theirs',
    async (stage) => {
      await stage.buy('offr_both');
      await stage.send({ cmd: 'honour', show: 'show_live', level: 'everybody' });
      const { session } = await honour(stage, typed('bea@example.org'));
      const { token } = present(session, 'a session');
      const passes = await stage.backend.read('getPasses', {}, { session: token });
      equal([passes.orders.length, passes.devices.length], [0, 0], 'orders and devices');
      equal(
        passes.tickets.map(({ source, kind }) => [source, kind]),
        [['honour', 'live']],
        'tickets',
      );
    },
  ],
  [
    'honouring everybody ends with the show by itself',
    async (stage) => {
      await stage.send({ cmd: 'honour', show: 'show_live', level: 'everybody' });
      await honour(stage, typed('guest@example.org'));
      await stage.advance(5 * 3600);
      equal((await stage.backend.read('getShow', { show: 'show_live' })).honours, null, 'what the show says');
      await refused(honour(stage, typed('late@example.org')), 'not_honoured', 'hours after its end');
    },
  ],
  [
    'the test clip plays before doors, by the same ticket and the same door',
    async (stage) => {
      const { token, order } = await stage.buy('offr_soon');
      const attempt = () =>
        stage.backend.act('enter', { show: 'show_soon', device: 'device_1', mode: 'test' }, { session: token });
      const { grant } = await attempt();
      const clip = present(grant, 'a grant');
      equal([clip.mode, clip.cameras.length, clip.cameras[0]?.missing], ['test', 1, null], 'the grant');
      ok(Date.parse(clip.expiresAt) - Date.parse(clip.issuedAt) <= 5 * 60_000, 'it is short');
      await refused(stage.enter('show_soon', token), 'not_open_yet', 'the show itself');
      await stage.send({ cmd: 'voidTicket', ticket: present(order.tickets[0], 'a ticket').id });
      await refused(attempt(), 'ticket_void', 'with a ticket that was taken back');
    },
  ],
  [
    'a ticket is shared with up to three addresses, which prove themselves and watch on its devices',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const ticket = present(order.tickets[0], 'a ticket').id;
      const fan = await stage.fan('bea@example.org');
      const { addresses } = await share(stage, ticket, 'kim@example.org', fan);
      equal(
        addresses.map((one) => [one.ticket, one.emailHint]),
        [[ticket, 'k…@example.org']],
        'the addresses',
      );
      equal((await share(stage, ticket, 'kim@example.org', fan)).addresses.length, 1, 'added twice');
      const kim = await stage.redeem((await stage.mailTo('kim@example.org')).secret);
      equal((await stage.enter('show_live', kim, 'kims')).ticket, ticket, 'Kim’s ticket');
      const mine = await stage.enter('show_live', fan, 'mine');
      await stage.enter('show_live', kim, 'kims_other');
      await stage.heartbeat(mine.lease.id, fan);
      const passes = await stage.backend.read('getPasses', {}, { session: kim });
      equal([passes.orders.length, passes.addresses.length], [0, 0], 'what Kim sees of the owner');
      await refused(share(stage, ticket, 'else@example.org', kim), 'not_found', 'sharing what is not one’s own');
      const address = present(addresses[0], 'an address').id;
      await stage.backend.act('removeTicketAddress', { ticket, address }, { session: fan });
      await refused(stage.enter('show_live', kim, 'kims'), 'no_ticket', 'after it was taken back');
    },
  ],
  [
    'a screen shows six letters and is let in by whoever holds a ticket, once',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { code, secret, pollSeconds } = await screen(stage);
      ok(/^[A-HJKMNP-Z]{6}$/.test(code) && pollSeconds >= 1, `the letters ${code}`);
      const claim = () => stage.backend.act('claimPairing', { secret });
      equal((await claim()).session, null, 'before it is confirmed');
      const found = await stage.backend.act('findPairing', { code }, { session: token });
      equal([found.show.id, found.device, found.site], ['show_live', 'A television', 'venue.example'], 'the screen');
      await stage.backend.act('confirmPairing', { code }, { session: token });
      await refused(
        stage.backend.act('confirmPairing', { code }, { session: token }),
        'pairing_not_found',
        'the same letters again',
      );
      const { session } = await claim();
      await refused(claim(), 'pairing_expired', 'asking a second time');
      const television = present(session, 'a session');
      const ticket = present(order.tickets[0], 'a ticket').id;
      equal(
        television.session.tickets.map(({ id }) => id),
        [ticket],
        'its tickets',
      );
      equal((await stage.enter('show_live', television.token, 'television')).ticket, ticket, 'its entry');
      const passes = await stage.backend.read('getPasses', {}, { session: television.token });
      equal([passes.orders.length, passes.devices.length], [0, 0], 'what it sees of the person');
    },
  ],
  [
    'a paired screen is one of the ticket’s devices, and its fan can log it out',
    async (stage) => {
      await stage.buy('offr_live');
      const fan = await stage.fan('bea@example.org');
      const { code, secret } = await screen(stage);
      await stage.backend.act('confirmPairing', { code }, { session: fan });
      const { token } = present((await stage.backend.act('claimPairing', { secret })).session, 'a session');
      const first = await stage.enter('show_live', token, 'television');
      await stage.enter('show_live', fan, 'device_1');
      await stage.enter('show_live', fan, 'device_2');
      await refused(stage.heartbeat(first.lease.id, token), 'lease_lost', 'the oldest of three devices');
      const { devices } = await stage.backend.read('getPasses', {}, { session: fan });
      const television = present(
        devices.find(({ label }) => label === 'A television'),
        'the television among the devices',
      );
      await stage.backend.act('revokeDevice', { device: television.id }, { session: fan });
      await refused(stage.enter('show_live', token, 'television'), 'session_expired', 'once it was logged out');
    },
  ],
  [
    'letters that nobody confirmed are nothing after five minutes',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const { code } = await screen(stage);
      await stage.advance(6 * 60);
      await refused(
        stage.backend.act('confirmPairing', { code }, { session: token }),
        'pairing_not_found',
        'six minutes later',
      );
    },
  ],
];
