import type { Field } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Amount, dateColumn, orderColumn, plain, stateColumn } from '../office/columns';
import { List } from '../office/list';
import { refundStates } from '../office/words';
import { useRun } from '../run';

interface Refund {
  id: string;
  order: string;
  reference: string;
  currency: string;
  amountMinor: number;
  state: string;
  origin: string;
  reason: string;
  error: string;
  createdAt: string;
}

const refundOrigins = (): Record<string, string> => ({
  admin: __('The desk', 'parterre'),
  withdrawal: __('Withdrawal', 'parterre'),
  late_payment: __('Paid too late', 'parterre'),
  cancelled_show: __('Show cancelled or moved', 'parterre'),
  campaign: __('Campaign', 'parterre'),
  amends: __('Picture failed', 'parterre'),
  provider: __('The provider’s dashboard', 'parterre'),
  dispute: __('Lost dispute', 'parterre'),
});

/** Money that goes back. What failed the venue owes: it stands here until it has been tried again. */
export function RefundList({ openOrder }: { openOrder: (id: string) => void }) {
  const { can } = window.parterreAdmin;
  const [version, setVersion] = useState(0);
  const { run, notice } = useRun();
  const states = refundStates();
  const origins = refundOrigins();
  const fields: Field<Refund>[] = [
    orderColumn((item) => openOrder(item.order)),
    {
      id: 'amount',
      label: __('Amount', 'parterre'),
      ...plain,
      render: ({ item }) => <Amount minor={item.amountMinor} currency={item.currency} />,
    },
    stateColumn(states, (item) => item.error && <small>{item.error}</small>),
    {
      id: 'origin',
      label: __('Why', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <>
          {origins[item.origin] ?? item.origin}
          {item.reason && ` · ${item.reason}`}
        </>
      ),
    },
    dateColumn(),
  ];
  return (
    <>
      {notice}
      <List<Refund>
        title={__('Refunds', 'parterre')}
        path="/refunds"
        version={version}
        fields={fields}
        titleField="reference"
        columns={['amount', 'state', 'origin', 'date']}
        searchLabel={__('Reference of the order', 'parterre')}
        empty={__('No money has gone back yet.', 'parterre')}
        open={(item) => openOrder(item.order)}
        actions={
          can['parterre_refund']
            ? [
                {
                  id: 'retry',
                  label: __('Try again', 'parterre'),
                  isEligible: (item) => item.state === 'failed',
                  callback: ([item]) => {
                    if (!item) return;
                    void run('retry', async () => {
                      const { state } = await ask<{ state: string }>(`/refunds/${item.id}/retry`, 'POST');
                      setVersion((one) => one + 1);
                      if (state === 'failed') throw new Error(__('It was refused once more.', 'parterre'));
                      return __('The money is on its way back.', 'parterre');
                    });
                  },
                },
              ]
            : []
        }
      />
    </>
  );
}
