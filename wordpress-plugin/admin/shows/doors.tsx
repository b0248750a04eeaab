import { Button, Notice } from '@wordpress/components';
import { useEffect, useState } from 'react';
import { __, _n, sprintf } from '@wordpress/i18n';
import { ask } from '../api';
import { Section } from '../fields';
import { Sure } from '../sure';

interface Entry {
  id: string;
  proof: 'signed' | 'address';
  who: string;
  entries: number;
  away: boolean;
  state: 'open' | 'matched' | 'asked' | 'waived';
  at: string;
}

interface DoorsState {
  level: 'signed' | 'everybody' | null;
  active: boolean;
  verifier: boolean;
  counts: Record<Entry['state'], number>;
  entries: Entry[];
}

type Act = 'signed' | 'everybody' | 'off' | 'recall';

const stateLabel = (state: Entry['state']): string =>
  ({
    open: __('No ticket found', 'parterre'),
    matched: __('Has a ticket', 'parterre'),
    asked: __('Asked to pay', 'parterre'),
    waived: __('Left at that', 'parterre'),
  })[state];

/** The doors on the night: honouring people when the doors cannot be sure, and settling it afterwards. */
export function Doors({ show }: { show: string }) {
  const [doors, setDoors] = useState<DoorsState | null>(null);
  const [asking, setAsking] = useState<Act | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const run = async (work: () => Promise<DoorsState>) => {
    setBusy(true);
    setProblem('');
    try {
      setDoors(await work());
      setAsking(null);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const path = `/shows/${show}/doors`;
  useEffect(() => void run(() => ask<DoorsState>(path)), [path]);
  const labels: Record<Act, string> = {
    signed: __('Honour every signed ticket', 'parterre'),
    everybody: __('Honour everybody', 'parterre'),
    off: __('By ticket again', 'parterre'),
    recall: __('Call in signed tickets', 'parterre'),
  };
  const sentences: Record<Act, string> = {
    signed: __(
      'Whoever opened their ticket here within a day comes in, on as many devices as they like. It ends with the show.',
      'parterre',
    ),
    everybody: __(
      'Whoever leaves an e-mail address comes in, with a ticket or without. Everyone is written down. It ends with the show.',
      'parterre',
    ),
    off: __('Tickets and devices are counted again. Whoever is inside stays.', 'parterre'),
    recall: __(
      'Every signed ticket of this show stops working at once. Whoever has a real one is given another by itself.',
      'parterre',
    ),
  };
  if (!doors) {
    return (
      <Section title={__('Doors', 'parterre')}>
        {problem && (
          <Notice status="error" isDismissible={false}>
            {problem}
          </Notice>
        )}
      </Section>
    );
  }
  const choices: Act[] = doors.level ? ['off', 'recall'] : ['signed', 'everybody', 'recall'];
  return (
    <Section
      title={__('Doors', 'parterre')}
      help={__('For the night on which people with tickets cannot get in.', 'parterre')}
    >
      <p role="status">
        {doors.level === null
          ? __('In by ticket.', 'parterre')
          : doors.active
            ? labels[doors.level]
            : __('Honouring is set, and begins with the doors.', 'parterre')}
      </p>
      {!doors.verifier && (
        <Notice status="warning" isDismissible={false}>
          {__(
            'Signed tickets cannot be checked without WordPress on this site: the uploads are elsewhere. See docs/doors.md.',
            'parterre',
          )}
        </Notice>
      )}
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {asking ? (
        <Sure
          question={sentences[asking]}
          act={labels[asking]}
          busy={busy}
          onYes={() => void run(() => ask<DoorsState>(path, 'POST', { action: asking }))}
          onNo={() => setAsking(null)}
        />
      ) : (
        <div className="parterre-row">
          {choices.map((act) => (
            <Button __next40pxDefaultSize key={act} variant="secondary" onClick={() => setAsking(act)}>
              {labels[act]}
            </Button>
          ))}
        </div>
      )}
      {doors.entries.length > 0 && (
        <>
          <h3>{__('Who was honoured', 'parterre')}</h3>
          <ul className="parterre-list">
            {doors.entries.map((entry) => (
              <li key={entry.id} className="parterre-row">
                <span>
                  <strong>{entry.who || __('A signed ticket', 'parterre')}</strong>{' '}
                  {sprintf(
                    /* translators: %d: how often somebody came in */
                    _n('%d entry', '%d entries', entry.entries, 'parterre'),
                    entry.entries,
                  )}
                  {entry.away && ` · ${__('while the site was away', 'parterre')}`} · {stateLabel(entry.state)}
                </span>
                {entry.state === 'open' && (
                  <Button
                    __next40pxDefaultSize
                    variant="secondary"
                    disabled={busy}
                    onClick={() => void run(() => ask<DoorsState>(`${path}/${entry.id}`, 'POST', { action: 'ask' }))}
                  >
                    {__('Ask to pay', 'parterre')}
                  </Button>
                )}
                {(entry.state === 'open' || entry.state === 'asked') && (
                  <Button
                    __next40pxDefaultSize
                    variant="tertiary"
                    disabled={busy}
                    onClick={() => void run(() => ask<DoorsState>(`${path}/${entry.id}`, 'POST', { action: 'waive' }))}
                  >
                    {__('Leave it at that', 'parterre')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
