import { Button, Spinner } from '@wordpress/components';
import type { Field } from '@wordpress/dataviews/wp';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Section } from '../fields';
import { Amount, plain } from '../office/columns';
import { List, Opener } from '../office/list';
import { formatInstant } from '../office/words';
import { useRun } from '../run';
import { formatMoney } from '../values';

interface Payout {
  id: string;
  amountMinor: number;
  currency: string;
  state: string;
  createdAt: string;
  arrivesAt: string;
  items: number;
  problems: number;
  grossMinor: number;
  feesMinor: number;
  netMinor: number;
  /** Whether what it is made of was read. */
  read: boolean;
}

interface Item {
  id: string;
  kind: string;
  order: string | null;
  reference: string;
  amountMinor: number;
  feeMinor: number;
  currency: string;
  happenedAt: string;
  problem: string;
}

const payoutStates = (): Record<string, string> => ({
  pending: __('Being prepared', 'parterre'),
  in_transit: __('On its way', 'parterre'),
  paid: __('Arrived', 'parterre'),
  failed: __('Failed', 'parterre'),
  canceled: __('Cancelled', 'parterre'),
});

const movementKinds = (): Record<string, string> => ({
  charge: __('Payment', 'parterre'),
  refund: __('Refund', 'parterre'),
  refund_reversed: __('Refund that came back', 'parterre'),
  dispute: __('Contested with the bank', 'parterre'),
  dispute_reversed: __('Dispute won', 'parterre'),
  fee: __('Fee', 'parterre'),
  other: __('Something else', 'parterre'),
});

const differences = (): Record<string, string> => ({
  stranger: __('belongs to no order here', 'parterre'),
  missing: __('not in our books', 'parterre'),
  amount: __('another amount in our books', 'parterre'),
  fee: __('another fee in our books', 'parterre'),
  currency: __('converted to another currency', 'parterre'),
});

/** Whether a payout is what its movements add up to, and each of them is in our books. */
const fits = (payout: Payout): boolean => payout.problems === 0 && payout.netMinor === payout.amountMinor;

/** What the provider sent to the bank, matched to orders and fees. */
export function Payouts({ openOrder }: { openOrder: (id: string) => void }) {
  const { locale } = window.parterreAdmin;
  const [version, setVersion] = useState(0);
  const [opened, setOpened] = useState<Payout | null>(null);
  const { busy, run, notice } = useRun();
  const states = payoutStates();
  const amount = (id: keyof Payout & `${string}Minor`, label: string): Field<Payout> => ({
    id,
    label,
    ...plain,
    render: ({ item }) => <Amount minor={item[id]} currency={item.currency} />,
  });
  const fields: Field<Payout>[] = [
    {
      id: 'date',
      label: __('Arrives', 'parterre'),
      ...plain,
      enableHiding: false,
      // A day, which the provider tells as its midnight in UTC.
      render: ({ item }) => (
        <Opener onClick={() => setOpened(item)}>
          {new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(item.arrivesAt))}
        </Opener>
      ),
    },
    amount('amountMinor', __('Paid out', 'parterre')),
    amount('grossMinor', __('Movements', 'parterre')),
    amount('feesMinor', __('Fees', 'parterre')),
    {
      id: 'state',
      label: __('State', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <span className={`parterre-state is-${item.state}`}>{states[item.state] ?? item.state}</span>
      ),
    },
    {
      id: 'fits',
      label: __('Fits', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <span className={`parterre-state${item.read && !fits(item) ? ' is-failed' : ''}`}>
          {!item.read
            ? __('Not read yet', 'parterre')
            : fits(item)
              ? /* translators: %d: number of movements on an account */
                sprintf(__('All %d do', 'parterre'), item.items)
              : /* translators: %d: number of movements on an account */
                sprintf(__('%d do not', 'parterre'), Math.max(1, item.problems))}
        </span>
      ),
    },
  ];
  return (
    <>
      {notice}
      <List<Payout>
        title={__('Payouts', 'parterre')}
        path="/payouts"
        version={version}
        fields={fields}
        titleField="date"
        columns={['amountMinor', 'grossMinor', 'feesMinor', 'state', 'fits']}
        open={setOpened}
        bar={
          <Button
            __next40pxDefaultSize
            variant="secondary"
            isBusy={busy !== ''}
            disabled={busy !== ''}
            onClick={() =>
              void run('read', async () => {
                await ask('/payouts/read', 'POST');
                setVersion((one) => one + 1);
                return __('Read to today.', 'parterre');
              })
            }
          >
            {__('Read them now', 'parterre')}
          </Button>
        }
        below={
          opened && <Movements key={opened.id} payout={opened} openOrder={openOrder} onClose={() => setOpened(null)} />
        }
        empty={__('Nothing was paid out yet. Payouts are read once an hour.', 'parterre')}
      />
    </>
  );
}

/** What one payout is made of. */
function Movements({
  payout,
  openOrder,
  onClose,
}: {
  payout: Payout;
  openOrder: (id: string) => void;
  onClose: () => void;
}) {
  const { locale } = window.parterreAdmin;
  const [items, setItems] = useState<Item[] | null>(null);
  const { run, notice } = useRun();
  useEffect(() => {
    void run('read', async () => {
      setItems((await ask<{ items: Item[] }>(`/payouts/${payout.id}`)).items);
    });
    // The payout is another screen each time: its key says so.
    // oxlint-disable-next-line exhaustive-deps
  }, [payout.id]);
  const kinds = movementKinds();
  const wrong = differences();
  const money = (minor: number) => formatMoney(minor, payout.currency, locale);
  return (
    <Section
      /* translators: %s: amount of money */
      title={sprintf(__('Payout of %s', 'parterre'), money(payout.amountMinor))}
      help={payout.id}
    >
      {notice}
      {payout.read && payout.netMinor !== payout.amountMinor && (
        <p className="parterre-wrong" role="alert">
          {sprintf(
            /* translators: 1: amount of money, 2: amount of money */
            __('Its movements add up to %1$s: %2$s are missing or too many.', 'parterre'),
            money(payout.netMinor),
            money(payout.amountMinor - payout.netMinor),
          )}
        </p>
      )}
      {!items && <Spinner />}
      <ul className="parterre-lines">
        {items?.map((item) => (
          <li key={item.id}>
            <span>
              {kinds[item.kind] ?? item.kind}{' '}
              {item.order && <Opener onClick={() => openOrder(item.order ?? '')}>{item.reference}</Opener>}
              <small>{formatInstant(item.happenedAt, locale)}</small>
              {item.problem && <small className="parterre-wrong is-below">{wrong[item.problem] ?? item.problem}</small>}
            </span>
            <span className="parterre-amount">
              {formatMoney(item.amountMinor, item.currency, locale)}
              {item.feeMinor !== 0 && <small>−{formatMoney(item.feeMinor, item.currency, locale)}</small>}
            </span>
          </li>
        ))}
      </ul>
      <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
        {__('Close', 'parterre')}
      </Button>
    </Section>
  );
}
