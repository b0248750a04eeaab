import { Button } from '@wordpress/components';
import type { Field } from '@wordpress/dataviews/wp';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, linkTo } from '../api';
import { useRun } from '../run';
import { formatMoney } from '../values';
import { AttendeesForm } from './attendees';
import { codeStates, codeTypes, effect, type Choices, type Code } from './code';
import { BatchForm, CodeChange, CodeForm } from './code-form';
import { plain } from './columns';
import { List, Opener } from './list';
import { formatInstant, options } from './words';

interface Batch {
  batch: string;
  label: string;
  type: string;
  value: number;
  codes: number;
  used: number;
  off: number;
  createdAt: string;
}

type Making = 'code' | 'batch' | 'attendees' | null;

/** Codes to type in, codes on paper, and codes for who was in the hall. */
export function Codes() {
  const { locale, currency } = window.parterreAdmin;
  const [choices, setChoices] = useState<Choices>([]);
  const [making, setMaking] = useState<Making>(null);
  const [changing, setChanging] = useState<Code | null>(null);
  const [version, setVersion] = useState(0);
  const { run, notice } = useRun();
  const changed = () => setVersion((one) => one + 1);
  useEffect(() => {
    ask<{ shows: Choices }>('/codes/choices')
      .then((answer) => setChoices(answer.shows))
      .catch(() => setChoices([]));
  }, []);
  const states = codeStates();
  const types = codeTypes();
  const fields: Field<Code>[] = [
    {
      id: 'code',
      label: __('Code', 'parterre'),
      ...plain,
      enableHiding: false,
      render: ({ item }) => (
        <div>
          <Opener onClick={() => setChanging(item)}>{item.code}</Opener>
          {item.label && <small className="parterre-aside">{item.label}</small>}
        </div>
      ),
    },
    {
      id: 'type',
      label: __('Does', 'parterre'),
      enableSorting: false,
      elements: options(types),
      filterBy: { operators: ['isAny'] },
      render: ({ item }) => <span className="parterre-amount">{effect(item)}</span>,
    },
    {
      id: 'for',
      label: __('For', 'parterre'),
      ...plain,
      render: ({ item }) => <>{item.for.join(', ') || __('Everything', 'parterre')}</>,
    },
    {
      id: 'uses',
      label: __('Used', 'parterre'),
      ...plain,
      render: ({ item }) => (
        <span className="parterre-amount">
          {item.maxUses === null ? item.uses : `${item.uses} / ${item.maxUses}`}
          {item.takenMinor > 0 && <small>−{formatMoney(item.takenMinor, currency, locale)}</small>}
        </span>
      ),
    },
    {
      id: 'state',
      label: __('State', 'parterre'),
      enableSorting: false,
      elements: options(states),
      filterBy: { operators: ['isAny'], isPrimary: true },
      render: ({ item }) => (
        <>
          {states[item.state] ?? item.state}{' '}
          {item.closesAt && (
            <small className="parterre-aside">
              {/* translators: %s: a date and time */}
              {sprintf(__('until %s', 'parterre'), formatInstant(item.closesAt, locale))}
            </small>
          )}
        </>
      ),
    },
    { id: 'label', label: __('Note', 'parterre'), ...plain },
  ];
  const make = (what: Making) => {
    setMaking(making === what ? null : what);
    setChanging(null);
  };
  const made = () => {
    setMaking(null);
    changed();
  };
  const flip = ([code]: Code[]) => {
    if (!code) return;
    void run('switch', async () => {
      await ask(`/codes/${code.id}`, 'POST', { disabled: code.state !== 'off' });
      changed();
      return code.state === 'off' ? __('The code works again.', 'parterre') : __('The code is off.', 'parterre');
    });
  };
  return (
    <>
      {notice}
      {changing && (
        <CodeChange
          key={changing.id}
          code={changing}
          onClose={() => setChanging(null)}
          onDone={() => {
            setChanging(null);
            changed();
          }}
        />
      )}
      <List<Code>
        title={__('Codes', 'parterre')}
        path="/codes"
        fields={fields}
        titleField="code"
        columns={['type', 'for', 'uses', 'state']}
        open={setChanging}
        bar={
          <>
            {(
              [
                ['code', __('New code', 'parterre')],
                ['batch', __('Print codes', 'parterre')],
                ['attendees', __('Who was in the hall', 'parterre')],
              ] as const
            ).map(([what, label]) => (
              <Button
                key={what}
                __next40pxDefaultSize
                variant={what === 'code' ? 'primary' : 'secondary'}
                aria-expanded={making === what}
                onClick={() => make(what)}
              >
                {label}
              </Button>
            ))}
          </>
        }
        below={
          <>
            {making === 'code' && <CodeForm choices={choices} onDone={made} onClose={() => setMaking(null)} />}
            {making === 'batch' && <BatchForm choices={choices} onDone={made} onClose={() => setMaking(null)} />}
            {making === 'attendees' && (
              <AttendeesForm choices={choices} changed={changed} onClose={() => setMaking(null)} />
            )}
          </>
        }
        searchLabel={__('Code or note', 'parterre')}
        empty={__('There is no code yet.', 'parterre')}
        version={version}
        actions={[
          {
            id: 'off',
            label: __('Switch off', 'parterre'),
            isEligible: (item) => item.state !== 'off',
            callback: flip,
          },
          {
            id: 'on',
            label: __('Switch on again', 'parterre'),
            isEligible: (item) => item.state === 'off',
            callback: flip,
          },
          {
            id: 'remove',
            label: __('Remove', 'parterre'),
            isEligible: (item) => item.uses === 0,
            callback: ([code]) => {
              if (!code) return;
              void run('remove', async () => {
                await ask(`/codes/${code.id}/remove`, 'POST');
                changed();
              });
            },
          },
        ]}
      />
      <Batches version={version} />
    </>
  );
}

