// Serves folders of built files the way a well set up host does: brotli, and the right types.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.m3u8': 'application/vnd.apple.mpegurl',
};

export interface StaticServer {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Sets what a path answers, instead of a file. */
  page(path: string, body: string): void;
  close(): Promise<void>;
}

/** Starts a server on a free port; `mounts` maps the first part of a path to a folder. */
export async function serveStatic(mounts: Record<string, string>): Promise<StaticServer> {
  const pages = new Map<string, string>();
  /** Compressed once, as by a host that keeps its files so: the largest takes half a second, which no visitor of one waits. */
  const compressed = new Map<string, Buffer>();
  const compress = (text: string): Buffer => {
    const bytes = compressed.get(text) ?? brotliCompressSync(text);
    compressed.set(text, bytes);
    return bytes;
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    const type = types[extname(path)] ?? (pages.has(path) ? 'text/html; charset=utf-8' : 'application/octet-stream');
    const [, mount = '', ...rest] = path.split('/');
    const folder = mounts[mount];
    const file = folder ? join(folder, normalize(`/${rest.join('/')}`)) : null;
    const body = pages.get(path);
    if (body === undefined && !(file && existsSync(file) && statSync(file).isFile())) {
      response.writeHead(404).end();
      return;
    }
    const compresses = type.startsWith('text/') || type === 'application/json';
    // A page that may not be kept could not come back from the back-forward cache either.
    const headers = { 'content-type': type, 'cache-control': body === undefined ? 'no-store' : 'no-cache' };
    if (!compresses && file) {
      response.writeHead(200, headers);
      createReadStream(file).pipe(response);
      return;
    }
    const bytes = compress(body ?? readFileSync(file ?? '', 'utf8'));
    response.writeHead(200, { ...headers, 'content-encoding': 'br', 'content-length': bytes.length }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    page: (path, body) => void pages.set(path, body),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
