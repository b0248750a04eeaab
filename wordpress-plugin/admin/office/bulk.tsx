import { Button, CheckboxControl, Notice, RadioControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { periodWords } from '../failures';
import { Moment, Section, Text } from '../fields';
import { useRun } from '../run';
import { formatMoney } from '../values';
import { amendsTitle, amounts, MakeGood, type Amends } from './amends';
import { orderColumn, plain, stateColumn } from './columns';
import { List } from './list';
import { ShowChoice } from './show-choice';
import { formatInstant } from './words';

interface Progress {
  orders: number;
  waiting: number;
  asked: number;
  done: number;
  failed: number;
  refunds: number;
  keeps: number;
  donations: number;
  codes: number;
  replays: number;
  nothing: number;
  unreachable: number;
  refundedMinor: number;
}

/** A show that was cancelled or moved, or amends for a picture that failed, and how far that has got. */
interface Act {
  id: string;
  kind: 'cancel' | 'postpone' | 'amends';
  message: string;
  oldStartsAt: string;
  newStartsAt: string | null;
  chooseUntil: string | null;
  state: 'running' | 'done';
  choices: string[];
  createdAt: string;
  progress: Progress;
  amends: Amends | null;
}

interface Item {
  id: string;
  /** The order; null for somebody whose ticket was given. */
  order: string | null;
  reference: string;
  email: string;
  state: string;
  choice: string;
  amountMinor: number;
  totalMinor: number;
  currency: string;
  error: string;
  mayChoose: boolean;
}

const itemStates = (): Record<string, string> => ({
  failed: __('Failed', 'parterre'),
  asked: __('May choose', 'parterre'),
  waiting: __('Waits', 'parterre'),
  done: __('Done', 'parterre'),
});

const choiceLabels = (): Record<string, string> => ({
  keep: __('Keeps the ticket', 'parterre'),
  refund: __('Money back', 'parterre'),
  donate: __('Leaves it to the venue', 'parterre'),
  code: __('Code', 'parterre'),
  replay: __('Longer replay', 'parterre'),
  nothing: __('Nothing to give back', 'parterre'),
  unreachable: __('No address is known', 'parterre'),
});

/** Cancels or moves a show for everybody, or makes good for a picture that failed, and shows how far that has got. */
export function Bulk({
  show,
  choose,
  openOrder,
}: {
  show: string | null;
  choose: (show: string) => void;
  openOrder: (id: string) => void;
}) {
  return (
    <>
      <ShowChoice show={show} choose={choose} />
      {show && <OfShow key={show} show={show} openOrder={openOrder} />}
    </>
  );
}

function OfShow({ show, openOrder }: { show: string; openOrder: (id: string) => void }) {
  const [acts, setActs] = useState<Act[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    ask<{ acts: Act[] }>(`/shows/${show}/bulk`)
      .then((answer) => setActs(answer.acts))
      .catch((error: Error) => setProblem(error.message));
  }, [show]);
  const put = (act: Act) => setActs((all) => [act, ...(all ?? []).filter(({ id }) => id !== act.id)]);
  const cancelled = acts?.some(({ kind }) => kind === 'cancel') ?? false;
  return (
    <>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {acts?.map((act) => (
        <ActView key={act.id} act={act} onMoved={put} openOrder={openOrder} />
      ))}
      {acts && !cancelled && <MakeGood<Act> show={show} onBegun={put} />}
      {acts && !cancelled && <Begin show={show} onBegun={put} />}
    </>
  );
}

interface Preview {
  orders: number;
  currencies: Record<string, number>;
}

type When = 'now' | 'ask';

