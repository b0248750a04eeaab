import { Button, CheckboxControl, Notice, Spinner, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, type Refused } from './api';
import { Choice, Count, Moment, Picture, Price, Section, Text } from './fields';
import { GoNoGo, type Sheet } from './go-no-go';
import type { Image, Problems, ShowSummary } from './types';
import { formatMoney } from './values';

type Kind = 'hall' | 'live' | 'replay';

interface Reward {
  id?: string;
  name: string;
  description: string;
  priceMinor: number;
  limit: number | null;
  show: string | null;
  kinds: Kind[];
  goods: boolean;
}

interface Campaign {
  id?: string;
  title: string;
  summary: string;
  description: string;
  picture: Image | null;
  show: string | null;
  mode: 'keep' | 'allOrNothing';
  goalKind: 'amount' | 'supporters';
  goalTarget: number;
  minimumPercent: number | null;
  minimumMinor: number;
  opensAt: string;
  deadline: string;
  stretch: { target: number; title: string }[];
  thresholds: Record<string, number>;
  published: boolean;
  rewards: Reward[];
  url?: string | null;
  state?: string;
  result?: string | null;
  raisedMinor?: number;
  supporters?: number;
  sheet?: Sheet;
  counts?: Record<string, number>;
  locked?: boolean;
}

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

/** The campaigns, and the one click that begins a project. */
export function Campaigns({ open }: { open: (id: string | null) => void }) {
  const [campaigns, setCampaigns] = useState<Campaign[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    ask<{ campaigns: Campaign[] }>('/campaigns')
      .then((answer) => setCampaigns(answer.campaigns))
      .catch((error: Error) => setProblem(error.message));
  }, []);
  const phaseOne = async () => {
    setBusy(true);
    try {
      open((await ask<{ campaign: string }>('/campaigns/phase-one', 'POST')).campaign);
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Campaigns', 'parterre')}</strong>
        <Button
          __next40pxDefaultSize
          variant="secondary"
          isBusy={busy}
          disabled={busy}
          accessibleWhenDisabled
          onClick={() => void phaseOne()}
        >
          {__('Phase 1: open live and 10,000 €', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="primary" onClick={() => open(null)}>
          {__('Add a campaign', 'parterre')}
        </Button>
      </div>
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

interface EditorProps {
  id: string | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** One campaign: what it says, what it promises, its rewards, and its go/no-go sheet. */
export function CampaignEditor({ id, onClose, onCreated }: EditorProps) {
  const [campaign, setCampaign] = useState<Campaign | null>(id === null ? fresh() : null);
  const [shows, setShows] = useState<ShowSummary[]>([]);
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const fail = (error: Error) => setMessage({ status: 'error', text: error.message });
  useEffect(() => {
    ask<{ shows: ShowSummary[] }>('/shows')
      .then((answer) => setShows(answer.shows))
      .catch(() => setShows([]));
    if (id !== null) ask<Campaign>(`/campaigns/${id}`).then(setCampaign).catch(fail);
  }, [id]);
  if (!campaign) return message ? <Notice status="error">{message.text}</Notice> : <Spinner />;
  const set = (part: Partial<Campaign>) => setCampaign({ ...campaign, ...part });
  const { locked = false } = campaign;
  const zone = window.parterreAdmin.timeZone;
  const save = async () => {
    setBusy(true);
    setProblems({});
    try {
      const saved = await ask<Campaign>(
        campaign.id ? `/campaigns/${campaign.id}` : '/campaigns',
        campaign.id ? 'PUT' : 'POST',
        campaign,
      );
      if (!campaign.id && saved.id) onCreated(saved.id);
      setCampaign(saved);
      setMessage({ status: 'success', text: __('Saved.', 'parterre') });
    } catch (error) {
      setProblems((error as Refused).problems ?? {});
      fail(error as Error);
    } finally {
      setBusy(false);
    }
  };
  const reward = (index: number, part: Partial<Reward>) =>
    set({ rewards: campaign.rewards.with(index, { ...campaign.rewards[index]!, ...part }) });
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
          isBusy={busy}
          disabled={busy}
          accessibleWhenDisabled
          onClick={() => void save()}
        >
          {__('Save', 'parterre')}
        </Button>
      </div>
      {message && (
        <Notice status={message.status} onRemove={() => setMessage(null)}>
          {message.text}
        </Notice>
      )}
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
          <ul>
            {Object.entries(campaign.counts).map(([state, count]) => (
              <li key={state}>
                {pledgeLabels()[state] ?? state}: {count}
              </li>
            ))}
          </ul>
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
          {campaign.rewards.map((one, index) => (
            <div className="parterre-grid" key={one.id ?? `new-${index}`}>
              <Text
                label={__('Name', 'parterre')}
                value={one.name}
                onChange={(name) => reward(index, { name })}
                problem={problems[`rewards.${index}.name`]}
              />
              <Price
                label={__('From', 'parterre')}
                value={one.priceMinor}
                onChange={(priceMinor) => reward(index, { priceMinor: priceMinor ?? 0 })}
                problem={problems[`rewards.${index}.priceMinor`]}
              />
              <Count
                label={__('How many there are', 'parterre')}
                help={__('Empty: no limit.', 'parterre')}
                value={one.limit}
                onChange={(limit) => reward(index, { limit })}
              />
              <Text
                label={__('Description', 'parterre')}
                rows={2}
                value={one.description}
                onChange={(description) => reward(index, { description })}
              />
              <Choice
                label={__('Tickets for', 'parterre')}
                value={one.show ?? ''}
                options={[
                  { value: '', label: __('None', 'parterre') },
                  ...shows.map((show) => ({ value: show.id, label: show.title })),
                ]}
                onChange={(show) => reward(index, { show: show || null })}
              />
              <div className="parterre-field">
                {(
                  [
                    ['hall', __('Hall', 'parterre')],
                    ['live', __('Livestream', 'parterre')],
                    ['replay', __('Replay', 'parterre')],
                  ] as const
                ).map(([kind, label]) => (
                  <CheckboxControl
                    __nextHasNoMarginBottom
                    key={kind}
                    label={label}
                    checked={one.kinds.includes(kind)}
                    disabled={one.show === null}
                    onChange={(on) =>
                      reward(index, { kinds: on ? [...one.kinds, kind] : one.kinds.filter((each) => each !== kind) })
                    }
                  />
                ))}
                <CheckboxControl
                  __nextHasNoMarginBottom
                  label={__('Something to hand over', 'parterre')}
                  checked={one.goods}
                  onChange={(goods) => reward(index, { goods })}
                />
              </div>
              <Button
                __next40pxDefaultSize
                variant="tertiary"
                isDestructive
                onClick={() => set({ rewards: campaign.rewards.toSpliced(index, 1) })}
              >
                {__('Remove', 'parterre')}
              </Button>
            </div>
          ))}
          <Button
            __next40pxDefaultSize
            variant="secondary"
            onClick={() =>
              set({
                rewards: [
                  ...campaign.rewards,
                  { name: '', description: '', priceMinor: 2000, limit: null, show: null, kinds: [], goods: false },
                ],
              })
            }
          >
            {__('Add a reward', 'parterre')}
          </Button>
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
            <Button
              __next40pxDefaultSize
              variant="tertiary"
              isDestructive
              onClick={() => set({ stretch: campaign.stretch.toSpliced(index, 1) })}
            >
              {__('Remove', 'parterre')}
            </Button>
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
