import { Button, Notice } from '@wordpress/components';
import { useState } from 'react';
import { __ } from '@wordpress/i18n';
import { ask } from './api';
import { Section } from './fields';
import type { Phase, Show } from './types';

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

type Action = 'live' | 'resume' | 'pause' | 'end' | 'replay' | 'reset';

/** What makes sense from each phase, the likeliest first. */
const actionsFrom: Record<Phase, Action[]> = {
  announced: ['live'],
  doors: ['live'],
  live: ['pause', 'end'],
  paused: ['resume', 'end'],
  ended: ['replay', 'resume'],
  replay: ['resume', 'reset'],
  archived: ['reset'],
};

/** The desk on the evening itself: big buttons, one question before what cannot be unseen. */
export function Stage({ show, onChanged }: { show: Show; onChanged: (show: Show) => void }) {
  const [asking, setAsking] = useState<Action | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const labels: Record<Action, string> = {
    live: __('Go live', 'parterre'),
    resume: __('Live again', 'parterre'),
    pause: __('Pause', 'parterre'),
    end: __('End the show', 'parterre'),
    replay: __('Publish the replay', 'parterre'),
    reset: __('Back to announced', 'parterre'),
  };
  const run = async (action: Action) => {
    setBusy(true);
    setProblem('');
    try {
      onChanged(await ask<Show>(`/shows/${show.id}/stage`, 'POST', { action }));
      setAsking(null);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const needsWord = (action: Action) => action === 'end' || action === 'reset';
  return (
    <Section title={__('On stage', 'parterre')}>
      <p className="parterre-now" role="status">
        <span className={`parterre-phase is-${show.phase}`}>{phaseLabel(show.phase)}</span>
      </p>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {asking ? (
        <div className="parterre-row">
          <p>{__('Every page of this show changes at once. Sure?', 'parterre')}</p>
          <Button __next40pxDefaultSize variant="primary" isDestructive isBusy={busy} onClick={() => void run(asking)}>
            {labels[asking]}
          </Button>
          <Button __next40pxDefaultSize variant="tertiary" onClick={() => setAsking(null)}>
            {__('Not yet', 'parterre')}
          </Button>
        </div>
      ) : (
        <div className="parterre-row">
          {actionsFrom[show.phase].map((action, index) => (
            <Button
              __next40pxDefaultSize
              key={action}
              className="parterre-big"
              variant={index === 0 ? 'primary' : 'secondary'}
              isBusy={busy}
              onClick={() => (needsWord(action) ? setAsking(action) : void run(action))}
            >
              {labels[action]}
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}