/** Says what is about to happen, to whom, for how much, before it happens. */
function Begin({ show, onBegun }: { show: string; onBegun: (act: Act) => void }) {
  const { locale, timeZone: zone } = window.parterreAdmin;
  const [kind, setKind] = useState<'cancel' | 'postpone'>('postpone');
  const [known, setKnown] = useState(true);
  const [dates, setDates] = useState<Record<'doorsAt' | 'startsAt' | 'endsAt', string | null>>({
    doorsAt: null,
    startsAt: null,
    endsAt: null,
  });
  const [when, setWhen] = useState<When>('ask');
  const [chooseUntil, setChooseUntil] = useState<string | null>(null);
  const [message, setMessage] = useState('');
  const [sure, setSure] = useState(false);
  const [preview, setPreview] = useState<Preview | null>(null);
  const { busy, problems, run, notice } = useRun();
  useEffect(() => {
    ask<Preview>(`/shows/${show}/bulk/preview`)
      .then(setPreview)
      .catch(() => setPreview(null));
  }, [show]);
  const amounts = preview
    ? Object.entries(preview.currencies)
        .map(([currency, minor]) => formatMoney(minor, currency, locale))
        .join(', ') || formatMoney(0, window.parterreAdmin.currency, locale)
    : '…';
  const asks = when === 'ask';
  const send = () =>
    void run('send', async () => {
      const act = await ask<Act>(`/shows/${show}/${kind}`, 'POST', {
        message,
        chooseUntil: asks ? chooseUntil : null,
        ...(kind === 'postpone' ? (known ? dates : { doorsAt: null, startsAt: null, endsAt: null }) : {}),
      });
      onBegun(act);
      setSure(false);
    });
  const moment = (name: 'doorsAt' | 'startsAt' | 'endsAt', label: string) => (
    <Moment
      label={label}
      value={dates[name]}
      zone={zone}
      onChange={(value) => setDates({ ...dates, [name]: value })}
      problem={problems[name]}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Section
        title={__('Cancel or move this show', 'parterre')}
        help={__('Everybody who has a ticket is written to, one after the other. You can leave meanwhile.', 'parterre')}
      >
        {notice}
        <div className="parterre-field">
          <RadioControl
            label={__('What happens', 'parterre')}
            selected={kind}
            options={[
              { value: 'postpone', label: __('The show moves to another date', 'parterre') },
              { value: 'cancel', label: __('The show is cancelled', 'parterre') },
            ]}
            onChange={(value) => {
              setKind(value as typeof kind);
              setWhen(value === 'cancel' ? 'now' : 'ask');
              setSure(false);
            }}
          />
        </div>
        {kind === 'postpone' && (
          <>
            <CheckboxControl
              __nextHasNoMarginBottom
              label={__('The new date is not known yet', 'parterre')}
              checked={!known}
              onChange={(on) => setKnown(!on)}
            />
            {known && (
              <div className="parterre-grid">
                {moment('doorsAt', __('Doors', 'parterre'))}
                {moment('startsAt', __('Start', 'parterre'))}
                {moment('endsAt', __('End', 'parterre'))}
              </div>
            )}
          </>
        )}
        <div className="parterre-field">
          <RadioControl
            label={__('Money', 'parterre')}
            selected={when}
            options={
              kind === 'cancel'
                ? [
                    { value: 'now', label: __('Goes back to everybody, now', 'parterre') },
                    {
                      value: 'ask',
                      label: __('Ask first: until a day, a buyer may leave it to the venue', 'parterre'),
                    },
                  ]
                : [
                    { value: 'ask', label: __('Whoever cannot come may have it back until a day', 'parterre') },
                    { value: 'now', label: __('Tickets move along; nobody is asked', 'parterre') },
                  ]
            }
            onChange={(value) => setWhen(value as When)}
          />
        </div>
        {asks && (
          <Moment
            label={__('They may choose until', 'parterre')}
            value={chooseUntil}
            zone={zone}
            onChange={setChooseUntil}
            problem={problems['chooseUntil']}
          />
        )}
        <Text
          rows={3}
          label={__('What you say to them', 'parterre')}
          value={message}
          onChange={setMessage}
          problem={problems['message']}
          help={__('Stands in the mail, in your own words.', 'parterre')}
        />
        <p role="status">
          {preview &&
            (kind === 'cancel'
              ? /* translators: 1: number of orders, 2: amount of money */
                sprintf(__('%1$d orders; %2$s goes back in all.', 'parterre'), preview.orders, amounts)
              : /* translators: 1: number of orders, 2: amount of money */
                sprintf(__('%1$d orders; at most %2$s goes back.', 'parterre'), preview.orders, asks ? amounts : '0'))}
        </p>
        <CheckboxControl
          __nextHasNoMarginBottom
          label={
            kind === 'cancel'
              ? __('I know that this cannot be undone', 'parterre')
              : __('The dates are right: everybody is written to', 'parterre')
          }
          checked={sure}
          onChange={setSure}
        />
        <div className="parterre-row">
          <Button
            __next40pxDefaultSize
            variant="primary"
            isDestructive={kind === 'cancel'}
            type="submit"
            isBusy={busy !== ''}
            disabled={busy !== '' || !sure || (asks && chooseUntil === null)}
          >
            {kind === 'cancel'
              ? __('Cancel the show for everybody', 'parterre')
              : __('Move the show for everybody', 'parterre')}
          </Button>
        </div>
      </Section>
    </form>
  );
}

