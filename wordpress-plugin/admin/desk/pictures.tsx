import { __, sprintf } from '@wordpress/i18n';
import { Section } from '../fields';
import { lineWords, pictureWords, sourceWords, type DeskState, type Figures, type Told } from './desk';

const number = (value: number, digits = 1) =>
  new Intl.NumberFormat(window.parterreAdmin.locale, { maximumFractionDigits: digits }).format(value);

const seconds = (milliseconds: number | null) =>
  milliseconds === null
    ? '–'
    : /* translators: %s: seconds, such as 1.4 */ sprintf(__('%s s', 'parterre'), number(milliseconds / 1000));

/** Whether each camera's picture arrives. Colour is never the only sign of it. */
export function Pictures({ state, now }: { state: DeskState; now: number }) {
  return (
    <Section title={__('Is the picture arriving?', 'parterre')}>
      {state.pictures.length === 0 && <p>{__('This show has no camera yet.', 'parterre')}</p>}
      <ul className="parterre-pictures">
        {state.pictures.map((picture) => (
          <li key={picture.camera} className={`is-${picture.state}${picture.backup ? ' is-backup' : ''}`}>
            <span className="parterre-light" aria-hidden="true">
              {picture.state === 'arriving' ? '✓' : picture.state === 'lost' ? '✕' : '?'}
            </span>
            <span>
              <strong>{picture.label}</strong>
              <span className="parterre-aside">
                {pictureWords(picture, now)}
                {picture.source && ` · ${sourceWords(picture.source)}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What viewers see: figures of the last five minutes, and the last half hour as a line. */
export function Seen({ state, figures }: { state: DeskState; figures: Figures | null }) {
  const told = figures?.recent ?? null;
  const cameras = Object.entries(figures?.cameras ?? {});
  return (
    <Section
      title={__('What do viewers see?', 'parterre')}
      help={__('From what their players report once a minute; the last five minutes.', 'parterre')}
    >
      <dl className="parterre-figures">
        <Figure label={__('Watching now', 'parterre')} value={number(state.viewers, 0)} />
        {told && (
          <Figure
            label={__('Until the first frame', 'parterre')}
            value={seconds(told.startupP50)}
            aside={slowest(told)}
          />
        )}
        {told && (
          <Figure
            label={__('Waiting for frames', 'parterre')}
            value={told.stalledPerMille === null ? '–' : `${number(told.stalledPerMille / 10)} %`}
            bad={(told.stalledPerMille ?? 0) >= 20}
          />
        )}
        {told && <Figure label={__('Behind the stage', 'parterre')} value={seconds(told.latencyP50)} />}
        {told && (
          <Figure
            label={__('Quality', 'parterre')}
            value={
              told.bitrateP50 === null
                ? '–'
                : /* translators: %s: number of megabits per second */ sprintf(
                    __('%s Mbit/s', 'parterre'),
                    number(told.bitrateP50 / 1e6),
                  )
            }
          />
        )}
      </dl>
      {figures && <Line line={figures.line} />}
      {told && Object.keys(told.errors).length > 0 && (
        <p className="parterre-codes">
          {__('What players met:', 'parterre')}{' '}
          {Object.entries(told.errors)
            .map(([code, count]) => `${code} × ${number(count, 0)}`)
            .join(', ')}
        </p>
      )}
      {cameras.length > 1 && (
        <ul className="parterre-lines">
          {cameras.map(([camera, one]) => (
            <li key={camera} className="is-wrapping">
              <span>{state.pictures.find((picture) => picture.camera === camera)?.label ?? camera}</span>
              <small>
                {sprintf(
                  /* translators: 1: seconds until the first frame, 2: percent of waiting, 3: seconds behind the stage */
                  __('first frame %1$s · waiting %2$s · behind %3$s', 'parterre'),
                  seconds(one.startupP50),
                  one.stalledPerMille === null ? '–' : `${number(one.stalledPerMille / 10)} %`,
                  seconds(one.latencyP50),
                )}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const slowest = (told: Told): string | undefined =>
  told.startupP95 === null
    ? undefined
    : /* translators: %s: a duration; of twenty starts nineteen are quicker */ sprintf(
        __('slowest in 20: %s', 'parterre'),
        seconds(told.startupP95),
      );

function Figure({
  label,
  value,
  aside,
  bad = false,
}: {
  label: string;
  value: string;
  aside?: string | undefined;
  bad?: boolean;
}) {
  return (
    <div className={bad ? 'is-bad' : ''}>
      <dt>{label}</dt>
      <dd>
        {value}
        {bad && <span className="screen-reader-text"> {__('(too much)', 'parterre')}</span>}
        {aside && <small>{aside}</small>}
      </dd>
    </div>
  );
}

const WIDTH = 300;
const HEIGHT = 44;

/** Devices by minute, and a mark below each minute in which there was much waiting. */
function Line({ line }: { line: Figures['line'] }) {
  const most = Math.max(1, ...line.map(({ devices }) => devices));
  const x = (index: number) => (index * WIDTH) / Math.max(1, line.length - 1);
  const points = line.map(({ devices }, index) => `${x(index)},${HEIGHT - 6 - ((HEIGHT - 10) * devices) / most}`);
  return (
    <svg
      className="parterre-sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={lineWords(line)}
    >
      <polyline points={points.join(' ')} vectorEffect="non-scaling-stroke" />
      {line.map(({ stalled }, index) =>
        (stalled ?? 0) >= 20 ? <rect key={index} x={x(index) - 3} y={HEIGHT - 4} width={6} height={4} /> : null,
      )}
    </svg>
  );
}
