import { CheckboxControl, ToggleControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { Choice, Count, MaybePrice, Moment, Wrong } from '../fields';
import { isOwn, mayWaitFor, partName, summaryOf } from './offer';
import type { CardProps } from './offers';
import { AddPart } from './parts';

/** What an offer gives beyond its show, when it is on sale, to whom and how many: what most offers leave as it is. */
export function Conditions(card: CardProps) {
  const { offer, show, path, problems } = card;
  const { locale } = window.parterreAdmin;
  const moment = (instant: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: show.timeZone }).format(
      new Date(instant),
    );
  const summary = summaryOf(offer, show.offers, moment);
  // A problem nobody sees is none that anybody mends.
  const wrong = Object.keys(problems).some((name) =>
    ['opensAt', 'closesAt', 'opensAfter', 'maxPerPerson', 'quotas'].some((field) => name === `${path}.${field}`),
  );
  return (
    <details className="parterre-more" open={wrong || undefined}>
      <summary>
        <span>{__('More options', 'parterre')}</span>
        {summary && <small>{summary}</small>}
      </summary>
      <AddPart {...card} />
      <When {...card} />
      <Whom {...card} />
      <Quotas {...card} />
      <Shares {...card} />
    </details>
  );
}

function When({ offer, show, path, problems, change }: CardProps) {
  const before = mayWaitFor(show.offers, offer.id);
  return (
    <fieldset className="parterre-group">
      <legend>{__('When', 'parterre')}</legend>
      <div className="parterre-grid">
        <Moment
          label={__('Sales open', 'parterre')}
          value={offer.opensAt}
          zone={show.timeZone}
          onChange={(opensAt) => change({ ...offer, opensAt })}
          problem={problems[`${path}.opensAt`]}
          help={__('Empty: at once.', 'parterre')}
        />
        <Moment
          label={__('Sales close', 'parterre')}
          value={offer.closesAt}
          zone={show.timeZone}
          onChange={(closesAt) => change({ ...offer, closesAt })}
          problem={problems[`${path}.closesAt`]}
          help={__('Empty: when it makes no sense any more. An early price ends here.', 'parterre')}
        />
        {before.length > 0 && (
          <Choice
            label={__('Opens when this one is gone', 'parterre')}
            value={offer.opensAfter ?? ''}
            options={[
              { value: '', label: __('Waits for none', 'parterre') },
              ...before.map((one) => ({ value: one.id, label: one.name || __('Unnamed offer', 'parterre') })),
            ]}
            onChange={(opensAfter) => change({ ...offer, opensAfter: opensAfter || null })}
            problem={problems[`${path}.opensAfter`]}
            help={__(
              'Sold out or closed: the next price after the early one, or the livestream once the hall is full.',
              'parterre',
            )}
          />
        )}
      </div>
      <ToggleControl
        __nextHasNoMarginBottom
        label={__('Closed by hand', 'parterre')}
        checked={offer.closed}
        onChange={(closed) => change({ ...offer, closed })}
      />
    </fieldset>
  );
}

function Whom({ offer, path, problems, change }: CardProps) {
  return (
    <fieldset className="parterre-group">
      <legend>{__('For whom', 'parterre')}</legend>
      <ToggleControl
        __nextHasNoMarginBottom
        label={__('Only with a code', 'parterre')}
        checked={offer.hidden}
        onChange={(hidden) => change({ ...offer, hidden })}
        help={__('Nobody sees this offer before they type a code that opens it.', 'parterre')}
      />
      <div className="parterre-grid">
        <Count
          label={__('At most per order', 'parterre')}
          value={offer.maxPerOrder}
          onChange={(count) => change({ ...offer, maxPerOrder: count ?? 10 })}
        />
        <Count
          label={__('At most per person', 'parterre')}
          value={offer.maxPerPerson}
          onChange={(maxPerPerson) => change({ ...offer, maxPerPerson: maxPerPerson || null })}
          problem={problems[`${path}.maxPerPerson`]}
          help={__('Over all their orders, by e-mail address. Empty: no limit.', 'parterre')}
        />
      </div>
    </fieldset>
  );
}

/** Stocks that limit the offer besides what its parts draw on: so many of this price, together with others or alone. */
function Quotas({ offer, show, path, problems, change }: CardProps) {
  const drawn = new Set(offer.parts.map((part) => part.pool));
  const own = show.pools.filter((pool) => isOwn(pool, show) && !drawn.has(pool.id));
  if (own.length === 0) return null;
  return (
    <fieldset className="parterre-group">
      <legend>{__('Counts against these stocks too', 'parterre')}</legend>
      <p className="parterre-help">
        {__(
          'So many tickets at the early price, or so many for two offers together: add a stock of that size below and tick it here.',
          'parterre',
        )}
      </p>
      <div className="parterre-parts">
        {own.map((pool) => (
          <CheckboxControl
            __nextHasNoMarginBottom
            key={pool.id}
            label={pool.name || __('Unnamed stock', 'parterre')}
            checked={offer.quotas.some((quota) => quota.pool === pool.id)}
            onChange={(on) =>
              change({
                ...offer,
                quotas: on
                  ? [...offer.quotas, { pool: pool.id, units: 1 }]
                  : offer.quotas.filter((quota) => quota.pool !== pool.id),
              })
            }
          />
        ))}
      </div>
      <Wrong problem={problems[`${path}.quotas`]} />
    </fieldset>
  );
}

/** How much of the price each part is worth, where an offer gives several things. */
function Shares({ offer, elsewhere, path, problems, change }: CardProps) {
  if (offer.parts.length < 2 || offer.pricing === 'free') return null;
  return (
    <fieldset className="parterre-group">
      <legend>{__('What each part is worth', 'parterre')}</legend>
      <p className="parterre-help">
        {__(
          'For VAT and the statements of several shows. All of them or none; when none is given, the highest VAT rate counts for the whole price.',
          'parterre',
        )}
      </p>
      <div className="parterre-grid">
        {offer.parts.map((part, index) => (
          <MaybePrice
            key={`${part.kind}-${part.show ?? ''}-${index}`}
            label={partName(part, elsewhere)}
            value={part.shareMinor}
            onChange={(shareMinor) => change({ ...offer, parts: offer.parts.with(index, { ...part, shareMinor }) })}
            problem={problems[`${path}.parts.${index}.shareMinor`]}
          />
        ))}
      </div>
    </fieldset>
  );
}
