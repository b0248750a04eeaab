import { __ } from '@wordpress/i18n';
import type { Field } from '@wordpress/dataviews/wp';
import { List, Opener } from './list';
import { formatInstant, options, ticketKinds, ticketSources, ticketStates } from './words';

interface Ticket {
  id: string;
  show: { id: string; title: string };
  kind: string;
  source: string;
  state: string;
  test: boolean;
  order: { id: string; reference: string } | null;
  createdAt: string;
  voidReason: string;
}

/** Every ticket there is, whoever holds it and however it came about. */
export function Tickets({ openOrder }: { openOrder: (id: string) => void }) {
  const { locale } = window.parterreAdmin;
  const [kinds, sources, states] = [ticketKinds(), ticketSources(), ticketStates()];
  const choice = (id: 'kind' | 'source' | 'state', label: string, words: Record<string, string>): Field<Ticket> => ({
    id,
    label,
    enableSorting: false,
    elements: options(words),
    filterBy: { operators: ['isAny'], isPrimary: id !== 'source' },
    render: ({ item }) => <>{words[item[id]] ?? item[id]}</>,
  });
  const fields: Field<Ticket>[] = [
    {
      id: 'title',
      label: __('Show', 'parterre'),
      enableSorting: false,
      enableHiding: false,
      filterBy: false,
      getValue: ({ item }) => item.show.title,
    },
    choice('kind', __('Kind', 'parterre'), kinds),
    choice('source', __('How', 'parterre'), sources),
    choice('state', __('State', 'parterre'), states),
    {
      id: 'order',
      label: __('Order no.', 'parterre'),
      enableSorting: false,
      filterBy: false,
      getValue: ({ item }) => item.order?.reference ?? '',
      render: ({ item }) =>
        item.order ? (
          <Opener onClick={() => item.order && openOrder(item.order.id)}>{item.order.reference}</Opener>
        ) : (
          <>–</>
        ),
    },
    {
      id: 'date',
      label: __('Date', 'parterre'),
      enableSorting: false,
      filterBy: false,
      getValue: ({ item }) => item.createdAt,
      render: ({ item }) => <>{formatInstant(item.createdAt, locale)}</>,
    },
  ];
  return (
    <List<Ticket>
      title={__('Tickets', 'parterre')}
      path="/tickets"
      fields={fields}
      titleField="title"
      columns={['kind', 'source', 'state', 'order', 'date']}
      searchLabel={__('Reference or whole e-mail address', 'parterre')}
      empty={__('There are no tickets yet.', 'parterre')}
    />
  );
}
