import { Button, ProgressBar } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Choice, Moment, Remove, Section, Text } from '../fields';
import { formatInstant } from '../office/words';
import { useRun } from '../run';
import { clockText, type Recording, type Replay } from './replay';

/** What is wrong with a recording, and what to do about it. */
export function problemSentence(problem: string): string {
  const sentences: Record<string, string> = {
    alone: __(
      'It plays whole, and alone: its provider gives every viewer addresses of their own, so nothing can be cut out of it or joined to it.',
      'parterre',
    ),
    live: __(
      'This stream keeps no recording: its playlist only holds the last seconds, or is not closed yet. Look again when the encoder has stopped, or have the stream server record.',
      'parterre',
    ),
    nothing: __('There are no segments in it.', 'parterre'),
    bound: __('Its playlists name addresses that only one viewer may use.', 'parterre'),
    silent: __('The stream server did not answer, several times. Try again later.', 'parterre'),
    no_playlist: __('What is at this address is no HLS playlist (.m3u8).', 'parterre'),
    unreached: __('There is nothing at this address, or the stream server refuses it.', 'parterre'),
    missing: __('Too many of its segments are gone: the stream server has deleted them.', 'parterre'),
    provider: __('Its provider is not set up any more.', 'parterre'),
  };
  return sentences[problem] ?? problem;
}

const stateLabels = (): Record<Recording['state'], string> => ({
  found: __('Found', 'parterre'),
  checking: __('Being checked', 'parterre'),
  ready: __('Ready', 'parterre'),
  broken: __('Cannot be used', 'parterre'),
});

/** What was recorded, how far each was looked at, and what is wrong with it. */
export function Recordings({
  show,
  zone,
  replay,
  onChanged,
  onLook,
}: {
  show: string;
  zone: string;
  replay: Replay;
  onChanged: (replay: Replay) => void;
  onLook: (recording: Recording) => void;
}) {
  const { busy, problems, run, notice } = useRun();
  const [adding, setAdding] = useState(false);
  const [provider, setProvider] = useState('plain');
  const [stream, setStream] = useState('');
  const [camera, setCamera] = useState(replay.cameras[0]?.id ?? '');
  const act = (name: string, path: string, method: string, body?: object, said?: string) =>
    void run(name, async () => {
      onChanged(await ask<Replay>(path, method, body));
      return said;
    });
  const add = () =>
    void run('add', async () => {
      onChanged(await ask<Replay>(`/shows/${show}/recordings`, 'POST', { provider, stream, camera }));
      setAdding(false);
      setStream('');
      return __('It is being checked now.', 'parterre');
    });
  return (
    <Section
      title={__('Recordings', 'parterre')}
      help={__(
        'They come by themselves where the provider tells of them. Each is checked piece by piece before it can be used; you can leave meanwhile.',
        'parterre',
      )}
    >
      {notice}
      {replay.recordings.length === 0 && <p>{__('Nothing was found yet.', 'parterre')}</p>}
      <ul className="parterre-recordings">
        {replay.recordings.map((recording) => (
          <li key={recording.id}>
            <One
              recording={recording}
              replay={replay}
              zone={zone}
              busy={busy}
              onLook={() => onLook(recording)}
              onCheck={() => act(`check:${recording.id}`, `/recordings/${recording.id}/check`, 'POST', { show })}
              onForget={() =>
                act(
                  `forget:${recording.id}`,
                  `/recordings/${recording.id}`,
                  'DELETE',
                  { show },
                  __('Forgotten here; what the provider keeps stays there.', 'parterre'),
                )
              }
              onSave={(fields) =>
                act(`save:${recording.id}`, `/recordings/${recording.id}`, 'POST', { show, ...fields })
              }
            />
          </li>
        ))}
      </ul>
      <div className="parterre-row parterre-long">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          isBusy={busy === 'look'}
          onClick={() => act('look', `/shows/${show}/recordings/look`, 'POST', {})}
        >
          {__('Look at what the live streams kept', 'parterre')}
        </Button>
        {!adding && (
          <Button __next40pxDefaultSize variant="secondary" onClick={() => setAdding(true)}>
            {__('Add a recording by hand', 'parterre')}
          </Button>
        )}
      </div>
      {adding && (
        <form
          className="parterre-inset"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <div className="parterre-grid">
            <Choice
              label={__('Provider', 'parterre')}
              value={provider}
              options={replay.providers
                .filter(({ name }) => replay.mayAdd || name === 'plain')
                .map(({ name, label }) => ({ value: name, label }))}
              onChange={setProvider}
              problem={problems['provider']}
            />
            <Choice
              label={__('Camera', 'parterre')}
              value={camera}
              options={replay.cameras.map(({ id, label }) => ({ value: id, label }))}
              onChange={setCamera}
            />
          </div>
          <Text
            label={
              provider === 'plain' ? __('Address of the playlist', 'parterre') : __('Name of the recording', 'parterre')
            }
            value={stream}
            onChange={setStream}
            problem={problems['stream']}
            placeholder={provider === 'plain' ? 'https://…/master.m3u8' : ''}
          />
          <div className="parterre-row">
            <Button __next40pxDefaultSize variant="primary" type="submit" isBusy={busy === 'add'}>
              {__('Add and check', 'parterre')}
            </Button>
            <Button __next40pxDefaultSize variant="tertiary" onClick={() => setAdding(false)}>
              {__('Cancel', 'parterre')}
            </Button>
          </div>
        </form>
      )}
    </Section>
  );
}

