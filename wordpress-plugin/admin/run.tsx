import { Notice } from '@wordpress/components';
import { useRef, useState, type ReactNode } from 'react';
import { Refused } from './api';
import type { Problems } from './types';

interface Run {
  /** What is being done; empty while nothing is. */
  busy: string;
  /** What the server found wrong, by field. */
  problems: Problems;
  /**
   * Does one thing and says how it went: the sentence that `work` answers, or why it was refused. Answers whether it went well.
   * While something is being done, nothing else is.
   */
  run: (name: string, work: () => Promise<string | void>) => Promise<boolean>;
  /** Where it is said. */
  notice: ReactNode;
}

/** What every form and every button of the back office does: one thing at a time, and a sentence afterwards. */
export function useRun(): Run {
  const [busy, setBusy] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  // State is a render late: a second press in the same moment must not get through.
  const running = useRef(false);
  const run = async (name: string, work: () => Promise<string | void>): Promise<boolean> => {
    if (running.current) return false;
    running.current = true;
    setBusy(name);
    setProblems({});
    setMessage(null);
    try {
      const said = await work();
      if (said) setMessage({ status: 'success', text: said });
      return true;
    } catch (error) {
      setProblems(error instanceof Refused ? error.problems : {});
      setMessage({ status: 'error', text: (error as Error).message });
      return false;
    } finally {
      running.current = false;
      setBusy('');
    }
  };
  const notice = message && (
    <Notice status={message.status} onRemove={() => setMessage(null)}>
      {message.text}
    </Notice>
  );
  return { busy, problems, run, notice };
}
