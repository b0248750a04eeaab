/**
 * Plays what a grant allows: one camera at a time, without a seam between them, renewed as it goes, and back by itself after
 * trouble. It has no controls: it keeps a state that controls render, and takes what they ask for.
 */
import type { CameraGrant, Grant, Quality } from '@parterre/protocol';
import { alignmentStep, misalignment } from './alignment.ts';
import { HlsPicture, type Engine } from './hls-picture.ts';
import { Meter, type Motion } from './meter.ts';
import { NativePicture } from './native-picture.ts';
import type { Caption, Level, Picture, Start } from './picture.ts';
import { SidecarCaptions } from './sidecar.ts';
import { Store } from './store.ts';

/**
 * `idle`: nothing asked for yet. `loading`: before the first frame. `buffering`: frames are on their way. `waiting`: the
 * origin answers, but nobody is publishing; it goes on by itself. `failed`: it will not, see `error`.
 */
export type PlaybackStatus = 'idle' | 'loading' | 'playing' | 'paused' | 'buffering' | 'waiting' | 'ended' | 'failed';

/** `unsupported`: this browser cannot play it. `missing`: the recording is not there. `media`: it cannot be decoded. */
export type PlaybackFailure = 'unsupported' | 'missing' | 'media';

/** A chapter where this picture has it. */
export interface Mark {
  readonly seconds: number;
  readonly title: string;
}

export interface PlaybackState {
  readonly status: PlaybackStatus;
  readonly mode: Grant['mode'];
  /** Id of the camera on screen. */
  readonly camera: string | null;
  /** Id of the camera that is getting ready behind it. */
  readonly switching: string | null;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  readonly rate: number;
  /** Best first. */
  readonly levels: readonly Level[];
  /** Id of the level the fan chose; null is "automatic". */
  readonly level: number | null;
  /** Lines of the picture on screen. */
  readonly height: number | null;
  readonly captions: readonly Caption[];
  readonly caption: number | null;
  /** Places of a replay, in seconds on the video's clock, in the order of the picture. */
  readonly chapters: readonly Mark[];
  /** Seconds on the video's clock, as are `start` and `end` of what can be reached; `end` of a live stream is its live position. */
  readonly currentTime: number;
  readonly start: number;
  readonly end: number;
  /** Milliseconds behind the live position; null in a recording. */
  readonly behindMs: number | null;
  /** Milliseconds from the stage to this screen, by program-date-time; null where the stream has none. */
  readonly latencyMs: number | null;
  /** The network is in the way, and it is trying. The picture may still be moving. */
  readonly reconnecting: boolean;
  /** The browser allowed the picture only without sound. */
  readonly soundBlocked: boolean;
  readonly error: PlaybackFailure | null;
}

export interface PlaybackOptions {
  /** hls.js. Where it cannot run, the browser plays by itself. */
  readonly engine: Engine;
  readonly grant: Grant;
  /** Camera to begin with; the first one that may be seen when absent. */
  readonly camera?: string | null | undefined;
  /** Where a recording begins, in seconds. */
  readonly startSeconds?: number | undefined;
  /** The moment that was there, milliseconds since 1970 on the first camera's clock: it wins where the recording still has it. */
  readonly startDateMs?: number | undefined;
  /**
   * Gives a video element that is in its place in the page. Called at once for the first picture, and from within the
   * gesture that asks for another camera, so that phones let it play.
   */
  readonly createVideo: () => HTMLVideoElement;
  /** Takes a video element away again. */
  readonly removeVideo: (video: HTMLVideoElement) => void;
  /** Milliseconds since 1970 at the server. */
  readonly now: () => number;
  /** The origin refuses the grant: ask for another and give it to `setGrant`. Resolves when asked, whatever the answer. */
  readonly onRenewNeeded: () => Promise<void>;
  readonly volume?: number | undefined;
  readonly muted?: boolean | undefined;
}

/** One camera on one video. */
interface Deck {
  readonly camera: CameraGrant;
  readonly picture: Picture;
  readonly sidecar: SidecarCaptions;
  readonly video: HTMLVideoElement;
  readonly life: AbortController;
}

