import { Button, ExternalLink, Notice, Spinner, ToggleControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useRef, useState } from 'react';
import { ask, type Refused } from '../api';
import { Cameras } from './cameras';
import { Doors } from './doors';
import { Choice, Moment, Picture, Remove, Section, Text } from '../fields';
import { Offers } from '../offers/offers';
import { Stocks } from '../offers/stocks';
import { ShowPhase } from './phase';
import type { CrewMember, Problems, Show } from '../types';

function newShow(): Show {
  const { timeZone, place } = window.parterreAdmin;
  return {
    id: '',
    slug: '',
    title: '',
    artists: [],
    summary: '',
    description: '',
    poster: null,
    place,
    doorsAt: null,
    startsAt: null,
    endsAt: null,
    replayUntil: null,
    timeZone,
    status: 'confirmed',
    access: 'ticket',
    chat: true,
    published: false,
    phase: 'announced',
    signals: { liveAt: null, pausedAt: null, endedAt: null, replayAt: null },
    sound: 'master',
    mark: '',
    cameras: [],
    pools: [],
    offers: [],
    crew: [],
    url: null,
    editPage: null,
    mayEdit: true,
  };
}

interface Props {
  /** Null is a new show. */
  id: string | null;
  onClose: () => void;
  onCreated: (id: string) => void;
}

/** One show, whole. What is typed stays until it is saved or thrown away on purpose. */
export function ShowEditor({ id, onClose, onCreated }: Props) {
  const [show, setShow] = useState<Show | null>(id === null ? newShow() : null);
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [dirty, setDirty] = useState(false);
  const top = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (id === null || show?.id === id) return;
    ask<Show>(`/shows/${id}`)
      .then(setShow)
      .catch((error: Refused) => setMessage({ status: 'error', text: error.message }));
  }, [id, show?.id]);

  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [dirty]);

  if (!show)
    return message ? (
      <Notice status="error" isDismissible={false}>
        {message.text}
      </Notice>
    ) : (
      <Spinner />
    );

  const change = (part: Partial<Show>) => {
    setShow({ ...show, ...part });
    setDirty(true);
  };
  const save = async (part: Partial<Show> = {}) => {
    setBusy(true);
    setProblems({});
    try {
      const saved = await ask<Show>(show.id ? `/shows/${show.id}` : '/shows', show.id ? 'PUT' : 'POST', {
        ...show,
        ...part,
      });
      setShow(saved);
      setDirty(false);
      setMessage({ status: 'success', text: __('Saved. Fans see it now.', 'parterre') });
      if (!show.id) onCreated(saved.id);
    } catch (error) {
      setProblems((error as Refused).problems ?? {});
      setMessage({ status: 'error', text: (error as Error).message });
    } finally {
      setBusy(false);
      top.current?.scrollIntoView({ block: 'nearest' });
    }
  };
  const zone = show.timeZone;
  const { timeZones } = window.parterreAdmin;

  return (
    <div className="parterre-editor" ref={top}>
      <div className="parterre-bar">
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
          {`← ${__('All shows', 'parterre')}`}
        </Button>
        <strong className="parterre-bar-title">{show.title || __('New show', 'parterre')}</strong>
        {show.url && <ExternalLink href={show.url}>{__('See the page', 'parterre')}</ExternalLink>}
        {show.editPage && <a href={show.editPage}>{__('Edit the page', 'parterre')}</a>}
        {show.mayEdit && (
          <>
            <Button
              __next40pxDefaultSize
              variant={show.published ? 'primary' : 'secondary'}
              isBusy={busy}
              disabled={busy}
              accessibleWhenDisabled
              onClick={() => void save()}
            >
              {show.published ? __('Save', 'parterre') : __('Save as a draft', 'parterre')}
            </Button>
            {!show.published && (
              <Button
                __next40pxDefaultSize
                variant="primary"
                isBusy={busy}
                disabled={busy}
                accessibleWhenDisabled
                onClick={() => void save({ published: true })}
              >
                {__('Publish with its page', 'parterre')}
              </Button>
            )}
          </>
        )}
      </div>
      {message && (
        <Notice status={message.status} onRemove={() => setMessage(null)}>
          {message.text}
        </Notice>
      )}
      {show.id && <ShowPhase show={show} onChanged={({ phase, signals }) => setShow({ ...show, phase, signals })} />}
      {show.id && <Doors show={show.id} />}
      <fieldset className="parterre-fields" disabled={!show.mayEdit}>
        <Section title={__('The show', 'parterre')}>
          <Text
            label={__('Title', 'parterre')}
            value={show.title}
            onChange={(title) => change({ title })}
            problem={problems['title']}
          />
          <Text
            label={__('Artists, one per line', 'parterre')}
            rows={2}
            value={show.artists.join('\n')}
            onChange={(text) => change({ artists: text.split('\n') })}
          />
          <Text
            label={__('In a sentence', 'parterre')}
            value={show.summary}
            onChange={(summary) => change({ summary })}
            help={__('Shown in lists, in mails and by search engines.', 'parterre')}
          />
          <Text
            label={__('Description', 'parterre')}
            rows={7}
            value={show.description}
            onChange={(description) => change({ description })}
          />
          <Picture
            label={__('Poster', 'parterre')}
            value={show.poster}
            onChange={(poster) => change({ poster })}
            problem={problems['poster']}
          />
        </Section>
        <Section title={__('When and where', 'parterre')}>
          <div className="parterre-grid">
            <Moment
              label={__('Start', 'parterre')}
              value={show.startsAt}
              zone={zone}
              onChange={(startsAt) => change({ startsAt })}
              problem={problems['startsAt']}
            />
            <Moment
              label={__('Doors', 'parterre')}
              value={show.doorsAt}
              zone={zone}
              onChange={(doorsAt) => change({ doorsAt })}
              problem={problems['doorsAt']}
              help={__('Empty: half an hour before.', 'parterre')}
            />
            <Moment
              label={__('End', 'parterre')}
              value={show.endsAt}
              zone={zone}
              onChange={(endsAt) => change({ endsAt })}
              problem={problems['endsAt']}
              help={__('Empty: two hours after. A show never ends by the clock: you end it.', 'parterre')}
            />
            <Moment
              label={__('Replay until', 'parterre')}
              value={show.replayUntil}
              zone={zone}
              onChange={(replayUntil) => change({ replayUntil })}
              problem={problems['replayUntil']}
              help={__('Empty: as long as you like.', 'parterre')}
            />
            <Choice
              label={__('Time zone', 'parterre')}
              value={zone}
              options={timeZones.map((name) => ({ value: name, label: name.replaceAll('_', ' ') }))}
              onChange={(timeZone) => change({ timeZone })}
              problem={problems['timeZone']}
            />
            <Choice
              label={__('Status', 'parterre')}
              value={show.status}
              options={[
                { value: 'confirmed', label: __('Takes place', 'parterre') },
                { value: 'postponed', label: __('Postponed', 'parterre') },
                { value: 'cancelled', label: __('Cancelled', 'parterre') },
              ]}
              onChange={(status) => change({ status })}
            />
          </div>
          <PlaceFields show={show} change={change} />
        </Section>
        <Section title={__('Who may watch', 'parterre')}>
          <Choice
            label={__('Access', 'parterre')}
            value={show.access}
            options={[
              { value: 'ticket', label: __('With a ticket', 'parterre') },
              { value: 'registered', label: __('Free, with an e-mail address', 'parterre') },
              { value: 'open', label: __('Open to everybody, without registration', 'parterre') },
            ]}
            onChange={(access) => change({ access })}
          />
          <ToggleControl
            __nextHasNoMarginBottom
            label={__('Chat', 'parterre')}
            checked={show.chat}
            onChange={(chat) => change({ chat })}
          />
        </Section>
        <Offers show={show} change={change} problems={problems} />
        <Stocks show={show} change={change} problems={problems} />
        <Cameras show={show} change={change} problems={problems} />
        <Crew show={show} change={change} problems={problems} />
      </fieldset>
    </div>
  );
}

