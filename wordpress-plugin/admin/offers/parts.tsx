import { Button, CheckboxControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { Choice, Wrong } from '../fields';
import type { Camera, Part, PartKind, Pool } from '../types';
import { isOwn, kindLabels, newPart, partName } from './offer';
import type { CardProps } from './offers';

const OWN_KINDS = ['live', 'replay', 'hall'] as const;

/** What a buyer gets: parts of this show by ticking them, parts of other shows and goods by choosing them. */
export function Parts({ offer, show, elsewhere, path, problems, change }: CardProps) {
  const gated = show.cameras.filter((camera) => camera.capability);
  const labels = kindLabels();
  const setParts = (parts: Part[]) => change({ ...offer, parts });
  const toggle = (kind: PartKind, on: boolean) =>
    setParts(on ? [...offer.parts, newPart(kind)] : offer.parts.filter((part) => part.kind !== kind || part.show));
  return (
    <>
      <fieldset className="parterre-parts">
        <legend>{__('What a buyer gets', 'parterre')}</legend>
        {OWN_KINDS.map((kind) => (
          <CheckboxControl
            __nextHasNoMarginBottom
            key={kind}
            label={labels[kind]}
            checked={offer.parts.some((part) => part.kind === kind && !part.show)}
            onChange={(on) => toggle(kind, on)}
          />
        ))}
        <Wrong problem={problems[`${path}.parts`]} />
      </fieldset>
      {offer.parts.map((part, index) => (
        <PartFields
          key={`${part.kind}-${part.show ?? ''}-${part.title}-${index}`}
          part={part}
          name={partName(part, elsewhere)}
          pools={
            part.show
              ? (elsewhere.shows.find((one) => one.id === part.show)?.pools ??
                show.pools.filter((pool) => pool.id === part.pool))
              : show.pools.filter((pool) => isOwn(pool, show))
          }
          cameras={part.show || part.kind === 'hall' ? [] : gated}
          change={(next) => setParts(offer.parts.with(index, next))}
          remove={part.show || part.kind === 'merch' ? () => setParts(offer.parts.toSpliced(index, 1)) : null}
        />
      ))}
    </>
  );
}

/** A pass for several shows, or goods with the ticket. */
export function AddPart({ offer, elsewhere, change }: Pick<CardProps, 'offer' | 'elsewhere' | 'change'>) {
  const labels = kindLabels();
  const choices: { value: string; label: string; part: Part }[] = [
    ...elsewhere.shows.flatMap(({ id, title, pools }) =>
      OWN_KINDS.map((kind) => ({
        value: `${kind}|${id}`,
        label: `${title} · ${labels[kind]}`,
        // One stock is hardly a choice; of several, the desk says which.
        part: newPart(kind, { show: id, title, pool: pools.length === 1 ? (pools[0]?.id ?? null) : null }),
      })),
    ),
    ...elsewhere.goods.map(({ name, pool }, index) => ({
      value: `merch|${index}`,
      label: `${name} · ${labels.merch}`,
      part: newPart('merch', { title: name, pool }),
    })),
  ];
  if (choices.length === 0) return null;
  return (
    <Choice
      label={__('Add another show or merch', 'parterre')}
      value=""
      options={[{ value: '', label: __('Choose…', 'parterre') }, ...choices]}
      onChange={(value) => {
        const chosen = choices.find((one) => one.value === value);
        if (chosen) change({ ...offer, parts: [...offer.parts, chosen.part] });
      }}
      help={__('For a pass to several evenings, or a record with the ticket.', 'parterre')}
    />
  );
}

interface PartProps {
  part: Part;
  name: string;
  pools: Pool[];
  cameras: Camera[];
  change: (part: Part) => void;
  /** Null for what a tick takes away. */
  remove: (() => void) | null;
}

function PartFields({ part, name, pools, cameras, change, remove }: PartProps) {
  return (
    <div className="parterre-part">
      {part.kind === 'merch' ? (
        // Goods draw on their own stock, which the merch screen keeps.
        <p className="parterre-part-name">{name}</p>
      ) : (
        <Choice
          /* translators: %s: what an offer gives, such as "Livestream" */
          label={sprintf(__('%s draws on', 'parterre'), name)}
          value={part.pool ?? ''}
          options={[
            { value: '', label: __('No limit', 'parterre') },
            ...pools.map((pool) => ({ value: pool.id, label: pool.name || __('Unnamed stock', 'parterre') })),
          ]}
          onChange={(pool) => change({ ...part, pool: pool || null })}
        />
      )}
      {cameras.map((camera) => (
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
      {remove && (
        <Button __next40pxDefaultSize variant="tertiary" isDestructive onClick={remove}>
          {/* translators: %s: what an offer gives, such as "Livestream" */}
          {sprintf(__('Remove “%s”', 'parterre'), name)}
        </Button>
      )}
    </div>
  );
}
