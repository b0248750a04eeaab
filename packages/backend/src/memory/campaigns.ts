/** Crowdfunding: campaigns, pledges, the decision at the deadline, and charging what was promised. */
import type { Campaign, CampaignState, Input, Line, Output, Pledge, PledgeState, Reward } from '@parterre/protocol';
import { ParterreError } from '@parterre/protocol/errors';
import {
  campaignStateAt,
  cleanText,
  CONFIRM_MS,
  emailHint,
  isReached,
  looksLike,
  normalEmail,
  piecesLeft,
  resultAfterCollecting,
  retryAfterMs,
  withdrawalRightOf,
  type Pool,
  type Tally,
} from '@parterre/rules';
import type { Bill } from './bill.ts';
import type { Mailer } from './mailer.ts';
import { canonical, type Orders } from './orders.ts';
import type { Lanes } from './lanes.ts';
import type { SeedReward } from './seed.ts';
import type { Sessions } from './sessions.ts';
import type { CampaignRecord, OrderRecord, PledgeRecord, SessionRecord } from './state.ts';
import type { Stock, Wanted } from './stock.ts';
import type { World } from './world.ts';

/** Time to enter a card while a reward is held for it. */
const CARD_MS = 15 * 60_000;
/** How long a repeated request still gets a session. */
const REPEAT_MS = 60 * 60_000;
/** Most supporters whose names are told. */
const NAMED = 60;
const LIST_LENGTH = 20;
/** The contract's largest amount. */
const MOST_MINOR = 99_999_999;

type Choice = Pick<Input<'createPledge'>, 'reward' | 'extraMinor' | 'expectedTotal' | 'mandate' | 'name'>;

/** What somebody chose, checked: what it costs and what it holds. */
interface Chosen {
  readonly reward: SeedReward | null;
  readonly totalMinor: number;
  readonly name: string | null;
}

export interface CampaignParts {
  readonly bill: Bill;
  readonly orders: Orders;
  readonly stock: Stock;
  readonly sessions: Sessions;
  readonly lanes: Lanes;
  readonly mailer: Mailer;
}

export class Campaigns {
  readonly #world: World;
  readonly #parts: CampaignParts;

  constructor(world: World, parts: CampaignParts) {
    this.#world = world;
    this.#parts = parts;
  }

  // ── What everybody may read ─────────────────────────────────────────────────────────────────────────────────────────

  /** By id or slug. */
  record(idOrSlug: string): CampaignRecord {
    const { campaigns } = this.#world.state;
    const found = Object.hasOwn(campaigns, idOrSlug)
      ? campaigns[idOrSlug]
      : Object.values(campaigns).find(({ slug }) => slug === idOrSlug);
    if (!found) throw new ParterreError('not_found');
    return found;
  }

