import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useState } from 'react';
import { ask } from '../api';
import { Section, Text } from '../fields';
import { useRun } from '../run';
import { actWords, askBefore, lasting, type Act, type DeskState } from './desk';

/** The likeliest first; the sentence has a place of its own. */
const ORDER: Act[] = ['live', 'resume', 'pause', 'end', 'undoEnd', 'doors', 'plan', 'later', 'asPlanned'];

/** What can be done now: big buttons, and a question before what cannot be unseen. */
export function Controls({ state, now, take }: { state: DeskState; now: number; take: (state: DeskState) => void }) {
  const [asking, setAsking] = useState<Act | null>(null);
  const [slate, setSlate] = useState('');
  const { busy, problems, run, notice } = useRun();
  const words = actWords();
  const press = (act: Act, sentence = '') =>
    run(act, async () => {
      take(await ask<DeskState>(`/desk/${state.id}`, 'POST', { act, sentence }));
      setAsking(null);
      setSlate('');
    });
  const acts = ORDER.filter((act) => state.acts.includes(act));
  // Somebody else was quicker: the question is about nothing any more.
  const question = asking && state.acts.includes(asking) ? asking : null;
  return (
    <Section title={__('On stage', 'parterre')}>
      {notice}
      <ByItself state={state} now={now} />
      {question ? (
        <div className="parterre-ask" role="group" aria-label={words[question]}>
          <p>{askBefore(question)}</p>
          {question === 'pause' && (
            <Text
              label={__('On the slate (may stay empty)', 'parterre')}
              value={slate}
              onChange={setSlate}
              problem={problems['sentence']}
              placeholder={__('We are back at 21:40.', 'parterre')}
            />
          )}
          <div className="parterre-acts">
            <Button
              __next40pxDefaultSize
              className="parterre-big"
              variant="primary"
              isDestructive={question === 'end'}
              isBusy={busy !== ''}
              onClick={() => void press(question, slate)}
            >
              {words[question]}
            </Button>
            <Button __next40pxDefaultSize className="parterre-big" variant="tertiary" onClick={() => setAsking(null)}>
              {__('Not yet', 'parterre')}
            </Button>
          </div>
        </div>
      ) : (
        <div className="parterre-acts">
          {acts.map((act, index) => (
            <Button
              __next40pxDefaultSize
              key={act}
              className="parterre-big"
              variant={index === 0 && act !== 'undoEnd' ? 'primary' : 'secondary'}
              isBusy={busy === act}
              disabled={busy !== '' && busy !== act}
              accessibleWhenDisabled
              onClick={() => (askBefore(act) ? setAsking(act) : void press(act))}
            >
              {words[act]}
            </Button>
          ))}
          {state.phase === 'ended' && (
            <Button
              __next40pxDefaultSize
              className="parterre-big"
              variant="primary"
              href={`?page=parterre&tab=replay&open=${state.id}`}
            >
              {__('Prepare the replay', 'parterre')}
            </Button>
          )}
        </div>
      )}
      {acts.length === 0 && <p>{__('Nothing is left to do here: this show is over.', 'parterre')}</p>}
    </Section>
  );
}

/** What happens if nobody acts. */
function ByItself({ state, now }: { state: DeskState; now: number }) {
  if (state.byItself) {
    const time = lasting(Date.parse(state.byItself.at) - now);
    return (
      <p className="parterre-by-itself">
        {state.byItself.act === 'live'
          ? /* translators: %s: a duration */
            sprintf(__('A picture arrives: if nobody acts, it goes live in %s.', 'parterre'), time)
          : /* translators: %s: a duration */
            sprintf(__('No picture comes any more: if nobody acts, the show ends in %s.', 'parterre'), time)}
      </p>
    );
  }
  if (state.held && (state.phase === 'announced' || state.phase === 'doors'))
    return <p className="parterre-by-itself">{__('You start it: nothing begins by itself.', 'parterre')}</p>;
  return null;
}

/** One sentence over every player at once. */
export function Sentence({ state, take }: { state: DeskState; take: (state: DeskState) => void }) {
  const [text, setText] = useState('');
  const { busy, problems, run, notice } = useRun();
  const say = (sentence: string) =>
    run('notice', async () => {
      take(await ask<DeskState>(`/desk/${state.id}`, 'POST', { act: 'notice', sentence }));
      setText('');
    });
  if (!state.acts.includes('notice')) return null;
  return (
    <Section
      title={__('A sentence to everybody', 'parterre')}
      help={__('It stands over every player at once, until you take it back.', 'parterre')}
    >
      {notice}
      {state.notice && (
        <blockquote className="parterre-said">
          <p>{state.notice}</p>
          <Button
            __next40pxDefaultSize
            className="parterre-big"
            variant="secondary"
            isBusy={busy !== ''}
            onClick={() => void say('')}
          >
            {__('Take it back', 'parterre')}
          </Button>
        </blockquote>
      )}
      <Text
        label={state.notice ? __('Another sentence', 'parterre') : __('Sentence', 'parterre')}
        value={text}
        onChange={setText}
        problem={problems['sentence']}
      />
      <Button
        __next40pxDefaultSize
        className="parterre-big"
        variant="secondary"
        isBusy={busy !== ''}
        disabled={text.trim() === ''}
        accessibleWhenDisabled
        onClick={() => text.trim() !== '' && void say(text)}
      >
        {__('Say it', 'parterre')}
      </Button>
    </Section>
  );
}
