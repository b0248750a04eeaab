/** Runs conformance cases until one fails. */
import { runCase, type Case, type Harness } from '@parterre/backend/conformance';

export interface Verdict {
  readonly name: string;
  /** The first case that failed; null when the mutant lives. */
  readonly caughtBy: string | null;
}

/** Whether a name holds one of the texts in `only`, which `|` separates; an empty one asks for all. */
export const isAsked = (name: string, only: string): boolean => only.split('|').some((text) => name.includes(text));

/** Rejects when the case takes longer than `limitMs`: a mutant may break a promise by never answering. */
async function within(limitMs: number, run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs} ms`)), limitMs);
  });
  try {
    await Promise.race([run, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The title of the first case that fails; null when all pass. */
export async function firstFailure(
  cases: readonly Case[],
  create: () => Promise<Harness>,
  limitMs: number,
): Promise<string | null> {
  for (const each of cases) {
    try {
      await within(limitMs, runCase(create, each));
    } catch (error) {
      if (process.argv.includes('--why')) console.log(`  ${each[0]}: ${(error as Error).message.slice(0, 300)}`);
      return each[0];
    }
  }
  return null;
}