const TICK_MS = 250;
/** A video whose time stands still this long is starving, whatever it says about itself. */
const STUCK_MS = 700;
/** A camera that is not aligned by then is shown as it is; one without a frame by then is given up. */
const SWITCH_MS = 8000;
const ALIGN_MS = 4000;
const ALIGN_TICK_MS = 40;
/** Nearer to the live position than this is "live": refreshes of the playlist alone move it by a segment. */
const EDGE_MS = 6000;

/** Class on a video that is loading behind the one on screen; whoever made the video hides it by that. */
const INCOMING = 'incoming';

export class Playback extends Store<PlaybackState> {
  readonly #options: PlaybackOptions;
  readonly #meter = new Meter(performance.now());
  readonly #life = new AbortController();
  #grant: Grant;
  #deck: Deck | null = null;
  #follower: { deck: Deck; settle: (shown: boolean) => void; timer: ReturnType<typeof setTimeout> | undefined } | null =
    null;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Whether the fan wants it to play; what the video does may lag behind. */
  #wanted = false;
  #started = false;
  #lastTime = 0;
  #movedAt = 0;
  #playAskedAt = -Infinity;
  #captionLanguage: string | null = null;
  #height: number | null = null;
  /** Where to take a recording up again after it was suspended. */
  #resumeSeconds: number | null = null;

