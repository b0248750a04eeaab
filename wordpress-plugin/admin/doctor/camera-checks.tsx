import { __ } from '@wordpress/i18n';
import type { Camera, Show } from '../types';
import type { Asked } from './check';
import { StreamCheck } from './stream-check';

/** A check for each stream that is entered, saved or not. */
export function CameraChecks({ show, camera }: { show: Show; camera: Camera }) {
  const streams: { mode: Asked['mode']; stream: string; label: string; title: string }[] = [
    {
      mode: 'live',
      stream: camera.liveStream,
      label: __('Check the live stream', 'parterre'),
      title: __('Live stream', 'parterre'),
    },
    {
      mode: 'backup',
      stream: camera.backupStream,
      label: __('Check the backup stream', 'parterre'),
      title: __('Backup stream', 'parterre'),
    },
    {
      mode: 'replay',
      stream: camera.replayStream,
      label: __('Check the replay', 'parterre'),
      title: __('Replay', 'parterre'),
    },
  ];
  return (
    <div className="parterre-checks">
      {streams
        .filter(({ stream }) => stream.trim() !== '')
        .map(({ mode, stream, label, title }) => {
          const provider = (mode === 'backup' && camera.backupProvider) || camera.provider;
          return (
            <StreamCheck
              // What was found about one address says nothing about another.
              key={`${mode} ${provider} ${stream}`}
              label={label}
              title={[camera.label, title].filter(Boolean).join(' · ')}
              asked={{
                mode,
                provider,
                stream,
                cameras: show.cameras.length,
                features: camera.features.length > 0,
                captions: camera.captions.length > 0,
                ...(show.id && { show: show.id }),
              }}
            />
          );
        })}
    </div>
  );
}
