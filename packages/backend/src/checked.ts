/** Nothing that does not have the promised shape comes past this boundary: elements never meet half an answer. */
import type { OperationName } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import { firstMismatch, routes } from '@parterre/protocol/wire';
import type { Backend } from './backend.ts';

/** The reply, if it has the shape of the operation's output; else a `bad_response` that says where it departs from it. */
export function checkReply<T>(name: OperationName, reply: T): T {
  const mismatch = firstMismatch(routes[name].output, reply);
  if (mismatch) throw new ParterreError('bad_response', { detail: `${name}: ${mismatch}` });
  return reply;
}

/** The same backend, with every reply checked. `http` is wrapped already; wrap your own. */
export const checked = (backend: Backend): Backend => ({
  ...backend,
  address: backend.address,
  read: async (name, input, options) => checkReply(name, await backend.read(name, input, options)),
  act: async (name, input, options) => checkReply(name, await backend.act(name, input, options)),
  watch: (lane, options) => backend.watch(lane, options),
});
