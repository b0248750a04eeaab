import { Button, Notice } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useRef, useState } from 'react';
import { ask } from '../api';
import { Remove, Section } from '../fields';
import { formatInstant } from '../office/words';
import { useRun } from '../run';
import { Preview, type Look } from './preview';
import { clockText, moved, parseClock, type CameraReplay, type Part, type Recording, type Replay } from './replay';

interface Row extends Part {
  /** Keeps a row's fields with it when the order changes. */
  key: number;
}

/** The parts of one camera's film: in which order, and from where to where. What is changed counts once it is saved. */
export function Cutter({
  show,
  zone,
  replay,
  camera,
  onChanged,
}: {
  show: string;
  zone: string;
  replay: Replay;
  camera: CameraReplay;
  onChanged: (replay: Replay) => void;
}) {
  const { locale } = window.parterreAdmin;
  const keys = useRef(0);
  const rowsOf = (parts: readonly Part[]): Row[] =>
    parts.map(({ recording, fromMs, toMs }) => ({ recording, fromMs, toMs, key: ++keys.current }));
  const [rows, setRows] = useState<Row[]>(() => rowsOf(camera.parts));
  const [dirty, setDirty] = useState(false);
  const [look, setLook] = useState<Look | null>(null);
  const [moving, setMoving] = useState('');
  const video = useRef<HTMLVideoElement>(null);
  const { busy, run, notice } = useRun();
  const recordings = new Map(replay.recordings.map((one) => [one.id, one]));
  const usable = replay.recordings.filter(({ mine, state }) => mine && state === 'ready');
  const nameOf = (recording: Recording | undefined): string => {
    if (!recording) return __('A recording that is gone', 'parterre');
    const date = recording.startedAt ? formatInstant(recording.startedAt, locale, zone) : recording.stream;
    return `${date} · ${clockText(recording.durationMs ?? 0)}`;
  };
  const change = (next: Row[]) => {
    setRows(next);
    setDirty(true);
  };
  const set = (index: number, part: Partial<Part>) =>
    change(rows.map((row, place) => (place === index ? { ...row, ...part } : row)));
  const move = (index: number, by: -1 | 1) => {
    change(moved(rows, index, by));
    setMoving(
      /* translators: 1: number of the part, 2: how many there are */
      sprintf(__('Now part %1$d of %2$d.', 'parterre'), index + by + 1, rows.length),
    );
  };
  const save = () =>
    void run('save', async () => {
      const parts = rows.map(({ recording, fromMs, toMs }) => ({ recording, fromMs, toMs }));
      const saved = await ask<Replay>(`/shows/${show}/replay/parts`, 'PUT', { camera: camera.id, parts });
      onChanged(saved);
      setRows(rowsOf(saved.cameras.find(({ id }) => id === camera.id)?.parts ?? []));
      setDirty(false);
      if (look?.kind === 'camera') setLook({ ...look, version: look.version + 1 });
      return saved.publishedAt
        ? __(
            'Saved. Fans who are watching get the new film within some minutes, at the same moment of the show.',
            'parterre',
          )
        : __('Saved.', 'parterre');
    });
  const atPlayer = (recording: string): number | null =>
    look?.kind === 'recording' && look.id === recording && video.current
      ? Math.round(video.current.currentTime * 10) * 100
      : null;
  const watch = (row: Row) => {
    setLook({ kind: 'recording', id: row.recording, label: nameOf(recordings.get(row.recording)), version: 0 });
    const seek = () => {
      if (video.current) video.current.currentTime = row.fromMs / 1000;
    };
    // The element comes with the next rendering where there was none; the browser keeps the wish until it knows the length.
    setTimeout(seek, 0);
  };
  const saved = (row: Row) =>
    camera.parts.find((one) => one.recording === row.recording && one.fromMs === row.fromMs && one.toMs === row.toMs);
  return (
    <Section
      title={camera.label}
      help={__(
        'Parts play one after the other, as one film. A part is cut where the recording’s segments meet: whatever you ask for is in it, and at most one segment more at either end.',
        'parterre',
      )}
    >
      {notice}
      {look && <Preview show={show} look={look} video={video} />}
      {rows.length === 0 && <p>{__('No part is chosen yet.', 'parterre')}</p>}
      <p className="screen-reader-text" role="status">
        {moving}
      </p>
      <ol className="parterre-parts">
        {rows.map((row, index) => {
          const recording = recordings.get(row.recording);
          const exact = saved(row);
          const name = nameOf(recording);
          return (
            <li key={row.key} className="parterre-piece">
              <div className="parterre-recording-head">
                <strong>{name}</strong>
                <span className="parterre-row">
                  <Button
                    __next40pxDefaultSize
                    variant="tertiary"
                    disabled={index === 0}
                    accessibleWhenDisabled
                    onClick={() => move(index, -1)}
                    /* translators: %s: a recording */
                    aria-label={sprintf(__('%s: earlier', 'parterre'), name)}
                  >
                    ↑
                  </Button>
                  <Button
                    __next40pxDefaultSize
                    variant="tertiary"
                    disabled={index === rows.length - 1}
                    accessibleWhenDisabled
                    onClick={() => move(index, 1)}
                    /* translators: %s: a recording */
                    aria-label={sprintf(__('%s: later', 'parterre'), name)}
                  >
                    ↓
                  </Button>
                </span>
              </div>
              <div className="parterre-trim">
                <Clock
                  label={__('Begins at', 'parterre')}
                  value={row.fromMs}
                  onChange={(fromMs) => set(index, { fromMs })}
                  atPlayer={() => atPlayer(row.recording)}
                />
                <Clock
                  label={__('Ends at', 'parterre')}
                  value={row.toMs}
                  onChange={(toMs) => set(index, { toMs })}
                  atPlayer={() => atPlayer(row.recording)}
                />
              </div>
              {exact && (exact.cutFromMs !== row.fromMs || exact.cutToMs !== row.toMs) && (
                <p>
                  {sprintf(
                    /* translators: 1 and 2: times within a recording */
                    __('Plays from %1$s to %2$s, where segments meet.', 'parterre'),
                    clockText(exact.cutFromMs),
                    clockText(exact.cutToMs),
                  )}
                </p>
              )}
              {recording?.problem === 'alone' && (
                <p>{__('This recording plays whole: from and to do not cut it.', 'parterre')}</p>
              )}
              <div className="parterre-row">
                <Button __next40pxDefaultSize variant="secondary" onClick={() => watch(row)}>
                  {__('Watch', 'parterre')}
                </Button>
                <Remove onClick={() => change(rows.filter((_, place) => place !== index))} />
              </div>
            </li>
          );
        })}
      </ol>
      <div className="parterre-row parterre-long">
        {camera.proposal.length > 0 && rows.length === 0 && (
          <Button __next40pxDefaultSize variant="primary" onClick={() => change(rowsOf(camera.proposal))}>
            {__('Take the proposal: all recordings, cut to the show', 'parterre')}
          </Button>
        )}
        {usable.map((recording) => (
          <Button
            __next40pxDefaultSize
            key={recording.id}
            variant="secondary"
            onClick={() =>
              change([...rows, ...rowsOf([{ recording: recording.id, fromMs: 0, toMs: recording.durationMs ?? 0 }])])
            }
          >
            {/* translators: %s: a recording, by its date and length */}
            {sprintf(__('Add %s', 'parterre'), nameOf(recording))}
          </Button>
        ))}
      </div>
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="primary" isBusy={busy === 'save'} disabled={!dirty} onClick={save}>
          {__('Save these parts', 'parterre')}
        </Button>
        {camera.durationMs !== null && (
          <Button
            __next40pxDefaultSize
            variant="secondary"
            onClick={() =>
              setLook({ kind: 'camera', id: camera.id, label: __('The film as it is saved', 'parterre'), version: 0 })
            }
          >
            {/* translators: %s: length */}
            {sprintf(__('Watch the film (%s)', 'parterre'), clockText(camera.durationMs))}
          </Button>
        )}
      </div>
      {dirty && (
        <Notice status="info" isDismissible={false}>
          {__('Not saved yet.', 'parterre')}
        </Notice>
      )}
    </Section>
  );
}

