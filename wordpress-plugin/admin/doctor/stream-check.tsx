import { Button, Notice } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useRef, useState } from 'react';
import { check, sorted, STEPS, type Asked, type Finding, type Step } from './check';

type Level = Finding['level'];

const MARKS: Record<Level, string> = { bad: '✕', warning: '!', note: 'i', good: '✓' };

const levelLabel = (level: Level): string =>
  ({
    bad: __('Problem', 'parterre'),
    warning: __('Warning', 'parterre'),
    note: __('Note', 'parterre'),
    good: __('Good', 'parterre'),
  })[level];

const stepLabel = (step: Step): string =>
  ({
    look: __('Reading the playlists…', 'parterre'),
    segment: __('Fetching a segment…', 'parterre'),
    tokens: __('Trying to get in without a token…', 'parterre'),
    browser: __('Trying it from this browser…', 'parterre'),
    again: __('Waiting to see whether the stream moves on…', 'parterre'),
  })[step];

interface Props {
  /** What the button says. */
  label: string;
  /** What the report is about, such as the camera’s name. */
  title: string;
  asked: Asked;
}

/** A button that checks a stream, how far it is, and the report. */
export function StreamCheck({ label, title, asked }: Props) {
  const [step, setStep] = useState<Step | null>(null);
  const [findings, setFindings] = useState<Finding[] | null>(null);
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState('');
  const running = useRef(false);
  const run = async () => {
    if (running.current) return;
    running.current = true;
    setProblem('');
    setAddress('');
    setFindings(null);
    try {
      const shown = await check(asked, (next, found) => {
        setStep(next);
        setFindings(found);
      });
      setAddress(shown);
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      running.current = false;
      setStep(null);
    }
  };
  const done = step === null && findings !== null && problem === '';
  return (
    <div className="parterre-check">
      <Button
        __next40pxDefaultSize
        variant="secondary"
        isBusy={step !== null}
        disabled={step !== null}
        accessibleWhenDisabled
        onClick={() => void run()}
      >
        {label}
      </Button>
      <div role="status">
        {step && (
          <p className="parterre-check-step">
            {sprintf(
              /* translators: 1: a step, 2: its number, 3: how many there are */
              __('%1$s (%2$s of %3$s)', 'parterre'),
              stepLabel(step),
              String(STEPS.indexOf(step) + 1),
              String(STEPS.length),
            )}
          </p>
        )}
        {done && <p className="screen-reader-text">{verdict(findings)}</p>}
      </div>
      {step && (
        <progress
          className="parterre-progress"
          max={STEPS.length}
          value={STEPS.indexOf(step)}
          aria-label={__('How far the check is', 'parterre')}
        />
      )}
      {problem && (
        <Notice status="error" onRemove={() => setProblem('')}>
          {problem}
        </Notice>
      )}
      {findings && findings.length > 0 && <Report title={title} address={address} findings={findings} done={done} />}
    </div>
  );
}

interface ReportProps {
  title: string;
  address: string;
  findings: Finding[];
  done: boolean;
}

/** What was found: what has to be done first, what is fine folded away. */
function Report({ title, address, findings, done }: ReportProps) {
  const list = sorted(findings);
  const open = list.filter(({ level }) => level !== 'good');
  const good = list.filter(({ level }) => level === 'good');
  return (
    <section className="parterre-report" aria-label={title}>
      {done && (
        <header className={`parterre-report-head is-${list[0]?.level ?? 'good'}`}>
          <strong>{verdict(findings)}</strong>
          {address && <code>{address}</code>}
        </header>
      )}
      {open.length > 0 && <Lines findings={open} />}
      {good.length > 0 && (
        <details open={done && open.length === 0}>
          <summary>
            {sprintf(
              /* translators: %s: a number */
              _n('%s thing is fine', '%s things are fine', good.length, 'parterre'),
              String(good.length),
            )}
          </summary>
          <Lines findings={good} />
        </details>
      )}
      {done && <Copy text={reportText(title, address, list)} />}
    </section>
  );
}

function Lines({ findings }: { findings: Finding[] }) {
  return (
    <ul className="parterre-findings">
      {findings.map(({ code, level, sentence, advice }, index) => (
        <li key={`${code}-${index}`} className={`is-${level}`}>
          <span className="parterre-finding-level">
            <span aria-hidden="true">{MARKS[level]}</span> {levelLabel(level)}
          </span>
          <div>
            <p>{sentence}</p>
            {advice && <p className="parterre-finding-advice">{advice}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A button that puts the report where it can be sent to whoever runs the stream server. It holds no token. */
function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      setCopied(false);
    }
  };
  return (
    <div className="parterre-report-copy">
      <Button __next40pxDefaultSize variant="tertiary" onClick={() => void copy()}>
        {__('Copy the report', 'parterre')}
      </Button>
      <span role="status">{copied === true && __('Copied. It holds no keys and no tokens.', 'parterre')}</span>
      {copied === false && (
        <textarea
          className="parterre-input"
          readOnly
          rows={6}
          value={text}
          aria-label={__('The report as text', 'parterre')}
          onFocus={(event) => event.target.select()}
        />
      )}
    </div>
  );
}

/** The report in a sentence. */
function verdict(findings: readonly Finding[]): string {
  const bad = findings.filter(({ level }) => level === 'bad').length;
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  if (bad > 0) {
    return sprintf(
      /* translators: %s: a number */
      _n('%s problem keeps fans from watching.', '%s problems keep fans from watching.', bad, 'parterre'),
      String(bad),
    );
  }
  if (warnings > 0) {
    return sprintf(
      /* translators: %s: a number */
      _n('It plays, with %s warning.', 'It plays, with %s warnings.', warnings, 'parterre'),
      String(warnings),
    );
  }
  return findings.some(({ code }) => code === 'no_stream')
    ? __('There is nothing to check.', 'parterre')
    : __('Fans can watch.', 'parterre');
}

/** The report as text, for a mail to whoever runs the stream server. */
function reportText(title: string, address: string, findings: readonly Finding[]): string {
  const { locale, timeZone } = window.parterreAdmin;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    Date.now(),
  );
  const lines = findings.map(
    ({ code, level, sentence, advice }) =>
      `${MARKS[level]} ${levelLabel(level)}: ${sentence}${advice ? ` → ${advice}` : ''} [${code}]`,
  );
  return [`${title}, ${when}`, address, ...lines].filter(Boolean).join('\n');
}
