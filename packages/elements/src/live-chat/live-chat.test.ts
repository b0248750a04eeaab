import type { MemoryBackend } from '@parterre/backend/memory';
import { aTimeout, expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import { buyTicket, fan, moderator, MODERATOR, proveMailbox } from '../../test/people.ts';
import { announced, clearStage, control, field, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import { acquireVenue } from '../session/registry.ts';
import '../define/live-chat.ts';
import type { LiveChat, LiveChatSentEvent } from './live-chat.ts';

const chatBox = (backend: MemoryBackend, show = 'lune-rousse', lang = 'en') =>
  onPage<LiveChat>(html`<live-chat .backend=${backend} show=${show}></live-chat>`, lang);

/** A chat whose reader holds this session. */
async function insideWith(backend: MemoryBackend, token: string, lang = 'en'): Promise<LiveChat> {
  const { session } = acquireVenue(backend);
  session.adopt({ token, session: await backend.read('getSession', {}, { session: token }) });
  const tag = await chatBox(backend, 'lune-rousse', lang);
  await field(tag, '#text, .notice');
  return tag;
}

const inside = async (backend: MemoryBackend, lang = 'en'): Promise<LiveChat> =>
  insideWith(backend, await buyTicket(backend, 'bea@example.org'), lang);

/** Types and sends; leaves the name to the server unless one was asked for and given. */
async function say(tag: LiveChat, text: string): Promise<void> {
  await type(tag, '#text', text);
  tag.renderRoot.querySelector('form')!.requestSubmit();
  await tag.updateComplete;
  if (tag.renderRoot.querySelector('#name')) {
    await type(tag, '#name', 'Béa');
    tag.renderRoot.querySelector('form')!.requestSubmit();
  }
}

const messagesOf = (tag: LiveChat): string[] =>
  [...tag.renderRoot.querySelectorAll('li.message[data-id] .text')].map((one) => one.textContent ?? '');

describe('<live-chat>', () => {
  afterEach(clearStage);

  it('is accessible outside, inside, while naming, with actions open and for moderators', async () => {
    const backend = memory();
    const outside = await chatBox(backend);
    await shows(outside, 'for everybody with a ticket');
    await expect(outside).to.be.accessible();
    clearStage();

    await (await fan(backend, 'Ivo')).say('Good evening');
    const tag = await insideWith(backend, await proveMailbox(backend, MODERATOR));
    await shows(tag, 'Good evening');
    await expect(tag).to.be.accessible();
    await press(tag, 'Actions for the message by Ivo');
    await expect(tag).to.be.accessible();
    await press(tag, 'Moderation');
    await shows(tag, 'Nothing reported.');
    await expect(tag).to.be.accessible();
    await type(tag, '#text', 'Hello');
    tag.renderRoot.querySelector('form')!.requestSubmit();
    await shows(tag, 'The name others see');
    await expect(tag).to.be.accessible();
  });

  it('says when the room opens, and that an open show lets everybody in to read', async () => {
    const backend = memory();
    await shows(await chatBox(backend, 'nuit-blanche'), 'The chat opens with the doors');
    const open = await chatBox(backend, 'les-balances');
    await press(open, 'Join the room');
    await shows(open, 'Nobody has said anything yet');
    await shows(open, 'A ticket lets you write');
    expect(open.renderRoot.querySelector('#text')).to.equal(null);
  });

  it('asks for a name once, then sends; the message appears once and is confirmed', async () => {
    const backend = memory();
    const tag = await inside(backend);
    const sent = oneEvent(tag, 'live-chat-sent') as Promise<LiveChatSentEvent>;
    await say(tag, 'Bonsoir 🎶');
    expect((await sent).text).to.equal('Bonsoir 🎶');
    expect(announced(tag)).to.equal('Message sent.');
    await aTimeout(50);
    expect(messagesOf(tag)).to.deep.equal(['Bonsoir 🎶']);
    await say(tag, 'Encore !');
    await shows(tag, 'Encore !');
    expect(tag.renderRoot.querySelector('#name')).to.equal(null);
    expect(Object.values(backend.state.sessions).some((one) => one.displayName === 'Béa')).to.equal(true);
  });

  it('draws hostile text as text', async () => {
    const backend = memory();
    const tag = await inside(backend);
    const hostile = '<img src=x onerror="window.broken=1"><b>bold</b>';
    await (await fan(backend, 'Eve')).say(hostile);
    await shows(tag, hostile);
    expect(tag.renderRoot.querySelector('.text img, .text b')).to.equal(null);
    expect((globalThis as { broken?: number }).broken).to.equal(undefined);
  });

  it('tells a screen reader of one message in full, of several by their number', async () => {
    const backend = memory();
    const tag = await inside(backend);
    const crew = await moderator(backend);
    await crew.say('Welcome');
    await waitUntil(() => announced(tag) === 'Crew: Welcome', 'the first message should be read');
    const log = tag.renderRoot.querySelector('[role=log]')!;
    expect(log.getAttribute('aria-live')).to.equal('off');
  });

  it('gives a refused message back to the field and says how long to wait', async () => {
    const backend = memory();
    const tag = await inside(backend);
    await (await moderator(backend)).moderate({ type: 'slow', seconds: 30 });
    await shows(tag, 'one message every 30 seconds');
    await say(tag, 'one');
    await shows(tag, 'one');
    await aTimeout(50);
    await say(tag, 'two');
    await shows(tag, /You can write again in \d+ s/);
    const input = await field(tag, '#text');
    expect(input.value).to.equal('two');
    expect(input.disabled).to.equal(true);
    expect(messagesOf(tag)).to.deep.equal(['one']);
  });

  it('keeps what could not be sent, and sends it once when asked again', async () => {
    const backend = memory();
    const tag = await inside(backend);
    await say(tag, 'first');
    await waitUntil(() => messagesOf(tag).includes('first'));
    backend.faults.fail = (name) => (name === 'postMessage' ? 'unavailable' : null);
    await say(tag, 'second');
    await shows(tag, 'Try again');
    await expect(tag).to.be.accessible();
    backend.faults.fail = () => null;
    await press(tag, 'Try again');
    await waitUntil(() => messagesOf(tag).includes('second'));
    expect(messagesOf(tag)).to.deep.equal(['first', 'second']);
    expect(textOf(tag)).not.to.contain('Try again');
  });

  it('counts what comes while the reader is further up, and leads back', async () => {
    const backend = memory();
    const tag = await inside(backend);
    const crew = await moderator(backend);
    for (let count = 1; count <= 30; count++) await crew.say(`line ${count}`);
    await shows(tag, 'line 30');
    const log = tag.renderRoot.querySelector('ol')!;
    await waitUntil(() => log.scrollHeight - log.scrollTop - log.clientHeight < 4, 'should follow the newest');
    log.scrollTop = 0;
    log.dispatchEvent(new Event('scroll'));
    await crew.say('down here');
    await crew.say('and here');
    await shows(tag, /\b2 new messages/);
    expect(log.scrollTop).to.equal(0);
    await press(tag, '2 new messages');
    await waitUntil(() => log.scrollHeight - log.scrollTop - log.clientHeight < 4);
    expect(tag.renderRoot.querySelector('.fresh')).to.equal(null);
  });

  it('keeps the list short', async () => {
    const backend = memory();
    const tag = await inside(backend);
    const crew = await moderator(backend);
    for (let count = 1; count <= 230; count++) await crew.say(`line ${count}`);
    await waitUntil(() => messagesOf(tag).at(-1) === 'line 230');
    expect(messagesOf(tag)).to.have.length(200);
    expect(messagesOf(tag)[0]).to.equal('line 31');
    await shows(tag, 'Older messages are no longer shown');
  });

  it('lets a moderator delete, pin, slow down and close, and everybody see it', async () => {
    const backend = memory();
    const eve = await fan(backend, 'Eve');
    await eve.say('buy my coins');
    await (await fan(backend, 'Ivo')).say('what a voice');
    const reader = await inside(backend);
    await shows(reader, 'buy my coins');
    // The moderator reads on another page of the same backend: another venue session under another name.
    const desk = await moderator(backend);
    const said = (text: string) =>
      Object.values(backend.state.messages).find((one) => one.message.text === text)!.message;
    const [spam, praise] = [said('buy my coins'), said('what a voice')];
    await desk.moderate({ type: 'remove', message: spam.id });
    await waitUntil(() => !textOf(reader).includes('buy my coins'), 'the removed message should go');
    await desk.moderate({ type: 'pin', message: praise.id });
    await waitUntil(() => announced(reader) === 'Pinned. Ivo: what a voice');
    await desk.moderate({ type: 'close' });
    await shows(reader, 'The chat is closed for now');
    expect(reader.renderRoot.querySelector('#text')).to.equal(null);
    await desk.moderate({ type: 'open' });
    await field(reader, '#text');
  });

  it('moderates from the same element', async () => {
    const backend = memory();
    const eve = await fan(backend, 'Eve');
    await eve.say('buy my coins');
    const tag = await insideWith(backend, await proveMailbox(backend, MODERATOR));
    await shows(tag, 'buy my coins');
    await press(tag, 'Actions for the message by Eve');
    await press(tag, 'Delete');
    await waitUntil(() => !textOf(tag).includes('buy my coins'));
    await press(tag, 'Moderation');
    await press(tag, 'Close the chat');
    await control(tag, 'Open the chat');
    expect(Object.values(backend.state.events).some((one) => one.type === 'moderation.acted')).to.equal(true);
  });

  it('takes a report to the moderators', async () => {
    const backend = memory();
    await (await fan(backend, 'Eve')).say('something ugly');
    const tag = await inside(backend);
    await shows(tag, 'something ugly');
    await press(tag, 'Actions for the message by Eve');
    await press(tag, 'Report');
    await press(tag, 'Insult or hate');
    await waitUntil(() => announced(tag) === 'Thank you. A moderator will look at it.');
    clearStage();
    const desk = await insideWith(backend, await proveMailbox(backend, MODERATOR));
    await press(desk, 'Moderation');
    await shows(desk, '1 report · Insult or hate');
    await press(desk, 'Nothing wrong');
    await shows(desk, 'Nothing reported.');
  });

  it('reaches the actions by arrow keys and the field by Tab', async () => {
    const backend = memory();
    const crew = await moderator(backend);
    for (const text of ['one', 'two', 'three']) await crew.say(text);
    const tag = await inside(backend);
    await shows(tag, 'three');
    await tag.updateComplete;
    const buttons = [...tag.renderRoot.querySelectorAll<HTMLButtonElement>('.more')];
    expect(buttons.map((one) => one.tabIndex)).to.deep.equal([-1, -1, 0]);
    buttons[2]!.focus();
    buttons[2]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', bubbles: true, composed: true }));
    await tag.updateComplete;
    expect(tag.shadowRoot!.activeElement).to.equal(buttons[1]);
    expect(buttons.map((one) => one.tabIndex)).to.deep.equal([-1, 0, -1]);
  });

  it('tells a muted fan so, and keeps the room readable', async () => {
    const backend = memory();
    const tag = await inside(backend);
    await say(tag, 'too much');
    await shows(tag, 'too much');
    const { author } = Object.values(backend.state.messages).find((one) => one.message.text === 'too much')!.message;
    await (await moderator(backend)).moderate({ type: 'mute', author: author.id, minutes: 10, purge: false });
    await aTimeout(20);
    await say(tag, 'still here');
    await shows(tag, /can’t write for the moment/);
    await shows(tag, 'too much');
  });

  it('speaks French throughout', async () => {
    const backend = memory();
    const tag = await inside(backend, 'fr');
    await shows(tag, 'Personne n’a encore rien dit');
    await say(tag, 'Bonsoir');
    await waitUntil(() => announced(tag) === 'Message envoyé.');
  });

  it('survives a move in the page without leaving the room', async () => {
    const backend = memory();
    const tag = await inside(backend);
    await say(tag, 'here');
    await shows(tag, 'here');
    const leases = Object.keys(backend.state.leases).length;
    document.body.append(document.createElement('section'));
    document.body.lastElementChild!.append(tag);
    await aTimeout(50);
    await shows(tag, 'here');
    expect(Object.keys(backend.state.leases)).to.have.length(leases);
  });

  it('shows in a replay what belongs to the picture, and everything when asked', async function () {
    // It waits for what comes with the picture.
    this.timeout(20_000);
    const backend = memory();
    const began = Date.parse(backend.state.shows['show_grande_maree']?.signals.liveAt ?? '');
    for (const [text, seconds] of [
      ['Bonsoir', 5],
      ['Encore !', 3000],
    ] as const) {
      const at = new Date(began + seconds * 1000).toISOString();
      const author = { id: 'athr_1', name: 'Ivo', rank: null, role: 'fan' } as const;
      backend.state.messages[text] = {
        ...{ message: { id: text, author, text, at, mediaAt: at }, show: 'show_grande_maree', key: text },
        ...{ sentAt: began + seconds * 1000, removed: false, reports: [] },
      };
    }
    const token = await buyTicket(backend, 'bea@example.org', 'offr_maree_replay');
    const { session } = acquireVenue(backend);
    session.adopt({ token, session: await backend.read('getSession', {}, { session: token }) });
    const tag = await chatBox(backend, 'show_grande_maree');
    await field(tag, '#text');
    await shows(tag, 'Nothing has been said yet at this point.');
    await expect(tag).to.be.accessible();
    let position = 10;
    const { session: show, release } = session.acquireShow('show_grande_maree');
    show.playhead = {
      playing: true,
      camera: 'stage',
      get mediaAt() {
        return new Date(began + position * 1000).toISOString();
      },
      take: () => ({ watchedMs: 0, quality: null }),
    };
    await shows(tag, 'Bonsoir');
    expect(messagesOf(tag)).to.deep.equal(['Bonsoir']);
    position = 3100;
    await shows(tag, 'Encore !');
    await waitUntil(() => announced(tag).includes('Encore !'), 'what comes with the picture should be announced');
    position = 10;
    await waitUntil(() => messagesOf(tag).length === 1, 'going back takes it away again');
    const all = await control(tag, 'Show everything');
    expect(all.getAttribute('aria-pressed')).to.equal('false');
    all.click();
    await shows(tag, 'Everything that was said');
    expect((await control(tag, 'Show everything')).getAttribute('aria-pressed')).to.equal('true');
    await expect(tag).to.be.accessible();
    release();
  });
});
