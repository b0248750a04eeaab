// A playback on a real stage, as tests of `packages/playback` open one.
import type { Grant } from '@parterre/protocol';
import { loadPlayback, type Playback, type PlaybackOptions } from '@parterre/playback';

/** Opens a muted playback whose videos stand in `box`, as wide as it. */
export async function openPlayback(
  box: HTMLElement,
  grant: Grant,
  options: Partial<PlaybackOptions> = {},
): Promise<Playback> {
  const start = await loadPlayback(grant.features);
  return start({
    grant,
    muted: true,
    now: () => Date.now(),
    onRenewNeeded: async () => {},
    createVideo: () => {
      const video = document.createElement('video');
      video.playsInline = true;
      video.style.width = '100%';
      box.append(video);
      return video;
    },
    removeVideo: (video) => video.remove(),
    ...options,
  });
}
