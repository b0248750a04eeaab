import { createMemoryBackend, demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import { aTimeout, expect, html, waitUntil } from '@open-wc/testing';
import { acquireVenue } from '../session/registry.ts';
import { announced, clearStage, memory, onPage, shows, textOf } from '../../test/stage.ts';
import '../define/live-countdown.ts';
import type { LiveCountdown } from './live-countdown.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A venue whose server's clock can be moved forward, and pages that notice. */
function movable(name: string) {
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    set: (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds),
    clear: (timer: unknown) => clearTimeout(timer as number),
  };
  const backend = createMemoryBackend({ seed: demoSeed({ site: location.origin }), clock, name });
  return {
    backend,
    /** Moves to this long before the start of `nuit-blanche` (six days after the page was made). */
    async to(beforeStart: number) {
      ahead = 6 * DAY - beforeStart;
      const { session, release } = acquireVenue(backend);
      const show = session.acquireShow('nuit-blanche');
      await show.session.load();
      show.release();
      release();
    },
  };
}

const countdown = (backend: MemoryBackend, show = 'nuit-blanche', lang = 'en', to = 'start') =>
  onPage<LiveCountdown>(
    html`<live-countdown .backend=${backend} show=${show} to=${to}><time>some day</time></live-countdown>`,
    lang,
  );

const figures = (tag: LiveCountdown) =>
  [...tag.renderRoot.querySelectorAll('[part=figure]')].map((one) => one.textContent!.replace(/\s+/g, ' ').trim());

/** Test pages run side by side, some of them in the background: each test says whether its page is seen. */
function seen(isSeen: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => !isSeen });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('<live-countdown>', () => {
  beforeEach(() => seen(true));
  afterEach(clearStage);
  after(() => delete (document as { hidden?: boolean }).hidden);

  it('is accessible, a timer with a name', async () => {
    const tag = await countdown(memory());
    await shows(tag, 'The show starts in');
    await expect(tag).to.be.accessible();
    const timer = tag.renderRoot.querySelector('[role=timer]')!;
    expect(tag.renderRoot.querySelector(`#${timer.getAttribute('aria-labelledby')}`)!.textContent).to.equal(
      'The show starts in',
    );
  });

  it('counts in days, hours, minutes and seconds, in the words of the page', async () => {
    const { backend, to } = movable('count');
    await to(2 * DAY + 3 * HOUR + 30_000);
    const tag = await countdown(backend, 'nuit-blanche', 'fr');
    await shows(tag, 'Le concert commence dans');
    const [days, hours, minutes, seconds] = figures(tag);
    expect([days, hours]).to.deep.equal(['2 jours', '3 heures']);
    expect(minutes).to.match(/^0 minute/);
    expect(seconds).to.match(/^(30|29|28) secondes$/);
  });

  it('moves every second, and two countdowns in the same instant', async () => {
    const backend = memory();
    const [one, two] = [await countdown(backend), await countdown(backend)];
    await shows(one, 'The show starts in');
    await shows(two, 'The show starts in');
    const before = figures(one)[3];
    await waitUntil(() => figures(one)[3] !== before, 'the seconds should move', { timeout: 2500 });
    await two.updateComplete;
    expect(figures(two)[3]).to.equal(figures(one)[3]);
  });

  it('rests while nobody looks, and is right at once when somebody does', async () => {
    const tag = await countdown(memory());
    await shows(tag, 'The show starts in');
    seen(false);
    const before = figures(tag)[3];
    await aTimeout(1500);
    expect(figures(tag)[3]).to.equal(before);
    seen(true);
    await tag.updateComplete;
    expect(figures(tag)[3]).not.to.equal(before);
  });

  it('counts to the doors when asked, then to the start behind open doors', async () => {
    const { backend, to } = movable('doors');
    await to(HOUR);
    const tag = await countdown(backend, 'nuit-blanche', 'en', 'doors');
    await shows(tag, 'Doors open in');
    await to(20 * MINUTE);
    await shows(tag, 'Doors are open');
    await shows(tag, 'The show starts in');
    expect(figures(tag)[0]).to.match(/^(19|20) minutes$/);
  });

  it('announces the few moments that matter, each once, and nothing on arrival', async () => {
    const { backend, to } = movable('announce');
    await to(DAY + MINUTE);
    const tag = await countdown(backend);
    await shows(tag, 'The show starts in');
    expect(announced(tag)).to.equal('');
    await to(DAY - MINUTE);
    await waitUntil(() => announced(tag) === '1 day to go');
    await to(HOUR + MINUTE);
    await waitUntil(() => figures(tag)[0]?.startsWith('1 hour'));
    expect(announced(tag), 'nothing new to say').to.equal('1 day to go');
    await to(9 * MINUTE);
    await waitUntil(() => announced(tag) === 'Doors are open');
    backend.desk.setSignals('show_nuit_blanche', { liveAt: new Date(Date.now() + 6 * DAY).toISOString() });
    await waitUntil(() => announced(tag) === 'Live now');
    expect(textOf(tag)).not.to.contain('starts in');
  });

  it('says when a show is live, over in the replay, postponed or cancelled', async () => {
    await shows(await countdown(memory(), 'lune-rousse'), 'Live now');
    await shows(await countdown(memory(), 'grande-maree'), /Replay until .*20\d\d/);
    await shows(await countdown(memory(), 'orage', 'fr'), 'Annulé');
    const backend = memory();
    backend.desk.setStatus('show_nuit_blanche', 'postponed');
    await shows(await countdown(backend), 'A new date will be announced here.');
  });

  it('keeps the page’s own date until it knows better, also when the show is unknown', async () => {
    const tag = await countdown(memory(), 'nothing-like-it');
    await shows(tag, 'We can’t find this any more');
    expect(tag.renderRoot.querySelector('slot')!.assignedElements()[0]!.textContent).to.equal('some day');
  });

  it('says on the page what an editor forgot', async () => {
    await shows(await onPage<LiveCountdown>(html`<live-countdown></live-countdown>`), 'does not know its venue');
  });
});
