/** What the desk is told (`parterre-admin/v1/desk`), and its words. */
import { __, _n, sprintf } from '@wordpress/i18n';
import type { Phase } from '../types';

export interface ShowOfDesk {
  id: string;
  title: string;
  startsAt: string;
  timeZone: string;
  phase: Phase;
  status: 'confirmed' | 'postponed' | 'cancelled';
}

export type Act = 'doors' | 'plan' | 'later' | 'asPlanned' | 'live' | 'pause' | 'resume' | 'end' | 'undoEnd' | 'notice';

export interface Picture {
  camera: string;
  label: string;
  state: 'arriving' | 'lost' | 'unknown';
  since: string;
  /** When it was last known to arrive. */
  seenAt: string | null;
  source: 'provider' | 'probe' | 'viewers' | '';
  /** It comes from the second address. */
  backup: boolean;
}

/** Milliseconds, thousandths, bits per second; null where nobody said. */
export interface Told {
  startupP50: number | null;
  startupP95: number | null;
  stalledPerMille: number | null;
  latencyP50: number | null;
  bitrateP50: number | null;
  dropped: number;
  errors: Record<string, number>;
}

export interface Figures {
  minute: number;
  recent: Told;
  cameras: Record<string, Told>;
  /** The last half hour by minute, oldest first. */
  line: { devices: number; stalled: number | null }[];
}

export interface DeskState extends ShowOfDesk {
  doorsAt: string;
  endsAt: string;
  liveAt: string | null;
  url: string | null;
  /** The server's clock, milliseconds since 1970. */
  now: number;
  acts: Act[];
  doorsForced: boolean;
  /** Nothing starts or ends by itself. */
  held: boolean;
  notice: string | null;
  byItself: { act: 'live' | 'end'; at: string } | null;
  pictures: Picture[];
  /** Cameras that have been lost for too long. */
  rings: string[];
  viewers: number;
  /** Null when they have not changed since the last answer. */
  figures: Figures | null;
  log: { at: string; act: string; who: string | null; sentence: string | null }[];
}

/** How long something has lasted, to the second while that matters. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) {
    /* translators: %d: seconds; short, as on a stopwatch */
    return sprintf(__('%d s', 'parterre'), seconds);
  }
  if (seconds < 3600) {
    const rest = seconds % 60;
    return rest && seconds < 600
      ? /* translators: 1: minutes, 2: seconds; short, as on a stopwatch */
        sprintf(__('%1$d min %2$d s', 'parterre'), Math.floor(seconds / 60), rest)
      : /* translators: %d: minutes; short */
        sprintf(__('%d min', 'parterre'), Math.floor(seconds / 60));
  }
  /* translators: 1: hours, 2: minutes; short */
  return sprintf(__('%1$d h %2$d min', 'parterre'), Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60));
}

export function pictureWords({ state, since, source, backup }: Picture, now: number): string {
  const time = lasting(now - Date.parse(since));
  if (state === 'arriving') {
    return backup
      ? /* translators: %s: how long */
        sprintf(__('Arriving over the backup address, for %s', 'parterre'), time)
      : /* translators: %s: how long */
        sprintf(__('Arriving for %s', 'parterre'), time);
  }
  if (state === 'lost') {
    /* translators: %s: how long */
    return sprintf(__('No picture for %s', 'parterre'), time);
  }
  return source === ''
    ? __('Not known yet', 'parterre')
    : __('Not known: the stream server does not answer this site', 'parterre');
}

export const sourceWords = (source: Picture['source']): string =>
  ({
    provider: __('says the provider', 'parterre'),
    probe: __('says the playlist', 'parterre'),
    viewers: __('say those who watch', 'parterre'),
    '': '',
  })[source];

export const actWords = (): Record<Act, string> => ({
  doors: __('Open the doors now', 'parterre'),
  plan: __('Doors as planned', 'parterre'),
  later: __('We start later', 'parterre'),
  asPlanned: __('Start as planned', 'parterre'),
  live: __('Go live', 'parterre'),
  pause: __('Pause', 'parterre'),
  resume: __('Go on', 'parterre'),
  end: __('End the show', 'parterre'),
  undoEnd: __('Take the end back', 'parterre'),
  notice: __('Say it', 'parterre'),
});

/** What happened, in the list below the buttons. */
export function logWords(act: string, sentence: string | null): string {
  const words: Record<string, string> = {
    doors: __('Doors opened', 'parterre'),
    plan: __('Doors as planned', 'parterre'),
    later: __('“We start later”', 'parterre'),
    asPlanned: __('Start as planned', 'parterre'),
    live: __('Live', 'parterre'),
    pause: __('Paused', 'parterre'),
    resume: __('Gone on', 'parterre'),
    end: __('Ended', 'parterre'),
    undoEnd: __('End taken back', 'parterre'),
    notice: sentence ? __('Said to everybody', 'parterre') : __('Sentence taken back', 'parterre'),
    replay: __('Replay published', 'parterre'),
    reset: __('Back to announced', 'parterre'),
    failed: __('Noted: the picture failed', 'parterre'),
    failedNot: __('Taken back: the picture failed', 'parterre'),
  };
  return words[act] ?? act;
}

/** What pressing it does, before it is done; null for what may be pressed at once. */
export const askBefore = (act: Act): string | null =>
  ({
    live: __('Everybody inside sees the picture from now on.', 'parterre'),
    end: __('The picture stops on every page. You can take it back for a quarter of an hour.', 'parterre'),
    pause: __('The picture stops on every page, and a slate stands in its place.', 'parterre'),
    doors: __('Whoever has a ticket comes into the room. There is no picture yet.', 'parterre'),
    plan: null,
    later: null,
    asPlanned: null,
    resume: null,
    undoEnd: null,
    notice: null,
  })[act];

/** The line of the last half hour in words, for those who do not see it. */
export function lineWords(line: Figures['line']): string {
  const most = Math.max(0, ...line.map(({ devices }) => devices));
  const last = line.at(-1)?.devices ?? 0;
  const stalls = line.filter(({ stalled }) => (stalled ?? 0) >= 20).length;
  return [
    /* translators: %d: number of devices */
    sprintf(
      _n('At most %d device in the last half hour,', 'At most %d devices in the last half hour,', most, 'parterre'),
      most,
    ),
    /* translators: %d: number of devices */
    sprintf(_n('%d in the last minute;', '%d in the last minute;', last, 'parterre'), last),
    stalls === 0
      ? __('no minute with much waiting.', 'parterre')
      : /* translators: %d: number of minutes */
        sprintf(_n('%d minute with much waiting.', '%d minutes with much waiting.', stalls, 'parterre'), stalls),
  ].join(' ');
}
