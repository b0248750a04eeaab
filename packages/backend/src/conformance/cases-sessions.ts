/** Who a device is, and what it may therefore see. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { PAGE } from './scenario.ts';
import { orderOf } from './stage.ts';

const DAY = 86_400;

export const sessions: readonly Case[] = [
  [
    'proving the mailbox on a device that bought with the same address makes no second device of it',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const { secret } = await stage.requestLink('bea@example.org');
      const fan = await stage.redeem(secret, 'A phone', token);
      const { devices } = await stage.backend.read('getPasses', {}, { session: fan });
      equal(
        devices.map(({ label, current }) => [label, current]),
        [['A phone', true]],
        'the devices',
      );
      await refused(stage.backend.read('getSession', {}, { session: token }), 'session_expired', 'the session before');
      const other = await stage.buy('offr_live', { email: 'other@example.org' });
      const again = await stage.redeem((await stage.requestLink('bea@example.org')).secret, 'A laptop', other.token);
      equal(
        (await stage.backend.read('getPasses', {}, { session: again })).devices.length,
        2,
        'another person’s device',
      );
      await stage.backend.read('getSession', {}, { session: other.token });
    },
  ],
  [
    'nobody takes a name that shows nothing, or looks like the venue’s',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const { name } = await stage.backend.read('getVenue', {});
      const rename = (displayName: string) => stage.backend.act('updateSession', { displayName }, { session: token });
      for (const taken of [
        '\u3164',
        '\u200D\u2800 ',
        name,
        name.toUpperCase(),
        `${name}\u200D`,
        [...name].join('\u200C'),
      ])
        await refused(rename(taken), 'name_refused', `the name ${JSON.stringify(taken)}`);
      equal(
        (await rename('Zoé \u{1F469}\u200D\u{1F3A4}')).displayName,
        'Zoé \u{1F469}\u200D\u{1F3A4}',
        'a name with a joiner',
      );
    },
  ],
  [
    'no mail leads to a page that programs read in different ways',
    async (stage) => {
      const { protocol, host } = new URL(PAGE);
      for (const page of [
        // One parser's host is the other's name of a user.
        `${protocol}//evil.example\\@${host}/`,
        `${protocol}//somebody:secret@${host}/`,
        `${protocol}//somebody@${host}/`,
        `${protocol}//${host}@evil.example/`,
        `${protocol}//${host}.evil.example/`,
        `${protocol}//${host}/\u202Eelpmaxe`,
      ]) {
        const asked = stage.backend.act('requestPassLink', { email: 'bea@example.org', page, locale: 'en' });
        await refused(asked, 'page_not_allowed', `a link to ${page}`);
        await refused(
          stage.backend.act('createOrder', { ...orderOf('offr_live'), page }),
          'page_not_allowed',
          `an order from ${page}`,
        );
      }
    },
  ],
  [
    'buying without a session gives an order session',
    async (stage) => {
      const { session } = await stage.order('offr_live');
      const view = await stage.backend.read('getSession', {}, { session: present(session, 'a session').token });
      equal([view.kind, view.emailHint], ['order', 'b…@example.org'], 'the session');
    },
  ],
  [
    'a second order of the same address joins the session that is there',
    async (stage) => {
      const first = await stage.buy('offr_live');
      const second = await stage.order('vrnt_poster', { session: first.token });
      equal(second.session, null, 'the session told');
      await stage.backend.read('getOrder', { order: second.order.id }, { session: first.token });
      equal((await stage.backend.read('getPasses', {}, { session: first.token })).orders.length, 2, 'orders seen');
    },
  ],
  [
    'an order for another address gets a session of its own',
    async (stage) => {
      const first = await stage.buy('offr_live');
      const { order, session } = await stage.order('offr_live', { email: 'other@example.org', session: first.token });
      const token = present(session, 'a new session').token;
      await stage.backend.read('getOrder', { order: order.id }, { session: token });
      await refused(
        stage.backend.read('getOrder', { order: order.id }, { session: first.token }),
        'not_found',
        'the first session',
      );
    },
  ],
  [
    'buying with another fan’s address shows nothing of theirs',
    async (stage) => {
      const theirs = await stage.buy('offr_both');
      const mine = await stage.buy('vrnt_poster');
      const passes = await stage.backend.read('getPasses', {}, { session: mine.token });
      equal(
        passes.orders.map(({ id }) => id),
        [mine.order.id],
        'orders',
      );
      equal([passes.tickets, passes.devices], [[], []], 'tickets and devices');
      equal(
        (await stage.backend.read('getSession', {}, { session: mine.token })).tickets,
        [],
        'tickets of the session',
      );
      await refused(
        stage.backend.read('getOrder', { order: theirs.order.id }, { session: mine.token }),
        'not_found',
        'their order',
      );
      await refused(
        stage.backend.act('settleOrder', { order: theirs.order.id }, { session: mine.token }),
        'not_found',
        'settling it',
      );
      await refused(stage.enter('show_live', mine.token), 'no_ticket', 'entering with their ticket');
    },
  ],
  [
    'an order that is not there and one of somebody else are the same to a stranger',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const { token } = await stage.buy('offr_live', { email: 'stranger@example.org' });
      const read = (id: string) => stage.backend.read('getOrder', { order: id }, { session: token });
      const theirs = await refused(read(order.id), 'not_found', 'somebody’s order');
      const none = await refused(read('ordr_that_is_not_there'), 'not_found', 'nobody’s order');
      equal(theirs.message, none.message, 'the refusals');
    },
  ],
  [
    'a fan session sees all that the proved address bought, on any device',
    async (stage) => {
      const first = await stage.buy('offr_live');
      const second = await stage.buy('offr_soon');
      const fan = await stage.fan('bea@example.org');
      const passes = await stage.backend.read('getPasses', {}, { session: fan });
      equal(passes.orders.map(({ id }) => id).sort(), [first.order.id, second.order.id].sort(), 'orders');
      equal(passes.tickets.length, 2, 'tickets');
      ok(
        passes.devices.some(({ current }) => current),
        'this device is among the devices',
      );
      equal((await stage.backend.read('getSession', {}, { session: fan })).kind, 'fan', 'the kind');
      await stage.enter('show_live', fan);
    },
  ],
  [
    'a fan who buys again stays who they are',
    async (stage) => {
      await stage.buy('offr_live');
      const fan = await stage.fan('bea@example.org');
      const { order, session } = await stage.order('vrnt_poster', { session: fan });
      equal(session, null, 'the session told');
      await stage.backend.read('getOrder', { order: order.id }, { session: fan });
    },
  ],
  [
    'addresses are the same in any case',
    async (stage) => {
      const { order } = await stage.buy('offr_live', { email: 'Bea@Example.org' });
      const fan = await stage.fan('bea@example.org');
      equal(
        (await stage.backend.read('getPasses', {}, { session: fan })).orders.map(({ id }) => id),
        [order.id],
        'orders',
      );
    },
  ],
  [
    'asking for a link says the same whether the address is known or not, and only the known one gets mail',
    async (stage) => {
      await stage.buy('offr_live');
      const ask = (email: string) =>
        stage.backend.act('requestPassLink', { email, page: orderOf('offr_live').page, locale: 'en' });
      equal(await ask('bea@example.org'), {}, 'the known one');
      equal(await ask('nobody@example.org'), {}, 'the unknown one');
      const links = (await stage.peek('mails')).mails.filter(({ kind }) => kind === 'passLink');
      ok(
        links.some(({ to }) => to === 'bea@example.org'),
        'the known one has a link',
      );
      ok(!links.some(({ to, secret }) => to === 'nobody@example.org' && secret), 'the unknown one has none');
    },
  ],
  [
    'the six digits open the same door as the link',
    async (stage) => {
      const { order } = await stage.buy('offr_live');
      const code = present((await stage.requestLink('bea@example.org')).code, 'a code');
      ok(/^\d{6}$/.test(code), 'six digits');
      const grant = await stage.backend.act('redeemPassLink', {
        type: 'code',
        email: 'bea@example.org',
        code,
        device: 'Phone',
      });
      equal(grant.session.kind, 'fan', 'the kind');
      await stage.backend.read('getOrder', { order: order.id }, { session: grant.token });
    },
  ],
  [
    'the digits of one address open no other',
    async (stage) => {
      await stage.buy('offr_live');
      await stage.buy('offr_live', { email: 'other@example.org' });
      const code = present((await stage.requestLink('bea@example.org')).code, 'a code');
      const other = stage.backend.act('redeemPassLink', {
        type: 'code',
        email: 'other@example.org',
        code,
        device: 'Phone',
      });
      await refused(other, 'code_invalid', 'the other address');
    },
  ],
  [
    'five wrong guesses spend the digits, and not the link',
    async (stage) => {
      await stage.buy('offr_live');
      const mail = await stage.requestLink('bea@example.org');
      const code = present(mail.code, 'a code');
      const guess = (digits: string) =>
        stage.backend.act('redeemPassLink', { type: 'code', email: 'bea@example.org', code: digits, device: 'Phone' });
      const wrong = code === '123456' ? '654321' : '123456';
      for (let round = 0; round < 5; round++) await refused(guess(wrong), 'code_invalid', 'a wrong guess');
      await refused(guess(code), 'code_invalid', 'the right one, too late');
      await stage.redeem(mail.secret);
    },
  ],
  [
    'a link asked for lives fifteen minutes',
    async (stage) => {
      await stage.buy('offr_live');
      const mail = await stage.requestLink('bea@example.org');
      await stage.advance(14 * 60);
      await stage.redeem(mail.secret);
      await stage.advance(2 * 60);
      await refused(stage.redeem(mail.secret), 'link_expired', 'after fifteen minutes');
      const late = stage.backend.act('redeemPassLink', {
        ...{ type: 'code', email: 'bea@example.org', device: 'Phone' },
        code: present(mail.code, 'a code'),
      });
      await refused(late, ['link_expired', 'code_invalid'], 'the digits after fifteen minutes');
    },
  ],
  [
    'the link of a purchase works until the end of the replay window',
    async (stage) => {
      await stage.buy('offr_both');
      const { secret } = await stage.mailTo('bea@example.org');
      await stage.advance(6 * DAY);
      await stage.redeem(secret);
      await stage.advance(2 * DAY);
      await refused(stage.redeem(secret), 'link_expired', 'after the window');
    },
  ],
  [
    'a link serves two devices; a third takes the oldest one’s place',
    async (stage) => {
      await stage.buy('offr_live');
      const { secret } = await stage.mailTo('bea@example.org');
      const look = (session: string) => stage.backend.read('getSession', {}, { session });
      const first = await stage.redeem(secret, 'First');
      const second = await stage.redeem(secret, 'Second');
      await look(first);
      await look(second);
      const third = await stage.redeem(secret, 'Third');
      await refused(look(first), 'session_replaced', 'the first device');
      await look(second);
      await look(third);
    },
  ],
  [
    'a session that was ended is unknown from then on',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      await stage.backend.act('endSession', {}, { session: token });
      await refused(stage.backend.read('getSession', {}, { session: token }), 'session_expired', 'reading it');
      await refused(stage.enter('show_live', token), 'session_expired', 'entering with it');
      equal((await stage.peek('sessions')).sessions.filter(({ live }) => live).length, 0, 'live sessions');
    },
  ],
  [
    'sessions slide: thirty days from the last use',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const look = () => stage.backend.read('getSession', {}, { session: token });
      await stage.advance(29 * DAY);
      await look();
      await stage.advance(29 * DAY);
      await look();
      await stage.advance(31 * DAY);
      await refused(look(), 'session_expired', 'after thirty-one idle days');
    },
  ],
  [
    'a fan ends another device’s session, and nobody else’s',
    async (stage) => {
      await stage.buy('offr_live');
      const fan = await stage.fan('bea@example.org');
      const { secret } = await stage.requestLink('bea@example.org');
      const phone = await stage.redeem(secret, 'Phone');
      const devices = (session: string) =>
        stage.backend.read('getPasses', {}, { session }).then((passes) => passes.devices);
      const target = present(
        (await devices(fan)).find(({ label }) => label === 'Phone'),
        'the phone',
      );
      await stage.buy('offr_live', { email: 'eve@example.org' });
      const eve = await stage.fan('eve@example.org');
      await refused(
        stage.backend.act('revokeDevice', { device: target.id }, { session: eve }),
        'device_not_found',
        'somebody else',
      );
      await stage.backend.act('revokeDevice', { device: target.id }, { session: fan });
      await refused(stage.backend.read('getSession', {}, { session: phone }), 'session_expired', 'the phone');
      ok(!(await devices(fan)).some(({ id }) => id === target.id), 'the phone is still listed');
    },
  ],
  [
    'a device session is nobody in particular',
    async (stage) => {
      const { token, session } = await stage.backend.act('startSession', { show: 'show_open', device: 'A browser' });
      equal([session.kind, session.emailHint, session.tickets], ['device', null, []], 'the session');
      const passes = await stage.backend.read('getPasses', {}, { session: token });
      equal([passes.orders, passes.tickets, passes.devices], [[], [], []], 'its passes');
    },
  ],
  [
    'a name is kept as text',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const written = '  <b>Béa</b>\u202E \u0000 🌟 ';
      const session = await stage.backend.act('updateSession', { displayName: written }, { session: token });
      equal(session.displayName, '<b>Béa</b> 🌟', 'the name');
    },
  ],
];
