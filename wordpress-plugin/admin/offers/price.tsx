import { __ } from '@wordpress/i18n';
import { Choice, MaybePrice, Price, Prices } from '../fields';
import type { Pricing } from '../types';
import type { CardProps } from './offers';

/** Where the price comes from: the venue sets it, there is none, or the buyer chooses. */
export function PriceFields({ offer, path, problems, change }: CardProps) {
  const setPricing = (pricing: Pricing) =>
    change({
      ...offer,
      pricing,
      ...(pricing === 'free' ? { priceMinor: 0 } : {}),
      ...(pricing === 'choose' ? {} : { maxMinor: null, suggestions: [] }),
    });
  return (
    <div className="parterre-grid">
      <Choice
        label={__('What it costs', 'parterre')}
        value={offer.pricing}
        options={[
          { value: 'fixed', label: __('A set price', 'parterre') },
          { value: 'free', label: __('Nothing: people register', 'parterre') },
          { value: 'choose', label: __('What the buyer wants to pay', 'parterre') },
        ]}
        onChange={setPricing}
        problem={problems[`${path}.pricing`]}
      />
      {offer.pricing === 'fixed' && (
        <Price
          label={__('Price', 'parterre')}
          value={offer.priceMinor}
          onChange={(priceMinor) => change({ ...offer, priceMinor })}
          problem={problems[`${path}.priceMinor`]}
        />
      )}
      {offer.pricing === 'choose' && (
        <>
          <Price
            label={__('At least', 'parterre')}
            value={offer.priceMinor}
            onChange={(priceMinor) => change({ ...offer, priceMinor })}
            problem={problems[`${path}.priceMinor`]}
          />
          <MaybePrice
            label={__('At most', 'parterre')}
            value={offer.maxMinor}
            onChange={(maxMinor) => change({ ...offer, maxMinor })}
            problem={problems[`${path}.maxMinor`]}
            help={__('Empty: no limit.', 'parterre')}
          />
          <Prices
            label={__('Amounts to suggest', 'parterre')}
            value={offer.suggestions}
            onChange={(suggestions) => change({ ...offer, suggestions })}
            problem={problems[`${path}.suggestions`]}
            help={__('With spaces between them: 5 8 12. Buyers may type any other amount.', 'parterre')}
          />
        </>
      )}
    </div>
  );
}
