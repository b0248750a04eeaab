import { Button, TextareaControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Remove, Section } from '../fields';
import { useRun } from '../run';
import { clockText, parseChapters, parseClock, type Chapter, type Replay } from './replay';

interface Line {
  key: number;
  at: string;
  title: string;
}

let keys = 0;
const lineOf = ({ atMs, title }: Chapter): Line => ({ key: ++keys, at: clockText(atMs), title });

/** What begins when: a table, or a list that somebody has kept elsewhere. */
export function Chapters({
  show,
  replay,
  onChanged,
}: {
  show: string;
  replay: Replay;
  onChanged: (replay: Replay) => void;
}) {
  const [lines, setLines] = useState<Line[]>(() => replay.chapters.map(lineOf));
  const [dirty, setDirty] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string[]>([]);
  const { busy, problems, run, notice } = useRun();
  const change = (next: Line[]) => {
    setLines(next);
    setDirty(true);
  };
  const set = (index: number, part: Partial<Line>) =>
    change(lines.map((line, place) => (place === index ? { ...line, ...part } : line)));
  const take = () => {
    const read = parseChapters(text);
    setWrong(read.wrong);
    if (read.chapters.length === 0) return;
    change(read.chapters.map(lineOf));
    setText(read.wrong.join('\n'));
    setPasting(read.wrong.length > 0);
  };
  const save = () =>
    void run('save', async () => {
      const chapters = lines.map(({ at, title }) => ({ atMs: parseClock(at), title }));
      if (chapters.some(({ atMs }) => atMs === null)) throw new Error(__('A time looks like 1:02:03.', 'parterre'));
      const saved = await ask<Replay>(`/shows/${show}/replay/chapters`, 'PUT', { chapters });
      onChanged(saved);
      setLines(saved.chapters.map(lineOf));
      setDirty(false);
      return __('Saved.', 'parterre');
    });
  return (
    <Section
      title={__('Chapters', 'parterre')}
      help={__(
        'Fans jump to them. Times count from the beginning of the film; when you cut it anew, chapters stay with their pictures.',
        'parterre',
      )}
    >
      {notice}
      {lines.length > 0 && (
        <ol className="parterre-chapters">
          {lines.map((line, index) => (
            <li key={line.key}>
              <input
                className="parterre-input parterre-chapter-time"
                inputMode="decimal"
                /* translators: %d: number of the chapter */
                aria-label={sprintf(__('Time of chapter %d', 'parterre'), index + 1)}
                aria-invalid={parseClock(line.at) === null}
                value={line.at}
                onChange={(event) => set(index, { at: event.target.value })}
              />
              <input
                className="parterre-input"
                /* translators: %d: number of the chapter */
                aria-label={sprintf(__('Name of chapter %d', 'parterre'), index + 1)}
                aria-invalid={problems[`chapters.${index}`] !== undefined}
                value={line.title}
                maxLength={120}
                onChange={(event) => set(index, { title: event.target.value })}
              />
              <Remove onClick={() => change(lines.filter((_, place) => place !== index))} />
            </li>
          ))}
        </ol>
      )}
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          onClick={() => change([...lines, { key: ++keys, at: lines.at(-1)?.at ?? '0:00', title: '' }])}
        >
          {__('Add a chapter', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="secondary" aria-expanded={pasting} onClick={() => setPasting(!pasting)}>
          {__('Paste a list', 'parterre')}
        </Button>
        {lines.length === 0 && replay.proposedChapters.length > 0 && (
          <Button __next40pxDefaultSize variant="secondary" onClick={() => change(replay.proposedChapters.map(lineOf))}>
            {__('One for each part', 'parterre')}
          </Button>
        )}
      </div>
      {pasting && (
        <div className="parterre-inset">
          <TextareaControl
            __nextHasNoMarginBottom
            label={__('A line each: a time and a name', 'parterre')}
            rows={6}
            value={text}
            placeholder={`0:00 ${__('Opening', 'parterre')}\n12:30 ${__('First song', 'parterre')}`}
            onChange={setText}
            help={__('It takes the place of the chapters above.', 'parterre')}
          />
          {wrong.length > 0 && (
            <p className="parterre-wrong" role="alert">
              {__('Lines without a time were left in the field.', 'parterre')}
            </p>
          )}
          <Button __next40pxDefaultSize variant="primary" disabled={!text.trim()} onClick={take}>
            {__('Take this list', 'parterre')}
          </Button>
        </div>
      )}
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="primary" isBusy={busy === 'save'} disabled={!dirty} onClick={save}>
          {__('Save the chapters', 'parterre')}
        </Button>
      </div>
    </Section>
  );
}
