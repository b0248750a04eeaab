import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Section, Text } from '../fields';
import type { Elsewhere, Offer, Problems, Show } from '../types';
import { Conditions } from './conditions';
import { newOffer, withoutOffer, withPoolsOf } from './offer';
import { Parts } from './parts';
import { PriceFields } from './price';

interface Props {
  show: Show;
  change: (part: Partial<Show>) => void;
  problems: Problems;
}

/** What can be bought. The simple case fits on a screen; the rest waits behind “More options”. */
export function Offers({ show, change, problems }: Props) {
  const [elsewhere, setElsewhere] = useState<Elsewhere>({ shows: [], goods: [] });
  useEffect(() => {
    // Without it an offer gives what its own show has, which is all that most offers give.
    ask<Elsewhere>('/parts')
      .then((answer) => setElsewhere({ ...answer, shows: answer.shows.filter((one) => one.id !== show.id) }))
      .catch(() => {});
  }, [show.id]);
  const setOffer = (index: number, offer: Offer) =>
    change({ offers: show.offers.with(index, offer), pools: withPoolsOf(show.pools, offer, elsewhere) });
  return (
    <Section
      title={__('Offers', 'parterre')}
      help={__(
        'What fans can buy. One offer can give several things, such as the livestream and the replay. Every ticket can be bought as a present: buyers are asked.',
        'parterre',
      )}
    >
      {show.offers.map((offer, index) => (
        <OfferCard
          key={offer.id}
          offer={offer}
          show={show}
          elsewhere={elsewhere}
          path={`offers.${index}`}
          problems={problems}
          change={(next) => setOffer(index, next)}
          remove={() => change({ offers: withoutOffer(show.offers, offer.id) })}
        />
      ))}
      <Button
        __next40pxDefaultSize
        variant="secondary"
        onClick={() => change({ offers: [...show.offers, newOffer()] })}
      >
        {__('Add an offer', 'parterre')}
      </Button>
    </Section>
  );
}

/** What every part of an offer's card is given. */
export interface CardProps {
  offer: Offer;
  show: Show;
  elsewhere: Elsewhere;
  /** Where the offer stands in what is sent: `offers.0`. */
  path: string;
  problems: Problems;
  change: (offer: Offer) => void;
}

function OfferCard({ remove, ...card }: CardProps & { remove: () => void }) {
  const { offer, path, problems, change } = card;
  return (
    <div className="parterre-card" role="group" aria-label={offer.name || __('Unnamed offer', 'parterre')}>
      <Text
        label={__('Name', 'parterre')}
        value={offer.name}
        onChange={(name) => change({ ...offer, name })}
        problem={problems[`${path}.name`]}
      />
      <PriceFields {...card} />
      <Text
        label={__('In a sentence', 'parterre')}
        value={offer.description}
        onChange={(description) => change({ ...offer, description })}
      />
      <Parts {...card} />
      <Conditions {...card} />
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="tertiary" isDestructive onClick={remove}>
          {__('Remove this offer', 'parterre')}
        </Button>
      </div>
    </div>
  );
}
