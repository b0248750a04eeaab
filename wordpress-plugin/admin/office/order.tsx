import { Button, Notice, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useCallback, useEffect, useState } from 'react';
import { ask } from '../api';
import { formatMoney } from '../values';
import { AddressForm } from './aftersale';
import { isInForce, RefundForm } from './refund';
import { formatInstant, happenings, orderStates, refundStates, ticketKinds, ticketStates } from './words';

export interface OrderLine {
  id: string;
  name: string;
  quantity: number;
  unitMinor: number;
  discountMinor: number;
  totalMinor: number;
  refundedQuantity: number;
  refundedMinor: number;
}

export interface OrderDetail {
  id: string;
  reference: string;
  state: string;
  gateway: string;
  test: boolean;
  email: string;
  country: string | null;
  currency: string;
  totalMinor: number;
  refundedMinor: number;
  createdAt: string;
  paidAt: string | null;
  lines: OrderLine[];
  tickets: {
    id: string;
    line: string | null;
    kind: string;
    show: string;
    state: string;
    voidReason: string;
    /** Somebody else's than the buyer's: a gift, or handed on. */
    elsewhere: boolean;
    usedAt: string | null;
  }[];
  deliveries: {
    id: string;
    method: string;
    state: string;
    code: string;
    lines: { name: string; quantity: number }[];
  }[];
  refunds: { id: string; amountMinor: number; state: string; reason: string; createdAt: string }[];
  history: { at: string; what: string; by: string | null; detail: Record<string, unknown> }[];
}

