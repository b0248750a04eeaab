import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { defineBackend } from '@parterre/backend';
import { createMemoryBackend, demoSeed, type MemoryBackend } from '@parterre/backend/memory';
import type { Playback } from '@parterre/playback';
import type { Grant } from '@parterre/protocol';
import '../define/live-chat.ts';
import '../define/live-player.ts';
import { resetSessions } from '../session/registry.ts';
import { TestStage, type StreamName } from '../../../../tests/component/stage.ts';
import type { LivePlayerControls } from './controls/live-player-controls.ts';
import type { LivePlayer, LivePlayerErrorEvent } from './live-player.ts';

/** A show that is live, and open to everybody: nobody has to buy first. */
const LIVE = 'les-balances';
const REPLAY = 'grande-maree';

let stage: TestStage;
let backend: MemoryBackend;
let name = '';
let count = 0;
/** The code in grants to come. */
let mark: string | null = null;

const until = (what: () => unknown, message: string, timeout = 12_000) =>
  waitUntil(what, message, { timeout, interval: 20 });

const $ = <E extends HTMLElement>(element: LivePlayer, selector: string): E | null =>
  element.shadowRoot?.querySelector<E>(selector) ?? null;
const said = (element: LivePlayer): string => $(element, '[aria-live=polite]')?.textContent?.trim() ?? '';
const controls = (element: LivePlayer) => $<LivePlayerControls>(element, 'live-player-controls');
const control = <E extends HTMLElement>(element: LivePlayer, selector: string) =>
  controls(element)?.shadowRoot?.querySelector<E>(selector) as E;
const focused = (element: LivePlayer) => controls(element)?.shadowRoot?.activeElement as HTMLElement | null;
const playback = (element: LivePlayer) => element.watched?.playhead as Playback | null | undefined;

function key(element: LivePlayer, value: string, target: HTMLElement | null = $(element, '.stage')): boolean {
  const event = new KeyboardEvent('keydown', { key: value, bubbles: true, composed: true, cancelable: true });
  target?.dispatchEvent(event);
  return event.defaultPrevented;
}

async function player(show = LIVE, content = html``): Promise<LivePlayer> {
  const element = await fixture<LivePlayer>(html`<live-player backend=${name} show=${show}>${content}</live-player>`);
  await until(() => $(element, '.play'), 'the play button should come');
  return element;
}

async function playing(element: LivePlayer): Promise<void> {
  $(element, '.play')?.click();
  await until(() => playback(element)?.state.status === 'playing', 'it should play');
  await until(() => control(element, '.row button'), 'the controls should come with the picture');
}

async function menu(element: LivePlayer, which: string): Promise<void> {
  control(element, `[data-menu=${which}]`).click();
  await until(() => control(element, '.menu input'), 'the menu should open');
}

/** What is called so in the menu that is open. */
const choice = (element: LivePlayer, words: string): HTMLInputElement | undefined =>
  [...(controls(element)?.shadowRoot?.querySelectorAll<HTMLLabelElement>('.menu label') ?? [])]
    .find((one) => one.textContent?.trim().startsWith(words))
    ?.querySelector('input') ?? undefined;

