import { Notice, SelectControl, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../api';
import type { ShowOfDesk } from '../desk/desk';
import { formatInstant } from '../office/words';
import { phaseLabel } from '../shows/phase';
import { Chapters } from './chapters';
import { Cutter } from './cutter';
import { Preview, type Look } from './preview';
import { Publish } from './publish';
import { Recordings } from './recordings';
import type { Replay } from './replay';

/** From what was recorded to what fans see, for one show. */
export function ReplayScreen({ show, choose }: { show: string | null; choose: (show: string) => void }) {
  const { locale } = window.parterreAdmin;
  const [shows, setShows] = useState<ShowOfDesk[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    ask<{ shows: ShowOfDesk[] }>('/desk?which=all')
      .then((answer) => {
        setShows(answer.shows);
        // The last one that has begun: that is whose recordings have come.
        const last = answer.shows.find((one) => Date.parse(one.startsAt) < Date.now()) ?? answer.shows[0];
        if (!show && last) choose(last.id);
      })
      .catch((error: Error) => setProblem(error.message));
    // The list is asked for once: what is chosen changes nothing about it.
    // oxlint-disable-next-line exhaustive-deps
  }, []);
  const chosen = shows?.find(({ id }) => id === show);
  return (
    <>
      <SelectControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={__('Show', 'parterre')}
        value={show ?? ''}
        options={[
          { label: __('Choose a show', 'parterre'), value: '', disabled: true },
          ...(shows ?? []).map((one) => ({
            label: `${one.title} · ${formatInstant(one.startsAt, locale, one.timeZone)}`,
            value: one.id,
          })),
        ]}
        onChange={choose}
      />
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {show && chosen && <OfShow key={show} show={show} zone={chosen.timeZone} />}
    </>
  );
}

function OfShow({ show, zone }: { show: string; zone: string }) {
  const [replay, setReplay] = useState<Replay | null>(null);
  const [problem, setProblem] = useState('');
  const [look, setLook] = useState<Look | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    ask<Replay>(`/shows/${show}/replay`)
      .then(setReplay)
      .catch((error: Error) => setProblem(error.message));
  }, [show]);
  const checking = replay?.recordings.find(({ state }) => state === 'checking');
  const pace = checking ? `${checking.id}/${checking.checked}/${replay?.recordings.length}` : '';
  // A screen that watches does the work too, so that a site without cron gets on.
  useEffect(() => {
    if (!checking) return;
    let gone = false;
    const timer = setTimeout(() => {
      ask<Replay>(`/recordings/${checking.id}/work`, 'POST', { show })
        .then((next) => !gone && setReplay(next))
        .catch(() => {});
    }, 500);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
    // Goes on with every answer that moved it.
    // oxlint-disable-next-line exhaustive-deps
  }, [show, pace]);
  if (problem) {
    return (
      <Notice status="error" isDismissible={false}>
        {problem}
      </Notice>
    );
  }
  if (!replay) return <Spinner />;
  return (
    <>
      <p className="parterre-now">
        <span className={`parterre-phase is-${replay.phase}`}>{phaseLabel(replay.phase)}</span>
      </p>
      <Recordings
        show={show}
        zone={zone}
        replay={replay}
        onChanged={setReplay}
        onLook={({ id, stream }) => setLook({ kind: 'recording', id, label: stream, version: 0 })}
      />
      {look && <Preview show={show} look={look} video={video} />}
      {replay.cameras.map((camera) => (
        <Cutter key={camera.id} show={show} zone={zone} replay={replay} camera={camera} onChanged={setReplay} />
      ))}
      <Chapters key={JSON.stringify(replay.chapters)} show={show} replay={replay} onChanged={setReplay} />
      <Publish show={show} zone={zone} replay={replay} onChanged={setReplay} />
    </>
  );
}
