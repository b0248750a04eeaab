import { Button, Notice, Spinner } from '@wordpress/components';
import { _n, __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, linkTo } from '../api';
import { Section, Text } from '../fields';
import { ShowChoice } from '../office/show-choice';
import { ticketKinds } from '../office/words';
import { useRun } from '../run';
import { formatMoney } from '../values';

type Party = 'artist' | 'crew' | 'venue';

interface Sum {
  orders: number;
  gross: number;
  refunded: number;
  disputed: number;
  net: number;
  vat: { country: string; rate: number; gross: number; tax: number }[];
  vatTotal: number;
  fees: number;
  counter: number;
  rest: number;
  rightsBase: number;
  split: Record<Party, number>;
  byKind: Record<string, number>;
}

interface Answer {
  show: { id: string; title: string; startsAt: string } | null;
  viewers: { live: number; replay: number } | null;
  currencies: Record<string, Sum>;
  /** Hundredths of a percent. */
  shares: Record<Party, number>;
  /** Whether the shares are the venue's. */
  usual: boolean;
}

const parties = (): Record<Party, string> => ({
  artist: __('Artist', 'parterre'),
  crew: __('Crew', 'parterre'),
  venue: __('Venue', 'parterre'),
});

/** What each show brought, and who gets what of it. */
export function Statements({ show, choose }: { show: string | null; choose: (show: string) => void }) {
  return (
    <>
      <ShowChoice show={show === 'none' ? null : show} choose={choose} />
      <Button variant="link" onClick={() => choose('none')}>
        {__('What belongs to no show: goods, postage, gifts', 'parterre')}
      </Button>
      {show && <StatementView key={show} show={show} />}
    </>
  );
}

