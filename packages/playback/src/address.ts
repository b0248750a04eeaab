/**
 * Renewing signed addresses. A new grant brings the same files under another path prefix, `/{signature}/{expiry}/{stream}/`; or
 * under another query, which every request has to carry where the grant says so (its feature `query`) and which otherwise
 * only opens the master playlist.
 */

/**
 * What differs between two addresses of the same file: everything before the path segments they end with in common.
 * `https://h/A/1/stage/master.m3u8` and `https://h/B/2/stage/master.m3u8` give `https://h/A/1/` and `https://h/B/2/`.
 * Null when the two do not even name the same file, or carry a query, which relative addresses do not inherit.
 */
export function prefixes(from: string, to: string): { from: string; to: string } | null {
  if (/[?#]/.test(from + to)) return null;
  const old = from.split('/');
  const fresh = to.split('/');
  let common = 0;
  while (common < Math.min(old.length, fresh.length) - 3 && old.at(-1 - common) === fresh.at(-1 - common)) common++;
  if (common === 0) return null;
  const head = (parts: string[]) => `${parts.slice(0, parts.length - common).join('/')}/`;
  return { from: head(old), to: head(fresh) };
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');
const queryOf = (url: string): string[] => (/\?([^#]*)/.exec(url)?.[1] ?? '').split('&').filter(Boolean);
const nameOf = (parameter: string): string => parameter.replace(/=.*$/s, '');

/**
 * Remembers every prefix a stream has had and sends each request to the newest one. A stream that lies in one folder has one, found by
 * comparing its addresses; a film that is made of several recordings is told its prefixes, one for each place, always in the same order.
 */
export class AddressBook {
  #master: string;
  #told: readonly string[];
  readonly #spreads: boolean;
  /** The newest prefix of each place; null until a second grant has shown which part of the address it is. */
  #current: (string | null)[];
  /** Earlier prefixes, with the place they stood for. */
  readonly #former = new Map<string, number>();

  /**
   * @param master absolute address of the stream's master playlist
   * @param told the prefixes of everything it names, where the grant tells them
   * @param spreads whether its query goes with every request to the same origin
   */
  constructor(master: string, told: readonly string[] = [], spreads = false) {
    this.#master = master;
    this.#told = told;
    this.#spreads = spreads;
    this.#current = told.length ? [...told] : [null];
  }

  /** Whether the master playlist is opened with a query: what it names may belong to a session there, which no swap brings back. */
  get opensSession(): boolean {
    return this.#master.includes('?');
  }

  /** Address of the master playlist under the newest grant. */
  get master(): string {
    return this.#master;
  }

  /** Takes a new address of the same stream. False when it cannot stand in for the old one: the stream has to be loaded again. */
  renew(master: string, told: readonly string[] = []): boolean {
    if (master === this.#master) return true;
    if (withoutQuery(master) === withoutQuery(this.#master)) {
      this.#master = master;
      return true;
    }
    const before = { master: this.#master, told: this.#told };
    this.#master = master;
    this.#told = told;
    if (!told.length && !before.told.length) return this.#renewFolder(before.master, master);
    const [was = '', is = ''] = [before.told[0], told[0]];
    // What follows the first prefix names the film and its cut: another one has other playlists.
    const same = before.told.length === told.length && before.master.slice(was.length) === master.slice(is.length);
    if (!same) {
      this.#former.clear();
      this.#current = told.length ? [...told] : [null];
      return false;
    }
    for (const [place, prefix] of told.entries()) this.#move(place, before.told[place] as string, prefix);
    return true;
  }

  #renewFolder(from: string, to: string): boolean {
    const found = prefixes(from, to);
    if (!found) return false;
    // Grants may differ in more or fewer segments (another host, say): both the old root and its present form are known.
    const current = this.#current[0];
    if (current != null && current !== found.from) this.#former.set(current, 0);
    this.#move(0, found.from, found.to);
    return true;
  }

  #move(place: number, from: string, to: string): void {
    this.#former.set(from, place);
    this.#former.delete(to);
    this.#current[place] = to;
  }

  /** Where a request for `url` goes now. */
  resolve(url: string): string {
    if (this.#spreads) return this.#spread(url);
    if (this.#current.some((current) => current !== null && url.startsWith(current))) return url;
    for (const [former, place] of this.#former) {
      if (url.startsWith(former)) return `${this.#current[place]}${url.slice(former.length)}`;
    }
    return url;
  }

  /** By hand, because a signature may hold what URLSearchParams would write in another way. */
  #spread(url: string): string {
    const own = queryOf(this.#master);
    const origin = /^https?:\/\/[^/?#]+/i.exec(this.#master)?.[0];
    if (own.length === 0 || !origin || !`${withoutQuery(url)}/`.startsWith(`${origin}/`)) return url;
    const names = new Set(own.map(nameOf));
    const others = queryOf(url).filter((parameter) => !names.has(nameOf(parameter)));
    return `${withoutQuery(url)}?${[...others, ...own].join('&')}`;
  }
}
