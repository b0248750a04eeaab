/** The live room: writing, the brake, reports. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import { newKey, type Stage } from './stage.ts';

const fan = async (stage: Stage, email = 'bea@example.org'): Promise<string> => {
  const { token } = await stage.buy('offr_live', { email });
  await stage.enter('show_live', token);
  return token;
};

export const room: readonly Case[] = [
  [
    'a nameless fan gets a name with four digits, and keeps it',
    async (stage) => {
      const token = await fan(stage);
      const first = (await stage.post(token, 'Bravo')).message;
      ok(/^Fan \d{4}$/.test(first.author.name), `a name like Fan 1234, not ${first.author.name}`);
      equal((await stage.post(token, 'Encore')).message.author, first.author, 'the author of the next one');
    },
  ],
  [
    'a chosen name stands on the message, and the tag is the one that enter tells',
    async (stage) => {
      const token = await fan(stage);
      await stage.backend.act('updateSession', { displayName: 'Béa 🌟' }, { session: token });
      const { author } = (await stage.post(token, 'Bravo')).message;
      equal([author.name, author.role], ['Béa 🌟', 'fan'], 'the author');
      equal((await stage.enter('show_live', token)).me.author, author.id, 'the tag');
    },
  ],
  [
    'hostile text comes back as text, cleaned',
    async (stage) => {
      const token = await fan(stage);
      const cases: [string, string][] = [
        ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
        ['a\u202Eb\u2066c\u0000d', 'abcd'],
        ['  два\n\n\tпробела  ', 'два пробела'],
        ['👩‍👩‍👧 🎸 שלום', '👩‍👩‍👧 🎸 שלום'],
        ["'; DROP TABLE messages; --", "'; DROP TABLE messages; --"],
        ['\\" {"a":1} %s %00', '\\" {"a":1} %s %00'],
      ];
      for (const [text, stored] of cases) {
        equal((await stage.post(token, text)).message.text, stored, 'the text');
        await stage.advance(10);
      }
      const { messages } = await stage.peek('messages', { show: 'show_live' });
      equal(
        messages.map(({ text }) => text),
        cases.map(([, stored]) => stored),
        'what is stored',
      );
    },
  ],
  [
    'three hundred characters pass, one more does not',
    async (stage) => {
      const token = await fan(stage);
      equal((await stage.post(token, 'x'.repeat(300))).message.text.length, 300, 'the length');
      await refused(stage.post(token, 'x'.repeat(301)), 'bad_request', 'one more');
    },
  ],
  [
    'repeating oneself within half a minute is refused',
    async (stage) => {
      const token = await fan(stage);
      await stage.post(token, 'Bravo');
      await refused(stage.post(token, ' Bravo\u200B '), 'text_refused', 'the same again');
      await stage.advance(31);
      await stage.post(token, 'Bravo');
    },
  ],
  [
    'the same key posts once',
    async (stage) => {
      const token = await fan(stage);
      const key = newKey();
      const replies = await Promise.all([1, 2, 3].map(() => stage.post(token, 'Bravo', 'show_live', key)));
      equal(new Set(replies.map(({ message }) => message.id)).size, 1, 'different messages');
      equal((await stage.peek('messages', { show: 'show_live' })).messages.length, 1, 'messages');
      equal((await stage.peek('feed', { show: 'show_live', lane: 'room' })).seq, 1, 'the number of the lane');
    },
  ],
  [
    'a burst of three, then one message in two seconds',
    async (stage) => {
      const token = await fan(stage);
      for (const text of ['one', 'two', 'three']) await stage.post(token, text);
      const error = await refused(stage.post(token, 'four'), 'slow_mode', 'the fourth');
      const wait = present(error.retryAfterMs, 'retryAfterMs');
      ok(wait > 0 && wait <= 2000, `up to two seconds, not ${wait} ms`);
      await stage.advance(3);
      await stage.post(token, 'four');
    },
  ],
  [
    'slow mode sets the pace; moderators are exempt',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      await stage.moderate(crew, { type: 'slow', seconds: 30 });
      await stage.post(token, 'one');
      const error = await refused(stage.post(token, 'two'), 'slow_mode', 'the second');
      ok((error.retryAfterMs ?? 0) > 20_000, `about thirty seconds, not ${error.retryAfterMs} ms`);
      for (const text of ['a', 'b', 'c', 'd', 'e']) await stage.post(crew, text);
      await stage.moderate(crew, { type: 'slow', seconds: 0 });
      await stage.advance(3);
      await stage.post(token, 'two');
    },
  ],
  [
    'a closed chat refuses everybody but moderators, until it opens again',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      await stage.moderate(crew, { type: 'close' });
      await refused(stage.post(token, 'Hello?'), 'chat_closed', 'a fan');
      equal((await stage.post(crew, 'Back in five minutes')).message.author.role, 'moderator', 'the role');
      await stage.moderate(crew, { type: 'open' });
      await stage.post(token, 'Hello!');
    },
  ],
  [
    'muting silences the ticket on every device, says until when, and ends',
    async (stage) => {
      const token = await fan(stage);
      const { message } = await stage.post(token, 'Boo');
      const crew = await stage.moderator();
      await stage.moderate(crew, { type: 'mute', author: message.author.id, minutes: 10, purge: false });
      await refused(stage.post(token, 'Boo again'), 'muted', 'this device');
      await refused(stage.post(await stage.fan('bea@example.org'), 'Boo again'), 'muted', 'the same ticket elsewhere');
      const until = Date.parse(present((await stage.enter('show_live', token)).me.mutedUntil, 'mutedUntil'));
      ok(Math.abs(until - (await stage.now()) - 600_000) < 60_000, 'ten minutes');
      await stage.advance(11 * 60);
      await stage.post(token, 'Sorry');
      await stage.moderate(crew, { type: 'mute', author: message.author.id, minutes: 10, purge: false });
      await stage.moderate(crew, { type: 'unmute', author: message.author.id });
      await stage.post(token, 'Thank you');
    },
  ],
  [
    'a muted fan does not become another by buying again',
    async (stage) => {
      const token = await fan(stage);
      const { message } = await stage.post(token, 'Boo');
      await stage.moderate(await stage.moderator(), {
        type: 'mute',
        author: message.author.id,
        minutes: 10,
        purge: false,
      });
      await stage.buy('vrnt_poster', { session: token });
      await refused(stage.post(token, 'Boo again'), 'muted', 'the same session');
    },
  ],
  [
    'muting with purge takes away what was said',
    async (stage) => {
      const token = await fan(stage);
      const { message } = await stage.post(token, 'Something unbearable');
      await stage.post(token, 'Something worse');
      await stage.moderate(await stage.moderator(), {
        type: 'mute',
        author: message.author.id,
        minutes: 10,
        purge: true,
      });
      const { text } = await stage.peek('feed', { show: 'show_live', lane: 'room' });
      ok(!text.includes('Something'), 'the feed still holds the texts');
      const { messages } = await stage.peek('messages', { show: 'show_live' });
      equal(
        messages.map(({ removed }) => removed),
        [true, true],
        'removed',
      );
    },
  ],
  [
    'a report is counted once per session, and dismissed by a moderator',
    async (stage) => {
      const { message } = await stage.post(await fan(stage), 'Spoiler: she dies');
      const report = (session: string) =>
        stage.backend.act('reportMessage', { message: message.id, show: 'show_live', reason: 'spoiler' }, { session });
      const one = await fan(stage, 'one@example.org');
      await report(one);
      await report(one);
      await report(await fan(stage, 'two@example.org'));
      const crew = await stage.moderator();
      const list = async () =>
        (await stage.backend.read('listReports', { show: 'show_live' }, { session: crew })).reports;
      equal(
        (await list()).map(({ message: of, count, reasons }) => [of.id, count, reasons]),
        [[message.id, 2, ['spoiler']]],
        'reports',
      );
      await stage.moderate(crew, { type: 'dismiss', message: message.id });
      equal(await list(), [], 'reports once dismissed');
    },
  ],
  [
    'a removed message can neither be reported nor pinned nor removed again',
    async (stage) => {
      const token = await fan(stage);
      const { message } = await stage.post(token, 'Oops');
      const crew = await stage.moderator();
      await stage.moderate(crew, { type: 'remove', message: message.id });
      const report = stage.backend.act(
        'reportMessage',
        { message: message.id, show: 'show_live', reason: 'spam' },
        { session: token },
      );
      await refused(report, 'message_not_found', 'reporting it');
      await refused(stage.moderate(crew, { type: 'pin', message: message.id }), 'message_not_found', 'pinning it');
      await refused(stage.moderate(crew, { type: 'remove', message: message.id }), 'message_not_found', 'removing it');
    },
  ],
  [
    'moderating one show gives no power over another’s messages',
    async (stage) => {
      const { message } = await stage.post(await fan(stage), 'Bravo');
      const remove = stage.moderate(await stage.moderator(), { type: 'remove', message: message.id }, 'show_open');
      await refused(remove, 'message_not_found', 'by way of another show');
      ok((await stage.peek('feed', { show: 'show_live', lane: 'room' })).text.includes('Bravo'), 'the message is gone');
    },
  ],
  [
    'media time from a screen is never in the future',
    async (stage) => {
      const token = await fan(stage);
      const mediaAt = await stage.instant(3600);
      const request = { show: 'show_live', text: 'From tomorrow', idempotencyKey: newKey(), mediaAt };
      const { message } = await stage.backend.act('postMessage', request, { session: token });
      ok(Date.parse(present(message.mediaAt, 'mediaAt')) <= (await stage.now()) + 5000, 'media time in the future');
    },
  ],
  [
    'what was said is recalled in the order of the picture, and without what was removed',
    async (stage) => {
      const token = await fan(stage);
      const say = async (text: string, secondsAgo: number | null) => {
        const mediaAt = secondsAgo === null ? null : await stage.instant(-secondsAgo);
        const request = { show: 'show_live', text, idempotencyKey: newKey(), mediaAt };
        const { message } = await stage.backend.act('postMessage', request, { session: token });
        await stage.advance(5);
        return message;
      };
      await say('seen a minute later', 60);
      const early = await say('looked back at', 300);
      const gone = await say('better unsaid', 200);
      await say('without a picture', null);
      await stage.moderate(await stage.moderator(), { type: 'remove', message: gone.id });
      const at = new Date(Date.parse(present(early.mediaAt, 'media time')) + 30_000).toISOString();
      const recalled = await stage.backend.read('recallMessages', { show: 'show_live', at }, { session: token });
      const texts = (list: readonly { text: string }[]) => list.map(({ text }) => text);
      equal(texts(recalled.before), ['looked back at'], 'before that moment');
      equal(texts(recalled.after), ['seen a minute later', 'without a picture'], 'after it');
      equal(recalled.until, null, 'whether there is more');
      const exact = { show: 'show_live', at: present(early.mediaAt, 'media time') };
      equal(
        texts((await stage.backend.read('recallMessages', exact, { session: token })).before),
        ['looked back at'],
        'at the very moment',
      );
    },
  ],
];
