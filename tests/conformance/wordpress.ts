/** WordPress under the suite's control: the native stack with the plugin and, in test sites only, its control. */
import type { Command, Harness } from '@parterre/backend/conformance';
import { createHttpBackend } from '@parterre/backend';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startStack, type Stack } from '../../tools/wordpress/stack.ts';

const control = join(import.meta.dirname, '..', '..', 'wordpress-plugin', 'tests', 'control', 'parterre-control.php');

/** Starts a site that answers commands; it serves all cases one after another. */
export async function startControlledStack(): Promise<Stack> {
  const stack = await startStack();
  await installControl(stack.www);
  return stack;
}

/** Puts the control into a site's must-use plugins. */
export async function installControl(www: string): Promise<void> {
  const folder = join(www, 'wp-content', 'mu-plugins');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'parterre-control.php');
  await copyFile(control, file);
  await chmod(file, 0o644);
}

/** The harness of one case against a site at `url`. */
export function wordpressHarness(url: string): Harness {
  const http = `${url}/wp-json/parterre/v1`;
  return {
    backend: createHttpBackend({ address: http }),
    http,
    async send(command: Command): Promise<unknown> {
      const response = await fetch(`${url}/?parterre-control=1`, { method: 'POST', body: JSON.stringify(command) });
      const text = await response.text();
      if (!response.ok) throw new Error(`The control refused ${command.cmd}: ${response.status} ${text.slice(0, 500)}`);
      return JSON.parse(text);
    },
    dispose: () => {},
  };
}
