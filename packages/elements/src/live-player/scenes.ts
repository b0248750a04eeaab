/** What the player shows while there is no picture: one panel per situation, each with a way on. */
import type { Entry, Grant, Phase, Show } from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';
import { countdownParts, formatClock, formatUnit } from '@parterre/rules/duration';
import { formatDate, formatMoney, formatShowTime } from '@parterre/rules/format';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { PlayerStrings } from './en.ts';
import type { Way } from './ways/ways.ts';

/** Everything a panel depends on. */
export interface Scene {
  readonly strings: PlayerStrings;
  /** BCP 47, for dates and numbers. */
  readonly tag: string;
  readonly show: Show;
  readonly phase: Phase;
  /** Milliseconds since 1970 at the server. */
  readonly now: number;
  readonly entry: Entry | null;
  readonly grant: Grant | null;
  /** Getting inside is under way. */
  readonly entering: boolean;
  readonly error: ParterreError | null;
  /** This device holds something that opens the show. */
  readonly mayEnter: boolean;
  readonly resumeSeconds: number | null;
  errorText(error: ParterreError): string;
  /** Fetches what plays ahead of the press. */
  prepare(): void;
  onPlay(fromBeginning: boolean): void;
  onJoin(): void;
  onTicket(event: Event, wanted: 'buy' | 'have'): void;
  onWay(way: Way): void;
}

/** `over`: the panel lies on the poster whatever the width, because it is short and wants to be pressed. */
export interface Panel {
  readonly content: TemplateResult;
  readonly over?: boolean;
}

const playIcon = svg`<path d="M8 5.2v13.6c0 .8.9 1.3 1.6.9l10.6-6.8c.6-.4.6-1.4 0-1.8L9.6 4.3C8.9 3.9 8 4.4 8 5.2Z" />`;

export function panelFor(scene: Scene): Panel {
  const { show, phase, strings, error } = scene;
  if (show.status === 'cancelled') return { content: notice(strings.cancelledTitle, strings.cancelledText) };
  if (show.status === 'postponed' && phase === 'announced') {
    return { content: html`${notice(strings.postponedTitle, strings.postponedText)}${tickets(scene)}` };
  }
  if (phase === 'archived') return { content: notice(strings.archivedTitle, strings.archivedText) };
  if (error && isFinal(error)) return refused(scene, error);
  switch (phase) {
    case 'announced':
    case 'doors':
      return { content: before(scene) };
    case 'paused': {
      const outside = !scene.entry && !scene.mayEnter && show.access !== 'open';
      return { content: html`${notice(strings.pausedTitle, strings.pausedText)}${outside ? tickets(scene) : nothing}` };
    }
    case 'ended':
      return { content: notice(strings.endedTitle, strings.endedText) };
    case 'live':
    case 'replay':
      return picture(scene);
  }
}

/** Refusals that are told as such; all others mean that there is no ticket here yet. */
const isFinal = ({ code }: ParterreError): boolean =>
  code !== 'no_ticket' && code !== 'session_required' && code !== 'not_open_yet';

const notice = (title: string, text: string): TemplateResult =>
  html`<h2>${title}</h2>
    <p>${text}</p>`;

function refused(scene: Scene, error: ParterreError): Panel {
  const { strings } = scene;
  if (error.code === 'lease_lost') {
    return {
      content: html`${notice(strings.leaseTitle, strings.leaseText)}
        <div class="ways">
          <button class="button primary" type="button" @click=${scene.onJoin}>${strings.watchHere}</button>
        </div>`,
    };
  }
  const again = error.retryable
    ? html`<button class="button" type="button" @click=${scene.onJoin}>${strings.tryAgain}</button>`
    : html`<button class="button" type="button" @click=${(event: Event) => scene.onTicket(event, 'have')}>
        ${strings.alreadyHave}
      </button>`;
  return {
    content: html`${notice(strings.lostTitle, scene.errorText(error))}
      <div class="ways">${again}</div>`,
  };
}

// ── Before ────────────────────────────────────────────────────────────────────────────────────────────────────────────

function before(scene: Scene): TemplateResult {
  const { strings, show, phase, entry, mayEnter, tag } = scene;
  const when = formatShowTime(show.startsAt, tag, show.timeZone);
  return html`${phase === 'doors' ? html`<p class="kicker">${strings.doorsOpen}</p>` : nothing}
    <h2><bdi>${show.title}</bdi></h2>
    ${countdown(scene)}
    <p class="when">
      <time datetime=${show.startsAt}>${when.show}</time>${when.fan ? html`<br />${when.fan}` : nothing}
    </p>
    ${
      entry || mayEnter
        ? html`<p>${phase === 'doors' ? strings.inside : strings.haveTicket}</p>
            ${show.testClip ? way(scene, 'try', strings.tryTicket) : nothing}`
        : show.access === 'open'
          ? nothing
          : tickets(scene)
    }`;
}

