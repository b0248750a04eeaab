import { expect, waitUntil } from '@open-wc/testing';
import type { Grant } from '@parterre/protocol';
import type { Playback, PlaybackOptions } from '@parterre/playback';
import { openPlayback } from '../../../tests/component/playing.ts';
import { TestStage } from '../../../tests/component/stage.ts';

let stage: TestStage;
let playback: Playback | null = null;
let box: HTMLElement;

const until = (what: () => unknown, message: string, timeout = 9000) =>
  waitUntil(what, message, { timeout, interval: 20 });
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function open(grant: Grant, options: Partial<PlaybackOptions> = {}): Promise<Playback> {
  playback = await openPlayback(box, grant, options);
  return playback;
}

const plays = (one: Playback, timeout?: number) =>
  until(() => one.state.status === 'playing', 'it should play', timeout);

/** Longest stretch without the picture moving, in milliseconds, over so many milliseconds. */
async function longestGap(one: Playback, milliseconds: number): Promise<number> {
  let longest = 0;
  let at = performance.now();
  let time = one.video?.currentTime;
  const end = at + milliseconds;
  while (performance.now() < end) {
    await pause(20);
    if (one.video?.currentTime === time && one.video !== null) longest = Math.max(longest, performance.now() - at);
    else at = performance.now();
    time = one.video?.currentTime;
  }
  return longest;
}

const hidden = () => [...box.querySelectorAll<HTMLVideoElement>('video.incoming')];
/** What the picture on screen shows, in milliseconds of the show. */
const moment = (one: Playback) => Date.parse(one.mediaAt ?? '');
/** Seconds between picture and sound: both streams of the stage are cut at the same moments. */
const apart = (one: Playback, other: HTMLVideoElement | null) => {
  const within = (video: HTMLVideoElement | null) => (video?.currentTime ?? 0) - (video?.seekable.start(0) ?? 0);
  const off = (within(one.video) - within(other)) % 2;
  return off > 1 ? off - 2 : off < -1 ? off + 2 : off;
};

