import { Button, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { Count, Price, Remove, Section, Text } from '../fields';
import type { Problems, UsualRates } from '../types';
import { fieldText, parseDecimal } from '../values';

/** Hundredths of a percent have two digits, as euros do. */
const percentText = (hundredths: number): string => fieldText(hundredths, 'EUR', window.parterreAdmin.locale);

const KINDS = ['hall', 'live', 'replay', 'merch', 'donation'] as const;
type Kind = (typeof KINDS)[number];
/** What the venue writes over the usual rates of a country; hundredths of a percent. */
type RateRow = { country: string } & Partial<Record<Kind, number>>;

interface Zone {
  name: string;
  countries: string[];
  priceMinor: number;
  extraMinor: number;
}

interface LawSettingsProps {
  values: Record<string, unknown>;
  set: (name: string, value: unknown) => void;
  problems: Problems;
  usualRates: UsualRates;
}

/** VAT, invoices and postage: what the law asks of a venue that sells. */
export function LawSettings(props: LawSettingsProps) {
  return (
    <>
      <Seller {...props} />
      <Vat {...props} />
      <Postage {...props} />
      <Split {...props} />
    </>
  );
}

function Seller({ values, set, problems }: LawSettingsProps) {
  const field = (name: string, label: string, help?: string, rows?: number) => (
    <Text
      label={label}
      value={String(values[name] ?? '')}
      onChange={(value) => set(name, value)}
      problem={problems[name]}
      help={help}
      {...(rows ? { rows } : {})}
    />
  );
  return (
    <Section
      title={__('Invoices', 'parterre')}
      help={__(
        'Every paid order gets an invoice and every refund a credit note, numbered without gaps. What is changed here counts for the next one; what was issued stays as it is.',
        'parterre',
      )}
    >
      {field('seller_address', __('Seller’s postal address', 'parterre'), undefined, 3)}
      <div className="parterre-grid">
        {field('seller_siret', __('SIRET', 'parterre'))}
        {field('seller_vat_number', __('VAT number', 'parterre'))}
        {field(
          'invoice_prefix',
          __('Letters before invoice numbers', 'parterre'),
          /* translators: an example of an invoice number */
          __('F makes F2026-00001.', 'parterre'),
        )}
        {field('credit_note_prefix', __('Letters before credit note numbers', 'parterre'))}
      </div>
      {field(
        'invoice_note',
        __('A line of your own', 'parterre'),
        __('Legal form, share capital, trade register, entertainment licence.', 'parterre'),
        2,
      )}
    </Section>
  );
}

function kindName(kind: Kind): string {
  return {
    hall: __('Hall', 'parterre'),
    live: __('Livestream', 'parterre'),
    replay: __('Replay', 'parterre'),
    merch: __('Merch', 'parterre'),
    donation: __('Donation', 'parterre'),
  }[kind];
}

function Vat({ values, set, problems, usualRates }: LawSettingsProps) {
  const rows = (values['vat_rates'] ?? []) as RateRow[];
  const franchise = values['vat_franchise'] === true;
  const home = String(values['country'] ?? '');
  const change = (index: number, row: RateRow) => set('vat_rates', rows.with(index, row));
  return (
    <Section
      title={__('VAT', 'parterre')}
      help={__(
        'Prices contain it and are the same for every fan. Hall, donations and merch at the counter are taxed in your country; stream and replay where the fan lives; posted merch where it arrives. Have an accountant confirm what you change.',
        'parterre',
      )}
    >
      <div className="parterre-grid">
        <Text
          label={__('Country you sell from', 'parterre')}
          value={home}
          onChange={(value) => set('country', value.toUpperCase())}
          problem={problems['country']}
          help={__('Two letters, such as FR.', 'parterre')}
        />
        <Text
          label={__('Header that names a visitor’s country', 'parterre')}
          value={String(values['country_header'] ?? '')}
          onChange={(value) => set('country_header', value)}
          problem={problems['country_header']}
          help={__('Only if your proxy sets one, such as CF-IPCountry. Empty: none.', 'parterre')}
        />
      </div>
      <ToggleControl
        __nextHasNoMarginBottom
        label={__('No VAT: franchise en base (art. 293 B CGI)', 'parterre')}
        checked={franchise}
        onChange={(on) => set('vat_franchise', on)}
      />
      {!franchise && (
        <>
          <ToggleControl
            __nextHasNoMarginBottom
            label={__('Under 10,000 € a year of sales to other EU countries', 'parterre')}
            help={__('Replays and posted merch are then taxed at home. Livestreams never are.', 'parterre')}
            checked={values['vat_below_threshold'] === true}
            onChange={(on) => set('vat_below_threshold', on)}
          />
          <UsualRatesNote home={home} usualRates={usualRates} />
          {rows.map((row, index) => (
            <div className="parterre-card" key={index} role="group" aria-label={row.country}>
              <div className="parterre-grid">
                <Text
                  label={__('Country', 'parterre')}
                  value={row.country}
                  onChange={(country) => change(index, { ...row, country: country.toUpperCase() })}
                  problem={problems[`vat_rates.${index}.country`]}
                />
                {KINDS.map((kind) => (
                  <Rate
                    key={kind}
                    label={kindName(kind)}
                    value={row[kind]}
                    usual={usualRates[row.country]?.[kind] ?? 0}
                    onChange={(rate) => {
                      const { [kind]: _old, ...rest } = row;
                      change(index, (rate === undefined ? rest : { ...rest, [kind]: rate }) as RateRow);
                    }}
                    problem={problems[`vat_rates.${index}.${kind}`]}
                  />
                ))}
                <Remove
                  label={__('Use the usual rates', 'parterre')}
                  onClick={() => set('vat_rates', rows.toSpliced(index, 1))}
                />
              </div>
            </div>
          ))}
          <div className="parterre-row">
            <Button
              __next40pxDefaultSize
              variant="secondary"
              onClick={() => set('vat_rates', [...rows, { country: rows.length ? '' : home }])}
            >
              {__('Other rates for a country', 'parterre')}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}

/** What holds where nothing is changed. */
function UsualRatesNote({ home, usualRates }: { home: string; usualRates: UsualRates }) {
  const own = usualRates[home];
  if (!own) return null;
  const told = KINDS.map((kind) => `${kindName(kind)} ${percent(own[kind] ?? 0)}`).join(', ');
  return (
    <>
      {/* translators: 1: two letters of a country, 2: a list of kinds with their rates */}
      <p>{sprintf(__('Usual rates in %1$s: %2$s.', 'parterre'), home, told)}</p>
      <details>
        <summary>{__('Usual rates elsewhere', 'parterre')}</summary>
        <table className="parterre-table">
          <thead>
            <tr>
              <th scope="col">{__('Country', 'parterre')}</th>
              <th scope="col" className="is-number">
                {__('Livestream, replay, merch', 'parterre')}
              </th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(usualRates).map(([country, rates]) => (
              <tr key={country}>
                <td>{country}</td>
                <td className="is-number">{percent(rates['live'] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>{__('Outside the European Union: none.', 'parterre')}</p>
      </details>
    </>
  );
}

const percent = (rate: number): string =>
  new Intl.NumberFormat(window.parterreAdmin.locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    rate / 10_000,
  );

interface RateProps {
  label: string;
  /** Hundredths of a percent; undefined for the usual one. */
  value: number | undefined;
  usual: number;
  onChange: (rate: number | undefined) => void;
  problem?: string | undefined;
}

/** A rate in percent, two decimals at most. What is typed stays while it is no rate yet. */
function Rate({ label, value, usual, onChange, problem }: RateProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed !== '' && parseDecimal(typed, 'EUR') === null;
  return (
    <Text
      label={`${label} (%)`}
      value={typed ?? (value === undefined ? '' : percentText(value))}
      placeholder={percentText(usual)}
      onChange={(text) => {
        setTyped(text);
        const rate = parseDecimal(text, 'EUR');
        if (text === '') onChange(undefined);
        else if (rate !== null) onChange(rate);
      }}
      problem={wrong ? __('A rate is between 0 and 50 percent.', 'parterre') : problem}
    />
  );
}

/** Who gets what of a show, once VAT and fees are off. */
function Split({ values, set, problems }: LawSettingsProps) {
  const field = (name: string, label: string) => (
    <Count
      label={`${label} (%)`}
      value={Number(values[name] ?? 0)}
      onChange={(value) => set(name, value ?? 0)}
      problem={problems[name]}
    />
  );
  return (
    <Section
      title={__('Statements', 'parterre')}
      help={__('How what a show leaves is shared, once VAT and fees are off.', 'parterre')}
    >
      <div className="parterre-grid">
        {field('split_artist', __('Artist', 'parterre'))}
        {field('split_crew', __('Crew', 'parterre'))}
        {field('split_venue', __('Venue', 'parterre'))}
      </div>
    </Section>
  );
}

function Postage({ values, set, problems }: LawSettingsProps) {
  const zones = (values['postage_zones'] ?? []) as Zone[];
  const change = (index: number, zone: Zone) => set('postage_zones', zones.with(index, zone));
  return (
    <Section
      title={__('Postage', 'parterre')}
      help={__(
        'Where merch is posted to, and for how much. Without a zone it is picked up at the venue only.',
        'parterre',
      )}
    >
      {zones.map((zone, index) => (
        <div className="parterre-card" key={index} role="group" aria-label={zone.name}>
          <div className="parterre-grid">
            <Text
              label={__('Name, as buyers read it', 'parterre')}
              value={zone.name}
              onChange={(name) => change(index, { ...zone, name })}
              problem={problems[`postage_zones.${index}.name`]}
            />
            <Countries
              value={zone.countries}
              onChange={(countries) => change(index, { ...zone, countries })}
              problem={problems[`postage_zones.${index}.countries`]}
            />
            <Price
              label={__('First piece', 'parterre')}
              value={zone.priceMinor}
              onChange={(priceMinor) => change(index, { ...zone, priceMinor })}
              problem={problems[`postage_zones.${index}.priceMinor`]}
            />
            <Price
              label={__('Each further piece', 'parterre')}
              value={zone.extraMinor}
              onChange={(extraMinor) => change(index, { ...zone, extraMinor })}
              problem={problems[`postage_zones.${index}.extraMinor`]}
            />
            <Remove
              label={__('Remove this zone', 'parterre')}
              onClick={() => set('postage_zones', zones.toSpliced(index, 1))}
            />
          </div>
        </div>
      ))}
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          onClick={() =>
            set('postage_zones', [...zones, { name: '', countries: [], priceMinor: 600, extraMinor: 150 }])
          }
        >
          {__('Add a zone', 'parterre')}
        </Button>
      </div>
    </Section>
  );
}

interface CountriesProps {
  value: string[];
  onChange: (countries: string[]) => void;
  problem?: string | undefined;
}

/** Countries by their two letters. What is typed stays as it was typed. */
function Countries({ value, onChange, problem }: CountriesProps) {
  const [typed, setTyped] = useState(value.join(' '));
  return (
    <Text
      label={__('Countries, by their two letters', 'parterre')}
      value={typed}
      placeholder="FR MC"
      onChange={(text) => {
        setTyped(text);
        onChange(
          text
            .toUpperCase()
            .split(/[\s,;]+/)
            .filter(Boolean),
        );
      }}
      problem={problem}
    />
  );
}
