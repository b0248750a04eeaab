// The mailbox as HTML. Everything a mail says is text here; its own HTML is only ever shown in a sandboxed frame.
import type { StoredMail } from './store.ts';

export type View = 'html' | 'text' | 'source';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** `text` as HTML in which every web address is a link. */
export function linkify(text: string): string {
  let html = '';
  let from = 0;
  for (const found of text.matchAll(/https?:\/\/[^\s<>"']+/g)) {
    // Punctuation after an address belongs to the sentence around it.
    const address = found[0].replace(/[.,;:!?)\]]+$/, '');
    html += escape(text.slice(from, found.index));
    html += `<a href="${escape(address)}" target="_blank" rel="noreferrer">${escape(address)}</a>`;
    from = found.index + address.length;
  }
  return html + escape(text.slice(from));
}

/**
 * The whole page: the list and one mail. `chosen` says that the reader asked for this mail, which a phone shows alone.
 */
export function renderMailbox(
  mails: StoredMail[],
  mail: StoredMail | null,
  view: View,
  chosen: boolean,
  source = '',
): string {
  const shownView = mail && view === 'html' && !mail.html ? 'text' : view;
  return layout(
    mail && chosen ? mail.subject : `Mailbox (${mails.length})`,
    `<body class="${chosen ? 'chosen' : ''}">
<header class="top">
  <a class="home" href="/">Mailbox</a>
  <p>Every mail this site sends ends here.</p>
  ${mails.length > 0 ? '<button type="button" data-clear>Delete all</button>' : ''}
</header>
<div class="columns">
  <nav class="list" aria-label="Mails">${mails.length > 0 ? `<ol>${mails.map((each) => renderRow(each, each.id === mail?.id)).join('')}</ol>` : EMPTY}</nav>
  <main>${mail ? renderMail(mail, shownView, source) : ''}</main>
</div>
</body>`,
  );
}

const EMPTY = `<div class="empty">
  <p>No mail yet.</p>
  <p>Buy a ticket on the site: its confirmation arrives here within a second.</p>
</div>`;

/** A page with one sentence. */
export function renderNothing(sentence: string): string {
  return layout(
    'Mailbox',
    `<body><header class="top"><a class="home" href="/">Mailbox</a></header><main><p>${escape(sentence)}</p></main></body>`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<link rel="stylesheet" href="/mailbox.css">
<link rel="icon" href="data:,">
<script type="module" src="/mailbox.js"></script>
</head>
${body}
</html>`;
}

function renderRow(mail: StoredMail, current: boolean): string {
  return `<li>
  <a href="/mail/${mail.id}"${current ? ' aria-current="true"' : ''}>
    <span class="to">${escape(mail.to.join(', '))}</span>
    ${renderTime(mail.at)}
    <span class="subject">${escape(mail.subject)}</span>
  </a>
</li>`;
}

/** The script turns it into the reader's own clock; without it, it is UTC and says so. */
function renderTime(at: number): string {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(11, 16)} UTC</time>`;
}

function renderMail(mail: StoredMail, view: View, source: string): string {
  const views: [View, string][] = [
    ...(mail.html ? ([['html', 'Mail']] as [View, string][]) : []),
    ['text', 'Text'],
    ['source', 'Source'],
  ];
  const tabs = views.map(
    ([name, label]) =>
      `<a href="/mail/${mail.id}?view=${name}"${name === view ? ' aria-current="page"' : ''}>${label}</a>`,
  );
  return `<a class="back" href="/">All mails</a>
<article>
  <header>
    <h1>${escape(mail.subject)}</h1>
    <dl>
      <div><dt>From</dt><dd>${escape(mail.from.name)} <span class="address">${escape(mail.from.address)}</span></dd></div>
      <div><dt>To</dt><dd class="address">${escape(mail.to.join(', '))}</dd></div>
      <div><dt>Arrived</dt><dd>${renderTime(mail.at)}</dd></div>
    </dl>
    <nav class="tabs" aria-label="Parts of the mail">${tabs.join('')}</nav>
  </header>
  ${renderBody(mail, view, source)}
  ${renderAttachments(mail)}
</article>`;
}

function renderBody(mail: StoredMail, view: View, source: string): string {
  if (view === 'html') {
    const sandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
    return `<iframe title="${escape(mail.subject)}" src="/mail/${mail.id}/html" sandbox="${sandbox}"></iframe>`;
  }
  if (view === 'source') return `<pre class="source">${escape(source)}</pre>`;
  return `<div class="text">${linkify(mail.text) || '<em>This mail has no text part.</em>'}</div>`;
}

function renderAttachments(mail: StoredMail): string {
  if (mail.attachments.length === 0) return '';
  const items = mail.attachments.map(
    (attachment, index) =>
      `<li><a href="/mail/${mail.id}/attachment/${index}" download>${escape(attachment.name)}</a> <span>${escape(attachment.type)}</span></li>`,
  );
  return `<ul class="attachments" aria-label="Attachments">${items.join('')}</ul>`;
}
