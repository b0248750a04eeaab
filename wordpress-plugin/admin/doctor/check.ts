import { ask } from '../api';

/** One thing that was found about a stream; the sentences come from the server. */
export interface Finding {
  code: string;
  level: 'good' | 'note' | 'warning' | 'bad';
  sentence: string;
  /** What to do; empty where nothing has to be done. */
  advice: string;
}

/** Whose stream it is: a saved camera of a show, or what stands in a form. */
export interface Asked {
  mode: 'live' | 'backup' | 'replay';
  show?: string;
  camera?: string;
  provider?: string;
  stream?: string;
  /** How many cameras the show has. */
  cameras?: number;
  features?: boolean;
  captions?: boolean;
}

export type Step = 'look' | 'segment' | 'tokens' | 'browser' | 'again';
export const STEPS: readonly Step[] = ['look', 'segment', 'tokens', 'browser', 'again'];

interface Looked {
  findings: Finding[];
  /** Signed addresses for this browser to try; types by codec. Null where there is nothing to try. */
  play: { master: string; media: string | null; segment: string | null; types: Record<string, string> } | null;
  /** What the last step is given, `seconds` after the first; null for what does not move. */
  again: { at: number; seconds: number } | null;
  address: string;
}

/** No answer that a page may see: browsers do not tell a page why. */
const BLOCKED = 0;

async function statusOf(url: string): Promise<number> {
  try {
    const answer = await fetch(url, { cache: 'no-store', credentials: 'omit' });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return BLOCKED;
  }
}

/** What this browser meets at the addresses, and which codecs it plays. */
async function tryHere(play: NonNullable<Looked['play']>): Promise<object> {
  const tried: Record<string, number> = {};
  for (const name of ['master', 'media', 'segment'] as const) {
    const url = play[name];
    if (url) tried[name] = await statusOf(url);
  }
  const source = (window as { ManagedMediaSource?: typeof MediaSource }).ManagedMediaSource ?? window.MediaSource;
  const codecs = Object.entries(play.types).map(([codec, type]) => [codec, source?.isTypeSupported(type) ?? false]);
  return { here: location.origin, tried, codecs: Object.fromEntries(codecs) as Record<string, boolean> };
}

/**
 * Checks a stream: the server looks at it, this browser tries it, and after a while the server looks whether it has moved on.
 *
 * @param tell hears before each step what is done, and what was found so far
 * @param rest waits so many milliseconds
 * @returns the address as it may be shown
 * @throws Refused in words
 */
export async function check(
  asked: Asked,
  tell: (step: Step | null, findings: Finding[]) => void,
  rest: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<string> {
  const found: Finding[] = [];
  const step = async <T extends { findings: Finding[] }>(name: Step, more: object = {}): Promise<T> => {
    tell(name, [...found]);
    const answer = await ask<T>('/stream-check', 'POST', { ...asked, step: name, ...more });
    found.push(...answer.findings);
    return answer;
  };
  const { play, again, address } = await step<Looked>('look', { now: Date.now() });
  const lookedAt = performance.now();
  if (play?.media) {
    await step('segment');
    await step('tokens');
  }
  if (play) {
    tell('browser', [...found]);
    const tried = await tryHere(play);
    await step('browser', { ...tried, seen: found.map(({ code }) => code) });
  }
  if (again) {
    tell('again', [...found]);
    await rest(Math.max(0, again.seconds * 1000 - (performance.now() - lookedAt)));
    await step('again', { before: again });
  }
  tell(null, [...found]);
  return address;
}

/** The worst first, and as they came within a level. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const order: Finding['level'][] = ['bad', 'warning', 'note', 'good'];
  return order.flatMap((level) => findings.filter((one) => one.level === level));
}
