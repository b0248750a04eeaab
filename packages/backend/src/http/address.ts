/** Where a server's operations are, and where else they may be. */

/** Makes the address of a path below `/v1` with a query. */
export type AddressOf = (path: string, query?: URLSearchParams) => string;

export interface Server {
  /** Names the server, whichever way it was written down. */
  readonly address: string;
  /** The ways to reach it, the first to be tried first. */
  readonly ways: readonly AddressOf[];
}

const NAMESPACE = '/parterre/v1';

const below =
  (base: string): AddressOf =>
  (path, query) =>
    // Not `size`: browsers of our floor do not have it.
    `${query ?? ''}` ? `${base}${path}?${query}` : `${base}${path}`;

/**
 * WordPress without pretty links takes the route as a parameter. By name of the file, as WordPress itself writes it: nginx
 * hands nothing but GET, HEAD and POST from `/` on to it.
 */
const byRoute =
  (site: string): AddressOf =>
  (path, query) => {
    const all = new URLSearchParams({ rest_route: `${NAMESPACE}${path}` });
    query?.forEach((value, key) => all.append(key, value));
    return `${site}/index.php?${all}`;
  };

const wordpress = (site: string): Server => ({
  address: `${site}/wp-json${NAMESPACE}`,
  ways: [below(`${site}/wp-json${NAMESPACE}`), byRoute(site)],
});

/**
 * Understands the address of a WordPress site (`https://venue.example`), of its REST namespace in either form, and of any other
 * server that speaks the protocol (an address that ends in `/v1`). Relative addresses start from `base`.
 *
 * @throws TypeError when it is no http(s) address.
 */
export function serverAt(address: string, base?: string): Server {
  const url = new URL(address, base);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new TypeError(`Not an http(s) address: ${address}`);
  const path = url.pathname.replace(/\/+$/, '');
  const restAt = path.indexOf('/wp-json');
  if (restAt !== -1) return wordpress(url.origin + path.slice(0, restAt));
  if (url.searchParams.has('rest_route')) {
    const site = url.origin + path.replace(/\/index\.php$/, '');
    return { address: `${site}/wp-json${NAMESPACE}`, ways: [byRoute(site), below(`${site}/wp-json${NAMESPACE}`)] };
  }
  if (/\/v\d+$/.test(path)) return { address: url.origin + path, ways: [below(url.origin + path)] };
  return wordpress(url.origin + path);
}
