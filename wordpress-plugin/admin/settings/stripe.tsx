import { Button, Notice, Spinner } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, type Refused } from '../api';
import { Choice, Section, Text } from '../fields';
import type { Problems } from '../types';

type Mode = 'live' | 'test';
type Field = 'secret_key' | 'publishable_key' | 'webhook_secret';

interface State {
  status: 'good' | 'recommended' | 'critical';
  text: string;
}

interface Key {
  /** Enough to tell two keys apart; empty for none. */
  masked: string;
  /** The constant of wp-config.php that decides, if one does. */
  constant: string | null;
  problem: string | null;
}

interface ModeState {
  keys: Record<Field, Key>;
  complete: boolean;
  account: State;
  webhook: State;
  domain: State;
}

/** What `/stripe` answers. */
interface StripeState {
  /** The mode that new orders are made in; null takes no payments with Stripe. */
  current: Mode | null;
  modes: Record<Mode, ModeState>;
  webhookUrl: string;
  domain: string;
  received: State;
}

const FIELDS: readonly Field[] = ['secret_key', 'publishable_key', 'webhook_secret'];
const EMPTY: Record<Field, string> = { secret_key: '', publishable_key: '', webhook_secret: '' };

/** The venue's Stripe account: keys, webhook and wallets. It saves by itself; keys go to the site and never come back. */
export function StripeSettings({ onLive }: { onLive: (live: boolean) => void }) {
  const [state, setState] = useState<StripeState | null>(null);
  const [mode, setMode] = useState<Mode>('test');
  const [typed, setTyped] = useState(EMPTY);
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  const [busy, setBusy] = useState('');
  useEffect(() => {
    ask<StripeState>('/stripe')
      .then((answer) => {
        setState(answer);
        setMode(answer.current ?? 'test');
      })
      .catch((error: Error) => setMessage({ status: 'error', text: error.message }));
  }, []);
  /** Does one thing at a time. Answers whether it went well. */
  const perform = async (name: string, method: string, data: object, done: string): Promise<boolean> => {
    setBusy(name);
    setProblems({});
    try {
      const answer = await ask<StripeState>(`/stripe/${name}`, method, { mode, ...data });
      setState(answer);
      onLive(answer.modes.live.complete);
      setMessage({ status: 'success', text: done });
      return true;
    } catch (error) {
      setProblems((error as Refused).problems ?? {});
      setMessage({ status: 'error', text: (error as Error).message });
      return false;
    } finally {
      setBusy('');
    }
  };
  const button = (name: string, label: string, act: () => unknown, variant: 'primary' | 'secondary' = 'secondary') => (
    <Button
      __next40pxDefaultSize
      variant={variant}
      isBusy={busy === name}
      disabled={busy !== ''}
      accessibleWhenDisabled
      onClick={() => void act()}
    >
      {label}
    </Button>
  );
  const notice = message && (
    <Notice status={message.status} onRemove={() => setMessage(null)}>
      {message.text}
    </Notice>
  );
  const title = __('Stripe', 'parterre');
  if (!state) return <Section title={title}>{notice ?? <Spinner />}</Section>;

  const shown = state.modes[mode];
  const save = async () => {
    const keys = Object.fromEntries(
      FIELDS.filter((field) => typed[field] !== '').map((field) => [field, typed[field]]),
    );
    if (Object.keys(keys).length === 0) {
      setMessage({ status: 'error', text: __('Type or paste a key first.', 'parterre') });
      return;
    }
    if (await perform('keys', 'PUT', keys, __('Saved.', 'parterre'))) setTyped(EMPTY);
  };
  const remove = (field: Field) => perform('keys', 'PUT', { [field]: '' }, __('The key is gone.', 'parterre'));

  return (
    <Section
      title={title}
      help={__(
        'Payments go to your venue’s own Stripe account. A restricted key (rk_) is enough, and safer than the secret one. Keys stay on this site and are not shown again; safest of all they are constants in wp-config.php.',
        'parterre',
      )}
    >
      {notice}
      <Choice
        label={__('Keys for', 'parterre')}
        value={mode}
        options={[
          { value: 'test', label: __('Test payments', 'parterre') },
          { value: 'live', label: __('Real payments', 'parterre') },
        ]}
        onChange={(next) => {
          setMode(next);
          setTyped(EMPTY);
          setProblems({});
        }}
      />
      {mode === 'live' && !shown.complete && (
        <p>
          {__(
            'As soon as both live keys are saved, real money is taken and everything sold as a test is void.',
            'parterre',
          )}
        </p>
      )}
      {FIELDS.map((field) => (
        <KeyField
          key={`${mode}-${field}`}
          label={labelOf(field)}
          of={shown.keys[field]}
          value={typed[field]}
          onChange={(value) => setTyped({ ...typed, [field]: value })}
          onRemove={() => void remove(field)}
          busy={busy !== ''}
          problem={problems[`${mode}.${field}`]}
        />
      ))}
      <div className="parterre-row">
        {button('keys', __('Save the keys', 'parterre'), save, 'primary')}
        {shown.keys.secret_key.masked !== '' &&
          button('check', __('Try the keys', 'parterre'), () =>
            perform('check', 'POST', {}, __('Stripe has answered.', 'parterre')),
          )}
      </div>
      <StateLine state={shown.account} />
      {shown.keys.secret_key.masked !== '' && (
        <>
          <h3>{__('Messages from Stripe (webhook)', 'parterre')}</h3>
          <StateLine state={shown.webhook} />
          <StateLine state={state.received} />
          <div className="parterre-row">
            {button('webhook', __('Set up the webhook', 'parterre'), () =>
              perform('webhook', 'POST', {}, __('The webhook is set up.', 'parterre')),
            )}
          </div>
          {/* translators: %s: a web address */}
          <p className="parterre-help parterre-break">{sprintf(__('Its address: %s', 'parterre'), state.webhookUrl)}</p>
          <h3>{__('Apple Pay, Google Pay, Link', 'parterre')}</h3>
          <StateLine state={shown.domain} />
          <div className="parterre-row">
            {button(
              'domain',
              /* translators: %s: a domain */
              sprintf(__('Register “%s”', 'parterre'), state.domain),
              () => perform('domain', 'POST', {}, __('The domain is registered.', 'parterre')),
            )}
          </div>
        </>
      )}
    </Section>
  );
}