function countdown({ strings, show, phase, now, tag }: Scene): TemplateResult {
  const doors = phase === 'announced' && Date.parse(show.doorsAt) < Date.parse(show.startsAt);
  const left = Date.parse(doors ? show.doorsAt : show.startsAt) - now;
  if (left <= 0) return html`<p class="countdown soon">${strings.anyMoment}</p>`;
  const { days, hours, minutes, seconds } = countdownParts(left);
  const units = [
    [days, 'day'],
    [hours, 'hour'],
    [minutes, 'minute'],
    [seconds, 'second'],
  ] as const;
  const first = units.findIndex(([value]) => value > 0);
  // A clock that ticks is not read out: there is no live region around it.
  return html`<div class="countdown" role="timer" aria-live="off">
    <span>${doors ? strings.doorsIn : strings.startsIn}</span>
    <b
      >${units.slice(first, first + 3).map(([value, unit]) => html`<span>${formatUnit(value, unit, tag, 'short')}</span> `)}</b
    >
  </div>`;
}

// ── At the door ───────────────────────────────────────────────────────────────────────────────────────────────────────

function picture(scene: Scene): Panel {
  const { strings, show, phase, grant, entering, mayEnter, error } = scene;
  const live = phase === 'live';
  if (grant || (show.access === 'open' && !entering && !error)) return { content: invitation(scene, live), over: true };
  if (error?.retryable) {
    return {
      content: html`${notice(show.title, scene.errorText(error))}
        <div class="ways">
          <button class="button" type="button" @click=${scene.onJoin}>${strings.tryAgain}</button>
        </div>`,
    };
  }
  if (entering || (mayEnter && !error)) return { content: html`<p class="opening">${strings.opening}</p>`, over: true };
  return {
    content: html`<p class="kicker ${live ? 'live' : ''}">${live ? strings.liveNow : strings.replayReady}</p>
      <h2><bdi>${show.title}</bdi></h2>
      ${tickets(scene)}`,
  };
}

function invitation(scene: Scene, live: boolean): TemplateResult {
  const { strings, resumeSeconds, show, tag, grant } = scene;
  // A ticket's own window may end before the show's.
  const until = grant?.until ?? show.replayUntil;
  const resume = live ? null : resumeSeconds;
  const label = live
    ? strings.watchLive
    : resume === null
      ? strings.watchReplay
      : strings.resumeAt(formatClock(resume));
  return html`<p class="badge ${live ? 'live' : ''}">${live ? strings.live : strings.replay}</p>
    <button
      class="play"
      part="play"
      type="button"
      @pointerenter=${scene.prepare}
      @focus=${scene.prepare}
      @click=${() => scene.onPlay(false)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">${playIcon}</svg><span>${label}</span>
    </button>
    ${
      resume === null
        ? nothing
        : html`<button class="over" type="button" @click=${() => scene.onPlay(true)}>${strings.startOver}</button>`
    }
    ${
      live || !until
        ? nothing
        : html`<p class="until">${strings.replayUntil(formatDate(until, tag, show.timeZone, 'short'))}</p>`
    }`;
}

function tickets(scene: Scene): TemplateResult {
  const { strings, show, tag } = scene;
  const { saleState } = show;
  const page = show.plainUrl ?? show.url;
  const selling = saleState === 'open' || saleState === 'upcoming';
  const label =
    show.access === 'registered'
      ? strings.register
      : strings.getTicket(show.fromPrice ? formatMoney(show.fromPrice, tag) : null);
  const why = show.access === 'registered' ? strings.needRegistration : strings.needTicket;
  return html`<p>${selling ? why : saleState === 'soldOut' ? strings.soldOut : strings.salesClosed}</p>
    <div class="ways">
      ${
        selling
          ? html`<a class="button primary" href=${page} @click=${(event: Event) => scene.onTicket(event, 'buy')}
              >${label}</a
            >`
          : nothing
      }
      <a class="button" href=${page} @click=${(event: Event) => scene.onTicket(event, 'have')}
        >${strings.alreadyHave}</a
      >
      ${way(scene, 'in', strings.otherWays)}
    </div>`;
}

/** Something beside the door, in place of this panel. */
const way = (scene: Scene, to: Way, label: string): TemplateResult =>
  html`<button class="button" type="button" @click=${() => scene.onWay(to)}>${label}</button>`;