  constructor(options: PlaybackOptions) {
    super({
      status: 'idle',
      mode: options.grant.mode,
      camera: null,
      switching: null,
      muted: options.muted ?? false,
      volume: options.volume ?? 1,
      rate: 1,
      levels: [],
      level: null,
      height: null,
      captions: [],
      caption: null,
      chapters: [],
      currentTime: 0,
      start: 0,
      end: 0,
      behindMs: null,
      latencyMs: null,
      reconnecting: false,
      soundBlocked: false,
      error: null,
    });
    this.#options = options;
    this.#grant = options.grant;
    const { signal } = this.#life;
    const wake = () => this.#deck?.picture.retry();
    addEventListener('online', wake, { signal });
    for (const type of ['online', 'offline']) addEventListener(type, () => this.#update(), { signal });
    this.#begin(
      options.camera ?? null,
      options.startSeconds === undefined ? null : { seconds: options.startSeconds },
      options.startDateMs,
    );
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  // ── What the heartbeat tells ────────────────────────────────────────────────────────────────────────────────────────

  /** The video on screen; null while there is none. */
  get video(): HTMLVideoElement | null {
    return this.#deck?.video ?? null;
  }

  get playing(): boolean {
    return this.state.status === 'playing';
  }

  get camera(): string | null {
    return this.state.camera;
  }

  /** Date of the frame on screen on the first camera's clock, ISO 8601 UTC; null where the stream has none. */
  get mediaAt(): string | null {
    const date = this.#deck && this.#started ? this.#deck.picture.dateMs : null;
    return date === null || !this.#deck ? null : new Date(date + this.#deck.camera.offsetMs).toISOString();
  }

  /** Milliseconds watched, and the quality, since the last call. */
  take(): { watchedMs: number; quality: Quality | null } {
    const frames = this.video?.getVideoPlaybackQuality?.();
    return this.#meter.take(performance.now(), {
      latencyMs: this.state.latencyMs,
      bitrate: this.#deck?.picture.playingLevel?.bitrate ?? null,
      droppedFrames: frames?.droppedVideoFrames ?? 0,
    });
  }

  // ── What a fan asks for ─────────────────────────────────────────────────────────────────────────────────────────────

  play(): void {
    this.#wanted = true;
    this.#meter.asked(performance.now());
    if (this.state.status === 'ended' && this.#deck) this.#deck.video.currentTime = this.state.start;
    this.#askVideo();
    this.#update();
  }

  pause(): void {
    this.#wanted = false;
    this.#deck?.video.pause();
    // Whoever pauses a live stream wants to go on where they stopped.
    if (this.#deck) this.#deck.picture.following = false;
    this.#update();
  }

  /** @param seconds on the video's clock, between `state.start` and `state.end` */
  seek(seconds: number): void {
    if (!this.#deck) return;
    const { start, end } = this.state;
    const target = Math.min(Math.max(seconds, start), end);
    this.#deck.picture.following = this.state.mode === 'live' && (end - target) * 1000 < EDGE_MS;
    this.#deck.video.currentTime = target;
    this.#update();
  }

  /** To the live position, playing. */
  goLive(): void {
    const position = this.#deck?.picture.livePosition;
    if (!this.#deck || position === null || position === undefined) return this.play();
    this.#deck.picture.following = true;
    this.#deck.video.currentTime = position;
    this.play();
  }

  setMuted(muted: boolean): void {
    this.set({ muted, soundBlocked: false });
    if (this.#deck) this.#deck.video.muted = muted;
  }

  /** @param volume 0 to 1; raising it also unmutes */
  setVolume(volume: number): void {
    this.set({ volume, muted: volume === 0, soundBlocked: false });
    if (!this.#deck) return;
    this.#deck.video.volume = volume;
    this.#deck.video.muted = volume === 0;
  }

  setRate(rate: number): void {
    if (this.state.mode === 'live') return;
    this.set({ rate });
    if (this.#deck) this.#deck.video.playbackRate = rate;
  }

  /** Null chooses by itself, by bandwidth and size. */
  setLevel(id: number | null): void {
    if (!this.#deck) return;
    this.#height = this.state.levels.find((level) => level.id === id)?.height ?? null;
    this.#deck.picture.level = id;
  }

  setCaption(id: number | null): void {
    if (!this.#deck) return;
    this.#captionLanguage = this.state.captions.find((caption) => caption.id === id)?.language ?? null;
    showCaption(this.#deck, id);
    this.#pictureMoved(this.#deck);
  }

  /**
   * Shows another camera at the same moment of the show: it loads unseen and unheard behind the present one and takes over
   * when it shows the same frame. Call it from the fan's gesture. Resolves to whether it is on screen now; a camera that
   * cannot be had leaves the present one where it is.
   */
  selectCamera(id: string): Promise<boolean> {
    this.#dropFollower();
    const camera = this.#grant.cameras.find((one) => one.camera === id);
    const leader = this.#deck;
    if (!camera?.url || !leader || leader.camera.camera === id) return Promise.resolve(leader?.camera.camera === id);
    const date = leader.picture.dateMs;
    const start: Start =
      date !== null
        ? { dateMs: date + leader.camera.offsetMs - camera.offsetMs }
        : this.state.mode === 'replay'
          ? { seconds: leader.video.currentTime }
          : null;
    const video = this.#options.createVideo();
    video.classList.add(INCOMING);
    video.muted = true;
    return new Promise((resolve) => {
      const settle = (shown: boolean) => {
        clearTimeout(this.#follower?.timer);
        this.#follower = null;
        this.set({ switching: null });
        resolve(shown);
      };
      const deck = this.#open(camera, video, start, leader.picture.bandwidth, () => this.#dropFollower());
      deck.picture.following = leader.picture.following;
      this.#follower = { deck, settle, timer: undefined };
      this.set({ switching: id });
      if (this.#wanted) video.play().catch(() => {});
      this.#align(leader, deck, performance.now());
    });
  }

  #align(leader: Deck, deck: Deck, since: number): void {
    const follower = this.#follower;
    if (follower?.deck !== deck) return;
    const waited = performance.now() - since;
    const { video, picture } = deck;
    const ready = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !video.seeking;
    if (!ready && waited > SWITCH_MS) return this.#dropFollower();
    if (ready && this.#aligned(leader, deck, waited)) {
      video.playbackRate = this.state.rate;
      this.#promote(deck);
      return follower.settle(true);
    }
    const pause = video.playbackRate === this.state.rate ? ALIGN_TICK_MS : ALIGN_TICK_MS / 2;
    follower.timer = setTimeout(() => this.#align(leader, deck, since), picture.lost ? TICK_MS : pause);
  }

  /** Brings a ready follower nearer to the moment on screen; true when it may be shown. */
  #aligned(leader: Deck, { camera, picture, video }: Deck, waitedMs: number): boolean {
    const off = misalignment(
      { dateMs: leader.picture.dateMs, offsetMs: leader.camera.offsetMs },
      { dateMs: picture.dateMs, offsetMs: camera.offsetMs },
    );
    if (waitedMs > ALIGN_MS) return true;
    if (off === null) return leader.picture.dateMs === null && picture.dateMs === null;
    const step = alignmentStep(off);
    if (step.do === 'show') return true;
    if (step.do === 'rate' && !leader.video.paused) video.playbackRate = step.rate * this.state.rate;
    else video.currentTime += off;
    return false;
  }

  #promote(deck: Deck): void {
    const former = this.#deck;
    this.#deck = deck;
    deck.video.volume = this.state.volume;
    deck.video.muted = this.state.muted;
    deck.video.classList.remove(INCOMING);
    if (former) this.#close(former);
    if (this.#wanted) this.#askVideo();
    this.#movedAt = performance.now();
    this.set({ camera: deck.camera.camera });
    this.#pictureMoved(deck);
  }

  #dropFollower(): void {
    const follower = this.#follower;
    if (!follower) return;
    this.#close(follower.deck);
    follower.settle(false);
  }

  // ── What the backend allows ─────────────────────────────────────────────────────────────────────────────────────────

  /** A new grant: the running picture takes it on the run where it can. Null: there is nothing to play for now. */
  setGrant(grant: Grant | null): void {
    if (grant === this.#grant && this.#deck) return;
    if (!grant) return this.#suspend();
    const newMode = grant.mode !== this.#grant.mode;
    this.#grant = grant;
    if (newMode) {
      this.#suspend();
      this.#resumeSeconds = null;
      this.set({ mode: grant.mode, rate: 1 });
    }
    const deck = this.#deck;
    const same = grant.cameras.find((one) => one.camera === deck?.camera.camera);
    const follower = this.#follower?.deck;
    const followed = grant.cameras.find((one) => one.camera === follower?.camera.camera);
    if (follower) {
      if (followed?.url) follower.picture.renew(followed.url, false, followed.prefixes);
      else this.#dropFollower();
    }
    if (deck && same?.url) {
      this.set({ chapters: sameItems(this.state.chapters, this.#marks(deck)) });
      deck.sidecar.renew(same.captions);
      if (grant.renew !== 'none') deck.picture.renew(same.url, grant.renew === 'reload', same.prefixes);
    } else if (deck || !this.state.error) this.#restart();
  }

  /** Stops loading and showing; the wish to play stays, for when there is something again. */
  #suspend(): void {
    this.#dropFollower();
    if (this.state.mode === 'replay' && this.#started) this.#resumeSeconds = this.state.currentTime;
    if (this.#deck) this.#close(this.#deck);
    this.#deck = null;
    this.set({ levels: [], captions: [], behindMs: null, latencyMs: null, reconnecting: false, error: null });
    this.#update();
  }

  #restart(): void {
    const camera = this.state.camera;
    const seconds = this.#resumeSeconds;
    this.#suspend();
    this.#begin(camera, seconds === null ? null : { seconds });
    if (this.#wanted) this.#askVideo();
  }

  /** After a failure: from the beginning, on the same camera. */
  retry(): void {
    if (this.state.error && this.state.currentTime > 0 && this.state.mode === 'replay')
      this.#resumeSeconds = this.state.currentTime;
    this.set({ error: null });
    this.#restart();
    this.play();
  }

  #begin(wanted: string | null, seconds: { seconds: number } | null, dateMs?: number): void {
    const cameras = this.#grant.cameras.filter((one) => one.url !== null);
    const camera = cameras.find((one) => one.camera === wanted) ?? cameras[0];
    if (!camera) return;
    const start: Start = seconds && dateMs !== undefined ? { ...seconds, dateMs: dateMs - camera.offsetMs } : seconds;
    const video = this.#options.createVideo();
    video.muted = this.state.muted;
    video.volume = this.state.volume;
    this.set({ camera: camera.camera });
    this.#started = false;
    this.#deck = this.#open(camera, video, start, null, (reason) => {
      this.#meter.failed(reason);
      this.set({ error: reason });
      this.#update();
    });
    this.#movedAt = performance.now();
    this.#update();
  }

  #open(
    camera: CameraGrant,
    video: HTMLVideoElement,
    start: Start,
    bandwidth: number | null,
    onFailed: (reason: PlaybackFailure) => void,
  ): Deck {
    const life = new AbortController();
    const { signal } = life;
    // The picture may call back before the deck is complete.
    let deck: Deck | undefined = undefined as Deck | undefined;
    const options = {
      video,
      address: camera.url as string,
      prefixes: camera.prefixes,
      live: this.#grant.mode === 'live',
      start,
      bandwidth,
      onChange: () => deck && this.#pictureMoved(deck),
      onError: (code: string) => this.#meter.failed(code),
      onRefused: () => this.#options.onRenewNeeded().catch(() => {}),
      onFailed: (reason: PlaybackFailure) => (deck && deck !== this.#deck ? this.#dropFollower() : onFailed(reason)),
    };
    const { engine } = this.#options;
    const picture: Picture = engine.isSupported() ? new HlsPicture(engine, options) : new NativePicture(options);
    // Where the browser plays by itself it lists these tracks among its own.
    const sidecar = new SidecarCaptions(video, picture instanceof HlsPicture ? camera.captions : []);
    deck = { camera, picture, sidecar, video, life };
    const current = (listener: () => void) => () => {
      if (this.#deck === deck) listener();
    };
    for (const type of ['playing', 'waiting', 'seeking', 'seeked', 'ended', 'durationchange', 'loadeddata']) {
      video.addEventListener(
        type,
        current(() => this.#update()),
        { signal },
      );
    }
    video.addEventListener(
      'play',
      current(() => this.#videoPlays()),
      { signal },
    );
    video.addEventListener(
      'pause',
      current(() => this.#videoPaused()),
      { signal },
    );
    video.addEventListener(
      'volumechange',
      current(() => this.#videoVolume(video)),
      { signal },
    );
    return deck;
  }

  #close({ picture, video, life }: Deck): void {
    life.abort();
    video.pause();
    picture.destroy();
    this.#options.removeVideo(video);
  }

  // ── What the video does ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Asks the video to play; where only silence is allowed, it plays without sound and says so. */
  #askVideo(): void {
    const { video } = this;
    if (!video) return;
    this.#playAskedAt = performance.now();
    video.play().catch((error: DOMException) => {
      if (error.name !== 'NotAllowedError' || video !== this.video || !this.#wanted) return;
      if (video.muted) {
        this.#wanted = false;
        this.#update();
        return;
      }
      video.muted = true;
      this.set({ muted: true, soundBlocked: true });
      this.#askVideo();
    });
  }

  /** The system's own buttons (lock screen, headphones, picture in picture) are the fan's word too. */
  #videoPlays(): void {
    this.#wanted = true;
    this.#update();
  }

  #videoPaused(): void {
    const { video } = this;
    if (video && !video.ended && video.isConnected && video.readyState >= HTMLMediaElement.HAVE_METADATA)
      this.#wanted = false;
    this.#update();
  }

  #videoVolume(video: HTMLVideoElement): void {
    if (video.muted !== this.state.muted || video.volume !== this.state.volume) {
      this.set({ muted: video.muted, volume: video.volume, soundBlocked: this.state.soundBlocked && video.muted });
    }
  }

  /** The picture told of levels, captions or trouble. */
  #pictureMoved(deck: Deck): void {
    this.#keepChoices(deck);
    if (deck !== this.#deck) return;
    const { levels, level } = deck.picture;
    this.set({
      levels: sameItems(
        this.state.levels,
        [...levels].sort((a, b) => b.bitrate - a.bitrate),
      ),
      level,
      captions: sameItems(this.state.captions, captionsOf(deck)),
      caption: deck.picture.caption ?? deck.sidecar.caption,
      chapters: sameItems(this.state.chapters, this.#marks(deck)),
    });
    this.#update();
  }

  /** Chapters are counted on the first camera's replay; another one has the same moments, by their dates, where it has them. */
  #marks({ camera, picture }: Deck): Mark[] {
    return this.#grant.chapters.map(({ at, atMs, title }) => {
      const there = at === null ? null : picture.positionOf(Date.parse(at) - camera.offsetMs);
      return { seconds: there ?? atMs / 1000, title };
    });
  }

  /** Quality and captions that were chosen on one camera hold for the next. */
  #keepChoices(deck: Deck): void {
    const { picture } = deck;
    if (this.#height !== null && picture.level === null) {
      const level = picture.levels.find(({ height }) => height === this.#height);
      if (level) picture.level = level.id;
    }
    if (this.#captionLanguage !== null && picture.caption === null && deck.sidecar.caption === null) {
      const caption = captionsOf(deck).find(({ language }) => language === this.#captionLanguage);
      if (caption) showCaption(deck, caption.id);
    }
  }

  #tick(): void {
    const { video } = this;
    const now = performance.now();
    // Recovering from a media error leaves the video paused, and so does a source that came late.
    const idle = video?.paused && !video.ended && this.#wanted && !this.state.error;
    if (idle && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && now - this.#playAskedAt > 1000)
      this.#askVideo();
    this.#update();
  }

  #update(): void {
    if (this.#life.signal.aborted) return;
    const now = performance.now();
    const { video } = this;
    if (video && (video.currentTime !== this.#lastTime || video.paused || video.seeking)) {
      if (!this.#started && this.#moves(video)) {
        this.#started = true;
        this.#meter.firstFrame(now);
      }
      this.#lastTime = video.currentTime;
      this.#movedAt = now;
    }
    const status = this.#status(now);
    this.#meter.moved(motionOf(status, video?.seeking ?? false), now);
    const picture = this.#deck?.picture;
    // Back at the edge by itself, after the window has moved over where the fan stopped.
    const live = picture?.livePosition ?? null;
    const behindMs =
      video && live !== null && this.#started ? Math.max(0, Math.round((live - video.currentTime) * 10) * 100) : null;
    if (picture && behindMs !== null && behindMs < 1000 && status === 'playing') picture.following = true;
    const date = picture?.dateMs ?? null;
    this.set({
      status,
      behindMs,
      height: picture?.playingLevel?.height ?? null,
      currentTime: video ? Math.round(video.currentTime * 10) / 10 : this.state.currentTime,
      ...this.#window(video, live),
      latencyMs:
        this.state.mode === 'live' && date !== null && this.#started && status === 'playing'
          ? Math.max(0, Math.round((this.#options.now() - date) / 100) * 100)
          : this.state.latencyMs,
      reconnecting: (picture?.troubled ?? false) || (this.#deck !== null && !navigator.onLine),
    });
  }

  #moves(video: HTMLVideoElement): boolean {
    return (
      !video.paused && !video.seeking && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.currentTime > 0
    );
  }

  #status(now: number): PlaybackStatus {
    if (this.state.error) return 'failed';
    const { video } = this;
    if (!video || !this.#deck) return this.#wanted ? 'loading' : 'idle';
    if (video.ended) return 'ended';
    if (!this.#wanted) return this.#started ? 'paused' : 'idle';
    const starved = video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA || now - this.#movedAt > STUCK_MS;
    if (this.#started && !starved) return 'playing';
    if (this.#deck.picture.lost) return 'waiting';
    return this.#started ? 'buffering' : 'loading';
  }

  /** What can be reached, in seconds on the video's clock. */
  #window(video: HTMLVideoElement | null, live: number | null): Pick<PlaybackState, 'start' | 'end'> {
    const seekable = video?.seekable;
    if (!seekable?.length) return { start: this.state.start, end: this.state.end };
    const start = Math.round(seekable.start(0) * 10) / 10;
    const end = Math.round((live ?? seekable.end(seekable.length - 1)) * 10) / 10;
    return { start, end: Math.max(start, end) };
  }

  destroy(): void {
    this.#dropFollower();
    clearInterval(this.#ticker);
    if (this.#deck) this.#close(this.#deck);
    this.#deck = null;
    this.#life.abort();
  }
}

const captionsOf = ({ picture, sidecar }: Deck): readonly Caption[] => [...picture.captions, ...sidecar.captions];

/** Shows one of the stream's captions or one that lies beside it; null shows none. */
function showCaption({ picture, sidecar }: Deck, id: number | null): void {
  sidecar.show(id);
  picture.caption = sidecar.caption === null ? id : null;
}

/** The old list when the new one says the same: lists are compared by identity further up. */
function sameItems<T>(old: readonly T[], fresh: readonly T[]): readonly T[] {
  return JSON.stringify(old) === JSON.stringify(fresh) ? old : fresh;
}

function motionOf(status: PlaybackStatus, seeking: boolean): Motion {
  if (seeking) return 'still';
  if (status === 'playing') return 'moving';
  return status === 'buffering' || status === 'waiting' ? 'starved' : 'still';
}

/** Starts loading at once, and plays when told to. */
export const createPlayback = (options: PlaybackOptions): Playback => new Playback(options);
