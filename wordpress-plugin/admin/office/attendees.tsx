import { Button, Notice } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Choice, Moment, Price, Section, Text } from '../fields';
import { useRun } from '../run';
import type { Choices } from './code';
import { formatInstant, LINES } from './words';

interface Read {
  good: number;
  wrong: { line: number; text: string }[];
  twice: number;
  known: number;
}

interface Progress {
  people: number;
  mailed: number;
}

/** Gives a code of their own to those who were in the hall: a list is pasted or read from a file, looked at, then mailed. */
export function AttendeesForm({
  choices,
  changed,
  onClose,
}: {
  choices: Choices;
  changed: () => void;
  onClose: () => void;
}) {
  const { locale } = window.parterreAdmin;
  const withReplay = choices.filter(({ offers }) => offers.some(({ kinds }) => kinds.includes('replay')));
  const [show, setShow] = useState('');
  const [offer, setOffer] = useState('');
  const [value, setValue] = useState(0);
  const [closesAt, setClosesAt] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [read, setRead] = useState<Read | null>(null);
  const { busy, problems, run, notice } = useRun();
  const chosen = withReplay.find(({ id }) => id === show);
  const offers = chosen?.offers.filter(({ kinds, pricing }) => kinds.includes('replay') && pricing !== 'choose') ?? [];
  const choose = (id: string) => {
    const next = withReplay.find((one) => one.id === id);
    setShow(id);
    setOffer(next?.offers.find(({ kinds }) => kinds.includes('replay'))?.id ?? '');
    setClosesAt(next?.replayUntil ?? null);
    setRead(null);
  };
  const type = (next: string) => {
    setText(next);
    setRead(null);
  };
  return (
    <Section
      title={__('Who was in the hall', 'parterre')}
      help={__(
        'Everybody on the list gets a code of their own by mail: it works once, and gives the replay at your price. Nobody gets two.',
        'parterre',
      )}
    >
      {notice}
      <div className="parterre-grid">
        <Choice
          label={__('Show', 'parterre')}
          value={show}
          options={[
            { value: '', label: __('Choose a show', 'parterre') },
            ...withReplay.map(({ id, title, startsAt }) => ({
              value: id,
              label: `${title} · ${formatInstant(startsAt, locale)}`,
            })),
          ]}
          onChange={choose}
        />
        <Choice
          label={__('Offer with the replay', 'parterre')}
          value={offer}
          options={[
            { value: '', label: __('Choose an offer', 'parterre') },
            ...offers.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={setOffer}
          problem={problems['offer']}
        />
        <Price label={__('Price for them', 'parterre')} value={value} onChange={setValue} problem={problems['value']} />
        <Moment
          label={__('Works until', 'parterre')}
          value={closesAt}
          zone={chosen?.timeZone ?? window.parterreAdmin.timeZone}
          onChange={setClosesAt}
          problem={problems['closesAt']}
        />
      </div>
      <div className="parterre-field">
        <label className="parterre-label" htmlFor="parterre-attendees-file">
          {__('A file (CSV or text)', 'parterre')}
        </label>
        <input
          id="parterre-attendees-file"
          type="file"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={(event) => void event.target.files?.[0]?.text().then(type)}
        />
      </div>
      <Text
        rows={8}
        label={__('Or one person a line', 'parterre')}
        value={text}
        onChange={type}
        problem={problems['text']}
        help={__('The address may stand anywhere in the line, as copied from a spreadsheet.', 'parterre')}
      />
      {read && (
        <Notice status={read.wrong.length > 0 ? 'warning' : 'info'} isDismissible={false}>
          <p>
            {/* translators: %d: number of e-mail addresses */}
            {sprintf(__('%d new addresses.', 'parterre'), read.good)}
            {read.twice > 0 &&
              /* translators: %d: number of lines */
              ` ${sprintf(__('%d lines come twice.', 'parterre'), read.twice)}`}
            {read.known > 0 &&
              /* translators: %d: number of e-mail addresses */
              ` ${sprintf(__('%d have their code already.', 'parterre'), read.known)}`}
          </p>
          {read.wrong.length > 0 && (
            <>
              <p>{__('These lines have no address, or more than one. They stay in the field.', 'parterre')}</p>
              <ul>
                {read.wrong.slice(0, 20).map(({ line, text: said }) => (
                  <li key={line}>
                    {/* translators: 1: number of a line, 2: what is wrong with it */}
                    {sprintf(__('Line %1$d: %2$s', 'parterre'), line, said)}
                  </li>
                ))}
                {read.wrong.length > 20 && <li>…</li>}
              </ul>
            </>
          )}
        </Notice>
      )}
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          isBusy={busy === 'preview'}
          disabled={busy !== '' || show === '' || text.trim() === ''}
          onClick={() =>
            void run('preview', async () => {
              setRead(await ask<Read>(`/shows/${show}/attendees/preview`, 'POST', { text }));
            })
          }
        >
          {__('Look at the list', 'parterre')}
        </Button>
        <Button
          __next40pxDefaultSize
          variant="primary"
          isBusy={busy === 'give'}
          disabled={busy !== '' || !read || read.good === 0}
          onClick={() =>
            void run('give', async () => {
              const answer = await ask<Read & { given: number }>(`/shows/${show}/attendees`, 'POST', {
                text,
                type: 'price',
                value,
                offer,
                closesAt,
              });
              // What could not be read stays, to be mended.
              const lines = text.split(LINES);
              setText(answer.wrong.map(({ line }) => lines[line - 1] ?? '').join('\n'));
              setRead(null);
              changed();
              /* translators: %d: number of people */
              return sprintf(__('%d people get their code by mail.', 'parterre'), answer.given);
            })
          }
        >
          {read
            ? /* translators: %d: number of codes */
              sprintf(__('Mail %d codes', 'parterre'), read.good)
            : __('Mail the codes', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose}>
          {__('Leave it', 'parterre')}
        </Button>
      </div>
      {show && <Sending key={`${show} ${busy}`} show={show} />}
    </Section>
  );
}

/** How far the mails have got. While somebody watches, they leave without cron too. */
function Sending({ show }: { show: string }) {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [email, setEmail] = useState('');
  const { busy, problems, run, notice } = useRun();
  useEffect(() => {
    let wanted = true;
    const look = async (work: boolean): Promise<void> => {
      const path = `/shows/${show}/attendees${work ? '/work' : ''}`;
      const now = await ask<Progress>(path, work ? 'POST' : 'GET').catch(() => null);
      if (!wanted || !now) return;
      setProgress(now);
      if (now.mailed < now.people) setTimeout(() => wanted && void look(true), 2000);
    };
    void look(false);
    return () => {
      wanted = false;
    };
  }, [show]);
  if (!progress || progress.people === 0) return null;
  return (
    <>
      <p role="status">
        {/* translators: 1: number of mails that have left, 2: number of people */}
        {sprintf(__('%1$d of %2$d mails have left.', 'parterre'), progress.mailed, progress.people)}
      </p>
      {notice}
      <form
        className="parterre-row"
        onSubmit={(event) => {
          event.preventDefault();
          void run('again', async () => {
            await ask(`/shows/${show}/attendees/again`, 'POST', { email });
            setEmail('');
            return __('The code is on its way once more.', 'parterre');
          });
        }}
      >
        <Text
          type="email"
          label={__('Somebody lost their code: address', 'parterre')}
          value={email}
          onChange={setEmail}
          problem={problems['email']}
        />
        <Button __next40pxDefaultSize variant="secondary" type="submit" disabled={busy !== '' || email === ''}>
          {__('Send it again', 'parterre')}
        </Button>
      </form>
    </>
  );
}