  list({ show }: Input<'listCampaigns'>): Output<'listCampaigns'> {
    const order: readonly CampaignState[] = ['open', 'upcoming', 'deciding', 'collecting', 'done'];
    const rank = ({ state }: Campaign): number => order.indexOf(state);
    const shows = Object.values(this.#world.state.shows);
    const wanted = show === undefined ? undefined : shows.find(({ id, slug }) => id === show || slug === show)?.id;
    const campaigns = Object.values(this.#world.state.campaigns)
      .filter((campaign) => show === undefined || (wanted !== undefined && campaign.show === wanted))
      .map((campaign) => this.view(campaign))
      .sort((a, b) => rank(a) - rank(b) || a.deadline.localeCompare(b.deadline))
      .slice(0, LIST_LENGTH);
    return { campaigns };
  }

  view(campaign: CampaignRecord): Campaign {
    const {
      decided,
      concludedAt: _concluded,
      decidedAt: _decidedAt,
      minimumMinor,
      firstDeadline: _first,
      ...seed
    } = campaign;
    const { currency } = this.#world.state.venue;
    const state = this.#state(campaign);
    const tally = decided ?? this.#tally(campaign);
    const collecting = campaign.mode === 'allOrNothing' && campaign.result !== null && campaign.result !== 'missed';
    return {
      ...seed,
      goal: { ...campaign.goal },
      timeZone: this.#world.state.venue.timeZone,
      state,
      raised: { amountMinor: tally.amountMinor, currency },
      supporters: tally.supporters,
      captured: collecting ? { amountMinor: this.#captured(campaign).amountMinor, currency } : null,
      confirmUntil: state === 'collecting' ? this.#world.instant(this.#windowEnd(campaign)) : null,
      minimum: { amountMinor: minimumMinor, currency },
      rewards: campaign.rewards.map((reward) => this.#rewardView(reward)),
      stretchGoals: campaign.stretchGoals.map((stretch) => ({
        ...stretch,
        reached: isReached({ kind: campaign.goal.kind, target: stretch.target }, tally),
      })),
      named: this.#pledges(campaign)
        .filter((pledge) => pledge.name !== null && this.#counts(pledge))
        .sort((a, b) => b.createdAt - a.createdAt)
        .slice(0, NAMED)
        .map(({ name }) => ({ name: name! })),
      serverTime: this.#world.instant(),
    };
  }

  #rewardView({ draws, limit, ...reward }: SeedReward): Reward {
    const left = piecesLeft(draws, new Map<string, Pool>(Object.entries(this.#world.state.pools)));
    return { ...reward, limit, left: left === Infinity ? null : left, includes: [...reward.includes] };
  }

  #state(campaign: CampaignRecord): CampaignState {
    return campaignStateAt(
      {
        opensAt: campaign.opensAt,
        deadline: campaign.deadline,
        decidedAt: campaign.decidedAt === null ? null : this.#world.instant(campaign.decidedAt),
        concludedAt: campaign.concludedAt === null ? null : this.#world.instant(campaign.concludedAt),
      },
      this.#world.now(),
    );
  }

  #pledges(campaign: CampaignRecord): PledgeRecord[] {
    return Object.values(this.#world.state.pledges).filter((pledge) => pledge.campaign === campaign.id);
  }

  #order(pledge: PledgeRecord): OrderRecord | null {
    return pledge.order === null ? null : (this.#world.state.orders[pledge.order] ?? null);
  }

  /** A pledge that is paid at once is what its order is. */
  #pledgeState(pledge: PledgeRecord): PledgeState {
    const order = this.#order(pledge);
    if (!order) return pledge.state;
    if (order.state === 'paid') return 'paid';
    if (order.state === 'refunded') return 'refunded';
    if (this.record(pledge.campaign).mode === 'keep') return order.state === 'pending' ? 'pending' : 'withdrawn';
    return pledge.state;
  }

  /** Promises count, and what became of them; a card that is missing yet does not. */
  #counts(pledge: PledgeRecord): boolean {
    const state = this.#pledgeState(pledge);
    return state === 'promised' || state === 'charging' || state === 'needs-action' || state === 'paid';
  }

  #sum(pledges: readonly PledgeRecord[]): Tally {
    return {
      amountMinor: pledges.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
      supporters: new Set(pledges.map(({ email }) => email)).size,
    };
  }

  #tally(campaign: CampaignRecord): Tally {
    return this.#sum(this.#pledges(campaign).filter((pledge) => this.#counts(pledge)));
  }

  #captured(campaign: CampaignRecord): Tally {
    return this.#sum(this.#pledges(campaign).filter((pledge) => this.#pledgeState(pledge) === 'paid'));
  }

  /** Tells the show's public lane how the campaign stands. */
  tell(campaign: CampaignRecord): void {
    if (campaign.show === null) return;
    const { raised, supporters } = this.view(campaign);
    this.#parts.lanes.publish(campaign.show, 'public', [
      { type: 'campaign.changed', campaign: campaign.id, raisedMinor: raised.amountMinor, supporters },
    ]);
  }

  // ── Pledging ────────────────────────────────────────────────────────────────────────────────────────────────────────

  create(request: Input<'createPledge'>, caller: SessionRecord | null): Output<'createPledge'> {
    const { pledgeKeys, pledges } = this.#world.state;
    const asked = canonical(request);
    const earlier = pledgeKeys[request.idempotencyKey];
    if (earlier) {
      if (earlier.request !== asked) throw new ParterreError('idempotency_conflict');
      const pledge = pledges[earlier.pledge];
      if (pledge) return this.#repeat(pledge, caller);
    }
    this.#parts.sessions.requirePage(request.page);
    const campaign = this.record(request.campaign);
    this.#requireOpen(campaign);
    this.#parts.bill.requireTerms(request.terms);
    const chosen = this.#chosen(campaign, request);
    const now = this.#world.now();
    const pledge: PledgeRecord = {
      id: this.#world.id('pldg'),
      campaign: campaign.id,
      email: normalEmail(request.email),
      locale: request.locale,
      page: request.page,
      createdAt: now,
      test: this.#world.state.venue.testMode,
      reward: chosen.reward?.id ?? null,
      extraMinor: request.extraMinor,
      totalMinor: chosen.totalMinor,
      name: chosen.name,
      mandate: request.mandate === undefined ? null : { text: request.mandate, at: now },
      state: 'pending',
      card: null,
      holdUntil: now + CARD_MS,
      attempt: 0,
      nextAttemptAt: null,
      order: null,
      sessions: [],
    };
    if (!this.#parts.stock.hold(this.#wanted(chosen.reward))) throw new ParterreError('sold_out');
    pledges[pledge.id] = pledge;
    if (campaign.mode === 'keep') {
      pledge.order = this.#place(campaign, pledge, now + CARD_MS).id;
      pledge.holdUntil = null;
    }
    pledgeKeys[request.idempotencyKey] = { pledge: pledge.id, request: asked };
    const session = this.#join(pledge, caller);
    return { pledge: this.pledgeView(pledge), session: session && this.#parts.sessions.grant(session) };
  }

  #repeat(pledge: PledgeRecord, caller: SessionRecord | null): Output<'createPledge'> {
    const mine = caller !== null && this.#mayUse(caller, pledge);
    const fresh = this.#world.now() < pledge.createdAt + REPEAT_MS;
    const session = !mine && fresh ? this.#join(pledge, null) : null;
    return { pledge: this.pledgeView(pledge), session: session && this.#parts.sessions.grant(session) };
  }

  /** What is pledged becomes an order: its stock is held already. */
  #place(campaign: CampaignRecord, pledge: PledgeRecord, holdUntil: number | null): OrderRecord {
    const { currency } = this.#world.state.venue;
    const money = (amountMinor: number) => ({ amountMinor, currency });
    const reward = this.#rewardOf(campaign, pledge.reward);
    const line = (
      type: 'reward' | 'donation',
      ref: string,
      name: string,
      minor: number,
      includes: Line['includes'],
    ): Line => ({
      withdrawal: withdrawalRightOf(
        type,
        minor,
        includes.map(({ kind }) => kind),
      ),
      ...{ type, ref, name, includes },
      quantity: 1,
      unitPrice: money(minor),
      discount: money(0),
      total: money(minor),
      chosen: null,
    });
    const lines = [
      ...(reward ? [line('reward', reward.id, reward.name, reward.price.amountMinor, [...reward.includes])] : []),
      ...(pledge.extraMinor > 0 ? [line('donation', campaign.id, campaign.title, pledge.extraMinor, [])] : []),
    ];
    const order = this.#parts.orders.placePledge({
      email: pledge.email,
      locale: pledge.locale,
      page: pledge.page,
      lines,
      total: money(pledge.totalMinor),
      wanted: this.#wanted(reward),
      pledge: pledge.id,
      holdUntil,
    });
    order.sessions.push(...pledge.sessions);
    return order;
  }

  #join(pledge: PledgeRecord, caller: SessionRecord | null): SessionRecord | null {
    const same = caller !== null && caller.kind !== 'device' && caller.email === pledge.email;
    const session = same ? caller : this.#parts.sessions.startOrder(pledge.email);
    pledge.sessions.push(session.id);
    this.#order(pledge)?.sessions.push(session.id);
    return same ? null : session;
  }

  #mayUse(session: SessionRecord, pledge: PledgeRecord): boolean {
    return pledge.sessions.includes(session.id) || (session.kind === 'fan' && session.email === pledge.email);
  }

  requirePledge(id: string, session: SessionRecord): PledgeRecord {
    const pledge = this.#world.state.pledges[id];
    if (!pledge || !this.#mayUse(session, pledge)) throw new ParterreError('not_found');
    return pledge;
  }

  mine(session: SessionRecord, { campaign }: Input<'listPledges'>): Output<'listPledges'> {
    const pledges = Object.values(this.#world.state.pledges)
      .filter((pledge) => this.#mayUse(session, pledge) && (campaign === undefined || pledge.campaign === campaign))
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((pledge) => this.pledgeView(pledge));
    return { pledges };
  }

  #requireOpen(campaign: CampaignRecord): void {
    if (this.#state(campaign) !== 'open') throw new ParterreError('campaign_closed');
  }

  #rewardOf(campaign: CampaignRecord, id: string | null): SeedReward | null {
    return campaign.rewards.find((reward) => reward.id === id) ?? null;
  }

  #wanted(reward: SeedReward | null): Wanted {
    return (reward?.draws ?? []).map((draw) => ({ draw, quantity: 1 }));
  }

  /** Prices a choice, and checks it against what its supporter saw and agreed to. */
  #chosen(campaign: CampaignRecord, { reward: id, extraMinor, expectedTotal, mandate, name }: Choice): Chosen {
    const { currency } = this.#world.state.venue;
    if (expectedTotal.currency !== currency) throw new ParterreError('wrong_currency');
    const reward = this.#rewardOf(campaign, id ?? null);
    if (id !== undefined && !reward) throw new ParterreError('reward_not_found');
    const totalMinor = (reward?.price.amountMinor ?? 0) + extraMinor;
    if (!reward && totalMinor < campaign.minimumMinor) throw new ParterreError('pledge_too_small');
    if (totalMinor > MOST_MINOR) throw new ParterreError('quantity_limit');
    if (expectedTotal.amountMinor !== totalMinor) throw new ParterreError('price_changed');
    if (campaign.mode === 'allOrNothing' && mandate === undefined) throw new ParterreError('mandate_required');
    return { reward, totalMinor, name: name === undefined ? null : this.#publicName(name) };
  }

  #publicName(written: string): string {
    const name = cleanText(written);
    // A supporter who calls themselves like the venue would speak with its voice.
    if (!name || looksLike(name, cleanText(this.#world.state.venue.name))) throw new ParterreError('name_refused');
    return name;
  }

  /** What the fan's side of the test gateway saves. */
  saveTestCard(pledge: PledgeRecord, card: Input<'saveTestCard'>['card']): void {
    if (!this.#world.state.venue.testMode) throw new ParterreError('forbidden');
    const campaign = this.record(pledge.campaign);
    if (campaign.mode === 'keep') throw new ParterreError('pledge_closed');
    if (pledge.state === 'promised') return;
    this.#requireOpen(campaign);
    if (pledge.state !== 'pending') throw new ParterreError('pledge_closed');
    if (card === 'refused') throw new ParterreError('payment_declined');
    if (pledge.holdUntil === null && !this.#parts.stock.hold(this.#wanted(this.#rewardOf(campaign, pledge.reward))))
      throw new ParterreError('hold_expired');
    pledge.card = card;
    pledge.state = 'promised';
    pledge.holdUntil = null;
    this.#world.record('pledge.promised', { pledge: pledge.id, campaign: campaign.id, total: this.#total(pledge) });
    this.#parts.mailer.pledge(pledge, campaign, 'promised', this.#parts.sessions.pledgeLink(pledge, campaign));
    this.tell(campaign);
  }

  change(pledge: PledgeRecord, choice: Choice): void {
    const campaign = this.record(pledge.campaign);
    this.#requirePromise(pledge, campaign);
    const chosen = this.#chosen(campaign, choice);
    const before = this.#wanted(this.#rewardOf(campaign, pledge.reward));
    const holds = this.#holdsStock(pledge);
    if (chosen.reward?.id !== (pledge.reward ?? undefined)) {
      // The new reward first: whoever cannot have it keeps the old one.
      if (!this.#parts.stock.hold(this.#wanted(chosen.reward))) throw new ParterreError('sold_out');
      if (holds) this.#parts.stock.release(before);
      if (pledge.state === 'pending') pledge.holdUntil = this.#world.now() + CARD_MS;
    }
    pledge.reward = chosen.reward?.id ?? null;
    pledge.extraMinor = choice.extraMinor;
    pledge.totalMinor = chosen.totalMinor;
    pledge.name = chosen.name;
    pledge.mandate = choice.mandate === undefined ? null : { text: choice.mandate, at: this.#world.now() };
    if (pledge.state === 'pending') return;
    this.#world.record('pledge.changed', { pledge: pledge.id, campaign: campaign.id, total: this.#total(pledge) });
    this.tell(campaign);
  }

  /** The form for a card, which is always the same one here. */
  prepareCard(pledge: PledgeRecord): void {
    this.#requirePromise(pledge, this.record(pledge.campaign));
  }

  withdraw(pledge: PledgeRecord): void {
    if (pledge.state === 'withdrawn') return;
    const campaign = this.record(pledge.campaign);
    this.#requirePromise(pledge, campaign);
    const counted = pledge.state === 'promised';
    this.#end(pledge, 'withdrawn');
    if (counted) this.tell(campaign);
  }

  /** What may still be changed or taken back. */
  #requirePromise(pledge: PledgeRecord, campaign: CampaignRecord): void {
    if (campaign.mode === 'keep') throw new ParterreError('pledge_closed');
    this.#requireOpen(campaign);
    if (pledge.state !== 'promised' && pledge.state !== 'pending') throw new ParterreError('pledge_closed');
  }

  #holdsStock(pledge: PledgeRecord): boolean {
    return pledge.order === null && (pledge.state === 'promised' || pledge.holdUntil !== null);
  }

  /** Ends a pledge that will not be paid, and gives back what it holds. */
  #end(pledge: PledgeRecord, state: 'withdrawn' | 'released' | 'failed'): void {
    const campaign = this.record(pledge.campaign);
    if (this.#holdsStock(pledge)) this.#parts.stock.release(this.#wanted(this.#rewardOf(campaign, pledge.reward)));
    pledge.state = state;
    pledge.holdUntil = null;
    pledge.card = null;
    this.#world.record('pledge.ended', { pledge: pledge.id, campaign: campaign.id, state });
  }

  #total({ totalMinor }: PledgeRecord) {
    return { amountMinor: totalMinor, currency: this.#world.state.venue.currency };
  }

  // ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What the clock has brought about. Runs before every operation: nobody waits for a job. */
  run(): void {
    for (const pledge of Object.values(this.#world.state.pledges)) this.#expireHold(pledge);
    for (const campaign of Object.values(this.#world.state.campaigns)) {
      if (this.#state(campaign) === 'deciding') this.decide(campaign);
      if (this.#state(campaign) === 'collecting') this.#collect(campaign);
    }
  }

  #expireHold(pledge: PledgeRecord): void {
    if (pledge.state !== 'pending' || pledge.holdUntil === null || this.#world.now() < pledge.holdUntil) return;
    this.#parts.stock.release(this.#wanted(this.#rewardOf(this.record(pledge.campaign), pledge.reward)));
    pledge.holdUntil = null;
  }

  /** Counts once, and writes down what it found: nothing later changes it. */
  decide(campaign: CampaignRecord): void {
    if (campaign.decided) return;
    const tally = this.#tally(campaign);
    campaign.decided = tally;
    campaign.decidedAt = this.#world.now();
    campaign.result = isReached(campaign.goal, tally) ? 'reached' : 'missed';
    this.#world.record('campaign.decided', {
      campaign: campaign.id,
      result: campaign.result,
      raised: { amountMinor: tally.amountMinor, currency: this.#world.state.venue.currency },
      supporters: tally.supporters,
    });
    if (campaign.mode === 'keep' || campaign.result === 'missed') campaign.concludedAt = campaign.decidedAt;
    for (const pledge of this.#pledges(campaign)) {
      if (campaign.mode === 'keep') continue;
      if (pledge.state === 'pending') this.#end(pledge, 'withdrawn');
      else if (pledge.state === 'promised' && campaign.result === 'missed') {
        this.#end(pledge, 'released');
        this.#parts.mailer.pledge(pledge, campaign, 'released', null);
      } else if (pledge.state === 'promised') {
        pledge.nextAttemptAt = campaign.decidedAt;
      }
    }
    this.tell(campaign);
  }

  #windowEnd(campaign: CampaignRecord): number {
    return (campaign.decidedAt ?? 0) + CONFIRM_MS;
  }

  #collect(campaign: CampaignRecord): void {
    for (const pledge of this.#pledges(campaign)) {
      const due = pledge.nextAttemptAt !== null && this.#world.now() >= pledge.nextAttemptAt;
      if (due && (pledge.state === 'promised' || pledge.state === 'charging')) this.charge(pledge);
      if (this.#order(pledge)?.state === 'paid') pledge.state = 'paid';
    }
    const open = this.#pledges(campaign).filter(
      ({ state }) => state === 'promised' || state === 'charging' || state === 'needs-action',
    );
    if (open.length === 0 || this.#world.now() >= this.#windowEnd(campaign)) this.#conclude(campaign, open);
  }

  /** One attempt at one card. The order is made once; every attempt pays the same one. */
  charge(pledge: PledgeRecord): void {
    const campaign = this.record(pledge.campaign);
    const order = this.#order(pledge) ?? this.#place(campaign, pledge, null);
    pledge.order = order.id;
    pledge.state = 'charging';
    pledge.attempt++;
    const noMoney = pledge.card === 'insufficient' && pledge.attempt === 1;
    const outcome = noMoney
      ? 'soft'
      : pledge.card === 'authenticate'
        ? 'authenticate'
        : pledge.card === 'declined'
          ? 'hard'
          : 'paid';
    this.#world.record('pledge.attempted', {
      pledge: pledge.id,
      campaign: campaign.id,
      attempt: pledge.attempt,
      outcome,
    });
    pledge.nextAttemptAt = null;
    if (outcome === 'paid') {
      this.#world.state.testPayments[order.id] = 'approved';
      this.#parts.orders.settle(order);
      pledge.state = 'paid';
      this.tell(campaign);
      return;
    }
    const wait = outcome === 'soft' ? retryAfterMs(pledge.attempt) : null;
    if (wait !== null) {
      pledge.nextAttemptAt = this.#world.now() + wait;
      return;
    }
    pledge.state = 'needs-action';
    this.#parts.mailer.pledge(pledge, campaign, 'needsAction', this.#parts.sessions.pledgeLink(pledge, campaign));
  }

  /** The last word: what could not be charged is given up, and where that was too much, everybody is refunded. */
  #conclude(campaign: CampaignRecord, open: readonly PledgeRecord[]): void {
    for (const pledge of open) {
      const order = this.#order(pledge);
      if (order) this.#parts.orders.giveUp(order);
      this.#end(pledge, 'failed');
    }
    const captured = this.#captured(campaign);
    campaign.result = resultAfterCollecting(campaign.goal, captured, campaign.minimumCapturedPercent);
    campaign.concludedAt = this.#world.now();
    this.#world.record('campaign.concluded', {
      campaign: campaign.id,
      result: campaign.result,
      captured: { amountMinor: captured.amountMinor, currency: this.#world.state.venue.currency },
    });
    if (campaign.result === 'returned') {
      for (const pledge of this.#pledges(campaign)) {
        const order = this.#order(pledge);
        if (order?.state !== 'paid') continue;
        this.#parts.orders.refundWhole(order);
        pledge.state = 'refunded';
        this.#parts.mailer.pledge(pledge, campaign, 'refunded', null);
      }
    }
    this.tell(campaign);
  }

  /** Has the provider looked at. Here every answer is known at once, so only an order may still wait to be settled. */
  settle(pledge: PledgeRecord): Pledge {
    const order = this.#order(pledge);
    if (order) this.#parts.orders.settle(order);
    const campaign = this.record(pledge.campaign);
    if (this.#state(campaign) === 'collecting') this.#collect(campaign);
    return this.pledgeView(pledge);
  }

  // ── How a pledge looks to its supporter ─────────────────────────────────────────────────────────────────────────────

  pledgeView(pledge: PledgeRecord): Pledge {
    const campaign = this.record(pledge.campaign);
    const reward = this.#rewardOf(campaign, pledge.reward);
    const order = this.#order(pledge);
    const state = this.#pledgeState(pledge);
    const { currency } = this.#world.state.venue;
    return {
      id: pledge.id,
      campaign: campaign.id,
      state,
      reward: reward && { id: reward.id, name: reward.name, price: reward.price },
      extra: { amountMinor: pledge.extraMinor, currency },
      total: this.#total(pledge),
      name: pledge.name,
      createdAt: this.#world.instant(pledge.createdAt),
      step: state === 'pending' && campaign.mode === 'allOrNothing' ? { type: 'test' } : null,
      confirmUntil: state === 'needs-action' ? this.#world.instant(this.#windowEnd(campaign)) : null,
      order: order && this.#parts.orders.view(order),
      emailHint: emailHint(pledge.email),
      test: pledge.test,
    };
  }
}
