import { Button, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { Count, Section, Text } from '../fields';
import type { Pool, Problems, Show } from '../types';
import { newId } from '../values';
import { isOwn, withoutPool } from './offer';

interface Props {
  show: Show;
  change: (part: Partial<Show>) => void;
  problems: Problems;
}

/** What offers draw on. A stock of another show is its own to change. */
export function Stocks({ show, change, problems }: Props) {
  const setPool = (index: number, pool: Pool) => change({ pools: show.pools.with(index, pool) });
  const remove = (index: number, id: string) =>
    change({
      pools: show.pools.toSpliced(index, 1),
      offers: show.offers.map((offer) => withoutPool(offer, id)),
    });
  return (
    <Section
      title={__('Stock', 'parterre')}
      help={__('Offers that draw on the same stock share it: the last place is sold once.', 'parterre')}
    >
      {show.pools.map((pool, index) =>
        isOwn(pool, show) ? (
          <StockCard
            key={pool.id}
            pool={pool}
            hall={show.offers.some((offer) =>
              offer.parts.some((part) => part.kind === 'hall' && !part.show && part.pool === pool.id),
            )}
            path={`pools.${index}`}
            problems={problems}
            change={(next) => setPool(index, next)}
            remove={() => remove(index, pool.id)}
          />
        ) : null,
      )}
      <Button
        __next40pxDefaultSize
        variant="secondary"
        onClick={() => change({ pools: [...show.pools, { id: newId('pool'), name: '', capacity: 100 }] })}
      >
        {__('Add a stock', 'parterre')}
      </Button>
    </Section>
  );
}

interface CardProps {
  pool: Pool;
  /** Whether places in the hall draw on it. */
  hall: boolean;
  path: string;
  problems: Problems;
  change: (pool: Pool) => void;
  remove: () => void;
}

function StockCard({ pool, hall, path, problems, change, remove }: CardProps) {
  const taken = Boolean(pool.sold || pool.held);
  return (
    <div className="parterre-card" role="group" aria-label={pool.name || __('Unnamed stock', 'parterre')}>
      <div className="parterre-grid">
        <Text
          label={__('Name', 'parterre')}
          value={pool.name}
          onChange={(name) => change({ ...pool, name })}
          problem={problems[`${path}.name`]}
        />
        <Count
          label={__('Places', 'parterre')}
          value={pool.capacity}
          onChange={(capacity) => change({ ...pool, capacity })}
          problem={problems[`${path}.capacity`]}
          help={
            taken
              ? /* translators: 1: places sold, 2: places in open orders */
                sprintf(
                  __('%1$d sold, %2$d being bought. Empty: no limit.', 'parterre'),
                  pool.sold ?? 0,
                  pool.held ?? 0,
                )
              : __('Empty: no limit.', 'parterre')
          }
        />
        <Button
          __next40pxDefaultSize
          variant="tertiary"
          isDestructive
          disabled={taken}
          accessibleWhenDisabled
          onClick={remove}
        >
          {__('Remove this stock', 'parterre')}
        </Button>
      </div>
      {(hall || pool.soldElsewhere) && (
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Full: the rest is sold elsewhere', 'parterre')}
          checked={Boolean(pool.soldElsewhere)}
          onChange={(soldElsewhere) => change({ ...pool, soldElsewhere })}
          help={__(
            'For seats your ticket shop or your counter has sold. Nothing more is sold from here, the livestream takes over, and the waiting list opens. Switch it off when seats come back: those who wait are asked first.',
            'parterre',
          )}
        />
      )}
    </div>
  );
}
