// The mails of the demo: one `.eml` file each, kept between starts, read when somebody looks.
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime from 'postal-mime';

export interface Attachment {
  name: string;
  type: string;
  content: Uint8Array;
}

export interface StoredMail {
  /** Sorts by time of arrival. */
  id: string;
  /** When it arrived, in milliseconds since 1970. */
  at: number;
  from: { name: string; address: string };
  to: string[];
  subject: string;
  /** The plain text part; empty when the mail has none. */
  text: string;
  /** The HTML part; empty when the mail has none. */
  html: string;
  attachments: Attachment[];
}

const ID = /^(\d{13})-[0-9a-f]{8}$/;

/** Keeps mails in a folder. Emits `change` when one arrives or all are deleted. */
export class MailStore extends EventEmitter {
  readonly folder: string;
  /** A file never changes, so it is parsed once. */
  readonly #parsed = new Map<string, Promise<StoredMail>>();

  constructor(folder: string) {
    super();
    this.folder = folder;
    // One listener per open page.
    this.setMaxListeners(0);
  }

  /** Files one mail as it came over the wire; gives its id. */
  async add(source: Buffer): Promise<string> {
    await mkdir(this.folder, { recursive: true });
    const id = `${Date.now()}-${randomBytes(4).toString('hex')}`;
    const part = join(this.folder, `.${id}`);
    await writeFile(part, source);
    await rename(part, this.#file(id));
    this.emit('change');
    return id;
  }

  /** All mails, newest first. */
  async list(): Promise<StoredMail[]> {
    const names = await readdir(this.folder).catch(() => []);
    const ids = names.filter((name) => name.endsWith('.eml')).map((name) => name.slice(0, -4));
    const mails = await Promise.all(ids.filter((id) => ID.test(id)).map((id) => this.get(id)));
    return mails.filter((mail) => mail !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** One mail; null when there is none of that id. */
  async get(id: string): Promise<StoredMail | null> {
    if (!ID.test(id)) return null;
    let mail = this.#parsed.get(id);
    if (!mail) {
      mail = this.#read(id);
      this.#parsed.set(id, mail);
    }
    return mail.catch(() => {
      this.#parsed.delete(id);
      return null;
    });
  }

  /** The mail as it came; null when there is none of that id. */
  async source(id: string): Promise<Buffer | null> {
    return ID.test(id) ? readFile(this.#file(id)).catch(() => null) : null;
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
    this.#parsed.clear();
    this.emit('change');
  }

  #file(id: string): string {
    return join(this.folder, `${id}.eml`);
  }

  async #read(id: string): Promise<StoredMail> {
    const mail = await PostalMime.parse(await readFile(this.#file(id)));
    return {
      id,
      at: Number(ID.exec(id)?.[1]),
      from: { name: mail.from?.name ?? '', address: mail.from?.address ?? '' },
      to: (mail.to ?? []).flatMap((to) => (to.address ? [to.address] : [])),
      subject: mail.subject ?? '',
      text: mail.text?.trim() ?? '',
      html: mail.html?.trim() ?? '',
      attachments: mail.attachments.map((attachment, index) => ({
        name: attachment.filename ?? `attachment-${index + 1}`,
        type: attachment.mimeType,
        content:
          typeof attachment.content === 'string' ? Buffer.from(attachment.content) : new Uint8Array(attachment.content),
      })),
    };
  }
}
