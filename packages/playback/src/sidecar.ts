/** Captions that lie beside a stream as WebVTT files (`CameraGrant.captions`), shown by the browser's own track elements. */
import type { CaptionTrack } from '@parterre/protocol';
import type { Caption } from './picture.ts';

/** Ids of these captions start here, those of the stream's own at 0. */
const FIRST_ID = 1000;

export class SidecarCaptions {
  readonly captions: readonly Caption[];
  readonly #tracks: readonly HTMLTrackElement[];
  /** Addresses are signed: the newest is the one that works when somebody turns captions on. */
  #addresses: readonly string[];
  #shown: number | null = null;

  constructor(video: HTMLVideoElement, tracks: readonly CaptionTrack[]) {
    // Files from another origin are refused otherwise; the picture itself is fed by script and does not care.
    if (tracks.length > 0) video.crossOrigin = 'anonymous';
    this.#addresses = tracks.map(({ url }) => url);
    this.captions = tracks.map(({ language, label }, index) => ({ id: FIRST_ID + index, language, label }));
    this.#tracks = tracks.map(({ language, label }) => {
      const track = document.createElement('track');
      track.kind = 'subtitles';
      track.srclang = language;
      track.label = label;
      video.append(track);
      return track;
    });
  }

  get caption(): number | null {
    return this.#shown;
  }

  /** Shows one of these, or none; an id that is not one of these shows none. */
  show(id: number | null): void {
    this.#shown = this.captions.some((one) => one.id === id) ? id : null;
    for (const [index, track] of this.#tracks.entries()) {
      const shown = this.#shown === FIRST_ID + index;
      const address = this.#addresses[index];
      if (shown && address && !track.hasAttribute('src')) track.src = address;
      track.track.mode = shown ? 'showing' : 'disabled';
    }
  }

  renew(tracks: readonly CaptionTrack[]): void {
    this.#addresses = tracks.map(({ url }) => url);
  }
}
