/** Renewing signed addresses: a new grant brings the same files under another path prefix, `/{signature}/{expiry}/{stream}/`. */

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

/** Remembers every prefix a stream has had and sends each request to the newest one. */
export class AddressBook {
  #master: string;
  readonly #former = new Set<string>();
  #current: string | null = null;

  /** @param master absolute address of the stream's master playlist */
  constructor(master: string) {
    this.#master = master;
  }

  /** Address of the master playlist under the newest grant. */
  get master(): string {
    return this.#master;
  }

  /** Takes a new address of the same stream. False when it cannot stand in for the old one: the stream has to be loaded again. */
  renew(master: string): boolean {
    if (master === this.#master) return true;
    const found = prefixes(this.#master, master);
    this.#master = master;
    if (!found) return false;
    // Grants may differ in more or fewer segments (another host, say): both the old root and its present form are known.
    if (this.#current !== null && this.#current !== found.from) this.#former.add(this.#current);
    this.#former.add(found.from);
    this.#former.delete(found.to);
    this.#current = found.to;
    return true;
  }

  /** Where a request for `url` goes now. */
  resolve(url: string): string {
    if (this.#current === null || url.startsWith(this.#current)) return url;
    for (const former of this.#former) if (url.startsWith(former)) return this.#current + url.slice(former.length);
    return url;
  }
}
