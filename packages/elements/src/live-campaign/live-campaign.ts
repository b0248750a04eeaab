import type { Campaign, Reward } from '@parterre/protocol';
import { isParterreError, type ParterreError } from '@parterre/protocol/errors';
import { formatDate, formatMoney } from '@parterre/rules/format';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Announcer } from '../base/announcer.ts';
import { LatePart } from '../base/late-part.ts';
import { ParterreElement } from '../base/parterre-element.ts';
import { Part } from '../session/part.ts';
import type { VenueSession } from '../session/venue-session.ts';
import type { CampaignStrings } from './en.ts';
import { campaignStyles } from './live-campaign.styles.ts';
import type { Pledging } from './pledging.ts';

/** What only those see who support: the form, the card, their own pledge. */
const pledgingPart = new Part(() => import('./pledging.ts'));

/** Milliseconds after which rewards and names are read again; the total beside a show comes with its feed. */
const REFRESH_EVERY = 30_000;

/**
 * A campaign: how far it is, what it gives, who is in, and the way to support it, in place, so that a picture beside it plays on.
 *
 * @summary Crowdfunding: progress, rewards, supporters, and pledging in place.
 * @slot - Fallback for browsers without scripts: a link to the campaign's page.
 * @event {LiveCampaignPledgeEvent} live-campaign-pledge - Somebody has pledged here; `pledge` says what. Bubbles and leaves shadow roots.
 * @csspart progress - The bar.
 * @csspart reward - One reward.
 * @csspart support - The buttons that begin a pledge.
 * @csspart pledge - The form.
 * @csspart mine - What this supporter has pledged.
 */
export class LiveCampaign extends ParterreElement<CampaignStrings> {
  static override styles = [...ParterreElement.styles, campaignStyles];

  static override properties = {
    ...ParterreElement.properties,
    campaign: { type: String },
    compact: { type: Boolean },
    found: { state: true },
    none: { state: true },
    problem: { state: true },
  };

  /** Id or slug of the campaign; absent, the one of the page's show, or the venue's next one to support. */
  declare campaign: string | null;
  /** Beside a picture: no image, no long text, rewards in rows. */
  declare compact: boolean;
  declare private found: Campaign | null;
  /** There is none: an answer, not its lack. */
  declare private none: boolean;
  declare private problem: ParterreError | null;

