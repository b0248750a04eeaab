import { useEffect, useRef, useState } from 'react';

const RING_MS = 1800;

/** Two short tones, made here: nothing has to be loaded while the network is bad. */
function ring(context: AudioContext): void {
  for (const [start, frequency] of [
    [0, 880],
    [0.22, 660],
  ] as const) {
    const tone = context.createOscillator();
    const loudness = context.createGain();
    const at = context.currentTime + start;
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.21);
  }
}

export interface Bell {
  /** Whether this page may make a sound: browsers want a gesture first. */
  armed: boolean;
  arm: () => void;
  /** Silenced until something else is lost. */
  silent: boolean;
  silence: () => void;
}

/** Rings while there is something to ring about: sound, vibration, and the title of the tab. */
export function useBell(about: string, title: string): Bell {
  const context = useRef<AudioContext | null>(null);
  const [armed, setArmed] = useState(false);
  const [silenced, setSilenced] = useState('');
  const rings = about !== '' && silenced !== about;
  // Whatever was silenced is over: the next loss rings again.
  useEffect(() => {
    if (about === '') setSilenced('');
  }, [about]);
  useEffect(() => {
    if (!rings) return undefined;
    const before = document.title;
    let odd = false;
    const again = () => {
      odd = !odd;
      document.title = odd ? `⚠ ${title}` : before;
      if (context.current?.state === 'running') ring(context.current);
      // Not on every device, and only after somebody has touched the page.
      if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
    };
    again();
    const timer = setInterval(again, RING_MS);
    return () => {
      clearInterval(timer);
      document.title = before;
    };
  }, [rings, title]);
  useEffect(() => () => void context.current?.close(), []);
  return {
    armed,
    arm: () => {
      context.current ??= new AudioContext();
      void context.current.resume().then(() => {
        setArmed(true);
        if (context.current) ring(context.current);
      });
    },
    silent: about !== '' && !rings,
    silence: () => setSilenced(about),
  };
}
