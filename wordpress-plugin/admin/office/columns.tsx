import type { Field } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { formatMoney } from '../values';
import { Opener } from './list';
import { formatInstant, options } from './words';

/** Columns that several lists have, so that each looks, sorts and filters the same everywhere. */

/** Neither sorts nor filters. */
export const plain = { enableSorting: false, filterBy: false } as const;

/** Money as a figure, flush with the others of its column. */
export function Amount({ minor, currency, children }: { minor: number; currency: string; children?: ReactNode }) {
  return (
    <span className="parterre-amount">
      {formatMoney(minor, currency, window.parterreAdmin.locale)}
      {children}
    </span>
  );
}

/** The number of the order, which opens it. */
export const orderColumn = <Item extends { reference: string }>(open: (item: Item) => void): Field<Item> => ({
  id: 'reference',
  label: __('Order no.', 'parterre'),
  ...plain,
  enableHiding: false,
  // Who was given a ticket has no order.
  render: ({ item }) => (item.reference ? <Opener onClick={() => open(item)}>{item.reference}</Opener> : <>–</>),
});

/** How it stands, by a word and a colour; a list filters by it. */
export const stateColumn = <Item extends { state: string }>(
  words: Record<string, string>,
  after: (item: Item) => ReactNode,
): Field<Item> => ({
  id: 'state',
  label: __('State', 'parterre'),
  enableSorting: false,
  elements: options(words),
  filterBy: { operators: ['isAny'], isPrimary: true },
  render: ({ item }) => (
    <span className={`parterre-state is-${item.state}`}>
      {words[item.state] ?? item.state}
      {after(item)}
    </span>
  ),
});

export const dateColumn = <Item extends { createdAt: string }>(): Field<Item> => ({
  id: 'date',
  label: __('Date', 'parterre'),
  ...plain,
  render: ({ item }) => <>{formatInstant(item.createdAt, window.parterreAdmin.locale)}</>,
});
