/**
 * Between the tag and the engine: loads it, hands it every new grant, tells the session what is on screen, and cleans up when
 * the tag is gone for good (moving it in the page is leaving and coming back). Fetched when somebody wants to watch.
 */
import type { CastScreen, Grant } from '@parterre/protocol';
import { loadPlayback, type PictureError, type Playback, type PlaybackState } from '@parterre/playback';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ShowSession } from '../session/show-session.ts';
import { storedPosition } from './resume.ts';
import { storePosition } from './keep-position.ts';
import { makeVideo } from './video.ts';

/** What the tag gives: the box for the videos, and the show it is about now. */
export interface PlaybackHost extends ReactiveControllerHost, HTMLElement {
  readonly pictures: HTMLElement | null;
  readonly watched: ShowSession | null;
}

/** What happens around the picture because of what it does. */
export interface Around {
  /** Loads what is drawn over the picture. */
  loadControls(): Promise<unknown>;
  /** A camera asked for is on screen, or cannot be had. */
  cameraSettled(camera: string, shown: boolean): void;
  /** Whether somebody wants to save data. */
  saving(): boolean;
  /** The picture cannot go on, or something is in its way. */
  wentWrong(error: PictureError): void;
}

/** What of the playback's state the tag renders; the rest belongs to the controls. */
export type Seen = Pick<
  PlaybackState,
  'status' | 'camera' | 'switching' | 'reconnecting' | 'soundBlocked' | 'trouble' | 'error'
>;

const NOTHING_SEEN: Seen = {
  status: 'idle',
  camera: null,
  switching: null,
  reconnecting: false,
  soundBlocked: false,
  trouble: null,
  error: null,
};

/** How long the last buffered seconds may play on after the end was told: viewers are behind the stage. */
const DRAIN_MS = 30_000;
/** The controls come with the first frame, which they must not hold up, or after this long if it takes longer. */
const CONTROLS_MS = 600;
/** A replay's position is kept this often. */
const KEEP_MS = 5000;

export class PlaybackController implements ReactiveController {
  readonly #host: PlaybackHost;
  readonly #around: Around;
  #show: ShowSession | null;
  #grant: Grant | null = null;
  #spare: HTMLVideoElement | null = null;
  #unsubscribe: (() => void) | null = null;
  #drainTimer: ReturnType<typeof setTimeout> | undefined;
  #controlsTimer: ReturnType<typeof setTimeout> | undefined;
  #controlsAsked = false;
  #keptAt = 0;
  #attempt = 0;
  playback: Playback | null = null;
  /** The fan has asked for the picture; it comes as soon as it can. */
  wanted = false;
  loading = false;
  /** The engine could not be downloaded. */
  failed = false;
  seen: Seen = NOTHING_SEEN;

