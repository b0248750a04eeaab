/**
 * A headless Chromium that runs the drawing code of this folder: a tiny server hands it the TypeScript modules with
 * their types removed, and takes back what was drawn.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';

const demo = fileURLToPath(new URL('../..', import.meta.url));

export type Studio = {
  page: Page;
  /** Sends every POST to `path` to the handler, in order, and returns the address for the page. */
  receive(path: string, take: (body: Buffer) => Promise<void> | void): string;
  close(): Promise<void>;
};

/** The Chromium to use: `CHROME_PATH`, else the usual places. */
export function chromiumPath(): string {
  const places = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (!found) throw new Error('No Chromium found: install it or set CHROME_PATH.');
  return found;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** @param entry the module to load, relative to the `demo` folder */
export async function openStudio(entry: string): Promise<Studio> {
  const takers = new Map<string, (body: Buffer) => Promise<void> | void>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://studio');
    const take = takers.get(pathname);
    if (request.method === 'POST' && take) {
      await take(await bodyOf(request));
      response.end();
    } else if (pathname === '/') {
      response
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${entry}"></script>`);
    } else {
      const file = normalize(join(demo, pathname));
      if (!file.startsWith(demo) || !file.endsWith('.ts') || !existsSync(file)) {
        response.statusCode = 404;
        response.end();
        return;
      }
      response.setHeader('content-type', 'text/javascript').end(stripTypeScriptTypes(readFileSync(file, 'utf8')));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    // The software rasteriser draws the same picture on every machine, with or without a graphics card.
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(message.text());
  });
  await page.goto(`${origin}/`);
  await page.waitForLoadState('networkidle');
  return {
    page,
    receive(path, take) {
      takers.set(path, take);
      return origin + path;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
