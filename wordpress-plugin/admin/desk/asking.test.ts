import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepAsking } from './asking';

let page: EventTarget & { visibilityState: string };
let answers: boolean;
let asked: number[];
let stop: () => void;

/** Seconds since the beginning at which it was asked, while so many more pass. */
async function after(seconds: number): Promise<number[]> {
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(seconds * 1000);
  return asked.slice(before);
}

function seen(visibilityState: 'visible' | 'hidden'): void {
  page.visibilityState = visibilityState;
  page.dispatchEvent(new Event('visibilitychange'));
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  const network = new EventTarget();
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
  vi.stubGlobal('removeEventListener', network.removeEventListener.bind(network));
  vi.stubGlobal('dispatchEvent', network.dispatchEvent.bind(network));
  answers = true;
  asked = [];
  stop = keepAsking(async () => {
    asked.push(Date.now() / 1000);
    if (!answers) throw new Error('nobody answers');
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('the desk', () => {
  it('asks every four seconds', async () => {
    expect(await after(12)).toEqual([4, 8, 12]);
  });

  it('asks every ten seconds in a pocket, and at once when somebody looks again', async () => {
    await after(4);
    seen('hidden');
    // What was planned before it was put away.
    expect(await after(20)).toEqual([8, 18]);
    seen('visible');
    expect(asked.at(-1)).toBe(24);
    expect(await after(8)).toEqual([28, 32]);
  });

  it('asks less and less while nobody answers, never less often than every half minute', async () => {
    answers = false;
    expect(await after(120)).toEqual([4, 12, 28, 58, 88, 118]);
    answers = true;
    expect(await after(34)).toEqual([148, 152]);
  });

  it('asks at once when the network is back, and goes on as before', async () => {
    answers = false;
    await after(30);
    answers = true;
    dispatchEvent(new Event('online'));
    expect(asked.at(-1)).toBe(30);
    expect(await after(8)).toEqual([34, 38]);
  });

  it('asks once however often it is called, and no more when it is closed', async () => {
    for (let times = 0; times < 3; times++) dispatchEvent(new Event('online'));
    await after(0);
    const before = asked.length;
    expect(await after(4)).toHaveLength(1);
    stop();
    seen('visible');
    dispatchEvent(new Event('online'));
    await after(60);
    expect(asked).toHaveLength(before + 1);
  });
});
