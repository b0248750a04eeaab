import {
  BaseControl,
  Button,
  SelectControl,
  TextControl,
  TextareaControl,
  useBaseControlProps,
} from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Image } from './types';
import { fieldText, fromWall, parseDecimal, parseDecimals, toWall } from './values';

const currency = () => window.parterreAdmin.currency;
const written = (minor: number): string => fieldText(minor, currency(), window.parterreAdmin.locale);

/** Under a field, what is wrong with it; said aloud when it comes. */
export function Wrong({ problem }: { problem?: string | undefined }) {
  return problem ? (
    <p className="parterre-wrong" role="alert">
      {problem}
    </p>
  ) : null;
}

/** Takes one of several away again. */
export function Remove({ label, onClick }: { label?: string; onClick: () => void }) {
  return (
    <Button __next40pxDefaultSize variant="tertiary" isDestructive onClick={onClick}>
      {label ?? __('Remove', 'parterre')}
    </Button>
  );
}

interface TextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string | undefined;
  help?: ReactNode;
  type?: 'text' | 'email' | 'url' | 'number' | 'password';
  placeholder?: string;
  rows?: number;
}

export function Text({ label, value, onChange, problem, help, type = 'text', placeholder, rows }: TextProps) {
  return (
    <div className="parterre-field">
      {rows ? (
        <TextareaControl
          __nextHasNoMarginBottom
          label={label}
          value={value}
          onChange={onChange}
          help={help}
          rows={rows}
        />
      ) : (
        <TextControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={label}
          value={value}
          onChange={onChange}
          help={help}
          type={type}
          placeholder={placeholder}
        />
      )}
      <Wrong problem={problem} />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
  problem?: string | undefined;
  help?: ReactNode;
}

export function Choice<T extends string>({ label, value, options, onChange, problem, help }: ChoiceProps<T>) {
  return (
    <div className="parterre-field">
      <SelectControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={label}
        value={value}
        options={options}
        onChange={(next) => onChange(next as T)}
        help={help}
      />
      <Wrong problem={problem} />
    </div>
  );
}

interface MomentProps {
  label: string;
  /** UTC instant, or null. */
  value: string | null;
  zone: string;
  onChange: (instant: string | null) => void;
  problem?: string | undefined;
  help?: string;
}

/** A date and a time of day in the show's own zone, whatever the zone of the person who types. */
export function Moment({ label, value, zone, onChange, problem, help }: MomentProps) {
  const { baseControlProps, controlProps } = useBaseControlProps({ label, help });
  return (
    <div className="parterre-field">
      <BaseControl {...baseControlProps} __nextHasNoMarginBottom>
        <input
          {...controlProps}
          className="parterre-input"
          type="datetime-local"
          value={toWall(value, zone)}
          onChange={(event) => onChange(fromWall(event.target.value, zone))}
        />
      </BaseControl>
      <Wrong problem={problem} />
    </div>
  );
}

interface PriceProps {
  label: string;
  /** Minor units. */
  value: number;
  onChange: (minor: number) => void;
  problem?: string | undefined;
}

/** A price as people write it. What is typed stays while it is no price yet. */
export function Price({ label, value, onChange, problem }: PriceProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && parseDecimal(typed, currency()) === null;
  return (
    <Text
      label={`${label} (${currency()})`}
      value={typed ?? written(value)}
      onChange={(text) => {
        setTyped(text);
        const minor = parseDecimal(text, currency());
        if (minor !== null) onChange(minor);
      }}
      problem={wrong ? __('This needs a price; 0 for free.', 'parterre') : problem}
    />
  );
}

interface MaybePriceProps {
  label: string;
  /** Minor units; null for none. */
  value: number | null;
  onChange: (minor: number | null) => void;
  problem?: string | undefined;
  help?: string;
}

/** A price that may be missing: empty means none. */
export function MaybePrice({ label, value, onChange, problem, help }: MaybePriceProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && typed.trim() !== '' && parseDecimal(typed, currency()) === null;
  return (
    <Text
      label={`${label} (${currency()})`}
      value={typed ?? (value === null ? '' : written(value))}
      onChange={(text) => {
        setTyped(text);
        const minor = parseDecimal(text, currency());
        if (minor !== null || text.trim() === '') onChange(minor);
      }}
      problem={wrong ? __('This needs a price, or nothing.', 'parterre') : problem}
      help={help}
    />
  );
}

interface PricesProps {
  label: string;
  /** Minor units. */
  value: number[];
  onChange: (minors: number[]) => void;
  problem?: string | undefined;
  help?: string;
}

/** Several prices in one field, divided by spaces. */
export function Prices({ label, value, onChange, problem, help }: PricesProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && parseDecimals(typed, currency()) === null;
  return (
    <Text
      label={`${label} (${currency()})`}
      value={typed ?? value.map((minor) => written(minor)).join('  ')}
      onChange={(text) => {
        setTyped(text);
        const minors = parseDecimals(text, currency());
        if (minors !== null) onChange(minors);
      }}
      problem={wrong ? __('These need to be prices with spaces between them.', 'parterre') : problem}
      help={help}
    />
  );
}

interface CountProps {
  label: string;
  value: number | null;
  onChange: (value: number | null) => void;
  problem?: string | undefined;
  help?: string;
}

/** A whole number; empty means no limit. */
export function Count({ label, value, onChange, problem, help }: CountProps) {
  return (
    <Text
      type="number"
      label={label}
      value={value === null ? '' : String(value)}
      onChange={(text) => onChange(text === '' ? null : Math.max(0, Math.trunc(Number(text))))}
      problem={problem}
      help={help}
    />
  );
}

interface MediaFrame {
  on: (event: string, callback: () => void) => void;
  open: () => void;
  state: () => { get: (name: string) => { first: () => { toJSON: () => Record<string, unknown> } } };
}

interface PictureProps {
  label: string;
  value: Image | null;
  onChange: (image: Image | null) => void;
  problem?: string | undefined;
}

/** A picture out of the media library, with the text that stands for it. */
export function Picture({ label, value, onChange, problem }: PictureProps) {
  const choose = () => {
    const library = (window as unknown as { wp: { media: (options: object) => MediaFrame } }).wp;
    const frame = library.media({ title: label, multiple: false, library: { type: 'image' } });
    frame.on('select', () => {
      const chosen = frame.state().get('selection').first().toJSON();
      onChange({
        url: String(chosen['url']),
        alt: String(chosen['alt'] || chosen['title'] || ''),
        width: Number(chosen['width']) || null,
        height: Number(chosen['height']) || null,
        attachment: Number(chosen['id']),
      });
    });
    frame.open();
  };
  return (
    <div className="parterre-field parterre-picture">
      <span className="parterre-label">{label}</span>
      {value && <img src={value.url} alt={value.alt} />}
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="secondary" onClick={choose}>
          {value ? __('Choose another picture', 'parterre') : __('Choose a picture', 'parterre')}
        </Button>
        {value && (
          <Button __next40pxDefaultSize variant="tertiary" isDestructive onClick={() => onChange(null)}>
            {__('Remove', 'parterre')}
          </Button>
        )}
      </div>
      {value && (
        <Text
          label={__('Description for those who do not see it', 'parterre')}
          value={value.alt}
          onChange={(alt) => onChange({ ...value, alt })}
        />
      )}
      <Wrong problem={problem} />
    </div>
  );
}

/** A group of fields under a heading. */
export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="parterre-section">
      <h2>{title}</h2>
      {help && <p className="parterre-help">{help}</p>}
      {children}
    </section>
  );
}
