// The mailbox of the demo: every mail the venue's WordPress sends ends here, whoever it is addressed to, and can be
// read in a browser. It receives by SMTP, on this machine only, and never sends anything on.
//
//   GET    /                      the list, with the newest mail
//   GET    /mail/ID[?view=text|source]
//   GET    /api/mails[?to=ADDRESS] the same as JSON, newest first: for tests
//   DELETE /api/mails             empties the box
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import { renderMailbox, renderNothing, type View } from './page.ts';
import { MailStore, type StoredMail } from './store.ts';

/** The largest mail taken, in bytes. */
const LARGEST_MAIL = 25 * 1024 * 1024;
const HOST = '127.0.0.1';

export interface MailboxOptions {
  /** The port of the page; 0 is any free one. */
  port: number;
  /** The port mails are handed in at; 0 is any free one. */
  smtpPort: number;
  /** Where the mails are kept. */
  folder: string;
}

export interface Mailbox {
  url: string;
  smtpPort: number;
  store: MailStore;
  stop(): Promise<void>;
}

/** Starts the mailbox; resolves when both its ports are open. @throws Error when one is taken. */
export async function startMailbox({ port, smtpPort, folder }: MailboxOptions): Promise<Mailbox> {
  const store = new MailStore(folder);
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded) return done(Object.assign(new Error('The mail is too large'), { responseCode: 552 }));
        store.add(Buffer.concat(chunks)).then(
          () => done(),
          (error: Error) => done(error),
        );
      });
    },
  });
  // A client that hangs up in the middle is its own affair.
  smtp.on('error', () => {});
  const http = createServer((request, response) => {
    serve(store, request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(error.message);
    });
  });
  await Promise.all([
    new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(port, HOST, resolve);
    }),
    new Promise<void>((resolve, reject) => {
      smtp.server.once('error', reject);
      smtp.listen(smtpPort, HOST, resolve);
    }),
  ]);
  return {
    url: `http://${HOST}:${(http.address() as AddressInfo).port}`,
    smtpPort: (smtp.server.address() as AddressInfo).port,
    store,
    async stop() {
      http.closeAllConnections();
      await Promise.all([
        new Promise((resolve) => http.close(resolve)),
        new Promise<void>((resolve) => smtp.close(resolve)),
      ]);
    },
  };
}

const OWN_PAGE =
  "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'";
// A mail runs no script and loads nothing but pictures; its links open beside it. The page around may measure it.
const MAIL_PAGE =
  "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'";

async function serve(store: MailStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${HOST}`);
  const [first = '', id = '', part = '', index = ''] = url.pathname.slice(1).split('/');
  const send = (
    status: number,
    type: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ): void => {
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const page = (status: number, html: string): void =>
    send(status, 'text/html; charset=utf-8', html, { 'content-security-policy': OWN_PAGE });
  const missing = (): void => page(404, renderNothing('There is no such mail.'));

  if (first === 'api' && id === 'mails') {
    if (request.method === 'DELETE') {
      await store.clear();
      return send(204, 'text/plain', '');
    }
    const to = url.searchParams.get('to');
    const mails = (await store.list()).filter((mail) => !to || mail.to.includes(to));
    return send(200, 'application/json', JSON.stringify(mails.map(asJson)));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(405, 'text/plain', 'Only GET.', { allow: 'GET, HEAD' });
  if (first === 'mailbox.css' || first === 'mailbox.js') {
    const type = first.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
    return send(200, type, await readFile(join(import.meta.dirname, first)));
  }
  if (first === 'news') return streamNews(store, response);
  if (first === '') {
    const mails = await store.list();
    return page(200, renderMailbox(mails, mails[0] ?? null, 'html', false));
  }
  if (first !== 'mail') return missing();

  const mail = await store.get(id);
  if (!mail) return missing();
  if (part === 'html') {
    const body = `<!doctype html><meta charset="utf-8"><base target="_blank">${mail.html}`;
    return send(200, 'text/html; charset=utf-8', body, { 'content-security-policy': MAIL_PAGE });
  }
  if (part === 'attachment') {
    const attachment = mail.attachments[Number(index)];
    if (!attachment) return missing();
    const name = encodeURIComponent(attachment.name);
    return send(200, attachment.type, attachment.content, {
      'content-disposition': `attachment; filename*=UTF-8''${name}`,
    });
  }
  if (part !== '') return missing();
  const asked = url.searchParams.get('view');
  const view: View = asked === 'source' ? 'source' : asked === 'text' || !mail.html ? 'text' : 'html';
  const source = view === 'source' ? ((await store.source(id))?.toString('utf8') ?? '') : '';
  page(200, renderMailbox(await store.list(), mail, view, true, source));
}

function asJson(mail: StoredMail): object {
  return {
    ...mail,
    at: new Date(mail.at).toISOString(),
    attachments: mail.attachments.map(({ name, type }) => ({ name, type })),
  };
}

/** Tells an open page, by server-sent events, that the list has changed. */
function streamNews(store: MailStore, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 2000\n\n');
  const tell = (): void => void response.write('event: change\ndata: \n\n');
  store.on('change', tell);
  response.on('close', () => store.off('change', tell));
}
