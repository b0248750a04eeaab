/** When a picture failed (`parterre-admin/v1/desk/{show}/failures`), for the desk and the box office. */
import { __, sprintf } from '@wordpress/i18n';
import { lasting } from './desk/desk';

export interface Failure {
  /** Of what somebody said by hand; null for what was noted. */
  id: string | null;
  from: string;
  until: string;
  source: 'watch' | 'viewers' | 'hand';
}

export interface Failures {
  failures: Failure[];
  liveAt: string | null;
  endedAt: string | null;
  replayUntil: string | null;
  timeZone: string;
  mayMark: boolean;
  mayAmend: boolean;
}

export const sameAs = (one: Failure, from: string | null, until: string | null): boolean =>
  one.from === from && one.until === until;

/** `20:41:10 – 20:44:35 (3 min 25 s)`, by the clocks of the venue. */
export function periodWords(from: string, until: string, zone: string, locale: string): string {
  const time = new Intl.DateTimeFormat(locale, {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZone: zone,
  });
  return sprintf(
    /* translators: 1: a time of day, 2: a time of day, 3: a duration */
    __('%1$s – %2$s (%3$s)', 'parterre'),
    time.format(new Date(from)),
    time.format(new Date(until)),
    lasting(Date.parse(until) - Date.parse(from)),
  );
}

export const failureSources = (): Record<Failure['source'], string> => ({
  watch: __('noted by the site', 'parterre'),
  viewers: __('from what viewers went through', 'parterre'),
  hand: __('said by the crew', 'parterre'),
});
