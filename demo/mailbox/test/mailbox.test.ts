import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkify } from '../page.ts';
import { startMailbox, type Mailbox } from '../server.ts';

let folder: string;
let mailbox: Mailbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parterre-mailbox-'));
  mailbox = await startMailbox({ port: 0, smtpPort: 0, folder });
});
afterEach(async () => {
  await mailbox.stop();
  await rm(folder, { recursive: true, force: true });
});

const hostile = '<script>alert(1)</script>';

/** Says one mail over the wire, as PHPMailer would. */
async function send(to: string, subject: string): Promise<void> {
  const source = [
    'From: Le Parterre <box@parterre.test>',
    `To: ${to}`,
    `Subject: ${subject}`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=outer',
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Your seat: https://venue.test/show/#code=abc. ${hostile}`,
    '--inner',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<p>Your seat</p>${hostile}`,
    '--inner--',
    '--outer',
    'Content-Type: text/calendar; name=show.ics',
    'Content-Disposition: attachment; filename=show.ics',
    '',
    'BEGIN:VCALENDAR',
    '--outer--',
    '.',
  ].join('\r\n');
  const orders = ['EHLO test', 'MAIL FROM:<box@parterre.test>', `RCPT TO:<${to}>`, 'DATA', source, 'QUIT'];
  await new Promise<void>((resolve, reject) => {
    const socket = connect(mailbox.smtpPort, '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (reply: string) => {
      if (/^5\d\d /m.test(reply)) reject(new Error(reply));
      else if (/^\d{3} /m.test(reply) && orders.length > 0) socket.write(`${orders.shift()}\r\n`);
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
}

const page = async (path: string): Promise<string> => (await fetch(`${mailbox.url}${path}`)).text();
const mails = async (query = ''): Promise<{ id: string; subject: string; text: string }[]> =>
  (await (await fetch(`${mailbox.url}/api/mails${query}`)).json()) as { id: string; subject: string; text: string }[];

describe('the mailbox', () => {
  it('shows a mail as soon as it has been handed in, newest first', async () => {
    expect(await page('/')).toContain('No mail yet');
    await send('lea@example.test', 'First');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await send('noe@example.test', 'Second');
    expect((await mails()).map((mail) => mail.subject)).toEqual(['Second', 'First']);
    expect((await mails('?to=lea@example.test')).map((mail) => mail.subject)).toEqual(['First']);
    expect((await mails())[0]?.text).toContain('https://venue.test/show/#code=abc');
  });

  it('tells an open page that something arrived', async () => {
    const news = await fetch(`${mailbox.url}/news`);
    const reader = news.body?.getReader();
    await send('lea@example.test', 'First');
    let heard = '';
    while (!heard.includes('event: change')) heard += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
  });

  it('lets no mail run a script: not in its own frame, not through its subject or text', async () => {
    await send('lea@example.test', hostile);
    const [mail] = await mails();
    expect(await page('/')).not.toContain(hostile);
    expect(await page(`/mail/${mail?.id}?view=text`)).not.toContain(hostile);
    expect(await page(`/mail/${mail?.id}?view=source`)).not.toContain(hostile);
    const framed = await fetch(`${mailbox.url}/mail/${mail?.id}/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
    expect(await page('/')).toMatch(/<iframe [^>]*sandbox="(?![^"]*allow-scripts)/);
  });

  it('offers attachments by their name', async () => {
    await send('lea@example.test', 'Calendar');
    const [mail] = await mails();
    const file = await fetch(`${mailbox.url}/mail/${mail?.id}/attachment/0`);
    expect(file.headers.get('content-disposition')).toContain('show.ics');
    expect(await file.text()).toContain('BEGIN:VCALENDAR');
  });

  it('keeps mails over a restart, until it is emptied', async () => {
    await send('lea@example.test', 'Kept');
    await mailbox.stop();
    mailbox = await startMailbox({ port: 0, smtpPort: 0, folder });
    expect(await mails()).toHaveLength(1);
    expect((await fetch(`${mailbox.url}/api/mails`, { method: 'DELETE' })).status).toBe(204);
    expect(await mails()).toEqual([]);
  });

  it('answers 404 for what is not a mail, whatever the path says', async () => {
    for (const path of [
      '/mail/1',
      '/mail/..%2f..%2fetc',
      '/mail/0000000000000-00000000',
      '/mail/0000000000000-00000000/html',
      '/nothing',
    ]) {
      expect((await fetch(`${mailbox.url}${path}`)).status, path).toBe(404);
    }
  });
});

describe('the text of a mail', () => {
  it('makes links of addresses, without the punctuation after them', () => {
    expect(linkify('See https://a.test/?b=1&c=2#d, now.')).toBe(
      'See <a href="https://a.test/?b=1&amp;c=2#d" target="_blank" rel="noreferrer">https://a.test/?b=1&amp;c=2#d</a>, now.',
    );
  });

  it('keeps everything else as text', () => {
    expect(linkify('javascript:alert(1) <b>"')).toBe('javascript:alert(1) &lt;b&gt;&quot;');
  });
});
