import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { defineBackend } from '@parterre/backend';
import { createMemoryBackend, demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import type { Playback } from '@parterre/playback';
import type { Show } from '@parterre/protocol';
import '../define/live-player.ts';
import { resetSessions } from '../session/registry.ts';
import { TestStage, type StreamName } from '../../../../tests/component/stage.ts';
import type { LivePlayerControls } from './controls/live-player-controls.ts';
import type { LivePlayer, LivePlayerTicketEvent } from './live-player.ts';

const LIVE = 'lune-rousse';
const COMING = 'nuit-blanche';
const REPLAY = 'grande-maree';
const OPEN = 'les-balances';

let stage: TestStage;
let backend: MemoryBackend;
let name = '';
let count = 0;
/** Seconds that addresses are good for. */
let ttlSeconds = 900;

const until = (what: () => unknown, message: string, timeout = 9000) =>
  waitUntil(what, message, { timeout, interval: 20 });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function player(show: string, lang = 'en'): Promise<LivePlayer> {
  const around = await fixture<HTMLElement>(
    html`<div lang=${lang}>
      <live-player backend=${name} show=${show}><a href="/plain">Watch on a plain page</a></live-player>
    </div>`,
  );
  const element = around.querySelector('live-player') as LivePlayer;
  await until(() => element.shadowRoot?.querySelector('h2, .play'), 'it should draw the show', 4000);
  return element;
}

const $ = <E extends HTMLElement>(element: LivePlayer, selector: string): E | null =>
  element.shadowRoot?.querySelector<E>(selector) ?? null;
const text = (element: LivePlayer): string => element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
const said = (element: LivePlayer): string => $(element, '[aria-live=polite]')?.textContent?.trim() ?? '';
const controls = (element: LivePlayer): LivePlayerControls | null =>
  $<LivePlayerControls>(element, 'live-player-controls');
const control = <E extends HTMLElement>(element: LivePlayer, selector: string): E =>
  controls(element)?.shadowRoot?.querySelector(selector) as E;
const video = (element: LivePlayer): HTMLVideoElement | null => $<HTMLVideoElement>(element, 'video:not(.incoming)');
const playback = (element: LivePlayer) => element.watched?.playhead as Playback | null | undefined;

/** Pays for a place, as `<live-ticket>` would. */
async function buy(element: LivePlayer): Promise<void> {
  const session = element.watched;
  const show = session?.state.show as Show;
  const kind = session?.state.phase === 'replay' ? 'replay' : 'live';
  const offer = show.offers.find((one) => one.saleState === 'open' && one.includes.some((part) => part.kind === kind));
  const lines = [{ type: 'offer' as const, offer: offer?.id ?? '', quantity: 1 }];
  const venue = session!.venue;
  const { total } = await venue.quote({ lines, currency: 'EUR' });
  const order = await venue.order({
    idempotencyKey: venue.environment.randomId(),
    email: 'lise@example.org',
    locale: 'fr',
    lines,
    currency: 'EUR',
    expectedTotal: total,
    consents: { terms: true },
    page: show.url,
  });
  await venue.keep('payTest', { order: order.id, outcome: 'approve' });
}

async function playing(element: LivePlayer): Promise<void> {
  await until(() => $(element, '.play'), 'the play button should come');
  $(element, '.play')?.click();
  await until(() => playback(element)?.state.status === 'playing', 'it should play');
  await until(() => control(element, '.row button'), 'the controls should come with the picture');
}

const key = (element: LivePlayer, value: string) =>
  $(element, '.stage')?.dispatchEvent(
    new KeyboardEvent('keydown', { key: value, bubbles: true, composed: true, cancelable: true }),
  );

describe('<live-player>', function () {
  this.timeout(40_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    localStorage.clear();
    ttlSeconds = 900;
    name = `player-${++count}`;
    const seed = demoSeed({
      picture: () => 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    });
    const backstage = { id: 'coulisses', label: 'Coulisses', capability: 'camera:coulisses', offsetMs: 0 };
    const shows = seed.shows.map((show) =>
      show.slug === LIVE ? { ...show, cameras: [...show.cameras, backstage] } : show,
    );
    backend = createMemoryBackend({
      name,
      seed: { ...seed, shows },
      signPlayback: ({ camera, mode }) => {
        const streams: Record<string, StreamName> =
          mode === 'live' ? { scene: 'stage', salle: 'backstage' } : { scene: 'replay', salle: 'replay-backstage' };
        return stage.sign(streams[camera] ?? 'stage', ttlSeconds);
      },
    });
    defineBackend(name, backend);
  });

  afterEach(async () => {
    for (const element of document.querySelectorAll('live-player')) element.remove();
    await pause(10);
    resetSessions();
    await stage.control({ action: 'reset' });
  });

  describe('before and around the picture', () => {
    it('is accessible and says what to do without a ticket', async () => {
      const element = await player(LIVE);
      await expect(element).to.be.accessible();
      expect(text(element)).to.contain('Live now');
      const buyLink = $<HTMLAnchorElement>(element, 'a.button.primary');
      expect(buyLink?.textContent).to.contain('Get a ticket');
      expect(buyLink?.textContent).to.contain('€9');
      expect(text(element)).to.contain('I already have a ticket');
      expect($(element, '[role=group]')?.getAttribute('aria-label')).to.equal('Player: Lune rousse');
      expect(video(element), 'nothing of the engine before it is wanted').to.equal(null);
    });

    // Before the first test that watches: a module is fetched once for all tests of this file.
    it('has nothing of what plays before somebody is about to press, and then fetches it ahead', async () => {
      // Browsers note 250 files of a page, and unbundled there are more.
      performance.setResourceTimingBufferSize(2000);
      const fetched = (file: string) =>
        performance.getEntriesByType('resource').some((entry) => entry.name.includes(file));
      const picture = '/live-player/picture.ts';
      const engine = '/hls.js/dist/';
      const come = (element: LivePlayer) => $(element, '.play')?.dispatchEvent(new PointerEvent('pointerenter'));

      // Without a grant nobody knows which engine it takes.
      const open = await player(OPEN);
      await until(() => $(open, '.play'), 'the play button should come');
      localStorage.setItem('parterre:player', '{"saving":true}');
      come(open);
      await pause(300);
      expect([picture, engine].filter(fetched), 'a pointer costs nothing where data is saved').to.deep.equal([]);
      localStorage.removeItem('parterre:player');
      come(open);
      await until(() => fetched(picture), 'the pointer on the button should fetch it');
      expect(fetched(engine)).to.equal(false);

      const inside = await player(LIVE);
      await buy(inside);
      await until(() => $(inside, '.play') && inside.watched?.state.entry?.grant, 'it should be inside');
      expect(fetched(engine)).to.equal(false);
      come(inside);
      await until(() => fetched(engine), 'the pointer on the button should fetch the engine');
      expect([video(open), video(inside)]).to.deep.equal([null, null]);
    });

    it('speaks French', async () => {
      const element = await player(LIVE, 'fr-CA');
      await expect(element).to.be.accessible();
      expect(text(element)).to.contain('En direct maintenant').and.to.contain('J’ai déjà un billet');
    });

    it('asks the page for a ticket, and brings the fan to the tag that sells them', async () => {
      const element = await player(LIVE);
      // As the tag itself: it cannot take the focus, what stands in it can.
      const ticket = document.createElement('live-ticket');
      const choice = document.createElement('input');
      ticket.attachShadow({ mode: 'open' }).append(choice);
      document.body.append(ticket);
      const asked: LivePlayerTicketEvent[] = [];
      const listen = (event: LivePlayerTicketEvent) => asked.push(event);
      document.body.addEventListener('live-player-ticket', listen);
      $(element, 'a.button:not(.primary)')?.click();
      document.body.removeEventListener('live-player-ticket', listen);
      // A node in a failed assertion could not be told to the runner.
      expect(ticket.shadowRoot?.activeElement === choice, 'the focus should be in the ticket box').to.equal(true);
      expect(asked.map(({ wanted }) => wanted)).to.deep.equal(['have']);
      ticket.remove();
    });

    it('counts down before the show, quietly', async () => {
      const element = await player(COMING);
      await expect(element).to.be.accessible();
      const timer = $(element, '[role=timer]');
      expect(timer?.textContent).to.contain('Doors open in');
      expect(timer?.getAttribute('aria-live')).to.equal('off');
      expect(said(element)).to.equal('');
    });

    it('keeps its fallback when the show does not exist, and tries again when asked', async () => {
      const element = await fixture<LivePlayer>(
        html`<live-player backend=${name} show="nowhere"><a href="/plain">Watch on a plain page</a></live-player>`,
      );
      await until(() => $(element, 'button'), 'it should say so');
      expect($(element, 'slot')).to.not.equal(null);
      await expect(element).to.be.accessible();
    });

    it('says on the page what is missing in its markup', async () => {
      const element = await fixture<LivePlayer>(html`<live-player><a href="/plain">Plain page</a></live-player>`);
      await until(() => text(element).includes('attributes backend and show'), 'it should say so');
      expect($(element, 'slot')).to.not.equal(null);
    });

    it('keeps telling and lets in when the backend recovers', async () => {
      backend.faults.fail = (operation) => (operation === 'enter' ? 'unavailable' : null);
      const element = await player(LIVE);
      await buy(element);
      await until(() => text(element).includes('out of breath'), 'it should say what is wrong');
      await expect(element).to.be.accessible();
      backend.faults.fail = () => null;
      await until(() => $(element, '.play'), 'it should come in by itself');
    });
  });

  describe('the live picture', () => {
    it('plays after a purchase, with controls that have names', async () => {
      const element = await player(LIVE);
      await buy(element);
      await until(() => $(element, '.play'), 'the play button should come by itself');
      expect($(element, '.badge')?.textContent).to.equal('Live');
      await expect(element).to.be.accessible();
      element.focus();
      expect(element.shadowRoot?.activeElement).to.equal($(element, '.play'));
      await playing(element);
      expect(navigator.mediaSession.metadata?.title).to.equal('Lune rousse');
      const from = video(element)?.currentTime ?? 0;
      await until(() => (video(element)?.currentTime ?? 0) > from + 1, 'time should advance');
      await expect(element).to.be.accessible();
      const labels = [...(controls(element)?.shadowRoot?.querySelectorAll('button, input') ?? [])].map((one) =>
        one.getAttribute('aria-label'),
      );
      expect(labels).to.include.members(['Pause', 'Mute', 'Volume', 'Position', 'Settings', 'Fullscreen']);
      expect(control(element, '.live').textContent).to.equal('Live');
      expect(video(element)?.muted, 'sound is on after a click').to.equal(false);
      expect(said(element)).to.equal('');
      for (const one of controls(element)?.shadowRoot?.querySelectorAll('.row button') ?? []) {
        // Who has no keyboard needs no list of its keys.
        if (one.getClientRects().length === 0) continue;
        expect(one.getBoundingClientRect().height).to.be.at.least(44);
        expect(one.getBoundingClientRect().width).to.be.at.least(44);
      }
    });

    it('tells the heartbeat what is on screen', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      await pause(1200);
      const playhead = element.watched?.playhead;
      expect(playhead?.playing).to.equal(true);
      expect(playhead?.camera).to.equal('scene');
      expect(Date.parse(playhead?.mediaAt ?? '')).to.be.within(Date.now() - 15_000, Date.now());
      await (await element.watched!.inside()).heartbeat();
      expect(backend.state.events.some((event) => event.type === 'watch.counted')).to.equal(true);
    });

    it('takes keys while the focus is inside, and leaves those of the focused control alone', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      key(element, 'k');
      await until(() => playback(element)?.state.status === 'paused', 'k should pause');
      key(element, ' ');
      await until(() => playback(element)?.state.status === 'playing', 'space should play');
      key(element, 'm');
      expect(playback(element)?.state.muted).to.equal(true);
      key(element, 'ArrowUp');
      expect(playback(element)?.state.muted).to.equal(false);
      key(element, 'ArrowLeft');
      await until(() => (playback(element)?.state.behindMs ?? 0) > 8000, 'the arrow should go back');
      await until(() => control(element, 'button.live'), 'the way back to live should show');
      expect(control(element, 'button.live').textContent).to.contain('Go to live');
      key(element, 'End');
      await until(() => (playback(element)?.state.behindMs ?? Infinity) < 3000, 'End should go live');
      await until(() => playback(element)?.state.status === 'playing', 'and play there');
      const button = control<HTMLButtonElement>(element, '.mute');
      button.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true, cancelable: true }));
      await pause(50);
      expect(playback(element)?.state.status, 'space on a button presses the button').to.not.equal('paused');
    });

    it('offers qualities in a menu that keys can use and Escape closes', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const open = control<HTMLButtonElement>(element, '[data-menu=settings]');
      open.click();
      await until(() => control(element, '.menu input'), 'the menu should open');
      expect(open.getAttribute('aria-expanded')).to.equal('true');
      await expect(element).to.be.accessible();
      const choices = [...(controls(element)?.shadowRoot?.querySelectorAll('.menu input[name=quality]') ?? [])].map(
        (one) => one.closest('label') as HTMLLabelElement,
      );
      expect(choices.map((one) => one.textContent?.trim().replace(/ \(.*/, ''))).to.deep.equal([
        'Automatic',
        '720p',
        '360p',
      ]);
      await until(
        () => controls(element)?.shadowRoot?.activeElement?.matches('.menu input:checked'),
        'focus goes into it',
      );
      const target = playback(element)?.state.height === 360 ? 1 : 2;
      choices[target]?.querySelector('input')?.click();
      const wanted = target === 1 ? 720 : 360;
      await until(() => video(element)?.videoHeight === wanted, 'the quality should change');
      controls(element)?.shadowRoot?.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }),
      );
      await until(() => !control(element, '.menu'), 'Escape should close it');
      expect(controls(element)?.shadowRoot?.activeElement).to.equal(open);
    });

    it('goes on when its addresses expire, with a grant asked for at that moment', async () => {
      ttlSeconds = 5;
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      ttlSeconds = 900;
      const before = element.watched?.state.entry?.grant;
      const shown = video(element);
      await until(() => element.watched?.state.entry?.grant !== before, 'a new grant should be asked for', 15_000);
      const from = video(element)?.currentTime ?? 0;
      await until(() => (video(element)?.currentTime ?? 0) > from + 8, 'it should go on', 20_000);
      expect(video(element)).to.equal(shown);
      expect($(element, '.banner')).to.equal(null);
    });

    it('plays to the end of its addresses while the site is away, says what is missing, and goes on by itself', async () => {
      ttlSeconds = 6;
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const over = performance.now() + ttlSeconds * 1000;
      ttlSeconds = 900;
      backend.faults.fail = () => 'unavailable';
      const shown = video(element);
      await (await element.watched!.inside()).heartbeat();
      await until(() => $(element, '.banner')?.textContent?.includes('PA30'), 'it should say why', 30_000);
      expect(performance.now(), 'what was given is kept').to.be.greaterThan(over - 1000);
      await expect(element).to.be.accessible();
      expect(video(element) === shown, 'the last picture stays').to.equal(true);
      backend.faults.fail = () => null;
      await until(() => !$(element, '.banner'), 'it should go on by itself', 20_000);
      await until(() => playback(element)?.state.status === 'playing', 'it should play');
      expect(video(element) === shown).to.equal(true);
    });

    it('stops with the reason when its addresses end and the ticket was taken back meanwhile', async () => {
      ttlSeconds = 5;
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      // Nobody has told the page: the next heartbeat is a minute away.
      backend.desk.voidTicket(element.watched!.state.entry!.ticket!);
      await until(() => text(element).includes('no longer valid'), 'it should say why', 20_000);
      expect(video(element)).to.equal(null);
    });

    it('keeps the screen on while it plays: not in a pause, not for the sound alone, not once it is gone', async () => {
      const locks: { released: boolean; release(): Promise<void> }[] = [];
      const request = async () => {
        const lock = { released: false, release: async () => void (lock.released = true) };
        locks.push(lock);
        return lock;
      };
      Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } });
      const held = () => locks.filter(({ released }) => !released).length;
      try {
        const element = await player(LIVE);
        await buy(element);
        await playing(element);
        await until(() => held() === 1, 'it should stay on');
        playback(element)?.pause();
        await until(() => held() === 0, 'a pause may let it go dark');
        playback(element)?.play();
        await until(() => held() === 1, 'it should stay on again');
        playback(element)?.setAudioOnly(true);
        await until(() => held() === 0, 'who only listens needs no screen');
        playback(element)?.setAudioOnly(false);
        await until(() => held() === 1, 'it should stay on for the picture');
        element.remove();
        await until(() => held() === 0, 'a tag that is gone holds nothing');
      } finally {
        Reflect.deleteProperty(navigator, 'wakeLock');
      }
    });

    it('takes the buttons of a lock screen and of headphones, and gives them back', async () => {
      const acts = new Map<string, MediaSessionActionHandler | null>();
      const positions: MediaPositionState[] = [];
      Object.assign(navigator.mediaSession, {
        setActionHandler: (name: string, act: MediaSessionActionHandler | null) => void acts.set(name, act),
        setPositionState: (position: MediaPositionState) => void positions.push(position),
      });
      const press = (action: MediaSessionAction, more: Partial<MediaSessionActionDetails> = {}) =>
        acts.get(action)?.({ action, ...more });
      try {
        const element = await player(LIVE);
        await buy(element);
        await playing(element);
        await until(() => positions.length > 0, 'the device should know how long it is');
        expect(positions.at(-1)?.duration).to.be.within(20, 40);
        press('pause');
        await until(() => playback(element)?.state.status === 'paused', 'it should pause');
        press('play');
        await until(() => playback(element)?.state.status === 'playing', 'it should play');
        const at = playback(element)?.state.currentTime ?? 0;
        press('seekbackward');
        await until(() => (playback(element)?.state.currentTime ?? at) < at - 5, 'it should go back');
        press('seekto', { seekTime: 2 });
        await until(() => {
          const { currentTime = 0, start = 0 } = playback(element)?.state ?? {};
          return currentTime - start < 6;
        }, 'it should go to the beginning of what there is');
        element.remove();
        await until(() => navigator.mediaSession.metadata === null, 'nothing plays any more');
        expect([...acts.values()].every((act) => act === null)).to.equal(true);
      } finally {
        Reflect.deleteProperty(navigator.mediaSession, 'setActionHandler');
        Reflect.deleteProperty(navigator.mediaSession, 'setPositionState');
      }
    });

    it('changes the camera at the same moment and says which', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const strip = [...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.cameras button') ?? [])];
      expect(strip.map((one) => one.textContent?.trim())).to.deep.equal(['Scène', 'Salle', 'Coulisses']);
      expect(strip[0]?.getAttribute('aria-pressed')).to.equal('true');
      const before = Date.parse(playback(element)?.mediaAt ?? '');
      const since = performance.now();
      strip[1]?.click();
      await until(() => playback(element)?.camera === 'salle', 'the other camera should come');
      const passed = performance.now() - since;
      expect(Math.abs(Date.parse(playback(element)?.mediaAt ?? '') - before - passed)).to.be.lessThan(500);
      await until(() => said(element) === 'Camera: Salle', 'it should say which');
      expect(strip[1]?.getAttribute('aria-pressed')).to.equal('true');
    });

    it('goes to the next camera when a finger moves sideways, and leaves up and down to the page', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const box = $(element, '.stage') as HTMLElement;
      await until(() => getComputedStyle(box).touchAction === 'pan-y pinch-zoom', 'sideways moves should be ours');
      const finger = (type: string, x: number, y: number) =>
        control(element, '.picture').dispatchEvent(
          new PointerEvent(type, {
            ...{ bubbles: true, composed: true, isPrimary: true, pointerId: 7, pointerType: 'touch' },
            ...{ clientX: x, clientY: y },
          }),
        );
      finger('pointerdown', 200, 100);
      finger('pointermove', 195, 160);
      finger('pointerup', 190, 180);
      expect($(element, '.aim')).to.equal(null);
      finger('pointerdown', 200, 100);
      finger('pointermove', 150, 104);
      await until(() => $(element, '.aim')?.textContent === 'Salle', 'it should say where the finger goes');
      finger('pointerup', 120, 104);
      await until(() => playback(element)?.camera === 'salle', 'the other camera should come');
      expect($(element, '.aim')).to.equal(null);
      await until(() => said(element) === 'Camera: Salle', 'it should say which');
    });

    it('shows a locked camera with the way to open it', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const camera = $<HTMLButtonElement>(element, '.cameras .locked');
      expect(camera?.getAttribute('aria-label')).to.equal('Coulisses, locked');
      camera?.click();
      await until(() => $(element, '.invitation'), 'the invitation should open');
      expect($(element, '.invitation')?.textContent).to.contain('comes with another ticket');
      expect(camera?.getAttribute('aria-expanded')).to.equal('true');
      await expect(element).to.be.accessible();
      expect(playback(element)?.camera).to.equal('scene');
    });

    it('shows the break, then the picture again, then the end, without a reload', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const { id } = element.watched!.state.show!;
      backend.desk.setSignals(id, { pausedAt: new Date().toISOString() });
      await until(() => text(element).includes('A short break'), 'the slate should come');
      expect(said(element)).to.equal('The show is paused.');
      await until(() => video(element) === null, 'the picture should stop', 6000);
      await expect(element).to.be.accessible();
      backend.desk.setSignals(id, { pausedAt: null });
      await until(() => playback(element)?.state.status === 'playing', 'it should go on by itself', 12_000);
      backend.desk.setSignals(id, { endedAt: new Date().toISOString() });
      await until(() => said(element) === 'The show has ended.', 'it should say so');
      await stage.control({ action: 'cut', stream: '*', seconds: 60 });
      await until(
        () => text(element).includes('Thank you for being here'),
        'the last seconds play, then the end shows',
        40_000,
      );
      expect(video(element)).to.equal(null);
    });

    it('says over the picture what the venue says, until it is taken back', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const { id } = element.watched!.state.show!;
      const notice = () => $(element, 'p.said[role=status]')?.textContent;
      backend.desk.setSignals(id, { notice: 'The encore begins at 22:40.' });
      await until(() => notice() === 'The encore begins at 22:40.', 'the sentence should come');
      expect(playback(element)?.state.status).to.equal('playing');
      await expect(element).to.be.accessible();
      backend.desk.setSignals(id, { notice: null, pausedAt: new Date().toISOString() });
      await until(() => notice() === '', 'it should go');
      backend.desk.setSignals(id, { notice: 'Back at ten.' });
      await until(() => notice() === 'Back at ten.', 'a break may have its own words');
      await until(() => text(element).includes('A short break'), 'the slate should come', 6000);
      expect(notice()).to.equal('Back at ten.');
    });

    it('tells of an outage, keeps the last picture, and of its end', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      await stage.control({ action: 'fail', stream: '*', status: 503, seconds: 16 });
      await until(
        () => /^\s*Reconnecting\s+PA41\s*$/.test($(element, '.banner')?.textContent ?? ''),
        'it should say so',
        20_000,
      );
      expect(said(element)).to.equal('The connection is lost. Reconnecting.');
      expect(video(element)).to.not.equal(null);
      await until(() => said(element).startsWith('The picture is back.'), 'it should come back', 25_000);
      expect($(element, '.banner')).to.equal(null);
    });

    it('lets the newest device win, and takes the picture back when asked', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const { venue, id } = element.watched!;
      for (const device of ['phone-of-lise-000001', 'tablet-of-lise-00001']) {
        await backend.act('enter', { show: id, device }, { session: venue.token ?? undefined });
      }
      await (await element.watched!.inside()).heartbeat();
      await until(() => text(element).includes('Watching on another device'), 'it should say where the picture went');
      await expect(element).to.be.accessible();
      expect(video(element)).to.equal(null);
      $(element, '.button.primary')?.click();
      await until(() => playback(element)?.state.status === 'playing', 'the picture should come back here');
    });

    it('stops with a reason when the ticket is void', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      backend.desk.voidTicket(element.watched!.state.entry!.ticket!);
      await (await element.watched!.inside()).heartbeat();
      await until(() => text(element).includes('no longer valid'), 'it should say why');
      expect(video(element)).to.equal(null);
      await expect(element).to.be.accessible();
    });

    it('plays on when it is moved, and lets everything go when it is removed', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const session = element.watched!;
      const shown = video(element);
      const other = document.createElement('div');
      document.body.append(other);
      other.append(element);
      await pause(100);
      expect(video(element)).to.equal(shown);
      await until(() => playback(element)?.state.status === 'playing', 'it should still play');
      element.remove();
      await pause(100);
      expect(session.playhead).to.equal(null);
      expect(shown?.isConnected).to.equal(false);
      other.remove();
    });

    it('leaves the picture alone when nobody moves, but never somebody who steers by keyboard', async () => {
      const element = await player(LIVE);
      await buy(element);
      await playing(element);
      const bar = () => control(element, '.bar');
      $(element, '.stage')?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
      (controls(element)?.shadowRoot?.activeElement as HTMLElement | null)?.blur();
      await until(() => bar().classList.contains('away'), 'the controls should go', 8000);
      $(element, '.stage')?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, composed: true }));
      await until(() => !bar().classList.contains('away'), 'and come back');
    });
  });

  describe('an open show', () => {
    it('plays at a click, without a ticket', async () => {
      const element = await player(OPEN);
      await expect(element).to.be.accessible();
      await playing(element);
      expect(element.watched?.venue.state.session?.kind).to.equal('device');
    });
  });

  describe('a replay', () => {
    it('plays at other speeds and goes on where it was left', async () => {
      const element = await player(REPLAY);
      await buy(element);
      await until(() => $(element, '.play'), 'the play button should come');
      expect(text(element)).to.contain('Replay until');
      await playing(element);
      playback(element)?.seek(100);
      control<HTMLButtonElement>(element, '[data-menu=settings]').click();
      await until(() => control(element, 'input[name=speed]'), 'speeds should be offered');
      const speeds = controls(element)?.shadowRoot?.querySelectorAll<HTMLInputElement>('input[name=speed]');
      speeds?.[4]?.click();
      expect(video(element)?.playbackRate).to.equal(2);
      await until(
        () => Number.parseInt(localStorage.getItem(`parterre:name:${name}:resume:${REPLAY}`) ?? '', 10) >= 100,
        'the position should be kept',
        12_000,
      );
      expect(control(element, '.time').textContent).to.match(/^1:[45]\d \/ 4:00$/);
      element.remove();
      await pause(100);
      const again = await player(REPLAY);
      await until(() => $(again, '.play')?.textContent?.includes('Resume at 1:'), 'it should offer to go on');
      expect(text(again)).to.contain('Start over');
      await playing(again);
      expect(video(again)?.currentTime).to.be.within(99, 130);
    });
  });
});
