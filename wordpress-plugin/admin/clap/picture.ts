/** One camera's live picture beside another one's, to be stopped and moved frame by frame. */
import type { CameraGrant, Grant } from '../../../packages/protocol/src/playback.ts';
import type { Playback } from '../../../packages/playback/src/index.ts';

/** So far back when it is stopped: whoever saw the clap is late. */
const BACK_SECONDS = 2;

export class ClapPicture {
  readonly #playback: Playback;

  private constructor(playback: Playback) {
    this.#playback = playback;
  }

  /**
   * Starts to play, without a sound.
   * @param now milliseconds since 1970 at the server
   */
  static async open(grant: Grant, camera: CameraGrant, box: HTMLElement, now: () => number): Promise<ClapPicture> {
    // Fetched by who measures, not by everybody who edits a show.
    const { loadPlayback } = await import('../../../packages/playback/src/index.ts');
    const create = await loadPlayback(grant.features);
    const playback = create({
      // Alone, on its own clock: that is what is measured.
      grant: { ...grant, sound: 'own', cameras: [{ ...camera, offsetMs: 0, backupUrl: null }] },
      muted: true,
      now,
      createVideo: () => {
        const video = document.createElement('video');
        video.playsInline = true;
        video.tabIndex = -1;
        box.append(video);
        return video;
      },
      removeVideo: (video) => video.remove(),
      onRenewNeeded: async () => {},
    });
    playback.play();
    return new ClapPicture(playback);
  }

  /** Date on screen by this camera's own clock, milliseconds since 1970; null while there is none. */
  get dateMs(): number | null {
    const { mediaAt } = this.#playback;
    return mediaAt === null ? null : Date.parse(mediaAt);
  }

  get failed(): boolean {
    return this.#playback.state.error !== null;
  }

  stop(): void {
    this.#playback.pause();
    this.move(-BACK_SECONDS);
  }

  goOn(): void {
    this.#playback.goLive();
  }

  /** @param seconds forward; negative: back */
  move(seconds: number): void {
    const { video } = this.#playback;
    if (video) video.currentTime += seconds;
  }

  /** Calls when something on screen moved. */
  subscribe(listener: () => void): () => void {
    return this.#playback.subscribe(listener);
  }

  close(): void {
    this.#playback.destroy();
  }
}