function One({
  recording,
  replay,
  zone,
  busy,
  onLook,
  onCheck,
  onForget,
  onSave,
}: {
  recording: Recording;
  replay: Replay;
  zone: string;
  busy: string;
  onLook: () => void;
  onCheck: () => void;
  onForget: () => void;
  onSave: (fields: { camera: string | null; startedAt: string | null }) => void;
}) {
  const { locale } = window.parterreAdmin;
  const { id, state, problem, startedAt, durationMs, camera } = recording;
  const checking = state === 'checking';
  return (
    <>
      <div className="parterre-recording-head">
        <strong>
          {startedAt ? formatInstant(startedAt, locale, zone) : __('Without a date', 'parterre')}
          {durationMs === null ? '' : ` · ${clockText(durationMs)}`}
        </strong>
        <span className={`parterre-state is-${state}`}>{stateLabels()[state]}</span>
      </div>
      <p className="parterre-recording-stream">
        {recording.provider} · <code>{recording.stream}</code>
      </p>
      {checking && (
        <div className="parterre-checking">
          <ProgressBar value={recording.total > 0 ? (100 * recording.checked) / recording.total : undefined} />
          <span>
            {recording.total > 0
              ? /* translators: 1: how many files were checked, 2: of how many */
                sprintf(__('%1$d of %2$d files', 'parterre'), recording.checked, recording.total)
              : __('Reading its playlists…', 'parterre')}
          </span>
        </div>
      )}
      {problem && !checking && <p className={state === 'broken' ? 'parterre-wrong' : ''}>{problemSentence(problem)}</p>}
      {state === 'ready' && recording.missing > 0 && (
        <p>
          {sprintf(
            /* translators: %d: number of files */
            _n(
              '%d file is gone; players pass over it.',
              '%d files are gone; players pass over them.',
              recording.missing,
              'parterre',
            ),
            recording.missing,
          )}
        </p>
      )}
      <div className="parterre-grid">
        <Choice
          label={__('Camera', 'parterre')}
          value={camera ?? ''}
          options={[
            ...(camera === null ? [{ value: '', label: __('Not said', 'parterre') }] : []),
            ...replay.cameras.map((one) => ({ value: one.id, label: one.label })),
          ]}
          onChange={(value) => onSave({ camera: value, startedAt })}
        />
        {state === 'ready' && !recording.dated && (
          <Moment
            label={__('Began at', 'parterre')}
            value={startedAt}
            zone={zone}
            onChange={(value) => onSave({ camera, startedAt: value })}
            help={__('It does not say so itself; chat and cameras follow it.', 'parterre')}
          />
        )}
      </div>
      <div className="parterre-row">
        {!recording.mine && (
          <Button
            __next40pxDefaultSize
            variant="primary"
            onClick={() => onSave({ camera: camera ?? replay.cameras[0]?.id ?? null, startedAt })}
          >
            {__('It is of this show', 'parterre')}
          </Button>
        )}
        {state === 'ready' && (
          <Button __next40pxDefaultSize variant="secondary" onClick={onLook}>
            {__('Watch', 'parterre')}
          </Button>
        )}
        <Button
          __next40pxDefaultSize
          variant="tertiary"
          isBusy={busy === `check:${id}`}
          disabled={checking}
          onClick={onCheck}
        >
          {__('Check again', 'parterre')}
        </Button>
        <Remove label={__('Forget', 'parterre')} onClick={onForget} />
      </div>
    </>
  );
}
