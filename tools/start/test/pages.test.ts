import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPages, type Pages } from '../pages.ts';

let folder: string;
let server: Pages;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parterre-pages-'));
  const pages = join(folder, 'pages');
  const cdn = join(folder, 'cdn');
  await Promise.all([mkdir(pages), mkdir(cdn)]);
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(pages, 'plain.html'), '<live-ticket backend="{{site}}"></live-ticket>{{unknown}}');
  await writeFile(join(pages, 'hostile.html'), 'hostile');
  await writeFile(
    join(pages, 'hostile.html.headers.json'),
    JSON.stringify({ 'Content-Security-Policy': "connect-src {{site}}; default-src 'none'" }),
  );
  await writeFile(join(pages, 'notes.md'), 'notes');
  await writeFile(join(cdn, 'parterre.js'), 'export {};');
  server = await startPages(0, { site: 'http://127.0.0.1:1' }, { pages, cdn });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A request whose path nothing has tidied up. */
const rawStatus = (path: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(`${server.url}`, { path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the foreign origin', () => {
  it('names the addresses of this run in its pages', async () => {
    const page = await fetch(`${server.url}/plain.html`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<live-ticket backend="http://127.0.0.1:1"></live-ticket>{{unknown}}');
  });

  it('serves a page with the headers that lie beside it', async () => {
    const page = await fetch(`${server.url}/hostile.html`);
    expect(page.headers.get('content-security-policy')).toBe("connect-src http://127.0.0.1:1; default-src 'none'");
    expect((await fetch(`${server.url}/plain.html`)).headers.get('content-security-policy')).toBeNull();
  });

  it('serves the CDN build to every origin, as modules', async () => {
    const script = await fetch(`${server.url}/parterre/parterre.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('access-control-allow-origin')).toBe('*');
    expect((await fetch(`${server.url}/plain.html`)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lists its pages where there is no front page', async () => {
    expect(await (await fetch(`${server.url}/`)).text()).toContain('href="/plain.html"');
  });

  it('gives nothing else: no notes, no header files, nothing outside', async () => {
    for (const path of [
      '/notes.md',
      '/hostile.html.headers.json',
      '/missing.html',
      '/../secret.html',
      '/%2e%2e/secret.html',
      '/parterre/..%2f..%2fsecret.html',
      '/%',
    ]) {
      expect(await rawStatus(path), path).toBe(404);
    }
    expect((await fetch(`${server.url}/plain.html`, { method: 'POST' })).status).toBe(405);
  });
});
