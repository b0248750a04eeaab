/** The demo venue: one show of every kind a visitor should see, around the present moment. All names are invented. */
import type { Image, Part, Signals } from '@parterre/protocol';
import type { Seed, SeedCode, SeedOffer, SeedProduct, SeedShow } from './seed.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface DemoOptions {
  /** The moment around which everything happens; milliseconds since 1970. */
  readonly nowMs?: number;
  /** The site's origin, which may sell. */
  readonly site?: string;
  /** Address of a picture by name (`nuit-blanche`, `affiche`…); null to go without. */
  readonly picture?: (name: string) => string | null;
  /** A proved address that moderates every room. */
  readonly moderator?: string;
}

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });

const QUIET: Signals = {
  ...{ liveAt: null, pausedAt: null, endedAt: null, replayAt: null, forced: null },
  notice: null,
};

export function demoSeed(options: DemoOptions = {}): Seed {
  const { nowMs = Date.now(), site = 'https://parterre.example', moderator = 'regie@parterre.example' } = options;
  const at = (offset: number): string => new Date(nowMs + offset).toISOString();
  const picture = (name: string, alt: string): Image | null => {
    const url = options.picture?.(name) ?? null;
    return url === null ? null : { url, alt, width: 1600, height: 900 };
  };
  const part = (kind: Part['kind'], show: string | null, title: string, until: string | null = null): Part => ({
    ...{ kind, show, title, until },
    from: null,
  });

  const place = { name: 'Parterre', address: '12, rue des Trois-Bornes', city: 'Paris', country: 'FR' };

  interface ShowSketch {
    readonly id: string;
    readonly slug: string;
    readonly title: string;
    readonly artists: readonly string[];
    readonly summary: string;
    readonly description: string;
    readonly startsIn: number;
    readonly signals?: Partial<Signals>;
    readonly replayUntil?: string | null;
    readonly rest?: Partial<SeedShow>;
    readonly offers?: readonly SeedOffer[];
  }

  const show = (sketch: ShowSketch): SeedShow => {
    const { id, slug, title, artists, summary, description, startsIn } = sketch;
    return {
      ...{ id, slug, title, artists, summary, description, place },
      poster: picture(slug, `${artists.join(', ')} sur scène`),
      url: `${site}/concerts/${slug}/`,
      plainUrl: `${site}/concerts/${slug}/simple/`,
      doorsAt: at(startsIn - 30 * MINUTE),
      startsAt: at(startsIn),
      endsAt: at(startsIn + 2 * HOUR),
      timeZone: 'Europe/Paris',
      status: 'confirmed',
      access: 'ticket',
      signals: { ...QUIET, ...sketch.signals },
      replayUntil: sketch.replayUntil ?? null,
      cameras: [
        { id: 'scene', label: 'Scène', capability: null, offsetMs: 0 },
        { id: 'salle', label: 'Salle', capability: null, offsetMs: 0 },
      ],
      chat: true,
      crew: [moderator],
      offers: sketch.offers ?? [],
      ...sketch.rest,
    };
  };

  const offer = (
    id: string,
    name: string,
    description: string,
    amountMinor: number,
    draws: SeedOffer['draws'],
    includes: readonly Part[],
    more: Partial<SeedOffer> = {},
  ): SeedOffer => ({
    ...{ id, name, description, draws, includes },
    price: EUR(amountMinor),
    opensAt: null,
    closesAt: null,
    maxPerOrder: 6,
    ...more,
  });

  const liveNow = show({
    id: 'show_lune_rousse',
    slug: 'lune-rousse',
    title: 'Lune rousse',
    artists: ['Lune rousse', 'Odile Ferrand'],
    summary: 'Électro-chanson, en direct de la salle. Deux caméras, une heure et demie.',
    description: 'Odile Ferrand rejoint Lune rousse pour trois titres inédits, filmés au plus près de la scène.',
    startsIn: -20 * MINUTE,
    signals: { liveAt: at(-20 * MINUTE) },
    replayUntil: at(7 * DAY),
    offers: [
      offer(
        'offr_lune_direct',
        'Le direct',
        'Le concert en direct, sur deux appareils.',
        900,
        [{ pool: 'pool_lune', units: 1 }],
        [part('live', 'show_lune_rousse', 'Le direct')],
      ),
      offer(
        'offr_lune_replay',
        'Direct et replay',
        'Le concert en direct, puis sept jours pour le revoir.',
        1400,
        [{ pool: 'pool_lune', units: 1 }],
        [part('live', 'show_lune_rousse', 'Le direct'), part('replay', 'show_lune_rousse', 'Le replay', at(7 * DAY))],
      ),
    ],
  });

  const onSale = show({
    id: 'show_nuit_blanche',
    slug: 'nuit-blanche',
    title: 'Nuit blanche',
    artists: ['Les Volets clos'],
    summary: 'Le nouvel album des Volets clos, joué en entier et dans l’ordre.',
    description: 'Dix chansons écrites la nuit, un quatuor à cordes, et la première partie de la tournée.',
    startsIn: 6 * DAY,
    replayUntil: at(20 * DAY),
    offers: [
      offer(
        'offr_nuit_direct',
        'Le direct',
        'Le concert en direct, sur deux appareils.',
        1200,
        [{ pool: 'pool_nuit', units: 1 }],
        [part('live', 'show_nuit_blanche', 'Le direct')],
      ),
      offer(
        'offr_nuit_replay',
        'Direct et replay',
        'Le direct, puis deux semaines de replay.',
        1700,
        [{ pool: 'pool_nuit', units: 1 }],
        [
          part('live', 'show_nuit_blanche', 'Le direct'),
          part('replay', 'show_nuit_blanche', 'Le replay', at(20 * DAY)),
        ],
      ),
      offer(
        'offr_nuit_collector',
        'Collector',
        'Le direct, le replay et le vinyle numéroté, à retirer à la salle.',
        4200,
        [
          { pool: 'pool_nuit', units: 1 },
          { pool: 'pool_vinyle', units: 1 },
        ],
        [
          part('live', 'show_nuit_blanche', 'Le direct'),
          part('replay', 'show_nuit_blanche', 'Le replay', at(20 * DAY)),
          part('merch', 'show_nuit_blanche', 'Vinyle numéroté « Nuit blanche »'),
        ],
      ),
    ],
  });

  const replay = show({
    id: 'show_grande_maree',
    slug: 'grande-maree',
    title: 'Grande marée',
    artists: ['Yann Kervella Trio'],
    summary: 'Jazz atlantique : le concert complet, à revoir quand on veut.',
    description: 'Une contrebasse, un piano, une batterie, et la salle qui chante à la fin.',
    startsIn: -5 * DAY,
    signals: {
      liveAt: at(-5 * DAY),
      endedAt: at(-5 * DAY + 2 * HOUR),
      replayAt: at(-4 * DAY),
    },
    replayUntil: at(25 * DAY),
    offers: [
      offer(
        'offr_maree_replay',
        'Le replay',
        'Tout le concert, jusqu’à la fin du mois.',
        600,
        [],
        [part('replay', 'show_grande_maree', 'Le replay', at(25 * DAY))],
      ),
    ],
  });

  const open = show({
    id: 'show_balances',
    slug: 'les-balances',
    title: 'Les balances',
    artists: ['Les Volets clos'],
    summary: 'Les réglages avant le concert, en accès libre : entrez, c’est ouvert.',
    description: 'Une demi-heure de balances, sans billet ni inscription.',
    startsIn: -10 * MINUTE,
    signals: { liveAt: at(-10 * MINUTE) },
    rest: { access: 'open' },
  });

  const cancelled = show({
    id: 'show_orage',
    slug: 'orage',
    title: 'Orage',
    artists: ['Noé Vasseur'],
    summary: 'Concert annulé : les billets sont remboursés.',
    description: 'Noé Vasseur est souffrant. Une nouvelle date sera annoncée.',
    startsIn: 2 * DAY,
    rest: { status: 'cancelled' },
    offers: [
      offer(
        'offr_orage_direct',
        'Le direct',
        'Le concert en direct.',
        1000,
        [{ pool: 'pool_orage', units: 1 }],
        [part('live', 'show_orage', 'Le direct')],
      ),
    ],
  });

  // A hall that is full, an early price, a price one chooses, and one for friends: what a box office does all day.
  const full = show({
    id: 'show_velours',
    slug: 'velours',
    title: 'Velours',
    artists: ['Marceline Roy'],
    summary: 'La salle est complète ; le direct, lui, a de la place.',
    description: 'Marceline Roy chante son premier album avec un orchestre de poche.',
    startsIn: 9 * DAY,
    offers: [
      offer(
        'offr_velours_salle',
        'En salle',
        'Votre place assise, au parterre.',
        2600,
        [{ pool: 'pool_velours_salle', units: 1 }],
        [part('hall', 'show_velours', 'En salle')],
      ),
      offer(
        'offr_velours_prevente',
        'Le direct, prévente',
        'Les dix premiers billets, pour qui se décide vite.',
        900,
        [
          { pool: 'pool_velours', units: 1 },
          { pool: 'pool_velours_prevente', units: 1 },
        ],
        [part('live', 'show_velours', 'Le direct')],
        { maxPerPerson: 2 },
      ),
      offer(
        'offr_velours_direct',
        'Le direct',
        'Le concert en direct, sur deux appareils.',
        1200,
        [{ pool: 'pool_velours', units: 1 }],
        [part('live', 'show_velours', 'Le direct')],
        { opensAfter: 'offr_velours_prevente' },
      ),
      offer(
        'offr_velours_libre',
        'Prix libre',
        'Le direct et le replay : vous choisissez ce que vous donnez.',
        300,
        [{ pool: 'pool_velours', units: 1 }],
        [part('live', 'show_velours', 'Le direct'), part('replay', 'show_velours', 'Le replay', at(23 * DAY))],
        { pricing: 'choose', choice: { max: EUR(20_000), suggestions: [EUR(500), EUR(800), EUR(1500)] } },
      ),
      offer(
        'offr_velours_complices',
        'Le direct, tarif complice',
        'Pour les amis de la maison, deux billets au plus.',
        500,
        [{ pool: 'pool_velours', units: 1 }],
        [part('live', 'show_velours', 'Le direct')],
        { hidden: true, maxPerOrder: 2 },
      ),
    ],
    replayUntil: at(23 * DAY),
  });

  const code = (id: string, text: string, more: Partial<SeedCode>): SeedCode => ({
    ...{ id, code: text, type: 'percent', value: 0, offers: [], shows: [], opensAt: null, closesAt: null },
    ...{ maxUses: null, maxPerPerson: null, pieces: null },
    ...more,
  });

  const product = (
    id: string,
    name: string,
    description: string,
    forShow: string | null,
    alt: string,
    variants: SeedProduct['variants'],
  ): SeedProduct => {
    const image = picture(id.replace('prod_', ''), alt);
    return { ...{ id, name, description, variants }, show: forShow, images: image ? [image] : [] };
  };
  const variant = (id: string, label: string, amountMinor: number, pool: string) => ({
    ...{ id, label },
    price: EUR(amountMinor),
    maxPerOrder: 5,
    draws: [{ pool, units: 1 }],
  });

  return {
    venue: {
      id: 'parterre',
      name: 'Parterre',
      url: `${site}/`,
      locale: 'fr',
      currency: 'EUR',
      timeZone: 'Europe/Paris',
      features: ['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns'],
      paymentSteps: ['none', 'test'],
      testMode: true,
      seller: 'Parterre SAS, 12, rue des Trois-Bornes, 75011 Paris',
      termsUrl: `${site}/conditions/`,
      privacyUrl: `${site}/confidentialite/`,
      passesUrl: `${site}/mes-billets/`,
      origins: [new URL(site).origin],
      pickupPlace: 'Parterre, au bar',
      split: [
        { to: 'artists', share: 6000 },
        { to: 'crew', share: 2500 },
        { to: 'venue', share: 1500 },
      ],
    },
    pools: [
      { id: 'pool_lune', capacity: 400 },
      { id: 'pool_nuit', capacity: 250 },
      { id: 'pool_vinyle', capacity: 8 },
      { id: 'pool_orage', capacity: 100 },
      { id: 'pool_velours', capacity: 300 },
      { id: 'pool_velours_salle', capacity: 200, full: true },
      { id: 'pool_velours_prevente', capacity: 10 },
      { id: 'pool_tee_s', capacity: 12 },
      { id: 'pool_tee_m', capacity: 3 },
      { id: 'pool_tee_l', capacity: 0 },
      { id: 'pool_affiche', capacity: 40 },
      { id: 'pool_premier_rang', capacity: 12 },
    ],
    shows: [liveNow, onSale, replay, open, cancelled, full],
    codes: [
      code('code_voisins', 'VOISINS', { value: 2000, maxPerPerson: 1 }),
      code('code_complices', 'COMPLICES', { type: 'unlock', offers: ['offr_velours_complices'] }),
    ],
    campaigns: [
      {
        id: 'camp_phase_deux',
        slug: 'phase-deux',
        title: 'Une saison de concerts en direct',
        summary: 'Ce soir, c’est ouvert à tous. Avec vous, le direct devient une saison : six concerts, trois caméras.',
        description:
          'Le direct de ce soir est un essai, en accès libre. Si nous réunissons 10 000 €, nous équipons la salle pour de bon : caméras, encodeur, une personne à la régie. Chaque soutien compte.',
        picture: picture('grande-maree', 'La salle vue de la régie'),
        url: `${site}/soutenir/`,
        plainUrl: null,
        show: 'show_balances',
        mode: 'allOrNothing',
        goal: { kind: 'amount', target: 1_000_000 },
        minimumCapturedPercent: 80,
        opensAt: at(-3 * DAY),
        deadline: at(27 * DAY),
        minimumMinor: 500,
        rewards: [
          {
            id: 'rwrd_merci',
            name: 'Le direct de la première',
            description: 'Votre place pour le premier concert de la saison, en direct.',
            price: EUR(1500),
            limit: null,
            draws: [],
            includes: [part('live', 'show_nuit_blanche', 'Le direct')],
          },
          {
            id: 'rwrd_affiche',
            name: 'Le direct et l’affiche signée',
            description: 'Votre place en direct, et l’affiche de la saison signée par les artistes, à retirer au bar.',
            price: EUR(4000),
            limit: 40,
            draws: [{ pool: 'pool_affiche', units: 1 }],
            includes: [
              part('live', 'show_nuit_blanche', 'Le direct'),
              part('merch', 'show_nuit_blanche', 'L’affiche signée'),
            ],
          },
          {
            id: 'rwrd_premier_rang',
            name: 'Une soirée à la régie',
            description: 'Vous passez la première avec nous, à la régie, et vous choisissez un plan de caméra.',
            price: EUR(15_000),
            limit: 12,
            draws: [{ pool: 'pool_premier_rang', units: 1 }],
            includes: [part('hall', 'show_nuit_blanche', 'La régie')],
          },
        ],
        stretchGoals: [{ target: 1_500_000, title: 'Une quatrième caméra, et un concert de plus' }],
      },
    ],
    products: [
      product(
        'prod_tee',
        'T-shirt « Parterre »',
        'Coton biologique, sérigraphié dans le quartier.',
        null,
        'T-shirt noir à la lune rousse',
        [
          variant('vrnt_tee_s', 'S', 2500, 'pool_tee_s'),
          variant('vrnt_tee_m', 'M', 2500, 'pool_tee_m'),
          variant('vrnt_tee_l', 'L', 2500, 'pool_tee_l'),
        ],
      ),
      product(
        'prod_affiche',
        'Affiche « Lune rousse »',
        '40 × 60 cm, signée par le groupe.',
        'show_lune_rousse',
        'Affiche du concert Lune rousse',
        [variant('vrnt_affiche', '', 1500, 'pool_affiche')],
      ),
      product(
        'prod_vinyle',
        'Vinyle « Nuit blanche »',
        'Pressage numéroté, 33 tours.',
        'show_nuit_blanche',
        'Pochette du vinyle Nuit blanche',
        [variant('vrnt_vinyle', '', 2800, 'pool_vinyle')],
      ),
    ],
  };
}