/** One order: what was bought, what was paid, what it gave, what happened since, and what can be done about it. */
export function OrderView({ id, onClose }: { id: string; onClose: () => void }) {
  const [order, setOrder] = useState<OrderDetail | null>(null);
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState('');
  const [said, setSaid] = useState('');
  const [refunding, setRefunding] = useState(false);
  /** What is getting another address: the order, or the ticket of this id. */
  const [moving, setMoving] = useState('');
  const [busy, setBusy] = useState(false);
  const { can, locale } = window.parterreAdmin;
  const load = useCallback(() => {
    ask<OrderDetail>(`/orders/${id}`)
      .then(setOrder)
      .catch((error: Error) => setProblem(error.message));
  }, [id]);
  useEffect(load, [load]);
  const act = async (path: string, done: string) => {
    setBusy(true);
    setProblem('');
    try {
      await ask(`/orders/${id}${path}`, 'POST');
      setSaid(done);
      load();
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const reveal = () =>
    void ask<{ email: string }>(`/orders/${id}/address`, 'POST')
      .then((answer) => setEmail(answer.email))
      .catch((error: Error) => setProblem(error.message));
  const money = (minor: number) => formatMoney(minor, order?.currency ?? 'EUR', locale);
  const states = orderStates();
  const kinds = ticketKinds();
  return (
    <>
      <div className="parterre-bar">
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
          {__('All orders', 'parterre')}
        </Button>
        <strong className="parterre-bar-title">
          {/* translators: %s: reference of an order */}
          {order ? sprintf(__('Order %s', 'parterre'), order.reference) : __('Order no.', 'parterre')}
        </strong>
        {order?.state === 'paid' && can['parterre_refund'] && order.lines.some(isInForce) && (
          <Button __next40pxDefaultSize variant="secondary" onClick={() => setRefunding(true)} disabled={refunding}>
            {__('Refund…', 'parterre')}
          </Button>
        )}
      </div>
      {problem && (
        <Notice status="error" onRemove={() => setProblem('')}>
          {problem}
        </Notice>
      )}
      {said && (
        <Notice status="success" onRemove={() => setSaid('')}>
          {said}
        </Notice>
      )}
      {!order && !problem && <Spinner />}
      {order && (
        <>
          <section className="parterre-section">
            <dl className="parterre-facts">
              <dt>{__('State', 'parterre')}</dt>
              <dd>
                {states[order.state] ?? order.state}
                {order.test && <small className="parterre-test">{__('test', 'parterre')}</small>}
              </dd>
              <dt>{__('Buyer', 'parterre')}</dt>
              <dd>
                {email || order.email}{' '}
                {can['parterre_view_personal'] && !email && (
                  <Button variant="link" onClick={reveal}>
                    {__('Show the address', 'parterre')}
                  </Button>
                )}
              </dd>
              <dt>{__('Ordered', 'parterre')}</dt>
              <dd>{formatInstant(order.createdAt, locale)}</dd>
              {order.paidAt && (
                <>
                  <dt>{__('Paid', 'parterre')}</dt>
                  <dd>{formatInstant(order.paidAt, locale)}</dd>
                </>
              )}
              {order.country && (
                <>
                  <dt>{__('Country', 'parterre')}</dt>
                  <dd>{order.country}</dd>
                </>
              )}
            </dl>
            <ul className="parterre-lines">
              {order.lines.map((line) => (
                <li key={line.id}>
                  <span>
                    {line.quantity} × {line.name}
                    {line.refundedQuantity > 0 && (
                      <small>
                        {/* translators: %d: number of pieces */}
                        {sprintf(__('%d given back', 'parterre'), line.refundedQuantity)}
                      </small>
                    )}
                  </span>
                  <span className="parterre-amount">{money(line.totalMinor)}</span>
                </li>
              ))}
              <li className="is-total">
                <span>{__('Total', 'parterre')}</span>
                <span className="parterre-amount">{money(order.totalMinor)}</span>
              </li>
              {order.refundedMinor > 0 && (
                <li>
                  <span>{__('Given back', 'parterre')}</span>
                  <span className="parterre-amount">{money(-order.refundedMinor)}</span>
                </li>
              )}
            </ul>
            {can['parterre_serve_orders'] && ['pending', 'processing', 'expired', 'failed'].includes(order.state) && (
              <Button
                __next40pxDefaultSize
                variant="secondary"
                disabled={busy}
                onClick={() => void act('/settle', __('The payment provider was asked again.', 'parterre'))}
              >
                {__('Ask the payment provider again', 'parterre')}
              </Button>
            )}
          </section>
          {order.state === 'paid' && can['parterre_serve_orders'] && (
            <div className="parterre-row">
              <Button
                __next40pxDefaultSize
                variant="secondary"
                disabled={busy}
                onClick={() => void act('/mail', __('The confirmation is on its way to the buyer.', 'parterre'))}
              >
                {__('Send the confirmation again', 'parterre')}
              </Button>
              <Button
                __next40pxDefaultSize
                variant="secondary"
                disabled={busy || moving === order.id}
                onClick={() => setMoving(order.id)}
              >
                {__('Change the address…', 'parterre')}
              </Button>
            </div>
          )}
          {moving && (
            <AddressForm
              key={moving}
              title={moving === order.id ? __('Change the address', 'parterre') : __('Hand the ticket on', 'parterre')}
              help={
                moving === order.id
                  ? __(
                      'Order and tickets belong to the new address at once. It gets the confirmation, the old one is told, and devices that used it are logged out of this order. It is written into the audit.',
                      'parterre',
                    )
                  : __(
                      'The ticket, and those that go together with it, belong to the new address at once and get a new code. Both mailboxes are told, and the order stays the buyer’s. It is written into the audit.',
                      'parterre',
                    )
              }
              button={moving === order.id ? __('Change the address', 'parterre') : __('Hand on', 'parterre')}
              path={moving === order.id ? `/orders/${order.id}/email` : `/orders/${order.id}/tickets/${moving}/holder`}
              onClose={() => setMoving('')}
              onDone={() => {
                setMoving('');
                setEmail('');
                setSaid(__('Done. Both mailboxes are told.', 'parterre'));
                load();
              }}
            />
          )}
          {refunding && (
            <RefundForm
              order={order}
              onClose={() => setRefunding(false)}
              onDone={(sentence) => {
                setRefunding(false);
                setSaid(sentence);
                load();
              }}
            />
          )}
          {order.refunds.length > 0 && (
            <section className="parterre-section">
              <h2>{__('Refunds', 'parterre')}</h2>
              <ul className="parterre-lines">
                {order.refunds.map((refund) => (
                  <li key={refund.id}>
                    <span>
                      {formatInstant(refund.createdAt, locale)}
                      <small>{refund.reason}</small>
                    </span>
                    <span className="parterre-amount">
                      {money(refund.amountMinor)}
                      <small>{refundStates()[refund.state] ?? refund.state}</small>
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {order.tickets.length > 0 && (
            <section className="parterre-section">
              <h2>{__('Tickets', 'parterre')}</h2>
              <ul className="parterre-lines">
                {order.tickets.map((ticket) => (
                  <li key={ticket.id}>
                    <span>
                      {kinds[ticket.kind] ?? ticket.kind}
                      {ticket.elsewhere && <small>{__('belongs to somebody else', 'parterre')}</small>}
                    </span>
                    <span>
                      {ticket.usedAt === null
                        ? (ticketStates()[ticket.state] ?? ticket.state)
                        : __('came in', 'parterre')}
                      {can['parterre_serve_orders'] && ticket.state === 'valid' && ticket.usedAt === null && (
                        <>
                          {' '}
                          <Button
                            __next40pxDefaultSize
                            variant="tertiary"
                            disabled={busy}
                            onClick={() => setMoving(ticket.id)}
                          >
                            {__('Hand on…', 'parterre')}
                          </Button>
                        </>
                      )}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {order.deliveries.length > 0 && (
            <section className="parterre-section">
              <h2>{__('Deliveries', 'parterre')}</h2>
              <ul className="parterre-lines">
                {order.deliveries.map((delivery) => (
                  <li key={delivery.id}>
                    <span>{delivery.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</span>
                    <code>{delivery.code}</code>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="parterre-section">
            <h2>{__('What happened', 'parterre')}</h2>
            <ol className="parterre-history">
              {order.history.map((entry, index) => (
                <li key={index}>
                  <time dateTime={entry.at}>{formatInstant(entry.at, locale)}</time>{' '}
                  <span>{happenings()[entry.what] ?? entry.what}</span>
                  {entry.by !== null && <span className="parterre-by">{entry.by}</span>}
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
    </>
  );
}
