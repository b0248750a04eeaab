/** The feed: every number once, in order, whatever happens on the way. */
import { equal, ok, present, refused } from './assert.ts';
import type { Case } from './index.ts';
import type { Follower, Stage } from './stage.ts';

const fan = async (stage: Stage, email = 'bea@example.org'): Promise<string> => {
  const { token } = await stage.buy('offr_live', { email });
  await stage.enter('show_live', token);
  return token;
};

/** Posts one after another as the crew, whom no brake slows. */
async function chatter(stage: Stage, crew: string, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number++) await stage.post(crew, `message ${number} ${'.'.repeat(200)}`);
}

/** The numbers a follower heard since its last reset are `from`, `from` + 1 … */
function inOrder(follower: Follower, from: number): void {
  const seqs = follower.messages.map(({ seq }) => seq);
  equal(
    seqs,
    seqs.map((_, index) => from + index),
    'numbers heard',
  );
}

const seqOf = async (stage: Stage): Promise<number> =>
  (await stage.peek('feed', { show: 'show_live', lane: 'room' })).seq;

const posted = (text: string) => (follower: Follower) => follower.texts().some((each) => each.startsWith(text));

export const feed: readonly Case[] = [
  [
    'a posted message is in the lane before the reply is sent, with the next number',
    async (stage) => {
      const token = await fan(stage);
      for (const [index, text] of ['one', 'two', 'three'].entries()) {
        await stage.post(token, text);
        const { seq, text: stored } = await stage.peek('feed', { show: 'show_live', lane: 'room' });
        equal(seq, index + 1, 'the number');
        ok(stored.includes(`"${text}"`), `${text} is stored`);
      }
    },
  ],
  [
    'watchers hear everything from number 1 in order, over many chunks',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      await chatter(stage, crew, 1, 25);
      const late = await stage.follow('room', { token });
      await late.until(posted('message 25 '), 'what was there');
      await chatter(stage, crew, 26, 50);
      await late.until(posted('message 50 '), 'what came after');
      const newcomer = await stage.follow('room', { token, device: 'device_2' });
      await newcomer.until(posted('message 50 '), 'a newcomer hears it all');
      for (const follower of [late, newcomer]) {
        inOrder(follower, 1);
        equal(follower.texts().length, 50, 'messages');
        equal(follower.resets, [], 'resets');
      }
      equal(late.texts(), newcomer.texts(), 'both heard the same');
    },
  ],
  [
    'every watcher hears the same, once each, of what many write at once',
    async (stage) => {
      const writers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => fan(stage, `${name}@example.org`)));
      const watcher = await stage.follow('room', { token: present(writers[0], 'a writer') });
      await Promise.all(
        writers.flatMap((token, index) => [1, 2, 3].map((round) => stage.post(token, `${index} says ${round}`))),
      );
      await watcher.until((follower) => follower.texts().length >= 12, 'twelve messages');
      inOrder(watcher, 1);
      equal(new Set(watcher.texts()).size, 12, 'different texts');
      equal(await seqOf(stage), 12, 'the lane’s number');
    },
  ],
  [
    'a watcher that knows its place hears only what came after',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      await chatter(stage, crew, 1, 30);
      const first = await stage.follow('room', { token });
      await first.until(posted('message 30 '), 'what was there');
      first.stop();
      await chatter(stage, crew, 31, 60);
      const again = await stage.follow('room', { token, since: present(first.cursor, 'a cursor') });
      await again.until(posted('message 60 '), 'what came after');
      inOrder(again, 31);
      equal(again.resets, [], 'resets');
    },
  ],
  [
    'after a rotation a watcher starts over and hears the new epoch from 1',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      await stage.post(crew, 'before');
      const watcher = await stage.follow('room', { token });
      await watcher.until(posted('before'), 'before the rotation');
      const { epoch } = present(watcher.cursor, 'a cursor');
      await stage.send({ cmd: 'rotateRoom', show: 'show_live' });
      await stage.post(crew, 'after');
      await watcher.until(posted('after'), 'after the rotation');
      equal(watcher.resets.length, 1, 'resets');
      ok(present(watcher.cursor, 'a cursor').epoch !== epoch, 'another epoch');
      inOrder(watcher, 1);
      equal(watcher.texts(), ['after'], 'what is left');
    },
  ],
  [
    'a watcher that comes back after a rotation is told to start over',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      for (const text of ['one', 'two', 'three']) await stage.post(crew, text);
      const first = await stage.follow('room', { token });
      await first.until(posted('three'), 'before');
      first.stop();
      await stage.send({ cmd: 'rotateRoom', show: 'show_live' });
      await stage.post(crew, 'after');
      const again = await stage.follow('room', { token, since: present(first.cursor, 'a cursor') });
      await again.until(posted('after'), 'after');
      equal(again.resets.length, 1, 'resets');
      equal(again.log, ['reset', 1], 'the order of events');
    },
  ],
  [
    'after abort nothing is heard',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      const watcher = await stage.follow('room', { token });
      await stage.post(crew, 'one');
      await watcher.until(posted('one'), 'before the abort');
      watcher.stop();
      await stage.post(crew, 'two');
      await new Promise((resolve) => setTimeout(resolve, 300));
      equal(watcher.late, 0, 'calls after the abort');
      equal(watcher.texts(), ['one'], 'what was heard');
    },
  ],
  [
    'removing tells watchers, empties every stored chunk, and newcomers never hear it',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      const { message } = await stage.post(token, 'An unbearable text');
      await chatter(stage, crew, 1, 25);
      const watcher = await stage.follow('room', { token });
      await watcher.until(posted('message 25 '), 'before the removal');
      await stage.moderate(crew, { type: 'remove', message: message.id });
      const told = (follower: Follower) =>
        follower.messages.some((each) => each.type === 'message.removed' && each.message === message.id);
      await watcher.until(told, 'the removal');
      ok(
        !(await stage.peek('feed', { show: 'show_live', lane: 'room' })).text.includes('unbearable'),
        'the text is still stored',
      );
      const newcomer = await stage.follow('room', { token, device: 'device_2' });
      await newcomer.until(told, 'the newcomer catches up');
      ok(!newcomer.texts().some((text) => text.includes('unbearable')), 'the newcomer heard it');
      equal(newcomer.texts().length, 25, 'the newcomer heard the rest');
    },
  ],
  [
    'removing a pinned message unpins it and takes the pin’s text as well',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      const { message } = await stage.post(token, 'Pinned and unbearable');
      await stage.moderate(crew, { type: 'pin', message: message.id });
      const watcher = await stage.follow('room', { token });
      await watcher.until(({ states }) => states.at(-1)?.pin?.id === message.id, 'the pin');
      await stage.moderate(crew, { type: 'remove', message: message.id });
      await watcher.until(({ states }) => states.at(-1)?.pin === null, 'no pin');
      ok(
        !(await stage.peek('feed', { show: 'show_live', lane: 'room' })).text.includes('unbearable'),
        'the text is still stored',
      );
    },
  ],
  [
    'the room’s rules travel in messages and in the state',
    async (stage) => {
      const token = await fan(stage);
      const crew = await stage.moderator();
      const watcher = await stage.follow('room', { token });
      await watcher.until(({ states }) => states.length > 0, 'the first state');
      equal(present(watcher.states[0], 'a state').chat, { open: true, slowSeconds: 0 }, 'the rules at first');
      await stage.moderate(crew, { type: 'slow', seconds: 15 });
      await stage.moderate(crew, { type: 'close' });
      await watcher.until(({ states }) => states.at(-1)?.chat?.open === false, 'the rules then');
      equal(watcher.states.at(-1)?.chat, { open: false, slowSeconds: 15 }, 'the rules then');
      const rules = () =>
        watcher.messages.flatMap((message) => (message.type === 'chat.changed' ? [message.chat] : []));
      await watcher.until(() => rules().length === 2, 'both changes');
      equal(
        rules(),
        [
          { open: true, slowSeconds: 15 },
          { open: false, slowSeconds: 15 },
        ],
        'the messages',
      );
    },
  ],
  [
    'the public lane needs no session and tells phases and sale states',
    async (stage) => {
      const watcher = await stage.follow('public');
      await watcher.until(({ states }) => states.at(-1)?.phase === 'live', 'the first state');
      await stage.buy('offr_last');
      const soldOut = ({ messages }: Follower) =>
        messages.some(
          (each) =>
            each.type === 'offers.changed' &&
            each.offers.some(({ id, saleState }) => id === 'offr_last' && saleState === 'soldOut'),
        );
      await watcher.until(soldOut, 'the last seat');
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { notice: 'Ten more minutes.' } });
      await watcher.until(({ states }) => states.at(-1)?.signals?.notice === 'Ten more minutes.', 'what the desk says');
      await stage.send({ cmd: 'signals', show: 'show_live', signals: { endedAt: await stage.instant() } });
      await watcher.until(
        ({ messages }) => messages.some((each) => each.type === 'phase.changed' && each.phase === 'ended'),
        'the end',
      );
      inOrder(watcher, 1);
      ok(!JSON.stringify([watcher.messages, watcher.states]).includes('example.org'), 'an address is public');
    },
  ],
  [
    'the room’s address is a secret that only enter tells',
    async (stage) => {
      const token = await fan(stage);
      const show = await stage.backend.read('getShow', { show: 'show_live' });
      const { roomUrl } = await stage.enter('show_live', token);
      if (roomUrl !== null) ok(!JSON.stringify(show).includes(roomUrl), 'the show tells the room’s address');
      const stranger = await stage.buy('offr_soon', { email: 'stranger@example.org' });
      await refused(stage.enter('show_live', stranger.token), 'no_ticket', 'a stranger');
    },
  ],
];
