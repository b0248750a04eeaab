import { isSaving, kept } from './kept.ts';

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

export function preferences(): Preferences {
  const chosen = kept();
  return { shortcuts: true, size: 'medium', ground: 'dark', chat: 'beside', ...chosen, saving: isSaving(chosen) };
}
