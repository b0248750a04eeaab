import { Button, CheckboxControl, RadioControl } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { failureSources, periodWords, sameAs, type Failures } from '../failures';
import { Period } from '../period';
import { Count, Moment, Price, Section, Text } from '../fields';
import { useRun } from '../run';
import { Sure } from '../sure';
import { formatMoney, fromWall, toWall } from '../values';
import { formatInstant } from './words';

export type What = 'refund' | 'code' | 'replay';

/** What an act made good, as the act tells it. */
export interface Amends {
  what: What;
  from: string;
  until: string;
  /** Hundredths of a percent. */
  percent: number | null;
  amountMinor: number | null;
  validUntil: string | null;
  /** Minor units by currency that went back so far. */
  given: Record<string, number>;
}

interface Preview {
  tickets: number;
  people: number;
  orders: number;
  free: number;
  currencies: Record<string, number>;
  windows: number;
  given: number;
  forgotten: boolean;
}

const DAY_MS = 86_400_000;
/** A code that somebody gets for tonight is for another season. */
const CODE_DAYS = 180;
const LONGER_DAYS = 14;

/** The end of a day that is so many days after a moment, by the clocks of a zone. */
const days = (count: number, zone: string, after = Date.now()): string | null =>
  fromWall(`${toWall(new Date(after + count * DAY_MS).toISOString(), zone).slice(0, 10)}T23:59`, zone);

/** Money by currency, as minor units; nothing at all is nothing in the venue's. */
export function amounts(currencies: Record<string, number>): string {
  const { locale, currency } = window.parterreAdmin;
  const all = Object.entries(currencies).map(([name, minor]) => formatMoney(minor, name, locale));
  return all.join(', ') || formatMoney(0, currency, locale);
}

/** What an act is called, in the list of what was done. */
export function amendsTitle({ what, percent, amountMinor, validUntil }: Amends): string {
  const { locale, currency } = window.parterreAdmin;
  const percentage = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const worth =
    percent === null ? formatMoney(amountMinor ?? 0, currency, locale) : percentage.format(percent / 10_000);
  const day = validUntil ? formatInstant(validUntil, locale) : '';
  if (what === 'refund') {
    /* translators: %s: a percentage */
    return sprintf(__('Picture failed: %s of the price goes back', 'parterre'), worth);
  }
  return what === 'code'
    ? /* translators: 1: a percentage or an amount, 2: a date and time */
      sprintf(__('Picture failed: a code over %1$s until %2$s', 'parterre'), worth, day)
    : /* translators: %s: a date and time */
      sprintf(__('Picture failed: the replay plays until %s', 'parterre'), day);
}

