/** A picture played by hls.js: grants renewed on the run, quality chosen, errors climbed out of one rung at a time. */
import type Hls from 'hls.js';
import type { ErrorData, HlsConfig, LevelDetails } from 'hls.js';
import { AddressBook } from './address.ts';
import { collapsedTo } from './collapse.ts';
import type { PlaybackFailure, PlaybackTrouble } from './errors.ts';
import { Ladder, refusesGrant, type Rung } from './ladder.ts';
import type { Grant } from '@parterre/protocol';
import type { Caption, Delivery, Level, Picture, PictureOptions, Start } from './picture.ts';
import { SETTINGS } from './settings.ts';

/** No new segment for this many segment lengths: nobody is publishing. */
const LOST_SEGMENTS = 3;
/** What a hidden picture keeps: enough to be shown at once, in seconds before and after the moment. */
const HIDDEN_AHEAD_SECONDS = 6;
const HIDDEN_BACK_SECONDS = 4;
/** Who saves data sees no more lines than these by themselves: enough for a phone. */
const SAVING_LINES = 480;
/** A refused grant is reported once in this time, not once per segment. */
const REFUSAL_PAUSE_MS = 5000;
/** Nothing more of an answer that has begun for so long: it is asked for again. */
const SILENT_MS = 4000;
/** How often a segment whose connection broke is asked for again at once, before that counts as trouble. */
const BROKEN_RETRIES = 3;
/** Between a fresh address and opening it: a session that is refused again and again must not be asked for in a circle. */
const REOPEN_MS = 1000;

/** The engine's class, from either build. */
export type Engine = typeof Hls;

export class HlsPicture implements Picture {
  readonly video: HTMLVideoElement;
  readonly #engine: Engine;
  readonly #options: PictureOptions;
  readonly #addresses: AddressBook;
  readonly #ladder: Ladder;
  #hls: Hls;
  #details: LevelDetails | null = null;
  #levels: readonly Level[] = [];
  #captions: readonly Caption[] = [];
  #level: number | null = null;
  #caption: number | null = null;
  #following = true;
  #seen: boolean;
  #trouble: PlaybackTrouble | null = null;
  #saving = false;
  #advancedAt = performance.now();
  #deliveredAt = performance.now();
  #erredAt = -Infinity;
  #refusedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pending: (() => void) | null = null;
  #destroyed = false;

  constructor(engine: Engine, options: PictureOptions) {
    this.video = options.video;
    this.#engine = engine;
    this.#options = options;
    this.#seen = options.seen;
    this.#addresses = new AddressBook(options.address, options.prefixes, options.spreadsQuery);
    this.#ladder = new Ladder(options.live);
    // Without this, ManagedMediaSource on iPhone opens only where a native alternative for AirPlay is given.
    this.video.disableRemotePlayback = true;
    this.#hls = this.#build(options.start);
  }

