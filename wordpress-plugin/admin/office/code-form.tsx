import { Button, CheckboxControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask, linkTo } from '../api';
import { Choice, Count, Moment, Price, Section, Text, Wrong } from '../fields';
import { useRun } from '../run';
import type { Problems } from '../types';
import { formatMoney } from '../values';
import { codeTypes, type Choices, type Code } from './code';
import { formatInstant } from './words';

interface Draft {
  code: string;
  type: 'percent' | 'amount' | 'price' | 'unlock';
  /** Hundredths of a percent, or minor units. */
  value: number;
  show: string;
  offers: string[];
  opensAt: string | null;
  closesAt: string | null;
  maxUses: number | null;
  maxPerPerson: number | null;
  pieces: number | null;
  label: string;
}

const blank: Draft = {
  code: '',
  type: 'percent',
  value: 1000,
  show: '',
  offers: [],
  opensAt: null,
  closesAt: null,
  maxUses: null,
  maxPerPerson: null,
  pieces: null,
  label: '',
};

/** The body of a request: offers where some were chosen, else the whole show, else everything. */
const body = ({ show, ...draft }: Draft): object => ({
  ...draft,
  shows: draft.offers.length === 0 && show ? [show] : [],
});

/** A share of a price, as people type it: `12.5`. Kept while it is being typed. */
function Percent({
  value,
  onChange,
  problem,
}: {
  value: number;
  onChange: (value: number) => void;
  problem: string | undefined;
}) {
  const [typed, setTyped] = useState(String(value / 100));
  return (
    <Text
      label={__('Off (%)', 'parterre')}
      value={typed}
      onChange={(text) => {
        setTyped(text);
        const number = Number(text.replace(',', '.'));
        onChange(Number.isFinite(number) ? Math.round(number * 100) : 0);
      }}
      problem={problem}
    />
  );
}

/** What a code does, and what it is for. */
function Effect({
  draft,
  set,
  choices,
  problems,
}: {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  choices: Choices;
  problems: Problems;
}) {
  const { locale, currency } = window.parterreAdmin;
  const show = choices.find(({ id }) => id === draft.show);
  const types = codeTypes();
  return (
    <>
      <div className="parterre-grid">
        <Choice
          label={__('What it does', 'parterre')}
          value={draft.type}
          options={(['percent', 'amount', 'price', 'unlock'] as const).map((value) => ({
            value,
            label: types[value] ?? value,
          }))}
          onChange={(type) => set({ type, value: type === 'percent' ? 1000 : 0 })}
          problem={problems['type']}
        />
        {draft.type === 'percent' && (
          <Percent value={draft.value} onChange={(value) => set({ value })} problem={problems['value']} />
        )}
        {(draft.type === 'amount' || draft.type === 'price') && (
          <Price
            key={draft.type}
            label={draft.type === 'amount' ? __('Off', 'parterre') : __('Price of one piece', 'parterre')}
            value={draft.value}
            onChange={(value) => set({ value })}
            problem={problems['value']}
          />
        )}
        <Choice
          label={__('Show', 'parterre')}
          value={draft.show}
          options={[
            { value: '', label: __('Every show', 'parterre') },
            ...choices.map(({ id, title, startsAt }) => ({
              value: id,
              label: `${title} · ${formatInstant(startsAt, locale)}`,
            })),
          ]}
          onChange={(chosen) => set({ show: chosen, offers: [] })}
          problem={problems['offers']}
        />
      </div>
      {show && show.offers.length > 0 && (
        <fieldset className="parterre-parts">
          <legend>{__('Only for these offers', 'parterre')}</legend>
          {show.offers.map((offer) => (
            <CheckboxControl
              key={offer.id}
              __nextHasNoMarginBottom
              label={`${offer.name} · ${formatMoney(offer.priceMinor, currency, locale)}${
                offer.hidden ? ` · ${__('hidden', 'parterre')}` : ''
              }`}
              checked={draft.offers.includes(offer.id)}
              onChange={(on) =>
                set({ offers: on ? [...draft.offers, offer.id] : draft.offers.filter((id) => id !== offer.id) })
              }
            />
          ))}
          <Wrong problem={problems['offers']} />
        </fieldset>
      )}
    </>
  );
}

interface FormProps {
  choices: Choices;
  onDone: () => void;
  onClose: () => void;
}

function Buttons({ busy, label, onClose }: { busy: boolean; label: string; onClose: () => void }) {
  return (
    <div className="parterre-row">
      <Button __next40pxDefaultSize variant="primary" type="submit" isBusy={busy} disabled={busy}>
        {label}
      </Button>
      <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
        {__('Leave it', 'parterre')}
      </Button>
    </div>
  );
}