function PlaceFields({ show, change }: { show: Show; change: (part: Partial<Show>) => void }) {
  const place = show.place ?? { name: '', address: '', city: '', country: '' };
  const set = (part: Partial<typeof place>) => change({ place: { ...place, ...part } });
  return (
    <div className="parterre-grid">
      <Text label={__('Place', 'parterre')} value={place.name} onChange={(name) => set({ name })} />
      <Text label={__('Street', 'parterre')} value={place.address} onChange={(address) => set({ address })} />
      <Text label={__('City', 'parterre')} value={place.city} onChange={(city) => set({ city })} />
      <Text
        label={__('Country, two letters', 'parterre')}
        value={place.country}
        onChange={(country) => set({ country })}
      />
    </div>
  );
}

function Crew({ show, change, problems }: { show: Show; change: (part: Partial<Show>) => void; problems: Problems }) {
  const set = (index: number, member: CrewMember) => change({ crew: show.crew.with(index, member) });
  return (
    <Section
      title={__('Crew', 'parterre')}
      help={__(
        'Whoever opens the show with a link sent to one of these addresses has this role there. No account is needed.',
        'parterre',
      )}
    >
      {show.crew.map((member, index) => (
        <div className="parterre-card parterre-grid" key={index}>
          <Text
            type="email"
            label={__('E-mail', 'parterre')}
            value={member.email}
            onChange={(email) => set(index, { ...member, email })}
            problem={problems[`crew.${index}.email`]}
          />
          <Choice
            label={__('Role', 'parterre')}
            value={member.role}
            options={[
              { value: 'moderator', label: __('Chat moderator', 'parterre') },
              { value: 'artist', label: __('Artist', 'parterre') },
              { value: 'crew', label: __('Crew', 'parterre') },
            ]}
            onChange={(role) => set(index, { ...member, role })}
          />
          <Remove onClick={() => change({ crew: show.crew.toSpliced(index, 1) })} />
        </div>
      ))}
      <Button
        __next40pxDefaultSize
        variant="secondary"
        onClick={() => change({ crew: [...show.crew, { email: '', role: 'moderator', capabilities: [] }] })}
      >
        {__('Add somebody', 'parterre')}
      </Button>
    </Section>
  );
}
