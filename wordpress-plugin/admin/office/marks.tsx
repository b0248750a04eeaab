import { Button, Notice, TextControl } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Section, Wrong } from '../fields';
import { useRun } from '../run';
import { Opener } from './list';
import { formatInstant, ticketKinds, ticketSources, ticketStates } from './words';

interface Found {
  code: string;
  show: { id: string; title: string };
  ticket: { id: string; kind: string; source: string; state: string };
  order: { id: string; reference: string } | null;
  /** A masked address; empty where nobody knows any more. */
  holder: string;
  device: string;
  /** The ticket is somebody else's than the buyer's now. */
  handedOn: boolean;
  from: string;
  until: string;
  watchedMs: number;
}

/** Somebody has a film of the show, and reads a code off it: whose ticket was that? */
export function Marks({ openOrder }: { openOrder: (id: string) => void }) {
  const [code, setCode] = useState('');
  const [found, setFound] = useState<Found[] | null>(null);
  const { busy, problems, run, notice } = useRun();
  const look = () =>
    run('look', async () => {
      setFound(null);
      setFound((await ask<{ found: Found[] }>('/marks', 'POST', { code })).found);
    });
  return (
    <>
      <Section
        title={__('Code in the picture', 'parterre')}
        help={__(
          'A film of a marked show has eight letters and digits in it, in two groups, at a place that changes every few minutes. Each look-up is written into the audit.',
          'parterre',
        )}
      >
        {notice}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <div className="parterre-field">
            <TextControl
              __next40pxDefaultSize
              __nextHasNoMarginBottom
              label={__('Code', 'parterre')}
              help={__('Type ? for a letter you cannot read, two at most.', 'parterre')}
              className="parterre-code"
              value={code}
              placeholder="AC7K 3WXP"
              maxLength={20}
              autoComplete="off"
              spellCheck={false}
              onChange={setCode}
            />
            <Wrong problem={problems['code']} />
          </div>
          <Button
            __next40pxDefaultSize
            variant="primary"
            type="submit"
            isBusy={busy !== ''}
            disabled={busy !== '' || code.trim() === ''}
            accessibleWhenDisabled
          >
            {__('Look it up', 'parterre')}
          </Button>
        </form>
      </Section>
      <div role="status">
        {found?.length === 0 && (
          <Notice status="warning" isDismissible={false}>
            {__('No device had this code in the last 90 days. Read it again: a letter may be another one.', 'parterre')}
          </Notice>
        )}
        {found && found.length > 0 && (
          <p>
            {sprintf(
              /* translators: %d: how many devices */
              _n('%d device had this code.', '%d devices had such a code.', found.length, 'parterre'),
              found.length,
            )}{' '}
            {__('It says on which ticket’s device the picture was, not who held the phone that filmed it.', 'parterre')}
          </p>
        )}
      </div>
      {found?.map((one) => (
        <Device key={`${one.code} ${one.from}`} found={one} openOrder={openOrder} />
      ))}
    </>
  );
}

function Device({ found, openOrder }: { found: Found; openOrder: (id: string) => void }) {
  const { locale } = window.parterreAdmin;
  const { code, show, ticket, order, holder, device, handedOn, from, until, watchedMs } = found;
  const words = [ticketKinds()[ticket.kind], ticketSources()[ticket.source], ticketStates()[ticket.state]];
  return (
    <Section title={`${code.slice(0, 4)} ${code.slice(4)}`}>
      <dl className="parterre-facts">
        <dt>{__('Show', 'parterre')}</dt>
        <dd>{show.title || show.id}</dd>
        <dt>{__('Watched', 'parterre')}</dt>
        <dd>
          {sprintf(
            /* translators: 1 and 2: dates with times, 3: number of minutes */
            __('%1$s to %2$s, %3$d min of picture', 'parterre'),
            formatInstant(from, locale),
            formatInstant(until, locale),
            Math.round(watchedMs / 60_000),
          )}
        </dd>
        <dt>{__('Whose device', 'parterre')}</dt>
        <dd>
          {holder || __('unknown', 'parterre')}
          {device && ` · ${device}`}
        </dd>
        <dt>{__('Ticket', 'parterre')}</dt>
        <dd>
          {words.filter(Boolean).join(' · ') || __('no longer kept', 'parterre')}
          {handedOn && ` · ${__('belongs to somebody else', 'parterre')}`}
        </dd>
        <dt>{__('Order no.', 'parterre')}</dt>
        <dd>{order ? <Opener onClick={() => openOrder(order.id)}>{order.reference}</Opener> : '–'}</dd>
      </dl>
    </Section>
  );
}
