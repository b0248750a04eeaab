/**
 * The ticket in hand: what it is good for, the way to the picture, the receipt, the date for a calendar. Fetched for those who
 * have one.
 */
import type { Order, Part, Phase, Show, Ticket } from '@parterre/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { saveEvent } from './calendar.ts';
import { moment } from './moment.ts';
import type { PassStrings } from './pass.en.ts';

export { passStyles } from './pass.styles.ts';

export const catalogue = { en: () => import('./pass.en.ts'), fr: () => import('./pass.fr.ts') };

export interface PassContext {
  readonly show: Show;
  readonly phase: Phase | null;
  /** Valid tickets of this person for the show. */
  readonly tickets: readonly Ticket[];
  /** What has just been bought; null for somebody who comes back. */
  readonly order: Order | null;
  readonly strings: PassStrings;
  /** Draws what a ticket is good for. */
  readonly parts: (parts: readonly Part[]) => TemplateResult;
  /** The language in full, for moments in words. */
  readonly language: string;
  /** Milliseconds since 1970 at the server. */
  readonly nowMs: number;
  /** Says that somebody wants to watch; prevents the event's default where the page shows the picture its own way. */
  readonly watch: (event: Event) => void;
  readonly another: () => void;
}

/** The heading's id is `pass-heading`; it can take the focus. */
export function passTemplate(context: PassContext): TemplateResult {
  const { show, phase, tickets, order, strings } = context;
  // Whoever has a seat and no stream comes to the venue, not to the player.
  const seated = tickets.length > 0 && tickets.every(({ kind }) => kind === 'hall');
  const watchable = !seated && (phase === 'doors' || phase === 'live' || phase === 'paused' || phase === 'replay');
  const next =
    seated && phase !== 'ended' && phase !== 'archived' && phase !== 'replay' ? strings.hallDoorsAt(moment(show.doorsAt, show, context.language))
    : phase === 'live' ? strings.liveNow
    : phase === 'replay' ? strings.replayOn
    : phase === 'doors' || phase === 'paused' ? strings.doorsOpen
    : phase === 'announced' ? strings.doorsAt(moment(show.doorsAt, show, context.language))
    : strings.over; // prettier-ignore
  const kinds = [...new Map(tickets.map((ticket) => [ticket.kind, ticket])).values()];
  const parts = kinds.map(({ kind, from, until }) => ({ kind, from, until, show: show.id, title: show.title }));
  const test = order?.test ?? tickets.some((ticket) => ticket.test);
  const mayBuy = show.status === 'confirmed' && show.offers.some((offer) => offer.saleState === 'open');
  const watch = (event: Event): void => {
    context.watch(event);
    if (!event.defaultPrevented) toPlayer(event, show);
  };
  const save = () => saveEvent(show, strings.calendarText(show.url), context.nowMs);
  return html`<section class="pass" part="pass" aria-labelledby="pass-heading">
    <div>
      <h2 id="pass-heading" tabindex="-1">${order ? strings.youAreIn : strings.yourTicket}</h2>
      <bdi>${show.title}</bdi>
    </div>
    ${test ? html`<span class="badge">${strings.testTicket}</span>` : nothing} ${context.parts(parts)}
    ${show.status === 'confirmed' ? html`<p class="when">${next}</p>` : nothing}
    ${
      watchable && show.status !== 'cancelled'
        ? html`<a class="button primary" part="watch" href=${show.url} @click=${watch}>${strings.watchNow}</a>`
        : nothing
    }
    ${order ? receipt(order, strings) : nothing}
    <div class="row">
      ${
        phase === 'announced' && show.status === 'confirmed'
          ? html`<button class="button" type="button" @click=${save}>${strings.calendar}</button>`
          : nothing
      }
      ${
        mayBuy
          ? html`<button class="link" type="button" @click=${context.another}>${strings.another}</button>`
          : nothing
      }
    </div>
  </section>`;
}

/** To the player of this page, if it has one for the show; else the link leads to the show's page. */
function toPlayer(event: Event, show: Show): void {
  const player = [...document.querySelectorAll<HTMLElement>('live-player')].find(
    (one) => !one.getAttribute('show') || [show.id, show.slug].includes(one.getAttribute('show')!),
  );
  if (!player) return;
  event.preventDefault();
  player.scrollIntoView({ block: 'center' });
  player.focus();
}

function receipt(order: Order, strings: PassStrings): TemplateResult {
  return html`${order.deliveries.map(
      (delivery) =>
        html`<div class="note">
          ${
            delivery.method === 'post'
              ? html`<p>${strings.posted(delivery.place)}</p>`
              : html`<p>${strings.pickUp}</p>
                  <strong class="code">${delivery.code}</strong>
                  <p class="fine">${strings.pickUpAt(delivery.place)}</p>`
          }
        </div>`,
    )}
    <p class="breakable">
      ${strings.mail(order.emailHint)} <span class="fine">${strings.reference(order.reference)}</span>
    </p>`;
}
