// Ports on this machine: which are free, and waiting until something answers on one.
import { connect, createServer } from 'node:net';

/** The interface every rig listens on: nothing is offered to the network. */
export const HOST = '127.0.0.1';

/** Whether nothing listens on `port`. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, HOST, () => server.close(() => resolve(true)));
  });
}

/** `preferred` if it is free, else any free port. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred && (await isFree(preferred))) return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * Resolves when `attempt` does, trying every 100 ms.
 * @throws Error with `what` and the last failure, after `seconds`.
 */
export async function until<T>(
  what: string,
  seconds: number,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`${what} after ${seconds} s: ${(error as Error).message}`, { cause: error });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Resolves when a connection to `port` can be opened, closes it again. */
export async function connectTo(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, HOST, () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

/** Resolves when `url` answers with a status below 400. */
export async function answers(url: string, request: RequestInit = {}): Promise<void> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...request });
  await response.arrayBuffer();
  if (response.status >= 400) throw new Error(`${url} answered ${response.status}`);
}