/** One act: while somebody watches it gets on without cron; closed, it goes on by itself. */
function ActView({
  act,
  onMoved,
  openOrder,
}: {
  act: Act;
  onMoved: (act: Act) => void;
  openOrder: (id: string) => void;
}) {
  const { locale, currency, timeZone } = window.parterreAdmin;
  const { progress } = act;
  const { busy, run, notice } = useRun();
  const [version, setVersion] = useState(0);
  const [away, setAway] = useState(false);
  const working = act.state === 'running' && progress.waiting > 0;
  useEffect(() => {
    if (!working) return undefined;
    let wanted = true;
    const timer = setTimeout(
      () => {
        ask<Act>(`/bulk/${act.id}/work`, 'POST')
          .then((next) => {
            if (!wanted) return;
            setAway(false);
            setVersion((one) => one + 1);
            onMoved(next);
          })
          .catch(() => wanted && setAway(true));
      },
      // What is left may wait for its provider: no need to ask every moment.
      away ? 10_000 : 1000,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
    // A new answer brings a new act: that is what moves this on.
    // oxlint-disable-next-line exhaustive-deps
  }, [act, working, away]);
  const settled = progress.orders - progress.waiting;
  // Money goes to orders, everything else to people.
  const people = act.amends !== null && act.amends.what !== 'refund';
  const facts: [string, string | number][] = [
    [people ? __('People', 'parterre') : __('Orders', 'parterre'), progress.orders],
    [__('Waiting', 'parterre'), progress.waiting],
    [__('May choose', 'parterre'), progress.asked],
    [__('Money back', 'parterre'), progress.refunds],
    [__('Keep the ticket', 'parterre'), progress.keeps],
    [__('Left to the venue', 'parterre'), progress.donations],
    [__('Codes', 'parterre'), progress.codes],
    [__('Longer replay', 'parterre'), progress.replays],
    [__('Nothing to give back', 'parterre'), progress.nothing],
    [__('No address is known', 'parterre'), progress.unreachable],
    [__('Failed', 'parterre'), progress.failed],
    [
      __('Gone back', 'parterre'),
      progress.refundedMinor === 0
        ? 0
        : act.amends
          ? amounts(act.amends.given)
          : formatMoney(progress.refundedMinor, currency, locale),
    ],
  ];
  return (
    <Section
      title={
        act.amends
          ? amendsTitle(act.amends)
          : act.kind === 'cancel'
            ? /* translators: %s: a date and time */
              sprintf(__('Cancelled: the show of %s', 'parterre'), formatInstant(act.oldStartsAt, locale))
            : act.newStartsAt
              ? /* translators: 1: a date and time, 2: a date and time */
                sprintf(
                  __('Moved from %1$s to %2$s', 'parterre'),
                  formatInstant(act.oldStartsAt, locale),
                  formatInstant(act.newStartsAt, locale),
                )
              : /* translators: %s: a date and time */
                sprintf(__('Postponed: the show of %s', 'parterre'), formatInstant(act.oldStartsAt, locale))
      }
      help={act.message}
    >
      {notice}
      {act.amends && <p>{periodWords(act.amends.from, act.amends.until, timeZone, locale)}</p>}
      {progress.orders > 0 && (
        <progress
          className="parterre-progress"
          max={progress.orders}
          value={settled}
          aria-label={__('Progress', 'parterre')}
        />
      )}
      <p role="status">
        {act.state === 'done'
          ? __('All done.', 'parterre')
          : working
            ? sprintf(
                people
                  ? /* translators: 1: number of people who are served, 2: number of people */
                    __('%1$d of %2$d people.', 'parterre')
                  : /* translators: 1: number of orders that are done, 2: number of orders */
                    __('%1$d of %2$d orders.', 'parterre'),
                settled,
                progress.orders,
              )
            : act.chooseUntil
              ? /* translators: %s: a date and time */
                sprintf(__('Buyers may choose until %s.', 'parterre'), formatInstant(act.chooseUntil, locale))
              : ''}
        {away && ` ${__('The site did not answer; trying again.', 'parterre')}`}
      </p>
      <dl className="parterre-counts">
        {facts
          .filter(([, value], index) => index === 0 || value !== 0)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {progress.failed > 0 && (
        <Button
          __next40pxDefaultSize
          variant="secondary"
          disabled={busy !== ''}
          onClick={() => void run('retry', async () => onMoved(await ask<Act>(`/bulk/${act.id}/retry`, 'POST')))}
        >
          {__('Try the failed ones again', 'parterre')}
        </Button>
      )}
      <details>
        <summary>{people ? __('Person by person', 'parterre') : __('Order by order', 'parterre')}</summary>
        <Items
          act={act}
          version={version}
          openOrder={openOrder}
          choose={(order, choice) =>
            void run('choose', async () => {
              onMoved(await ask<Act>(`/bulk/${act.id}/choose`, 'POST', { order, choice }));
              setVersion((one) => one + 1);
            })
          }
        />
      </details>
    </Section>
  );
}

function Items({
  act,
  version,
  openOrder,
  choose,
}: {
  act: Act;
  version: number;
  openOrder: (id: string) => void;
  choose: (order: string, choice: string) => void;
}) {
  const { locale } = window.parterreAdmin;
  const states = itemStates();
  const labels = choiceLabels();
  const open = (item: Item) => item.order && openOrder(item.order);
  const columns = ['email', 'state', 'choice', ...(act.amends && act.amends.what !== 'refund' ? [] : ['amount'])];
  return (
    <List<Item>
      title={__('Orders', 'parterre')}
      path={`/bulk/${act.id}/items`}
      version={version}
      titleField="reference"
      columns={columns}
      open={open}
      fields={[
        orderColumn(open),
        { id: 'email', label: __('Buyer', 'parterre'), ...plain },
        stateColumn(states, (item) => item.error && <small>{item.error}</small>),
        {
          id: 'choice',
          label: act.amends ? __('Given', 'parterre') : __('Choice', 'parterre'),
          ...plain,
          render: ({ item }) => <>{labels[item.choice] ?? '–'}</>,
        },
        {
          id: 'amount',
          label: __('Gone back', 'parterre'),
          ...plain,
          render: ({ item }) => (
            <span className="parterre-amount">
              {formatMoney(item.amountMinor, item.currency, locale)} /{' '}
              {formatMoney(item.totalMinor, item.currency, locale)}
            </span>
          ),
        },
      ]}
      actions={act.choices.map((choice) => ({
        id: choice,
        label: labels[choice] ?? choice,
        isEligible: (item: Item) => item.mayChoose && item.choice !== choice,
        callback: ([item]: Item[]) => item && choose(item.id, choice),
      }))}
      empty={__('Nobody had a ticket.', 'parterre')}
    />
  );
}