/** A time as people write it, or as the player beside it stands. What is typed stays while it is no time yet. */
function Clock({
  label,
  value,
  onChange,
  atPlayer,
}: {
  label: string;
  value: number;
  onChange: (ms: number) => void;
  atPlayer: () => number | null;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [hint, setHint] = useState('');
  const wrong = typed !== null && parseClock(typed) === null;
  return (
    <div className="parterre-clock">
      <label>
        {label}
        <input
          className="parterre-input"
          inputMode="decimal"
          value={typed ?? clockText(value)}
          aria-invalid={wrong}
          onChange={(event) => {
            setTyped(event.target.value);
            const ms = parseClock(event.target.value);
            if (ms !== null) onChange(ms);
          }}
          onBlur={() => !wrong && setTyped(null)}
        />
      </label>
      <Button
        __next40pxDefaultSize
        variant="tertiary"
        onClick={() => {
          const ms = atPlayer();
          setHint(ms === null ? __('Watch this part first, and stop where you want to cut.', 'parterre') : '');
          if (ms === null) return;
          setTyped(null);
          onChange(ms);
        }}
      >
        {__('Where the player stands', 'parterre')}
      </Button>
      {(wrong || hint) && (
        <p className="parterre-wrong" role="alert">
          {wrong ? __('A time looks like 1:02:03.', 'parterre') : hint}
        </p>
      )}
    </div>
  );
}