function labelOf(field: Field): string {
  return {
    secret_key: __('Secret or restricted key', 'parterre'),
    publishable_key: __('Publishable key', 'parterre'),
    webhook_secret: __('Webhook secret', 'parterre'),
  }[field];
}

interface KeyFieldProps {
  label: string;
  of: Key;
  value: string;
  onChange: (value: string) => void;
  onRemove: () => void;
  busy: boolean;
  problem: string | undefined;
}

function KeyField({ label, of, value, onChange, onRemove, busy, problem }: KeyFieldProps) {
  if (of.constant !== null) {
    return (
      <div className="parterre-field">
        <strong>{label}</strong>
        <p className="parterre-break">
          {/* translators: 1: the end of a key, 2: name of a constant */}
          {of.problem ??
            sprintf(__('%1$s, from the constant %2$s of wp-config.php.', 'parterre'), of.masked, of.constant)}
        </p>
        {of.problem !== null && <code className="parterre-break">{of.constant}</code>}
      </div>
    );
  }
  return (
    <>
      <Text
        label={label}
        type="password"
        value={value}
        onChange={onChange}
        problem={problem}
        /* translators: %s: the end of a key */
        help={
          of.masked === '' ? undefined : sprintf(__('Saved: %s. Type another to replace it.', 'parterre'), of.masked)
        }
      />
      {of.masked !== '' && (
        <Button
          __next40pxDefaultSize
          variant="tertiary"
          isDestructive
          disabled={busy}
          accessibleWhenDisabled
          aria-label={`${__('Take away', 'parterre')}: ${label}`}
          onClick={onRemove}
        >
          {__('Take away', 'parterre')}
        </Button>
      )}
    </>
  );
}

/** A state, said in a sentence that does without the colour. */
function StateLine({ state }: { state: State }) {
  return (
    <Notice
      status={state.status === 'good' ? 'success' : state.status === 'critical' ? 'error' : 'warning'}
      isDismissible={false}
      // It is part of the page, not news: what happened is said by the message on top.
      spokenMessage={null}
    >
      {state.text}
    </Notice>
  );
}
