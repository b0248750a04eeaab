/** What a code is, what it can be for, and what that is called on the desk. */
import { __, sprintf } from '@wordpress/i18n';
import { formatMoney } from '../values';

export interface Code {
  id: string;
  code: string;
  type: string;
  value: number;
  for: string[];
  opensAt: string | null;
  closesAt: string | null;
  maxUses: number | null;
  maxPerPerson: number | null;
  pieces: number | null;
  uses: number;
  takenMinor: number;
  batch: string | null;
  label: string;
  state: string;
  createdAt: string;
}

/** What a code can be for. */
export type Choices = {
  id: string;
  title: string;
  startsAt: string;
  replayUntil: string | null;
  timeZone: string;
  offers: { id: string; name: string; priceMinor: number; pricing: string; hidden: boolean; kinds: string[] }[];
}[];

export const codeStates = (): Record<string, string> => ({
  on: __('Works', 'parterre'),
  planned: __('Not yet', 'parterre'),
  over: __('Over', 'parterre'),
  used: __('Used up', 'parterre'),
  off: __('Switched off', 'parterre'),
});

export const codeTypes = (): Record<string, string> => ({
  percent: __('A part of the price', 'parterre'),
  amount: __('An amount off', 'parterre'),
  price: __('A price of its own', 'parterre'),
  unlock: __('Opens hidden offers', 'parterre'),
});

/** What a code does, in a few words: `−15 %`, `−5.00 €`, `for 4.00 €`. */
export function effect({ type, value }: { type: string; value: number }): string {
  const { currency, locale } = window.parterreAdmin;
  const money = formatMoney(value, currency, locale);
  if (type === 'percent')
    return `−${new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(value / 10_000)}`;
  if (type === 'amount') return `−${money}`;
  /* translators: %s: amount of money */
  if (type === 'price') return sprintf(__('for %s', 'parterre'), money);
  return __('opens', 'parterre');
}
