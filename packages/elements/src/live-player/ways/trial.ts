/** Tries a ticket: the clip comes through the same door, by the same ticket, as the show will. */
import type { loadPlayback, Playback } from '@parterre/playback';
import type { Entry } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, nothing, type TemplateResult } from 'lit';
import type { WayOptions, WayPart } from './ways.ts';
import type { WaysStrings } from './ways.en.ts';

/** A clip that has moved for so long plays. */
const PROOF_SECONDS = 1.5;
/** One that has not by then will not. */
const PATIENCE_MS = 20_000;

export class Trial implements WayPart {
  readonly #way: WayOptions;
  readonly #abort = new AbortController();
  #entry: Entry | null = null;
  #playback: Playback | null = null;
  #unsubscribe: (() => void) | null = null;
  #timer: unknown;
  #error: ParterreError | null = null;
  #verdict: 'works' | 'noPicture' | null = null;

  constructor(way: WayOptions) {
    this.#way = way;
    void this.#try();
  }

  readonly title = (strings: WaysStrings): string =>
    this.#error ? strings.failedTitle : this.#verdict === 'noPicture' ? strings.noPictureTitle : strings.tryTitle;

  async #try(): Promise<void> {
    const { host, show } = this.#way;
    const { venue } = show;
    this.#error = null;
    this.#verdict = null;
    host.requestUpdate();
    try {
      const id = show.state.show?.id ?? show.id;
      this.#entry = await venue.act('enter', { show: id, device: venue.device, mode: 'test' }, this.#abort.signal);
      const create = await this.#way.loadPlayback([]);
      await host.updateComplete;
      const { grant } = this.#entry;
      if (this.#abort.signal.aborted || !grant) return;
      this.#play(create, grant);
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      if (isParterreError(error)) {
        this.#error = error;
        this.#way.announcer.announce(() => this.#way.errorText(error));
      } else this.#judge('noPicture');
    } finally {
      host.requestUpdate();
    }
  }

  #play(create: Awaited<ReturnType<typeof loadPlayback>>, grant: NonNullable<Entry['grant']>): void {
    const { host, show } = this.#way;
    const playback = create({
      grant,
      // It proves the picture; nobody asked for noise.
      muted: true,
      createVideo: () => {
        const video = this.#way.makeVideo(host.renderRoot.querySelector<HTMLElement>('.clip'));
        if (!video) throw new Error('There is no box for the test clip.');
        return video;
      },
      removeVideo: (video) => video.remove(),
      now: () => show.venue.now(),
      onRenewNeeded: () => Promise.resolve(),
    });
    this.#playback = playback;
    let startedAt: number | null = null;
    this.#unsubscribe = playback.subscribe(() => {
      const { status, error, currentTime } = playback.state;
      if (error) return this.#judge('noPicture');
      if (status !== 'playing') return;
      startedAt ??= currentTime;
      if (currentTime - startedAt >= PROOF_SECONDS) this.#judge('works');
    });
    this.#timer = show.venue.environment.setTimeout(() => this.#judge('noPicture'), PATIENCE_MS);
    playback.play();
  }

  #judge(verdict: 'works' | 'noPicture'): void {
    if (this.#verdict || this.#abort.signal.aborted) return;
    this.#verdict = verdict;
    this.#way.show.venue.environment.clearTimeout(this.#timer);
    this.#way.announcer.announce(() => this.#way.strings()?.[verdict] ?? '');
    if (verdict === 'noPicture') this.#let();
    this.#way.host.requestUpdate();
  }

  /** Lets clip and place go. */
  #let(): void {
    this.#way.show.venue.environment.clearTimeout(this.#timer);
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#playback?.destroy();
    this.#playback = null;
    const { venue } = this.#way.show;
    // Whoever is inside keeps the place: it is the same one.
    if (this.#entry && !this.#way.show.state.entry)
      void venue.act('leave', { lease: this.#entry.lease.id }).catch(() => {});
    this.#entry = null;
  }

  stop(): void {
    this.#abort.abort();
    this.#let();
  }

  render(strings: WaysStrings): TemplateResult {
    if (this.#error)
      return html`<p>${this.#way.errorText(this.#error)}</p>
        ${this.#again(strings)}`;
    return html`<div class="clip" ?hidden=${this.#verdict === 'noPicture'}></div>
      ${
        this.#verdict === 'works'
          ? html`<p class="note good">${strings.works}</p>
              <p class="fine">${strings.seen}</p>`
          : html`<p>${this.#verdict ? strings.noPicture : strings.trying}</p>`
      }
      ${this.#verdict === 'noPicture' ? this.#again(strings) : nothing}`;
  }

  #again(strings: WaysStrings): TemplateResult {
    return html`<button class="button" type="button" @click=${() => void this.#try()}>${strings.again}</button>`;
  }
}
