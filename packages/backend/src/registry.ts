/** Names for backends, given before or after the tags that use them. */
import type { Backend } from './backend.ts';
import { createHttpBackend } from './http/index.ts';

interface Names {
  readonly defined: Map<string, Backend>;
  readonly awaited: Map<string, ((backend: Backend) => void)[]>;
}

/** One list per page and protocol version, shared by every copy of this code. */
const KEY = Symbol.for('parterre@1/backends');

function names(): Names {
  const page = globalThis as { [KEY]?: Names };
  return (page[KEY] ??= { defined: new Map(), awaited: new Map() });
}

/**
 * Gives a backend a name that `backend="…"` attributes can use. Order does not matter: tags that came first wait.
 *
 * @throws Error when the name looks like an address, or stands for another backend already.
 */
export function defineBackend(name: string, backend: Backend): void {
  if (/[/:]/.test(name)) throw new Error(`A backend's name must not look like an address: "${name}".`);
  const { defined, awaited } = names();
  const existing = defined.get(name);
  if (existing && existing !== backend) throw new Error(`There is already another backend named "${name}".`);
  defined.set(name, backend);
  for (const resolve of awaited.get(name) ?? []) resolve(backend);
  awaited.delete(name);
}

/** The backend behind an attribute: an http(s) address, a path on this site, or a name. */
export function resolveBackend(addressOrName: string): Backend {
  if (/[/:]/.test(addressOrName)) return createHttpBackend({ address: addressOrName });
  return names().defined.get(addressOrName) ?? awaitedBackend(addressOrName);
}

/** Stands for a backend that is not defined yet; every call waits until it is. */
function awaitedBackend(name: string): Backend {
  const { awaited } = names();
  const arrival = new Promise<Backend>((resolve) => awaited.set(name, [...(awaited.get(name) ?? []), resolve]));
  return {
    address: `name:${name}`,
    read: async (operation, input, options) => (await arrival).read(operation, input, options),
    act: async (operation, input, options) => (await arrival).act(operation, input, options),
    watch: async (lane, options) => {
      const backend = await arrival;
      if (!options.signal.aborted) backend.watch(lane, options);
    },
  };
}

/** Whether a value can be used as a backend, from whichever copy of this code it came. */
export function isBackend(value: unknown): value is Backend {
  const candidate = value as Partial<Backend> | null;
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    typeof candidate.address === 'string' &&
    typeof candidate.read === 'function' &&
    typeof candidate.act === 'function' &&
    typeof candidate.watch === 'function'
  );
}
