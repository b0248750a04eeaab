import { __ } from '@wordpress/i18n';
import { Section, Text } from '../fields';
import type { Problems } from '../types';

/** Whom a venue may name; the protocol's `Recipient`. */
const RECIPIENTS = ['artists', 'crew', 'venue', 'rights', 'cause'] as const;
type Recipient = (typeof RECIPIENTS)[number];

/** Hundredths of a percent. */
interface Share {
  to: Recipient;
  share: number;
}

const nameOf = (to: Recipient): string =>
  ({
    artists: __('Artists (%)', 'parterre'),
    crew: __('Crew (%)', 'parterre'),
    venue: __('Venue (%)', 'parterre'),
    rights: __('Authors’ rights (%)', 'parterre'),
    cause: __('A good cause (%)', 'parterre'),
  })[to];

/** Where the money goes, as buyers read it before they pay. */
export function SplitSettings({
  value,
  onChange,
  problem,
}: {
  value: readonly Share[];
  onChange: (value: Share[]) => void;
  problem: Problems[string] | undefined;
}) {
  const of = (to: Recipient) => value.find((one) => one.to === to)?.share ?? 0;
  const set = (to: Recipient, text: string) => {
    const typed = Number(text.replace(',', '.'));
    const share = Number.isFinite(typed) ? Math.round(typed * 100) : 0;
    onChange(
      RECIPIENTS.map((one) => ({ to: one, share: one === to ? share : of(one) })).filter((one) => one.share > 0),
    );
  };
  return (
    <Section
      title={__('Where the money goes', 'parterre')}
      help={__(
        'Buyers read it before they pay, in amounts: what is left after VAT and postage, shared out. Leave all empty to say nothing. Together they have to be 100 %.',
        'parterre',
      )}
    >
      <div className="parterre-grid">
        {RECIPIENTS.map((to) => (
          <Text
            key={to}
            label={nameOf(to)}
            value={of(to) ? String(of(to) / 100) : ''}
            onChange={(text) => set(to, text)}
            problem={to === 'artists' ? problem : undefined}
          />
        ))}
      </div>
    </Section>
  );
}
