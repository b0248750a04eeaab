import { Button, CheckboxControl, Notice } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { ClapTest } from '../clap/clap-test';
import { CameraChecks } from '../doctor/camera-checks';
import { Choice, Count, Remove, Section, Text } from '../fields';
import type { Camera, Problems, Show, StreamProvider } from '../types';

interface Props {
  show: Show;
  change: (part: Partial<Show>) => void;
  problems: Problems;
}

/** Where the pictures come from. The first camera is the one everybody starts with. */
export function Cameras({ show, change, problems }: Props) {
  const [providers, setProviders] = useState<StreamProvider[]>([]);
  useEffect(() => {
    // Without them the form still says which way was chosen, by its bare name.
    ask<StreamProvider[]>('/streaming/words').then(setProviders, () => {});
  }, []);
  /** Which camera is being measured. */
  const [measuring, setMeasuring] = useState<number | null>(null);
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
        'Choose how the picture is protected; what to enter then is said in the provider’s own words.',
        'parterre',
      )}
    >
      {show.cameras.map((camera, index) => {
        const provider = providers.find((one) => one.name === camera.provider);
        const second = camera.backupProvider ? providers.find((one) => one.name === camera.backupProvider) : provider;
        const words = wordsOf(provider);
        const backup = wordsOf(second);
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
                options={provider ? providers.map(optionOf) : [{ value: camera.provider, label: camera.provider }]}
                onChange={(name) => set(index, { ...camera, provider: name })}
                problem={problems[`cameras.${index}.provider`]}
                help={provider?.strength}
              />
              <Text
                /* translators: %s: what a provider calls a stream, such as “Name of the stream” */
                label={sprintf(__('Live: %s', 'parterre'), words.label)}
                help={words.help}
                value={camera.liveStream}
                placeholder={words.placeholder}
                onChange={(liveStream) => set(index, { ...camera, liveStream })}
                problem={problems[`cameras.${index}.liveStream`]}
              />
              <Text
                /* translators: %s: what a provider calls a stream, such as “Name of the stream” */
                label={sprintf(__('Replay: %s', 'parterre'), words.label)}
                value={camera.replayStream}
                placeholder={words.placeholder}
                onChange={(replayStream) => set(index, { ...camera, replayStream })}
                problem={problems[`cameras.${index}.replayStream`]}
              />
              <Text
                /* translators: %s: what a provider calls a stream, such as “Name of the stream” */
                label={sprintf(__('Backup: %s', 'parterre'), backup.label)}
                value={camera.backupStream}
                placeholder={backup.placeholder}
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
                  options={[{ value: '', label: __('Like the stream itself', 'parterre') }, ...providers.map(optionOf)]}
                  onChange={(backupProvider) => set(index, { ...camera, backupProvider })}
                  problem={problems[`cameras.${index}.backupProvider`]}
                />
              )}
              {index > 0 && (
                <Count
                  label={__('To add to its clock, in milliseconds', 'parterre')}
                  help={__('So that it shows the same moment as the first camera. A clap test finds it.', 'parterre')}
                  value={camera.offsetMs}
                  onChange={(offset) => set(index, { ...camera, offsetMs: offset ?? 0 })}
                />
              )}
            </div>
            {provider && !provider.ready && (
              <Notice status="warning" isDismissible={false}>
                {sprintf(
                  /* translators: %s: a streaming provider */
                  __(
                    '%s has not been set up yet: Settings › Streaming. Until then this camera shows nothing.',
                    'parterre',
                  ),
                  provider.label,
                )}
              </Notice>
            )}
            <div className="parterre-row">
              <CheckboxControl
                __nextHasNoMarginBottom
                label={__('Only for tickets that include this camera', 'parterre')}
                checked={camera.capability !== null}
                onChange={(on) => set(index, { ...camera, capability: on ? `camera:${camera.id}` : null })}
              />
              <CheckboxControl
                __nextHasNoMarginBottom
                label={__('The stream brings captions or sound tracks of its own', 'parterre')}
                help={__('Players then load a larger engine, which reads them.', 'parterre')}
                checked={camera.features.length > 0}
                onChange={(on) => set(index, { ...camera, features: on ? ['captions'] : [] })}
              />
              {index > 0 && camera.id && show.id && measuring !== index && (
                <Button __next40pxDefaultSize variant="secondary" onClick={() => setMeasuring(index)}>
                  {__('Measure by a clap', 'parterre')}
                </Button>
              )}
              <Remove onClick={() => change({ cameras: show.cameras.toSpliced(index, 1) })} />
            </div>
            {measuring === index && (
              <ClapTest
                show={show.id}
                reference={show.cameras[0]?.id ?? ''}
                camera={camera.id}
                onMeasured={(offsetMs) => {
                  set(index, { ...camera, offsetMs });
                  setMeasuring(null);
                }}
                close={() => setMeasuring(null)}
              />
            )}
            <CameraChecks show={show} camera={camera} />
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
      {show.cameras.length > 0 && (
        <Choice
          label={__('Code in the picture', 'parterre')}
          value={show.mark}
          options={[
            { value: '', label: __('As in the settings', 'parterre') },
            { value: 'on', label: __('Draw a code', 'parterre') },
            { value: 'off', label: __('No code', 'parterre') },
          ]}
          onChange={(mark) => change({ mark })}
          help={__(
            'A small, faint code over the picture, another one on each device of a ticket. Whoever films the screen films it too, and the box office finds the ticket by it. What it cannot do is said in Settings › Code in the picture.',
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

/** What a stream is called; before the providers' words are here, in plain ones. */
function wordsOf(provider: StreamProvider | undefined): StreamProvider['stream'] {
  return provider?.stream ?? { label: __('Stream', 'parterre'), placeholder: '', help: '' };
}

function optionOf({ name, label }: StreamProvider): { value: string; label: string } {
  return { value: name, label };
}