  readonly #announcer = new Announcer(this);
  readonly #late = new LatePart(this, pledgingPart, {
    announcer: this.#announcer,
    errorText: (error) => this.locale.errorText(error),
  });
  #pledging: Pledging | null = null;
  #loadedFrom: VenueSession | null = null;
  #loadedWhat = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super({ en: () => import('./en.ts'), fr: () => import('./fr.ts') }, 'venue');
    this.campaign = null;
    this.compact = false;
    this.found = null;
    this.none = false;
    this.problem = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => document.visibilityState === 'visible' && void this.load(), REFRESH_EVERY);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { venue, show } = this.session;
    const what = `${this.campaign}|${show?.id}`;
    if (venue && (venue !== this.#loadedFrom || what !== this.#loadedWhat)) {
      this.#loadedFrom = venue;
      this.#loadedWhat = what;
      void this.load();
    }
    // Whoever has bought or pledged on this device may have a pledge here, and so may whoever follows the link of a mail.
    const known = venue?.token || location.hash.includes('parterre=');
    if (this.found && known && !this.#pledging && !this.#late.error) this.#open();
    this.#pledging?.use(venue, this.found);
  }

  /** Reads the campaign again. */
  async load(): Promise<void> {
    const { venue, show } = this.session;
    if (!venue) return;
    try {
      const campaign = this.campaign
        ? await venue.backend.read('getCampaign', { campaign: this.campaign })
        : (await venue.backend.read('listCampaigns', show ? { show: show.id } : {})).campaigns[0];
      if (venue !== this.session.venue) return;
      if (campaign) venue.learnTime(campaign.serverTime);
      this.found = campaign ?? null;
      this.none = !campaign;
      this.problem = null;
    } catch (error) {
      if (!isParterreError(error)) throw error;
      // What is there stays: an old total is better than an error.
      if (!this.found) this.problem = error;
    }
  }

  #open(use: (pledging: Pledging) => void = () => {}): void {
    if (this.#pledging) return use(this.#pledging);
    void this.#late.open(({ Pledging }) => {
      this.#pledging ??= new Pledging(this, {
        announcer: this.#announcer,
        errorText: (error) => this.locale.errorText(error),
        changed: () => this.load(),
      });
      this.#pledging.use(this.session.venue, this.found);
      use(this.#pledging);
    });
  }

  #support(reward: Reward | null): void {
    this.#open((pledging) => pledging.start(reward));
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  protected override render(): TemplateResult {
    return html`<div class="stack">${this.#content()}</div>
      ${this.#announcer.render()}`;
  }

  #content(): TemplateResult {
    const { strings } = this.locale;
    if (!strings || this.session.problem) return html`<slot></slot>`;
    const { found } = this;
    if (this.problem) {
      return html`<p>${this.locale.errorText(this.problem)}</p>
        <div><button class="button" type="button" @click=${() => this.load()}>${strings.tryAgain}</button></div>
        <slot></slot>`;
    }
    if (!found) return this.none ? html`<p>${strings.none}</p>` : html`<span class="skeleton tall"></span>`;
    const busy = this.#pledging?.open;
    return html`${this.#head(found)} ${this.#standing(found, strings)}
    ${this.#pledging ? this.#pledging.render() : this.#late.render()} ${busy ? nothing : this.#rewards(found, strings)}
    ${this.#more(found, strings)}`;
  }

  #head({ title, summary, picture }: Campaign): TemplateResult {
    return html`${
        picture && !this.compact
          ? html`<img src=${picture.url} alt=${picture.alt} loading="lazy" decoding="async" />`
          : nothing
      }
      <h2>${title}</h2>
      ${summary && !this.compact ? html`<p>${summary}</p>` : nothing}`;
  }

  #money(amountMinor: number): string {
    return formatMoney({ ...this.found!.raised, amountMinor }, this.locale.tag);
  }

  #standing(campaign: Campaign, strings: CampaignStrings): TemplateResult {
    const { goal, state } = campaign;
    const live = this.session.show?.state.campaign;
    // The feed is faster than the next reading; a result that was decided does not move any more.
    const fresh = live?.campaign === campaign.id && (state === 'open' || state === 'upcoming') ? live : null;
    const raised = fresh?.raisedMinor ?? campaign.raised.amountMinor;
    const supporters = fresh?.supporters ?? campaign.supporters;
    const isAmount = goal.kind === 'amount';
    const percent = Math.floor(((isAmount ? raised : supporters) * 100) / goal.target);
    const target = isAmount ? this.#money(goal.target) : strings.supporters(goal.target);
    const text = `${this.#money(raised)} · ${strings.supporters(supporters)}`;
    return html`<div>
        <div class="spread">
          <strong class="raised">${isAmount ? this.#money(raised) : strings.supporters(supporters)}</strong>
          <span>${strings.of(target)}</span>
        </div>
        <div
          class="bar"
          part="progress"
          role="progressbar"
          aria-label=${strings.progress}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.min(percent, 100)}
          aria-valuetext=${`${percent} %, ${text}`}
        >
          <span style=${`inline-size:${Math.min(percent, 100)}%`}></span>
        </div>
        <div class="spread fine">
          <span>${percent} % · ${isAmount ? strings.supporters(supporters) : this.#money(raised)}</span>
          <span>${this.#time(campaign, strings)}</span>
        </div>
      </div>
      ${this.#verdict(campaign, strings)}`;
  }

  #time({ state, opensAt, deadline }: Campaign, strings: CampaignStrings): string {
    if (state !== 'open' && state !== 'upcoming') return strings.over;
    const hours = (Date.parse(state === 'open' ? deadline : opensAt) - this.session.venue!.now()) / 3_600_000;
    const words = new Intl.RelativeTimeFormat(this.locale.tag);
    const time = hours < 48 ? words.format(Math.ceil(hours), 'hour') : words.format(Math.floor(hours / 24), 'day');
    return strings[state](time);
  }

  #verdict(campaign: Campaign, strings: CampaignStrings): TemplateResult | typeof nothing {
    const { state, result, mode, captured, confirmUntil, timeZone } = campaign;
    if (state === 'collecting' && captured && confirmUntil) {
      const until = formatDate(confirmUntil, this.locale.tag, timeZone);
      return html`<p class="note good">${strings.collecting(this.#money(captured.amountMinor), until)}</p>`;
    }
    if (result) {
      const text = result === 'missed' && mode === 'keep' ? strings.kept : strings[result];
      return html`<p class="note ${result === 'reached' ? 'good' : ''}">${text}</p>`;
    }
    if (this.compact || state === 'deciding') return nothing;
    const share = campaign.minimumCapturedPercent;
    return html`<p class="fine">
      ${mode === 'keep' ? strings.keepRule : strings.allRule}${
        mode === 'allOrNothing' && share !== null ? html` ${strings.shareRule(share)}` : nothing
      }
    </p>`;
  }

  #rewards(campaign: Campaign, strings: CampaignStrings): TemplateResult | typeof nothing {
    if (campaign.state !== 'open') return nothing;
    return html`<ul class="rewards">
        ${campaign.rewards.map((reward) => this.#reward(reward, strings))}
      </ul>
      <button
        class="button"
        type="button"
        part="support"
        @pointerenter=${pledgingPart.prepare}
        @focus=${pledgingPart.prepare}
        @click=${() => this.#support(null)}
      >
        ${strings.without(this.#money(campaign.minimum.amountMinor))}
      </button>`;
  }

  #reward(reward: Reward, strings: CampaignStrings): TemplateResult {
    const price = this.#money(reward.price.amountMinor);
    const gone = reward.left !== null && reward.left < 1;
    return html`<li part="reward">
      <div class="spread">
        <h3>${reward.name}</h3>
        <strong>${price}</strong>
      </div>
      ${reward.description ? html`<p>${reward.description}</p>` : nothing}
      ${
        reward.limit === null || reward.left === null || gone
          ? nothing
          : html`<p class="few">${strings.leftOf(reward.left, reward.limit)}</p>`
      }
      ${
        gone
          ? html`<p class="fine">${strings.gone}</p>`
          : html`<button
              class="button"
              type="button"
              part="support"
              aria-label=${strings.chooseNamed(reward.name, price)}
              @pointerenter=${pledgingPart.prepare}
              @focus=${pledgingPart.prepare}
              @click=${() => this.#support(reward)}
            >
              ${strings.choose}
            </button>`
      }
    </li>`;
  }

  #more(campaign: Campaign, strings: CampaignStrings): TemplateResult {
    const { stretchGoals, goal, named, description } = campaign;
    return html`${
      stretchGoals.length
        ? html`<section>
            <h3>${strings.further}</h3>
            <ul class="plain">
              ${stretchGoals.map(
                ({ target, title, reached }) =>
                  html`<li>
                    ${goal.kind === 'amount' ? this.#money(target) : strings.supporters(target)} · ${title}
                    ${reached ? html`<span class="few">✓ ${strings.done}</span>` : nothing}
                  </li>`,
              )}
            </ul>
          </section>`
        : nothing
    }${description && !this.compact ? html`<section class="about">${description}</section>` : nothing}${
      named.length && !this.compact
        ? html`<section>
            <h3>${strings.thanks}</h3>
            <p class="fine names">${named.map(({ name }) => html`<bdi>${name}</bdi>`)}</p>
          </section>`
        : nothing
    }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'live-campaign': LiveCampaign;
  }
}
