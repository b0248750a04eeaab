// Puts our stand-in where a browser looks for Stripe: script and frames of js.stripe.com, and its API for browsers. The page's
// own content security policy decides as it would with the real ones, because the addresses are the real ones.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Route } from 'playwright-core';
import type { StripeDouble } from '../double/double.ts';
import { TRAIN } from '../double/version.ts';

export interface StandInOptions {
  /** What the buyer's device offers; none when not given. */
  wallets?: readonly ('apple_pay' | 'google_pay' | 'link')[];
  /** What cannot be reached: a blocker, a network that fails. */
  blocked?: 'script' | 'frames' | 'api';
}

/** Where the stand-in asks; the real script talks to this host too. */
const API = 'https://api.stripe.com';

/** From now on, pages of `context` that load Stripe.js get the stand-in, and pay at `double`. */
export async function standInForStripe(
  context: BrowserContext,
  double: Pick<StripeDouble, 'url'>,
  { wallets = [], blocked }: StandInOptions = {},
): Promise<void> {
  const file = (name: string): Promise<string> => readFile(join(import.meta.dirname, name), 'utf8');
  const options = JSON.stringify({ train: TRAIN, api: API, wallets });
  await context.route('https://js.stripe.com/**', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === `/${TRAIN}/stripe.js`) {
      if (blocked === 'script') return route.abort();
      const body = (await file('stripe.js')).replace('__STAND_IN__', () => options);
      return route.fulfill({ contentType: 'text/javascript', headers: { 'access-control-allow-origin': '*' }, body });
    }
    const [, page] = /^\/\w+\/(fields|wallets)\.html$/.exec(pathname) ?? [];
    if (page && blocked !== 'frames')
      return route.fulfill({ contentType: 'text/html', body: await file(`${page}.html`) });
    // Another train's script, or something of the real one's that the stand-in does not play.
    return page ? route.abort() : route.fulfill({ status: 404, body: '' });
  });
  await context.route(`${API}/**`, async (route: Route) => {
    if (blocked === 'api') return route.abort();
    const { pathname } = new URL(route.request().url());
    const answer = await fetch(`${double.url}${pathname}`, {
      method: route.request().method(),
      body: route.request().postData() ?? undefined,
    });
    return route.fulfill({
      status: answer.status,
      contentType: 'application/json',
      headers: { 'access-control-allow-origin': '*' },
      body: await answer.text(),
    });
  });
}
