import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Moment, Section } from '../fields';
import { formatInstant } from '../office/words';
import { useRun } from '../run';
import type { Replay } from './replay';
import { Sure } from '../sure';

/** The click without which nothing is seen, and the one that takes it back. */
export function Publish({
  show,
  zone,
  replay,
  onChanged,
}: {
  show: string;
  zone: string;
  replay: Replay;
  onChanged: (replay: Replay) => void;
}) {
  const { locale } = window.parterreAdmin;
  const [until, setUntil] = useState(replay.until);
  const [asking, setAsking] = useState(false);
  const { busy, problems, run, notice } = useRun();
  const act = (name: 'publish' | 'unpublish', said: string) =>
    void run(name, async () => {
      onChanged(await ask<Replay>(`/shows/${show}/replay/${name}`, 'POST', name === 'publish' ? { until } : {}));
      setAsking(false);
      return said;
    });
  return (
    <Section
      title={__('Publication', 'parterre')}
      help={__('Who sees it is up to the tickets: those for the replay, each within its own time.', 'parterre')}
    >
      {notice}
      <p role="status">
        {replay.publishedAt
          ? sprintf(
              /* translators: %s: a date */
              __('Fans have been able to watch since %s.', 'parterre'),
              formatInstant(replay.publishedAt, locale, zone),
            )
          : __('Fans do not see it yet.', 'parterre')}
      </p>
      <Moment
        label={__('Ends', 'parterre')}
        value={until}
        zone={zone}
        onChange={setUntil}
        problem={problems['until']}
        help={__('Empty: it does not end by itself.', 'parterre')}
      />
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="primary"
          isBusy={busy === 'publish'}
          onClick={() => act('publish', __('The replay is open.', 'parterre'))}
        >
          {replay.publishedAt ? __('Change the end', 'parterre') : __('Publish the replay', 'parterre')}
        </Button>
        {replay.publishedAt && !asking && (
          <Button __next40pxDefaultSize variant="secondary" isDestructive onClick={() => setAsking(true)}>
            {__('Take it back', 'parterre')}
          </Button>
        )}
      </div>
      {asking && (
        <Sure
          question={__('Whoever is watching is shown out within a minute. Sure?', 'parterre')}
          act={__('Take it back', 'parterre')}
          grave
          busy={busy === 'unpublish'}
          onYes={() => act('unpublish', __('Taken back. Parts and chapters stay as they are.', 'parterre'))}
          onNo={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
