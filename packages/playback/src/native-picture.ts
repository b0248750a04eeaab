/**
 * A picture played by the browser itself, where there is no media source to feed: older iPhones, televisions. It cannot take
 * a new grant on the run, so that it begins again when the old one ends.
 */
import type { Grant } from '@parterre/protocol';
import type { Caption, Level, Picture, PictureOptions } from './picture.ts';

/** Safari tells the date of position zero. */
type DatedVideo = HTMLVideoElement & { getStartDate?(): Date };

export class NativePicture implements Picture {
  readonly video: HTMLVideoElement;
  readonly levels: readonly Level[] = [];
  readonly playingLevel = null;
  readonly bandwidth = null;
  readonly lost = false;
  /** The browser chooses renditions by itself. */
  saving = false;
  level: number | null = null;
  following = true;
  seen = true;
  /** The browser does not say; it is told by what it plays. */
  readonly delivery = { silentMs: 0, segmentSeconds: 2 };
  readonly #options: PictureOptions;
  readonly #listening = new AbortController();
  #address: string;
  #caption: number | null = null;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PictureOptions) {
    this.#options = options;
    this.video = options.video;
    this.#address = options.address;
    const { signal } = this.#listening;
    this.video.addEventListener('error', () => this.#onError(), { signal });
    this.video.addEventListener('timeupdate', () => this.#onTime(), { signal });
    this.video.textTracks.addEventListener('addtrack', () => options.onChange(), { signal });
    this.#load((options.start && 'seconds' in options.start ? options.start.seconds : null) ?? null);
  }

  #load(seconds: number | null): void {
    const { paused } = this.video;
    this.video.src = this.#address;
    if (seconds !== null) this.video.currentTime = seconds;
    if (!paused) this.video.play().catch(() => {});
  }

  #onTime(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    this.#options.onChange();
  }

  #onError(): void {
    const code = this.video.error?.code ?? 0;
    this.#options.onError(`native:${code}`);
    // The browser does not say why: a grant that ran out, a network that is gone and a missing stream look alike.
    if (this.#failures >= 6) return this.#options.onFailed(code === MediaError.MEDIA_ERR_DECODE ? 'media' : 'missing');
    const delayMs = Math.min(8000, 1000 * 2 ** this.#failures++);
    this.#options.onChange();
    const position = this.#options.live ? null : this.video.currentTime;
    void this.#options.onRefused().then(() => {
      if (this.#listening.signal.aborted) return;
      this.#timer = setTimeout(() => this.#load(position), delayMs);
    });
  }

  get captions(): readonly Caption[] {
    return [...this.video.textTracks]
      .filter(({ kind }) => kind === 'subtitles' || kind === 'captions')
      .map(({ language, label }, id) => ({ id, language, label: label || language }));
  }

  get caption(): number | null {
    return this.#caption;
  }

  set caption(id: number | null) {
    this.#caption = id;
    const tracks = [...this.video.textTracks].filter(({ kind }) => kind === 'subtitles' || kind === 'captions');
    for (const [index, track] of tracks.entries()) track.mode = index === id ? 'showing' : 'disabled';
    this.#options.onChange();
  }

  get #startMs(): number | null {
    const start = (this.video as DatedVideo).getStartDate?.().getTime();
    return start === undefined || Number.isNaN(start) ? null : start;
  }

  get dateMs(): number | null {
    const start = this.#startMs;
    return start === null ? null : start + this.video.currentTime * 1000;
  }

  get livePosition(): number | null {
    const { seekable } = this.video;
    return this.#options.live && seekable.length > 0 ? seekable.end(seekable.length - 1) : null;
  }

  get troubled(): boolean {
    return this.#failures > 0;
  }

  get trouble(): 'unreachable' | null {
    return this.troubled ? 'unreachable' : null;
  }

  positionOf(dateMs: number): number | null {
    const start = this.#startMs;
    return start === null ? null : (dateMs - start) / 1000;
  }

  renew(address: string, how: Grant['renew']): void {
    this.#address = address;
    if (how === 'reload') this.#load(this.#options.live ? null : this.video.currentTime);
  }

  retry(): void {
    if (this.#failures > 0) this.#load(this.#options.live ? null : this.video.currentTime);
  }

  destroy(): void {
    this.#listening.abort();
    clearTimeout(this.#timer);
    this.video.removeAttribute('src');
    this.video.load();
  }
}
