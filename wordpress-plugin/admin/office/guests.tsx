import { Button, Notice, SelectControl, TextareaControl, TextControl } from '@wordpress/components';
import type { Field } from '@wordpress/dataviews/wp';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Wrong } from '../fields';
import { useRun } from '../run';
import type { Problems } from '../types';
import { plain } from './columns';
import { List } from './list';
import { ShowChoice } from './show-choice';
import { formatInstant, LINES } from './words';

interface Guest {
  id: string;
  list: string;
  name: string;
  email: string;
  quantity: number;
  arrived: number;
  kind: string;
  note: string;
  state: 'invited' | 'withdrawn';
  invitedBy: string;
  createdAt: string;
}

interface GuestList {
  name: string;
  most: number | null;
  guests: number;
  places: number;
}

const kindLabels = (): Record<string, string> => ({
  hall: __('In the hall', 'parterre'),
  live: __('Livestream', 'parterre'),
  replay: __('Replay', 'parterre'),
});

/** Guests and press: who is invited to a show, on which list, by whom. */
export function Guests({ show, choose }: { show: string | null; choose: (show: string) => void }) {
  return (
    <>
      <ShowChoice show={show} choose={choose} />
      {show && <Lists key={show} show={show} />}
    </>
  );
}

function Lists({ show }: { show: string }) {
  const { locale, can } = window.parterreAdmin;
  const [version, setVersion] = useState(0);
  const [lists, setLists] = useState<GuestList[]>([]);
  const [said, setSaid] = useState('');
  const changed = () => setVersion((one) => one + 1);
  const mayServe = can['parterre_serve_orders'] === true;
  useEffect(() => {
    ask<{ lists: GuestList[] }>(`/shows/${show}/guests?perPage=1`)
      .then((answer) => setLists(answer.lists))
      .catch(() => setLists([]));
  }, [show, version]);
  const kinds = kindLabels();
  const fields: Field<Guest>[] = [
    { id: 'name', label: __('Name', 'parterre'), ...plain, enableHiding: false },
    { id: 'list', label: __('List', 'parterre'), ...plain },
    {
      id: 'quantity',
      label: __('Places', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <>
          {item.quantity}
          {/* translators: %d: how many guests came in */}
          {item.arrived > 0 ? ` (${sprintf(__('%d in', 'parterre'), item.arrived)})` : ''}
        </>
      ),
    },
    { id: 'kind', label: __('For', 'parterre'), ...plain, render: ({ item }) => <>{kinds[item.kind] ?? item.kind}</> },
    { id: 'email', label: __('Address', 'parterre'), ...plain, render: ({ item }) => <>{item.email || '–'}</> },
    { id: 'note', label: __('Note', 'parterre'), ...plain },
    {
      id: 'state',
      label: __('State', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <>{item.state === 'invited' ? __('Invited', 'parterre') : __('Invitation withdrawn', 'parterre')}</>
      ),
    },
    {
      id: 'invitedBy',
      label: __('Invited by', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <>
          {item.invitedBy} · {formatInstant(item.createdAt, locale)}
        </>
      ),
    },
  ];
  const act =
    (what: string, done: string) =>
    ([guest]: Guest[]) => {
      if (!guest) return;
      ask(`/shows/${show}/guests/${what}`, 'POST', { guest: guest.id })
        .then(() => setSaid(done))
        .catch((error: Error) => setSaid(error.message))
        .finally(changed);
    };
  return (
    <>
      {said && (
        <Notice status="info" onRemove={() => setSaid('')}>
          {said}
        </Notice>
      )}
      {lists.length > 0 && (
        <dl className="parterre-counts">
          {lists.map((list) => (
            <div key={list.name}>
              <dt>{list.name}</dt>
              <dd>
                {list.places}
                {list.most === null ? '' : ` / ${list.most}`} <small>{__('places', 'parterre')}</small>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <List<Guest>
        title={__('Guests', 'parterre')}
        path={`/shows/${show}/guests`}
        fields={fields}
        titleField="name"
        columns={['list', 'quantity', 'kind', 'email', 'note', 'state', 'invitedBy']}
        searchLabel={__('Name or whole e-mail address', 'parterre')}
        empty={__('Nobody is invited yet.', 'parterre')}
        version={version}
        actions={
          mayServe
            ? [
                {
                  id: 'mail',
                  label: __('Send the invitation again', 'parterre'),
                  isEligible: (item) => item.state === 'invited' && item.email !== '',
                  callback: act('mail', __('The invitation is on its way.', 'parterre')),
                },
                {
                  id: 'withdraw',
                  label: __('Withdraw', 'parterre'),
                  isEligible: (item) => item.state === 'invited',
                  callback: act('withdraw', __('The invitation is withdrawn; its tickets let nobody in.', 'parterre')),
                },
              ]
            : []
        }
      />
      {mayServe && (
        <>
          <Invite show={show} lists={lists} changed={changed} />
          <Import show={show} lists={lists} changed={changed} />
          <Limit show={show} lists={lists} changed={changed} />
        </>
      )}
    </>
  );
}

interface FormProps {
  show: string;
  lists: GuestList[];
  changed: () => void;
}

/** What a field says under itself. */
const help = (problems: Problems, field: string) =>
  problems[field] ? { help: <span className="parterre-problem">{problems[field]}</span> } : {};

function ListField({
  value,
  onChange,
  lists,
  problems,
}: {
  value: string;
  onChange: (list: string) => void;
  lists: GuestList[];
  problems: Problems;
}) {
  const names = [...new Set([__('Guests', 'parterre'), __('Press', 'parterre'), ...lists.map(({ name }) => name)])];
  return (
    <>
      <TextControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={__('List', 'parterre')}
        value={value}
        onChange={onChange}
        list="parterre-guest-lists"
        {...help(problems, 'list')}
      />
      <datalist id="parterre-guest-lists">
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function KindField({ value, onChange }: { value: string; onChange: (kind: string) => void }) {
  return (
    <SelectControl
      __next40pxDefaultSize
      __nextHasNoMarginBottom
      label={__('For', 'parterre')}
      value={value}
      options={Object.entries(kindLabels()).map(([kind, label]) => ({ label, value: kind }))}
      onChange={onChange}
    />
  );
}

function Invite({ show, lists, changed }: FormProps) {
  const blank = { list: __('Guests', 'parterre'), name: '', email: '', quantity: '1', kind: 'hall', note: '' };
  const [guest, setGuest] = useState(blank);
  const { busy, problems, run, notice } = useRun();
  const set = (field: keyof typeof blank) => (value: string) => setGuest((before) => ({ ...before, [field]: value }));
  const save = () =>
    void run('invite', async () => {
      await ask(`/shows/${show}/guests`, 'POST', { ...guest, quantity: Number(guest.quantity) });
      setGuest((before) => ({ ...blank, list: before.list, kind: before.kind }));
      changed();
    });
  return (
    <form
      className="parterre-panel"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>{__('Invite somebody', 'parterre')}</h2>
      {notice}
      <div className="parterre-grid">
        <ListField value={guest.list} onChange={set('list')} lists={lists} problems={problems} />
        <KindField value={guest.kind} onChange={set('kind')} />
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Name', 'parterre')}
          value={guest.name}
          onChange={set('name')}
          {...help(problems, 'name')}
        />
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          type="email"
          label={__('E-mail address', 'parterre')}
          value={guest.email}
          onChange={set('email')}
          {...help(problems, 'email')}
        />
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          type="number"
          min={1}
          max={20}
          label={__('Places', 'parterre')}
          value={guest.quantity}
          onChange={set('quantity')}
          {...help(problems, 'quantity')}
        />
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Note', 'parterre')}
          value={guest.note}
          onChange={set('note')}
        />
      </div>
      <Button __next40pxDefaultSize variant="primary" type="submit" isBusy={busy !== ''} disabled={busy !== ''}>
        {__('Invite', 'parterre')}
      </Button>
    </form>
  );
}

function Import({ show, lists, changed }: FormProps) {
  const [list, setList] = useState<string>(__('Press', 'parterre'));
  const [kind, setKind] = useState('hall');
  const [text, setText] = useState('');
  const [said, setSaid] = useState<{ invited: number; refused: { line: number; problem: string }[] } | null>(null);
  const { busy, problems, run, notice } = useRun();
  const save = () =>
    void run('import', async () => {
      setSaid(null);
      const answer = await ask<{ invited: number; refused: { line: number; problem: string }[] }>(
        `/shows/${show}/guests/import`,
        'POST',
        { list, kind, text },
      );
      setSaid(answer);
      // What could not be taken stays, to be mended.
      const lines = text.trim().split(LINES);
      setText(answer.refused.map(({ line }) => lines[line - 1] ?? '').join('\n'));
      changed();
    });
  return (
    <details className="parterre-panel">
      <summary>{__('Paste a list', 'parterre')}</summary>
      {notice}
      {said && (
        <Notice status={said.refused.length ? 'warning' : 'success'} isDismissible={false}>
          {/* translators: %d: number of guests */}
          {sprintf(__('%d invited.', 'parterre'), said.invited)}
          <ul>
            {said.refused.map(({ line, problem: why }) => (
              <li key={line}>
                {/* translators: 1: number of a line, 2: what is wrong with it */}
                {sprintf(__('Line %1$d: %2$s', 'parterre'), line, why)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="parterre-grid">
        <ListField value={list} onChange={setList} lists={lists} problems={{}} />
        <KindField value={kind} onChange={setKind} />
      </div>
      <TextareaControl
        __nextHasNoMarginBottom
        rows={6}
        label={__('One guest a line', 'parterre')}
        help={__('Name, e-mail address, places, note – as copied from a spreadsheet.', 'parterre')}
        value={text}
        onChange={setText}
      />
      <Wrong problem={problems['text']} />
      <Button
        __next40pxDefaultSize
        variant="secondary"
        isBusy={busy !== ''}
        disabled={busy !== '' || text.trim() === ''}
        onClick={save}
      >
        {__('Invite all', 'parterre')}
      </Button>
    </details>
  );
}

function Limit({ show, lists, changed }: FormProps) {
  const [list, setList] = useState<string>(__('Guests', 'parterre'));
  const [most, setMost] = useState('');
  const { busy, problems, run, notice } = useRun();
  const save = () =>
    void run('limit', async () => {
      await ask(`/shows/${show}/guests/limit`, 'POST', { list, most: most === '' ? null : Number(most) });
      changed();
      return __('Saved.', 'parterre');
    });
  return (
    <details className="parterre-panel">
      <summary>{__('Limit a list', 'parterre')}</summary>
      {notice}
      <div className="parterre-grid">
        <ListField value={list} onChange={setList} lists={lists} problems={{}} />
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          type="number"
          min={0}
          label={__('Places at most; empty for no limit', 'parterre')}
          value={most}
          onChange={setMost}
          {...help(problems, 'most')}
        />
      </div>
      <Button __next40pxDefaultSize variant="secondary" disabled={busy !== ''} onClick={save}>
        {__('Save', 'parterre')}
      </Button>
    </details>
  );
}
