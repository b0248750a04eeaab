// The foreign origin: serves `demo/pages` and the SDK's CDN build, as some other site that embeds the tags would.
//
// In HTML, `{{site}}`, `{{pages}}`, `{{stage}}` and `{{mailbox}}` become the addresses of this run. A file
// `NAME.html.headers.json` beside a page holds the headers it is served with, as an object of names and values: so the
// hostile page has its Content-Security-Policy. The CDN build is at `/parterre/`, the demo's pictures are at `/venue/`.
// `/stage-sign?stream=NAME` answers a signed address of the stage as `{"url": …}`: what a venue's server does for whoever
// it lets in, here for the page whose server is in memory.
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { root } from '../wordpress/cache.ts';
import { HOST } from '../wordpress/ports.ts';

const PAGES = join(root, 'demo', 'pages');
const CDN = join(root, 'packages', 'elements', 'dist', 'cdn');
const VENUE = join(root, 'demo', 'venue', 'images');
/** Life of a signed address, as long as a grant's. */
const SIGNED_SECONDS = 15 * 60;

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.map': 'application/json',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ts': 'video/mp2t',
  '.vtt': 'text/vtt; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The addresses a page may name. */
export type Addresses = Partial<Record<'site' | 'pages' | 'stage' | 'mailbox', string>>;

export interface PagesOptions {
  pages?: string;
  cdn?: string;
  /** Signs a stream of the stage until a unix time in seconds: the path that `/master.m3u8` is appended to. */
  signStage?: (stream: string, expiresAtSeconds: number) => string;
}

export interface Pages {
  url: string;
  stop(): Promise<void>;
}

/**
 * Serves the pages on `port` (0 is any free one). `addresses` is read at each request, so it may be completed later.
 * Other folders can be served for tests.
 */
export async function startPages(port: number, addresses: Addresses, options: PagesOptions = {}): Promise<Pages> {
  const mounts: [string, string][] = [
    ['/parterre/', options.cdn ?? CDN],
    // Once more, at another address: a page that loads both has two copies of every module.
    ['/parterre-again/', options.cdn ?? CDN],
    ['/venue/', VENUE],
    ['/', options.pages ?? PAGES],
  ];
  const server = createServer((request, response) => {
    const [path, query] = (request.url ?? '/').split('?');
    if (path === '/stage-sign' && options.signStage) {
      const stream = new URLSearchParams(query).get('stream') ?? '';
      const signed = options.signStage(stream, Math.floor(Date.now() / 1000) + SIGNED_SECONDS);
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify({ url: `${addresses.stage ?? ''}${signed}/master.m3u8` }));
      return;
    }
    serve(
      mounts,
      { ...addresses, pages: addresses.pages ?? `http://${request.headers.host ?? ''}` },
      request,
      response,
    ).catch(() => {
      if (!response.headersSent) response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('Not found');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** Stands in for a front page where the folder has none: one link a page. */
async function listPages(folder: string, response: ServerResponse): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.html'));
  const items = names.map((name) => `<li><a href="/${encodeURIComponent(name)}">${name}</a></li>`);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages</title><h1>Pages</h1><ul>${items.join('')}</ul></html>`,
  );
}

async function serve(
  mounts: [string, string][],
  addresses: Addresses,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = decodeURIComponent(new URL(request.url ?? '/', `http://${HOST}`).pathname);
  const [prefix, folder] = mounts.find(([start]) => path.startsWith(start)) ?? ['/', PAGES];
  let file = normalize(join(folder, path.slice(prefix.length)));
  if (file !== folder && !file.startsWith(folder + sep) && file !== folder + sep) throw new Error('outside');
  if (path.endsWith('/') || (await isFolder(file))) {
    file = join(file, 'index.html');
    if (!(await isFile(file)) && path === '/') return listPages(folder, response);
  }
  const type = TYPES[extname(file)];
  // Only what a site would publish: not the sources and notes that lie beside it.
  if (!type || file.endsWith('.headers.json')) throw new Error('not public');
  let body: Buffer | string = await readFile(file);
  const headers: Record<string, string> = { 'content-type': type, 'cache-control': 'no-cache' };
  if (extname(file) === '.html') {
    body = body
      .toString('utf8')
      .replace(/\{\{(site|pages|stage|mailbox)\}\}/g, (_, name: keyof Addresses) => addresses[name] ?? '');
    const extra = await readFile(`${file}.headers.json`, 'utf8').catch(() => '{}');
    for (const [name, value] of Object.entries(JSON.parse(extra) as Record<string, string>)) {
      headers[name.toLowerCase()] = value.replace(
        /\{\{(site|pages|stage|mailbox)\}\}/g,
        (_, key: keyof Addresses) => addresses[key] ?? '',
      );
    }
  }
  // A CDN lets every origin load its modules.
  if (prefix.startsWith('/parterre')) headers['access-control-allow-origin'] = '*';
  headers['content-length'] = String(Buffer.byteLength(body));
  response.writeHead(200, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}