  #configuration(): Partial<HlsConfig> {
    return {
      ...SETTINGS,
      preferManagedMediaSource: true,
      ...(this.#seen
        ? {}
        : {
            backBufferLength: HIDDEN_BACK_SECONDS,
            maxBufferLength: HIDDEN_AHEAD_SECONDS,
            startLevel: 0,
            testBandwidth: false,
          }),
      enableID3MetadataCues: false,
      enableDateRangeMetadataCues: false,
      ...(this.#options.bandwidth ? { abrEwmaDefaultEstimate: this.#options.bandwidth, testBandwidth: false } : {}),
      fragLoadPolicy: { default: fragmentPolicy(this.#engine) },
      xhrSetup: (request: XMLHttpRequest, url: string) => {
        request.open('GET', this.#addresses.resolve(url), true);
        endSilence(request);
      },
    };
  }

  #build(start: Start): Hls {
    const { Events } = this.#engine;
    const seconds = (start && 'seconds' in start ? start.seconds : null) ?? -1;
    const hls = new this.#engine({ ...this.#configuration(), startPosition: seconds });
    let toDate = start && 'dateMs' in start ? start.dateMs : null;
    hls.on(Events.MANIFEST_PARSED, () => {
      this.#levels = hls.levels.map(({ height, bitrate }, id) => ({ id, height: height || null, bitrate }));
      if (this.#level !== null && this.#seen) hls.nextLevel = this.#level;
      if (!this.#seen) hls.loadLevel = 0;
      this.#cap(hls);
      this.#options.onChange();
    });
    hls.on(Events.LEVEL_UPDATED, (_event, { details }) => {
      const first = this.#details === null;
      if (first || details.advanced || !details.live) this.#advancedAt = performance.now();
      this.#details = details;
      this.#arrived();
      // From here on moments have places.
      if (first) this.#options.onChange();
      if (toDate === null) return;
      const position = this.positionOf(toDate);
      toDate = null;
      // It has begun to load at the seconds it was given: nearly right is right.
      if (position !== null && (seconds < 0 || Math.abs(position - seconds) > 1)) hls.startLoad(position);
    });
    hls.on(Events.FRAG_LOADED, (_event, { frag, part }) => {
      this.#deliveredAt = performance.now();
      const rate = part || !hls.autoLevelEnabled ? null : collapsedTo(frag.stats, frag.duration);
      // What was measured on the line as it was counts no more.
      if (rate !== null) hls.bandwidthEstimate = rate;
      this.#arrived();
    });
    hls.on(Events.SUBTITLE_TRACKS_UPDATED, () => {
      this.#captions = hls.subtitleTracks.map(({ name, lang }, id) => ({ id, language: lang ?? '', label: name }));
      this.#showCaption(hls);
      this.#options.onChange();
    });
    hls.on(Events.LEVEL_SWITCHED, () => this.#options.onChange());
    hls.on(Events.ERROR, (_event, data) => this.#onError(hls, data));
    hls.attachMedia(this.video);
    hls.loadSource(this.#addresses.master);
    return hls;
  }

  #arrived(): void {
    this.#ladder.arrived();
    if (!this.#trouble) return;
    this.#trouble = null;
    this.#options.onChange();
  }

  #onError(hls: Hls, data: ErrorData): void {
    if (this.#destroyed || hls !== this.#hls) return;
    const status = data.response?.code || null;
    // A stall is told by the video itself and counted there; what we ended ourselves is no error.
    const { BUFFER_STALLED_ERROR, INTERNAL_ABORTED } = this.#engine.ErrorDetails;
    if (data.details !== BUFFER_STALLED_ERROR && data.details !== INTERNAL_ABORTED) {
      this.#options.onError(status ? `${data.details}:${status}` : data.details);
    }
    if (data.type === this.#engine.ErrorTypes.NETWORK_ERROR) this.#erredAt = performance.now();
    if (!data.fatal) {
      if (refusesGrant(status)) void this.#refused();
      return;
    }
    const { ErrorTypes, ErrorDetails } = this.#engine;
    const kind =
      data.type === ErrorTypes.NETWORK_ERROR ? 'network' : data.type === ErrorTypes.MEDIA_ERROR ? 'media' : 'other';
    if (data.details === ErrorDetails.MANIFEST_INCOMPATIBLE_CODECS_ERROR) return this.#options.onFailed('codec');
    const manifest = data.details.startsWith('manifest');
    if (kind === 'network') this.#hindered(troubleOf(data.details, data.error, status), status === null);
    const useless = this.#trouble === 'notAPlaylist' || this.#trouble === 'empty';
    this.#climb(this.#ladder.next({ kind, status, manifest, useless }, performance.now()), kind);
  }

  /** A browser does not tell a script why it may not read an answer. That there is one tells the two apart. */
  #hindered(trouble: PlaybackTrouble, isUnanswered: boolean): void {
    if (isUnanswered && this.#trouble === 'blocked') return;
    this.#trouble = trouble;
    if (isUnanswered && trouble === 'unreachable' && navigator.onLine) void this.#probe();
  }

  async #probe(): Promise<void> {
    const { master } = this.#addresses;
    const isMixed = location.protocol === 'https:' && master.startsWith('http:');
    const answers =
      isMixed || (await fetch(master, { mode: 'no-cors', cache: 'no-store' }).then(isOpaque, () => false));
    if (!answers || this.#trouble !== 'unreachable' || this.#destroyed) return;
    this.#trouble = 'blocked';
    this.#options.onChange();
  }

  #climb(rung: Rung, kind: 'network' | 'media' | 'other'): void {
    if (rung.do === 'fail')
      return this.#options.onFailed(kind === 'network' ? (this.#trouble as PlaybackFailure) : 'media');
    if (rung.do === 'recover') return this.#hls.recoverMediaError();
    if (rung.do === 'swapAudio') {
      this.#hls.swapAudioCodec();
      return this.#hls.recoverMediaError();
    }
    if (rung.do === 'rebuild') return this.#rebuild();
    if (rung.renew && this.#details && this.#addresses.opensSession) return this.#reopen();
    this.#options.onChange();
    const load = () => {
      this.#pending = null;
      clearTimeout(this.#timer);
      if (this.#destroyed) return;
      if (rung.again || !this.#details) this.#hls.loadSource(this.#addresses.master);
      this.#hls.startLoad();
    };
    const wait = () => {
      if (this.#destroyed) return;
      this.#pending = load;
      this.#timer = setTimeout(load, rung.delayMs);
    };
    if (rung.renew) void this.#refused().then(wait);
    else wait();
  }

  /** The origin has closed the session that the master playlist opened: a fresh address opens another, at the same place. */
  #reopen(): void {
    this.#options.onChange();
    const reopen = () => {
      clearTimeout(this.#timer);
      this.#pending = null;
      if (!this.#destroyed) this.#rebuild();
    };
    void this.#refused().then(() => {
      if (this.#destroyed) return;
      this.#pending = reopen;
      this.#timer = setTimeout(reopen, REOPEN_MS);
    });
  }

  async #refused(): Promise<void> {
    const now = performance.now();
    if (now - this.#refusedAt < REFUSAL_PAUSE_MS) return;
    this.#refusedAt = now;
    await this.#options.onRefused();
  }

  #rebuild(): void {
    const { dateMs } = this;
    const { paused, currentTime } = this.video;
    this.#hls.destroy();
    this.#details = null;
    const start = !this.#options.live
      ? // A film that was cut anew shows the same moment elsewhere.
        { seconds: currentTime, ...(dateMs === null ? {} : { dateMs }) }
      : dateMs === null || this.#following
        ? null
        : { dateMs };
    this.#hls = this.#build(start);
    this.following = this.#following;
    if (!paused) this.video.play().catch(() => {});
  }

  retry(): void {
    if (this.#pending) return this.#pending();
    // The engine, too, waits between its tries: up to eight seconds.
    if (this.#erredAt > this.#deliveredAt) this.#hls.startLoad();
  }

  renew(address: string, how: Grant['renew'], prefixes: readonly string[] = []): void {
    if (address === this.#addresses.master) return;
    const swapped = this.#addresses.renew(address, prefixes);
    if (how === 'reload' || (how === 'path' && !swapped)) this.#rebuild();
  }

  get levels(): readonly Level[] {
    return this.#levels;
  }

  get playingLevel(): Level | null {
    return this.#levels[this.#hls.currentLevel] ?? null;
  }

  get level(): number | null {
    return this.#level;
  }

  set level(id: number | null) {
    this.#level = id;
    if (this.#seen) this.#hls.nextLevel = id ?? -1;
    this.#options.onChange();
  }

  get saving(): boolean {
    return this.#saving;
  }

  set saving(saving: boolean) {
    this.#saving = saving;
    this.#cap(this.#hls);
  }

  /** Levels are in the engine's order, cheapest first. */
  #cap(hls: Hls): void {
    const dear = this.#levels.findIndex(({ height }) => (height ?? 0) > SAVING_LINES);
    hls.autoLevelCapping = this.#saving && dear >= 0 ? Math.max(0, dear - 1) : -1;
  }

  get captions(): readonly Caption[] {
    return this.#captions;
  }

  get caption(): number | null {
    return this.#caption;
  }

  set caption(id: number | null) {
    this.#caption = id;
    this.#showCaption(this.#hls);
    this.#options.onChange();
  }

  #showCaption(hls: Hls): void {
    hls.subtitleDisplay = this.#caption !== null;
    hls.subtitleTrack = this.#caption ?? -1;
  }

  get dateMs(): number | null {
    return this.#hls.playingDate?.getTime() ?? null;
  }

  get livePosition(): number | null {
    return this.#details?.live ? this.#hls.liveSyncPosition : null;
  }

  get troubled(): boolean {
    return this.trouble !== null;
  }

  get trouble(): PlaybackTrouble | null {
    // A live stream that is not there yet is waited for.
    return this.#trouble === 'missing' ? null : this.#trouble;
  }

  get lost(): boolean {
    if (!this.#options.live) return false;
    const segment = this.#details?.targetduration ?? 2;
    const silent = performance.now() - this.#advancedAt > LOST_SEGMENTS * Math.max(2, segment) * 1000;
    return this.#trouble === 'missing' || (silent && this.#trouble === null);
  }

  get bandwidth(): number | null {
    return Number.isFinite(this.#hls.bandwidthEstimate) ? this.#hls.bandwidthEstimate : null;
  }

  get delivery(): Delivery {
    return {
      silentMs: performance.now() - this.#deliveredAt,
      segmentSeconds: this.#details?.targetduration ?? 2,
    };
  }

  get seen(): boolean {
    return this.#seen;
  }

  set seen(seen: boolean) {
    if (seen === this.#seen) return;
    this.#seen = seen;
    const { config } = this.#hls;
    config.maxBufferLength = seen ? SETTINGS.maxBufferLength : HIDDEN_AHEAD_SECONDS;
    config.backBufferLength = seen ? SETTINGS.backBufferLength : HIDDEN_BACK_SECONDS;
    // What lies ahead was loaded for nobody's eyes: it is loaded again, better, from the next segment on.
    if (seen) this.#hls.nextLevel = this.#level ?? -1;
    else this.#hls.loadLevel = 0;
  }

  get following(): boolean {
    return this.#following;
  }

  set following(follows: boolean) {
    this.#following = follows;
    // The engine reads this at every refresh of the playlist: who looks back on purpose is not dragged forward.
    this.#hls.config.liveMaxLatencyDurationCount = follows ? SETTINGS.liveMaxLatencyDurationCount : Infinity;
  }

  positionOf(dateMs: number): number | null {
    for (const { programDateTime, start, duration } of this.#details?.fragments ?? []) {
      if (programDateTime === null) continue;
      const within = (dateMs - programDateTime) / 1000;
      if (within >= 0 && within < duration) return start + within;
    }
    return null;
  }

  destroy(): void {
    this.#destroyed = true;
    clearTimeout(this.#timer);
    this.#pending = null;
    this.#hls.destroy();
  }
}

/** What a fatal error of the network says about the way, or about what is published. */
function troubleOf(details: string, error: Error, status: number | null): PlaybackTrouble {
  if (refusesGrant(status)) return 'refused';
  if (status === 404) return 'missing';
  if (details === 'levelEmptyError' || /no (levels?|segments|content)/i.test(error.message)) return 'empty';
  return details.endsWith('ParsingError') ? 'notAPlaylist' : 'unreachable';
}

const isOpaque = ({ type }: Response): boolean => type === 'opaque';

/** The engine's own, and a connection that breaks in the middle of a segment is no reason to give up on it either. */
function fragmentPolicy({ DefaultConfig }: Engine): HlsConfig['fragLoadPolicy']['default'] {
  const policy = DefaultConfig.fragLoadPolicy.default;
  const errorRetry: typeof policy.errorRetry = policy.errorRetry && {
    ...policy.errorRetry,
    retryDelayMs: 500,
    shouldRetry: (_retry, count, _isTimeout, response, retries) =>
      retries || (response?.code === 0 && count < BROKEN_RETRIES),
  };
  return { ...policy, errorRetry };
}

/** Breaks a connection off whose bytes have stopped coming: once they have begun to, the engine waits two minutes for the rest. */
function endSilence(request: XMLHttpRequest): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  request.addEventListener('progress', () => {
    clearTimeout(timer);
    timer = setTimeout(() => request.abort(), SILENT_MS);
  });
  request.addEventListener('loadend', () => clearTimeout(timer));
}
