import { Button, Notice } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Grant } from '../../../packages/protocol/src/playback.ts';
import { ask } from '../api';
import { clockOf, FRAME_SECONDS, offsetOf, stepOf, together } from './offset';
import { ClapPicture } from './picture';

interface Props {
  show: string;
  /** Ids of the first camera and of the one that is measured. */
  reference: string;
  camera: string;
  onMeasured: (offsetMs: number) => void;
  close: () => void;
}

/** More than a frame or two apart: somebody misread a clap. */
const SPREAD_MS = 80;

/**
 * Finds how far a camera's clock is off the first one's: somebody claps before both, and the moment at which the hands meet is
 * looked for in each picture. Everything can be done with the keyboard.
 */
export function ClapTest({ show, reference, camera, onMeasured, close }: Props) {
  const [pictures, setPictures] = useState<Record<string, ClapPicture>>({});
  const [stopped, setStopped] = useState(false);
  const [offsets, setOffsets] = useState<number[]>([]);
  const [problem, setProblem] = useState('');
  const [labels, setLabels] = useState<Record<string, string>>({});
  const boxes = useRef<Record<string, HTMLDivElement | null>>({});
  const ids = [reference, camera];
  useEffect(() => {
    const open: ClapPicture[] = [];
    let gone = false;
    const start = async () => {
      const asked = performance.now();
      const { grant, now } = await ask<{ grant: Grant; now: number }>(`/desk/${show}/picture`, 'POST');
      const serverNow = () => now + performance.now() - asked;
      for (const id of ids) {
        const one = grant.cameras.find((it) => it.camera === id);
        const box = boxes.current[id];
        if (!one?.url || !box)
          throw new Error(__('Both cameras need a live stream, and the show has to be saved first.', 'parterre'));
        const picture = await ClapPicture.open(grant, one, box, serverNow);
        if (gone) return picture.close();
        open.push(picture);
        setLabels((all) => ({ ...all, [id]: one.label }));
        setPictures((all) => ({ ...all, [id]: picture }));
      }
    };
    start().catch((error: unknown) => setProblem((error as Error).message));
    return () => {
      gone = true;
      for (const picture of open) picture.close();
    };
  }, [show, reference, camera]);
  const each = (act: (picture: ClapPicture) => void) => Object.values(pictures).forEach(act);
  const stop = () => {
    each((picture) => picture.stop());
    setStopped(true);
    boxes.current[reference]?.parentElement?.focus();
  };
  const goOn = () => {
    each((picture) => picture.goOn());
    setStopped(false);
  };
  const take = () => {
    const [first, second] = ids.map((id) => pictures[id]?.dateMs ?? null);
    if (first == null || second == null)
      return setProblem(
        __('These streams carry no dates (EXT-X-PROGRAM-DATE-TIME): cameras cannot be aligned by them.', 'parterre'),
      );
    const offset = offsetOf(first, second);
    if (offset === null)
      return setProblem(__('The two moments lie more than a minute apart: this is not the same clap.', 'parterre'));
    setProblem('');
    setOffsets([...offsets, offset]);
    goOn();
  };
  const measured = together(offsets);
  return (
    <section className="parterre-clap" aria-label={__('Clap test', 'parterre')}>
      <ol>
        <li>{__('Have somebody clap once where both cameras see it.', 'parterre')}</li>
        <li>{__('Press “I saw the clap”: both pictures stop, two seconds back.', 'parterre')}</li>
        <li>
          {__(
            'Move each picture to the frame in which the hands meet: with its buttons, or with ← and → (a frame), Shift and ← or → (a second) while it has the focus.',
            'parterre',
          )}
        </li>
      </ol>
      <div className="parterre-clap-pictures">
        {ids.map((id) => (
          <Frame
            key={id}
            label={labels[id] ?? id}
            picture={pictures[id] ?? null}
            stopped={stopped}
            box={(element) => (boxes.current[id] = element)}
          />
        ))}
      </div>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <p role="status">
        {measured &&
          sprintf(
            /* translators: 1: milliseconds, 2: number of claps */
            __('Measured: %1$d ms, from %2$d claps.', 'parterre'),
            measured.offsetMs,
            offsets.length,
          )}{' '}
        {measured &&
          measured.spreadMs > SPREAD_MS &&
          sprintf(
            /* translators: %d: milliseconds */
            __('They lie %d ms apart: clap once more, the middle counts.', 'parterre'),
            measured.spreadMs,
          )}
      </p>
      <div className="parterre-row">
        {stopped ? (
          <>
            <Button __next40pxDefaultSize variant="primary" onClick={take}>
              {__('The hands meet in both', 'parterre')}
            </Button>
            <Button __next40pxDefaultSize variant="secondary" onClick={goOn}>
              {__('Back to live', 'parterre')}
            </Button>
          </>
        ) : (
          <Button
            __next40pxDefaultSize
            variant={measured ? 'secondary' : 'primary'}
            disabled={Object.keys(pictures).length < ids.length}
            onClick={stop}
          >
            {__('I saw the clap', 'parterre')}
          </Button>
        )}
        {measured && !stopped && (
          <Button __next40pxDefaultSize variant="primary" onClick={() => onMeasured(measured.offsetMs)}>
            {__('Use this', 'parterre')}
          </Button>
        )}
        <Button __next40pxDefaultSize variant="tertiary" onClick={close}>
          {__('Close', 'parterre')}
        </Button>
      </div>
    </section>
  );
}

interface FrameProps {
  label: string;
  picture: ClapPicture | null;
  stopped: boolean;
  box: (element: HTMLDivElement | null) => void;
}

/** One picture with what moves it. */
function Frame({ label, picture, stopped, box }: FrameProps) {
  const [time, setTime] = useState('');
  useEffect(() => {
    if (!picture) return;
    const tell = () => setTime(picture.dateMs === null ? '' : clockOf(picture.dateMs));
    tell();
    const timer = setInterval(tell, 200);
    return () => clearInterval(timer);
  }, [picture]);
  const move = (seconds: number) => stopped && picture?.move(seconds);
  const onKey = (event: KeyboardEvent) => {
    const step = stepOf(event.key, event.shiftKey);
    if (step === null || !stopped) return;
    event.preventDefault();
    move(step);
  };
  const steps = [
    { seconds: -1, label: __('A second back', 'parterre'), sign: '−1 s' },
    { seconds: -FRAME_SECONDS, label: __('A frame back', 'parterre'), sign: '◂' },
    { seconds: FRAME_SECONDS, label: __('A frame forward', 'parterre'), sign: '▸' },
    { seconds: 1, label: __('A second forward', 'parterre'), sign: '+1 s' },
  ];
  return (
    <div className="parterre-clap-picture" role="group" aria-label={label} tabIndex={0} onKeyDown={onKey}>
      <div ref={box} />
      <p>
        <strong>{label}</strong> <output aria-live={stopped ? 'polite' : 'off'}>{time}</output>
      </p>
      <div className="parterre-row">
        {steps.map((step) => (
          <Button
            key={step.label}
            __next40pxDefaultSize
            variant="secondary"
            disabled={!stopped}
            label={step.label}
            onClick={() => move(step.seconds)}
          >
            {step.sign}
          </Button>
        ))}
      </div>
    </div>
  );
}
