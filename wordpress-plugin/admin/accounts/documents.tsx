import type { Field } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import { linkTo } from '../api';
import { Amount, plain } from '../office/columns';
import { List, Opener } from '../office/list';
import { formatInstant, options } from '../office/words';
import { formatMoney } from '../values';

interface Document {
  id: string;
  kind: string;
  label: string;
  order: string;
  reference: string;
  issuedAt: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
}

const documentKinds = (): Record<string, string> => ({
  invoice: __('Invoice', 'parterre'),
  creditNote: __('Credit note', 'parterre'),
});

/** Invoices and credit notes. The list names nobody; whoever may see addresses opens them. */
export function Documents({ openOrder }: { openOrder: (id: string) => void }) {
  const { can, locale } = window.parterreAdmin;
  const kinds = documentKinds();
  const fields: Field<Document>[] = [
    {
      id: 'label',
      label: __('Number', 'parterre'),
      ...plain,
      enableHiding: false,
      render: ({ item }) =>
        can['parterre_view_personal'] ? (
          <a href={linkTo(`/documents/${item.id}/print`)} target="_blank" rel="noreferrer">
            {item.label}
          </a>
        ) : (
          <>{item.label}</>
        ),
    },
    {
      id: 'kind',
      label: __('Kind', 'parterre'),
      enableSorting: false,
      elements: options(kinds),
      filterBy: { operators: ['isAny'], isPrimary: true },
      render: ({ item }) => <>{kinds[item.kind] ?? item.kind}</>,
    },
    {
      id: 'reference',
      label: __('Order no.', 'parterre'),
      ...plain,
      render: ({ item }) => <Opener onClick={() => openOrder(item.order)}>{item.reference}</Opener>,
    },
    {
      id: 'date',
      label: __('Date', 'parterre'),
      ...plain,
      render: ({ item }) => <>{formatInstant(item.issuedAt, locale)}</>,
    },
    {
      id: 'total',
      label: __('With VAT', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <span className="parterre-amount">
          {item.kind === 'creditNote' && '−'}
          {formatMoney(item.totalMinor, item.currency, locale)}
        </span>
      ),
    },
    {
      id: 'tax',
      label: __('VAT', 'parterre'),
      ...plain,
      render: ({ item }) => <Amount minor={item.taxMinor} currency={item.currency} />,
    },
  ];
  return (
    <List<Document>
      title={__('Invoices and credit notes', 'parterre')}
      path="/documents"
      fields={fields}
      titleField="label"
      columns={['kind', 'reference', 'date', 'total', 'tax']}
      searchLabel={__('Number, or reference of the order', 'parterre')}
      empty={__('There is no invoice yet. Test orders have none.', 'parterre')}
      actions={
        can['parterre_view_personal']
          ? [
              {
                id: 'print',
                label: __('Print', 'parterre'),
                callback: ([item]) => item && void open(linkTo(`/documents/${item.id}/print`), '_blank', 'noreferrer'),
              },
            ]
          : []
      }
    />
  );
}