describe('Playback', function () {
  this.timeout(90_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    box = document.createElement('div');
    box.style.width = '640px';
    document.body.append(box);
  });

  afterEach(async () => {
    playback?.destroy();
    playback = null;
    expect(box.querySelector('video'), 'no video stays behind').to.equal(null);
    box.remove();
    await stage.control({ action: 'reset' });
  });

  it('plays a live stream, knows what time it is on stage, and how far behind that is', async () => {
    const one = await open(await stage.grant(['stage']));
    expect(one.state.status).to.equal('idle');
    one.play();
    await plays(one);
    const from = one.video?.currentTime ?? 0;
    await pause(1500);
    expect(one.video?.currentTime).to.be.greaterThan(from + 1);
    expect(one.state.mode).to.equal('live');
    const latency = Date.now() - Date.parse(one.mediaAt ?? '');
    expect(latency).to.be.within(3000, 15_000);
    expect(one.state.latencyMs).to.be.closeTo(latency, 1000);
    expect(one.state.behindMs).to.be.lessThan(3000);
    expect(one.video?.duration).to.equal(Infinity);
    const { watchedMs, quality } = one.take();
    expect(watchedMs).to.be.within(1000, 4000);
    expect(quality?.startupMs).to.be.within(1, 5000);
    expect(quality?.rebufferCount).to.equal(0);
    expect(quality?.errors).to.deep.equal([]);
    expect(one.take().quality?.startupMs).to.equal(null);
  });

  it('is not confused by word of a stop that has been undone since', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    const { video } = one;
    let stops = 0;
    video?.addEventListener('pause', () => stops++);
    // As when a page comes back out of the browser's history: stopped, and asked to play before it is told of the stop.
    video?.pause();
    void video?.play();
    await pause(1500);
    expect(stops).to.equal(1);
    expect(one.state.status).to.equal('playing');
    expect(video?.paused).to.equal(false);
  });

  it('plays on when its page comes back out of the browser’s history', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    one.video?.pause();
    await until(() => one.video?.paused, 'the browser stops it');
    await pause(100);
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await plays(one, 3000);
    expect(one.video?.paused).to.equal(false);
  });

  it('switches quality without a stop', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    expect(one.state.levels.map(({ height }) => height)).to.deep.equal([720, 360]);
    const other = one.state.levels.find(({ height }) => height !== one.state.height);
    one.setLevel(other?.id ?? null);
    expect(one.state.level).to.equal(other?.id);
    await until(() => one.state.height === other?.height, 'the other rendition should come on screen');
    expect(one.video?.videoHeight).to.equal(other?.height);
    one.setLevel(null);
    expect(one.state.level).to.equal(null);
    expect(one.take().quality?.rebufferCount).to.equal(0);
  });

  it('plays through the end of its grant when the next one comes in time', async () => {
    let refused = 0;
    const grant = await stage.grant(['stage'], { ttlSeconds: 5 });
    const one = await open(grant, { onRenewNeeded: async () => void refused++ });
    one.play();
    await plays(one);
    await pause(2500);
    const { video } = one;
    one.setGrant(await stage.grant(['stage']));
    const gap = await longestGap(one, 9000);
    expect(one.video, 'the same video goes on').to.equal(video);
    expect(gap).to.be.lessThan(500);
    const { quality } = one.take();
    expect(quality?.errors).to.deep.equal([]);
    expect(quality?.rebufferCount).to.equal(0);
    expect(refused).to.equal(0);
  });

  it('asks for a grant when the origin refuses the one it has, and goes on', async () => {
    let refused = 0;
    const grant = await stage.grant(['stage'], { ttlSeconds: 4 });
    const one: Playback = await open(grant, {
      onRenewNeeded: async () => {
        refused++;
        one.setGrant(await stage.grant(['stage']));
      },
    });
    one.play();
    await plays(one);
    await until(() => refused > 0, 'the expired grant should be noticed', 12_000);
    const from = one.video?.currentTime ?? 0;
    await until(() => (one.video?.currentTime ?? 0) > from + 8, 'it should go on', 20_000);
    expect(refused).to.equal(1);
    expect(one.state.status).to.equal('playing');
    expect(one.take().quality?.errors.every((code) => code.endsWith(':410'))).to.equal(true);
  });

  it('shows another camera at the same moment, with no more than a few frames missing', async () => {
    const one = await open(await stage.grant(['stage', 'backstage']));
    one.play();
    await plays(one);
    const before = Date.parse(one.mediaAt ?? '');
    const since = performance.now();
    const gap = longestGap(one, 5000);
    expect(await one.selectCamera('backstage')).to.equal(true);
    const moved = Date.parse(one.mediaAt ?? '') - before - (performance.now() - since);
    expect(Math.abs(moved), 'the show neither jumps nor repeats').to.be.lessThan(400);
    expect(one.camera).to.equal('backstage');
    expect(box.querySelectorAll('video')).to.have.length(1);
    await plays(one);
    expect(await gap).to.be.lessThan(500);
  });

  it('keeps the other camera ready behind the picture, small and silent, and changes to it at once', async () => {
    box.style.width = '1280px';
    const one = await open(await stage.grant(['stage', 'backstage']), { eager: true });
    one.play();
    await plays(one);
    await until(() => one.video?.videoHeight === 720, 'it should be sharp', 15_000);
    await until(() => hidden().some(({ readyState }) => readyState >= 3), 'another one should get ready', 15_000);
    const [ready] = hidden();
    expect(ready?.muted).to.equal(true);
    await until(() => ready?.videoHeight === 360, 'at its lowest level');
    await pause(3000);
    const before = moment(one);
    const since = performance.now();
    const gap = longestGap(one, 2500);
    expect(await one.selectCamera('backstage')).to.equal(true);
    const passed = performance.now() - since;
    expect(passed, 'milliseconds to the other picture').to.be.lessThan(400);
    expect(Math.abs(moment(one) - before - passed), 'milliseconds the show jumps').to.be.lessThan(120);
    expect(one.video).to.equal(ready);
    expect(await gap).to.be.lessThan(400);
    await until(() => one.video?.videoHeight === 720, 'its quality should rise once it is seen', 15_000);
    expect(hidden(), 'the way back is short, too').to.have.length(1);
  });

  describe('in the little window', () => {
    const native = HTMLVideoElement.prototype.requestPictureInPicture;
    /** Who has been in the window; the last one is. */
    const inset: HTMLVideoElement[] = [];
    let allowed = true;

    before(() => {
      // A real one opens for a press alone. What counts is which video asks for it, and when.
      Object.assign(HTMLVideoElement.prototype, {
        async requestPictureInPicture(this: HTMLVideoElement) {
          if (!allowed) throw new DOMException('a press is needed', 'NotAllowedError');
          inset.push(this);
        },
        matches(this: HTMLVideoElement, selector: string) {
          return selector === ':picture-in-picture'
            ? this === inset.at(-1)
            : Element.prototype.matches.call(this, selector);
        },
      });
    });
    beforeEach(() => {
      allowed = true;
    });
    after(() => {
      HTMLVideoElement.prototype.requestPictureInPicture = native;
      Reflect.deleteProperty(HTMLVideoElement.prototype, 'matches');
    });

    it('the camera that is chosen takes over, and the window goes on showing something until then', async () => {
      const one = await open(await stage.grant(['stage', 'backstage']));
      one.play();
      await plays(one);
      const former = one.video;
      inset.push(former as HTMLVideoElement);
      expect(await one.selectCamera('backstage')).to.equal(true);
      await until(() => inset.at(-1) === one.video, 'the window should show the other camera');
      expect(inset.at(-1) === former).to.equal(false);
      allowed = false;
      const shown = one.video;
      expect(await one.selectCamera('stage')).to.equal(true);
      expect(inset.at(-1) === shown, 'where a press is needed it is left to the fan').to.equal(true);
      await plays(one);
    });

    it('the backup takes over when the first address is lost', async () => {
      const one = await open(await stage.grant(['stage'], { backups: true }));
      one.play();
      await plays(one);
      inset.push(one.video as HTMLVideoElement);
      await stage.control({ action: 'cut', stream: 'stage', seconds: 30 });
      await until(() => one.state.backup, 'the backup should take over', 15_000);
      await until(() => inset.at(-1) === one.video, 'the window should show it', 3000);
    });
  });

  it('gets a camera ready that somebody points at, and lets it go when they do not press', async () => {
    const one = await open(await stage.grant(['stage', 'backstage']));
    one.play();
    await plays(one);
    await pause(5000);
    expect(hidden(), 'nothing unasked where data is dear').to.have.length(0);
    one.prepareCamera('backstage');
    expect(hidden()).to.have.length(1);
    await until(() => hidden().length === 0, 'it should go', 12_000);
    expect(one.camera).to.equal('stage');
  });

  it('lets the first camera be heard while another one is seen, through pauses, leaps and volume', async () => {
    box.style.width = '1280px';
    const one = await open(await stage.grant(['stage', 'backstage'], { sound: 'master' }), { muted: false });
    one.play();
    await plays(one);
    const master = one.video;
    await until(() => master?.videoHeight === 720, 'it should be sharp', 15_000);
    expect(await one.selectCamera('backstage')).to.equal(true);
    expect(hidden()[0]).to.equal(master);
    expect([master?.muted, one.video?.muted]).to.deep.equal([false, true]);
    await until(() => master?.videoHeight === 360, 'what is only heard is small', 15_000);
    one.setVolume(0.4);
    expect(master?.volume).to.equal(0.4);
    one.setMuted(true);
    expect(master?.muted).to.equal(true);
    one.setMuted(false);
    one.pause();
    await until(() => one.state.status === 'paused', 'both should pause');
    expect(master?.paused).to.equal(true);
    one.play();
    await plays(one);
    expect(master?.paused).to.equal(false);
    one.seek(one.state.start + 4);
    await until(() => (one.state.behindMs ?? 0) > 8000, 'both should go back');
    await plays(one);
    await until(() => Math.abs(apart(one, master)) < 0.06, 'sound and picture should be together', 12_000);
    expect(master?.muted).to.equal(false);
    expect(await one.selectCamera('stage')).to.equal(true);
    expect(one.video, 'the way back is there already').to.equal(master);
    await until(() => hidden().length === 0, 'the other one should go');
  });

  it('goes on from the backup address when the first one is lost, tells so, and comes back when it returns', async () => {
    const one = await open(await stage.grant(['stage'], { backups: true }));
    one.play();
    await plays(one);
    await stage.control({ action: 'cut', stream: 'stage', seconds: 8 });
    await until(() => one.state.backup, 'the backup should take over', 15_000);
    await plays(one, 3000);
    const { quality } = one.take();
    expect(quality?.backup).to.equal(true);
    expect(quality?.rebufferMs, 'milliseconds that it stood still').to.be.lessThan(2500);
    await until(() => !one.state.backup, 'the first address should be trusted again', 60_000);
    await plays(one, 3000);
    await pause(1500);
    expect(one.take().quality?.backup).to.equal(false);
    expect(one.state.error).to.equal(null);
  });

  it('stays on its camera when the other one cannot be had', async () => {
    const grant = await stage.grant(['stage', 'backstage']);
    const one = await open(grant);
    one.play();
    await plays(one);
    await stage.control({ action: 'fail', stream: 'backstage', status: 503, seconds: 30 });
    expect(await one.selectCamera('backstage')).to.equal(false);
    expect(one.camera).to.equal('stage');
    expect(one.state.switching).to.equal(null);
    await plays(one);
  });

  it('rides out an outage and comes back by itself', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    await stage.control({ action: 'fail', stream: '*', status: 503, seconds: 12 });
    await until(() => one.state.reconnecting, 'it should say that it tries', 15_000);
    await until(() => !one.state.reconnecting && one.state.status === 'playing', 'it should come back', 25_000);
    const from = one.video?.currentTime ?? 0;
    await until(() => (one.video?.currentTime ?? 0) > from + 1, 'time should advance again');
    expect(one.state.error).to.equal(null);
  });

  it('asks again for a segment that comes by half, whether its connection breaks or falls silent', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    await pause(5000);
    for (const action of ['break', 'stall'] as const) {
      await stage.control({ action, stream: 'stage', seconds: 2.2 });
      await pause(2500);
      // The engine alone would have waited two minutes for what follows a silence.
      expect(await longestGap(one, 9000), `milliseconds without a picture after a ${action}`).to.be.lessThan(5000);
      await plays(one, 3000);
    }
    expect(one.state.error).to.equal(null);
    const { quality } = one.take();
    expect(quality?.errors.length).to.be.within(1, 8);
  });

  it('tries at once when the device says that it is on line again', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    await stage.control({ action: 'fail', stream: '*', status: 503, seconds: 60 });
    // Late enough for the pauses between two tries to be long.
    await until(() => one.state.status === 'buffering', 'it should run dry', 20_000);
    await pause(6000);
    await stage.control({ action: 'reset' });
    const since = performance.now();
    dispatchEvent(new Event('online'));
    await plays(one, 4000);
    expect(performance.now() - since).to.be.lessThan(3000);
  });

  it('waits for a publisher that went away, and goes on when they return', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    await stage.control({ action: 'cut', stream: 'stage', seconds: 10 });
    await until(() => one.state.status === 'waiting', 'it should say that nobody is publishing', 20_000);
    expect(one.state.error).to.equal(null);
    await until(() => one.state.status === 'playing', 'it should go on by itself', 30_000);
    const { quality } = one.take();
    expect(quality?.rebufferCount).to.equal(1);
  });

  it('lets a fan look back and return to live', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    one.seek(one.state.start + 1);
    await until(() => (one.state.behindMs ?? 0) > 8000, 'it should be behind');
    await pause(4500);
    expect(one.state.behindMs, 'looking back is not undone by the next playlist').to.be.greaterThan(8000);
    one.goLive();
    await until(() => (one.state.behindMs ?? Infinity) < 3000, 'it should be live again');
    await plays(one);
  });

  it('plays a recording from where it was left, at another speed', async () => {
    const one = await open(await stage.grant(['replay']), { startSeconds: 60 });
    one.play();
    await plays(one);
    expect(one.video?.currentTime).to.be.within(59.5, 63);
    expect(one.state.end).to.be.closeTo(240, 1);
    expect(one.state.behindMs).to.equal(null);
    one.setRate(2);
    expect(one.video?.playbackRate).to.equal(2);
    one.seek(200);
    await until(() => (one.video?.currentTime ?? 0) > 201, 'it should play from there');
    one.pause();
    await until(() => one.state.status === 'paused', 'it should pause');
  });

  it('shows captions where the grant says that the stream has them', async () => {
    const one = await open(await stage.grant(['replay'], { features: ['captions'] }));
    one.play();
    await plays(one);
    await until(() => one.state.captions.length === 2, 'both languages should be offered');
    const french = one.state.captions.find(({ language }) => language === 'fr');
    one.setCaption(french?.id ?? null);
    const showing = () => [...(one.video?.textTracks ?? [])].find(({ mode }) => mode === 'showing');
    await until(() => (showing()?.cues?.length ?? 0) > 0, 'lines should arrive');
    expect(showing()?.language).to.equal('fr');
    one.setCaption(null);
    await until(() => !showing(), 'captions should go');
  });

  it('shows captions that lie beside the stream', async () => {
    const grant = await stage.grant(['replay']);
    const vtt = `data:text/vtt,${encodeURIComponent('WEBVTT\n\n00:00.000 --> 03:00.000\nBonsoir Paris\n')}`;
    const cameras = grant.cameras.map((camera) => ({
      ...camera,
      captions: [{ language: 'fr', label: 'Français', url: vtt }],
    }));
    const one = await open({ ...grant, cameras });
    one.play();
    await plays(one);
    await until(() => one.state.captions.length === 1, 'they should be offered');
    one.setCaption(one.state.captions[0]?.id ?? null);
    const showing = () => [...(one.video?.textTracks ?? [])].find(({ mode }) => mode === 'showing');
    await until(() => showing()?.activeCues?.length === 1, 'the line should be on screen');
    expect(one.state.caption).to.equal(one.state.captions[0]?.id);
    one.setCaption(null);
    expect(showing()).to.equal(undefined);
    expect(one.state.caption).to.equal(null);
  });

  it('lets the browser play by itself where the engine cannot run', async () => {
    const { createPlayback } = await import('./playback.ts');
    const none = { isSupported: () => false } as unknown as PlaybackOptions['engine'];
    playback = createPlayback({
      engine: none,
      grant: await stage.grant(['stage']),
      muted: true,
      now: () => Date.now(),
      onRenewNeeded: async () => {},
      createVideo: () => box.appendChild(document.createElement('video')),
      removeVideo: (video) => video.remove(),
    });
    playback.play();
    await plays(playback);
    expect(playback.video?.src, 'the address itself, not a media source').to.contain('/stage/master.m3u8');
    const from = playback.video?.currentTime ?? 0;
    playback.setGrant(await stage.grant(['stage'], { ttlSeconds: 800 }));
    await until(() => (playback?.video?.currentTime ?? 0) > from + 3, 'a new grant does not disturb it');
    expect(playback.state.levels).to.deep.equal([]);
    expect(playback.state.error).to.equal(null);
  });

  it('loads again, without losing its place, where a grant cannot be renewed on the run', async () => {
    const one = await open({ ...(await stage.grant(['replay'])), renew: 'reload' }, { startSeconds: 100 });
    one.play();
    await plays(one);
    const { video } = one;
    one.setGrant({ ...(await stage.grant(['replay'], { ttlSeconds: 800 })), renew: 'reload' });
    await until(() => one.state.status !== 'playing', 'it should load again');
    await plays(one);
    expect(one.video).to.equal(video);
    expect(one.video?.currentTime).to.be.within(99, 110);
  });

  it('plays without sound where the browser allows only that, and says so', async () => {
    const one = await open(await stage.grant(['stage']), {
      muted: false,
      createVideo: () => {
        const video = box.appendChild(document.createElement('video'));
        const play = video.play.bind(video);
        video.play = () => (video.muted ? play() : Promise.reject(new DOMException('no gesture', 'NotAllowedError')));
        return video;
      },
    });
    one.play();
    await plays(one);
    expect(one.state.soundBlocked).to.equal(true);
    expect(one.state.muted).to.equal(true);
    one.setMuted(false);
    expect(one.state.soundBlocked).to.equal(false);
    expect(one.video?.muted).to.equal(false);
  });

  it('stops when there is nothing to play any more, and goes on when there is', async () => {
    const one = await open(await stage.grant(['stage']));
    one.play();
    await plays(one);
    one.setGrant(null);
    expect(one.video).to.equal(null);
    expect(box.querySelector('video')).to.equal(null);
    one.setGrant(await stage.grant(['stage']));
    await plays(one);
  });

  it('says so when a recording is not there', async () => {
    // An address of its own, which no cache has seen.
    const grant = await stage.grant(['replay'], { ttlSeconds: 777 });
    await stage.control({ action: 'fail', stream: 'replay', status: 404, seconds: 60 });
    const one = await open(grant);
    one.play();
    await until(() => one.state.status === 'failed', 'it should give up', 25_000);
    expect(one.state.error).to.equal('missing');
    await stage.control({ action: 'reset' });
    one.retry();
    await plays(one);
    expect(one.state.error).to.equal(null);
  });
});
