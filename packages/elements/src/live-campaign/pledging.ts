/**
 * Supporting a campaign as its tag shows it: the form, the card or the payment, and what this supporter has pledged. Fetched when
 * somebody begins, or when this device may have pledged before.
 */
import type { Campaign, Input, Pledge, Reward } from '@parterre/protocol';
import { isParterreError, ParterreError } from '@parterre/protocol/errors';
import { formatDate, formatMoney, formatTime } from '@parterre/rules/format';
import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../base/announcer.ts';
import { controlStyles } from '../base/controls.styles.ts';
import { fieldStyles } from '../base/field.styles.ts';
import { addStyles } from '../base/late-styles.ts';
import { LocaleController } from '../base/locale-controller.ts';
import { Buying } from '../checkout/buying.ts';
import { isEmail, suggestEmail } from '../checkout/email.ts';
import type { Told } from '../locales/errors.ts';
import { PassLinkDoor } from '../pass-link/pass-link-door.ts';
import type { VenueSession } from '../session/venue-session.ts';
import { LiveCampaignPledgeEvent } from './pledge-event.ts';
import type { PledgeStrings } from './pledge.en.ts';
import { pledgeStyles } from './pledge.styles.ts';
import { SavingCard } from './saving-card.ts';

const catalogue = { en: () => import('./pledge.en.ts'), fr: () => import('./pledge.fr.ts') };

export interface PledgingOptions {
  readonly announcer: Announcer;
  readonly errorText: (error: Told) => string;
  /** Called when the campaign stands differently now. */
  readonly changed: () => Promise<void>;
}

/** A field with something wrong in it. */
type Wrong = 'amount' | 'email' | 'name' | 'mandate' | 'terms' | null;

