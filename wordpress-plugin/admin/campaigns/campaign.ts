/** What the routes of campaigns speak. Times are UTC texts, money is integer minor units of the venue's currency. */
import type { Image } from '../types';
import type { Sheet } from './go-no-go';

type Kind = 'hall' | 'live' | 'replay';

export interface Reward {
  id?: string;
  name: string;
  description: string;
  priceMinor: number;
  limit: number | null;
  show: string | null;
  kinds: Kind[];
  goods: boolean;
}

export interface Campaign {
  id?: string;
  title: string;
  summary: string;
  description: string;
  picture: Image | null;
  show: string | null;
  mode: 'keep' | 'allOrNothing';
  goalKind: 'amount' | 'supporters';
  goalTarget: number;
  minimumPercent: number | null;
  minimumMinor: number;
  opensAt: string;
  deadline: string;
  stretch: { target: number; title: string }[];
  thresholds: Record<string, number>;
  published: boolean;
  rewards: Reward[];
  url?: string | null;
  state?: string;
  result?: string | null;
  raisedMinor?: number;
  supporters?: number;
  sheet?: Sheet;
  counts?: Record<string, number>;
  locked?: boolean;
}
