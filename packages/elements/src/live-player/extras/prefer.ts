import { kept, KEY } from '../kept.ts';
import { preferences, type Preferences } from '../preferences.ts';

/** Keeps a choice, and answers all of them. */
export function prefer(part: Partial<Preferences>): Preferences {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...part }));
  } catch {
    // It holds for this page at least.
  }
  return { ...preferences(), ...part };
}
