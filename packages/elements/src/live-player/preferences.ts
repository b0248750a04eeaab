/** What somebody has chosen for every picture on this device. */
export interface Preferences {
  /** No rendition that costs much; what the browser says until somebody chooses. */
  readonly saving: boolean;
  /** Keys besides those of the focused control (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  /** Of captions. */
  readonly size: 'small' | 'medium' | 'large';
  /** Of captions. */
  readonly ground: 'dark' | 'none';
  /** Where the chat is while the picture fills the screen. */
  readonly chat: 'beside' | 'over' | 'none';
}

const KEY = 'parterre:player';

type Connected = Navigator & { readonly connection?: { readonly saveData?: boolean } };

export function preferences(): Preferences {
  const initial: Preferences = {
    saving: (navigator as Connected).connection?.saveData ?? false,
    shortcuts: true,
    size: 'medium',
    ground: 'dark',
    chat: 'beside',
  };
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return initial; // Private modes throw on any touch.
  }
}

/** Keeps a choice, and answers all of them. */
export function prefer(part: Partial<Preferences>): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as object;
    localStorage.setItem(KEY, JSON.stringify({ ...stored, ...part }));
  } catch {
    // It holds for this page at least.
  }
  return { ...preferences(), ...part };
}
