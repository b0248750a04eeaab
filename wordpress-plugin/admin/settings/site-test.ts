import { __ } from '@wordpress/i18n';
import { ask } from '../api';
import type { FeedTest, SettingsAnswer } from '../types';

/** What the browser of whoever runs the test found out about this site, as its guests meet it. */
export type Tested = { feedTest: FeedTest; guests: SettingsAnswer['guests']; caching: SettingsAnswer['caching'] };

/** The headers of an answer that tell whether something between PHP and the browser keeps it. */
export interface Kept {
  cacheControl: string;
  age: string;
  /** What caches of hosts say of themselves: `HIT`, `MISS`; empty where none says anything. */
  served: string;
}

/** Headers in which hosts' caches say whether they have answered. */
const CACHES = [
  'x-cache',
  'x-cache-status',
  'x-proxy-cache',
  'cf-cache-status',
  'x-litespeed-cache',
  'x-varnish-cache',
];

/** Whether somebody who is not logged in reaches the plugin: some security plugins close that door to guests. */
async function guestsGetIn(): Promise<boolean> {
  try {
    const response = await fetch(`${window.parterreAdmin.rest}/venue`, { cache: 'no-store', credentials: 'omit' });
    return response.ok && typeof ((await response.json()) as { id?: unknown }).id === 'string';
  } catch {
    return false;
  }
}

/** Asks twice, because a cache answers the second time; null where there was no answer. */
async function keptOf(path: string, headers: Record<string, string> = {}): Promise<Kept | null> {
  const read = () => fetch(`${window.parterreAdmin.rest}${path}`, { cache: 'reload', credentials: 'omit', headers });
  try {
    await read();
    const { headers: told } = await read();
    return {
      cacheControl: told.get('cache-control') ?? '',
      age: told.get('age') ?? '',
      served: CACHES.map((name) => told.get(name) ?? '')
        .join(' ')
        .trim(),
    };
  } catch {
    return null;
  }
}

/**
 * Reads a file of the feed as a fan's browser would, changes it, reads it again: a cache or a firewall in between shows.
 * The browser does it, because many hosts cannot reach themselves.
 */
export async function testSite(): Promise<Tested> {
  const guests = await guestsGetIn();
  // Nobody's session: what is answered is personal all the same.
  const caching = guests
    ? {
        personal: await keptOf('/session', { authorization: 'Bearer nobodys' }),
        public: await keptOf('/shows'),
      }
    : null;
  const conclude = (passed: boolean, detail: string) =>
    ask<Tested>('/feed-test', 'POST', { step: 'conclude', passed, detail, guests, caching });
  const { url, text } = await ask<{ url: string; text: string }>('/feed-test', 'POST', { step: 'begin' });
  const read = async () => {
    const response = await fetch(url, { cache: 'no-cache', credentials: 'omit' });
    return response.ok ? await response.text() : `HTTP ${response.status}`;
  };
  try {
    const first = await read();
    if (first !== text) {
      return await conclude(
        false,
        first.startsWith('HTTP') ? first : __('The first reading was not what was written.', 'parterre'),
      );
    }
    const changed = await ask<{ text: string }>('/feed-test', 'POST', { step: 'change' });
    const same = (await read()) === changed.text;
    return await conclude(same, same ? '' : __('A cache still answers with what was there before.', 'parterre'));
  } catch (error) {
    return conclude(false, error instanceof Error ? error.message : String(error));
  }
}
