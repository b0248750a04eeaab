import { Button, Notice, Spinner } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { phaseLabel } from './phase';
import type { ShowSummary } from '../types';

/** Every show, newest first. A list of cards rather than a table: it reads the same on a phone beside the stage. */
export function Shows({ open }: { open: (id: string | null) => void }) {
  const [shows, setShows] = useState<ShowSummary[] | null>(null);
  const [problem, setProblem] = useState('');
  const { can, locale } = window.parterreAdmin;
  useEffect(() => {
    ask<{ shows: ShowSummary[] }>('/shows')
      .then((answer) => setShows(answer.shows))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  const mayCreate = can['parterre_edit_shows'] || can['parterre_edit_all_shows'];
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Shows', 'parterre')}</strong>
        {mayCreate && (
          <Button __next40pxDefaultSize variant="primary" onClick={() => open(null)}>
            {__('New show', 'parterre')}
          </Button>
        )}
      </div>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {!shows && !problem && <Spinner />}
      {shows?.length === 0 && (
        <div className="parterre-empty">
          <h2>{__('Your first show', 'parterre')}</h2>
          <p>
            {__(
              'A title, a date and a price are enough: publishing makes the page, with player, chat and tickets.',
              'parterre',
            )}
          </p>
          <p>{__('Just looking? The settings can load a demo venue.', 'parterre')}</p>
        </div>
      )}
      <ul className="parterre-shows">
        {shows?.map((show) => (
          <li key={show.id}>
            <button type="button" className="parterre-show" onClick={() => open(show.id)}>
              {show.poster ? <img src={show.poster.url} alt="" /> : <span className="parterre-no-poster" />}
              <span className="parterre-show-text">
                <strong>{show.title}</strong>
                <span>
                  {new Intl.DateTimeFormat(locale, {
                    dateStyle: 'full',
                    timeStyle: 'short',
                    timeZone: show.timeZone,
                  }).format(new Date(show.startsAt))}
                </span>
                <span className="parterre-show-facts">
                  <span className={`parterre-phase is-${show.published ? show.phase : 'draft'}`}>
                    {show.published ? phaseLabel(show.phase) : __('Draft', 'parterre')}
                  </span>
                  {/* translators: %d: number of tickets */}
                  <span>{sprintf(_n('%d ticket', '%d tickets', show.ticketsSold, 'parterre'), show.ticketsSold)}</span>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