/** One code that many may type in. */
export function CodeForm({ choices, onDone, onClose }: FormProps) {
  const [draft, setDraft] = useState(blank);
  const { busy, problems, run, notice } = useRun();
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const zone = window.parterreAdmin.timeZone;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run('save', async () => void (await ask('/codes', 'POST', body(draft)))).then((done) => done && onDone());
      }}
    >
      <Section title={__('New code', 'parterre')}>
        {notice}
        <div className="parterre-grid">
          <Text
            label={__('Code', 'parterre')}
            value={draft.code}
            onChange={(code) => set({ code })}
            problem={problems['code']}
            help={__('Capitals, accents, spaces and dashes make no difference.', 'parterre')}
          />
          <Text label={__('Note', 'parterre')} value={draft.label} onChange={(label) => set({ label })} />
        </div>
        <Effect draft={draft} set={set} choices={choices} problems={problems} />
        <div className="parterre-grid">
          <Moment
            label={__('Works from', 'parterre')}
            value={draft.opensAt}
            zone={zone}
            onChange={(opensAt) => set({ opensAt })}
            problem={problems['opensAt']}
          />
          <Moment
            label={__('Works until', 'parterre')}
            value={draft.closesAt}
            zone={zone}
            onChange={(closesAt) => set({ closesAt })}
            problem={problems['closesAt']}
          />
          <Count
            label={__('Uses in all', 'parterre')}
            value={draft.maxUses}
            onChange={(maxUses) => set({ maxUses })}
            problem={problems['maxUses']}
            help={__('Orders, not tickets. Empty: no limit.', 'parterre')}
          />
          <Count
            label={__('Uses per person', 'parterre')}
            value={draft.maxPerPerson}
            onChange={(maxPerPerson) => set({ maxPerPerson })}
            problem={problems['maxPerPerson']}
          />
          {draft.type === 'unlock' && (
            <Count
              label={__('Pieces in one order', 'parterre')}
              value={draft.pieces}
              onChange={(pieces) => set({ pieces })}
              problem={problems['pieces']}
            />
          )}
        </div>
        <Buttons busy={busy !== ''} label={__('Make the code', 'parterre')} onClose={onClose} />
      </Section>
    </form>
  );
}

/** Codes for one use each, on paper or in a file. */
export function BatchForm({ choices, onDone, onClose }: FormProps) {
  const [draft, setDraft] = useState<Draft>({ ...blank, type: 'price', value: 0 });
  const [count, setCount] = useState<number | null>(50);
  const [made, setMade] = useState<string | null>(null);
  const { busy, problems, run, notice } = useRun();
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run('save', async () => {
          const answer = await ask<{ batch: string; codes: string[] }>('/codes/batches', 'POST', {
            ...body({ ...draft, pieces: 1 }),
            count,
          });
          setMade(answer.batch);
          /* translators: %d: number of codes */
          return sprintf(__('%d codes are ready, each for one use.', 'parterre'), answer.codes.length);
        });
      }}
    >
      <Section
        title={__('Codes on paper', 'parterre')}
        help={__(
          'Each works once: for cards that are handed out in the hall, for the press, for partners.',
          'parterre',
        )}
      >
        {notice}
        {made === null ? (
          <>
            <div className="parterre-grid">
              <Count label={__('How many', 'parterre')} value={count} onChange={setCount} problem={problems['count']} />
              <Text label={__('Note', 'parterre')} value={draft.label} onChange={(label) => set({ label })} />
            </div>
            <Effect draft={draft} set={set} choices={choices} problems={problems} />
            <Moment
              label={__('Works until', 'parterre')}
              value={draft.closesAt}
              zone={window.parterreAdmin.timeZone}
              onChange={(closesAt) => set({ closesAt })}
              problem={problems['closesAt']}
            />
            <Buttons busy={busy !== ''} label={__('Make the codes', 'parterre')} onClose={onClose} />
          </>
        ) : (
          <div className="parterre-row">
            <Button
              __next40pxDefaultSize
              variant="primary"
              href={linkTo(`/codes/batches/${made}/print`)}
              target="_blank"
            >
              {__('Print the cards', 'parterre')}
            </Button>
            <Button __next40pxDefaultSize variant="secondary" href={linkTo(`/codes/batches/${made}/csv`)}>
              CSV
            </Button>
            <Button __next40pxDefaultSize variant="tertiary" onClick={onDone}>
              {__('Done', 'parterre')}
            </Button>
          </div>
        )}
      </Section>
    </form>
  );
}

/** What of a code can still be changed: not what it takes off, for fans have it on paper. */
export function CodeChange({ code, onDone, onClose }: { code: Code; onDone: () => void; onClose: () => void }) {
  const [opensAt, setOpensAt] = useState(code.opensAt);
  const [closesAt, setClosesAt] = useState(code.closesAt);
  const [maxUses, setMaxUses] = useState(code.maxUses);
  const [maxPerPerson, setMaxPerPerson] = useState(code.maxPerPerson);
  const [label, setLabel] = useState(code.label);
  const { busy, problems, run, notice } = useRun();
  const zone = window.parterreAdmin.timeZone;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void run(
          'save',
          async () =>
            void (await ask(`/codes/${code.id}`, 'POST', { opensAt, closesAt, maxUses, maxPerPerson, label })),
        ).then((done) => done && onDone());
      }}
    >
      <Section title={code.code}>
        {notice}
        <div className="parterre-grid">
          <Moment
            label={__('Works from', 'parterre')}
            value={opensAt}
            zone={zone}
            onChange={setOpensAt}
            problem={problems['opensAt']}
          />
          <Moment
            label={__('Works until', 'parterre')}
            value={closesAt}
            zone={zone}
            onChange={setClosesAt}
            problem={problems['closesAt']}
          />
          <Count
            label={__('Uses in all', 'parterre')}
            value={maxUses}
            onChange={setMaxUses}
            problem={problems['maxUses']}
          />
          <Count
            label={__('Uses per person', 'parterre')}
            value={maxPerPerson}
            onChange={setMaxPerPerson}
            problem={problems['maxPerPerson']}
          />
          <Text label={__('Note', 'parterre')} value={label} onChange={setLabel} />
        </div>
        <Buttons busy={busy !== ''} label={__('Save', 'parterre')} onClose={onClose} />
      </Section>
    </form>
  );
}
