/** What pages have of preferences before anybody wants to watch; the rest is in `preferences.ts`. */
import type { Preferences } from './preferences.ts';

/** Where preferences lie in the browser's storage. */
export const KEY = 'parterre:player';

type Connected = Navigator & { readonly connection?: { readonly saveData?: boolean } };

/** What was ever chosen on this device. */
export function kept(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
  } catch {
    return {}; // Private modes throw on any touch.
  }
}

/** Whether somebody wants to save data: what the browser says until they choose. */
export const isSaving = (chosen = kept()): boolean =>
  chosen.saving ?? (navigator as Connected).connection?.saveData ?? false;
