/**
 * Everything that can go wrong with a picture, each with the code that a viewer can tell the venue, and that heartbeats report.
 * The sentences are the player's; what an owner does about each is in docs/errors-playback.md. A test keeps all of them in step.
 */

import { ENGINE_CODE } from './early.ts';

/** Why a picture will not come by itself. `engine`: code that plays could not be downloaded. */
export type PlaybackFailure = 'engine' | 'unsupported' | 'codec' | 'missing' | 'notAPlaylist' | 'empty' | 'media';

/** What is in the way while it goes on trying. */
export type PlaybackTrouble =
  'offline' | 'unreachable' | 'blocked' | 'refused' | 'missing' | 'notAPlaylist' | 'empty' | 'quiet';

export type PictureError = PlaybackFailure | PlaybackTrouble;

/** Tens say where to look: 1 the device, 2 what is published, 3 who may read it, 4 the way there. */
export const PICTURE_CODES: Readonly<Record<PictureError, string>> = {
  engine: ENGINE_CODE,
  unsupported: 'PA11',
  codec: 'PA12',
  media: 'PA13',
  missing: 'PA20',
  notAPlaylist: 'PA21',
  empty: 'PA22',
  quiet: 'PA23',
  refused: 'PA30',
  blocked: 'PA31',
  offline: 'PA40',
  unreachable: 'PA41',
};
