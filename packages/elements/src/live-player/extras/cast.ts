/**
 * AirPlay. What the engine feeds into a video cannot be sent to another screen; an address can, if it needs no renewing on the
 * way. So the picture is first played by the browser itself, from an address that lasts the show, and sent from there.
 */
import type { Grant } from '@parterre/protocol';
import type { Playback } from '@parterre/playback';

/** What Safari adds to a video. */
type AirPlayVideo = HTMLVideoElement & {
  readonly webkitCurrentPlaybackTargetIsWireless?: boolean;
  webkitShowPlaybackTargetPicker?(): void;
};

/** Nobody chose a screen in this time: the engine takes the picture back. */
const CHOICE_MS = 60_000;

export interface CastOptions {
  /** Asks for an address that lasts; null where there is nothing to play. */
  readonly ask: () => Promise<Grant | null>;
  readonly onChange: () => void;
}

export class Cast {
  readonly #playback: Playback;
  readonly #options: CastOptions;
  #life: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The picture is on another screen. */
  away = false;

  constructor(playback: Playback, options: CastOptions) {
    this.#playback = playback;
    this.#options = options;
  }

  /** @throws ParterreError when the venue gives no such address */
  async open(): Promise<void> {
    if (!this.#playback.state.native) {
      const grant = await this.#options.ask();
      if (!grant) return;
      await this.#playback.setNative(grant);
      this.#watch();
    }
    (this.#playback.video as AirPlayVideo | null)?.webkitShowPlaybackTargetPicker?.();
  }

  #watch(): void {
    const video = this.#playback.video as AirPlayVideo | null;
    if (!video) return;
    this.#life?.abort();
    this.#life = new AbortController();
    const { signal } = this.#life;
    video.setAttribute('x-webkit-airplay', 'allow');
    video.addEventListener('webkitcurrentplaybacktargetiswirelesschanged', () => this.#moved(video), { signal });
    this.#timer = setTimeout(() => !this.away && this.stop(), CHOICE_MS);
  }

  #moved(video: AirPlayVideo): void {
    this.away = video.webkitCurrentPlaybackTargetIsWireless ?? false;
    if (!this.away) this.stop();
    this.#options.onChange();
  }

  /** Back to this screen, and to what can be renewed on the run. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#life?.abort();
    this.#life = null;
    this.away = false;
    if (this.#playback.state.native) void this.#playback.setNative(null);
  }
}
