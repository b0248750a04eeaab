import { useEffect, useRef, useState } from 'react';
import { ask } from '../api';
import { keepAsking } from './asking';
import type { DeskState, Figures } from './desk';

export interface Desk {
  state: DeskState | null;
  figures: Figures | null;
  /** Since when nobody has answered, in milliseconds of this device; null while somebody does. */
  awaySince: number | null;
  problem: string;
  /** Takes an answer that came another way. */
  take: (state: DeskState) => void;
}

/** Asks for the desk every few seconds (`keepAsking`). What was told last stays. */
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
    let gone = false;
    const stop = keepAsking(async () => {
      const mine = turn.current;
      try {
        const next = await ask<DeskState>(`/desk/${show}?minute=${minute.current}`);
        if (!gone && mine === turn.current) take(next);
      } catch (error) {
        if (!gone) {
          setProblem((error as Error).message);
          setAwaySince((since) => since ?? Date.now());
        }
        throw error;
      }
    });
    return () => {
      gone = true;
      stop();
    };
  }, [show]);
  return { state, figures, awaySince, problem, take };
}
