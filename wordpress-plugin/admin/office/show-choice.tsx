import { SelectControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { formatInstant } from './words';

interface Choice {
  id: string;
  title: string;
  startsAt: string;
  timeZone: string;
}

/** Which show a screen is about; the next one to come until somebody chooses. */
export function ShowChoice({ show, choose }: { show: string | null; choose: (show: string) => void }) {
  const [shows, setShows] = useState<Choice[]>([]);
  const { locale } = window.parterreAdmin;
  useEffect(() => {
    ask<{ shows: Choice[] }>('/hall/shows')
      .then((answer) => {
        setShows(answer.shows);
        const next = answer.shows.find((one) => Date.parse(one.startsAt) > Date.now()) ?? answer.shows[0];
        if (!show && next) choose(next.id);
      })
      .catch(() => setShows([]));
    // The list is asked for once: what is chosen changes nothing about it.
    // oxlint-disable-next-line exhaustive-deps
  }, []);
  return (
    <SelectControl
      __next40pxDefaultSize
      __nextHasNoMarginBottom
      label={__('Show', 'parterre')}
      value={show ?? ''}
      options={[
        { label: __('Choose a show', 'parterre'), value: '', disabled: true },
        ...shows.map((one) => ({
          label: `${one.title} · ${formatInstant(one.startsAt, locale, one.timeZone)}`,
          value: one.id,
        })),
      ]}
      onChange={choose}
    />
  );
}
