/** Keys that work while the focus is inside the player. Never with a modifier, never against the control that has the focus. */

export type Shortcut =
  | 'toggle'
  | 'mute'
  | 'fullscreen'
  | 'captions'
  | 'begin'
  | 'end'
  | 'back'
  | 'forward'
  | 'louder'
  | 'quieter'
  | 'inset'
  | 'previous'
  | 'next'
  | 'help'
  /** Tenths of what can be reached. */
  | `${number}`;

const KEYS: Readonly<Record<string, Shortcut>> = {
  ' ': 'toggle',
  k: 'toggle',
  j: 'back',
  l: 'forward',
  m: 'mute',
  f: 'fullscreen',
  c: 'captions',
  i: 'inset',
  p: 'previous',
  n: 'next',
  '?': 'help',
  Home: 'begin',
  End: 'end',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
};

/** What a key asks for; null when it belongs to the focused control or to the browser. */
export function shortcutFor(event: KeyboardEvent): Shortcut | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const { key } = event;
  const shortcut = KEYS[key.length === 1 ? key.toLowerCase() : key] ?? (/^\d$/.test(key) ? (key as `${number}`) : null);
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return shortcut;
  // Space presses the focused button; arrows move within a choice and on the volume.
  if (key === ' ' && target.matches('button, input, a, summary')) return null;
  const moves = key.length > 1;
  if (moves && target.matches('input') && !target.matches('.seek')) return null;
  return shortcut;
}
