/**
 * What a device at the door has in hand: the list it took along, and the marks it made. Both are kept in the browser's storage, so
 * that neither a dead network nor a reload loses whom it let in. Marks go to the server under ids of their own, again and again
 * until it has answered; who came in first counts, whichever device tells first.
 */
export interface DoorTicket {
  id: string;
  /** SHA-256 of its code, in hex. */
  code: string;
  serial: number | null;
  reference: string;
  name: string;
  category: string;
  source: string;
  valid: boolean;
  checkedAt: string | null;
  device: string;
  mark: string | null;
}

export interface DoorList {
  show: { id: string; title: string; startsAt: string; timeZone: string };
  tickets: DoorTicket[];
  serverTime: string;
}

export interface Mark {
  id: string;
  ticket: string;
  /** ISO 8601 UTC, by the server's clock as far as this device knows it. */
  at: string;
  in: boolean;
}

export type Ask = (path: string, method: string, data?: object) => Promise<DoorList>;

/** Code as people type it: case, dashes and spaces do not matter. */
const bare = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

export async function hashOf(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(bare(text)));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class DoorBook {
  readonly show: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly #now: () => number;
  list: DoorList | null;
  #marks: Mark[];
  /** Milliseconds the server's clock is ahead. */
  #offset: number;
  #busy: Promise<void> | null = null;

  constructor(show: string, storage: Pick<Storage, 'getItem' | 'setItem'>, now: () => number = Date.now) {
    this.show = show;
    this.#storage = storage;
    this.#now = now;
    this.list = this.#read('list');
    this.#marks = this.#read('marks') ?? [];
    this.#offset = this.#read('offset') ?? 0;
  }

  get device(): string {
    return this.#storage.getItem('parterre-door:device') ?? 'A';
  }

  set device(letter: string) {
    this.#storage.setItem('parterre-door:device', letter);
  }

  #key(what: string): string {
    return `parterre-door:${this.show}:${what}`;
  }

  #read<T>(what: string): T | null {
    try {
      return JSON.parse(this.#storage.getItem(this.#key(what)) ?? 'null') as T | null;
    } catch {
      return null;
    }
  }

  #keep(): void {
    this.#storage.setItem(this.#key('marks'), JSON.stringify(this.#marks));
    if (!this.list) return;
    this.#storage.setItem(this.#key('list'), JSON.stringify(this.list));
    this.#storage.setItem(this.#key('offset'), JSON.stringify(this.#offset));
  }

  /** Lets somebody in, or takes it back. It is kept before anything is sent. */
  mark(ticket: string, inside: boolean): void {
    // A clock that is set right may jump back; what was done later stays later.
    const last = this.#read<number>('last') ?? 0;
    const moment = Math.max(this.#now() + this.#offset, last + 1);
    this.#storage.setItem(this.#key('last'), JSON.stringify(moment));
    const at = new Date(moment).toISOString();
    this.#marks.push({ id: `mark_${crypto.randomUUID().replaceAll('-', '')}`, ticket, at, in: inside });
    this.#keep();
  }

  /** Sends what the server has not confirmed, and takes its list. One at a time. @throws whatever `ask` throws */
  sync(ask: Ask): Promise<void> {
    return (this.#busy ??= this.#sync(ask).finally(() => (this.#busy = null)));
  }

  async #sync(ask: Ask): Promise<void> {
    // What is marked while this is under way goes with the next.
    const sent = [...this.#marks].slice(0, 500);
    const path = `/shows/${this.show}/door`;
    const list = await (sent.length ? ask(path, 'POST', { device: this.device, marks: sent }) : ask(path, 'GET'));
    this.list = list;
    this.#offset = Date.parse(list.serverTime) - this.#now();
    this.#marks = this.#marks.filter((mark) => !sent.includes(mark));
    this.#keep();
  }

  /** Whether somebody came in with a ticket, as far as this device knows: the server's list, then its own marks in order. */
  stateOf(ticket: DoorTicket): { at: string | null; device: string } {
    let state = { at: ticket.checkedAt, device: ticket.device };
    for (const mark of this.#marks) {
      if (mark.ticket !== ticket.id) continue;
      if (!mark.in) state = { at: null, device: '' };
      else if (!state.at) state = { at: mark.at, device: this.device };
    }
    return state;
  }

  /** The ticket of a scanned or typed text: its code, or its number. */
  find(text: string, hash: string): DoorTicket | null {
    const tickets = this.list?.tickets ?? [];
    const number = /^\s*#?\s*(\d{1,6})\s*$/.exec(text)?.[1];
    return (
      tickets.find((ticket) => ticket.code === hash) ??
      (number === undefined ? null : (tickets.find((ticket) => ticket.serial === Number(number)) ?? null))
    );
  }

  /** At most eight tickets whose number, order or name begin like a text. */
  search(text: string): DoorTicket[] {
    const wanted = text.trim().toLowerCase();
    if (!wanted) return [];
    return (this.list?.tickets ?? [])
      .filter(
        (ticket) =>
          String(ticket.serial) === wanted ||
          (wanted.length > 1 && ticket.reference.toLowerCase().startsWith(wanted)) ||
          (wanted.length > 1 && ticket.name.toLowerCase().includes(wanted)),
      )
      .slice(0, 8);
  }

  counts(): { tickets: number; arrived: number; waiting: number } {
    const valid = (this.list?.tickets ?? []).filter((ticket) => ticket.valid);
    return {
      tickets: valid.length,
      arrived: valid.filter((ticket) => this.stateOf(ticket).at).length,
      waiting: this.#marks.length,
    };
  }
}
