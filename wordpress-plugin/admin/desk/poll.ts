import { useEffect, useRef, useState } from 'react';
import { ask } from '../api';
import type { DeskState, Figures } from './desk';

const EVERY_MS = 4000;
/** A desk in a pocket still has to ring. */
const HIDDEN_MS = 10_000;
const SLOWEST_MS = 30_000;

export interface Desk {
  state: DeskState | null;
  figures: Figures | null;
  /** Since when nobody has answered, in milliseconds of this device; null while somebody does. */
  awaySince: number | null;
  problem: string;
  /** Takes an answer that came another way. */
  take: (state: DeskState) => void;
}

/**
 * Asks for the desk every few seconds: less often while the page is hidden, and less and less while nobody answers; at once when the
 * network or the page is back. What was told last stays.
 */
export function useDesk(show: string): Desk {
  const [state, setState] = useState<DeskState | null>(null);
  const [figures, setFigures] = useState<Figures | null>(null);
  const [awaySince, setAwaySince] = useState<number | null>(null);
  const [problem, setProblem] = useState('');
  const minute = useRef(0);
  // An answer that was asked for before something was pressed would show the desk as it was.
  const turn = useRef(0);
  const take = (next: DeskState) => {
    turn.current++;
    setState(next);
    setAwaySince(null);
    setProblem('');
    if (next.figures) {
      minute.current = next.figures.minute;
      setFigures(next.figures);
    }
  };
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let gone = false;
    const look = async () => {
      clearTimeout(timer);
      const mine = turn.current;
      try {
        const next = await ask<DeskState>(`/desk/${show}?minute=${minute.current}`);
        if (gone) return;
        failures = 0;
        if (mine === turn.current) take(next);
      } catch (error) {
        if (gone) return;
        failures++;
        setProblem((error as Error).message);
        setAwaySince((since) => since ?? Date.now());
      }
      const usual = document.visibilityState === 'visible' ? EVERY_MS : HIDDEN_MS;
      timer = setTimeout(() => void look(), Math.min(SLOWEST_MS, usual * 2 ** Math.min(failures, 4)));
    };
    const now = () => document.visibilityState === 'visible' && void look();
    void look();
    addEventListener('online', now);
    document.addEventListener('visibilitychange', now);
    return () => {
      gone = true;
      clearTimeout(timer);
      removeEventListener('online', now);
      document.removeEventListener('visibilitychange', now);
    };
  }, [show]);
  return { state, figures, awaySince, problem, take };
}
