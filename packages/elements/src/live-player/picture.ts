/**
 * A running picture, as the tag shows it: what plays it, the words about it, its controls and cameras. Fetched when somebody
 * is about to watch; a page on which nobody does never has it.
 */
import { ENGINE_CODE, type PictureError } from '@parterre/playback';
import type { CameraGrant, Grant, Show } from '@parterre/protocol';
import { isParterreError } from '@parterre/protocol/errors';
import { adoptStyles, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import type { Announcer } from '../base/announcer.ts';
import { define } from '../base/define.ts';
import { LocaleController } from '../base/locale-controller.ts';
import type { LayerState, LivePlayerControls } from './controls/layer.ts';
import type { ControlActs } from './controls/live-player-controls.ts';
import type { Mark } from './mark/mark.ts';
import type { PictureStrings } from './picture.en.ts';
import { PlaybackController, type PlaybackHost, type Seen } from './playback-controller.ts';

const catalogue = { en: () => import('./picture.en.ts'), fr: () => import('./picture.fr.ts') };

/** How long a connection may be gone before it is worth a word. */
const RECONNECTING_MS = 2000;
/** How long a sentence about something that was pressed stays. */
const TOLD_MS = 7000;

export interface PictureOptions {
  readonly announcer: Announcer;
  /** Somebody wants to see the tickets that open a locked camera. */
  readonly onTickets: (event: Event) => void;
  /** Whether somebody wants to save data. */
  readonly saving: () => boolean;
  /** Something went wrong. `isFinal`: it will not come back by itself. */
  readonly onError: (code: string, isFinal: boolean) => void;
}

export class Picture implements ReactiveController {
  readonly #host: LitElement & PlaybackHost;
  readonly #options: PictureOptions;
  readonly #locale: LocaleController<PictureStrings>;
  readonly #playback: PlaybackController;
  #layer: Pick<typeof import('./controls/layer.ts'), 'overlay' | 'cameraStrip'> | null = null;
  #swipes: AbortController | null = null;
  /** The camera a finger is moving to. */
  #aimed: CameraGrant | null = null;
  #mark: Mark | null = null;
  /** Label of a locked camera somebody asked for. */
  #invited: string | null = null;
  /** The connection has been gone for a while. */
  #slow = false;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;
  #told: (() => string) | null = null;
  #toldTimer: ReturnType<typeof setTimeout> | undefined;

  readonly #acts: ControlActs = {
    say: (sentence) => this.#options.announcer.announce(sentence),
    cast: () => this.#playback.cast('other'),
    refused: (error) => {
      if (!isParterreError(error)) throw error;
      this.#tell(() => this.#locale.errorText(error));
    },
  };

  constructor(host: LitElement & PlaybackHost, options: PictureOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<PictureStrings>(host, catalogue);
    this.#playback = new PlaybackController(host, {
      loadControls: () => this.#loadControls(),
      cameraSettled: (camera, shown) => this.#cameraSettled(camera, shown),
      saving: options.saving,
      wentWrong: (error) => this.#wentWrong(error),
    });
    host.addController(this);
  }

  /** A connection that has been gone for a while is worth a word. */
  hostUpdate(): void {
    const { reconnecting, status } = this.#playback.seen;
    const gone = reconnecting && status !== 'playing' && status !== 'idle' && status !== 'paused';
    if (gone && !this.#slow) this.#slowTimer ??= setTimeout(() => this.#connection(true), RECONNECTING_MS);
    if (gone) return;
    clearTimeout(this.#slowTimer);
    this.#slowTimer = undefined;
    if (this.#slow && status === 'playing') this.#connection(false);
  }

  hostUpdated(): void {
    this.#listenForSwipes();
    this.#followMark();
  }

  hostDisconnected(): void {
    clearTimeout(this.#slowTimer);
    clearTimeout(this.#toldTimer);
    this.#slowTimer = undefined;
    this.#swipes?.abort();
    this.#swipes = null;
  }

  // ── What the tag asks ───────────────────────────────────────────────────────────────────────────────────────────────

  /** The fan has asked for the picture; it comes as soon as it can. */
  get wanted(): boolean {
    return this.#playback.wanted;
  }

  get seen(): Seen {
    return this.#playback.seen;
  }

  /** It cannot be played, or not be loaded. */
  get broken(): boolean {
    return this.#playback.failed || this.#playback.seen.error !== null;
  }

  /** Why it cannot be played, in the fan's language; null where the tag's own words have to do. */
  get reason(): string | null {
    return this.#locale.strings?.errors[this.#error] ?? null;
  }

  /** What a viewer tells the venue. */
  get code(): string {
    return this.#code(this.#error);
  }

  #code(error: PictureError): string {
    return this.#playback.playback?.code(error) ?? ENGINE_CODE;
  }

  /** Trying again on this device is in vain. */
  get isHopeless(): boolean {
    return this.#error === 'unsupported' || this.#error === 'codec';
  }

  get #error(): PictureError {
    return this.#playback.seen.error ?? 'engine';
  }

  get shown(): boolean {
    const { playback } = this.#playback;
    return playback?.video != null && playback.state.status !== 'failed';
  }

  /** Pressed, and neither the picture nor the controls are here yet. */
  get starting(): boolean {
    const { wanted, seen } = this.#playback;
    return wanted && (seen.status === 'idle' || seen.status === 'loading') && !this.#layer;
  }

  readonly start: PlaybackController['start'] = (options) => this.#playback.start(options);

  pause(): void {
    this.#playback.playback?.pause();
  }

  /** Tries again what is broken. */
  retry(): void {
    const { playback } = this.#playback;
    if (playback) playback.retry();
    else this.start({ fromBeginning: false });
  }

  onKey(event: KeyboardEvent): void {
    const controls = this.#host.renderRoot.querySelector('live-player-controls');
    // Until their code is here they are only a name.
    if (controls && 'onKey' in controls) (controls as LivePlayerControls).onKey(event);
  }

  // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #loadControls(): Promise<void> {
    const { LivePlayerControls, layerStyles, overlay, cameraStrip } = await import('./controls/layer.ts');
    define('live-player-controls', LivePlayerControls);
    const { elementStyles } = this.#host.constructor as typeof LitElement;
    if (!this.#layer) adoptStyles(this.#host.renderRoot as ShadowRoot, [...elementStyles, layerStyles]);
    this.#layer = { overlay, cameraStrip };
    this.#host.requestUpdate();
  }

  /** Sideways moves of a finger, where there is another camera to go to; the strip does the same by buttons. */
  #listenForSwipes(): void {
    const stage = this.#host.renderRoot.querySelector<HTMLElement>('.stage');
    const several = this.#layer !== null && this.shown && this.#open.length > 1;
    stage?.classList.toggle('swiped', several);
    if (!stage || !several || this.#swipes || !this.#host.isConnected) return;
    this.#swipes = new AbortController();
    const { signal } = this.#swipes;
    const camera = (direction: 1 | -1 | null) => (direction && this.shown ? this.#beside(direction) : null);
    const target = {
      aim: (direction: 1 | -1 | null) => {
        this.#aimed = camera(direction);
        if (this.#aimed) this.#near(this.#aimed);
        this.#host.requestUpdate();
      },
      go: (direction: 1 | -1) => this.#chooseCamera(camera(direction)),
    };
    // Should it not come, there are the buttons.
    import('./controls/swipe.ts').then(
      ({ Swipes }) => new Swipes(stage, target, signal),
      () => (this.#swipes = null),
    );
  }

  /** A code over the picture is drawn by code that only those have whose grant carries one. */
  #followMark(): void {
    if (!this.#mark && this.#grant?.mark)
      import('./mark/mark.ts').then(
        ({ Mark }) => (this.#mark ??= new Mark(this.#host, () => this.shown)),
        // The picture is worth more than its mark; the next change asks again.
        () => {},
      );
  }

  /** The cameras that may be seen. */
  get #open(): readonly CameraGrant[] {
    return this.#cameras.filter(({ url }) => url !== null);
  }

  /** The next one that way, round and round; null where there is no other. */
  #beside(direction: 1 | -1): CameraGrant | null {
    const open = this.#open;
    const { switching, camera } = this.#playback.seen;
    const at = open.findIndex((one) => one.camera === (switching ?? camera));
    return open.length > 1 ? (open[(at + direction + open.length) % open.length] ?? null) : null;
  }

  #near(camera: CameraGrant): void {
    this.#playback.playback?.prepareCamera(camera.camera);
  }

  #say(sentence: (strings: PictureStrings) => string): void {
    const { strings } = this.#locale;
    if (strings) this.#options.announcer.announce(sentence(strings));
  }

  /** Each trouble once, however often it comes back while it lasts. */
  #wentWrong(error: PictureError): void {
    const isFinal = error === 'engine' || this.#playback.playback?.state.error !== null;
    this.#options.onError(this.#code(error), isFinal);
  }

  /** Shows a sentence for as long as it takes to read it, and says it; it may still be on its way. */
  #tell(sentence: () => string): void {
    this.#told = sentence;
    this.#options.announcer.announce(sentence);
    clearTimeout(this.#toldTimer);
    this.#toldTimer = setTimeout(() => {
      this.#told = null;
      this.#host.requestUpdate();
    }, TOLD_MS);
  }

  #cameraSettled(camera: string, shown: boolean): void {
    const label = this.#cameras.find((one) => one.camera === camera)?.label ?? camera;
    this.#say((strings) => (shown ? strings.saysCamera(label) : strings.saysCameraFailed(label)));
  }

  #chooseCamera(camera: CameraGrant | null): void {
    if (!camera) return;
    this.#invited = camera.url ? null : camera.label;
    if (camera.url) void this.#playback.selectCamera(camera.camera);
    this.#host.requestUpdate();
  }

  #connection(slow: boolean): void {
    this.#slowTimer = undefined;
    this.#slow = slow;
    this.#host.requestUpdate();
    this.#say((strings) => (slow ? strings.saysReconnecting : strings.saysBack));
  }

  get #grant(): Grant | null | undefined {
    return this.#host.watched?.state.entry?.grant;
  }

  get #cameras(): readonly CameraGrant[] {
    return this.#grant?.cameras ?? [];
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  /** Over the picture. */
  overlay(show: Show): TemplateResult | typeof nothing {
    const state = this.#layerState(show);
    return this.#layer && state && this.shown ? this.#layer.overlay(state) : nothing;
  }

  /** Under the picture. */
  under(show: Show): TemplateResult | typeof nothing {
    const state = this.#layerState(show);
    return this.#layer && state ? this.#layer.cameraStrip(state) : nothing;
  }

  #layerState(show: Show): LayerState | null {
    const { playback, seen } = this.#playback;
    const { strings, tag } = this.#locale;
    if (!playback || !strings) return null;
    return {
      strings,
      playback,
      seen,
      show,
      tag,
      cameras: this.#cameras,
      slow: this.#slow,
      invited: this.#invited,
      aimed: this.#aimed?.label ?? null,
      told: this.#told?.() || null,
      until: this.#grant?.until ?? null,
      acts: this.#acts,
      onCamera: (camera) => this.#chooseCamera(camera),
      onNear: (camera) => this.#near(camera),
      onTickets: this.#options.onTickets,
    };
  }
}
