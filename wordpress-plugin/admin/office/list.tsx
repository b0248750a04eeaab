import { Button, Notice, Spinner } from '@wordpress/components';
import { useViewportMatch } from '@wordpress/compose';
import type { Action, Field, SupportedLayouts, View } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import { lazy, Suspense, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { ask } from '../api';
import { teachListWords } from './list-words';

/** What a list's route answers. */
export interface Page<Item> {
  items: Item[];
  total: number;
}

interface ListProps<Item extends { id: string }> {
  title: string;
  /** Route that answers a `Page`; gets `page`, `perPage`, `search`, `sort`, `order` and a parameter for each filter. */
  path: string;
  fields: Field<Item>[];
  /** What stands in bold, and under it on a phone. */
  titleField: string;
  /** Columns of a table, and lines of a card on a phone. */
  columns: string[];
  actions?: Action<Item>[];
  open?: (item: Item) => void;
  /** Buttons beside the title. */
  bar?: ReactNode;
  /** What those buttons open: between the title and the list. */
  below?: ReactNode;
  searchLabel?: string;
  /** Sentence for a list without anything. */
  empty: string;
  /** Moves when the list has to be read again. */
  version?: number;
  /** Further parameters, such as the show a list is about. */
  query?: Record<string, string>;
}

/** DataViews weighs more than all other screens together: it comes with the first list that is opened. */
// `lazy` forgets that the component is generic, and its own type cannot be resolved for an `Item` that is not known yet.
const DataViews = lazy(async () => {
  // From here, not from the part that is fetched: WordPress hands out translations of the first script alone.
  teachListWords();
  return { default: (await import('./data-views')).DataViews };
}) as unknown as <Item>(props: DataViewsProps<Item>) => ReactElement;

interface DataViewsProps<Item> {
  view: View;
  onChangeView: (view: View) => void;
  onChangeSelection: (ids: string[]) => void;
  fields: Field<Item>[];
  actions: Action<Item>[];
  data: Item[];
  getItemId: (item: Item) => string;
  isLoading: boolean;
  paginationInfo: { totalItems: number; totalPages: number };
  defaultLayouts: SupportedLayouts;
  search?: boolean;
  searchLabel?: string;
  empty: ReactNode;
}

const PER_PAGE = 25;

/**
 * A list that the server searches, filters, sorts and cuts into pages. A table where there is room, cards on a phone; all of it
 * by keyboard.
 */
export function List<Item extends { id: string }>({
  title,
  path,
  fields,
  titleField,
  columns,
  actions = [],
  open,
  bar,
  below,
  searchLabel,
  empty,
  version = 0,
  query = {},
}: ListProps<Item>) {
  const wide = useViewportMatch('medium');
  const [view, setView] = useState<View>({
    type: 'table',
    page: 1,
    perPage: PER_PAGE,
    search: '',
    filters: [],
    titleField,
    fields: columns,
  });
  const [answer, setAnswer] = useState<Page<Item> | null>(null);
  const [busy, setBusy] = useState(true);
  const [problem, setProblem] = useState('');
  const [tries, setTries] = useState(0);
  const parameters = new URLSearchParams({
    page: String(view.page ?? 1),
    perPage: String(view.perPage ?? PER_PAGE),
    ...(view.search ? { search: view.search } : {}),
    ...(view.sort ? { sort: view.sort.field, order: view.sort.direction } : {}),
    ...Object.fromEntries(
      (view.filters ?? [])
        .filter(({ value }) => value !== undefined && value !== '')
        .map(({ field, value }) => [field, Array.isArray(value) ? value.join(',') : String(value)]),
    ),
    ...query,
  }).toString();
  useEffect(() => {
    let wanted = true;
    setBusy(true);
    ask<Page<Item>>(`${path}${path.includes('?') ? '&' : '?'}${parameters}`)
      .then((page) => {
        if (!wanted) return;
        setAnswer(page);
        setProblem('');
      })
      .catch((error: Error) => wanted && setProblem(error.message))
      .finally(() => wanted && setBusy(false));
    return () => {
      wanted = false;
    };
  }, [path, parameters, version, tries]);
  const total = answer?.total ?? 0;
  const untouched = !view.search && (view.filters ?? []).every(({ value }) => value === undefined);
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{title}</strong>
        {bar}
      </div>
      {below}
      {problem && (
        <Notice
          status="error"
          isDismissible={false}
          actions={[{ label: __('Try again', 'parterre'), onClick: () => setTries(tries + 1) }]}
        >
          {problem}
        </Notice>
      )}
      {!answer && !problem && <Spinner />}
      {answer && total === 0 && untouched ? (
        <p className="parterre-empty">{empty}</p>
      ) : (
        answer && (
          <Suspense fallback={<Spinner />}>
            <div className="parterre-list">
              <DataViews<Item>
                view={wide ? view : { ...view, type: 'list' }}
                onChangeView={(next) => setView({ ...next, type: 'table' } as View)}
                // On a phone a line is chosen where a table has a link.
                onChangeSelection={(ids) => {
                  const chosen = wide ? undefined : answer.items.find((item) => item.id === ids[0]);
                  if (chosen) open?.(chosen);
                }}
                fields={fields}
                actions={actions}
                data={answer.items}
                getItemId={(item: Item) => item.id}
                isLoading={busy}
                paginationInfo={{
                  totalItems: total,
                  totalPages: Math.max(1, Math.ceil(total / (view.perPage ?? PER_PAGE))),
                }}
                defaultLayouts={{ table: true, list: true }}
                {...(searchLabel ? { searchLabel } : { search: false })}
                empty={<p>{__('Nothing fits this search.', 'parterre')}</p>}
              />
            </div>
          </Suspense>
        )
      )}
    </>
  );
}

/** A link that opens what a line stands for: a keyboard reaches it, a screen reader names it. */
export function Opener({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="link" className="parterre-opener" onClick={onClick}>
      {children}
    </Button>
  );
}
