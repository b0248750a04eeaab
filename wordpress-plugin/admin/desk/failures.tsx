import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { failureSources, periodWords, type Failure, type Failures } from '../failures';
import { Remove, Section } from '../fields';
import { Period } from '../period';
import { useRun } from '../run';

interface Wish {
  from: string | null;
  until: string | null;
  /** What it replaces. */
  instead: string | null;
}

/** From when to when the picture failed: proposed, corrected by who was there, made good for by who may. */
export function PictureFailed({
  show,
  version,
  makeGood,
}: {
  show: string;
  /** Moves when there may be news. */
  version: string;
  /** Leads to where money, codes and replays are given. */
  makeGood: (show: string) => void;
}) {
  const { locale } = window.parterreAdmin;
  const [known, setKnown] = useState<Failures | null>(null);
  const [wish, setWish] = useState<Wish | null>(null);
  const { busy, problems, run, notice } = useRun();
  useEffect(() => {
    let wanted = true;
    ask<Failures>(`/desk/${show}/failures`)
      .then((answer) => wanted && setKnown(answer))
      // The desk itself says that nobody answers; this is asked again with the next news.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [show, version]);
  if (!known?.liveAt) return null;
  const { failures, timeZone: zone } = known;
  const sources = failureSources();
  const say = ({ from, until, instead }: Wish) =>
    run('say', async () => {
      setKnown(await ask<Failures>(`/desk/${show}/failures`, 'POST', { from, until, instead }));
      setWish(null);
      return __('Noted.', 'parterre');
    });
  const takeBack = (id: string) =>
    run(id, async () => {
      setKnown(await ask<Failures>(`/desk/${show}/failures/${id}`, 'DELETE'));
      return __('Taken back.', 'parterre');
    });
  const begin = ({ id, from, until }: Failure) => setWish({ from, until, instead: id });
  return (
    <Section
      title={__('The picture failed', 'parterre')}
      help={__(
        'From when to when fans saw nothing, as far as it is known. Say it as it was: whoever was inside may be owed something.',
        'parterre',
      )}
    >
      {notice}
      {failures.length === 0 && <p>{__('Nothing is known of any failure.', 'parterre')}</p>}
      <ul className="parterre-failures">
        {failures.map((one) => {
          const words = periodWords(one.from, one.until, zone, locale);
          return (
            <li key={one.from + one.source}>
              <strong>{words}</strong>
              <span>{sources[one.source]}</span>
              {known.mayMark && (
                <Button
                  __next40pxDefaultSize
                  variant="tertiary"
                  /* translators: %s: a period */
                  aria-label={sprintf(__('Correct %s', 'parterre'), words)}
                  onClick={() => begin(one)}
                >
                  {__('Correct', 'parterre')}
                </Button>
              )}
              {known.mayMark && one.id && <Remove onClick={() => one.id && void takeBack(one.id)} />}
            </li>
          );
        })}
      </ul>
      {wish ? (
        <form
          className="parterre-ask"
          onSubmit={(event) => {
            event.preventDefault();
            void say(wish);
          }}
        >
          <Period
            from={wish.from}
            until={wish.until}
            zone={zone}
            problems={problems}
            onFrom={(from) => setWish({ ...wish, from })}
            onUntil={(until) => setWish({ ...wish, until })}
          />
          <div className="parterre-acts">
            <Button
              __next40pxDefaultSize
              className="parterre-big"
              variant="primary"
              type="submit"
              isBusy={busy === 'say'}
            >
              {__('Note it', 'parterre')}
            </Button>
            <Button __next40pxDefaultSize className="parterre-big" variant="tertiary" onClick={() => setWish(null)}>
              {__('Not yet', 'parterre')}
            </Button>
          </div>
        </form>
      ) : (
        <div className="parterre-acts">
          {known.mayAmend && failures.length > 0 && (
            <Button __next40pxDefaultSize className="parterre-big" variant="primary" onClick={() => makeGood(show)}>
              {__('Make good for it', 'parterre')}
            </Button>
          )}
          {known.mayMark && (
            <Button
              __next40pxDefaultSize
              className="parterre-big"
              variant="secondary"
              onClick={() => setWish({ from: known.liveAt, until: known.endedAt, instead: null })}
            >
              {__('Note another one', 'parterre')}
            </Button>
          )}
        </div>
      )}
      {!known.mayAmend && failures.length > 0 && (
        <p className="parterre-help">
          {__(
            'The box office sees these periods and can give those who were inside a longer replay, a part of their money, or a code.',
            'parterre',
          )}
        </p>
      )}
    </Section>
  );
}
