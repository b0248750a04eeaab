import { Button, Notice, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { useRun } from '../run';
import { formatMoney } from '../values';
import type { Campaign } from './campaign';

const stateLabels = (): Record<string, string> => ({
  upcoming: __('Not open yet', 'parterre'),
  open: __('Under way', 'parterre'),
  deciding: __('Being counted', 'parterre'),
  collecting: __('Cards are being charged', 'parterre'),
  done: __('Ended', 'parterre'),
});

const resultLabels = (): Record<string, string> => ({
  reached: __('Goal reached', 'parterre'),
  missed: __('Goal missed', 'parterre'),
  returned: __('Refunded', 'parterre'),
});

/** The campaigns, and the one click that begins a project. */
export function Campaigns({ open }: { open: (id: string | null) => void }) {
  const [campaigns, setCampaigns] = useState<Campaign[] | null>(null);
  const [problem, setProblem] = useState('');
  const { busy, run, notice } = useRun();
  useEffect(() => {
    ask<{ campaigns: Campaign[] }>('/campaigns')
      .then((answer) => setCampaigns(answer.campaigns))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  const phaseOne = () =>
    void run('phase-one', async () => {
      open((await ask<{ campaign: string }>('/campaigns/phase-one', 'POST')).campaign);
    });
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Campaigns', 'parterre')}</strong>
        <Button
          __next40pxDefaultSize
          variant="secondary"
          isBusy={busy !== ''}
          disabled={busy !== ''}
          accessibleWhenDisabled
          onClick={phaseOne}
        >
          {__('Phase 1: open live and 10,000 €', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="primary" onClick={() => open(null)}>
          {__('Add a campaign', 'parterre')}
        </Button>
      </div>
      {notice}
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {!campaigns && !problem && <Spinner />}
      {campaigns?.length === 0 && (
        <p className="parterre-empty">
          {__(
            'No campaign yet. Phase 1 makes an open livestream and a campaign beside it, both to be edited.',
            'parterre',
          )}
        </p>
      )}
      {campaigns?.map((campaign) => (
        <section className="parterre-section" key={campaign.id}>
          <h2>{campaign.title}</h2>
          <p className="parterre-help">
            {[
              campaign.published ? stateLabels()[campaign.state ?? ''] : __('Draft', 'parterre'),
              campaign.result ? resultLabels()[campaign.result] : null,
              formatMoney(campaign.raisedMinor ?? 0, window.parterreAdmin.currency, window.parterreAdmin.locale),
              /* translators: %d: number of people */
              sprintf(__('%d supporters', 'parterre'), campaign.supporters ?? 0),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <Button __next40pxDefaultSize variant="secondary" onClick={() => open(campaign.id ?? null)}>
            {__('Open', 'parterre')}
          </Button>
        </section>
      ))}
    </>
  );
}
