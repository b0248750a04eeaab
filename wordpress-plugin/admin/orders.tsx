import { Button, Notice, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from './api';
import type { Order } from './types';
import { formatMoney } from './values';

interface Answer {
  orders: Order[];
  total: number;
  perPage: number;
}

function stateLabel(state: string): string {
  const labels: Record<string, string> = {
    pending: __('Being paid', 'parterre'),
    paid: __('Paid', 'parterre'),
    failed: __('Failed', 'parterre'),
    expired: __('Expired', 'parterre'),
    cancelled: __('Cancelled', 'parterre'),
    refunded: __('Refunded', 'parterre'),
  };
  return labels[state] ?? state;
}

/** Orders, to look at. Addresses are masked; looking at one in full is written down. */
export function Orders() {
  const [page, setPage] = useState(1);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [shown, setShown] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState('');
  const { can, locale } = window.parterreAdmin;
  useEffect(() => {
    ask<Answer>(`/orders?page=${page}`)
      .then(setAnswer)
      .catch((error: Error) => setProblem(error.message));
  }, [page]);
  const reveal = (order: string) => {
    ask<{ email: string }>(`/orders/${order}/address`, 'POST')
      .then(({ email }) => setShown((before) => ({ ...before, [order]: email })))
      .catch((error: Error) => setProblem(error.message));
  };
  const pages = answer ? Math.max(1, Math.ceil(answer.total / answer.perPage)) : 1;
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Orders', 'parterre')}</strong>
      </div>
      {problem && (
        <Notice status="error" onRemove={() => setProblem('')}>
          {problem}
        </Notice>
      )}
      {!answer && !problem && <Spinner />}
      {answer?.orders.length === 0 && (
        <p className="parterre-empty">{__('Nobody has bought anything yet.', 'parterre')}</p>
      )}
      {answer && answer.orders.length > 0 && (
        <div className="parterre-scroll" role="region" aria-label={__('Orders', 'parterre')} tabIndex={0}>
          <table className="parterre-table">
            <thead>
              <tr>
                <th scope="col">{__('Order', 'parterre')}</th>
                <th scope="col">{__('Date', 'parterre')}</th>
                <th scope="col">{__('What', 'parterre')}</th>
                <th scope="col">{__('Buyer', 'parterre')}</th>
                <th scope="col">{__('State', 'parterre')}</th>
                <th scope="col" className="is-number">
                  {__('Total', 'parterre')}
                </th>
              </tr>
            </thead>
            <tbody>
              {answer.orders.map((order) => (
                <tr key={order.id}>
                  <th scope="row">{order.reference}</th>
                  <td>
                    {new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
                      new Date(order.createdAt),
                    )}
                  </td>
                  <td>{order.lines.map((line) => `${line.quantity} × ${line.name}`).join(', ')}</td>
                  <td>
                    {shown[order.id] ?? order.email}{' '}
                    {can['parterre_view_personal'] && !shown[order.id] && (
                      <Button variant="link" onClick={() => reveal(order.id)}>
                        {__('Show', 'parterre')}
                      </Button>
                    )}
                  </td>
                  <td>
                    {stateLabel(order.state)}
                    {order.test && <small className="parterre-test">{__('test', 'parterre')}</small>}
                  </td>
                  <td className="is-number">{formatMoney(order.totalMinor, order.currency, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pages > 1 && (
        <div className="parterre-row">
          <Button __next40pxDefaultSize variant="secondary" disabled={page <= 1} onClick={() => setPage(page - 1)}>
            {__('Newer', 'parterre')}
          </Button>
          {/* translators: 1: number of this page, 2: number of pages */}
          <span>{sprintf(__('%1$d of %2$d', 'parterre'), page, pages)}</span>
          <Button __next40pxDefaultSize variant="secondary" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {__('Older', 'parterre')}
          </Button>
        </div>
      )}
    </>
  );
}