describe('watching with <live-player>', function () {
  this.timeout(40_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    localStorage.clear();
    mark = null;
    name = `watching-${++count}`;
    const seed = demoSeed({
      picture: () => 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
    });
    const shows = seed.shows.map((show) =>
      show.slug === REPLAY
        ? {
            ...show,
            access: 'open' as const,
            chapters: [
              { atMs: 0, at: null, title: 'Ouverture' },
              { atMs: 60_000, at: null, title: 'Phares' },
              { atMs: 150_000, at: null, title: 'Rappel' },
            ],
          }
        : show,
    );
    backend = createMemoryBackend({
      name,
      seed: { ...seed, shows },
      signPlayback: ({ mode }) => {
        const stream: StreamName = mode === 'replay' ? 'replay' : 'stage';
        return stage.sign(stream, 900);
      },
      // These shows are open to everybody, whose picture carries no code.
      tamper: ({ doors }) => {
        doors.mark = () => mark;
      },
    });
    defineBackend(name, backend);
  });

  afterEach(async () => {
    for (const element of document.querySelectorAll('live-player, live-chat')) element.remove();
    await new Promise((resolve) => setTimeout(resolve, 10));
    resetSessions();
    await stage.control({ action: 'reset' });
  });

  it('shows the show begin by itself to those who waited for it', async () => {
    const element = await player();
    const { id } = element.watched!.state.show!;
    const { signals } = element.watched!.state.show!;
    // Inside and waiting: the show is not live yet.
    backend.desk.setSignals(id, { liveAt: null });
    await element.watched!.join();
    await until(() => element.watched?.state.phase === 'doors', 'the doors should be open');
    expect($(element, 'video')).to.equal(null);
    backend.desk.setSignals(id, { liveAt: signals.liveAt });
    await until(() => playback(element)?.state.status === 'playing', 'it should begin without a press');
    expect(element.shadowRoot?.activeElement).to.equal(null);
  });

  it('plays only the sound when asked to, says so, and brings the picture back', async () => {
    const element = await player();
    await playing(element);
    await menu(element, 'settings');
    await expect(element).to.be.accessible();
    expect(control(element, '.volume').getBoundingClientRect().width, 'the bar is as it was').to.be.lessThan(120);
    choice(element, 'Sound only')?.click();
    await until(() => control(element, '.cover'), 'the picture should be dark');
    expect(control(element, '.cover').textContent).to.contain('Les balances').and.to.contain('Sound only');
    expect(said(element)).to.equal('Sound only. The picture is off.');
    await until(() => playback(element)?.state.height === 360, 'the cheapest rendition should play');
    expect(playback(element)?.state.audioOnly).to.equal(true);
    choice(element, 'Sound only')?.click();
    await until(() => !control(element, '.cover'), 'the picture should be back');
    expect(playback(element)?.state.level).to.equal(null);
  });

  it('saves data where somebody wants that, here and the next time', async () => {
    const element = await player();
    await playing(element);
    expect(playback(element)?.state.saving).to.equal(false);
    await menu(element, 'settings');
    choice(element, 'Save data')?.click();
    expect(playback(element)?.state.saving).to.equal(true);
    await until(() => playback(element)?.state.height === 360, 'nothing dearer should play by itself', 20_000);
    element.remove();
    const again = await player();
    await playing(again);
    expect(playback(again)?.state.saving).to.equal(true);
  });

  it('takes the browser’s wish to save data for the fan’s until they choose', async () => {
    Object.defineProperty(navigator, 'connection', { configurable: true, value: { saveData: true } });
    try {
      const element = await player();
      await playing(element);
      expect(playback(element)?.state.saving).to.equal(true);
    } finally {
      Reflect.deleteProperty(navigator, 'connection');
    }
  });

  it('explains its keys, and leaves them to others where somebody switches them off', async () => {
    const element = await player();
    await playing(element);
    key(element, '?');
    await until(() => control(element, '.keys dt'), 'the list should open');
    await expect(element).to.be.accessible();
    expect(control(element, 'dl').textContent).to.contain('10 seconds back');
    choice(element, 'Keys for the player')?.click();
    await until(() => controls(element)?.chosen.shortcuts === false, 'it should be kept');
    key(element, 'Escape');
    await until(() => !control(element, '.menu'), 'Escape closes all the same');
    expect(key(element, 'k')).to.equal(false);
    expect(playback(element)?.state.status).to.equal('playing');
  });

  it('lets captions be larger, and without a ground', async () => {
    const element = await player();
    await playing(element);
    controls(element)!.open('captions');
    await until(() => choice(element, 'Large'), 'the menu should open');
    choice(element, 'Large')?.click();
    choice(element, 'None')?.click();
    await until(() => $(element, '.stage')?.dataset.captions === 'large none', 'the stage should say so');
    expect(JSON.parse(localStorage.getItem('parterre:player') ?? '{}')).to.deep.equal({
      size: 'large',
      ground: 'none',
    });
  });

  it('fills the screen with the page’s chat of the same show beside it, without moving either', async () => {
    const chat = await fixture<HTMLElement>(html`<live-chat backend=${name} show=${LIVE}></live-chat>`);
    const element = await player();
    await playing(element);
    const shown = $(element, 'video');
    const place = chat.parentElement;
    control(element, '.fill').click();
    await until(() => element.matches(':popover-open') && chat.matches(':popover-open'), 'both should be lifted');
    expect(controls(element)?.fullscreen).to.equal(true);
    expect(chat.parentElement === place && $(element, 'video') === shown).to.equal(true);
    const [own, beside] = [element.getBoundingClientRect(), chat.getBoundingClientRect()];
    const isApart = own.right <= beside.left + 1 || own.bottom <= beside.top + 1;
    expect(isApart, 'the chat covers nothing').to.equal(true);
    // What lies beneath is out of reach.
    const outside = document.createElement('button');
    document.body.append(outside);
    outside.focus();
    expect(document.activeElement).to.equal(element);
    outside.remove();
    await until(() => control(element, '[aria-label="Hide the chat"]'), 'the chat should have a button');
    control(element, '[aria-label="Hide the chat"]').click();
    await until(() => !chat.hasAttribute('popover'), 'the chat should be back in the page');
    control(element, '[aria-label="Show the chat"]').click();
    await until(() => chat.matches(':popover-open'), 'the chat should come back');
    key(element, 'GoBack');
    await until(() => !element.hasAttribute('popover') && !chat.hasAttribute('popover'), 'a remote’s Back leaves');
    expect(element.getAttribute('style') ?? '').to.equal('');
    expect(document.documentElement.style.overflow).to.equal('');
    await until(() => playback(element)?.state.status === 'playing', 'it should still play');
  });

  it('draws the code that its grant carries, in full screen too, says so in its settings, and goes by the next grant', async () => {
    mark = 'AC7K3WXP';
    const drawn = () => $(element, '.pictures > span');
    const element = await player();
    expect(drawn() === null, 'there is no code without a picture').to.equal(true);
    await playing(element);
    await until(() => drawn()?.textContent === 'AC7K 3WXP', 'the code should be drawn');
    await expect(element).to.be.accessible();
    control(element, '.fill').click();
    await until(() => element.matches(':popover-open'), 'it should fill the screen');
    const within = (): boolean => {
      const [inner, outer] = [drawn(), $(element, 'video')].map((one) => one!.getBoundingClientRect());
      return inner!.left >= outer!.left && inner!.right <= outer!.right && inner!.top >= outer!.top;
    };
    await until(within, 'the code should lie on the picture there');
    await menu(element, 'settings');
    expect(control(element, '.menu .mark').textContent).to.contain('AC7K 3WXP');
    key(element, 'Escape');
    key(element, 'GoBack');
    await until(() => !element.hasAttribute('popover'), 'it should leave the full screen');
    mark = null;
    await element.watched!.renewGrant();
    await until(() => drawn() === null, 'it should go when the venue has switched it off');
    expect(playback(element)?.state.status).to.equal('playing');
  });

  it('is steered by the four arrows of a remote', async () => {
    const element = await player();
    await playing(element);
    // Only remotes have this key.
    key(element, 'GoBack');
    control(element, '.toggle').focus();
    key(element, 'ArrowRight', focused(element));
    await until(() => focused(element)?.classList.contains('mute'), 'right of play is the sound');
    key(element, 'ArrowUp', focused(element));
    await until(() => focused(element)?.classList.contains('seek'), 'above is the position');
    key(element, 'ArrowDown', focused(element));
    await until(() => focused(element)?.matches('.row button'), 'below are the buttons again');
    await menu(element, 'settings');
    await until(() => focused(element)?.matches('.menu input'), 'the menu has the focus');
    choice(element, 'Sound only')?.focus();
    key(element, 'Enter', focused(element));
    await until(() => playback(element)?.state.audioOnly, 'OK presses');
    key(element, 'GoBack', focused(element));
    await until(() => !control(element, '.menu'), 'Back closes the menu');
    expect(focused(element)?.dataset.menu).to.equal('settings');
  });

  it('comes back to the stage after the page was away, if that is where it was', async () => {
    const element = await player();
    await playing(element);
    const video = $<HTMLVideoElement>(element, 'video')!;
    const hide = (hidden: boolean) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    try {
      hide(true);
      // A phone that goes to sleep stops its videos, and time goes on without them.
      video.pause();
      video.currentTime = Math.max(0, video.currentTime - 12);
      await until(() => video.paused, 'the phone sleeps');
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(video.paused, 'nothing wakes it before its time').to.equal(true);
    } finally {
      hide(false);
      Reflect.deleteProperty(document, 'hidden');
    }
    await until(() => playback(element)?.state.status === 'playing', 'it should go on by itself');
    await until(() => (playback(element)?.state.behindMs ?? Infinity) < 4000, 'it should be live again');
  });

  it('has chapters: on the bar, in a menu, by keys, and in words', async () => {
    const element = await player(REPLAY);
    await playing(element);
    await until(() => control(element, '.marks i'), 'marks should be on the bar');
    await until(() => control(element, '.chapter')?.textContent?.includes('Ouverture'), 'the first one has begun');
    key(element, 'n');
    await until(() => control(element, '.chapter')?.textContent?.includes('Phares'), 'n goes to the next');
    expect(said(element)).to.equal('Chapter: Phares');
    await until(
      () => control(element, '.seek').getAttribute('aria-valuetext')?.endsWith(', Phares'),
      'the bar says it',
    );
    await menu(element, 'chapters');
    await expect(element).to.be.accessible();
    choice(element, 'Rappel')?.click();
    await until(() => (playback(element)?.state.currentTime ?? 0) >= 150, 'the menu jumps');
    await until(() => !control(element, '.menu'), 'and closes');
    key(element, 'p');
    await until(() => (playback(element)?.state.currentTime ?? Infinity) < 150, 'p goes back');
  });

  it('PA10: the code that plays does not come', async () => {
    const element = await player(LIVE, html`<p slot="error-PA10">Ring the bell.</p>`);
    const heard: LivePlayerErrorEvent[] = [];
    element.addEventListener('live-player-error', (event) => heard.push(event));
    await element.watched!.join();
    const { grant } = element.watched!.state.entry!;
    // Asked for once ahead, and once in earnest.
    let asked = 0;
    Object.defineProperty(grant, 'features', {
      get: () => {
        if (asked++ > 0) throw new Error('there is no network');
        return [];
      },
    });
    $(element, '.play')?.click();
    await until(() => $(element, '[role=alert]'), 'it should say so');
    expect($(element, '.panel')?.textContent).to.contain('could not be loaded').and.to.contain('PA10');
    expect($<HTMLSlotElement>(element, 'slot[name=error-PA10]')?.assignedElements()[0]?.textContent).to.equal(
      'Ring the bell.',
    );
    expect(heard.map(({ code, isFinal }) => [code, isFinal])).to.deep.equal([['PA10', true]]);
    await expect(element).to.be.accessible();
  });

  it('shows the code beside the sentence while something is in the way, and tells the page', async () => {
    const element = await player();
    await playing(element);
    const heard: string[] = [];
    element.addEventListener('live-player-error', ({ code, isFinal }) => heard.push(`${code} ${isFinal}`));
    await stage.control({ action: 'cut', stream: 'stage', seconds: 30 });
    await until(() => $(element, '.banner'), 'it should say so', 25_000);
    expect($(element, '.banner')?.textContent).to.contain('The stage is quiet').and.to.contain('PA23');
    expect(heard).to.deep.equal(['PA23 false']);
    await expect(element).to.be.accessible();
  });

  describe('on Safari', () => {
    const asked: HTMLVideoElement[] = [];

    before(() => {
      Object.assign(window, { WebKitPlaybackTargetAvailabilityEvent: Event });
      Object.assign(HTMLVideoElement.prototype, {
        webkitShowPlaybackTargetPicker(this: HTMLVideoElement) {
          asked.push(this);
        },
      });
    });

    after(() => {
      Reflect.deleteProperty(window, 'WebKitPlaybackTargetAvailabilityEvent');
      Reflect.deleteProperty(HTMLVideoElement.prototype, 'webkitShowPlaybackTargetPicker');
    });

    it('sends an address that lasts the show to another screen, and takes the picture back afterwards', async () => {
      const element = await player();
      await playing(element);
      control(element, '.cast').click();
      await until(() => asked.length === 1, 'the list of screens should open');
      const [sent] = asked;
      expect(sent?.src, 'the address itself, not a media source').to.contain('/stage/master.m3u8');
      expect(playback(element)?.state.native).to.equal(true);
      const kept = Object.values(backend.state.leases).filter(({ keptUntil }) => keptUntil !== null);
      expect(kept).to.have.length(1);
      const wireless = (away: boolean) => {
        Object.assign(sent!, { webkitCurrentPlaybackTargetIsWireless: away });
        sent!.dispatchEvent(new Event('webkitcurrentplaybacktargetiswirelesschanged'));
      };
      wireless(true);
      await until(() => control(element, '.cover')?.textContent?.includes('another screen'), 'it should say where');
      wireless(false);
      await until(() => playback(element)?.state.native === false, 'the engine should play again');
      await until(() => playback(element)?.state.status === 'playing', 'the picture should be back');
    });

    it('says why not where the venue gives no such address', async () => {
      backend.faults.fail = (operation) => (operation === 'cast' ? 'cast_not_allowed' : null);
      const element = await player();
      await playing(element);
      control(element, '.cast').click();
      await until(() => $(element, '.banner')?.textContent?.includes('another screen'), 'it should say why');
      expect(playback(element)?.state.native).to.equal(false);
      const grant: Grant | null = element.watched!.state.entry!.grant;
      expect(grant?.renew).to.equal('path');
    });
  });
});
