import { Button, CheckboxControl, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { Choice, Count, Moment, Price, Section, Text, Wrong } from './fields';
import type { Camera, Offer, Part, PartKind, Pool, Problems, Show } from './types';
import { newId } from './values';

interface Props {
  show: Show;
  change: (part: Partial<Show>) => void;
  problems: Problems;
}

const kindLabels = (): Record<'live' | 'replay' | 'hall', string> => ({
  live: __('Livestream', 'parterre'),
  replay: __('Replay', 'parterre'),
  hall: __('Place in the hall', 'parterre'),
});

/** What can be bought, and the stock it draws on. */
export function Offers({ show, change, problems }: Props) {
  const setOffer = (index: number, offer: Offer) => change({ offers: show.offers.with(index, offer) });
  const setPool = (index: number, pool: Pool) => change({ pools: show.pools.with(index, pool) });
  const addOffer = () => {
    const offer: Offer = {
      id: newId('offr'),
      name: '',
      description: '',
      priceMinor: 1000,
      opensAt: null,
      closesAt: null,
      closed: false,
      maxPerOrder: 10,
      parts: [newPart('live')],
    };
    change({ offers: [...show.offers, offer] });
  };
  return (
    <>
      <Section
        title={__('Offers', 'parterre')}
        help={__(
          'What fans can buy. One offer can give several things, such as the livestream and the replay.',
          'parterre',
        )}
      >
        {show.offers.map((offer, index) => (
          <OfferCard
            key={offer.id}
            offer={offer}
            show={show}
            path={`offers.${index}`}
            problems={problems}
            change={(next) => setOffer(index, next)}
            remove={() => change({ offers: show.offers.toSpliced(index, 1) })}
          />
        ))}
        <Button __next40pxDefaultSize variant="secondary" onClick={addOffer}>
          {__('Add an offer', 'parterre')}
        </Button>
      </Section>
      <Section
        title={__('Stock', 'parterre')}
        help={__('Offers that draw on the same stock share it: the last place is sold once.', 'parterre')}
      >
        {show.pools.map((pool, index) => (
          <div className="parterre-card parterre-grid" key={pool.id}>
            <Text
              label={__('Name', 'parterre')}
              value={pool.name}
              onChange={(name) => setPool(index, { ...pool, name })}
              problem={problems[`pools.${index}.name`]}
            />
            <Count
              label={__('Places', 'parterre')}
              value={pool.capacity}
              onChange={(capacity) => setPool(index, { ...pool, capacity })}
              problem={problems[`pools.${index}.capacity`]}
              help={
                pool.sold
                  ? /* translators: 1: places sold, 2: places in open orders */
                    sprintf(__('%1$d sold, %2$d being bought. Empty: no limit.', 'parterre'), pool.sold, pool.held ?? 0)
                  : __('Empty: no limit.', 'parterre')
              }
            />
            <Button
              __next40pxDefaultSize
              variant="tertiary"
              isDestructive
              disabled={Boolean(pool.sold || pool.held)}
              accessibleWhenDisabled
              onClick={() =>
                change({
                  pools: show.pools.toSpliced(index, 1),
                  offers: show.offers.map((offer) => withoutPool(offer, pool.id)),
                })
              }
            >
              {__('Remove', 'parterre')}
            </Button>
          </div>
        ))}
        <Button
          __next40pxDefaultSize
          variant="secondary"
          onClick={() => change({ pools: [...show.pools, { id: newId('pool'), name: '', capacity: 100 }] })}
        >
          {__('Add a stock', 'parterre')}
        </Button>
      </Section>
    </>
  );
}

function withoutPool(offer: Offer, pool: string): Offer {
  return { ...offer, parts: offer.parts.map((part) => (part.pool === pool ? { ...part, pool: null } : part)) };
}

function newPart(kind: PartKind): Part {
  return { kind, show: null, title: '', pool: null, units: 1, from: null, until: null, capabilities: [] };
}

interface CardProps {
  offer: Offer;
  show: Show;
  path: string;
  problems: Problems;
  change: (offer: Offer) => void;
  remove: () => void;
}

function OfferCard({ offer, show, path, problems, change, remove }: CardProps) {
  const gated = show.cameras.filter((camera) => camera.capability);
  const setPart = (index: number, part: Part) => change({ ...offer, parts: offer.parts.with(index, part) });
  const toggle = (kind: PartKind, on: boolean) =>
    change({
      ...offer,
      parts: on ? [...offer.parts, newPart(kind)] : offer.parts.filter((part) => part.kind !== kind || part.show),
    });
  return (
    <div className="parterre-card">
      <div className="parterre-grid">
        <Text
          label={__('Name', 'parterre')}
          value={offer.name}
          onChange={(name) => change({ ...offer, name })}
          problem={problems[`${path}.name`]}
        />
        <Price
          label={__('Price', 'parterre')}
          value={offer.priceMinor}
          onChange={(priceMinor) => change({ ...offer, priceMinor })}
          problem={problems[`${path}.priceMinor`]}
        />
      </div>
      <Text
        label={__('In a sentence', 'parterre')}
        value={offer.description}
        onChange={(description) => change({ ...offer, description })}
      />
      <fieldset className="parterre-parts">
        <legend>{__('What a buyer gets', 'parterre')}</legend>
        {Object.entries(kindLabels()).map(([kind, label]) => (
          <CheckboxControl
            __nextHasNoMarginBottom
            key={kind}
            label={label}
            checked={offer.parts.some((part) => part.kind === kind && !part.show)}
            onChange={(on) => toggle(kind as PartKind, on)}
          />
        ))}
        <Wrong problem={problems[`${path}.parts`]} />
      </fieldset>
      {offer.parts.map((part, index) => (
        <PartFields
          key={`${part.kind}-${part.show ?? ''}-${index}`}
          part={part}
          pools={show.pools}
          cameras={gated}
          change={(next) => setPart(index, next)}
        />
      ))}
      <div className="parterre-grid">
        <Moment
          label={__('Sales open', 'parterre')}
          value={offer.opensAt}
          zone={show.timeZone}
          onChange={(opensAt) => change({ ...offer, opensAt })}
          help={__('Empty: at once.', 'parterre')}
        />
        <Moment
          label={__('Sales close', 'parterre')}
          value={offer.closesAt}
          zone={show.timeZone}
          onChange={(closesAt) => change({ ...offer, closesAt })}
          problem={problems[`${path}.closesAt`]}
          help={__('Empty: when it makes no sense any more.', 'parterre')}
        />
        <Count
          label={__('At most per order', 'parterre')}
          value={offer.maxPerOrder}
          onChange={(count) => change({ ...offer, maxPerOrder: count ?? 10 })}
        />
      </div>
      <div className="parterre-row">
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Closed by hand', 'parterre')}
          checked={offer.closed}
          onChange={(closed) => change({ ...offer, closed })}
        />
        <Button __next40pxDefaultSize variant="tertiary" isDestructive onClick={remove}>
          {__('Remove this offer', 'parterre')}
        </Button>
      </div>
    </div>
  );
}

interface PartProps {
  part: Part;
  pools: Pool[];
  cameras: Camera[];
  change: (part: Part) => void;
}

function PartFields({ part, pools, cameras, change }: PartProps) {
  const labels: Record<string, string> = kindLabels();
  return (
    <div className="parterre-part">
      <Choice
        /* translators: %s: what an offer gives, such as "Livestream" */
        label={sprintf(__('%s draws on', 'parterre'), part.title || labels[part.kind] || part.kind)}
        value={part.pool ?? ''}
        options={[
          { value: '', label: __('No limit', 'parterre') },
          ...pools.map((pool) => ({ value: pool.id, label: pool.name || __('Unnamed stock', 'parterre') })),
        ]}
        onChange={(pool) => change({ ...part, pool: pool || null })}
      />
      {part.kind !== 'hall' &&
        cameras.map((camera) => (
          <CheckboxControl
            __nextHasNoMarginBottom
            key={camera.id}
            /* translators: %s: name of a camera */
            label={sprintf(__('with the camera “%s”', 'parterre'), camera.label)}
            checked={part.capabilities.includes(`camera:${camera.id}`)}
            onChange={(on) =>
              change({
                ...part,
                capabilities: on
                  ? [...part.capabilities, `camera:${camera.id}`]
                  : part.capabilities.filter((one) => one !== `camera:${camera.id}`),
              })
            }
          />
        ))}
    </div>
  );
}
