import { Button, CheckboxControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { Choice, Count, Remove, Section, Text } from './fields';
import type { Camera, Problems, Show } from './types';

interface Props {
  show: Show;
  change: (part: Partial<Show>) => void;
  problems: Problems;
}

/** Where the pictures come from. The first camera is the one everybody starts with. */
export function Cameras({ show, change, problems }: Props) {
  const set = (index: number, camera: Camera) => change({ cameras: show.cameras.with(index, camera) });
  const add = () => {
    const camera: Camera = {
      id: '',
      label: show.cameras.length === 0 ? __('Stage', 'parterre') : '',
      capability: null,
      offsetMs: 0,
      provider: 'plain',
      liveStream: '',
      replayStream: '',
      backupStream: '',
      backupProvider: '',
      captions: [],
      features: [],
    };
    change({ cameras: [...show.cameras, camera] });
  };
  return (
    <Section
      title={__('Cameras', 'parterre')}
      help={__(
        'Any HLS stream works: the address your streaming provider calls “playback URL” or “.m3u8”.',
        'parterre',
      )}
    >
      {show.cameras.map((camera, index) => {
        const provider = show.providers.find((one) => one.name === camera.provider);
        const named = camera.provider !== 'plain';
        const backupNamed = (camera.backupProvider || camera.provider) !== 'plain';
        return (
          <div className="parterre-card" key={index}>
            <div className="parterre-grid">
              <Text
                label={__('Name', 'parterre')}
                value={camera.label}
                onChange={(label) => set(index, { ...camera, label })}
                problem={problems[`cameras.${index}.label`]}
              />
              <Choice
                label={__('How the stream is protected', 'parterre')}
                value={camera.provider}
                options={show.providers.map(({ name }) => ({ value: name, label: providerLabel(name) }))}
                onChange={(name) => set(index, { ...camera, provider: name })}
                problem={problems[`cameras.${index}.provider`]}
                help={provider?.strength}
              />
              <Text
                label={named ? __('Name of the live stream', 'parterre') : __('Address of the live stream', 'parterre')}
                value={camera.liveStream}
                placeholder={named ? 'stage' : 'https://…/live.m3u8'}
                onChange={(liveStream) => set(index, { ...camera, liveStream })}
                problem={problems[`cameras.${index}.liveStream`]}
              />
              <Text
                label={named ? __('Name of the replay', 'parterre') : __('Address of the replay', 'parterre')}
                value={camera.replayStream}
                placeholder={named ? 'replay' : 'https://…/replay.m3u8'}
                onChange={(replayStream) => set(index, { ...camera, replayStream })}
                problem={problems[`cameras.${index}.replayStream`]}
              />
              <Text
                label={
                  backupNamed
                    ? __('Name of the backup stream', 'parterre')
                    : __('Address of the backup stream', 'parterre')
                }
                value={camera.backupStream}
                placeholder={backupNamed ? 'stage-backup' : 'https://…/backup.m3u8'}
                onChange={(backupStream) => set(index, { ...camera, backupStream })}
                problem={problems[`cameras.${index}.backupStream`]}
                help={__(
                  'The same picture from a second encoder or another service. Players move to it by themselves when the first is lost, and back when it returns.',
                  'parterre',
                )}
              />
              {camera.backupStream !== '' && (
                <Choice
                  label={__('How the backup stream is protected', 'parterre')}
                  value={camera.backupProvider}
                  options={[
                    { value: '', label: __('Like the stream itself', 'parterre') },
                    ...show.providers.map(({ name }) => ({ value: name, label: providerLabel(name) })),
                  ]}
                  onChange={(backupProvider) => set(index, { ...camera, backupProvider })}
                  problem={problems[`cameras.${index}.backupProvider`]}
                />
              )}
              {index > 0 && (
                <Count
                  label={__('Behind the first camera, in milliseconds', 'parterre')}
                  value={camera.offsetMs}
                  onChange={(offset) => set(index, { ...camera, offsetMs: offset ?? 0 })}
                />
              )}
            </div>
            <div className="parterre-row">
              <CheckboxControl
                __nextHasNoMarginBottom
                label={__('Only for tickets that include this camera', 'parterre')}
                checked={camera.capability !== null}
                onChange={(on) => set(index, { ...camera, capability: on ? `camera:${camera.id}` : null })}
              />
              <Remove onClick={() => change({ cameras: show.cameras.toSpliced(index, 1) })} />
            </div>
          </div>
        );
      })}
      {show.cameras.length > 1 && (
        <Choice
          label={__('Sound', 'parterre')}
          value={show.sound}
          options={[
            {
              value: 'master',
              label: __('The first camera’s sound goes on, whichever picture a fan chooses', 'parterre'),
            },
            { value: 'own', label: __('Each camera has its own sound', 'parterre') },
          ]}
          onChange={(sound) => change({ sound })}
          help={__(
            'One sound suits cameras in one hall. It costs fans who look at another camera the data of both streams.',
            'parterre',
          )}
        />
      )}
      <Button __next40pxDefaultSize variant="secondary" onClick={add}>
        {__('Add a camera', 'parterre')}
      </Button>
    </Section>
  );
}

function providerLabel(name: string): string {
  const labels: Record<string, string> = {
    plain: __('Not at all: a plain address', 'parterre'),
    nginx: __('Signed addresses (nginx secure_link)', 'parterre'),
  };
  return labels[name] ?? name;
}
