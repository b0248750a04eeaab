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

async function open(grant: Grant, options: Partial<PlaybackOptions> = {}): Promise<Playback> {
  playback = await openPlayback(box, grant, options);
  return playback;
}

/** Two pieces of an evening, a minute apart, and what becomes of the first four seconds of the first. */
const EVENING = Math.floor(Date.UTC(2026, 10, 21, 20, 0, 0) / 1000);
const FIRST = `recorded-${EVENING}-20-stage`;
const SECOND = `recorded-${EVENING + 100}-20-stage`;
const at = (seconds: number): string => new Date((EVENING + seconds) * 1000).toISOString();
/** How many seconds into the evening the picture is. */
const moment = (one: Playback): number => (Date.parse(one.mediaAt ?? '') - EVENING * 1000) / 1000;

describe('A film of several recordings', function () {
  this.timeout(40_000);

  before(async () => {
    stage = await TestStage.start();
  });

  beforeEach(() => {
    box = document.createElement('div');
    document.body.append(box);
  });

  afterEach(() => {
    playback?.destroy();
    playback = null;
    box.remove();
  });

  it('plays on across the join, and knows the moment on either side', async () => {
    const grant = await stage.film([
      [FIRST, 2, 6],
      [SECOND, 0, 5],
    ]);
    const one = await open(grant, { startSeconds: 5 });
    one.play();
    await until(() => one.state.status === 'playing', 'it should play');
    expect(one.state.end).to.be.closeTo(18, 0.2);
    expect(moment(one)).to.be.within(8, 11);
    await until(() => one.state.currentTime > 9.5 && one.state.status === 'playing', 'it should reach the second part');
    expect(moment(one)).to.be.closeTo(100 + one.state.currentTime - 8, 0.6);
    expect(one.take().quality?.rebufferCount).to.equal(0);
  });

  it('takes a new grant in every place the film lies in', async () => {
    const cuts = [
      [FIRST, 0, 3],
      [SECOND, 0, 20],
    ] as const;
    const one = await open(await stage.film(cuts, { ttlSeconds: 5 }));
    one.play();
    await until(() => one.state.status === 'playing', 'it should play');
    const { video } = one;
    one.setGrant(await stage.film(cuts));
    await new Promise((resolve) => setTimeout(resolve, 5500));
    // Nothing of this was loaded while the first grant was good.
    one.seek(38);
    await until(
      () => one.state.currentTime > 38.5 && one.state.status === 'playing',
      'it should play what lies far ahead',
    );
    one.seek(1);
    await until(() => one.state.currentTime < 4 && one.state.status === 'playing', 'and go back into the first part');
    const other = one.state.levels.find(({ height }) => height !== one.state.height);
    one.setLevel(other?.id ?? null);
    await until(() => one.state.height === other?.height, 'and change its quality');
    expect(one.video, 'the same video goes on').to.equal(video);
    expect(one.take().quality?.errors).to.deep.equal([]);
  });

  it('shows the same moment when the film is cut anew', async () => {
    const one = await open(await stage.film([[FIRST, 0, 20]]), { startSeconds: 20 });
    one.play();
    await until(() => one.state.status === 'playing', 'it should play');
    const before = moment(one);
    expect(before).to.be.within(19, 24);
    one.setGrant(
      await stage.film([
        [FIRST, 5, 20],
        [SECOND, 0, 5],
      ]),
    );
    await until(() => one.state.end > 39 && one.state.status === 'playing' && one.mediaAt, 'the new film should play');
    expect(moment(one)).to.be.within(before - 1, before + 8);
    expect(one.state.currentTime, 'ten seconds earlier in the film').to.be.closeTo(moment(one) - 10, 0.6);
  });

  it('goes on at the moment where somebody stopped, wherever that is now', async () => {
    const startDateMs = (EVENING + 30) * 1000;
    const one = await open(await stage.film([[FIRST, 10, 20]]), { startSeconds: 30, startDateMs });
    one.play();
    await until(() => one.state.status === 'playing', 'it should play');
    expect(moment(one)).to.be.within(29, 34);
    expect(one.state.currentTime).to.be.within(9, 14);
  });

  it('has its chapters where their pictures are', async () => {
    const grant = await stage.film(
      [
        [FIRST, 5, 10],
        [SECOND, 0, 5],
      ],
      {
        chapters: [
          { atMs: 0, at: at(10), title: 'Opening' },
          // The date wins over the place: another camera may have been cut otherwise.
          { atMs: 1000, at: at(104), title: 'Encore' },
          { atMs: 18_000, at: null, title: 'Without a date' },
        ],
      },
    );
    const one = await open(grant);
    await until(() => one.state.chapters[1]?.seconds === 14, 'the second chapter should be found by its date');
    expect(one.state.chapters).to.deep.equal([
      { seconds: 0, title: 'Opening' },
      { seconds: 14, title: 'Encore' },
      { seconds: 18, title: 'Without a date' },
    ]);
  });
});
