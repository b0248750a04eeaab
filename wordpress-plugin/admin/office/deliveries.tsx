import { Button, Notice, TextControl } from '@wordpress/components';
import type { Action, Field } from '@wordpress/dataviews/wp';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, linkTo } from '../api';
import { Section } from '../fields';
import { useRun } from '../run';
import { formatMoney } from '../values';
import { dateColumn, plain } from './columns';
import { List, Opener } from './list';
import { formatInstant, options } from './words';

interface Delivery {
  id: string;
  order: string;
  reference: string;
  method: 'pickup' | 'post';
  state: string;
  code: string;
  place: string;
  tracking: string;
  lines: { name: string; quantity: number }[];
  createdAt: string;
}

const deliveryStates = (): Record<string, string> => ({
  waiting: __('To prepare', 'parterre'),
  prepared: __('Ready', 'parterre'),
  sent: __('Sent', 'parterre'),
  done: __('Handed over', 'parterre'),
  cancelled: __('Cancelled', 'parterre'),
});

const deliveryMethods = (): Record<string, string> => ({
  pickup: __('Pick-up', 'parterre'),
  post: __('Post', 'parterre'),
});

/** Goods from paid to handed over: a shelf to work off, and slips to put into parcels. */
export function Deliveries({ openOrder }: { openOrder: (id: string) => void }) {
  const { can } = window.parterreAdmin;
  const [version, setVersion] = useState(0);
  const [sending, setSending] = useState<Delivery | null>(null);
  const { run, notice } = useRun();
  const states = deliveryStates();
  const methods = deliveryMethods();
  const move = (delivery: Delivery, state: string, tracking = '') =>
    run('move', async () => {
      await ask(`/deliveries/${delivery.id}`, 'POST', { state, tracking });
      setVersion((one) => one + 1);
      /* translators: 1: code of a delivery, 2: what it is now */
      return sprintf(__('%1$s: %2$s.', 'parterre'), delivery.code, states[state] ?? state);
    });
  const action = (state: string, label: string, from: string[], posted: boolean | null = null): Action<Delivery> => ({
    id: state,
    label,
    isEligible: (item) => from.includes(item.state) && (posted === null || (item.method === 'post') === posted),
    callback: ([item]) => {
      if (!item) return;
      if (state === 'sent') setSending(item);
      else void move(item, state);
    },
  });
  const fields: Field<Delivery>[] = [
    {
      id: 'what',
      label: __('What', 'parterre'),
      ...plain,
      enableHiding: false,
      getValue: ({ item }) => item.lines.map((line) => `${line.quantity} × ${line.name}`).join(', '),
    },
    {
      id: 'code',
      label: __('Code', 'parterre'),
      ...plain,
      render: ({ item }) => <code>{item.code}</code>,
    },
    {
      id: 'reference',
      label: __('Order no.', 'parterre'),
      ...plain,
      render: ({ item }) => <Opener onClick={() => openOrder(item.order)}>{item.reference}</Opener>,
    },
    {
      id: 'method',
      label: __('How', 'parterre'),
      enableSorting: false,
      elements: options(methods),
      filterBy: { operators: ['isAny'], isPrimary: true },
      render: ({ item }) => (
        <>
          {methods[item.method] ?? item.method}
          {item.place && ` · ${item.place}`}
        </>
      ),
    },
    {
      id: 'state',
      label: __('State', 'parterre'),
      enableSorting: false,
      elements: options(states),
      filterBy: { operators: ['isAny'], isPrimary: true },
      render: ({ item }) => (
        <>
          {states[item.state] ?? item.state}
          {item.tracking && ` · ${item.tracking}`}
        </>
      ),
    },
    dateColumn(),
  ];
  const slips = (label: string, query: Record<string, string>) => (
    <Button __next40pxDefaultSize variant="secondary" href={linkTo('/deliveries/slips', query)} target="_blank">
      {label}
    </Button>
  );
  return (
    <>
      {notice}
      <List<Delivery>
        title={__('Deliveries', 'parterre')}
        path="/deliveries"
        version={version}
        fields={fields}
        titleField="what"
        columns={['code', 'reference', 'method', 'state']}
        searchLabel={__('Code, or reference of the order', 'parterre')}
        empty={__('There is nothing to hand over or to send.', 'parterre')}
        bar={
          can['parterre_view_personal'] && (
            <>
              {slips(__('Slips: to post', 'parterre'), { state: 'waiting,prepared', method: 'post' })}
              {slips(__('Slips: to pick up', 'parterre'), { state: 'waiting,prepared', method: 'pickup' })}
            </>
          )
        }
        below={
          sending && (
            <Sending
              key={sending.id}
              delivery={sending}
              onClose={() => setSending(null)}
              onSend={(tracking) => void move(sending, 'sent', tracking).then((sent) => sent && setSending(null))}
            />
          )
        }
        actions={
          can['parterre_serve_orders']
            ? [
                action('prepared', __('Ready', 'parterre'), ['waiting']),
                action('sent', __('Sent…', 'parterre'), ['waiting', 'prepared'], true),
                action('done', __('Handed over', 'parterre'), ['waiting', 'prepared', 'sent']),
                action('waiting', __('Not ready after all', 'parterre'), ['prepared']),
              ]
            : []
        }
      />
      <Withdrawals openOrder={openOrder} />
    </>
  );
}

