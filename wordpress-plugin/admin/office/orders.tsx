import { __ } from '@wordpress/i18n';
import type { Field } from '@wordpress/dataviews/wp';
import type { Order } from '../types';
import { formatMoney } from '../values';
import { stateColumn } from './columns';
import { List, Opener } from './list';
import { formatInstant, orderStates } from './words';

/** Every order, newest first. A search takes a reference or a whole address. */
export function Orders({ open }: { open: (id: string) => void }) {
  const { locale } = window.parterreAdmin;
  const states = orderStates();
  const fields: Field<Order>[] = [
    {
      id: 'reference',
      label: __('Order no.', 'parterre'),
      enableHiding: false,
      filterBy: false,
      render: ({ item }) => <Opener onClick={() => open(item.id)}>{item.reference}</Opener>,
    },
    {
      id: 'date',
      label: __('Date', 'parterre'),
      filterBy: false,
      getValue: ({ item }) => item.createdAt,
      render: ({ item }) => <>{formatInstant(item.createdAt, locale)}</>,
    },
    {
      id: 'what',
      label: __('What', 'parterre'),
      enableSorting: false,
      filterBy: false,
      getValue: ({ item }) => item.lines.map((line) => `${line.quantity} × ${line.name}`).join(', '),
    },
    {
      id: 'email',
      label: __('Buyer', 'parterre'),
      enableSorting: false,
      filterBy: false,
      getValue: ({ item }) => item.email,
    },
    stateColumn(states, (item) => item.test && <small className="parterre-test">{__('test', 'parterre')}</small>),
    {
      id: 'total',
      label: __('Total', 'parterre'),
      filterBy: false,
      getValue: ({ item }) => item.totalMinor,
      render: ({ item }) => (
        <span className="parterre-amount">
          {formatMoney(item.totalMinor, item.currency, locale)}
          {item.refundedMinor > 0 && <small>−{formatMoney(item.refundedMinor, item.currency, locale)}</small>}
        </span>
      ),
    },
  ];
  return (
    <List<Order>
      title={__('Orders', 'parterre')}
      path="/orders"
      fields={fields}
      titleField="reference"
      columns={['date', 'what', 'email', 'state', 'total']}
      open={(order) => open(order.id)}
      searchLabel={__('Reference or whole e-mail address', 'parterre')}
      empty={__('Nobody has bought anything yet.', 'parterre')}
    />
  );
}
