/** Nothing that does not have the promised shape comes past this boundary: elements never meet half an answer. */
import type { OperationName } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { firstMismatch, routeOf, type Route } from '@parterre/protocol/wire';
import type { Backend } from './backend.ts';

/** The reply, if it has the shape of the operation's output; else a `bad_response` that says where it departs from it. */
export function checkReply<T>(name: OperationName, { output }: Route, reply: T): T {
  const mismatch = firstMismatch(output, reply);
  if (mismatch) throw new ParterreError('bad_response', { detail: `${name}: ${mismatch}` });
  return reply;
}

/** The same backend, with every reply checked. `http` does so by itself; wrap your own. */
export function checked(backend: Backend): Backend {
  // The table comes first: an act whose answer could not be judged would have happened all the same.
  const route = (name: OperationName) =>
    routeOf(name).catch((cause: unknown) => Promise.reject(new ParterreError('unavailable', { cause })));
  return {
    ...backend,
    address: backend.address,
    read: async (name, input, options) => checkReply(name, await route(name), await backend.read(name, input, options)),
    act: async (name, input, options) => checkReply(name, await route(name), await backend.act(name, input, options)),
    watch: (lane, options) => backend.watch(lane, options),
  };
}
