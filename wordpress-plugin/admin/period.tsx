import { __ } from '@wordpress/i18n';
import { Moment } from './fields';
import type { Problems } from './types';

/** From when to when a picture failed, as the desk and the box office ask for it. */
export function Period({
  from,
  until,
  zone,
  problems,
  onFrom,
  onUntil,
}: {
  /** Instants, ISO 8601; null while there is none. */
  from: string | null;
  until: string | null;
  /** IANA, of the show. */
  zone: string;
  problems: Problems;
  onFrom: (from: string | null) => void;
  onUntil: (until: string | null) => void;
}) {
  return (
    <div className="parterre-grid">
      <Moment
        label={__('Failed from', 'parterre')}
        value={from}
        zone={zone}
        onChange={onFrom}
        problem={problems['from']}
      />
      <Moment
        label={__('Failed until', 'parterre')}
        value={until}
        zone={zone}
        onChange={onUntil}
        problem={problems['until']}
      />
    </div>
  );
}
