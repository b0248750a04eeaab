/** The television's side of pairing: shows letters and their code, and looks whether somebody has confirmed them. */
import type { Pairing } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, type TemplateResult } from 'lit';
import { qrCode } from '../../base/qr.ts';
import { deviceLabel } from '../../session/venue-acts.ts';
import type { WayOptions, WayPart } from './ways.ts';
import type { WaysStrings } from './ways.en.ts';

/** After so many letters that nobody confirmed the screen stops asking: somebody has walked away. */
const ROUNDS = 6;
/** Trouble on the way is asked about again this much later. */
const TROUBLE_MS = 5000;

export class Screen implements WayPart {
  readonly #way: WayOptions;
  readonly #abort = new AbortController();
  #pairing: Pairing | null = null;
  #rounds = 0;
  #error: ParterreError | null = null;
  #timer: unknown;

  constructor(way: WayOptions) {
    this.#way = way;
    void this.#start();
  }

  readonly title = (strings: WaysStrings): string => strings.screenTitle;

  async #start(): Promise<void> {
    const { show, host, announcer } = this.#way;
    this.#pairing = null;
    this.#error = null;
    try {
      const input = { show: show.id, page: location.href.split('#')[0]!, device: deviceLabel() };
      this.#pairing = await show.venue.act('startPairing', input, this.#abort.signal);
      if (this.#rounds++ > 0)
        announcer.announce(this.#way.strings()?.newLetters([...this.#pairing.code].join(' ')) ?? '');
      this.#later(this.#pairing.pollSeconds * 1000);
    } catch (error) {
      this.#failed(error);
    } finally {
      host.requestUpdate();
    }
  }

  #later(milliseconds: number): void {
    this.#timer = this.#way.show.venue.environment.setTimeout(() => void this.#look(), milliseconds);
  }

  async #look(): Promise<void> {
    const { show, back } = this.#way;
    const pairing = this.#pairing;
    if (!pairing || this.#abort.signal.aborted) return;
    try {
      const { session } = await show.venue.act('claimPairing', { secret: pairing.secret }, this.#abort.signal);
      if (!session) return this.#later(pairing.pollSeconds * 1000);
      this.stop();
      show.venue.adopt(session);
      back();
    } catch (error) {
      if (isParterreError(error) && error.code === 'pairing_expired') {
        if (this.#rounds < ROUNDS) return this.#start();
        this.#pairing = null;
        this.#way.host.requestUpdate();
      } else if (isParterreError(error) && error.code !== 'aborted') this.#later(error.retryAfterMs ?? TROUBLE_MS);
    }
  }

  #failed(error: unknown): void {
    if (!isParterreError(error)) throw error;
    if (error.code === 'aborted') return;
    this.#error = error;
    this.#way.announcer.announce(() => this.#way.errorText(error));
  }

  stop(): void {
    this.#abort.abort();
    this.#way.show.venue.environment.clearTimeout(this.#timer);
  }

  render(strings: WaysStrings): TemplateResult {
    const fresh = () => {
      this.#rounds = 0;
      void this.#start();
    };
    const again = html`<button class="button" type="button" @click=${fresh}>${strings.fresh}</button>`;
    if (this.#error)
      return html`<p>${this.#way.errorText(this.#error)}</p>
        ${again}`;
    if (!this.#pairing) {
      return this.#rounds >= ROUNDS
        ? html`<p>${strings.stopped}</p>
            ${again}`
        : html`<span class="skeleton tall"></span>`;
    }
    const { code } = this.#pairing;
    const page = `${location.href.split('#')[0]!}#parterre-tv=${code}`;
    return html`${qrCode(page, strings.qr)}
      <p>
        <span class="visually-hidden">${strings.letters}</span>
        <strong class="letters" aria-label=${[...code].join(' ')}>${code}</strong>
      </p>
      <p>${strings.screenHow}</p>
      <p class="fine">${strings.waiting}</p>`;
  }
}
