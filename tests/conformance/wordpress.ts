/** WordPress under the suite's control: the native stack with the plugin and, for these tests alone, its control. */
import { chown, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createHttpBackend, type HttpOptions } from '@parterre/backend';
import type { Command, Harness } from '@parterre/backend/conformance';
import { root } from '../../tools/wordpress/cache.ts';
import { startStack, type Stack, type StackOptions } from '../../tools/wordpress/stack.ts';

const CONTROL = 'wordpress-plugin/tests/control/parterre-control.php';

/** Starts a site that obeys the suite's commands. Anybody who reaches it owns it: it listens on this machine only. */
export async function startControlledStack(options: StackOptions = {}): Promise<Stack> {
  const stack = await startStack(options);
  const folder = join(stack.www, 'wp-content', 'mu-plugins');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'parterre-control.php');
  await copyFile(join(root, CONTROL), file);
  if (stack.user) await chown(file, stack.user.uid, stack.user.gid);
  return stack;
}

/** The site at `url`, one case after another; `options` change how the adapter reaches it. */
export function wordpressHarness(url: string, options: Partial<HttpOptions> = {}): Harness {
  const backend = createHttpBackend({ address: url, ...options });
  return {
    backend,
    http: backend.address,
    dispose: () => undefined,
    send: async (command: Command): Promise<unknown> => {
      const response = await fetch(`${url}/?parterre-control=1`, { method: 'POST', body: JSON.stringify(command) });
      const text = await response.text();
      if (!response.ok) throw new Error(`The site refused ${command.cmd}: ${text.slice(0, 500)}`);
      return JSON.parse(text) as unknown;
    },
  };
}
