/** What a memory server starts with: a venue, its shows, its stock. Plain JSON, so that a test can send the same to any server. */
import type {
  Access,
  CampaignGoal,
  CampaignMode,
  Camera,
  Chapter,
  Feature,
  Image,
  Money,
  OfferPricing,
  Part,
  PaymentStepType,
  Recipient,
  PromoType,
  ShowStatus,
  Sound,
  Signals,
} from '@parterre/protocol';
import type { Draw } from '@parterre/rules';

export interface SeedVenue {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly locale: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly features: readonly Feature[];
  readonly paymentSteps: readonly PaymentStepType[];
  /** Orders are made at the test gateway, and say so. */
  readonly testMode: boolean;
  readonly seller: string;
  readonly termsUrl: string | null;
  readonly privacyUrl: string | null;
  readonly passesUrl: string | null;
  /** Origins of pages that may sell: `https://venue.example`. */
  readonly origins: readonly string[];
  /** Where goods are picked up. */
  readonly pickupPlace: string;
  /** ISO 3166-1 alpha-2; France when not said. Its VAT is in the prices. */
  readonly country?: string;
  /** Where the money goes, in hundredths of a percent that add up to 10 000; untold when not said. */
  readonly split?: readonly { readonly to: Recipient; readonly share: number }[];
  /** Where goods are posted to, and for how much; nowhere when not said. */
  readonly postage?: readonly SeedPostage[];
  /** Whether there is a clip to try a ticket with. */
  readonly testClip?: boolean;
  /** Whether addresses are given that last the show; they are when not said. */
  readonly casting?: boolean;
  /** Whether fans may hand tickets on; they may when not said. */
  readonly transfers?: boolean;
}

/** A zone of postage: the price of a parcel with one piece, and of each further piece. */
export interface SeedPostage {
  readonly name: string;
  readonly countries: readonly string[];
  readonly price: Money;
  readonly extraPiece: Money;
}

/** A stock; null capacity has no end. */
export interface SeedPool {
  readonly id: string;
  readonly capacity: number | null;
  /** Sold out elsewhere. */
  readonly full?: boolean;
}

export interface SeedOffer {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `fixed` unless said otherwise. */
  readonly pricing?: OfferPricing;
  /** The least, where the buyer chooses. */
  readonly price: Money;
  /** Where the buyer chooses: the most, and what to propose. */
  readonly choice?: { readonly max: Money | null; readonly suggestions: readonly Money[] };
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  /** The offer that has to be gone first. */
  readonly opensAfter?: string | null;
  readonly maxPerOrder: number;
  /** Over all orders of one address. */
  readonly maxPerPerson?: number | null;
  /** Seen only by those who have a code for it. */
  readonly hidden?: boolean;
  /** What one piece takes from which pool: those of its parts, and quotas besides. */
  readonly draws: readonly Draw[];
  readonly includes: readonly Part[];
}

/** A camera, and whether its picture has another address to fall back on. */
export type SeedCamera = Camera & { readonly backup?: boolean };

export interface SeedShow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly artists: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly poster: Image | null;
  readonly url: string;
  readonly plainUrl: string | null;
  readonly place: { name: string; address: string; city: string; country: string } | null;
  readonly doorsAt: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly timeZone: string;
  readonly status: ShowStatus;
  readonly access: Access;
  readonly signals: Signals;
  readonly replayUntil: string | null;
  readonly cameras: readonly SeedCamera[];
  /** `master` where it is not said. */
  readonly sound?: Sound;
  /** A code is drawn over the picture, another one on each device of a ticket. */
  readonly marked?: boolean;
  /** Of the replay. */
  readonly chapters?: readonly Chapter[];
  readonly chat: boolean;
  /** Proved addresses that may moderate. */
  readonly crew: readonly string[];
  readonly offers: readonly SeedOffer[];
}

export interface SeedVariant {
  readonly id: string;
  readonly label: string;
  readonly price: Money;
  readonly maxPerOrder: number;
  readonly draws: readonly Draw[];
}

export interface SeedProduct {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly images: readonly Image[];
  /** Null: always for sale. */
  readonly show: string | null;
  readonly variants: readonly SeedVariant[];
}

export interface SeedReward {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly price: Money;
  /** How many there are in all, for those who read; what is left comes from the pools. */
  readonly limit: number | null;
  readonly draws: readonly Draw[];
  readonly includes: readonly Part[];
}

export interface SeedCampaign {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
  readonly description: string;
  readonly picture: Image | null;
  readonly url: string;
  readonly plainUrl: string | null;
  readonly show: string | null;
  readonly mode: CampaignMode;
  readonly goal: CampaignGoal;
  readonly minimumCapturedPercent: number | null;
  readonly opensAt: string;
  readonly deadline: string;
  /** The least without a reward. */
  readonly minimumMinor: number;
  readonly rewards: readonly SeedReward[];
  readonly stretchGoals: readonly { readonly target: number; readonly title: string }[];
}

export interface SeedCode {
  readonly id: string;
  /** As the venue writes it. */
  readonly code: string;
  readonly type: PromoType;
  /** Basis points for `percent`, minor units for `amount` and `price`, 0 for `unlock`. */
  readonly value: number;
  /** Offers it is for, and that it opens when they are hidden; empty for all. */
  readonly offers: readonly string[];
  /** Shows it is for; empty for all. */
  readonly shows: readonly string[];
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly maxUses: number | null;
  readonly maxPerPerson: number | null;
  /** Pieces of one order it is for; null for all of them. */
  readonly pieces: number | null;
}

export interface Seed {
  readonly venue: SeedVenue;
  readonly pools: readonly SeedPool[];
  readonly shows: readonly SeedShow[];
  readonly products: readonly SeedProduct[];
  readonly campaigns?: readonly SeedCampaign[];
  readonly codes?: readonly SeedCode[];
}
