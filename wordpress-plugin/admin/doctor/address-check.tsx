import { __ } from '@wordpress/i18n';
import { useState } from 'react';
import { Choice, Section, Text } from '../fields';
import type { Asked } from './check';
import { StreamCheck } from './stream-check';

/** Checks any address, before it is given to a camera. */
export function AddressCheck() {
  const [stream, setStream] = useState('');
  const [mode, setMode] = useState<Asked['mode']>('live');
  const address = stream.trim();
  return (
    <Section
      title={__('Check a stream', 'parterre')}
      help={__(
        'What would a fan’s browser meet? Playlists, formats, permissions, delay, in sentences. Cameras of a show are checked beside the camera.',
        'parterre',
      )}
    >
      <div className="parterre-grid">
        <Text
          label={__('Address of the stream', 'parterre')}
          value={stream}
          onChange={setStream}
          type="url"
          placeholder="https://…/live.m3u8"
        />
        <Choice
          label={__('What it is', 'parterre')}
          value={mode}
          options={[
            { value: 'live', label: __('A live stream', 'parterre') },
            { value: 'replay', label: __('A recording', 'parterre') },
          ]}
          onChange={setMode}
        />
      </div>
      {address !== '' && (
        <StreamCheck
          key={`${mode} ${address}`}
          label={__('Check this stream', 'parterre')}
          title={__('Stream', 'parterre')}
          asked={{ mode, provider: 'plain', stream: address }}
        />
      )}
    </Section>
  );
}
