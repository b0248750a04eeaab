/** One address of one camera on one video element: what a `Playback` shows, hears, or keeps ready behind it. */
import type { CameraGrant, Grant } from '@parterre/protocol';
import { QUERY } from './early.ts';
import { misalignment, steer, type Position } from './alignment.ts';
import type { Health } from './failover.ts';
import { HlsPicture, type Engine } from './hls-picture.ts';
import type { PlaybackFailure } from './errors.ts';
import type { NativePicture } from './native-picture.ts';
import type { Caption, Picture, Start } from './picture.ts';
import { SidecarCaptions } from './sidecar.ts';

/** Class on a video that is not the one on screen; whoever made the video hides it by that. */
const INCOMING = 'incoming';
/** A seek of a hidden picture needs this long to show its frame; correcting earlier would chase the own tail. */
const SETTLE_MS = 1200;
/** What a seek costs while the other picture moves on, until it has been measured. */
const SEEK_LAG_SECONDS = 0.15;
/** Segments in hand, or segment lengths without a new one, from which a picture may starve. */
const SLOW_SEGMENTS = 1.5;

const events = ['playing', 'waiting', 'seeking', 'seeked', 'ended', 'durationchange', 'loadeddata'] as const;
const wishes = ['play', 'pause', 'volumechange'] as const;
export type DeckEvent = (typeof events)[number] | (typeof wishes)[number];

export interface DeckOptions {
  readonly engine: Engine;
  /** What plays in place of the engine; null where the engine does. */
  readonly native: typeof NativePicture | null;
  readonly video: HTMLVideoElement;
  readonly camera: CameraGrant;
  readonly backup: boolean;
  readonly mode: Grant['mode'];
  readonly features: Grant['features'];
  readonly start: Start;
  readonly bandwidth: number | null;
  /** Whether it is made to be seen; else it loads as little as it can. */
  readonly seen: boolean;
  readonly onChange: (deck: Deck) => void;
  readonly onError: (code: string) => void;
  readonly onRefused: () => Promise<void>;
  readonly onFailed: (deck: Deck, reason: PlaybackFailure) => void;
  readonly onEvent: (deck: Deck, type: DeckEvent) => void;
}

export class Deck {
  readonly video: HTMLVideoElement;
  readonly picture: Picture;
  readonly sidecar: SidecarCaptions;
  readonly backup: boolean;
  camera: CameraGrant;
  failed = false;
  readonly #life = new AbortController();
  readonly #live: boolean;
  #seekedAt = -Infinity;
  #lag = SEEK_LAG_SECONDS;

  constructor(options: DeckOptions) {
    const { engine, native, video, camera, backup, mode, features, start, bandwidth, seen, onEvent } = options;
    this.video = video;
    this.camera = camera;
    this.backup = backup;
    this.#live = mode === 'live';
    video.classList.toggle(INCOMING, !seen);
    // The picture may call back before it is complete.
    let complete = false;
    const picture = {
      video,
      address: (backup ? camera.backupUrl : camera.url) as string,
      prefixes: backup ? [] : camera.prefixes,
      spreadsQuery: features.includes(QUERY),
      live: this.#live,
      start,
      bandwidth,
      seen,
      onChange: () => complete && options.onChange(this),
      onError: options.onError,
      onRefused: options.onRefused,
      onFailed: (reason: PlaybackFailure) => options.onFailed(this, reason),
    };
    this.picture = native ? new native(picture) : new HlsPicture(engine, picture);
    // Where the browser plays by itself it lists these tracks among its own.
    this.sidecar = new SidecarCaptions(video, this.picture instanceof HlsPicture ? camera.captions : []);
    complete = true;
    const { signal } = this.#life;
    for (const type of [...events, ...wishes]) video.addEventListener(type, () => onEvent(this, type), { signal });
  }

  get position(): Position {
    return { dateMs: this.picture.dateMs, offsetMs: this.camera.offsetMs };
  }

  /** It has the frame of where it stands. */
  get ready(): boolean {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !this.video.seeking;
  }

