/** What the device around the page knows of the picture: the lock screen, the headphones' buttons, and that it must not go dark. */
import type { Show } from '@parterre/protocol';
import type { Playback } from '@parterre/playback';

/** The position is told this often; devices count on by themselves. */
const TELL_MS = 5000;

export class System {
  readonly #playback: Playback;
  readonly #show: Show;
  readonly #step: number;
  #lock: WakeLockSentinel | null = null;
  #locking = false;
  #refused = false;
  #toldAt = -Infinity;

  /** @param step seconds that one takes */
  constructor(playback: Playback, show: Show, step: number) {
    this.#playback = playback;
    this.#show = show;
    this.#step = step;
    this.#act(true);
  }

  #act(on: boolean): void {
    const session = navigator.mediaSession as MediaSession | undefined;
    if (!session) return;
    const { title, poster } = this.#show;
    const step = this.#step;
    const { state } = this.#playback;
    session.metadata = on ? new MediaMetadata({ title, artwork: poster ? [{ src: poster.url }] : [] }) : null;
    const by = (seconds: number) => this.#playback.seek(this.#playback.state.currentTime + seconds);
    const acts: Partial<Record<MediaSessionAction, MediaSessionActionHandler>> = {
      play: () => this.#playback.play(),
      pause: () => this.#playback.pause(),
      seekbackward: (details) => by(-(details.seekOffset ?? step)),
      seekforward: (details) => by(details.seekOffset ?? step),
      seekto: ({ seekTime }) =>
        this.#playback.seek((seekTime ?? 0) + (state.mode === 'live' ? this.#playback.state.start : 0)),
    };
    for (const [name, act] of Object.entries(acts)) {
      try {
        session.setActionHandler(name as MediaSessionAction, on ? act : null);
      } catch {
        // A browser that does not know this button has none.
      }
    }
  }

  /** After every change of the picture. */
  update(): void {
    const { status, audioOnly } = this.#playback.state;
    // Who only listens puts the phone into a pocket.
    void this.#awake(status === 'playing' && !audioOnly && !document.hidden);
    if (performance.now() - this.#toldAt > TELL_MS) this.#tellPosition();
  }

  #tellPosition(): void {
    const { start, end, currentTime, rate } = this.#playback.state;
    const duration = end - start;
    const session = navigator.mediaSession as MediaSession | undefined;
    if (!session?.setPositionState || duration <= 0) return;
    this.#toldAt = performance.now();
    session.setPositionState({
      duration,
      position: Math.min(duration, Math.max(0, currentTime - start)),
      playbackRate: rate,
    });
  }

  /** Nobody touches a screen during a concert. */
  async #awake(wanted: boolean): Promise<void> {
    if (this.#locking || this.#refused || wanted === (this.#lock !== null && !this.#lock.released)) return;
    this.#locking = true;
    try {
      if (wanted) this.#lock = await navigator.wakeLock.request('screen');
      else await this.#lock?.release();
    } catch {
      // A low battery or a policy says no: the video itself keeps most screens on.
      this.#lock = null;
      this.#refused = true;
    } finally {
      this.#locking = false;
    }
  }

  stop(): void {
    this.#act(false);
    void this.#awake(false);
  }
}
