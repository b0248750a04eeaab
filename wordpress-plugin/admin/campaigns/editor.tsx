import { Button, Notice, Spinner, ToggleControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Choice, Count, Moment, Picture, Price, Remove, Section, Text } from '../fields';
import { useRun } from '../run';
import type { Campaign } from './campaign';
import { GoNoGo } from './go-no-go';
import { Rewards } from './rewards';
import type { ShowSummary } from '../types';

const DAY = 86_400_000;

const fresh = (): Campaign => ({
  title: '',
  summary: '',
  description: '',
  picture: null,
  show: null,
  mode: 'allOrNothing',
  goalKind: 'amount',
  goalTarget: 1_000_000,
  minimumPercent: 80,
  minimumMinor: 500,
  opensAt: new Date().toISOString(),
  deadline: new Date(Date.now() + 30 * DAY).toISOString(),
  stretch: [],
  thresholds: {},
  published: false,
  rewards: [],
});

const pledgeLabels = (): Record<string, string> => ({
  pending: __('Card missing', 'parterre'),
  promised: __('Promised', 'parterre'),
  charging: __('Being charged', 'parterre'),
  'needs-action': __('Waiting for the supporter', 'parterre'),
  paid: __('Paid', 'parterre'),
  failed: __('Failed', 'parterre'),
  withdrawn: __('Withdrawn', 'parterre'),
  released: __('Released', 'parterre'),
  refunded: __('Refunded', 'parterre'),
});

