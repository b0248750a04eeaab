import { Button, CheckboxControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { Choice, Count, Price, Remove, Text } from '../fields';
import type { Problems, ShowSummary } from '../types';
import type { Reward } from './campaign';

interface Props {
  rewards: Reward[];
  shows: ShowSummary[];
  problems: Problems;
  onChange: (rewards: Reward[]) => void;
}

const fresh: Reward = { name: '', description: '', priceMinor: 2000, limit: null, show: null, kinds: [], goods: false };

/** What supporters get, each in a card of its own. */
export function Rewards({ rewards, shows, problems, onChange }: Props) {
  const set = (index: number, part: Partial<Reward>) => onChange(rewards.with(index, { ...rewards[index]!, ...part }));
  return (
    <>
      {rewards.map((one, index) => (
        <div className="parterre-card" key={one.id ?? `new-${index}`}>
          <div className="parterre-grid">
            <Text
              label={__('Name', 'parterre')}
              value={one.name}
              onChange={(name) => set(index, { name })}
              problem={problems[`rewards.${index}.name`]}
            />
            <Price
              label={__('From', 'parterre')}
              value={one.priceMinor}
              onChange={(priceMinor) => set(index, { priceMinor: priceMinor ?? 0 })}
              problem={problems[`rewards.${index}.priceMinor`]}
            />
            <Count
              label={__('How many there are', 'parterre')}
              help={__('Empty: no limit.', 'parterre')}
              value={one.limit}
              onChange={(limit) => set(index, { limit })}
            />
            <Text
              label={__('Description', 'parterre')}
              rows={2}
              value={one.description}
              onChange={(description) => set(index, { description })}
            />
            <Choice
              label={__('Tickets for', 'parterre')}
              value={one.show ?? ''}
              options={[
                { value: '', label: __('None', 'parterre') },
                ...shows.map((show) => ({ value: show.id, label: show.title })),
              ]}
              onChange={(show) => set(index, { show: show || null })}
            />
            <div className="parterre-field">
              {(
                [
                  ['hall', __('Hall', 'parterre')],
                  ['live', __('Livestream', 'parterre')],
                  ['replay', __('Replay', 'parterre')],
                ] as const
              ).map(([kind, label]) => (
                <CheckboxControl
                  __nextHasNoMarginBottom
                  key={kind}
                  label={label}
                  checked={one.kinds.includes(kind)}
                  disabled={one.show === null}
                  onChange={(on) =>
                    set(index, { kinds: on ? [...one.kinds, kind] : one.kinds.filter((each) => each !== kind) })
                  }
                />
              ))}
              <CheckboxControl
                __nextHasNoMarginBottom
                label={__('Something to hand over', 'parterre')}
                checked={one.goods}
                onChange={(goods) => set(index, { goods })}
              />
            </div>
          </div>
          <div className="parterre-row">
            <Remove onClick={() => onChange(rewards.toSpliced(index, 1))} />
          </div>
        </div>
      ))}

      <Button __next40pxDefaultSize variant="secondary" onClick={() => onChange([...rewards, fresh])}>
        {__('Add a reward', 'parterre')}
      </Button>
    </>
  );
}
