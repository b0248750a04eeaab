import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check, sorted, type Finding } from './check';

const asked = vi.hoisted(() => ({
  ask: vi.fn<(path: string, method: string, data: Record<string, unknown>) => unknown>(),
}));
vi.mock('../api', () => asked);

const finding = (code: string, level: Finding['level'] = 'good'): Finding => ({
  code,
  level,
  sentence: code,
  advice: '',
});

/** What the server answers, by step; and what was sent. */
function server(answers: Record<string, object>): Record<string, unknown>[] {
  const sent: Record<string, unknown>[] = [];
  asked.ask.mockImplementation((_path, _method, data) => {
    sent.push(data);
    return Promise.resolve({ findings: [], ...answers[String(data['step'])] });
  });
  return sent;
}

const play = {
  master: 'https://stream.example/sig/1/stage/master.m3u8',
  media: 'https://stream.example/sig/1/stage/720.m3u8',
  segment: 'https://stream.example/sig/1/stage/720-1.m4s',
  types: { 'avc1.64001f': 'video/mp4; codecs="avc1.64001f"', 'hvc1.1': 'video/mp4; codecs="hvc1.1"' },
};
const subject = { mode: 'live', show: 'show_1', camera: 'stage' } as const;

beforeEach(() => {
  vi.stubGlobal('window', { MediaSource: { isTypeSupported: (type: string) => type.includes('avc1') } });
  vi.stubGlobal('location', { origin: 'https://venue.example' });
});
afterEach(() => vi.unstubAllGlobals());

describe('a check of a stream', () => {
  it('goes through all its steps, and tells which one it is at', async () => {
    const sent = server({
      look: { findings: [finding('reached')], play, again: { at: 5, seconds: 4, sequence: 1 }, address: 'stage' },
      again: { findings: [finding('advances')] },
    });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('x')));
    const waits: number[] = [];
    const told: (string | null)[] = [];
    const address = await check(
      subject,
      (step) => told.push(step),
      (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    );
    expect(address).toBe('stage');
    expect(told.filter((step, index) => told[index - 1] !== step)).toEqual([
      'look',
      'segment',
      'tokens',
      'browser',
      'again',
      null,
    ]);
    expect(sent.map(({ step }) => step)).toEqual(['look', 'segment', 'tokens', 'browser', 'again']);
    expect(sent[0]).toMatchObject({ ...subject, now: expect.any(Number) });
    // The time that the other steps took is waited no second time.
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeLessThanOrEqual(4000);
    expect(sent[4]).toMatchObject({ before: { at: 5, sequence: 1 } });
  });

  it('tells the server what this browser met, and which codecs it plays', async () => {
    const sent = server({ look: { findings: [finding('cors_missing', 'bad')], play, again: null, address: '' } });
    vi.stubGlobal('fetch', (url: string) =>
      url.endsWith('.m4s') ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(new Response('x')),
    );
    await check(subject, () => {});
    const met = sent.find(({ step }) => step === 'browser');
    expect(met).toMatchObject({
      here: 'https://venue.example',
      tried: { master: 200, media: 200, segment: 0 },
      codecs: { 'avc1.64001f': true, 'hvc1.1': false },
      seen: ['cors_missing'],
    });
  });

  it('asks with no cookies and past every cache', async () => {
    server({ look: { play, again: null, address: '' } });
    const options: RequestInit[] = [];
    vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
      options.push(init);
      return Promise.resolve(new Response('x'));
    });
    await check(subject, () => {});
    expect(options).toHaveLength(3);
    for (const one of options) expect(one).toEqual({ cache: 'no-store', credentials: 'omit' });
  });

  it('ends after the first look where there is nothing to try', async () => {
    const sent = server({ look: { findings: [finding('player_page', 'bad')], play: null, again: null, address: '' } });
    await check(subject, () => {});
    expect(sent.map(({ step }) => step)).toEqual(['look']);
  });

  it('says the worst first', () => {
    const list = [
      finding('a'),
      finding('b', 'note'),
      finding('c', 'bad'),
      finding('d', 'warning'),
      finding('e', 'bad'),
    ];
    expect(sorted(list).map(({ code }) => code)).toEqual(['c', 'e', 'd', 'b', 'a']);
  });
});