export class Pledging implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: PledgingOptions;
  readonly #locale: LocaleController<PledgeStrings>;
  readonly #buying: Buying;
  /** The link of a mail leads here where the page sells no tickets. */
  readonly #passLink: PassLinkDoor;
  #venue: VenueSession | null = null;
  #campaign: Campaign | null = null;
  #listedFor: string | null = null;
  /** This supporter's pledges, newest first. */
  #mine: readonly Pledge[] = [];
  /** The form is open, for a new pledge or to change this one. */
  #form: { readonly changing: Pledge | null } | null = null;
  readonly #card: SavingCard;
  #reward: string | null = null;
  #extra = '';
  #email = '';
  #name = '';
  #named = false;
  #agreed = false;
  /** The venue's terms of sale are accepted. */
  #accepted = false;
  #busy = false;
  #error: ParterreError | null = null;
  /** What is wrong in a field, in the order of the form. */
  #wrong: Wrong = null;
  #suggestion: string | null = null;
  #insisted: string | null = null;
  #key: { readonly body: string; readonly key: string } | null = null;
  #asking = false;
  #focus: string | null = null;

  constructor(host: LitElement, options: PledgingOptions) {
    this.#host = host;
    this.#options = options;
    this.#locale = new LocaleController<PledgeStrings>(host, catalogue);
    this.#buying = new Buying(host, {
      announcer: options.announcer,
      errorText: options.errorText,
      accepts: (order) => order.lines.some(({ type, ref }) => this.#isOurs(type, ref)),
      onPaid: () => void this.#paid(),
      plainUrl: () => this.#campaign?.plainUrl ?? null,
    });
    this.#card = new SavingCard(host, {
      ...options,
      venue: () => this.#venue,
      doing: (act) => (this.#busy ? Promise.resolve() : this.#doing(act)),
      looked: (pledge) => this.#saved(pledge),
      focus: (selector) => this.#moved(selector),
    });
    this.#passLink = new PassLinkDoor(host, { ...options, venue: () => this.#venue, rank: 2 });
    addStyles(host, controlStyles, fieldStyles, pledgeStyles);
    host.addController(this);
  }

  /** Whether something is being filled in, so that the rewards make room for it. */
  get open(): boolean {
    const step = this.#buying.state?.step;
    return this.#form !== null || this.#card.pledge !== null || step === 'payment' || this.#buying.opening;
  }

  use(venue: VenueSession | null, campaign: Campaign | null): void {
    this.#venue = venue;
    this.#campaign = campaign;
    this.#buying.use(campaign ? venue : null);
    const whose = venue?.token && campaign ? `${venue.token}|${campaign.id}` : null;
    if (whose === this.#listedFor) return;
    this.#listedFor = whose;
    if (whose) void this.#list();
    else this.#mine = [];
  }

  hostUpdated(): void {
    const target = this.#focus && this.#host.renderRoot.querySelector<HTMLElement>(this.#focus);
    if (!target) return;
    this.#focus = null;
    target.focus();
  }

  #isOurs(type: string, ref: string): boolean {
    const campaign = this.#campaign;
    return type === 'donation' ? ref === campaign?.id : type === 'reward' && this.#rewardOf(ref) !== null;
  }

  #rewardOf(id: string | null): Reward | null {
    return this.#campaign?.rewards.find((reward) => reward.id === id) ?? null;
  }

  #moved(focus?: string): void {
    if (focus) this.#focus = focus;
    this.#host.requestUpdate();
  }

  // ── What people do ──────────────────────────────────────────────────────────────────────────────────────────────────

  /** Opens the form for a reward, or for none. */
  start(reward: Reward | null, changing: Pledge | null = null): void {
    this.#form = { changing };
    this.#card.show(null);
    this.#reward = reward?.id ?? null;
    const extra = changing?.extra.amountMinor ?? 0;
    this.#extra = extra > 0 ? decimals(extra, this.currency) : '';
    this.#name = changing?.name ?? this.#name;
    this.#named = changing ? changing.name !== null : this.#named;
    this.#agreed = false;
    this.#error = this.#wrong = null;
    this.#buying.reset();
    this.#moved('#pledge-title');
  }

  #close(): void {
    this.#form = null;
    this.#card.show(null);
    this.#error = this.#wrong = null;
    this.#moved();
  }

  /** Of the campaign. */
  get currency(): string {
    return this.#campaign?.raised.currency ?? 'EUR';
  }

  /** Minor units of what was typed; null when it is no amount. */
  #extraMinor(): number | null {
    return this.#extra.trim() === '' ? 0 : minor(this.#extra, this.currency);
  }

  #total(): number {
    return (this.#rewardOf(this.#reward)?.price.amountMinor ?? 0) + (this.#extraMinor() ?? 0);
  }

  #money(amountMinor: number): string {
    return formatMoney({ amountMinor, currency: this.currency }, this.#locale.tag, { cents: true });
  }

  /** Null where the venue has none, or where they were accepted with the pledge. */
  get #termsUrl(): string | null {
    return this.#form?.changing ? null : (this.#venue?.state.venue?.termsUrl ?? null);
  }

  #moment(instant: string, zone: string): string {
    const { tag } = this.#locale;
    return `${formatDate(instant, tag, zone)}, ${formatTime(instant, tag, zone)}`;
  }

  #mandate(strings: PledgeStrings, totalMinor = this.#total()): string {
    const { deadline, timeZone } = this.#campaign!;
    const venue = this.#venue?.state.venue;
    return strings.mandate(
      venue?.seller || venue?.name || '',
      this.#money(totalMinor),
      this.#moment(deadline, timeZone),
    );
  }

  #check(campaign: Campaign): Wrong {
    const extra = this.#extraMinor();
    if (extra === null || (this.#reward === null && extra < campaign.minimum.amountMinor)) return 'amount';
    if (!this.#form?.changing && !isEmail(this.#email.trim())) return 'email';
    if (this.#named && this.#name.trim() === '') return 'name';
    if (campaign.mode === 'allOrNothing' && !this.#agreed) return 'mandate';
    if (this.#termsUrl && !this.#accepted) return 'terms';
    return null;
  }

  async #submit(): Promise<void> {
    const [venue, campaign, form, strings] = [this.#venue, this.#campaign, this.#form, this.#locale.strings];
    if (!venue || !campaign || !form || !strings || this.#busy) return;
    this.#error = null;
    this.#wrong = this.#check(campaign);
    if (this.#wrong) return this.#moved(`#pledge-${this.#wrong}`);
    const email = this.#email.trim();
    const suggestion = form.changing || email === this.#insisted ? null : suggestEmail(email);
    this.#suggestion = suggestion;
    if (suggestion) return this.#moved('#pledge-question');
    const choice = {
      ...(this.#reward === null ? {} : { reward: this.#reward }),
      extraMinor: this.#extraMinor() ?? 0,
      expectedTotal: { amountMinor: this.#total(), currency: this.currency },
      ...(campaign.mode === 'allOrNothing' ? { mandate: this.#mandate(strings) } : {}),
      ...(this.#named ? { name: this.#name.trim() } : {}),
    };
    await this.#doing(async () => {
      if (form.changing) {
        await venue.act('changePledge', { pledge: form.changing.id, ...choice });
        this.#form = null;
        this.#options.announcer.announce(strings.changed);
        await this.#refresh();
        return this.#moved('#pledge-mine');
      }
      const { pledge, session } = await venue.act('createPledge', this.#request(email, campaign, choice));
      this.#key = null;
      if (session) venue.adopt(session);
      this.#form = null;
      if (pledge.order) {
        // From here on it is an order like any other: the checkout takes it over.
        await venue.keep('settleOrder', { order: pledge.order.id });
        return;
      }
      this.#card.show(pledge);
      this.#moved('#pledge-title');
    });
  }

  /** The same request keeps its key until it was answered, so that it can never become two pledges. */
  #request(email: string, campaign: Campaign, choice: Omit<Input<'changePledge'>, 'pledge'>): Input<'createPledge'> {
    const body = {
      campaign: campaign.id,
      email,
      locale: this.#locale.tag,
      page: location.href.split('#')[0]!,
      ...(this.#termsUrl ? { terms: this.#accepted } : {}),
      ...choice,
    };
    const text = JSON.stringify(body);
    if (this.#key?.body !== text) this.#key = { body: text, key: this.#venue!.environment.randomId() };
    return { ...body, idempotencyKey: this.#key.key };
  }

  async #saved(pledge: Pledge): Promise<void> {
    if (pledge.state === 'pending') {
      this.#mine = this.#mine.map((mine) => (mine.id === pledge.id ? pledge : mine));
      return;
    }
    this.#card.show(null);
    await this.#refresh();
    if (pledge.state !== 'promised') return;
    this.#options.announcer.announce(this.#locale.strings?.promised(this.#money(pledge.total.amountMinor)) ?? '');
    this.#host.dispatchEvent(new LiveCampaignPledgeEvent(pledge));
    this.#moved('#pledge-mine');
  }

  async #paid(): Promise<void> {
    this.#buying.reset();
    await this.#refresh();
    const [paid] = this.#mine;
    if (paid) this.#host.dispatchEvent(new LiveCampaignPledgeEvent(paid));
    this.#moved('#pledge-mine');
  }

  async #withdraw(pledge: Pledge): Promise<void> {
    const venue = this.#venue;
    if (!venue || this.#busy) return;
    await this.#doing(async () => {
      await venue.act('withdrawPledge', { pledge: pledge.id });
      this.#asking = false;
      this.#options.announcer.announce(this.#locale.strings?.withdrawn ?? '');
      await this.#refresh();
    });
  }

  /** Runs one act: buttons rest meanwhile, and what went wrong is said. */
  async #doing(act: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#error = this.#card.refusal = null;
    this.#moved();
    try {
      await act();
    } catch (error) {
      this.#error = isParterreError(error) ? error : new ParterreError('bad_response', { cause: error });
      this.#options.announcer.announce(
        () => this.#card.refusal ?? (this.#error ? this.#options.errorText(this.#error) : ''),
      );
      // The reward or the price is another now, or the campaign has ended: what is shown must be what is so.
      void this.#options.changed();
    } finally {
      this.#busy = false;
      this.#moved();
    }
  }

  async #refresh(): Promise<void> {
    await Promise.all([this.#list(), this.#options.changed()]);
  }

  async #list(): Promise<void> {
    const [venue, campaign] = [this.#venue, this.#campaign];
    if (!venue?.token || !campaign) return;
    try {
      const { pledges } = await venue.read('listPledges', { campaign: campaign.id });
      this.#mine = pledges;
      // A card that was entered on the provider's page before this page came back.
      const waiting = pledges.find(({ state, step }) => state === 'pending' && step && step.type !== 'test');
      if (waiting && !this.#card.pledge && !this.#form && location.hash === '') void this.#card.settle(waiting);
      this.#moved();
    } catch (error) {
      if (!isParterreError(error)) throw error;
      // Without an answer nothing is shown; the campaign itself is.
    }
  }

  // ── What is drawn ───────────────────────────────────────────────────────────────────────────────────────────────────

  render(): TemplateResult | typeof nothing {
    const { strings } = this.#locale;
    const campaign = this.#campaign;
    if (!campaign) return nothing;
    if (!strings) return this.open ? html`<span class="skeleton tall"></span>` : nothing;
    if (this.#form) return this.#drawForm(campaign, this.#form.changing, strings);
    const { pledge } = this.#card;
    if (pledge) {
      return this.#card.render(strings, {
        total: this.#money(pledge.total.amountMinor),
        mandate: this.#mandate(strings, pledge.total.amountMinor),
        busy: this.#busy,
        trouble: this.#trouble(),
        giveUp: () => void this.#withdraw(pledge).then(() => this.#close()),
      });
    }
    const payment = this.#buying.render();
    return payment === nothing ? this.#drawMine(campaign, strings) : payment;
  }

  #trouble(): TemplateResult | typeof nothing {
    return this.#error
      ? html`<div class="note error" part="note">
          <p>${this.#card.refusal ?? this.#options.errorText(this.#error)}</p>
        </div>`
      : nothing;
  }

  #drawForm(campaign: Campaign, changing: Pledge | null, strings: PledgeStrings): TemplateResult {
    const submit = (event: Event) => {
      event.preventDefault();
      void this.#submit();
    };
    const total = this.#money(this.#total());
    const all = campaign.mode === 'allOrNothing';
    const label = changing ? strings.saveChange(total) : all ? strings.promise(total) : strings.give(total);
    return html`<form class="stack pledge" novalidate @submit=${submit} aria-labelledby="pledge-title" part="pledge">
      <h3 id="pledge-title" tabindex="-1">${changing ? strings.changeTitle : strings.title}</h3>
      ${this.#rewardField(campaign, strings)} ${this.#amountField(campaign, strings)}
      ${changing ? nothing : this.#emailField(strings)} ${this.#nameField(strings)}
      ${all ? this.#mandateField(strings) : nothing} ${this.#termsField(strings)} ${this.#trouble()}
      <button class="button primary" type="submit" part="support" aria-disabled=${this.#busy ? 'true' : 'false'}>
        ${this.#busy ? strings.sending : label}
      </button>
      ${all ? html`<p class="fine centre">${strings.nothingNow}</p>` : nothing}
      <div class="centre">
        <button class="link" type="button" @click=${() => this.#close()}>${strings.back}</button>
      </div>
    </form>`;
  }

  #rewardField(campaign: Campaign, strings: PledgeStrings): TemplateResult {
    const choice = (id: string | null, text: string, price: string | null, disabled: boolean) =>
      html`<label class="check">
        <input
          type="radio"
          name="reward"
          .checked=${live(this.#reward === id)}
          ?disabled=${disabled}
          @change=${() => {
            this.#reward = id;
            this.#moved();
          }}
        />
        <span class="spread wide"><span>${text}</span>${price ? html`<span>${price}</span>` : nothing}</span>
      </label>`;
    return html`<fieldset>
      <legend>${strings.reward}</legend>
      ${campaign.rewards.map((reward) =>
        choice(
          reward.id,
          reward.name,
          this.#money(reward.price.amountMinor),
          reward.left !== null && reward.left < 1 && this.#form?.changing?.reward?.id !== reward.id,
        ),
      )}
      ${choice(null, strings.noReward, null, false)}
    </fieldset>`;
  }

  #amountField(campaign: Campaign, strings: PledgeStrings): TemplateResult {
    const wrong = this.#wrong === 'amount';
    const minimum = this.#money(campaign.minimum.amountMinor);
    return html`<div class="field">
      <label for="pledge-amount">${this.#reward ? strings.extra : strings.amount} (${this.currency})</label>
      <input
        id="pledge-amount"
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        maxlength="10"
        aria-invalid=${wrong ? 'true' : 'false'}
        aria-describedby="pledge-amount-hint"
        .value=${live(this.#extra)}
        @input=${(event: Event) => {
          this.#extra = (event.target as HTMLInputElement).value;
          if (wrong && this.#check(campaign) !== 'amount') this.#wrong = null;
          this.#moved();
        }}
      />
      <span class="hint" id="pledge-amount-hint"
        >${wrong ? strings.amountWrong(minimum) : this.#reward ? strings.extraHint : strings.amountHint(minimum)}</span
      >
    </div>`;
  }

  #emailField(strings: PledgeStrings): TemplateResult {
    const answer = (take: boolean) => () => {
      if (take) this.#email = this.#suggestion ?? this.#email;
      else this.#insisted = this.#email.trim();
      this.#suggestion = null;
      void this.#submit();
    };
    return html`<div class="field">
        <label for="pledge-email">${strings.email}</label>
        <input
          id="pledge-email"
          name="email"
          type="email"
          inputmode="email"
          autocomplete="email"
          autocapitalize="none"
          spellcheck="false"
          maxlength="254"
          required
          aria-invalid=${this.#wrong === 'email' ? 'true' : 'false'}
          aria-describedby="pledge-email-hint"
          .value=${live(this.#email)}
          @input=${(event: Event) => {
            this.#email = (event.target as HTMLInputElement).value;
            this.#suggestion = null;
            if (this.#wrong === 'email' && isEmail(this.#email.trim())) this.#wrong = null;
            this.#moved();
          }}
        />
        <span class="hint" id="pledge-email-hint"
          >${this.#wrong === 'email' ? strings.emailInvalid : strings.emailHint}</span
        >
      </div>
      ${
        this.#suggestion
          ? html`<div class="note stack" id="pledge-question" role="group" tabindex="-1" aria-labelledby="pledge-did">
              <p id="pledge-did">${strings.didYouMean(this.#suggestion)}</p>
              <div class="row">
                <button class="button" type="button" @click=${answer(true)}>${strings.takeSuggestion}</button>
                <button class="button" type="button" @click=${answer(false)}>${strings.keepEmail}</button>
              </div>
            </div>`
          : nothing
      }`;
  }

  #nameField(strings: PledgeStrings): TemplateResult {
    return html`<label class="check">
        <input
          type="checkbox"
          name="named"
          .checked=${live(this.#named)}
          @change=${(event: Event) => {
            this.#named = (event.target as HTMLInputElement).checked;
            this.#moved();
          }}
        />
        <span>${strings.showName}</span>
      </label>
      ${
        this.#named
          ? html`<div class="field">
              <label for="pledge-name">${strings.name}</label>
              <input
                id="pledge-name"
                name="name"
                autocomplete="nickname"
                maxlength="40"
                aria-invalid=${this.#wrong === 'name' ? 'true' : 'false'}
                aria-describedby="pledge-name-hint"
                .value=${live(this.#name)}
                @input=${(event: Event) => (this.#name = (event.target as HTMLInputElement).value)}
              />
              <span class="hint" id="pledge-name-hint">${strings.nameHint}</span>
            </div>`
          : nothing
      }`;
  }

  #mandateField(strings: PledgeStrings): TemplateResult {
    const wrong = this.#wrong === 'mandate';
    return html`<label class="check top">
        <input
          id="pledge-mandate"
          type="checkbox"
          name="mandate"
          aria-invalid=${wrong ? 'true' : 'false'}
          aria-describedby=${wrong ? 'pledge-mandate-hint' : nothing}
          .checked=${live(this.#agreed)}
          @change=${(event: Event) => {
            this.#agreed = (event.target as HTMLInputElement).checked;
            if (this.#agreed && wrong) this.#wrong = null;
            this.#moved();
          }}
        />
        <span>${this.#mandate(strings)}</span>
      </label>
      ${wrong ? html`<span class="hint error-text" id="pledge-mandate-hint">${strings.mandateMissing}</span>` : nothing}`;
  }

  #termsField(strings: PledgeStrings): TemplateResult | typeof nothing {
    const url = this.#termsUrl;
    if (!url) return nothing;
    const wrong = this.#wrong === 'terms';
    return html`<label class="check top">
        <input
          id="pledge-terms"
          type="checkbox"
          name="terms"
          aria-invalid=${wrong ? 'true' : 'false'}
          aria-describedby=${wrong ? 'pledge-terms-hint' : nothing}
          .checked=${live(this.#accepted)}
          @change=${(event: Event) => {
            this.#accepted = (event.target as HTMLInputElement).checked;
            if (this.#accepted && wrong) this.#wrong = null;
            this.#moved();
          }}
        />
        <span>${strings.accept} <a href=${url} target="_blank" rel="noopener">${strings.terms}</a></span>
      </label>
      ${wrong ? html`<span class="hint error-text" id="pledge-terms-hint">${strings.termsMissing}</span>` : nothing}`;
  }

  #drawMine(campaign: Campaign, strings: PledgeStrings): TemplateResult | typeof nothing {
    const mine = this.#mine.filter(
      ({ state, step }) =>
        state !== 'withdrawn' && (state !== 'pending' || (step !== null && campaign.state === 'open')),
    );
    if (!mine.length) return html`${this.#passLink.openLink()} ${this.#trouble()}`;
    return html`${this.#passLink.openLink()}
      <section class="stack mine" aria-labelledby="pledge-mine" part="mine">
        <h3 id="pledge-mine" tabindex="-1">
          ${mine.every(({ state }) => state === 'pending') ? strings.almost : strings.mine}
        </h3>
        ${mine.map((pledge) => this.#drawOne(pledge, campaign, strings))} ${this.#trouble()}
      </section>`;
  }

  #drawOne(pledge: Pledge, campaign: Campaign, strings: PledgeStrings): TemplateResult {
    const { state, reward, total, confirmUntil, order } = pledge;
    const until = confirmUntil ? this.#moment(confirmUntil, campaign.timeZone) : '';
    const text = strings.states[state as keyof typeof strings.states];
    return html`<div>
      <div class="spread">
        <span>${reward?.name ?? strings.noReward}</span><strong>${this.#money(total.amountMinor)}</strong>
      </div>
      <p class="fine">${typeof text === 'function' ? text(until) : text}</p>
      ${
        state === 'needs-action' && order
          ? html`<button
              class="button primary"
              type="button"
              part="support"
              @click=${() => void this.#doing(async () => void (await this.#venue?.keep('settleOrder', { order: order.id })))}
            >
              ${strings.confirm}
            </button>`
          : nothing
      }
      ${
        state === 'pending'
          ? html`<div class="row">
              <button
                class="button primary"
                type="button"
                part="support"
                aria-disabled=${this.#busy ? 'true' : 'false'}
                @click=${() => void this.#card.enter(pledge, 'elements')}
              >
                ${strings.enterCard}
              </button>
              <button class="link" type="button" @click=${() => void this.#withdraw(pledge)}>
                ${strings.withdraw}
              </button>
            </div>`
          : nothing
      }
      ${state === 'promised' && campaign.state === 'open' ? this.#acts(pledge, strings) : nothing}
    </div>`;
  }

  #acts(pledge: Pledge, strings: PledgeStrings): TemplateResult {
    if (this.#asking) {
      return html`<div class="note stack" role="group" aria-labelledby="pledge-sure">
        <p id="pledge-sure">${strings.sure}</p>
        <div class="row">
          <button class="button" type="button" @click=${() => void this.#withdraw(pledge)}>${strings.withdraw}</button>
          <button class="button" type="button" @click=${() => this.#ask(false)}>${strings.keep}</button>
        </div>
      </div>`;
    }
    return html`<div class="row">
      <button class="link" type="button" @click=${() => this.start(this.#rewardOf(pledge.reward?.id ?? null), pledge)}>
        ${strings.change}
      </button>
      <button class="link" type="button" @click=${() => this.#ask(true)}>${strings.withdraw}</button>
    </div>`;
  }

  #ask(asking: boolean): void {
    this.#asking = asking;
    this.#moved();
  }
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Minor units of an amount somebody typed, with a comma or a point; null when it is none. Digits only: no rounding anywhere. */
function minor(text: string, currency: string): number | null {
  const digits = digitsOf(currency);
  const match = /^(\d{1,7})(?:[.,](\d+))?$/.exec(text.replace(/[\s\u202f\u00a0]/g, ''));
  if (!match || (match[2] ?? '').length > digits) return null;
  return Number(match[1]! + (match[2] ?? '').padEnd(digits, '0'));
}

function decimals(amountMinor: number, currency: string): string {
  const digits = digitsOf(currency);
  const text = String(amountMinor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
