import { expect, waitUntil } from '@open-wc/testing';
import type { Grant } from '@parterre/protocol';
import { loadPlayback, PICTURE_CODES, type Playback, type PlaybackOptions } from '@parterre/playback';
import { TestStage } from '../../../tests/component/stage.ts';

let stage: TestStage;
let playback: Playback | null = null;
let box: HTMLElement;

const until = (what: () => unknown, message: string, timeout = 25_000) =>
  waitUntil(what, message, { timeout, interval: 20 });

/** A file as an origin would send it. */
const file = (text: string): string => URL.createObjectURL(new Blob([text]));

async function open(grant: Grant, options: Partial<PlaybackOptions> = {}): Promise<Playback> {
  const start = await loadPlayback([]);
  playback = start({
    grant,
    muted: true,
    now: () => Date.now(),
    onRenewNeeded: async () => {},
    createVideo: () => box.appendChild(document.createElement('video')),
    removeVideo: (video) => video.remove(),
    ...options,
  });
  playback.play();
  return playback;
}

/** The grant of a replay whose only address is this. */
async function replayOf(url: string): Promise<Grant> {
  const grant = await stage.grant(['replay']);
  return { ...grant, cameras: grant.cameras.map((camera) => ({ ...camera, url })) };
}

/** It ends with this reason, and the heartbeat tells its code. */
async function ends(one: Playback, error: keyof typeof PICTURE_CODES): Promise<void> {
  await until(() => one.state.status === 'failed', `it should end, not stay ${one.state.status}`);
  expect(one.state.error).to.equal(error);
  expect(one.take().quality?.errors).to.include(PICTURE_CODES[error]);
}

/** It says that this is in the way, goes on trying, and the heartbeat tells the code. */
async function hinders(one: Playback, trouble: keyof typeof PICTURE_CODES): Promise<void> {
  await until(() => one.state.trouble === trouble, `it should say ${trouble}, not stay with ${one.state.trouble}`);
  expect(one.state.error).to.equal(null);
  expect(one.take().quality?.errors).to.include(PICTURE_CODES[trouble]);
}

describe('what can go wrong with a picture', function () {
  this.timeout(60_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
  });

  afterEach(async () => {
    playback?.destroy();
    playback = null;
    box.remove();
    await stage.control({ action: 'reset' });
  });

  it('PA11: a browser with neither media sources nor HLS', async () => {
    const { createPlayback } = await import('./playback.ts');
    const none = { isSupported: () => false } as unknown as PlaybackOptions['engine'];
    const { canPlayType } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.canPlayType = () => '';
    try {
      playback = createPlayback({
        engine: none,
        grant: await stage.grant(['replay']),
        now: () => Date.now(),
        onRenewNeeded: async () => {},
        createVideo: () => box.appendChild(document.createElement('video')),
        removeVideo: (video) => video.remove(),
      });
      await ends(playback, 'unsupported');
    } finally {
      HTMLMediaElement.prototype.canPlayType = canPlayType;
    }
  });

  it('PA12: a codec that this browser does not have', async () => {
    const media = file('#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nnone.mp4\n#EXT-X-ENDLIST\n');
    const master = `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="xyz1.42,abc2.7"\n${media}\n`;
    await ends(await open(await replayOf(file(master))), 'codec');
  });

  it('PA13: segments that cannot be decoded', async () => {
    const segment = file('this is no film');
    const media = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${segment}\n#EXTINF:2,\n${segment}\n#EXT-X-ENDLIST\n`;
    await ends(await open(await replayOf(file(media))), 'media');
  });

  it('PA20: a recording that is not there', async () => {
    await stage.control({ action: 'fail', stream: 'replay', status: 404, seconds: 60 });
    await ends(await open(await stage.grant(['replay'], { ttlSeconds: 778 })), 'missing');
  });

  it('PA21: a web page in place of a playlist', async () => {
    await ends(await open(await replayOf(`${location.origin}/package.json`)), 'notAPlaylist');
  });

  it('PA22: a recording without a segment', async () => {
    const media = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-ENDLIST\n';
    await ends(await open(await replayOf(file(media))), 'empty');
  });

  it('PA23: a publisher that is away', async () => {
    const one = await open(await stage.grant(['stage']));
    await until(() => one.state.status === 'playing', 'it should play');
    await stage.control({ action: 'cut', stream: 'stage', seconds: 60 });
    await hinders(one, 'quiet');
  });

  it('PA30: an origin that refuses what was just signed', async () => {
    const grant = await stage.grant(['stage']);
    const forged = (address: string) => {
      const url = new URL(address);
      return address.replace(url.pathname.split('/')[1]!, 'x'.repeat(22));
    };
    const cameras = grant.cameras.map((one) => ({ ...one, url: forged(one.url!) }));
    await hinders(await open({ ...grant, cameras }), 'refused');
  });

  it('PA31: an answer that the browser keeps from the page', async () => {
    // The test server under its other name is another origin, which allows nobody.
    const other = location.origin.replace('localhost', '127.0.0.1');
    await hinders(await open(await replayOf(`${other}/package.json`)), 'blocked');
  });

  it('PA40: a device without a network', async () => {
    const one = await open(await stage.grant(['stage']));
    await until(() => one.state.status === 'playing', 'it should play');
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
    dispatchEvent(new Event('offline'));
    try {
      await hinders(one, 'offline');
    } finally {
      Reflect.deleteProperty(navigator, 'onLine');
    }
  });

  it('PA41: an origin that answers with an error of its own', async () => {
    const one = await open(await stage.grant(['stage']));
    await until(() => one.state.status === 'playing', 'it should play');
    await stage.control({ action: 'fail', stream: '*', status: 503, seconds: 60 });
    await hinders(one, 'unreachable');
  });
});
