/**
 * Plays HLS for `<live-player>`, and for anybody who wants their own controls: no user interface lives here. What a page
 * holds before somebody wants to watch is this file; the engine and the code around it are asked for side by side.
 */
import { QUERY } from './early.ts';
import type { Playback, PlaybackOptions } from './playback.ts';

export type { Caption, Level } from './picture.ts';
export { ENGINE_CODE } from './early.ts';
export { PICTURE_CODES, type PictureError, type PlaybackFailure, type PlaybackTrouble } from './errors.ts';
export type { Mark, Playback, PlaybackOptions, PlaybackState, PlaybackStatus } from './playback.ts';

/**
 * Loads what plays, and resolves to the function that starts it. The engine is hls.js: the light build, or the full one
 * where the grant says that the stream needs more of it (captions, alternate audio).
 *
 * @param features `Grant.features`
 * @throws whatever the downloads throw; calling again tries again
 */
export async function loadPlayback(
  features: readonly string[],
): Promise<(options: Omit<PlaybackOptions, 'engine'>) => Playback> {
  const [engine, { createPlayback }] = await Promise.all([
    // By far the largest: what is asked for first is compiled first.
    features.some((feature) => feature !== QUERY) ? import('hls.js') : import('hls.js/light'),
    import('./playback.ts'),
  ]);
  return (options) => createPlayback({ ...options, engine: engine.default });
}
