import { Button, Notice, SelectControl, Spinner } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../api';
import { Section } from '../fields';

/** A grant of the desk lives five minutes; it is asked for again before that. */
const RENEW_MS = 200_000;
/** Until it is tried again where there is no picture. */
const RETRY_MS = 4000;

/** The picture at the desk: loaded when somebody asks for it, silent, and seen by nobody else. */
export function Rehearsal({ show, before }: { show: string; before: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={__('The picture', 'parterre')}
      help={
        before
          ? __('A rehearsal: you see it here, and no fan sees it anywhere before you go live.', 'parterre')
          : __('What arrives, some seconds behind the stage. It uses your mobile data.', 'parterre')
      }
    >
      {open ? (
        <>
          <Screen show={show} />
          <Button __next40pxDefaultSize className="parterre-big" variant="secondary" onClick={() => setOpen(false)}>
            {__('Close the picture', 'parterre')}
          </Button>
        </>
      ) : (
        <Button __next40pxDefaultSize className="parterre-big" variant="secondary" onClick={() => setOpen(true)}>
          {before ? __('Look at the rehearsal', 'parterre') : __('Look at the picture', 'parterre')}
        </Button>
      )}
    </Section>
  );
}

interface DeskGrant {
  cameras: { camera: string; label: string; url: string }[];
}

type Status = 'loading' | 'playing' | 'waiting' | 'failed';

function Screen({ show }: { show: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const [cameras, setCameras] = useState<DeskGrant['cameras']>([]);
  const [camera, setCamera] = useState('');
  const [status, setStatus] = useState<Status>('loading');
  const [problem, setProblem] = useState('');
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let player: { destroy(): void } | null = null;
    const element = video.current;
    const later = (milliseconds: number) => {
      clearTimeout(timer);
      if (!gone) timer = setTimeout(() => void load(), milliseconds);
    };
    const load = async () => {
      try {
        const [{ grant }, { default: Hls }] = await Promise.all([
          ask<{ grant: DeskGrant }>(`/desk/${show}/picture`, 'POST'),
          import('hls.js/light'),
        ]);
        const url = (grant.cameras.find((one) => one.camera === camera) ?? grant.cameras[0])?.url;
        if (gone || !element || !url) return;
        setProblem('');
        setCameras(grant.cameras);
        player?.destroy();
        if (Hls.isSupported()) {
          const hls = new Hls({ maxBufferLength: 10 });
          player = hls;
          hls.on(Hls.Events.ERROR, (_, error) => {
            if (!error.fatal) return;
            // No publisher, an address that ran out, no network: all of them pass, and a new address is asked for each time.
            setStatus('waiting');
            later(RETRY_MS);
          });
          hls.loadSource(url);
          hls.attachMedia(element);
        } else if (element.canPlayType('application/vnd.apple.mpegurl')) {
          element.src = url;
        } else {
          return setStatus('failed');
        }
        element.play().catch(() => {});
        later(RENEW_MS);
      } catch (error) {
        if (gone) return;
        setProblem((error as Error).message);
        later(RETRY_MS);
      }
    };
    const playing = () => setStatus('playing');
    const failed = () => later(RETRY_MS);
    element?.addEventListener('playing', playing);
    element?.addEventListener('error', failed);
    void load();
    return () => {
      gone = true;
      clearTimeout(timer);
      player?.destroy();
      element?.removeEventListener('playing', playing);
      element?.removeEventListener('error', failed);
    };
  }, [show, camera]);
  const words: Record<Status, string> = {
    loading: __('Loading the picture…', 'parterre'),
    playing: '',
    waiting: __('The stream server answers, and nobody is publishing.', 'parterre'),
    failed: __('This browser cannot play the picture.', 'parterre'),
  };
  return (
    <>
      <div className="parterre-screen">
        <video ref={video} muted playsInline controls aria-label={__('The picture', 'parterre')} />
        {status === 'loading' && !problem && <Spinner />}
      </div>
      <p role="status">{words[status]}</p>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {cameras.length > 1 && (
        <SelectControl
          __next40pxDefaultSize
          __nextHasNoMarginBottom
          label={__('Camera', 'parterre')}
          value={camera || (cameras[0]?.camera ?? '')}
          options={cameras.map((one) => ({ value: one.camera, label: one.label }))}
          onChange={setCamera}
        />
      )}
    </>
  );
}
