// Somebody else's machine, as far as a server can tell: connections that come from another address of this one.
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { HOST } from '../../tools/wordpress/ports.ts';

/** Passes what comes to `port` on from 127.0.0.2. @returns its own port, and how to end it */
export async function elsewhere(port: number): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = createServer((near) => {
    const far = connect({ port, host: HOST, localAddress: '127.0.0.2' });
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
