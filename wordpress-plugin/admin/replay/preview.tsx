import { Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { ask } from '../api';

/** What is looked at: a recording as a whole, or a camera's film as it is saved. */
export interface Look {
  kind: 'recording' | 'camera';
  id: string;
  label: string;
  /** Moves when the same thing is to be loaded anew. */
  version: number;
}

/** A plain player for whoever cuts: the browser's own controls, and its position for the fields beside it. */
export function Preview({ show, look, video }: { show: string; look: Look; video: RefObject<HTMLVideoElement> }) {
  const [problem, setProblem] = useState('');
  const loaded = useRef<{ destroy(): void } | null>(null);
  useEffect(() => {
    let gone = false;
    const load = async () => {
      const { url } = await ask<{ url: string }>(`/shows/${show}/replay/preview?${look.kind}=${look.id}`);
      const { default: Hls } = await import('hls.js/light');
      const element = video.current;
      if (gone || !element) return;
      if (!Hls.isSupported()) {
        element.src = url;
        return;
      }
      const player = new Hls({ maxBufferLength: 15 });
      loaded.current = player;
      player.loadSource(url);
      player.attachMedia(element);
    };
    setProblem('');
    load().catch((error: Error) => setProblem(error.message));
    return () => {
      gone = true;
      loaded.current?.destroy();
      loaded.current = null;
    };
  }, [show, look.kind, look.id, look.version, video]);
  return (
    <figure className="parterre-preview">
      <video ref={video} controls playsInline preload="metadata" aria-label={look.label} />
      <figcaption>{look.label}</figcaption>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem || __('This cannot be played here.', 'parterre')}
        </Notice>
      )}
    </figure>
  );
}
