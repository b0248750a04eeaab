import { Button, Notice, SelectControl, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Doors } from '../shows/doors';
import { Section } from '../fields';
import { formatInstant } from '../office/words';
import { phaseLabel } from '../shows/phase';
import { useBell } from './alarm';
import { Controls, Sentence } from './controls';
import { PictureFailed } from './failures';
import { lasting, logWords, type DeskState, type ShowOfDesk } from './desk';
import { Pictures, Seen } from './pictures';
import { useDesk } from './poll';
import { Rehearsal } from './rehearsal';

/** The desk of one show on its night, on a phone beside the stage. */
export function DeskScreen({
  show,
  choose,
  makeGood,
}: {
  show: string | null;
  choose: (show: string) => void;
  makeGood: (show: string) => void;
}) {
  const { locale } = window.parterreAdmin;
  const [shows, setShows] = useState<ShowOfDesk[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    ask<{ shows: ShowOfDesk[] }>('/desk')
      .then((answer) => {
        setShows(answer.shows);
        // The one that is on, or comes next.
        if (!show && answer.shows[0]) choose(answer.shows[0].id);
      })
      .catch((error: Error) => setProblem(error.message));
    // The list is asked for once: what is chosen changes nothing about it.
    // oxlint-disable-next-line exhaustive-deps
  }, []);
  const others = shows?.some(({ id }) => id === show) === false && show !== null;
  return (
    <div className="parterre-desk">
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {!shows && !problem && <Spinner />}
      {shows && (shows.length > 1 || others) && (
        <SelectControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Show', 'parterre')}
          value={show ?? ''}
          options={shows.map((one) => ({
            label: `${one.title} · ${formatInstant(one.startsAt, locale, one.timeZone)}`,
            value: one.id,
          }))}
          onChange={choose}
        />
      )}
      {shows?.length === 0 && !show && <p>{__('No show is near. The desk opens two weeks before one.', 'parterre')}</p>}
      {show && <OfShow key={show} show={show} makeGood={makeGood} />}
    </div>
  );
}

function OfShow({ show, makeGood }: { show: string; makeGood: (show: string) => void }) {
  const { state, figures, awaySince, problem, take } = useDesk(show);
  const lost = state?.pictures.filter(({ camera }) => state.rings.includes(camera)) ?? [];
  const labels = lost.map(({ label }) => label).join(', ');
  const bell = useBell(labels, __('No picture!', 'parterre'));
  const now = useClock(state);
  if (!state) {
    return problem ? (
      <Notice status="error" isDismissible={false}>
        {problem}
      </Notice>
    ) : (
      <Spinner />
    );
  }
  const before = state.phase === 'announced' || state.phase === 'doors';
  return (
    <>
      <div className="parterre-desk-head">
        <div>
          <h2>{state.title}</h2>
          <p role="status">
            <span className={`parterre-phase is-${state.phase}`}>{phaseLabel(state.phase)}</span>{' '}
            {state.phase === 'live' && state.liveAt
              ? lasting(now - Date.parse(state.liveAt))
              : before &&
                /* translators: %s: a day and an hour */ sprintf(
                  __('planned for %s', 'parterre'),
                  formatInstant(state.startsAt, window.parterreAdmin.locale, state.timeZone),
                )}
          </p>
        </div>
        {!bell.armed && (
          <Button __next40pxDefaultSize className="parterre-big" variant="secondary" onClick={bell.arm}>
            {__('Ring here when the picture is lost', 'parterre')}
          </Button>
        )}
      </div>
      <div role="alert" className={bell.silent ? '' : 'parterre-alarm-place'}>
        {lost.length > 0 && (
          <div className="parterre-alarm">
            <strong>
              {/* translators: %s: names of cameras */}
              {sprintf(__('No picture from %s', 'parterre'), labels)}
            </strong>
            <span>
              {__(
                'Fans see the last frame. Publish again with the same key: it comes back by itself, on every page.',
                'parterre',
              )}
            </span>
            {!bell.silent && (
              <Button __next40pxDefaultSize className="parterre-big" variant="secondary" onClick={bell.silence}>
                {__('Silence', 'parterre')}
              </Button>
            )}
          </div>
        )}
      </div>
      <p className="parterre-away" role="status">
        {awaySince !== null &&
          /* translators: %s: a duration */
          sprintf(
            __('No answer for %s: what stands here is from before. It is asked again by itself.', 'parterre'),
            lasting(Date.now() - awaySince),
          )}
      </p>
      <div className="parterre-desk-columns">
        <div>
          <Controls state={state} now={now} take={take} />
          <Pictures state={state} now={now} />
        </div>
        <div>
          <Rehearsal show={show} before={before} />
          <Seen state={state} figures={figures} />
        </div>
        <div>
          <Sentence state={state} take={take} />
          {state.liveAt && (
            <PictureFailed
              show={show}
              version={`${state.phase} ${state.pictures[0]?.state} ${state.log[0]?.at}`}
              makeGood={makeGood}
            />
          )}
          <Doors show={show} />
        </div>
        <Log state={state} />
      </div>
    </>
  );
}

/** The server's clock, to the second: what is told grows between two answers. */
function useClock(state: DeskState | null): number {
  const [, tick] = useState(0);
  const [ahead, setAhead] = useState(0);
  useEffect(() => {
    if (state) setAhead(state.now - Date.now());
  }, [state]);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return Date.now() + ahead;
}

function Log({ state }: { state: DeskState }) {
  if (state.log.length === 0) return null;
  const time = new Intl.DateTimeFormat(window.parterreAdmin.locale, {
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    timeZone: state.timeZone,
  });
  return (
    <Section title={__('Who did what', 'parterre')}>
      <ul className="parterre-history">
        {state.log.map(({ at, act, who, sentence }) => (
          <li key={at + act}>
            <time dateTime={at}>{time.format(new Date(at))}</time>
            <strong>{logWords(act, sentence)}</strong>
            {sentence && <q>{sentence}</q>}
            <span>{who ?? __('by itself', 'parterre')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
