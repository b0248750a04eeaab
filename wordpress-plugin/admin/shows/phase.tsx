import { Button } from '@wordpress/components';
import { useState } from 'react';
import { __ } from '@wordpress/i18n';
import { ask } from '../api';
import { Section } from '../fields';
import { useRun } from '../run';
import type { Phase, Show } from '../types';
import { Sure } from '../sure';

export function phaseLabel(phase: Phase): string {
  const labels: Record<Phase, string> = {
    announced: __('Announced', 'parterre'),
    doors: __('Doors open', 'parterre'),
    live: __('Live', 'parterre'),
    paused: __('Paused', 'parterre'),
    ended: __('Ended', 'parterre'),
    replay: __('Replay', 'parterre'),
    archived: __('Over', 'parterre'),
  };
  return labels[phase];
}

/** Where a show stands, for whoever edits it. It is run from the desk; here it can only begin anew. */
export function ShowPhase({ show, onChanged }: { show: Show; onChanged: (show: Show) => void }) {
  const [asking, setAsking] = useState(false);
  const { busy, run, notice } = useRun();
  const reset = () =>
    run('reset', async () => {
      onChanged(await ask<Show>(`/shows/${show.id}/stage`, 'POST', { action: 'reset' }));
      setAsking(false);
    });
  const begun = show.phase !== 'announced' && show.phase !== 'doors';
  return (
    <Section title={__('On stage', 'parterre')}>
      {notice}
      <p className="parterre-now" role="status">
        <span className={`parterre-phase is-${show.phase}`}>{phaseLabel(show.phase)}</span>
      </p>
      <div className="parterre-row">
        {show.published && (
          <Button
            __next40pxDefaultSize
            className="parterre-big"
            variant="primary"
            href={`?${new URLSearchParams({ page: 'parterre', tab: 'desk', open: show.id }).toString()}`}
          >
            {__('Open the desk', 'parterre')}
          </Button>
        )}
        {begun && !asking && (
          <Button __next40pxDefaultSize className="parterre-big" variant="secondary" onClick={() => setAsking(true)}>
            {__('Back to announced', 'parterre')}
          </Button>
        )}
      </div>
      {asking && (
        <Sure
          question={__('Every page of this show changes at once. Sure?', 'parterre')}
          act={__('Back to announced', 'parterre')}
          grave
          busy={busy !== ''}
          onYes={() => void reset()}
          onNo={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
