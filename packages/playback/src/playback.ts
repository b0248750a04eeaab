/**
 * Plays what a grant allows: one camera at a time, without a seam between them, renewed as it goes, and back by itself after
 * trouble. It has no controls: it keeps a state that controls render, and takes what they ask for.
 */
import type { CameraGrant, Grant, Quality } from '@parterre/protocol';
import { SHOWN_SECONDS } from './alignment.ts';
import { Deck, type DeckEvent } from './deck.ts';
import { PICTURE_CODES, type PictureError, type PlaybackFailure, type PlaybackTrouble } from './errors.ts';
import type { Failover } from './failover.ts';
import { Feed } from './feed.ts';
import type { Engine } from './hls-picture.ts';
import { Meter, type Motion } from './meter.ts';
import type { NativePicture } from './native-picture.ts';
import type { Caption, Level, Start } from './picture.ts';
import { Store } from './store.ts';
import type { Warmth } from './warm.ts';

/**
 * `idle`: nothing asked for yet. `loading`: before the first frame. `buffering`: frames are on their way. `waiting`: the
 * origin answers, but nobody is publishing; it goes on by itself. `failed`: it will not, see `error`.
 */
export type PlaybackStatus = 'idle' | 'loading' | 'playing' | 'paused' | 'buffering' | 'waiting' | 'ended' | 'failed';

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
  /** Only the sound is wanted: the cheapest rendition is loaded. */
  readonly audioOnly: boolean;
  /** Whether it keeps from renditions that cost much. */
  readonly saving: boolean;
  /** The browser plays by itself, from an address that lasts the show: what AirPlay sends to another screen. */
  readonly native: boolean;
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
  /** The picture comes from its camera's backup address. */
  readonly backup: boolean;
  /** The browser allowed the picture only without sound. */
  readonly soundBlocked: boolean;
  /** What is in the way while it tries; null while nothing is known to be. */
  readonly trouble: PlaybackTrouble | null;
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
  /**
   * Where the browser plays by itself it cannot take another address on the run: asks for one that lasts the show. Null or a
   * rejection: it plays what `grant` has, and loads again when that ends.
   */
  readonly lastingGrant?: (() => Promise<Grant | null>) | undefined;
  readonly volume?: number | undefined;
  readonly muted?: boolean | undefined;
  readonly saving?: boolean | undefined;
  /** Keeps the next cameras ready, unseen, before anybody asks for one: for devices with the room, that do not save data. */
  readonly eager?: boolean | undefined;
}

const TICK_MS = 250;
/** A video whose time stands still this long is starving, whatever it says about itself. */
const STUCK_MS = 700;
/** A camera that is not aligned by then is shown as it is; one without a frame by then is given up. */
const SWITCH_MS = 8000;
const ALIGN_MS = 4000;
const ALIGN_TICK_MS = 40;
/** Back from sleep, the playlist takes a moment to know where live is; until then it is asked again this often. */
const RETURN_MS = 12_000;
const RETURN_TICK_MS = 2000;
/** Nearer to the live position than this is "live": refreshes of the playlist alone move it by a segment. */
const EDGE_MS = 6000;

/** How near a hidden master has to be before its sound takes over: nearer than a lip is told from its word. */
const HEARD_SECONDS = 0.05;
/** A picture that has not come by then may need its second address. */
const BEHIND_MS = 2000;
const BEHIND_AGAIN_MS = 10_000;
/** An open camera that fails is not tried again for the warmth of it before this. */
const REST_MS = 60_000;

