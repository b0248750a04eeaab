import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { Count, MaybePrice, Section } from '../fields';
import { decimalText, formatMoney } from '../values';

export interface Measure {
  measure: string;
  unit: 'people' | 'minutes' | 'percent' | 'money';
  value: number | null;
  threshold: number | null;
  verdict: 'met' | 'missed' | null;
}

export interface Sheet {
  measures: Measure[];
  verdict: 'go' | 'noGo' | 'early' | 'none';
}

const measureLabels = (): Record<string, string> => ({
  peak: __('Most watching at once', 'parterre'),
  viewers: __('Devices that watched', 'parterre'),
  watchMinutes: __('Watched on average, in minutes', 'parterre'),
  supporters: __('Supporters', 'parterre'),
  conversionPercent: __('Supporters per hundred viewers', 'parterre'),
  raised: __('Promised', 'parterre'),
  goalPercent: __('Share of the goal, in percent', 'parterre'),
  captured: __('Captured', 'parterre'),
  capturedPercent: __('Captured of what was promised, in percent', 'parterre'),
  sellThroughPercent: __('Limited rewards taken, in percent', 'parterre'),
});

const measureLabel = ({ measure }: Measure): string => measureLabels()[measure] ?? measure;

/** translators: %s is what is measured, such as "Supporters". */
const wantedLabel = (one: Measure): string => sprintf(__('%s: wanted', 'parterre'), measureLabel(one));

const verdictLabels = (): Record<Sheet['verdict'], string> => ({
  go: __('Go: everything you wanted to see is there.', 'parterre'),
  noGo: __('No go: something you wanted to see is missing.', 'parterre'),
  early: __('Too early to say: the campaign still runs.', 'parterre'),
  none: __('Set what you want to see, and this sheet says whether it is there.', 'parterre'),
});

function written({ unit, value }: Measure): string {
  const { currency, locale } = window.parterreAdmin;
  if (value === null) return '–';
  if (unit === 'money') return formatMoney(value, currency, locale);
  const style = unit === 'percent' ? ({ style: 'percent', maximumFractionDigits: 1 } as const) : {};
  return new Intl.NumberFormat(locale, style).format(unit === 'percent' ? value / 100 : value);
}

/** Numbers and our own words: nothing in it that a spreadsheet could take for a formula. */
function csv(sheet: Sheet): string {
  const rows = sheet.measures.map((one) => [
    measureLabel(one),
    one.unit === 'money' && one.value !== null
      ? decimalText(one.value, window.parterreAdmin.currency)
      : (one.value ?? ''),
    one.unit === 'money' && one.threshold !== null
      ? decimalText(one.threshold, window.parterreAdmin.currency)
      : (one.threshold ?? ''),
    one.verdict ?? '',
  ]);
  const head = [
    __('Measure', 'parterre'),
    __('Value', 'parterre'),
    __('Wanted', 'parterre'),
    __('Verdict', 'parterre'),
  ];
  const quoted = (cell: string | number) => `"${String(cell).replaceAll('"', '""')}"`;
  return `\uFEFF${[head, ...rows].map((row) => row.map(quoted).join(';')).join('\r\n')}\r\n`;
}

interface Props {
  title: string;
  sheet: Sheet;
  thresholds: Record<string, number>;
  onChange: (thresholds: Record<string, number>) => void;
}

/** What the show and the campaign achieved, what the venue wanted to see, and the verdict on each. Printed, it is one page. */
export function GoNoGo({ title, sheet, thresholds, onChange }: Props) {
  const set = (measure: string, value: number | null) => {
    const { [measure]: _, ...rest } = thresholds;
    onChange(value === null ? rest : { ...rest, [measure]: value });
  };
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv(sheet)], { type: 'text/csv' }));
    link.download = 'go-no-go.csv';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const marks = {
    met: __('Met', 'parterre'),
    missed: sheet.verdict === 'early' ? __('Not yet', 'parterre') : __('Missed', 'parterre'),
  };
  return (
    <div className="parterre-printed">
      <Section title={__('Go or no go', 'parterre')} help={verdictLabels()[sheet.verdict]}>
        <p className="screen-reader-text">{title}</p>
        <table className="parterre-sheet">
          <thead>
            <tr>
              <th scope="col">{__('Measure', 'parterre')}</th>
              <th scope="col">{__('Value', 'parterre')}</th>
              <th scope="col">{__('Wanted', 'parterre')}</th>
              <th scope="col">{__('Verdict', 'parterre')}</th>
            </tr>
          </thead>
          <tbody>
            {sheet.measures.map((one) => (
              <tr key={one.measure}>
                <th scope="row">{measureLabel(one)}</th>
                <td className="parterre-amount">{written(one)}</td>
                <td>
                  {one.unit === 'money' ? (
                    <MaybePrice
                      label={wantedLabel(one)}
                      value={thresholds[one.measure] ?? null}
                      onChange={(value) => set(one.measure, value || null)}
                    />
                  ) : (
                    <Count
                      label={wantedLabel(one)}
                      value={thresholds[one.measure] ?? null}
                      onChange={(value) => set(one.measure, value)}
                    />
                  )}
                </td>
                <td className={one.verdict && sheet.verdict !== 'early' ? `is-${one.verdict}` : ''}>
                  {one.verdict ? marks[one.verdict] : '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <div className="parterre-row">
          <Button __next40pxDefaultSize variant="secondary" onClick={() => print()}>
            {__('Print', 'parterre')}
          </Button>
          <Button __next40pxDefaultSize variant="secondary" onClick={download}>
            {__('Download as CSV', 'parterre')}
          </Button>
        </div>
      </Section>
    </div>
  );
}
