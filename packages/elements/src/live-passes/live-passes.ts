import type { Passes, Session } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { controlStyles } from '../base/controls.styles.ts';
import { LatePart } from '../base/late-part.ts';
import { addStyles } from '../base/late-styles.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { PassLinkDoor } from '../pass-link/pass-link-door.ts';
import { Part } from '../session/part.ts';
import type { PassesStrings } from './en.ts';
import type { Desk } from './known-fan.ts';
import type { KnownFanStrings } from './known-fan.en.ts';
import type { Told } from '../locales/errors.ts';
import { passesStyles } from './live-passes.styles.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

/** What only those see who are known here. */
const known = new Part(() => import('./known-fan.ts'));

/**
 * @summary What a fan has: tickets, pick-up codes, receipts, devices, their name in the chat. Who is not known yet comes in by
 *   e-mail.
 * @slot - What the page shows before this tag works.
 * @csspart ticket - One show with its tickets.
 * @csspart pick-up - Goods to pick up, with their code.
 * @csspart hall-codes - The codes for the door of the hall.
 * @csspart qr - One of them as a picture.
 * @csspart documents - Invoice, credit notes and terms of an order.
 * @csspart transfer - Handing a ticket on, and what waits to be accepted.
 * @csspart withdraw - The button that begins a withdrawal.
 * @csspart pass-form - The form that mails a link and takes six digits.
 * @csspart pass-link - The button that opens a link from a mail.
 * @csspart note - A sentence on what went wrong.
 */
export class LivePasses extends ParterreElement<PassesStrings> {
  static override styles = [...ParterreElement.styles, controlStyles, passesStyles];

  static override properties: PropertyDeclarations = {
    passes: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  declare private passes: Passes | null;
  declare private problem: ParterreError | null;
  declare private busy: boolean;

  /** The session whose passes are shown or on their way; another one means to ask again. */
  #askedFor: Session | null = null;
  readonly #announcer = new Announcer(this);
  readonly #errors = { announcer: this.#announcer, errorText: (error: Told) => this.locale.errorText(error) };
  readonly #known = new LatePart(this, known, this.#errors);
  readonly #passLink = new PassLinkDoor(this, {
    ...this.#errors,
    venue: () => this.session.venue,
    rank: 0,
  });
  /** The sentences for those who are known here. */
  #words: LocaleController<KnownFanStrings> | null = null;
  #desk: Desk | null = null;

  constructor() {
    super(catalogue, 'venue');
    this.passes = null;
    this.problem = null;
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const session = this.#session();
    if (session && !this.#words && !this.#known.error) void this.#openKnown();
    if (session === this.#askedFor) return;
    this.#askedFor = session;
    if (session) void this.#load(session);
    else this.passes = null;
  }

  /** Who is known here; a nameless session of an open show has no passes. */
  #session(): Session | null {
    const session = this.session.venue?.state.session ?? null;
    return session?.kind === 'device' ? null : session;
  }

  // ── What happens ────────────────────────────────────────────────────────────────────────────────────────────────────

  async #load(session: Session): Promise<void> {
    this.problem = null;
    try {
      const passes = await this.session.venue!.read('getPasses', {});
      if (session === this.#askedFor) this.passes = passes;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      if (session === this.#askedFor) this.problem = error;
    }
  }

  #openKnown(): Promise<void> {
    return this.#known.open(({ Desk, catalogue, fieldStyles, knownFanStyles }) => {
      addStyles(this, fieldStyles, knownFanStyles);
      this.#desk = new Desk(this, {
        ...this.#errors,
        venue: () => this.session.venue!,
        proof: (line) => this.#passLink.form(line, 'button'),
        onPasses: (passes) => (this.passes = passes),
        reload: async () => void (this.passes = await this.session.venue!.read('getPasses', {})),
        run: (done, act) => this.#run(done, act),
      });
      this.#words = new LocaleController<KnownFanStrings>(this, catalogue);
    });
  }

  /** Runs what a button asks for; while it runs, buttons rest. */
  async #run(done: string, action: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await action();
      this.#announcer.announce(done);
    } catch (error) {
      if (!isParterreError(error)) throw error;
      this.problem = error;
      this.#announcer.announce(() => this.locale.errorText(error));
    } finally {
      this.busy = false;
    }
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`<div class="whole">${this.#content()}</div>
      ${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    if (!strings) return html`<slot></slot>`;
    if (this.session.problem === 'no_backend') {
      return html`<div class="note error"><p>${strings.noBackend}</p></div>
        <slot></slot>`;
    }
    return html`<div class="stack">
        <h2>${strings.title}</h2>
        ${this.#passLink.openLink()} ${this.#trouble(strings)}
      </div>
      ${this.#whoever(strings)}`;
  }

  #trouble(strings: PassesStrings): TemplateResult | typeof nothing {
    const ended = this.session.venue?.state.sessionEnded;
    const error = this.problem ?? ended;
    if (!error) return nothing;
    const again = () => this.#askedFor && this.#load(this.#askedFor);
    return html`<div class="note error" part="note">
      <p>${this.locale.errorText(error)}</p>
      ${
        this.problem && !this.passes
          ? html`<button class="link" type="button" @click=${again}>${strings.tryAgain}</button>`
          : nothing
      }
    </div>`;
  }

  #whoever(strings: PassesStrings): TemplateResult | typeof nothing {
    const session = this.#session();
    const waiting = html`<span class="skeleton tall"></span>`;
    if (!session) return this.session.venue?.state.sessionPending ? waiting : this.#stranger(strings);
    if (!this.passes) return this.problem ? nothing : waiting;
    if (this.#known.error) {
      return html`${this.#known.render()}
        <button class="link" type="button" @click=${() => void this.#openKnown()}>${strings.tryAgain}</button>`;
    }
    const words = this.#words?.strings;
    if (!words) return waiting;
    return this.#desk!.render({ session, strings: words, passes: this.passes, busy: this.busy, tag: this.locale.tag });
  }

  #stranger(strings: PassesStrings): TemplateResult {
    return html`<div class="stack">
      <p>${strings.elsewhere}</p>
      ${this.#passLink.form(strings.open, 'button')}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-passes': LivePasses;
  }
}
