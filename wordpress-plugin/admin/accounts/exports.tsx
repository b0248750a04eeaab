import { Button, Notice, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, linkTo } from '../api';
import { Section } from '../fields';
import { monthBefore, toWall } from '../values';

const exportLabels = (): Record<string, [title: string, help: string]> => ({
  journal: [
    __('Sales journal', 'parterre'),
    __('By day, country and rate of VAT, from invoices and credit notes.', 'parterre'),
  ],
  documents: [__('Invoices and credit notes', 'parterre'), __('A line each, with net, VAT and gross.', 'parterre')],
  orders: [__('Orders', 'parterre'), __('Who bought what. Addresses are masked unless you may see them.', 'parterre')],
  refunds: [__('Refunds', 'parterre'), __('What went back, and why.', 'parterre')],
  payouts: [__('Payouts', 'parterre'), __('What the provider paid out, matched to orders and fees.', 'parterre')],
  tickets: [__('Tickets', 'parterre'), __('Every ticket with its show and kind; nobody is named.', 'parterre')],
  ledger: [__('Ledger', 'parterre'), __('Every movement of money with its hash, for an audit.', 'parterre')],
});

function Day({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  const id = `parterre-day-${label}`;
  return (
    <div className="parterre-field">
      <label className="parterre-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="parterre-input"
        type="date"
        value={value}
        required
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

/** Lists for the accountant: days are the venue's, files open in a spreadsheet. */
export function Exports() {
  const zone = window.parterreAdmin.timeZone;
  const [names, setNames] = useState<string[] | null>(null);
  const [problem, setProblem] = useState('');
  const today = toWall(new Date().toISOString(), zone).slice(0, 10);
  const [[from, to], setDays] = useState(() => monthBefore(today));
  useEffect(() => {
    ask<{ names: string[] }>('/exports')
      .then((answer) => setNames(answer.names))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  const labels = exportLabels();
  const wrong = from === '' || to === '' || from > to;
  const range = (label: string, days: [string, string]) => (
    <Button __next40pxDefaultSize variant="tertiary" onClick={() => setDays(days)}>
      {label}
    </Button>
  );
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Exports', 'parterre')}</strong>
      </div>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <Section
        title={__('Which days', 'parterre')}
        help={__('Both count, midnight to midnight where the venue is. Every file taken is written down.', 'parterre')}
      >
        <div className="parterre-grid">
          <Day label={__('From', 'parterre')} value={from} onChange={(value) => setDays([value, to])} />
          <Day label={__('To', 'parterre')} value={to} onChange={(value) => setDays([from, value])} />
        </div>
        <div className="parterre-row">
          {range(__('Last month', 'parterre'), monthBefore(today))}
          {range(__('This month', 'parterre'), [`${today.slice(0, 8)}01`, today])}
          {range(__('This year', 'parterre'), [`${today.slice(0, 4)}-01-01`, today])}
        </div>
        {wrong && (
          <p className="parterre-wrong" role="alert">
            {__('This needs a first and a last day.', 'parterre')}
          </p>
        )}
      </Section>
      {!names && !problem && <Spinner />}
      {names && (
        <Section title={__('Files (CSV)', 'parterre')}>
          <ul className="parterre-lines">
            {Object.keys(labels)
              .filter((name) => names.includes(name))
              .map((name) => (
                <li key={name} className="is-wrapping">
                  <span>
                    <strong>{labels[name]?.[0]}</strong>
                    <small className="is-below">{labels[name]?.[1]}</small>
                  </span>
                  <Button
                    __next40pxDefaultSize
                    variant="secondary"
                    disabled={wrong}
                    {...(wrong ? {} : { href: linkTo(`/exports/${name}`, { from, to }) })}
                    aria-label={`${__('Download', 'parterre')}: ${labels[name]?.[0]}`}
                  >
                    {__('Download', 'parterre')}
                  </Button>
                </li>
              ))}
          </ul>
        </Section>
      )}
    </>
  );
}
