import { __ } from '@wordpress/i18n';
import type { Field } from '@wordpress/dataviews/wp';
import { List } from '../office/list';
import { formatInstant, happenings } from '../office/words';

interface Entry {
  id: string;
  at: string;
  user: string;
  action: string;
  subject: string;
  detail: Record<string, unknown>;
}

/** Who did what with money and personal data, newest first. Nothing here can be changed. */
export function Audit() {
  const { locale } = window.parterreAdmin;
  const column = (id: string, label: string, value: (entry: Entry) => string): Field<Entry> => ({
    id,
    label,
    enableSorting: false,
    filterBy: false,
    getValue: ({ item }) => value(item),
  });
  return (
    <List<Entry>
      title={__('Audit', 'parterre')}
      path="/privacy/audit"
      titleField="action"
      columns={['at', 'user', 'subject', 'detail']}
      fields={[
        column('action', __('What', 'parterre'), (entry) => happenings()[entry.action] ?? entry.action),
        column('at', __('Date', 'parterre'), (entry) => formatInstant(entry.at, locale)),
        column('user', __('Who', 'parterre'), (entry) => entry.user),
        column('subject', __('About', 'parterre'), (entry) => entry.subject),
        column('detail', __('Detail', 'parterre'), (entry) =>
          Object.entries(entry.detail)
            .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
            .join(', '),
        ),
      ]}
      searchLabel={__('Name of an act, or an id', 'parterre')}
      empty={__('Nothing has been written down yet.', 'parterre')}
    />
  );
}