/** What was made in one go: each batch can be printed again, taken along as a file, and switched off. */
function Batches({ version }: { version: number }) {
  const [batches, setBatches] = useState<Batch[]>([]);
  const { locale } = window.parterreAdmin;
  const { busy, run, notice } = useRun();
  useEffect(() => {
    ask<{ batches: Batch[] }>('/codes/batches')
      .then((answer) => setBatches(answer.batches))
      .catch(() => setBatches([]));
  }, [version]);
  if (batches.length === 0) return null;
  return (
    <section className="parterre-section">
      <h2>{__('Codes made together', 'parterre')}</h2>
      {notice}
      <ul className="parterre-lines">
        {batches.map((batch) => {
          const off = batch.off === batch.codes;
          return (
            <li key={batch.batch} className="is-wrapping">
              <span>
                {batch.label || __('Codes', 'parterre')} <span className="parterre-amount">{effect(batch)}</span>
                <small>{formatInstant(batch.createdAt, locale)}</small>
                <small>
                  {/* translators: 1: number of codes that were used, 2: number of codes */}
                  {sprintf(__('%1$d of %2$d used', 'parterre'), batch.used, batch.codes)}
                </small>
              </span>
              <span className="parterre-row">
                <Button
                  __next40pxDefaultSize
                  variant="secondary"
                  href={linkTo(`/codes/batches/${batch.batch}/print`)}
                  target="_blank"
                >
                  {__('Print', 'parterre')}
                </Button>
                <Button __next40pxDefaultSize variant="secondary" href={linkTo(`/codes/batches/${batch.batch}/csv`)}>
                  CSV
                </Button>
                <Button
                  __next40pxDefaultSize
                  variant="tertiary"
                  isDestructive={!off}
                  disabled={busy !== ''}
                  onClick={() =>
                    void run('switch', async () => {
                      const answer = await ask<{ batches: Batch[] }>(`/codes/batches/${batch.batch}`, 'POST', {
                        disabled: !off,
                      });
                      setBatches(answer.batches);
                    })
                  }
                >
                  {off ? __('Switch on again', 'parterre') : __('Switch off', 'parterre')}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