export class Playback extends Store<PlaybackState> {
  readonly #options: PlaybackOptions;
  readonly #meter = new Meter(performance.now());
  readonly #life = new AbortController();
  #grant: Grant;
  /** The camera on screen. */
  #screen: Feed | null = null;
  /** Behind it: the camera whose sound is heard, one that is coming, others that are kept ready. By id. */
  readonly #hidden = new Map<string, Feed>();
  /** Whose sound is heard; everybody else follows it. */
  #heard: Deck | null = null;
  #follower: { feed: Feed; settle: (shown: boolean) => void; timer: ReturnType<typeof setTimeout> | undefined } | null =
    null;
  /** What decides about what is behind the picture; null until it is fetched, and where there is nothing to decide. */
  #decides: typeof Failover | null = null;
  #behindAskedAt = -Infinity;
  #warmth: Warmth | null = null;
  /** Until when a camera that failed behind the picture is left alone. */
  readonly #resting = new Map<string, number>();
  /** Was in the little window, which is about to show its successor. */
  #inset: Feed | null = null;
  /** Whether the fan wants to be at the live position. */
  #following = true;
  #ticker: ReturnType<typeof setInterval> | undefined;
  /** Whether the fan wants it to play; what the video does may lag behind. */
  #wanted = false;
  #started = false;
  #lastTime = 0;
  #silentSince: number | null = null;
  #movedAt = 0;
  #playAskedAt = -Infinity;
  #captionLanguage: string | null = null;
  #height: number | null = null;
  /** Plays in place of `#grant` where the browser plays by itself. */
  #native: Grant | null = null;
  #Native: typeof NativePicture | null = null;
  /** Until when a picture that followed the stage is brought back to it, and when that was last tried. */
  #returning = { until: -Infinity, triedAt: -Infinity };
  /** The page lies in the browser's history, where everything is stopped. */
  #away = false;
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
      audioOnly: false,
      saving: options.saving ?? false,
      native: false,
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
      backup: false,
      soundBlocked: false,
      trouble: null,
      error: null,
    });
    this.#options = options;
    this.#grant = options.grant;
    const { signal } = this.#life;
    addEventListener('pagehide', () => (this.#away = true), { signal });
    addEventListener('pageshow', () => (this.#away = false), { signal });
    for (const type of ['online', 'pageshow']) addEventListener(type, () => this.#wake(), { signal });
    document.addEventListener('visibilitychange', () => this.#wake(), { signal });
    for (const type of ['online', 'offline']) addEventListener(type, () => this.#update(), { signal });
    const start = options.startSeconds === undefined ? null : { seconds: options.startSeconds };
    if (options.engine.isSupported()) this.#begin(options.camera ?? null, start, options.startDateMs);
    else void this.#beginNatively(options.camera ?? null, start, options.startDateMs);
    this.#ticker = setInterval(() => this.#tick(), TICK_MS);
  }

  // ── What the heartbeat tells ────────────────────────────────────────────────────────────────────────────────────────

  get #deck(): Deck | null {
    return this.#screen?.deck ?? null;
  }

  /** Whose moment counts. */
  get #leader(): Deck | null {
    return this.#heard ?? this.#deck;
  }

  get #feeds(): readonly Feed[] {
    return this.#screen ? [this.#screen, ...this.#hidden.values()] : [...this.#hidden.values()];
  }

  get #decks(): readonly Deck[] {
    return this.#feeds.flatMap(({ decks }) => decks);
  }

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

  /** What a viewer tells the venue about what is in the way. */
  code(error: PictureError): string {
    return PICTURE_CODES[error];
  }

  /** Date of the frame on screen on the first camera's clock, ISO 8601 UTC; null where the stream has none. */
  get mediaAt(): string | null {
    const date = this.#deck && this.#started ? this.#deck.picture.dateMs : null;
    return date === null || !this.#deck ? null : new Date(date + this.#deck.camera.offsetMs).toISOString();
  }

  /** Milliseconds watched, and the quality, since the last call. */
  take(): { watchedMs: number; quality: Quality | null } {
    const frames = this.video?.getVideoPlaybackQuality?.();
    const { watchedMs, quality } = this.#meter.take(performance.now(), {
      latencyMs: this.state.latencyMs,
      bitrate: this.#deck?.picture.playingLevel?.bitrate ?? null,
      droppedFrames: frames?.droppedVideoFrames ?? 0,
    });
    return { watchedMs, quality: quality && { ...quality, backup: this.state.backup } };
  }

  // ── What a fan asks for ─────────────────────────────────────────────────────────────────────────────────────────────

  play(): void {
    this.#wanted = true;
    this.#meter.asked(performance.now());
    if (this.state.status === 'ended') this.#moveTo(this.state.start);
    this.#askVideo();
    this.#update();
  }

  pause(): void {
    this.#wanted = false;
    for (const { video } of this.#decks) video.pause();
    // Whoever pauses a live stream wants to go on where they stopped.
    this.#follow(false);
    this.#update();
  }

  /** @param seconds on the video's clock, between `state.start` and `state.end` */
  seek(seconds: number): void {
    const { start, end } = this.state;
    const target = Math.min(Math.max(seconds, start), end);
    this.#follow(this.state.mode === 'live' && (end - target) * 1000 < EDGE_MS);
    this.#moveTo(target);
    this.#update();
  }

  /** @param seconds on the clock of the video on screen; the others go as far */
  #moveTo(seconds: number): void {
    if (!this.#deck) return;
    const by = seconds - this.#deck.video.currentTime;
    for (const { video } of this.#decks) video.currentTime += by;
  }

  /** Only who is heard is kept at the live position; the others follow it. */
  #follow(live: boolean): void {
    this.#following = live;
    for (const deck of this.#decks) deck.picture.following = live && deck === this.#leader;
  }

  /** To the live position, playing. */
  goLive(): void {
    const position = this.#deck?.picture.livePosition;
    if (!this.#deck || position === null || position === undefined) return this.play();
    this.#follow(true);
    this.#moveTo(position);
    this.play();
  }

  setMuted(muted: boolean): void {
    this.set({ muted, soundBlocked: false });
    if (this.#heard) this.#heard.video.muted = muted;
  }

  /** @param volume 0 to 1; raising it also unmutes */
  setVolume(volume: number): void {
    this.set({ volume, muted: volume === 0, soundBlocked: false });
    if (!this.#heard) return;
    this.#heard.video.volume = volume;
    this.#heard.video.muted = volume === 0;
  }

  setRate(rate: number): void {
    if (this.state.mode === 'live') return;
    this.set({ rate });
    if (this.#leader) this.#leader.video.playbackRate = rate;
  }

  /** Null chooses by itself, by bandwidth and size. */
  setLevel(id: number | null): void {
    if (!this.#deck) return;
    this.set({ audioOnly: false });
    this.#height = this.state.levels.find((level) => level.id === id)?.height ?? null;
    this.#deck.picture.level = id;
  }

  /** The show as radio: what is loaded costs least, and whatever draws the picture may leave it dark. */
  setAudioOnly(audioOnly: boolean): void {
    this.set({ audioOnly });
    if (!this.#deck) return;
    const { picture } = this.#deck;
    picture.level = audioOnly ? null : (picture.levels.find(({ height }) => height === this.#height)?.id ?? null);
    this.#pictureMoved(this.#deck);
  }

  /** Spares a mobile contract: no rendition that costs much is chosen by itself. */
  setSaving(saving: boolean): void {
    this.set({ saving });
    for (const { picture } of this.#decks) picture.saving = saving;
  }

  /**
   * Has the browser play by itself, from an address that lasts the show; null goes back to the engine. A recording stays where
   * it was. Resolves once it does.
   */
  async setNative(grant: Grant | null): Promise<void> {
    if (grant === this.#native) return;
    if (grant) await this.#fetchNative();
    if (this.#life.signal.aborted || (grant && !this.#Native)) return;
    this.#native = grant;
    this.#restart();
  }

  setCaption(id: number | null): void {
    if (!this.#deck) return;
    this.#captionLanguage = this.state.captions.find((caption) => caption.id === id)?.language ?? null;
    this.#deck.showCaption(id);
    this.#pictureMoved(this.#deck);
  }

  /** Somebody is about to choose a camera: it gets ready behind the picture for a few seconds. */
  prepareCamera(id: string): void {
    this.#warmth?.intend(id, performance.now());
    this.#tend();
  }

  /**
   * Shows another camera at the same moment of the show: it is brought to the same frame unseen and unheard behind the present
   * one, and takes over. Call it from the fan's gesture. Resolves to whether it is on screen now; a camera that cannot be had
   * leaves the present one where it is.
   */
  selectCamera(id: string): Promise<boolean> {
    this.#dropFollower(null);
    const camera = this.#grant.cameras.find((one) => one.camera === id);
    if (!camera?.url || !this.#leader || this.state.camera === id) return Promise.resolve(this.state.camera === id);
    const feed = this.#hidden.get(id) ?? this.#openHidden(camera);
    // What is played within a gesture may be heard later on.
    if (this.#wanted) feed.deck.play();
    return new Promise((resolve) => {
      const settle = (shown: boolean) => {
        clearTimeout(this.#follower?.timer);
        this.#follower = null;
        this.set({ switching: null });
        resolve(shown);
      };
      this.#follower = { feed, settle, timer: undefined };
      this.set({ switching: id });
      this.#align(feed, performance.now());
    });
  }

  #align(feed: Feed, since: number): void {
    const follower = this.#follower;
    const leader = this.#leader;
    if (follower?.feed !== feed || !leader) return;
    const waited = performance.now() - since;
    const { deck } = feed;
    if (!deck.ready && waited > SWITCH_MS) return this.#dropFollower(feed);
    if (deck.ready && this.#aligned(leader, deck, waited)) {
      this.#promote(feed);
      return follower.settle(true);
    }
    const pause = deck.picture.lost ? TICK_MS : ALIGN_TICK_MS;
    follower.timer = setTimeout(() => this.#align(feed, since), pause);
  }

  /** Brings a ready follower nearer to the moment that counts; true when it may be shown. */
  #aligned(leader: Deck, deck: Deck, waitedMs: number): boolean {
    if (deck === leader || waitedMs > ALIGN_MS) return true;
    const off = deck.behind(leader);
    if (off === null) return leader.position.dateMs === null && deck.position.dateMs === null;
    if (Math.abs(off) <= SHOWN_SECONDS) return true;
    // A picture that stands still is not worth waiting for.
    if (leader.starved && waitedMs > ALIGN_MS / 4) return true;
    deck.follow(leader, this.state.rate, true);
    return false;
  }

  #promote(feed: Feed): void {
    const former = this.#screen;
    const inset = former?.deck.video.matches(':picture-in-picture') ?? false;
    this.#screen = feed;
    this.#hidden.delete(feed.id);
    feed.deck.show();
    if (former) {
      this.#hidden.set(former.id, former);
      former.deck.hide();
      if (inset) void this.#moveInset(former, feed.deck);
    }
    this.set({ camera: feed.id });
    this.#listen();
    this.#tend();
    if (this.#wanted) this.#askVideo();
    this.#movedAt = performance.now();
    this.#pictureMoved(feed.deck);
  }

  /** The little window goes on with the new picture; a browser that asks for a gesture leaves it to the fan. */
  async #moveInset(former: Feed, fresh: Deck): Promise<void> {
    this.#inset = former;
    await fresh.video.requestPictureInPicture().catch(() => {});
    if (this.#inset !== former) return;
    this.#inset = null;
    this.#tend();
  }

  /** @param refused the camera that cannot be had; null when another one was chosen meanwhile */
  #dropFollower(refused: Feed | null): void {
    const follower = this.#follower;
    if (!follower) return;
    follower.settle(false);
    if (refused) this.#dropHidden(refused);
    else this.#tend();
  }

  // ── Behind the picture ──────────────────────────────────────────────────────────────────────────────────────────────

  /** Id of the camera whose sound goes on under another picture; null where each has its own, or it may not be seen. */
  get #master(): string | null {
    const first = this.#grant.cameras[0];
    return this.#grant.sound === 'master' && first?.url ? first.camera : null;
  }

  #openHidden(camera: CameraGrant): Feed {
    const bandwidth = this.#deck?.picture.bandwidth ?? null;
    const feed = this.#feed(this.#open(camera, false, this.#beside(camera), bandwidth, false));
    this.#hidden.set(feed.id, feed);
    if (this.#wanted) feed.deck.play();
    return feed;
  }

  #dropHidden(feed: Feed): void {
    if (this.#hidden.get(feed.id) !== feed) return;
    this.#hidden.delete(feed.id);
    feed.close();
    if (this.#heard && feed.decks.includes(this.#heard)) this.#listen();
  }

  /** Where another camera begins, to show what is shown now. */
  #beside({ offsetMs }: CameraGrant): Start {
    const leader = this.#leader;
    if (!leader) return null;
    const { dateMs } = leader.position;
    if (dateMs !== null) return { dateMs: dateMs + leader.camera.offsetMs - offsetMs };
    return this.state.mode === 'live' ? null : { seconds: leader.video.currentTime };
  }

  /** Fetches what decides about cameras and addresses behind the picture, once that moves or lets itself be waited for. */
  #lookBehind(now: number): void {
    const { cameras } = this.#grant;
    const needed =
      cameras.filter(({ url }) => url !== null).length > 1 || cameras.some((one) => one.backupUrl !== null);
    if (this.#decides || !needed || now - this.#behindAskedAt < BEHIND_AGAIN_MS) return;
    if (!this.#started && now - this.#movedAt < BEHIND_MS) return;
    this.#behindAskedAt = now;
    import('./behind.ts').then(
      ({ Failover, Warmth }) => {
        this.#decides = Failover;
        this.#warmth = new Warmth();
      },
      // Without it the picture plays on as if there were one camera and one address; it is asked for again.
      () => {},
    );
  }

  /** Opens what is worth having behind the picture, one at a time, and lets go of the rest. */
  #tend(): void {
    const screen = this.#screen;
    // What goes to another screen goes alone.
    if (!screen || this.#native) return;
    const now = performance.now();
    const { status } = this.state;
    const { bandwidth, playingLevel } = screen.deck.picture;
    const warm = this.#warmth?.wanted(
      {
        cameras: this.#grant.cameras.filter(({ url }) => url !== null).map(({ camera }) => camera),
        screen: screen.id,
        eager: this.#options.eager ?? false,
        playing: status === 'playing',
        starving: status === 'buffering' || screen.deck.slow,
        hidden: document.hidden,
        bandwidth,
        bitrate: playingLevel?.bitrate ?? null,
      },
      now,
    );
    const master = this.#master;
    const needed = [this.#follower?.feed.id, this.#inset?.id, this.#started && master !== screen.id ? master : null];
    const wanted = [...needed, ...(warm ?? [])].filter(
      (id): id is string => typeof id === 'string' && id !== screen.id,
    );
    for (const feed of [...this.#hidden.values()]) {
      const stuck = !feed.deck.ready && now - feed.openedAt > SWITCH_MS;
      if (stuck) this.#resting.set(feed.id, now + REST_MS);
      if (!wanted.includes(feed.id) || (stuck && !needed.includes(feed.id))) this.#dropHidden(feed);
    }
    if ([...this.#hidden.values()].some(({ deck, openedAt }) => !deck.ready && now - openedAt < SWITCH_MS)) return;
    const next = wanted.find((id) => !this.#hidden.has(id) && (this.#resting.get(id) ?? 0) < now);
    const camera = next === undefined ? undefined : this.#grant.cameras.find((one) => one.camera === next);
    if (camera?.url) this.#openHidden(camera);
  }

  /** Chooses whose sound is heard: the master's where it is there and together with the picture, else the picture's own. */
  #listen(): void {
    const screen = this.#deck;
    const before = this.#heard;
    const master = this.#hidden.get(this.#master ?? '')?.deck;
    let heard = screen;
    if (screen && master) {
      const off = master.behind(screen);
      const together = off !== null && Math.abs(off) < HEARD_SECONDS;
      if (before === master ? !this.#silent(master) : master.ready && !master.starved && together) heard = master;
    }
    if (heard === before) return;
    this.#heard = heard;
    for (const deck of this.#decks) {
      deck.video.muted = deck !== heard || this.state.muted;
      deck.picture.following = deck === heard && this.#following;
    }
    if (!heard) return;
    heard.video.volume = this.state.volume;
    heard.video.playbackRate = this.state.rate;
  }

  /** A master that has stood still for a while gives way to the sound of the picture. */
  #silent(master: Deck): boolean {
    if (!master.starved || !this.#wanted) this.#silentSince = null;
    else this.#silentSince ??= performance.now();
    return master.failed || (this.#silentSince !== null && performance.now() - this.#silentSince > STUCK_MS);
  }

  /** Everybody but the leader keeps up with it; what stands still is waited for. */
  #steer(): void {
    const leader = this.#leader;
    if (!leader || leader.starved) return;
    const coming = this.#follower?.feed.deck;
    for (const deck of this.#decks) if (deck !== leader && deck !== coming) deck.follow(leader, this.state.rate, false);
  }

  /** Takes over from the backup address, or back from it, where a picture that is seen, heard or awaited needs it. */
  #guard(): void {
    if (!this.#wanted || this.state.mode !== 'live' || !this.#decides) return;
    const now = performance.now();
    const master = this.#hidden.get(this.#master ?? '');
    for (const feed of new Set([this.#screen, master, this.#follower?.feed])) {
      const former = feed?.watch(this.#decides, this.#beside(feed.deck.camera), now);
      if (!feed || !former) continue;
      const { deck } = feed;
      if (feed === this.#screen) {
        const inset = former.video.matches(':picture-in-picture');
        deck.show();
        former.hide();
        if (inset) deck.video.requestPictureInPicture().catch(() => {});
        this.#movedAt = now;
      }
      if (this.#heard === former) this.#heard = null;
      this.#listen();
      this.#askVideo();
      this.#pictureMoved(feed.deck);
    }
  }

  // ── What the backend allows ─────────────────────────────────────────────────────────────────────────────────────────

  /** A new grant: the running picture takes it on the run where it can. Null: there is nothing to play for now. */
  setGrant(grant: Grant | null): void {
    if (grant === this.#grant && this.#deck) return;
    if (!grant) return this.#suspend();
    const newMode = grant.mode !== this.#grant.mode;
    this.#grant = grant;
    // It goes on with the address that lasts, or is on its way.
    if (this.#native && this.#deck && !newMode) return;
    if (!this.#Native && !this.#options.engine.isSupported()) return;
    if (newMode) {
      this.#native = null;
      this.#suspend();
      this.#resumeSeconds = null;
      this.set({ mode: grant.mode, rate: 1 });
    }
    for (const feed of [...this.#hidden.values()]) {
      const camera = grant.cameras.find((one) => one.camera === feed.id);
      if (camera?.url && feed.renew(camera, grant.renew)) continue;
      if (this.#follower?.feed === feed) this.#dropFollower(feed);
      else this.#dropHidden(feed);
    }
    const screen = this.#screen;
    const same = grant.cameras.find((one) => one.camera === screen?.id);
    const renewed = screen !== null && Boolean(same?.url) && screen.renew(same as CameraGrant, grant.renew);
    if (!renewed && (screen || !this.state.error)) this.#restart();
    if (this.#deck) this.set({ chapters: sameItems(this.state.chapters, this.#marks(this.#deck)) });
    this.#listen();
  }

  /** Stops loading and showing; the wish to play stays, for when there is something again. */
  #suspend(): void {
    if (this.state.mode === 'replay' && this.#started) this.#resumeSeconds = this.state.currentTime;
    this.#clear();
    this.set({
      levels: [],
      captions: [],
      behindMs: null,
      latencyMs: null,
      reconnecting: false,
      backup: false,
      error: null,
    });
    this.#update();
  }

  #clear(): void {
    this.#follower?.settle(false);
    for (const feed of this.#feeds) feed.close();
    this.#hidden.clear();
    this.#screen = null;
    this.#heard = null;
    this.#inset = null;
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

  /** Where the engine cannot run. What plays then is not fetched by anybody else. */
  async #beginNatively(camera: string | null, start: { seconds: number } | null, dateMs?: number): Promise<void> {
    const { lastingGrant } = this.#options;
    if (!document.createElement('video').canPlayType('application/vnd.apple.mpegurl')) return this.#fail('unsupported');
    const [grant] = await Promise.all([lastingGrant?.().catch(() => null) ?? null, this.#fetchNative()]);
    if (this.#life.signal.aborted || !this.#Native) return;
    this.#native = grant;
    this.#begin(camera, start, dateMs);
    if (this.#wanted) this.#askVideo();
  }

  async #fetchNative(): Promise<void> {
    try {
      this.#Native = (await import('./native-picture.ts')).NativePicture;
    } catch {
      this.#fail('engine');
    }
  }

  #fail(reason: PlaybackFailure): void {
    this.#meter.failed(PICTURE_CODES[reason]);
    this.set({ error: reason });
    this.#update();
  }

  #begin(wanted: string | null, seconds: { seconds: number } | null, dateMs?: number): void {
    const cameras = (this.#native ?? this.#grant).cameras.filter((one) => one.url !== null);
    const camera = cameras.find((one) => one.camera === wanted) ?? cameras[0];
    if (!camera) return;
    const start: Start = seconds && dateMs !== undefined ? { ...seconds, dateMs: dateMs - camera.offsetMs } : seconds;
    this.#started = false;
    this.set({ camera: camera.camera, native: this.#native !== null });
    this.#screen = this.#feed(this.#open(camera, false, start, null, true));
    this.#listen();
    this.#movedAt = performance.now();
    this.#update();
  }

  #feed(deck: Deck): Feed {
    return new Feed(deck, {
      open: (camera, backup, start) => this.#open(camera, backup, start, this.#deck?.picture.bandwidth ?? null, false),
      remove: this.#options.removeVideo,
    });
  }

  /** @param seen false: behind the picture, without a sound */
  #open(camera: CameraGrant, backup: boolean, start: Start, bandwidth: number | null, seen: boolean): Deck {
    const video = this.#options.createVideo();
    video.muted = !seen || this.state.muted;
    video.volume = this.state.volume;
    const deck = new Deck({
      ...{ video, camera, backup, start, bandwidth, seen },
      engine: this.#options.engine,
      native: this.#native || !this.#options.engine.isSupported() ? this.#Native : null,
      mode: this.#grant.mode,
      features: this.#grant.features,
      onChange: (one) => this.#pictureMoved(one),
      onError: (code) => this.#meter.failed(code),
      onRefused: () => this.#refused(),
      onFailed: (one, reason) => this.#failed(one, reason),
      onEvent: (one, type) => this.#heardOf(one, type),
    });
    // It takes the lead when it is heard.
    deck.picture.following = seen && this.#following;
    deck.picture.saving = this.state.saving;
    return deck;
  }

  async #refused(): Promise<void> {
    // An address that lasted the show, and the show lasted longer.
    if (this.#native && Date.parse(this.#native.expiresAt) <= this.#options.now()) void this.setNative(null);
    await this.#options.onRenewNeeded().catch(() => {});
  }

  #failed(deck: Deck, reason: PlaybackFailure): void {
    deck.failed = true;
    const feed = this.#feeds.find(({ decks }) => decks.includes(deck));
    // It may fail before it is anybody's.
    if (feed && !feed.hopeless) return;
    if (feed && feed !== this.#screen) {
      this.#resting.set(feed.id, performance.now() + REST_MS);
      if (this.#follower?.feed === feed) this.#dropFollower(feed);
      else this.#dropHidden(feed);
      return;
    }
    this.#fail(reason);
  }

  /** Only what is seen or heard speaks for the whole. */
  #heardOf(deck: Deck, type: DeckEvent): void {
    const seen = deck === this.#deck;
    if (!seen && deck !== this.#heard) return;
    const { paused } = deck.video;
    if (type === 'play' || type === 'pause') {
      // Late word of what has been undone since would be taken for a wish, undone again, and so on for ever.
      if (paused !== (type === 'pause')) return;
      if (paused) this.#videoPaused(deck.video);
      else this.#videoPlays();
    } else if (type !== 'volumechange') this.#update();
    else if (deck === this.#heard) this.#videoVolume(deck.video);
  }

  // ── What the video does ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Asks what is seen and what is heard to play; where only silence is allowed, it plays without sound and says so. */
  #askVideo(): void {
    this.#playAskedAt = performance.now();
    for (const deck of new Set([this.#deck, this.#heard])) if (deck) this.#ask(deck.video);
  }

  #ask(video: HTMLVideoElement): void {
    video.play().catch((error: DOMException) => {
      const counts = video === this.video || video === this.#heard?.video;
      if (error.name !== 'NotAllowedError' || !counts || !this.#wanted) return;
      if (video.muted) {
        this.#wanted = false;
        this.#update();
        return;
      }
      video.muted = true;
      this.set({ muted: true, soundBlocked: true });
      this.#ask(video);
    });
  }

  /** The system's own buttons (lock screen, headphones, picture in picture) are the fan's word too. */
  #videoPlays(): void {
    this.#wanted = true;
    for (const deck of this.#decks) if (deck.video.paused) deck.play();
    this.#update();
  }

  #videoPaused(video: HTMLVideoElement): void {
    // A phone that goes to sleep stops its videos, and so does a page that is left: nobody has asked for that. The lock screen's
    // button comes another way.
    if ((document.hidden || this.#away) && !document.pictureInPictureElement) return this.#update();
    if (!video.ended && video.isConnected && video.readyState >= HTMLMediaElement.HAVE_METADATA) {
      this.#wanted = false;
      for (const other of this.#decks) other.video.pause();
    }
    this.#update();
  }

  #videoVolume(video: HTMLVideoElement): void {
    if (video.muted !== this.state.muted || video.volume !== this.state.volume) {
      this.set({ muted: video.muted, volume: video.volume, soundBlocked: this.state.soundBlocked && video.muted });
    }
  }

  /** The page is seen again, out of the history or out of sleep, or the network is back. */
  #wake(): void {
    if (document.hidden || !this.#deck) return;
    for (const { picture } of this.#decks) picture.retry();
    // Who watched live wants the stage as it is now; who looked back, the place where they were.
    const follows = this.#wanted && this.state.mode === 'live' && this.#following;
    if (follows) this.#returning = { until: performance.now() + RETURN_MS, triedAt: -Infinity };
    if (this.#wanted) this.#askVideo();
    this.#update();
  }

  #return(behindMs: number, now: number): void {
    if (now > this.#returning.until || behindMs < EDGE_MS || now - this.#returning.triedAt < RETURN_TICK_MS) return;
    this.#returning = { ...this.#returning, triedAt: now };
    this.goLive();
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
      captions: sameItems(this.state.captions, deck.captions),
      caption: deck.caption,
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
    if (this.state.audioOnly) {
      const cheapest = [...picture.levels].sort((a, b) => a.bitrate - b.bitrate)[0];
      if (picture.level === null && cheapest) picture.level = cheapest.id;
      return;
    }
    if (this.#height !== null && picture.level === null) {
      const level = picture.levels.find(({ height }) => height === this.#height);
      if (level) picture.level = level.id;
    }
    if (this.#captionLanguage !== null && deck.caption === null) {
      const caption = deck.captions.find(({ language }) => language === this.#captionLanguage);
      if (caption) deck.showCaption(caption.id);
    }
  }

  #tick(): void {
    const { video } = this;
    const now = performance.now();
    // Recovering from a media error leaves the video paused, and so does a source that came late.
    const idle = video?.paused && !video.ended && this.#wanted && !this.state.error;
    if (
      idle &&
      !document.hidden &&
      video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA &&
      now - this.#playAskedAt > 1000
    )
      this.#askVideo();
    this.#lookBehind(now);
    this.#guard();
    this.#listen();
    this.#steer();
    this.#tend();
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
    if (picture && behindMs !== null && behindMs < 1000 && status === 'playing') this.#follow(true);
    if (behindMs !== null) this.#return(behindMs, now);
    const date = picture?.dateMs ?? null;
    const trouble = this.#trouble(status);
    if (trouble && trouble !== this.state.trouble) this.#meter.failed(PICTURE_CODES[trouble]);
    this.set({
      status,
      trouble,
      behindMs,
      height: picture?.playingLevel?.height ?? null,
      currentTime: video ? Math.round(video.currentTime * 10) / 10 : this.state.currentTime,
      ...this.#window(video, live),
      latencyMs:
        this.state.mode === 'live' && date !== null && this.#started && status === 'playing'
          ? Math.max(0, Math.round((this.#options.now() - date) / 100) * 100)
          : this.state.latencyMs,
      backup: this.#deck?.backup ?? false,
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

  #trouble(status: PlaybackStatus): PlaybackTrouble | null {
    if (!this.#deck || status === 'failed') return null;
    if (!navigator.onLine) return 'offline';
    return this.#deck.picture.trouble ?? (status === 'waiting' ? 'quiet' : null);
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
    clearInterval(this.#ticker);
    this.#clear();
    this.#life.abort();
  }
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
