import { Spinner } from '@wordpress/components';
import type { Field } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { plain } from './columns';
import { List } from './list';
import { ShowChoice } from './show-choice';
import { formatInstant } from './words';

interface Entry {
  id: string;
  email: string;
  quantity: number;
  kind: 'hall' | 'any';
  state: string;
  joinedAt: string;
  until: string | null;
}

type Counts = Record<string, { entries: number; places: number }>;

const stateLabels = (): Record<string, string> => ({
  offered: __('Places kept', 'parterre'),
  waiting: __('Waiting', 'parterre'),
  bought: __('Bought', 'parterre'),
  missed: __('Time passed', 'parterre'),
  left: __('Left', 'parterre'),
});

/** Who waits for places of a show, in line. Addresses are masked. */
export function WaitingLists({ show, choose }: { show: string | null; choose: (show: string) => void }) {
  return (
    <>
      <ShowChoice show={show} choose={choose} />
      {show && <Line key={show} show={show} />}
    </>
  );
}

function Line({ show }: { show: string }) {
  const { locale, can } = window.parterreAdmin;
  const [version, setVersion] = useState(0);
  const [counts, setCounts] = useState<Counts | null>(null);
  useEffect(() => {
    ask<{ counts: Counts }>(`/shows/${show}/waiting?perPage=1`)
      .then((answer) => setCounts(answer.counts))
      .catch(() => setCounts({}));
  }, [show, version]);
  const labels = stateLabels();
  const fields: Field<Entry>[] = [
    { id: 'email', label: __('Address', 'parterre'), ...plain, enableHiding: false },
    { id: 'quantity', label: __('Places', 'parterre'), ...plain },
    {
      id: 'kind',
      label: __('For', 'parterre'),
      ...plain,
      render: ({ item }) => <>{item.kind === 'hall' ? __('Hall', 'parterre') : __('Hall or stream', 'parterre')}</>,
    },
    {
      id: 'state',
      label: __('State', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <>
          {labels[item.state] ?? item.state}
          {item.until ? ` · ${formatInstant(item.until, locale)}` : ''}
        </>
      ),
    },
    {
      id: 'joinedAt',
      label: __('Waiting since', 'parterre'),
      ...plain,
      render: ({ item }) => <>{formatInstant(item.joinedAt, locale)}</>,
    },
  ];
  return (
    <>
      {!counts && <Spinner />}
      {counts && (
        <dl className="parterre-counts">
          {Object.entries(labels)
            .filter(([state]) => counts[state])
            .map(([state, label]) => (
              <div key={state}>
                <dt>{label}</dt>
                <dd>
                  {counts[state]?.entries}{' '}
                  <small>
                    {counts[state]?.places} {__('places', 'parterre')}
                  </small>
                </dd>
              </div>
            ))}
        </dl>
      )}
      <List<Entry>
        title={__('Waiting list', 'parterre')}
        path={`/shows/${show}/waiting`}
        fields={fields}
        titleField="email"
        columns={['quantity', 'kind', 'state', 'joinedAt']}
        empty={__('Nobody waits.', 'parterre')}
        version={version}
        actions={
          can['parterre_serve_orders']
            ? [
                {
                  id: 'remove',
                  label: __('Take off the list', 'parterre'),
                  isEligible: (item) => item.state === 'waiting' || item.state === 'offered',
                  callback: ([item]) => {
                    if (!item) return;
                    void ask(`/shows/${show}/waiting/remove`, 'POST', { entry: item.id }).finally(() =>
                      setVersion((one) => one + 1),
                    );
                  },
                },
              ]
            : []
        }
      />
    </>
  );
}
