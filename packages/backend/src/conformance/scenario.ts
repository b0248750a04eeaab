/** The small venue that every case starts with. All instants are around the moment it is made. */
import type { Part, Signals } from '@parterre/protocol';
import type { Seed, SeedCampaign, SeedCode, SeedOffer, SeedReward, SeedShow } from '../memory/seed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const ORIGIN = 'https://venue.example';
export const PAGE = `${ORIGIN}/shows/tonight/`;
export const MODERATOR = 'crew@venue.example';

/** Seconds from the start to when the replay of `show_live` closes, and beyond every window of the scenario. */
export const REPLAY_DAYS = 7;

/** Days from the start to the deadline of the campaigns that are open. */
export const CAMPAIGN_DAYS = 2;

const QUIET: Signals = {
  ...{ liveAt: null, pausedAt: null, endedAt: null, replayAt: null, forced: null },
  notice: null,
};

export function scenario(nowMs: number): Seed {
  // Whole seconds: not every store keeps milliseconds.
  const start = Math.floor(nowMs / 1000) * 1000;
  const at = (offset: number): string => new Date(start + offset).toISOString();
  const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
  const part = (kind: Part['kind'], show: string, until: string | null = null): Part => ({
    ...{ kind, show, until },
    title: `The ${kind}`,
    from: null,
  });
  const offer = (
    id: string,
    amountMinor: number,
    pools: readonly (readonly [pool: string, units: number])[],
    includes: readonly Part[],
    rest: Partial<SeedOffer> = {},
  ): SeedOffer => ({
    ...{ id, includes },
    name: `Offer ${id}`,
    description: '',
    price: eur(amountMinor),
    opensAt: null,
    closesAt: null,
    maxPerOrder: 6,
    draws: pools.map(([pool, units]) => ({ pool, units })),
    ...rest,
  });
  const code = (id: string, text: string, rest: Partial<SeedCode>): SeedCode => ({
    ...{ id, code: text, type: 'percent', value: 0, offers: [], shows: [], opensAt: null, closesAt: null },
    ...{ maxUses: null, maxPerPerson: null, pieces: null },
    ...rest,
  });
  const show = (id: string, startsIn: number, rest: Partial<SeedShow>): SeedShow => ({
    id,
    slug: id.replace('show_', 'a-show-called-'),
    title: `Show ${id}`,
    artists: ['Nobody'],
    summary: '',
    description: '',
    poster: null,
    url: `${ORIGIN}/shows/${id}/`,
    plainUrl: null,
    place: null,
    doorsAt: at(startsIn - 30 * MINUTE),
    startsAt: at(startsIn),
    endsAt: at(startsIn + 2 * HOUR),
    timeZone: 'Europe/Paris',
    status: 'confirmed',
    access: 'ticket',
    signals: QUIET,
    replayUntil: null,
    cameras: [{ id: 'stage', label: 'Stage', capability: null, offsetMs: 0 }],
    chat: true,
    crew: [MODERATOR],
    offers: [],
    ...rest,
  });

  const reward = (
    id: string,
    amountMinor: number,
    pools: readonly (readonly [pool: string, units: number])[],
    includes: readonly Part[],
    limit: number | null = null,
  ): SeedReward => ({
    ...{ id, includes, limit },
    name: `Reward ${id}`,
    description: '',
    price: eur(amountMinor),
    draws: pools.map(([pool, units]) => ({ pool, units })),
  });
  const campaign = (id: string, rest: Partial<SeedCampaign>): SeedCampaign => ({
    id,
    slug: id.replace('camp_', 'a-campaign-called-'),
    title: `Campaign ${id}`,
    summary: '',
    description: '',
    picture: null,
    url: `${ORIGIN}/campaigns/${id}/`,
    plainUrl: null,
    show: null,
    mode: 'allOrNothing',
    goal: { kind: 'amount', target: 5000 },
    minimumCapturedPercent: null,
    opensAt: at(-DAY),
    deadline: at(CAMPAIGN_DAYS * DAY),
    minimumMinor: 500,
    rewards: [],
    stretchGoals: [],
    ...rest,
  });

  return {
    venue: {
      id: 'venue_1',
      name: 'The Venue',
      url: `${ORIGIN}/`,
      locale: 'en',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      features: ['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns'],
      paymentSteps: ['none', 'test'],
      testMode: true,
      seller: 'The Venue Ltd',
      termsUrl: null,
      privacyUrl: null,
      passesUrl: `${ORIGIN}/passes/`,
      origins: [ORIGIN],
      pickupPlace: 'At the bar',
      country: 'FR',
      split: [
        { to: 'artists', share: 6000 },
        { to: 'crew', share: 2500 },
        { to: 'venue', share: 1500 },
      ],
      postage: [
        { name: 'Postage in France', countries: ['FR', 'MC'], price: eur(600), extraPiece: eur(150) },
        { name: 'Postage in Germany', countries: ['DE'], price: eur(1200), extraPiece: eur(300) },
      ],
      testClip: true,
    },
    // Pools are taken in the order of their ids: the wide one comes first, so that a refusal by a later one has
    // something to give back.
    pools: [
      { id: 'pool_any', capacity: 100 },
      { id: 'pool_last', capacity: 1 },
      { id: 'pool_shared', capacity: 3 },
      { id: 'pool_second', capacity: 1 },
      { id: 'pool_shirts', capacity: 2 },
      { id: 'pool_none', capacity: 0 },
      { id: 'pool_hall', capacity: 2 },
      { id: 'pool_rare', capacity: 1 },
      { id: 'pool_seat', capacity: 1 },
      { id: 'pool_quota', capacity: 2 },
      { id: 'pool_wave', capacity: 1 },
      { id: 'pool_open', capacity: null },
    ],
    shows: [
      show('show_live', -10 * MINUTE, {
        signals: { ...QUIET, liveAt: at(-10 * MINUTE) },
        replayUntil: at(REPLAY_DAYS * DAY),
        cameras: [
          { id: 'stage', label: 'Stage', capability: null, offsetMs: 0, backup: true },
          { id: 'backstage', label: 'Backstage', capability: 'camera:backstage', offsetMs: -120, backup: true },
        ],
        sound: 'own',
        marked: true,
        offers: [
          offer('offr_live', 1200, [['pool_any', 1]], [part('live', 'show_live')]),
          offer(
            'offr_both',
            1700,
            [['pool_any', 1]],
            [part('live', 'show_live'), part('replay', 'show_live', at(REPLAY_DAYS * DAY))],
          ),
          offer('offr_free', 0, [['pool_any', 1]], [part('live', 'show_live')]),
          offer('offr_last', 1000, [['pool_last', 1]], [part('live', 'show_live')]),
          offer('offr_single', 900, [['pool_shared', 1]], [part('live', 'show_live')]),
          offer('offr_pair', 1600, [['pool_shared', 2]], [part('live', 'show_live')]),
          offer(
            'offr_bundle',
            4200,
            [
              ['pool_any', 1],
              ['pool_second', 1],
            ],
            [part('live', 'show_live'), part('merch', 'show_live')],
          ),
          offer('offr_early', 1200, [['pool_any', 1]], [part('live', 'show_live')], { opensAt: at(DAY) }),
          offer('offr_late', 1200, [['pool_any', 1]], [part('live', 'show_live')], { closesAt: at(-DAY) }),
        ],
      }),
      show('show_soon', DAY, {
        replayUntil: at(9 * DAY),
        offers: [
          offer('offr_soon', 800, [['pool_any', 1]], [part('live', 'show_soon')]),
          offer('offr_hall', 2000, [['pool_hall', 1]], [part('hall', 'show_soon')]),
        ],
      }),
      show('show_doors', 10 * MINUTE, {
        replayUntil: at(9 * DAY),
        offers: [offer('offr_doors', 800, [['pool_any', 1]], [part('live', 'show_doors')])],
      }),
      show('show_replay', -2 * DAY, {
        signals: { ...QUIET, liveAt: at(-2 * DAY), endedAt: at(-2 * DAY + 2 * HOUR), replayAt: at(-DAY) },
        replayUntil: at(2 * DAY),
        chapters: [
          { atMs: 0, at: null, title: 'Opening' },
          { atMs: 1_260_500, at: null, title: 'Encore' },
        ],
        offers: [offer('offr_replay', 500, [], [part('replay', 'show_replay', at(2 * DAY))])],
      }),
      show('show_offers', 2 * DAY, {
        replayUntil: at(9 * DAY),
        offers: [
          offer('offr_seat', 2000, [['pool_seat', 1]], [part('hall', 'show_offers')]),
          offer('offr_stream', 900, [['pool_open', 1]], [part('live', 'show_offers')]),
          // A quota besides the pool of its part: more pools than parts.
          offer(
            'offr_quota',
            1000,
            [
              ['pool_any', 1],
              ['pool_quota', 1],
            ],
            [part('live', 'show_offers')],
          ),
          offer(
            'offr_wave',
            800,
            [
              ['pool_any', 1],
              ['pool_wave', 1],
            ],
            [part('live', 'show_offers')],
          ),
          offer('offr_next', 1200, [['pool_any', 1]], [part('live', 'show_offers')], { opensAfter: 'offr_wave' }),
          offer('offr_choice', 500, [], [part('live', 'show_offers')], {
            pricing: 'choose',
            choice: { max: eur(5000), suggestions: [eur(800), eur(1500)] },
          }),
          offer('offr_hidden', 600, [['pool_any', 1]], [part('live', 'show_offers')], { hidden: true }),
          // Less than a card is charged.
          offer('offr_cents', 20, [['pool_any', 1]], [part('live', 'show_offers')]),
          offer('offr_few', 1000, [], [part('live', 'show_offers')], { maxPerPerson: 2 }),
          offer('offr_pass', 1500, [['pool_any', 1]], [part('live', 'show_offers'), part('live', 'show_soon')]),
        ],
      }),
      show('show_open', -5 * MINUTE, { access: 'open', signals: { ...QUIET, liveAt: at(-5 * MINUTE) } }),
    ],
    products: [
      {
        id: 'prod_shirt',
        name: 'Shirt',
        description: '',
        images: [],
        show: null,
        variants: [
          {
            id: 'vrnt_shirt',
            label: 'M',
            price: eur(2500),
            maxPerOrder: 5,
            draws: [{ pool: 'pool_shirts', units: 1 }],
          },
          { id: 'vrnt_none', label: 'L', price: eur(2500), maxPerOrder: 5, draws: [{ pool: 'pool_none', units: 1 }] },
        ],
      },
      {
        id: 'prod_poster',
        name: 'Poster',
        description: '',
        images: [],
        show: 'show_live',
        variants: [{ id: 'vrnt_poster', label: '', price: eur(1500), maxPerOrder: 3, draws: [] }],
      },
    ],
    campaigns: [
      campaign('camp_all', {
        minimumCapturedPercent: 80,
        show: 'show_live',
        rewards: [
          reward('rwrd_seat', 2000, [['pool_any', 1]], [part('live', 'show_soon')]),
          reward('rwrd_rare', 3000, [['pool_rare', 1]], [part('live', 'show_soon'), part('merch', 'show_soon')], 1),
        ],
        stretchGoals: [{ target: 9000, title: 'A second evening' }],
      }),
      campaign('camp_keep', {
        mode: 'keep',
        goal: { kind: 'supporters', target: 2 },
        rewards: [reward('rwrd_keep', 1500, [['pool_rare', 1]], [part('live', 'show_soon')], 1)],
      }),
      campaign('camp_soon', { opensAt: at(DAY), deadline: at(3 * DAY) }),
    ],
    codes: [
      code('code_quarter', 'Quarter-25', { value: 2500 }),
      code('code_five', 'FIVE OFF', { type: 'amount', value: 500 }),
      code('code_all', 'ALL-OF-IT', { value: 10_000 }),
      code('code_once', 'ONCE-ONLY', { value: 5000, maxUses: 1 }),
      code('code_mine', 'MY-OWN', { value: 5000, maxPerPerson: 1 }),
      code('code_old', 'OLD-ONE', { value: 5000, closesAt: at(-DAY) }),
      code('code_early', 'TOO-EARLY', { value: 5000, opensAt: at(DAY) }),
      code('code_key', 'OPEN-UP', { type: 'unlock', offers: ['offr_hidden'] }),
      code('code_guest', 'WAS-THERE', { type: 'price', value: 100, offers: ['offr_hidden'], maxUses: 1, pieces: 1 }),
      code('code_show', 'LIVE-ONLY', { value: 5000, shows: ['show_live'] }),
    ],
  };
}