  /** Its time cannot go on. */
  get starved(): boolean {
    return this.failed || this.video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  get health(): Health {
    const { picture, video, ready, failed } = this;
    const { buffered, currentTime } = video;
    let aheadSeconds = 0;
    for (let range = 0; range < buffered.length; range++) {
      const from = buffered.start(range) - 0.3;
      if (currentTime >= from && currentTime < buffered.end(range)) aheadSeconds = buffered.end(range) - currentTime;
    }
    return { ...picture.delivery, aheadSeconds, ready, failed };
  }

  /** The next segment takes longer to come than to play, and little is in hand: it needs the whole line. */
  get slow(): boolean {
    const { aheadSeconds, silentMs, segmentSeconds } = this.health;
    const least = SLOW_SEGMENTS * segmentSeconds;
    return aheadSeconds < least && silentMs > least * 1000;
  }

  show(): void {
    this.video.classList.remove(INCOMING);
    this.picture.seen = true;
  }

  hide(): void {
    this.video.classList.add(INCOMING);
    this.picture.seen = false;
  }

  get hidden(): boolean {
    return this.video.classList.contains(INCOMING);
  }

  /** Seconds it has to move forward to show what `leader` shows; null where nobody knows. */
  behind(leader: Deck): number | null {
    const off = misalignment(leader.position, this.position);
    if (off !== null) return off;
    return this.#live ? null : leader.video.currentTime - this.video.currentTime;
  }

  /**
   * Brings a picture that nobody hears nearer to the moment on another one.
   * @param quick somebody waits for it
   * @returns seconds it was off; null where nobody knows
   */
  follow(leader: Deck, rate: number, quick: boolean): number | null {
    const off = this.behind(leader);
    if (off === null || !this.ready) return off;
    const step = steer(off, quick);
    const now = performance.now();
    if (step.do === 'rate') this.#setRate(rate * step.rate);
    else if (now - this.#seekedAt > (quick ? SETTLE_MS / 3 : SETTLE_MS)) this.#seek(leader, off, now);
    return off;
  }

  #seek(leader: Deck, off: number, now: number): void {
    const moving = !leader.video.paused && !leader.starved;
    // What it missed by after the last seek is how long a seek takes here.
    if (moving && now - this.#seekedAt < 3 * SETTLE_MS) this.#lag = Math.min(1, Math.max(0, this.#lag + off));
    this.#seekedAt = now;
    const ahead = moving ? this.#lag : 0;
    const { dateMs, offsetMs } = leader.position;
    // Dates and positions run apart where a publisher was away in between.
    const dated =
      dateMs === null ? null : this.picture.positionOf(dateMs + offsetMs - this.camera.offsetMs + ahead * 1000);
    this.video.currentTime = dated ?? this.video.currentTime + off + ahead;
    this.#setRate(1);
  }

  #setRate(rate: number): void {
    const rounded = Math.round(rate * 1000) / 1000;
    if (this.video.playbackRate !== rounded) this.video.playbackRate = rounded;
  }

  play(): void {
    this.video.play().catch(() => {});
  }

  get captions(): readonly Caption[] {
    return [...this.picture.captions, ...this.sidecar.captions];
  }

  get caption(): number | null {
    return this.picture.caption ?? this.sidecar.caption;
  }

  /** Shows one of the stream's captions or one that lies beside it; null shows none. */
  showCaption(id: number | null): void {
    this.sidecar.show(id);
    this.picture.caption = this.sidecar.caption === null ? id : null;
  }

  /** The same camera under a new grant. False when it has no such address any more. */
  renew(camera: CameraGrant, renew: Grant['renew']): boolean {
    const address = this.backup ? camera.backupUrl : camera.url;
    if (!address) return false;
    this.camera = camera;
    this.sidecar.renew(camera.captions);
    this.picture.renew(address, renew, this.backup ? [] : camera.prefixes);
    return true;
  }

  close(remove: (video: HTMLVideoElement) => void): void {
    this.#life.abort();
    this.video.pause();
    this.picture.destroy();
    remove(this.video);
  }
}