interface EditorProps {
  id: string | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** One campaign: what it says, what it promises, its rewards, and its go/no-go sheet. */
export function CampaignEditor({ id, onClose, onCreated }: EditorProps) {
  const [campaign, setCampaign] = useState<Campaign | null>(id === null ? fresh() : null);
  const [shows, setShows] = useState<ShowSummary[]>([]);
  const { busy, problems, run, notice } = useRun();
  useEffect(() => {
    ask<{ shows: ShowSummary[] }>('/shows')
      .then((answer) => setShows(answer.shows))
      .catch(() => setShows([]));
    if (id !== null)
      void run('load', async () => {
        setCampaign(await ask<Campaign>(`/campaigns/${id}`));
      });
    // A campaign is loaded once; `run` is new at every render.
    // oxlint-disable-next-line exhaustive-deps
  }, [id]);
  if (!campaign) return notice ?? <Spinner />;
  const set = (part: Partial<Campaign>) => setCampaign({ ...campaign, ...part });
  const { locked = false } = campaign;
  const zone = window.parterreAdmin.timeZone;
  const save = () =>
    void run('save', async () => {
      const saved = await ask<Campaign>(
        campaign.id ? `/campaigns/${campaign.id}` : '/campaigns',
        campaign.id ? 'PUT' : 'POST',
        campaign,
      );
      if (!campaign.id && saved.id) onCreated(saved.id);
      setCampaign(saved);
      return __('Saved.', 'parterre');
    });
  return (
    <>
      <div className="parterre-bar">
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
          {__('Campaigns', 'parterre')}
        </Button>
        <strong className="parterre-bar-title">{campaign.title || __('New campaign', 'parterre')}</strong>
        {campaign.url && (
          <Button __next40pxDefaultSize variant="secondary" href={campaign.url}>
            {__('View page', 'parterre')}
          </Button>
        )}
        <Button
          __next40pxDefaultSize
          variant="primary"
          isBusy={busy === 'save'}
          disabled={busy !== ''}
          accessibleWhenDisabled
          onClick={save}
        >
          {__('Save', 'parterre')}
        </Button>
      </div>
      {notice}
      {locked && (
        <Notice status="info" isDismissible={false}>
          {__(
            'Somebody has pledged: goal, mode, rule and rewards stand. The deadline can be put off by 30 days in all.',
            'parterre',
          )}
        </Notice>
      )}
      {campaign.sheet && (
        <GoNoGo
          title={campaign.title}
          sheet={campaign.sheet}
          thresholds={campaign.thresholds}
          onChange={(thresholds) => set({ thresholds })}
        />
      )}
      {campaign.counts && Object.keys(campaign.counts).length > 0 && (
        <Section title={__('Pledges', 'parterre')}>
          <dl className="parterre-counts">
            {Object.entries(campaign.counts).map(([state, count]) => (
              <div key={state}>
                <dt>{pledgeLabels()[state] ?? state}</dt>
                <dd>{count}</dd>
              </div>
            ))}
          </dl>
        </Section>
      )}
      <Section title={__('What it says', 'parterre')}>
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Published', 'parterre')}
          checked={campaign.published}
          onChange={(published) => set({ published })}
        />
        <Text
          label={__('Title', 'parterre')}
          value={campaign.title}
          onChange={(title) => set({ title })}
          problem={problems['title']}
        />
        <Text
          label={__('In one sentence', 'parterre')}
          value={campaign.summary}
          onChange={(summary) => set({ summary })}
        />
        <Text
          label={__('Description', 'parterre')}
          rows={5}
          value={campaign.description}
          onChange={(description) => set({ description })}
        />
        <Picture label={__('Picture', 'parterre')} value={campaign.picture} onChange={(picture) => set({ picture })} />
        <Choice
          label={__('Show it funds, or that is watched beside it', 'parterre')}
          value={campaign.show ?? ''}
          options={[
            { value: '', label: __('None', 'parterre') },
            ...shows.map((show) => ({ value: show.id, label: show.title })),
          ]}
          onChange={(show) => set({ show: show || null })}
          problem={problems['show']}
        />
      </Section>
      <Section title={__('What it promises', 'parterre')}>
        <fieldset disabled={locked}>
          <Choice
            label={__('Mode', 'parterre')}
            value={campaign.mode}
            options={[
              {
                value: 'allOrNothing',
                label: __('All or nothing: cards are charged if the goal is reached', 'parterre'),
              },
              { value: 'keep', label: __('Keep what you raise: pledges are paid at once', 'parterre') },
            ]}
            onChange={(mode) => set({ mode })}
          />
          <Choice
            label={__('Goal', 'parterre')}
            value={campaign.goalKind}
            options={[
              { value: 'amount', label: __('An amount', 'parterre') },
              { value: 'supporters', label: __('A number of supporters', 'parterre') },
            ]}
            onChange={(goalKind) => set({ goalKind })}
          />
          {campaign.goalKind === 'amount' ? (
            <Price
              label={__('Amount to reach', 'parterre')}
              value={campaign.goalTarget}
              onChange={(goalTarget) => set({ goalTarget: goalTarget ?? 0 })}
              problem={problems['goalTarget']}
            />
          ) : (
            <Count
              label={__('Supporters to reach', 'parterre')}
              value={campaign.goalTarget}
              onChange={(goalTarget) => set({ goalTarget: goalTarget ?? 0 })}
              problem={problems['goalTarget']}
            />
          )}
          {campaign.mode === 'allOrNothing' && (
            <Count
              label={__('Go ahead if at least this share of the goal was captured, in percent', 'parterre')}
              help={__('Below it everybody is refunded. Empty: go ahead with anything.', 'parterre')}
              value={campaign.minimumPercent}
              onChange={(minimumPercent) => set({ minimumPercent })}
              problem={problems['minimumPercent']}
            />
          )}
          <Price
            label={__('Least without a reward', 'parterre')}
            value={campaign.minimumMinor}
            onChange={(minimumMinor) => set({ minimumMinor: minimumMinor ?? 0 })}
            problem={problems['minimumMinor']}
          />
          <Moment
            label={__('Opens', 'parterre')}
            zone={zone}
            value={campaign.opensAt}
            onChange={(opensAt) => set({ opensAt: opensAt ?? '' })}
            problem={problems['opensAt']}
          />
        </fieldset>
        <Moment
          label={__('Deadline', 'parterre')}
          zone={zone}
          value={campaign.deadline}
          onChange={(deadline) => set({ deadline: deadline ?? '' })}
          problem={problems['deadline']}
        />
      </Section>
      <Section title={__('Rewards', 'parterre')}>
        <fieldset disabled={locked}>
          <Rewards
            rewards={campaign.rewards}
            shows={shows}
            problems={problems}
            onChange={(rewards) => set({ rewards })}
          />
        </fieldset>
      </Section>
      <Section title={__('Further goals', 'parterre')}>
        {campaign.stretch.map((goal, index) => (
          <div className="parterre-grid" key={index}>
            <Text
              label={__('What happens then', 'parterre')}
              value={goal.title}
              onChange={(title) => set({ stretch: campaign.stretch.with(index, { ...goal, title }) })}
            />
            {campaign.goalKind === 'amount' ? (
              <Price
                label={__('From', 'parterre')}
                value={goal.target}
                onChange={(target) => set({ stretch: campaign.stretch.with(index, { ...goal, target: target ?? 0 }) })}
              />
            ) : (
              <Count
                label={__('From', 'parterre')}
                value={goal.target}
                onChange={(target) => set({ stretch: campaign.stretch.with(index, { ...goal, target: target ?? 0 }) })}
              />
            )}
            <Remove onClick={() => set({ stretch: campaign.stretch.toSpliced(index, 1) })} />
          </div>
        ))}
        <Button
          __next40pxDefaultSize
          variant="secondary"
          onClick={() => set({ stretch: [...campaign.stretch, { target: campaign.goalTarget * 2, title: '' }] })}
        >
          {__('Add a goal', 'parterre')}
        </Button>
      </Section>
    </>
  );
}