/** A parcel leaves: its buyer is written to, with the carrier's number where there is one. */
function Sending({
  delivery,
  onSend,
  onClose,
}: {
  delivery: Delivery;
  onSend: (tracking: string) => void;
  onClose: () => void;
}) {
  const [tracking, setTracking] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend(tracking);
      }}
    >
      <Section
        /* translators: %s: code of a delivery */
        title={sprintf(__('%s is sent', 'parterre'), delivery.code)}
        help={__('The buyer is written to.', 'parterre')}
      >
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Number of the carrier (may stay empty)', 'parterre')}
          value={tracking}
          maxLength={100}
          onChange={setTracking}
        />
        <div className="parterre-row">
          <Button __next40pxDefaultSize variant="primary" type="submit">
            {__('It has left', 'parterre')}
          </Button>
          <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
            {__('Leave it', 'parterre')}
          </Button>
        </div>
      </Section>
    </form>
  );
}

interface Withdrawal {
  id: string;
  order: string;
  reference: string;
  currency: string;
  amountMinor: number;
  declaredAt: string;
}

/** Goods that buyers send back: once they are here, the money leaves. */
function Withdrawals({ openOrder }: { openOrder: (id: string) => void }) {
  const { can, locale } = window.parterreAdmin;
  const [items, setItems] = useState<Withdrawal[]>([]);
  const [problem, setProblem] = useState('');
  const { busy, run, notice } = useRun();
  useEffect(() => {
    ask<{ items: Withdrawal[] }>('/withdrawals')
      .then((answer) => setItems(answer.items))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  if (items.length === 0 && !problem) return null;
  return (
    <Section
      title={__('Coming back', 'parterre')}
      help={__('Buyers withdrew from these. The money leaves once the goods are here.', 'parterre')}
    >
      {notice}
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <ul className="parterre-lines">
        {items.map((item) => (
          <li key={item.id} className="is-wrapping">
            <span>
              <Opener onClick={() => openOrder(item.order)}>{item.reference}</Opener>
              <small>{formatInstant(item.declaredAt, locale)}</small>
            </span>
            <span className="parterre-row">
              <span className="parterre-amount">{formatMoney(item.amountMinor, item.currency, locale)}</span>
              {can['parterre_refund'] && (
                <Button
                  __next40pxDefaultSize
                  variant="secondary"
                  disabled={busy !== ''}
                  onClick={() =>
                    void run('received', async () => {
                      const answer = await ask<{ items: Withdrawal[] }>(`/withdrawals/${item.id}/received`, 'POST');
                      setItems(answer.items);
                      return __('The money is on its way back.', 'parterre');
                    })
                  }
                >
                  {__('The goods are here', 'parterre')}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
