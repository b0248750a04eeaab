import type { Phase, Show } from '@parterre/protocol';
import { countdownParts, formatUnit } from '@parterre/rules/duration';
import { formatDate, formatShowTime } from '@parterre/rules/format';
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { States } from '../base/states.ts';
import { everySecond } from './clock.ts';
import type { CountdownStrings } from './en.ts';
import { countdownStyles } from './live-countdown.styles.ts';

const catalogue = { en: () => import('./en.ts'), fr: () => import('./fr.ts') };

const MINUTE = 60_000;
/** What is left when it is worth saying aloud: a clock that talks every second is turned off. */
const THRESHOLDS = [
  { at: 24 * 60 * MINUTE, value: 1, unit: 'day' },
  { at: 60 * MINUTE, value: 1, unit: 'hour' },
  { at: 10 * MINUTE, value: 10, unit: 'minute' },
  { at: MINUTE, value: 1, unit: 'minute' },
] as const;

const UNITS = ['days', 'hours', 'minutes', 'seconds'] as const;

/**
 * @summary Counts down to a show, then says what is going on: doors, live, replay. Follows the show without a reload.
 * @slot - What the page shows before this tag works: a `<time>` with the date.
 * @csspart countdown - Everything.
 * @csspart figure - A number with its unit.
 * @csspart phase - What is going on.
 * @cssstate announced, doors, live, paused, ended, replay, archived - The show's phase.
 */
export class LiveCountdown extends ParterreElement<CountdownStrings> {
  static override styles = [...ParterreElement.styles, countdownStyles];

  static override properties: PropertyDeclarations = { to: { type: String } };

  /** What to count down to: `start` or `doors`. */
  declare to: 'start' | 'doors';

  readonly #states = new States(this);
  readonly #announcer = new Announcer(this);
  #stopClock: (() => void) | null = null;
  /** What was left when last looked at, to notice a threshold being passed. */
  #leftBefore: number | null = null;
  #phaseBefore: Phase | null = null;

  constructor() {
    super(catalogue, 'show');
    this.to = 'start';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopClock?.();
    this.#stopClock = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { show, phase } = this.session.show?.state ?? {};
    this.#states.set(phase);
    const counting = Boolean(show && this.isConnected && this.#left(show) > 0 && this.#counts(show, phase ?? null));
    if (counting && !this.#stopClock) this.#stopClock = everySecond(() => this.requestUpdate());
    else if (!counting) {
      this.#stopClock?.();
      this.#stopClock = null;
    }
    if (show && phase) this.#speak(show, phase);
  }

  /** Milliseconds until what is counted down to: behind open doors only the start is left. */
  #left(show: Show): number {
    const toDoors = this.to === 'doors' && this.session.show?.state.phase === 'announced';
    return Date.parse(toDoors ? show.doorsAt : show.startsAt) - this.session.venue!.now();
  }

  #counts(show: Show, phase: Phase | null): boolean {
    return show.status === 'confirmed' && (phase === 'announced' || phase === 'doors');
  }

  /** Says the few moments that matter, and only those that pass while the page is open. */
  #speak(show: Show, phase: Phase): void {
    const { strings } = this.locale;
    if (!strings) return;
    const left = this.#left(show);
    const before = this.#leftBefore;
    const phaseBefore = this.#phaseBefore;
    this.#leftBefore = left;
    this.#phaseBefore = phase;
    if (phaseBefore !== null && phase !== phaseBefore)
      return this.#announcer.announce(this.#phaseText(phase, show, strings));
    if (before === null || !this.#counts(show, phase)) return;
    const passed = THRESHOLDS.findLast(({ at }) => before > at && left <= at);
    if (passed) this.#announcer.announce(strings.left(formatUnit(passed.value, passed.unit, this.locale.tag)));
  }

  #phaseText(phase: Phase, show: Show, strings: CountdownStrings): string {
    switch (phase) {
      case 'announced':
        return this.to === 'doors' ? strings.toDoors : strings.toStart;
      case 'archived':
        return strings.ended;
      case 'replay':
        return show.replayUntil
          ? strings.replayUntil(formatDate(show.replayUntil, this.locale.tag, show.timeZone))
          : strings.replay;
      default:
        return strings[phase];
    }
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`${this.#content()}${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    const { problem } = this.session;
    if (!strings) return html`<slot></slot>`;
    if (problem) {
      return html`<p class="note">${problem === 'no_show' ? strings.noShow : strings.noBackend}</p>
        <slot></slot>`;
    }
    const { show, phase, showError } = this.session.show?.state ?? {};
    // The date in the page's own words is better than a grey box while the show is loading.
    if (!show || !phase) {
      return html`${showError ? html`<p class="note">${this.locale.errorText(showError)}</p>` : nothing}<slot></slot>`;
    }
    if (show.status !== 'confirmed') return this.#offSchedule(show, strings);
    const counting = this.#counts(show, phase) && this.#left(show) > 0;
    return html`<div class="countdown" part="countdown">
      ${phase === 'announced' ? nothing : this.#phase(phase, show, strings)}
      ${counting ? this.#figures(show, phase, strings) : nothing}
      ${this.#counts(show, phase) && !counting ? html`<span class="label">${strings.anyMoment}</span>` : nothing}
      ${this.#counts(show, phase) ? this.#when(show, strings) : nothing}
    </div>`;
  }

  #phase(phase: Phase, show: Show, strings: CountdownStrings): TemplateResult {
    return html`<div class="phase" part="phase">
      ${phase === 'live' ? html`<span class="dot" aria-hidden="true"></span>` : nothing}${this.#phaseText(phase, show, strings)}
    </div>`;
  }

  #figures(show: Show, phase: Phase, strings: CountdownStrings): TemplateResult {
    const parts = countdownParts(this.#left(show));
    const first = UNITS.findIndex((unit) => parts[unit] > 0);
    const label = this.to === 'doors' && phase === 'announced' ? strings.toDoors : strings.toStart;
    return html`<span class="label" id="label">${label}</span>
      <div class="figures" role="timer" aria-labelledby="label">
        ${UNITS.slice(Math.max(0, first)).map((unit) => this.#figure(parts[unit], unit))}
      </div>`;
  }

  #figure(value: number, unit: (typeof UNITS)[number]): TemplateResult {
    const single = unit.slice(0, -1);
    const written = new Intl.NumberFormat(this.locale.tag, { style: 'unit', unit: single, unitDisplay: 'long' });
    const name = written.formatToParts(value).find((part) => part.type === 'unit')?.value ?? single;
    return html`<span class="figure" part="figure">
      <span class="number">${value}</span> <span class="unit">${name}</span>
    </span>`;
  }

  #when(show: Show, strings: CountdownStrings): TemplateResult {
    const time = formatShowTime(show.startsAt, this.locale.tag, show.timeZone);
    return html`<span class="when">
      <time datetime=${show.startsAt}>${time.show}</time>
      ${time.fan ? html`<br />${strings.yourTime(time.fan)}` : nothing}
    </span>`;
  }

  #offSchedule(show: Show, strings: CountdownStrings): TemplateResult {
    const postponed = show.status === 'postponed';
    return html`<div class="countdown" part="countdown">
      <div class="phase" part="phase">${postponed ? strings.postponed : strings.cancelled}</div>
      ${postponed ? html`<span class="when">${strings.postponedText}</span>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-countdown': LiveCountdown;
  }
}