function StatementView({ show }: { show: string }) {
  const { locale } = window.parterreAdmin;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    ask<Answer>(`/shows/${show}/statement`)
      .then(setAnswer)
      .catch((error: Error) => setProblem(error.message));
  }, [show]);
  if (problem)
    return (
      <Notice status="error" isDismissible={false}>
        {problem}
      </Notice>
    );
  if (!answer) return <Spinner />;
  const percent = (share: number) =>
    new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(share / 10_000);
  const names = parties();
  const kinds = ticketKinds();
  const currencies = Object.entries(answer.currencies);
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">
          {answer.show ? answer.show.title : __('Without a show', 'parterre')}
        </strong>
        <Button
          __next40pxDefaultSize
          variant="secondary"
          href={linkTo(`/shows/${show}/statement/print`)}
          target="_blank"
        >
          {__('Print', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="secondary" href={linkTo(`/shows/${show}/statement/csv`)}>
          CSV
        </Button>
      </div>
      {answer.viewers && (
        <dl className="parterre-counts">
          <div>
            <dt>{__('Watched the livestream', 'parterre')}</dt>
            <dd>{answer.viewers.live}</dd>
          </div>
          <div>
            <dt>{__('Watched the replay', 'parterre')}</dt>
            <dd>{answer.viewers.replay}</dd>
          </div>
        </dl>
      )}
      {currencies.length === 0 && (
        <p className="parterre-empty">{__('Nothing was sold for real money yet.', 'parterre')}</p>
      )}
      {currencies.map(([currency, sum]) => {
        // Nothing taken off is nothing, not less than nothing.
        const money = (minor: number) => formatMoney(minor || 0, currency, locale);
        const row = (label: string, minor: number, strong = false) => (
          <li key={label} className={strong ? 'is-total' : ''}>
            <span>{label}</span>
            <span className="parterre-amount">{money(minor)}</span>
          </li>
        );
        return (
          <Section
            key={currency}
            title={currency}
            /* translators: %d: number of orders */
            help={sprintf(_n('%d order', '%d orders', sum.orders, 'parterre'), sum.orders)}
          >
            <ul className="parterre-lines">
              {row(__('Sold', 'parterre'), sum.gross)}
              {sum.refunded !== 0 && row(__('Given back', 'parterre'), -sum.refunded)}
              {sum.disputed !== 0 && row(__('Contested with the bank', 'parterre'), -sum.disputed)}
              {row(__('Received', 'parterre'), sum.net, true)}
              {sum.counter !== 0 && row(__('of which at the counter', 'parterre'), sum.counter)}
              {row(__('VAT', 'parterre'), -sum.vatTotal)}
              {row(__('Fees of the payment provider', 'parterre'), -sum.fees)}
              {row(__('To share', 'parterre'), sum.rest, true)}
              {(Object.entries(names) as [Party, string][]).map(([party, name]) =>
                row(`${name} (${percent(answer.shares[party])})`, sum.split[party]),
              )}
              {row(__('Base for authors’ rights, without VAT', 'parterre'), sum.rightsBase, true)}
            </ul>
            <div className="parterre-scroll" role="region" aria-label={__('VAT', 'parterre')} tabIndex={0}>
              <table className="parterre-table is-narrow">
                <thead>
                  <tr>
                    <th scope="col">{__('Country of VAT', 'parterre')}</th>
                    <th scope="col" className="is-number">
                      {__('Rate', 'parterre')}
                    </th>
                    <th scope="col" className="is-number">
                      {__('Without VAT', 'parterre')}
                    </th>
                    <th scope="col" className="is-number">
                      {__('VAT', 'parterre')}
                    </th>
                    <th scope="col" className="is-number">
                      {__('With VAT', 'parterre')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {sum.vat.map((tax) => (
                    <tr key={`${tax.country} ${tax.rate}`}>
                      <td>{tax.country}</td>
                      <td className="is-number">{percent(tax.rate)}</td>
                      <td className="is-number">{money(tax.gross - tax.tax)}</td>
                      <td className="is-number">{money(tax.tax)}</td>
                      <td className="is-number">{money(tax.gross)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <p className="parterre-help">
              {Object.entries(sum.byKind)
                .map(([kind, gross]) => `${kinds[kind] ?? otherKinds()[kind] ?? kind} ${money(gross)}`)
                .join(' · ')}
            </p>
          </Section>
        );
      })}
      {answer.show && <Split show={show} answer={answer} onSaved={setAnswer} />}
    </>
  );
}

const otherKinds = (): Record<string, string> => ({
  donation: __('Gifts', 'parterre'),
  postage: __('Postage', 'parterre'),
});

/** How this show is shared, where that is not as usual. */
function Split({ show, answer, onSaved }: { show: string; answer: Answer; onSaved: (answer: Answer) => void }) {
  const text = (share: number) => String(share / 100);
  const [typed, setTyped] = useState<Record<Party, string>>({
    artist: text(answer.shares.artist),
    crew: text(answer.shares.crew),
    venue: text(answer.shares.venue),
  });
  const { busy, problems, run, notice } = useRun();
  const names = parties();
  const shares = Object.fromEntries(
    Object.entries(typed).map(([party, value]) => {
      const number = Number(value.trim().replace(',', '.') || 0);
      return [party, Number.isFinite(number) ? Math.round(number * 100) : -1];
    }),
  );
  const save = (body: object) =>
    void run('save', async () => {
      const next = await ask<Answer>(`/shows/${show}/statement/split`, 'PUT', body);
      setTyped({
        artist: text(next.shares.artist),
        crew: text(next.shares.crew),
        venue: text(next.shares.venue),
      });
      onSaved(next);
      return __('Saved.', 'parterre');
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save(shares);
      }}
    >
      <Section
        title={__('How this show is shared', 'parterre')}
        help={
          answer.usual
            ? __('As the venue usually does. Together 100 %.', 'parterre')
            : __('In its own way. Together 100 %.', 'parterre')
        }
      >
        {notice}
        <div className="parterre-grid">
          {(Object.entries(names) as [Party, string][]).map(([party, name]) => (
            <Text
              key={party}
              label={`${name} (%)`}
              value={typed[party]}
              onChange={(value) => setTyped({ ...typed, [party]: value })}
              problem={party === 'venue' ? problems['venue'] : undefined}
            />
          ))}
        </div>
        <div className="parterre-row">
          <Button __next40pxDefaultSize variant="primary" type="submit" isBusy={busy !== ''} disabled={busy !== ''}>
            {__('Save', 'parterre')}
          </Button>
          {!answer.usual && (
            <Button __next40pxDefaultSize variant="tertiary" disabled={busy !== ''} onClick={() => save({})}>
              {__('As usual again', 'parterre')}
            </Button>
          )}
        </div>
      </Section>
    </form>
  );
}
