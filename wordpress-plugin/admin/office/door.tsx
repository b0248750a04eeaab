import { Button, Notice, SelectControl, Spinner, TextControl } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ask } from '../api';
import { DoorBook, hashOf, type DoorTicket } from './door-book';
import { formatInstant } from './words';

interface DoorShow {
  id: string;
  title: string;
  startsAt: string;
  timeZone: string;
  tickets: number;
  arrived: number;
}

/** What a scan, a typed code or a choice from the list led to. */
interface Verdict {
  kind: 'in' | 'already' | 'void' | 'unknown' | 'undone';
  ticket: DoorTicket | null;
}

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

/** The door of the hall: chooses the show, then lets people in, with the network or without. */
export function Door({ show, choose }: { show: string | null; choose: (show: string | null) => void }) {
  const [shows, setShows] = useState<DoorShow[] | null>(null);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (show) return;
    ask<{ shows: DoorShow[] }>('/door')
      .then((answer) => setShows(answer.shows))
      .catch((error: Error) => setProblem(error.message));
  }, [show]);
  if (show) return <Desk key={show} show={show} onClose={() => choose(null)} />;
  const { locale } = window.parterreAdmin;
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Door', 'parterre')}</strong>
      </div>
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      {!shows && !problem && <Spinner />}
      {shows?.length === 0 && (
        <p className="parterre-empty">{__('No show with tickets for the hall is near.', 'parterre')}</p>
      )}
      <ul className="parterre-door-shows">
        {shows?.map((one) => (
          <li key={one.id}>
            <Button variant="secondary" onClick={() => choose(one.id)}>
              <span>
                <strong>{one.title}</strong>
                <br />
                {formatInstant(one.startsAt, locale, one.timeZone)}
              </span>
              <span>
                {/* translators: 1: how many are inside, 2: how many tickets there are */}
                {sprintf(__('%1$d of %2$d in', 'parterre'), one.arrived, one.tickets)}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Desk({ show, onClose }: { show: string; onClose: () => void }) {
  const book = useMemo(() => new DoorBook(show, localStorage), [show]);
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState('');
  const [online, setOnline] = useState(navigator.onLine);
  const [typed, setTyped] = useState('');
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [scanning, setScanning] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  const sync = useCallback(async () => {
    try {
      await book.sync((path, method, data) => ask(path, method, data));
      setProblem('');
      setOnline(true);
    } catch (error) {
      setOnline(navigator.onLine);
      // Without a list there is nothing to work with; with one, the door goes on.
      if (!book.list) setProblem((error as Error).message);
      else setOnline(false);
    }
    redraw((count) => count + 1);
  }, [book]);
  useEffect(() => {
    void sync();
    const timer = setInterval(() => void sync(), 15_000);
    const back = () => void sync();
    const gone = () => setOnline(false);
    addEventListener('online', back);
    addEventListener('offline', gone);
    return () => {
      clearInterval(timer);
      removeEventListener('online', back);
      removeEventListener('offline', gone);
    };
  }, [sync]);
  const admit = (ticket: DoorTicket | null) => {
    const kind = !ticket ? 'unknown' : !ticket.valid ? 'void' : book.stateOf(ticket).at ? 'already' : 'in';
    if (kind === 'in' && ticket) book.mark(ticket.id, true);
    setVerdict({ kind, ticket });
    setTyped('');
    navigator.vibrate?.(kind === 'in' ? 60 : [60, 60, 60]);
    if (kind === 'in') void sync();
    redraw((count) => count + 1);
  };
  const undo = (ticket: DoorTicket) => {
    book.mark(ticket.id, false);
    setVerdict({ kind: 'undone', ticket });
    void sync();
    redraw((count) => count + 1);
  };
  const enter = async (text: string) => admit(book.find(text, await hashOf(text)));
  const found = book.search(typed);
  const counts = book.counts();
  if (!book.list) {
    return (
      <>
        {problem ? (
          <Notice status="error" isDismissible={false}>
            {problem}
          </Notice>
        ) : (
          <Spinner />
        )}
        <Button __next40pxDefaultSize variant="secondary" onClick={onClose}>
          {__('All shows', 'parterre')}
        </Button>
      </>
    );
  }
  return (
    <div className="parterre-door">
      <div className="parterre-bar">
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
          {__('All shows', 'parterre')}
        </Button>
        <strong className="parterre-bar-title">{book.list.show.title}</strong>
      </div>
      <p className="parterre-door-count" role="status">
        {/* translators: 1: how many are inside, 2: how many tickets there are */}
        <strong>{sprintf(__('%1$d of %2$d in', 'parterre'), counts.arrived, counts.tickets)}</strong>{' '}
        <span className={online ? '' : 'is-offline'}>
          {online
            ? __('Connected', 'parterre')
            : sprintf(
                /* translators: %d: number of people let in that the server does not know of yet */
                _n(
                  'No network. %d mark waits on this device; keep this page open.',
                  'No network. %d marks wait on this device; keep this page open.',
                  counts.waiting,
                  'parterre',
                ),
                counts.waiting,
              )}
        </span>
      </p>
      {verdict && <Answer verdict={verdict} book={book} undo={undo} />}
      {scanning && <Camera found={(text) => void enter(text)} stop={() => setScanning(false)} />}
      <form
        className="parterre-door-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim()) void enter(typed);
        }}
      >
        <div ref={field}>
          <TextControl
            __next40pxDefaultSize
            __nextHasNoMarginBottom
            label={__('Code, number, order or name', 'parterre')}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
          />
        </div>
        <div className="parterre-row">
          <Button __next40pxDefaultSize variant="primary" type="submit">
            {__('Let in', 'parterre')}
          </Button>
          {!scanning && 'BarcodeDetector' in window && (
            <Button __next40pxDefaultSize variant="secondary" onClick={() => setScanning(true)}>
              {__('Scan with the camera', 'parterre')}
            </Button>
          )}
        </div>
      </form>
      {typed.trim() !== '' && found.length > 0 && (
        <ul className="parterre-door-found" aria-label={__('Tickets', 'parterre')}>
          {found.map((ticket) => (
            <li key={ticket.id}>
              <span>
                <strong>{label(ticket)}</strong>
                <br />
                {[ticket.name, ticket.reference].filter(Boolean).join(' · ')}
              </span>
              {book.stateOf(ticket).at ? (
                <Button __next40pxDefaultSize variant="tertiary" onClick={() => undo(ticket)}>
                  {__('Take back', 'parterre')}
                </Button>
              ) : (
                <Button
                  __next40pxDefaultSize
                  variant="secondary"
                  disabled={!ticket.valid}
                  onClick={() => admit(ticket)}
                >
                  {ticket.valid ? __('Let in', 'parterre') : __('Void', 'parterre')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <SelectControl
        __next40pxDefaultSize
        __nextHasNoMarginBottom
        label={__('This door', 'parterre')}
        help={__('Other devices see this name beside whom it let in.', 'parterre')}
        value={book.device}
        options={['A', 'B', 'C', 'D', 'E', 'F'].map((letter) => ({
          /* translators: %s: a letter that tells one device at the door from another */
          label: sprintf(__('Door %s', 'parterre'), letter),
          value: letter,
        }))}
        onChange={(device) => {
          book.device = device;
          redraw((count) => count + 1);
        }}
      />
    </div>
  );
}

/** `No. 12 · Parquet` */
function label(ticket: DoorTicket): string {
  /* translators: %d: number of a ticket */
  return [ticket.serial === null ? '' : sprintf(__('No. %d', 'parterre'), ticket.serial), ticket.category]
    .filter(Boolean)
    .join(' · ');
}

function Answer({ verdict, book, undo }: { verdict: Verdict; book: DoorBook; undo: (ticket: DoorTicket) => void }) {
  const { kind, ticket } = verdict;
  const { locale } = window.parterreAdmin;
  const state = ticket ? book.stateOf(ticket) : null;
  const time = state?.at ? new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(new Date(state.at)) : '';
  const text = {
    in: __('Welcome!', 'parterre'),
    /* translators: 1: time of day, 2: letter of a device at the door */
    already: sprintf(__('Already in at %1$s by door %2$s', 'parterre'), time, state?.device ?? ''),
    void: __('This ticket is not valid any more.', 'parterre'),
    unknown: __('This is no ticket for this show.', 'parterre'),
    undone: __('Taken back.', 'parterre'),
  }[kind];
  return (
    <div className={`parterre-door-answer is-${kind}`} role="alert">
      <strong>{text}</strong>
      {ticket && (
        <span>
          {label(ticket)} {ticket.name}
        </span>
      )}
      {ticket && (kind === 'in' || kind === 'already') && (
        <Button __next40pxDefaultSize variant="secondary" onClick={() => undo(ticket)}>
          {__('Take back', 'parterre')}
        </Button>
      )}
    </div>
  );
}

/** Reads QR codes from the camera where the browser can; the same code counts again only after it was away. */
function Camera({ found, stop }: { found: (text: string) => void; stop: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [problem, setProblem] = useState('');
  const tell = useRef(found);
  tell.current = found;
  useEffect(() => {
    let stream: MediaStream | null = null;
    let timer = 0;
    let last = '';
    const Barcode = (window as unknown as { BarcodeDetector: new (options: object) => Detector }).BarcodeDetector;
    const detector = new Barcode({ formats: ['qr_code'] });
    const look = async () => {
      const codes = video.current ? await detector.detect(video.current).catch(() => []) : [];
      const text = codes[0]?.rawValue ?? '';
      if (text && text !== last) tell.current(text);
      last = text;
    };
    navigator.mediaDevices
      .getUserMedia({ video: { facingMode: 'environment' } })
      .then((given) => {
        stream = given;
        if (!video.current) return given.getTracks().forEach((track) => track.stop());
        video.current.srcObject = given;
        timer = window.setInterval(() => void look(), 250);
      })
      .catch(() => setProblem(__('The camera cannot be used. Type the code instead.', 'parterre')));
    return () => {
      clearInterval(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return (
    <div className="parterre-door-camera">
      {problem ? (
        <Notice status="warning" isDismissible={false}>
          {problem}
        </Notice>
      ) : (
        <video ref={video} autoPlay muted playsInline />
      )}
      <Button __next40pxDefaultSize variant="secondary" onClick={stop}>
        {__('Stop the camera', 'parterre')}
      </Button>
    </div>
  );
}
