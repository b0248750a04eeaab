/** Runs the random evening of `wordpress-plugin/tests/concurrency/money.php` on a native stack, with a Stripe of our own. */
import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../tools/wordpress/stack.ts';
import { startStripeDouble } from '../stripe/double/double.ts';

export interface EveningOptions {
  readonly steps: number;
  readonly seed: number;
}

export interface EveningResult {
  readonly steps: number;
  /** Processes that were killed in the middle of a step. */
  readonly crashes: number;
  /** How often each act was drawn; `cut` counts killed database connections. */
  readonly acts: Record<string, number>;
  /** Orders by the state they ended in. */
  readonly orders: Record<string, number>;
  /** The invariant that broke and after what; null when none did. */
  readonly problem: string | null;
}

const SECRET = 'whsec_parterreEvening';

export async function evening(stack: Stack, { steps, seed }: EveningOptions): Promise<EveningResult> {
  const double = await startStripeDouble();
  try {
    const program = join(stack.folder, 'temp', 'money.php');
    const source = join(import.meta.dirname, '..', '..', 'wordpress-plugin', 'tests', 'concurrency', 'money.php');
    await copyFile(source, program);
    const args = ['-d', 'memory_limit=512M', program, stack.www, double.url, SECRET, String(steps), String(seed)];
    const child = spawn('php', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: join(stack.folder, 'temp') },
      ...stack.user,
    });
    let said = '';
    let wrong = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (wrong += text));
    await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const line = said.trim().split('\n').at(-1) ?? '';
    if (!line.startsWith('{')) throw new Error(`The evening ended without a word: ${(said + wrong).slice(-2000)}`);
    return JSON.parse(line) as EveningResult;
  } finally {
    await double.stop();
  }
}
