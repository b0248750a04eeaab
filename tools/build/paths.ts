// Where things are. Every build tool asks here, so that moving a folder is one change.
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');
export const packagesDir = join(root, 'packages');
export const pluginDir = join(root, 'wordpress-plugin');
export const elementsDir = join(packagesDir, 'elements');
export const cdnDir = join(elementsDir, 'dist', 'cdn');
/** Stamps and graphs of earlier builds; safe to delete. */
export const buildCacheDir = join(root, '.cache', 'build');

/** In dependency order: a package's declarations are read by those after it. */
export const packageNames = ['protocol', 'rules', 'backend', 'playback', 'elements'] as const;
export type PackageName = (typeof packageNames)[number];