/** After a show whose picture failed: a part of the money, a code or a longer replay. Said first, done after. */
export function MakeGood<Act>({ show, onBegun }: { show: string; onBegun: (act: Act) => void }) {
  const { locale } = window.parterreAdmin;
  const [known, setKnown] = useState<Failures | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  const [what, setWhat] = useState<What>('refund');
  const [worth, setWorth] = useState<'percent' | 'amount'>('percent');
  const [percent, setPercent] = useState<number | null>(25);
  const [amount, setAmount] = useState(500);
  const [codeUntil, setCodeUntil] = useState<string | null>(null);
  const [replayUntil, setReplayUntil] = useState<string | null>(null);
  const [withLive, setWithLive] = useState(true);
  const [message, setMessage] = useState('');
  const [preview, setPreview] = useState<Preview | null>(null);
  const { busy, problems, run, notice } = useRun();
  useEffect(() => {
    ask<Failures>(`/desk/${show}/failures`)
      .then((answer) => {
        setKnown(answer);
        setFrom(answer.failures[0]?.from ?? null);
        setUntil(answer.failures[0]?.until ?? null);
        // From where it ends now, or from today where it has ended.
        const end = Date.parse(answer.replayUntil ?? '');
        const after = Number.isNaN(end) ? Date.now() : Math.max(end, Date.now());
        setReplayUntil(days(LONGER_DAYS, answer.timeZone, after));
        setCodeUntil(days(CODE_DAYS, answer.timeZone));
      })
      // A show that was never live, or that nobody may see: there is nothing to make good.
      .catch(() => {});
  }, [show]);
  if (!known?.endedAt || !known.mayAmend) return null;
  const zone = known.timeZone;
  const wish = {
    ...{ what, from, until },
    percent: what === 'refund' || (what === 'code' && worth === 'percent') ? (percent ?? 0) * 100 : null,
    amountMinor: what === 'code' && worth === 'amount' ? amount : null,
    validUntil: what === 'replay' ? replayUntil : what === 'code' ? codeUntil : null,
    withLive: what === 'replay' && withLive,
  };
  /** Whatever is changed, what was said before is no longer what would be done. */
  const changes =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      setPreview(null);
    };
  const look = () =>
    run('look', async () => {
      const query = new URLSearchParams(
        Object.entries(wish).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
      );
      setPreview(await ask<Preview>(`/shows/${show}/amends?${query}`));
    });
  const send = () =>
    run('send', async () => {
      onBegun(await ask<Act>(`/shows/${show}/amends`, 'POST', { ...wish, message }));
      setPreview(null);
    });
  const sources = failureSources();
  const nobody = preview !== null && what !== 'replay' && preview.tickets === 0;
  return (
    <form
      className="parterre-amends"
      onSubmit={(event) => {
        event.preventDefault();
        void look();
      }}
    >
      <Section
        title={__('The picture failed: make good for it', 'parterre')}
        help={__(
          'You see first whom it concerns and what it costs. Each order and each person is served once, whatever happens meanwhile.',
          'parterre',
        )}
      >
        {notice}
        {known.failures.length > 0 && (
          <div className="parterre-field">
            <RadioControl
              label={__('When', 'parterre')}
              selected={String(known.failures.findIndex((one) => sameAs(one, from, until)))}
              options={known.failures.map((one, index) => ({
                value: String(index),
                label: `${periodWords(one.from, one.until, zone, locale)}, ${sources[one.source]}`,
              }))}
              onChange={(index) => {
                const one = known.failures[Number(index)];
                setFrom(one?.from ?? null);
                setUntil(one?.until ?? null);
                setPreview(null);
              }}
            />
          </div>
        )}
        <Period
          from={from}
          until={until}
          zone={zone}
          problems={problems}
          onFrom={changes(setFrom)}
          onUntil={changes(setUntil)}
        />
        <div className="parterre-field">
          <RadioControl
            label={__('What they get', 'parterre')}
            selected={what}
            options={[
              {
                value: 'refund',
                label: __('A part of the price back', 'parterre'),
                description: __('For whoever was inside then; the money goes to who paid.', 'parterre'),
              },
              {
                value: 'code',
                label: __('A code for another evening', 'parterre'),
                description: __('For whoever was inside then: one of their own each, good once.', 'parterre'),
              },
              {
                value: 'replay',
                label: __('A longer replay', 'parterre'),
                description: __('For everybody whose ticket holds the stream.', 'parterre'),
              },
            ]}
            onChange={(value) => changes(setWhat)(value as What)}
          />
        </div>
        {what === 'code' && (
          <div className="parterre-field">
            <RadioControl
              label={__('The code takes off', 'parterre')}
              selected={worth}
              options={[
                { value: 'percent', label: __('A percentage', 'parterre') },
                { value: 'amount', label: __('An amount for each ticket they had', 'parterre') },
              ]}
              onChange={(value) => changes(setWorth)(value as typeof worth)}
            />
          </div>
        )}
        {(what === 'refund' || (what === 'code' && worth === 'percent')) && (
          <Count
            label={what === 'refund' ? __('Percent of what was paid', 'parterre') : __('Percent', 'parterre')}
            value={percent}
            onChange={changes(setPercent)}
            problem={problems['percent']}
          />
        )}
        {what === 'code' && worth === 'amount' && (
          <Price
            label={__('Amount', 'parterre')}
            value={amount}
            onChange={changes(setAmount)}
            problem={problems['amountMinor']}
          />
        )}
        {what !== 'refund' && (
          <Moment
            label={
              what === 'code' ? __('The code is valid until', 'parterre') : __('The replay plays until', 'parterre')
            }
            value={what === 'code' ? codeUntil : replayUntil}
            zone={zone}
            onChange={changes(what === 'code' ? setCodeUntil : setReplayUntil)}
            problem={problems['validUntil']}
          />
        )}
        {what === 'replay' && (
          <CheckboxControl
            __nextHasNoMarginBottom
            label={__('Who had the live stream alone gets the replay too', 'parterre')}
            checked={withLive}
            onChange={changes(setWithLive)}
          />
        )}
        <Text
          rows={3}
          label={__('What you say to them', 'parterre')}
          value={message}
          onChange={setMessage}
          help={__('Stands in the mail, in your own words.', 'parterre')}
        />
        <div role="status">
          {preview && (
            <p className="parterre-foresight">
              {preview.forgotten && what !== 'replay'
                ? __('Who was inside is known for 90 days: it is forgotten by now.', 'parterre')
                : foresight(what, preview)}
            </p>
          )}
        </div>
        {preview && !nobody ? (
          <Sure
            question={__('Everybody it concerns is written to. This cannot be undone. Sure?', 'parterre')}
            act={
              what === 'refund'
                ? /* translators: %s: an amount of money */
                  sprintf(__('Give %s back', 'parterre'), amounts(preview.currencies))
                : what === 'code'
                  ? __('Send the codes', 'parterre')
                  : __('Let the replay play longer', 'parterre')
            }
            grave={what === 'refund'}
            busy={busy === 'send'}
            onYes={() => void send()}
            onNo={() => setPreview(null)}
          />
        ) : (
          <div className="parterre-row">
            <Button
              __next40pxDefaultSize
              variant="secondary"
              type="submit"
              isBusy={busy === 'look'}
              disabled={busy !== ''}
              accessibleWhenDisabled
            >
              {__('See what it would do', 'parterre')}
            </Button>
          </div>
        )}
      </Section>
    </form>
  );
}

