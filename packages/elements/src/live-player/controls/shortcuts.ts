/** Keys that work while the focus is inside the player. Never with a modifier, never against the control that has the focus. */

export type Shortcut =
  'toggle' | 'mute' | 'fullscreen' | 'captions' | 'live' | 'back' | 'forward' | 'louder' | 'quieter';

const KEYS: Readonly<Record<string, Shortcut>> = {
  ' ': 'toggle',
  k: 'toggle',
  m: 'mute',
  f: 'fullscreen',
  c: 'captions',
  l: 'live',
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  ArrowUp: 'louder',
  ArrowDown: 'quieter',
};

/** What a key asks for; null when it belongs to the focused control or to the browser. */
export function shortcutFor(event: KeyboardEvent): Shortcut | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const shortcut = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return shortcut;
  // Space presses the focused button; arrows move within a choice and on the volume.
  if (event.key === ' ' && target.matches('button, input, a, summary')) return null;
  const arrows = event.key.startsWith('Arrow');
  if (arrows && target.matches('input') && !target.matches('.seek')) return null;
  return shortcut;
}
