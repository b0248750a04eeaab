// What a journey needs: the demo venue on the native stack, and people with browsers of their own.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { startVenue, type Venue } from '../../tools/wordpress/venue.ts';
import type { StageOptions } from '../../demo/stage/server.ts';
import type { Profile } from '../../tools/wordpress/stack.ts';

export type Language = 'en' | 'fr';

export const SIZES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
} satisfies Record<string, BrowserContextOptions>;
export type Size = keyof typeof SIZES;

/** Paths of the demo venue's pages, which are named in the language the site was installed in. */
export const PAGES = {
  en: { live: '/midnight-sun/', coming: '/alternating-current/', open: '/under-the-moon/', passes: '/my-tickets/' },
  fr: { live: '/soleil-de-minuit/', coming: '/courant-alternatif/', open: '/sous-la-lune/', passes: '/mes-billets/' },
} as const;

/** Proved addresses with this one moderate every room of the demo venue. */
export const MODERATOR = 'moderator@parterre.example';

export interface World {
  venue: Venue;
  /** The site's address, without a slash at the end. */
  site: string;
  browser: Browser;
  /** Somebody with a browser of their own: no cookie and no storage is shared with anybody. */
  person(options?: BrowserContextOptions & { size?: Size; language?: Language }): Promise<Person>;
  close(): Promise<void>;
}

export interface Person {
  page: Page;
  context: BrowserContext;
  /** What the console said that a developer would have to look into; stays empty on a healthy page. */
  complaints: string[];
}

/** Starts everything. @throws Error when a part cannot be started; nothing is left running then. */
export async function openWorld(
  options: {
    language?: Language;
    profile?: Profile;
    constants?: Record<string, string>;
    stage?: Partial<StageOptions>;
  } = {},
): Promise<World> {
  const { language = 'fr', profile = 'standard', constants = {}, stage = {} } = options;
  const venue = await startVenue({ profile, locale: language === 'fr' ? 'fr_FR' : 'en_US', constants, stage });
  let browser: Browser;
  try {
    browser = await launch();
  } catch (error) {
    await venue.stop();
    throw error;
  }
  return {
    venue,
    site: venue.stack.url,
    browser,
    person: (wishes) => person(browser, { language, ...wishes }),
    async close() {
      await browser.close();
      await venue.stop();
    },
  };
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROME_PATH'] || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      // A machine without a sound card: the picture must play all the same.
      '--mute-audio',
    ],
  });

async function person(
  browser: Browser,
  wishes: BrowserContextOptions & { size?: Size; language: Language },
): Promise<Person> {
  const { size = 'desktop', language, ...context } = wishes;
  const opened = await browser.newContext({
    ...SIZES[size],
    locale: language === 'fr' ? 'fr-FR' : 'en-GB',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    ...context,
  });
  opened.setDefaultTimeout(20_000);
  const page = await opened.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refusal that the page handles is still logged by the browser as a failed request: not the page's complaint.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { page, context: opened, complaints };
}
