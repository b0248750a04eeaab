import { Button, CheckboxControl, Notice, Spinner, TextareaControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask } from '../api';
import { Choice, Section, Text } from '../fields';
import { useRun } from '../run';

interface Field {
  name: string;
  label: string;
  help: string;
  kind: 'address' | 'name' | 'secret' | 'hex' | 'rsa' | 'ec' | 'countries' | 'switch' | 'number';
  required: boolean;
  placeholder: string;
  secret: boolean;
  /** Empty for a secret: it never comes back. */
  value: string;
  isSet: boolean;
  /** The constant of wp-config.php that decides, if one does. */
  constant: string | null;
  problem: string | null;
}

interface Step {
  text: string;
  copies: { label: string; text: string }[];
}

interface Provider {
  name: string;
  label: string;
  strength: string;
  /** What holds for a copied address, how that was proved, and what has to be done elsewhere. */
  promises: string[];
  ready: boolean;
  /** Streams that cameras name. */
  used: string[];
  fields: Field[];
  steps: Step[];
  /** Whether this site gives keys to its servers. */
  hasKeys: boolean;
  /** Whether this site says what to type into OBS. */
  publishes: boolean;
  troubles: { at: number; text: string }[];
}

interface Streaming {
  providers: Provider[];
}

/** How pictures come from the stage to the fans: one provider at a time, step by step. It saves by itself, as payments do. */
export function StreamingSettings() {
  const [state, setState] = useState<Streaming | null>(null);
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const { busy, problems, run, notice } = useRun();
  const take = (next: Streaming) => {
    setState(next);
    setTyped({});
  };
  useEffect(() => {
    void run('load', async () => {
      const answer = await ask<Streaming>('/streaming');
      take(answer);
      const used = answer.providers.find((one) => one.used.length > 0 && one.name !== 'plain');
      setChosen((used ?? answer.providers[0])?.name ?? '');
    });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when the section opens
  }, []);
  const title = __('Streaming', 'parterre');
  const provider = state?.providers.find((one) => one.name === chosen);
  if (!state || !provider) return <Section title={title}>{notice ?? <Spinner />}</Section>;

  const path = `/streaming/${provider.name}`;
  const save = () =>
    run('save', async () => {
      take(await ask<Streaming>(path, 'PUT', { values: typed }));
      return __('Saved.', 'parterre');
    });
  const remove = (field: Field) =>
    run('save', async () => {
      take(await ask<Streaming>(path, 'PUT', { values: { [field.name]: '' } }));
      return __('It is gone.', 'parterre');
    });
  const renewKeys = () =>
    run('keys', async () => {
      take(await ask<Streaming>(`${path}/keys`, 'POST'));
      return __('New keys. Copy them to the server and into OBS again: the old ones are void.', 'parterre');
    });

  return (
    <Section
      title={title}
      help={__(
        'Choose who takes your picture in and hands it to fans; each camera of a show then says which of its streams it is. Keys stay on this site and are not shown again; safest of all they are constants in wp-config.php.',
        'parterre',
      )}
    >
      {notice}
      <Choice
        label={__('Provider', 'parterre')}
        value={provider.name}
        options={state.providers.map(({ name, label, used }) => ({
          value: name,
          /* translators: %s: a streaming provider */
          label: used.length > 0 ? sprintf(__('%s (in use)', 'parterre'), label) : label,
        }))}
        onChange={(name) => {
          setChosen(name);
          setTyped({});
        }}
      />
      <Notice status={provider.name === 'plain' ? 'warning' : 'info'} isDismissible={false}>
        {provider.strength}
      </Notice>
      {provider.troubles.map(({ at, text }) => (
        <Notice key={text} status="warning" isDismissible={false}>
          {moment(at)} {text}
        </Notice>
      ))}
      <ul className="parterre-steps">
        {provider.promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
      {provider.fields.map((field) => (
        <FieldInput
          key={`${provider.name}.${field.name}`}
          field={field}
          typed={typed[field.name]}
          onChange={(value) => setTyped({ ...typed, [field.name]: value })}
          problem={problems[field.name]}
          onRemove={() => void remove(field)}
        />
      ))}
      {provider.fields.length > 0 && (
        <div className="parterre-row">
          <Button
            __next40pxDefaultSize
            variant="primary"
            isBusy={busy === 'save'}
            disabled={busy !== '' || Object.keys(typed).length === 0}
            accessibleWhenDisabled
            onClick={() => void save()}
          >
            {__('Save', 'parterre')}
          </Button>
        </div>
      )}
      <h3>{__('Step by step', 'parterre')}</h3>
      <ol className="parterre-steps">
        {provider.steps.map((step) => (
          <li key={step.text}>
            <p>{step.text}</p>
            {step.copies.map((copy) => (
              <Copy key={copy.label} {...copy} />
            ))}
          </li>
        ))}
      </ol>
      {provider.publishes && <Publishing key={provider.name} provider={provider} />}
      {provider.hasKeys && (
        <details className="parterre-details">
          <summary>{__('A key got into wrong hands', 'parterre')}</summary>
          <p>
            {__(
              'New keys make the old ones void at once: the server tells this site nothing, and OBS may not send, until both have the new ones.',
              'parterre',
            )}
          </p>
          <Button
            __next40pxDefaultSize
            variant="secondary"
            isDestructive
            isBusy={busy === 'keys'}
            disabled={busy !== ''}
            accessibleWhenDisabled
            onClick={() => void renewKeys()}
          >
            {__('Make new keys', 'parterre')}
          </Button>
        </details>
      )}
    </Section>
  );
}

interface FieldProps {
  field: Field;
  /** What was typed since the last save; nothing where nobody has. */
  typed: string | undefined;
  onChange: (value: string) => void;
  problem: string | undefined;
  onRemove: () => void;
}

function FieldInput({ field, typed, onChange, problem, onRemove }: FieldProps) {
  const wrong = problem ?? field.problem ?? undefined;
  if (field.constant !== null) {
    return (
      <p>
        <strong>{field.label}</strong>: {/* translators: %s: the name of a constant */}
        {wrong ?? sprintf(__('wp-config.php says it (%s).', 'parterre'), field.constant)}
      </p>
    );
  }
  if (field.kind === 'switch') {
    return (
      <CheckboxControl
        __nextHasNoMarginBottom
        label={field.label}
        help={field.help}
        checked={(typed ?? field.value) !== ''}
        onChange={(on) => onChange(on ? '1' : '')}
      />
    );
  }
  const isKey = field.kind === 'rsa' || field.kind === 'ec';
  const kept = field.secret && field.isSet ? __('There is one. Type another to replace it.', 'parterre') : '';
  return (
    <>
      <Text
        label={
          field.required
            ? field.label
            : /* translators: %s: a field */ sprintf(__('%s (optional)', 'parterre'), field.label)
        }
        help={[field.help, kept].filter(Boolean).join(' ')}
        value={typed ?? field.value}
        placeholder={kept ? '••••••••' : field.placeholder}
        type={
          field.kind === 'address' ? 'url' : field.kind === 'number' ? 'number' : field.secret ? 'password' : 'text'
        }
        {...(isKey ? { rows: 4 } : {})}
        onChange={onChange}
        problem={wrong}
      />
      {kept && (
        <Button __next40pxDefaultSize variant="link" isDestructive onClick={onRemove}>
          {/* translators: %s: a field */ sprintf(__('Take away: %s', 'parterre'), field.label)}
        </Button>
      )}
    </>
  );
}

/** Something to copy: one line in a field, a whole file in a box. */
function Copy({ label, text }: { label: string; text: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(__('Copied.', 'parterre'));
    } catch {
      setSaid(__('The browser refuses. Select the text and copy it by hand.', 'parterre'));
    }
  };
  return (
    <div className="parterre-copy">
      <TextareaControl
        __nextHasNoMarginBottom
        label={label}
        value={text}
        rows={text.includes('\n') ? 8 : 1}
        readOnly
        spellCheck={false}
        onChange={() => {}}
      />
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          /* translators: %s: what is copied */
          aria-label={sprintf(__('Copy: %s', 'parterre'), label)}
          onClick={() => void copy()}
        >
          {__('Copy', 'parterre')}
        </Button>
        <span role="status">{said}</span>
      </div>
    </div>
  );
}

