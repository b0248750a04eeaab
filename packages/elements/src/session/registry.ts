/**
 * Where the sessions of a page live: one place per page and protocol version, found by any copy of this code, in any order.
 * Tags need no common ancestor and no page script to share one.
 */
import { resolveBackend, type Backend } from '@parterre/backend';
import { browserEnvironment } from './environment.ts';
import { VenueSession } from './venue-session.ts';

interface Registry {
  readonly venues: Map<string, { session: VenueSession; users: number }>;
}

/** The protocol's major version is part of the key: 1.0 and 1.4 share sessions, 2.x does not. */
const KEY = Symbol.for('parterre@1/sessions');

function registry(): Registry {
  const page = globalThis as { [KEY]?: Registry };
  return (page[KEY] ??= { venues: new Map() });
}

/** The venue's session for a backend, and how to let it go again. */
export function acquireVenue(backend: string | Backend): { session: VenueSession; release: () => void } {
  const resolved = typeof backend === 'string' ? byName(backend) : backend;
  const { venues } = registry();
  let held = venues.get(resolved.address);
  if (!held)
    venues.set(resolved.address, (held = { session: new VenueSession(resolved, browserEnvironment()), users: 0 }));
  const { session } = held;
  held.users++;
  let released = false;
  const release = () => {
    if (released) return;
    released = true;
    held.users--;
    setTimeout(() => {
      if (held.users > 0 || venues.get(resolved.address) !== held) return;
      venues.delete(resolved.address);
      session.close();
    }, 0);
  };
  return { session, release };
}

/**
 * A named backend goes by its name alone: tags that came before `defineBackend` and tags that came after are one session, and
 * what was stored is found again whichever came first.
 */
function byName(addressOrName: string): Backend {
  const resolved = resolveBackend(addressOrName);
  if (/[/:]/.test(addressOrName)) return resolved;
  return {
    address: `name:${addressOrName}`,
    read: (name, input, options) => resolved.read(name, input, options),
    act: (name, input, options) => resolved.act(name, input, options),
    watch: (lane, options) => resolved.watch(lane, options),
  };
}

/** Closes everything; for tests, which must not inherit each other's pages. */
export function resetSessions(): void {
  for (const { session } of registry().venues.values()) session.close();
  registry().venues.clear();
}
