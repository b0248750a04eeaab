/** Getting in and staying in. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import type { Stage } from './stage.ts';

const DAY = 86_400;

const cast = (stage: Stage, lease: string, session: string, screen: 'own' | 'other' = 'other') =>
  stage.backend.act('cast', { lease, screen }, { session });

export const doors: readonly Case[] = [
  [
    'a paid ticket opens a live show at once, with a grant',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const entry = await stage.enter('show_live', token);
      equal([entry.show, entry.ticket], ['show_live', present(order.tickets[0], 'a ticket').id], 'the entry');
      const grant = present(entry.grant, 'a grant');
      equal(grant.mode, 'live', 'the mode');
      const lasts = Date.parse(grant.expiresAt) - Date.parse(grant.issuedAt);
      equal(lasts, 15 * 60_000, 'how long the grant lasts');
      ok(entry.lease.heartbeatSeconds > 0, 'the lease says when to come back');
      ok(Date.parse(entry.lease.expiresAt) > Date.parse(entry.serverTime), 'the lease is in the future');
    },
  ],
  [
    'a camera whose capability is missing comes without an address',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const fan = present((await stage.enter('show_live', token)).grant, 'a grant').cameras;
      equal(
        fan.map(({ camera, missing }) => [camera, missing]),
        [
          ['stage', null],
          ['backstage', 'camera:backstage'],
        ],
        'a fan’s cameras',
      );
      equal(
        fan.map(({ url }) => url !== null),
        [true, false],
        'a fan’s addresses',
      );
      const crew = present((await stage.enter('show_live', await stage.moderator())).grant, 'a grant').cameras;
      ok(
        crew.every(({ url, missing }) => url !== null && missing === null),
        'the crew sees every camera',
      );
    },
  ],
  [
    'a live camera has a second address where the venue has one, for whoever has the first, and a replay has none',
    async (stage) => {
      const { token } = await stage.buy('offr_both');
      const cameras = present((await stage.enter('show_live', token)).grant, 'a grant').cameras;
      equal(
        cameras.map(({ backupUrl }) => backupUrl !== null),
        [true, false],
        'second addresses',
      );
      ok(cameras[0]?.backupUrl !== cameras[0]?.url, 'the second address is another one');
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      const replay = present((await stage.enter('show_live', token)).grant, 'a grant').cameras;
      equal([replay[0]?.url !== null, replay[0]?.backupUrl], [true, null], 'in the replay');
    },
  ],
  [
    'the grant says whose sound is heard beside another camera’s picture',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      equal((await stage.enter('show_live', token)).grant?.sound, 'own', 'where the show says so');
      const moderator = await stage.moderator();
      await stage.send({ cmd: 'signals', show: 'show_soon', signals: { liveAt: await stage.instant() } });
      equal((await stage.enter('show_soon', moderator)).grant?.sound, 'master', 'where it says nothing');
    },
  ],
  [
    'a marked show gives each device of a ticket a code of its own, the same with every grant',
    async (stage) => {
      const { token } = await stage.buy('offr_both');
      const first = await stage.enter('show_live', token, 'device_1');
      const code = present(present(first.grant, 'a grant').mark, 'a code');
      ok(/^[A-Z0-9]{8}$/.test(code), `the code ${code}`);
      const second = (await stage.enter('show_live', token, 'device_2')).grant?.mark;
      ok(typeof second === 'string' && second !== code, 'another device has another one');
      equal((await stage.enter('show_live', token, 'device_1')).grant?.mark, code, 'when it enters again');
      await stage.advance(10 * 60);
      equal((await stage.heartbeat(first.lease.id, token)).grant?.mark, code, 'when the grant is renewed');
      const stranger = await stage.buy('offr_live', { email: 'other@example.org' });
      const other = (await stage.enter('show_live', stranger.token, 'device_1')).grant?.mark;
      ok(typeof other === 'string' && other !== code && other !== second, 'another ticket has another one');
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      equal((await stage.heartbeat(first.lease.id, token)).grant?.mark, code, 'in the replay');
    },
  ],
  [
    'no code is given where none is drawn or none would lead to a ticket',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const { lease } = await stage.enter('show_live', token);
      equal((await cast(stage, lease.id, token)).grant?.mark, null, 'for a television');
      const trial = await stage.backend.act(
        'enter',
        { show: 'show_live', device: 'device_2', mode: 'test' },
        { session: token },
      );
      equal(trial.grant?.mark, null, 'over the test clip');
      equal((await stage.enter('show_live', await stage.moderator())).grant?.mark, null, 'for the crew');
      const replay = await stage.buy('offr_replay', { email: 'other@example.org' });
      equal((await stage.enter('show_replay', replay.token)).grant?.mark, null, 'of a show that has none');
    },
  ],
  [
    'doors, paused and ended have a room and no picture',
    async (stage) => {
      const waiting = await stage.buy('offr_doors');
      const early = await stage.enter('show_doors', waiting.token);
      equal([early.grant, early.me.capabilities.includes('chat.write')], [null, true], 'at the doors');
      const { token } = await stage.buy('offr_live', { email: 'other@example.org' });
      for (const signals of [{ pausedAt: await stage.instant() }, { endedAt: await stage.instant() }]) {
        await stage.send({ cmd: 'signals', show: 'show_live', signals });
        equal((await stage.enter('show_live', token)).grant, null, Object.keys(signals).join());
      }
    },
  ],
  [
    'the clock opens the doors and does not start the show',
    async (stage) => {
      const { token } = await stage.buy('offr_soon');
      await refused(stage.enter('show_soon', token), 'not_open_yet', 'a day before');
      await stage.advance(DAY - 20 * 60);
      equal((await stage.enter('show_soon', token)).grant, null, 'at the doors');
      await stage.advance(60 * 60);
      equal((await stage.enter('show_soon', token)).grant, null, 'when it should have begun');
      await stage.send({ cmd: 'signals', show: 'show_soon', signals: { liveAt: await stage.instant() } });
      equal((await stage.enter('show_soon', token)).grant?.mode, 'live', 'once it has begun');
    },
  ],
  [
    'the crew enters before doors',
    async (stage) => {
      const entry = await stage.enter('show_soon', await stage.moderator());
      equal(entry.grant, null, 'the grant');
      ok(entry.me.capabilities.includes('chat.moderate'), 'moderates');
    },
  ],
  [
    'a crew address that is not proved moderates nothing',
    async (stage) => {
      const { token } = await stage.buy('offr_live', { email: 'crew@venue.example' });
      const entry = await stage.enter('show_live', token);
      ok(!entry.me.capabilities.includes('chat.moderate'), 'an order session moderates');
      await refused(stage.moderate(token, { type: 'close' }), 'forbidden', 'closing the chat');
    },
  ],
  [
    'a replay ticket opens the replay in its window',
    async (stage) => {
      const { token } = await stage.buy('offr_replay');
      equal((await stage.enter('show_replay', token)).grant?.mode, 'replay', 'the mode');
      await stage.advance(3 * DAY);
      await refused(stage.enter('show_replay', token), 'show_over', 'after the window');
    },
  ],
  [
    'a replay tells its chapters and when it ends, a live show neither',
    async (stage) => {
      const replay = await stage.buy('offr_replay');
      const { chapters, until } = present((await stage.enter('show_replay', replay.token)).grant, 'a grant');
      equal(
        chapters.map(({ atMs, title }) => [atMs, title]),
        [
          [0, 'Opening'],
          [1_260_500, 'Encore'],
        ],
        'the chapters',
      );
      equal(until, present(replay.order.tickets[0], 'a ticket').until, 'until when');
      const live = await stage.buy('offr_live', { email: 'other@example.org' });
      const grant = present((await stage.enter('show_live', live.token)).grant, 'a grant');
      equal([grant.chapters, grant.until], [[], null], 'of a live show');
    },
  ],
  [
    'one purchase opens the live and then the replay',
    async (stage) => {
      const { token } = await stage.buy('offr_both');
      equal((await stage.enter('show_live', token)).grant?.mode, 'live', 'during the show');
      const now = await stage.instant();
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: now, replayAt: now } });
      equal((await stage.enter('show_live', token)).grant?.mode, 'replay', 'after it');
    },
  ],
  [
    'whoever is inside goes from the live to the replay they have, without entering again',
    async (stage) => {
      const { token } = await stage.buy('offr_both');
      const { lease } = await stage.enter('show_live', token);
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: await stage.instant() } });
      equal((await stage.heartbeat(lease.id, token)).grant, null, 'once it has ended');
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { replayAt: await stage.instant() } });
      equal((await stage.heartbeat(lease.id, token)).grant?.mode, 'replay', 'once the replay is there');
    },
  ],
  [
    'an open show lets every session in, to watch and not to write',
    async (stage) => {
      const { token } = await stage.backend.act('startSession', { show: 'show_open', device: 'A browser' });
      const entry = await stage.enter('show_open', token);
      equal([entry.ticket, entry.grant?.mode], [null, 'live'], 'the entry');
      ok(!entry.me.capabilities.includes('chat.write'), 'a nameless session writes');
      const bought = await stage.buy('offr_soon');
      equal((await stage.enter('show_open', bought.token)).grant?.mode, 'live', 'with a ticket for another show');
    },
  ],
  [
    'a slug opens what its id opens',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      equal((await stage.enter('a-show-called-live', token)).show, 'show_live', 'the show');
    },
  ],
  [
    'two devices watch on one ticket; a third takes the oldest one’s place',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const first = await stage.enter('show_live', token, 'device_1');
      const second = await stage.enter('show_live', token, 'device_2');
      await stage.heartbeat(first.lease.id, token);
      await stage.heartbeat(second.lease.id, token);
      const third = await stage.enter('show_live', token, 'device_3');
      await refused(stage.heartbeat(first.lease.id, token), 'lease_lost', 'the first device');
      await stage.heartbeat(second.lease.id, token);
      await stage.heartbeat(third.lease.id, token);
      equal((await stage.peek('leases')).leases.filter(({ live }) => live).length, 2, 'live leases');
    },
  ],
  [
    'entering again from the same device renews its own lease',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const first = await stage.enter('show_live', token, 'device_1');
      const other = await stage.enter('show_live', token, 'device_2');
      for (let round = 0; round < 3; round++) {
        equal((await stage.enter('show_live', token, 'device_1')).lease.id, first.lease.id, 'the lease');
      }
      await stage.heartbeat(other.lease.id, token);
    },
  ],
  [
    'two tickets make room for four devices',
    async (stage) => {
      const { token } = await stage.buy('offr_live', { quantity: 2 });
      const leases: string[] = [];
      for (const device of ['device_1', 'device_2', 'device_3', 'device_4']) {
        leases.push((await stage.enter('show_live', token, device)).lease.id);
      }
      for (const lease of leases) await stage.heartbeat(lease, token);
    },
  ],
  [
    'a lease that was left, or slept through, makes room',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const first = await stage.enter('show_live', token, 'device_1');
      const second = await stage.enter('show_live', token, 'device_2');
      await stage.backend.act('leave', { lease: first.lease.id }, { session: token });
      await stage.enter('show_live', token, 'device_3');
      await stage.heartbeat(second.lease.id, token);
      await stage.advance(160);
      await stage.enter('show_live', token, 'device_4');
      await stage.heartbeat(second.lease.id, token);
    },
  ],
  [
    'an address that lasts the show takes a place that nobody pushes out, and a ticket has one',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const phone = await stage.enter('show_live', token, 'phone');
      const laptop = await stage.enter('show_live', token, 'laptop');
      const grant = present((await cast(stage, phone.lease.id, token)).grant, 'a grant');
      equal([grant.mode, grant.renew], ['live', 'none'], 'how it is renewed');
      ok(Date.parse(grant.expiresAt) >= (await stage.now()) + 2 * 3_600_000, 'it lasts the show');
      // The screen and the device that sends to it are the ticket's two.
      await refused(stage.heartbeat(laptop.lease.id, token), 'lease_lost', 'the other device');
      await stage.heartbeat(phone.lease.id, token);
      // Neither leaving nor another device gives the place back, nor is there a second one.
      await stage.backend.act('leave', { lease: phone.lease.id }, { session: token });
      const tablet = await stage.enter('show_live', token, 'tablet');
      const again = present((await cast(stage, tablet.lease.id, token)).grant, 'a grant');
      equal(again.expiresAt, grant.expiresAt, 'when the address ends');
      equal((await stage.peek('leases')).leases.filter(({ live }) => live).length, 2, 'places of the ticket');
      await stage.heartbeat(tablet.lease.id, token);
      await stage.enter('show_live', token, 'laptop');
      await refused(stage.heartbeat(tablet.lease.id, token), 'lease_lost', 'a third device');
    },
  ],
  [
    'a device that plays such an address itself takes no second place, and keeps its own after leaving',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const old = await stage.enter('show_live', token, 'old');
      const laptop = await stage.enter('show_live', token, 'laptop');
      ok((await cast(stage, old.lease.id, token, 'own')).grant !== null, 'it has a grant');
      await stage.heartbeat(laptop.lease.id, token);
      await stage.heartbeat(old.lease.id, token);
      await stage.backend.act('leave', { lease: old.lease.id }, { session: token });
      await stage.enter('show_live', token, 'phone');
      await refused(stage.heartbeat(laptop.lease.id, token), 'lease_lost', 'the laptop');
      equal((await stage.enter('show_live', token, 'old')).lease.id, old.lease.id, 'its own place');
    },
  ],
  [
    'there is no such address while there is nothing to play, and none beyond the replay’s window',
    async (stage) => {
      const waiting = await stage.buy('offr_doors');
      const early = await stage.enter('show_doors', waiting.token);
      equal((await cast(stage, early.lease.id, waiting.token)).grant, null, 'at the doors');
      const { token } = await stage.buy('offr_replay', { email: 'other@example.org' });
      const { replayUntil } = await stage.backend.read('getShow', { show: 'show_replay' });
      await stage.advance((Date.parse(present(replayUntil, 'an end')) - (await stage.now())) / 1000 - 3600);
      const { lease } = await stage.enter('show_replay', token);
      const replay = present((await cast(stage, lease.id, token)).grant, 'a grant');
      equal(
        [replay.mode, Date.parse(replay.expiresAt)],
        ['replay', Date.parse(replayUntil ?? '')],
        'until the window ends',
      );
    },
  ],
  [
    'a heartbeat keeps the lease and renews a grant before it runs out',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const entry = await stage.enter('show_live', token);
      const expiresAt = Date.parse(present(entry.grant, 'a grant').expiresAt);
      for (let minute = 0; minute < 8; minute++) {
        await stage.advance(60);
        const reply = await stage.heartbeat(entry.lease.id, token);
        equal(reply.lease.id, entry.lease.id, 'the lease');
        ok(Date.parse(reply.lease.expiresAt) > Date.parse(reply.serverTime), 'the lease is in the future');
        if (minute === 7) ok(Date.parse(present(reply.grant, 'a fresh grant').expiresAt) > expiresAt, 'a later grant');
      }
    },
  ],
  [
    'a heartbeat brings the first grant when the show begins, and none while it pauses',
    async (stage) => {
      const { token } = await stage.buy('offr_doors');
      const { lease } = await stage.enter('show_doors', token);
      equal((await stage.heartbeat(lease.id, token)).grant, null, 'at the doors');
      await stage.send({ cmd: 'signals', show: 'show_doors', signals: { liveAt: await stage.instant() } });
      equal((await stage.heartbeat(lease.id, token)).grant?.mode, 'live', 'once it has begun');
      await stage.advance(2);
      await stage.send({ cmd: 'signals', show: 'show_doors', signals: { pausedAt: await stage.instant() } });
      equal((await stage.heartbeat(lease.id, token)).grant, null, 'while it pauses');
      await stage.send({ cmd: 'signals', show: 'show_doors', signals: { pausedAt: null } });
      equal((await stage.heartbeat(lease.id, token)).grant?.mode, 'live', 'when it goes on');
    },
  ],
  [
    'a ticket that was taken back stops the next heartbeat and every entry',
    async (stage) => {
      const { order, token } = await stage.buy('offr_live');
      const { lease } = await stage.enter('show_live', token);
      await stage.send({ cmd: 'voidTicket', ticket: present(order.tickets[0], 'a ticket').id });
      await refused(stage.heartbeat(lease.id, token), 'ticket_void', 'the heartbeat');
      for (const device of ['device_1', 'device_9'])
        await refused(stage.enter('show_live', token, device), 'ticket_void', device);
      await refused(stage.post(token, 'Still here?'), 'forbidden', 'writing');
    },
  ],
  [
    'somebody else’s lease is nobody’s',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      const { lease } = await stage.enter('show_live', token);
      const stranger = await stage.buy('offr_live', { email: 'stranger@example.org' });
      await refused(stage.heartbeat(lease.id, stranger.token), 'not_found', 'its heartbeat');
      await refused(
        stage.backend.act('leave', { lease: lease.id }, { session: stranger.token }),
        'not_found',
        'leaving it',
      );
      await stage.heartbeat(lease.id, token);
    },
  ],
  [
    'a show that does not exist cannot be entered',
    async (stage) => {
      const { token } = await stage.buy('offr_live');
      await refused(stage.enter('show_of_dreams', token), 'not_found', 'entering it');
    },
  ],
  [
    'a page whose clock is days off is let in by the server’s',
    async (stage) => {
      const { token } = await stage.buy('offr_both');
      await stage.advance(5 * DAY);
      const entry = await stage.enter('show_live', token);
      const server = await stage.now();
      ok(Math.abs(Date.parse(entry.serverTime) - server) < 60_000, 'serverTime is the server’s');
      ok(Date.parse(present(entry.grant, 'a grant').expiresAt) > server, 'the grant is good on the server’s clock');
      await stage.heartbeat(entry.lease.id, token);
    },
  ],
];