/** What to type into OBS for one stream of a server of one's own. */
function Publishing({ provider }: { provider: Provider }) {
  const [stream, setStream] = useState(provider.used[0] ?? 'stage');
  const [answer, setAnswer] = useState<{ server: string; key: string } | null>(null);
  const { busy, problems, run, notice } = useRun();
  const show = () =>
    run('show', async () => {
      setAnswer(null);
      const query = new URLSearchParams({ provider: provider.name, stream });
      setAnswer(await ask(`/streaming/publishing?${query.toString()}`));
    });
  return (
    <>
      <h3>{__('What to type into OBS', 'parterre')}</h3>
      {notice}
      <Text
        label={__('Name of the stream', 'parterre')}
        help={__('The same as with the camera. Who has its key may send this picture.', 'parterre')}
        value={stream}
        onChange={setStream}
        problem={problems['stream']}
      />
      <div className="parterre-row">
        <Button
          __next40pxDefaultSize
          variant="secondary"
          isBusy={busy === 'show'}
          disabled={busy !== ''}
          accessibleWhenDisabled
          onClick={() => void show()}
        >
          {__('Show server and stream key', 'parterre')}
        </Button>
      </div>
      {answer && (
        <>
          <Copy label={__('Server', 'parterre')} text={answer.server} />
          <Copy label={__('Stream key', 'parterre')} text={answer.key} />
        </>
      )}
    </>
  );
}

function moment(at: number): string {
  const { locale, timeZone } = window.parterreAdmin;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
}