  constructor(host: PlaybackHost, around: Around) {
    this.#host = host;
    this.#around = around;
    this.#show = host.watched;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    setTimeout(() => {
      if (!this.#host.isConnected) this.stop();
    }, 0);
  }

  /** After every change of the session: what is playing follows what may be played. */
  hostUpdate(): void {
    const show = this.#host.watched;
    if (show !== this.#show) {
      this.stop();
      this.#show = show;
    }
    const grant = show?.state.entry?.grant ?? null;
    if (grant === this.#grant) return;
    const before = this.#grant;
    this.#grant = grant;
    const otherPicture =
      grant && before && (grant.mode !== before.mode || grant.features.join() !== before.features.join());
    if (otherPicture) this.stop();
    else if (grant) this.#take(grant);
    else this.#drain();
  }

  #take(grant: Grant): void {
    clearTimeout(this.#drainTimer);
    if (this.playback?.state.mode === grant.mode) this.playback.setGrant(grant);
    else if (this.playback) this.stop();
    else if (this.wanted) void this.#load();
  }

  /** The end of a show reaches its viewers some seconds late: they see what they have already got. */
  #drain(): void {
    const { playback } = this;
    if (!playback) return;
    const over = this.#show?.state.phase === 'ended' && playback.state.status === 'playing';
    if (!over) return playback.setGrant(null);
    this.#drainTimer = setTimeout(() => this.playback?.setGrant(null), DRAIN_MS);
  }

  /**
   * Call it from the fan's gesture, or with a `video` from there: phones let one play with sound only if it was asked to
   * within a gesture.
   */
  start({ fromBeginning, video }: { fromBeginning: boolean; video?: HTMLVideoElement | null }): void {
    this.wanted = true;
    this.failed = false;
    if (this.playback) return this.playback.play();
    this.#spare ??= video ?? makeVideo(this.#host.pictures);
    if (!video) this.#spare?.play().catch(() => {});
    if (fromBeginning) this.#forgetPosition();
    if (this.#grant) void this.#load();
    this.#host.requestUpdate();
  }

  #forgetPosition(): void {
    if (this.#show) storePosition(this.#show.venue.backend.address, this.#show.id, 0, 0);
  }

  async #load(): Promise<void> {
    const show = this.#show;
    const grant = this.#grant;
    if (!show || !grant || this.loading) return;
    const attempt = ++this.#attempt;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const create = await loadPlayback(grant.features);
      // Meanwhile the tag may have gone, or the show be over.
      if (attempt !== this.#attempt || !this.#grant) return;
      this.#adopt(create({ ...this.#settings(show), grant: this.#grant }), show);
    } catch (error) {
      if (attempt !== this.#attempt) return;
      console.error('Parterre: the player could not be loaded.', error);
      this.#around.wentWrong('engine');
      this.failed = true;
      this.wanted = false;
    } finally {
      if (attempt === this.#attempt) this.loading = false;
      this.#host.requestUpdate();
    }
  }

  #settings(show: ShowSession) {
    const stopped = this.#grant?.mode === 'replay' ? storedPosition(show.venue.backend.address, show.id) : null;
    return {
      startSeconds: stopped?.seconds,
      startDateMs: stopped?.dateMs ?? undefined,
      createVideo: () => this.#spareVideo(),
      removeVideo: (video: HTMLVideoElement) => video.remove(),
      eager: isRoomy() && !this.#around.saving(),
      now: () => show.venue.now(),
      onRenewNeeded: () => show.renewGrant(),
      lastingGrant: () => this.cast('own'),
      saving: this.#around.saving(),
    };
  }

  /** An address that lasts the show; null where the place is kept in a way that has none. */
  async cast(screen: CastScreen): Promise<Grant | null> {
    const entry = this.#show?.state.entry;
    if (!this.#show || entry?.keep !== 'heartbeat') return null;
    return (await this.#show.venue.act('cast', { lease: entry.lease.id, screen })).grant;
  }

  #adopt(playback: Playback, show: ShowSession): void {
    this.playback = playback;
    show.playhead = playback;
    this.#unsubscribe = playback.subscribe(() => this.#moved(playback));
    playback.play();
    this.#controlsTimer = setTimeout(() => this.#loadControls(), CONTROLS_MS);
  }

  #loadControls(): void {
    if (this.#controlsAsked) return;
    this.#controlsAsked = true;
    clearTimeout(this.#controlsTimer);
    this.#around.loadControls().catch((error: unknown) => {
      // The picture plays on with the keyboard's and the system's own controls; the next frame tries again.
      console.error('Parterre: the controls could not be loaded.', error);
      this.#controlsAsked = false;
    });
  }

  #moved(playback: Playback): void {
    const { status, camera, switching, reconnecting, soundBlocked, trouble, error, mode, currentTime, end } =
      playback.state;
    if (
      this.#show &&
      mode === 'replay' &&
      (status === 'playing' || status === 'ended') &&
      performance.now() - this.#keptAt > KEEP_MS
    ) {
      this.#keptAt = performance.now();
      storePosition(this.#show.venue.backend.address, this.#show.id, currentTime, end, playback.mediaAt);
    }
    if (!this.#grant && status !== 'playing' && playback.video) {
      clearTimeout(this.#drainTimer);
      return playback.setGrant(null);
    }
    if (status !== 'idle' && status !== 'loading') this.#loadControls();
    const fresh: Seen = { status, camera, switching, reconnecting, soundBlocked, trouble, error };
    const { seen } = this;
    const code = error ?? trouble;
    if (code && code !== (seen.error ?? seen.trouble)) this.#around.wentWrong(code);
    if ((Object.keys(fresh) as (keyof Seen)[]).every((name) => fresh[name] === seen[name])) return;
    this.seen = fresh;
    this.#host.requestUpdate();
  }

  async selectCamera(camera: string): Promise<void> {
    const shown = await this.playback?.selectCamera(camera);
    if (shown !== undefined) this.#around.cameraSettled(camera, shown);
  }

  #spareVideo(): HTMLVideoElement {
    const video = this.#spare ?? makeVideo(this.#host.pictures);
    this.#spare = null;
    if (!video) throw new Error('The player was asked for a picture before it was drawn.');
    return video;
  }

  /** Lets the picture go; the fan has to ask for it again. */
  stop(): void {
    this.#attempt++;
    clearTimeout(this.#drainTimer);
    clearTimeout(this.#controlsTimer);
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    if (this.#show && this.#show.playhead === this.playback) this.#show.playhead = null;
    this.playback?.destroy();
    this.playback = null;
    this.#spare?.remove();
    this.#spare = null;
    this.wanted = false;
    this.loading = false;
    this.failed = false;
    this.seen = NOTHING_SEEN;
    this.#host.requestUpdate();
  }
}

/** Facts about a device that not every browser tells. */
type Device = Navigator & {
  /** Gigabytes. */
  readonly deviceMemory?: number;
};

/** Whether other cameras may be kept ready unasked: with a mouse, and memory to spare. */
function isRoomy(): boolean {
  const { deviceMemory = 8 } = navigator as Device;
  return matchMedia('(pointer: fine)').matches && deviceMemory >= 4;
}