/** What would happen, to how many, for how much. */
function foresight(what: What, preview: Preview): string {
  const people = sprintf(
    /* translators: %d: number of people */
    _n('%d person', '%d people', preview.people, 'parterre'),
    preview.people,
  );
  const tickets = sprintf(
    /* translators: %d: number of tickets */
    _n('%d ticket', '%d tickets', preview.tickets, 'parterre'),
    preview.tickets,
  );
  if (what === 'replay') {
    return [
      sprintf(
        /* translators: %d: number of tickets */
        _n('%d replay plays longer;', '%d replays play longer;', preview.windows, 'parterre'),
        preview.windows,
      ),
      sprintf(
        /* translators: %d: number of tickets */
        _n('%d live ticket gets one;', '%d live tickets get one;', preview.given, 'parterre'),
        preview.given,
      ),
      sprintf(
        /* translators: %d: number of people */
        _n('%d person is written to.', '%d people are written to.', preview.people, 'parterre'),
        preview.people,
      ),
    ].join(' ');
  }
  if (preview.tickets === 0) return __('Nobody is known to have been inside then.', 'parterre');
  /* translators: 1: a number of tickets, 2: a number of people */
  const inside = sprintf(__('Inside then: %1$s, held by %2$s.', 'parterre'), tickets, people);
  if (what === 'code') return inside;
  return [
    inside,
    sprintf(
      /* translators: 1: an amount of money, 2: number of orders */
      _n('%1$s goes back, to %2$d order.', '%1$s goes back, to %2$d orders.', preview.orders, 'parterre'),
      amounts(preview.currencies),
      preview.orders,
    ),
    preview.free > 0
      ? sprintf(
          /* translators: %d: number of orders */
          _n(
            '%d cost nothing or has nothing left, and gets nothing.',
            '%d cost nothing or have nothing left, and get nothing.',
            preview.free,
            'parterre',
          ),
          preview.free,
        )
      : '',
  ]
    .join(' ')
    .trim();
}
