import { Button, ExternalLink, Notice, Spinner, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, type Refused } from '../api';
import { AddressCheck } from '../doctor/address-check';
import { Choice, Section, Text } from '../fields';
import { LawSettings } from './law';
import { testSite } from './site-test';
import { SplitSettings } from './split';
import { StreamingSettings } from './streaming';
import { StripeSettings } from './stripe';
import type { FeedTest, Problems, SettingsAnswer } from '../types';

type Values = Record<string, unknown>;

const guestsShutOut = () =>
  __(
    'Guests cannot reach the plugin: something on this site closes the REST API to visitors. Allow the addresses below /wp-json/parterre/v1 in your security plugin.',
    'parterre',
  );

/** What holds for the whole venue. */
export function Settings() {
  const [answer, setAnswer] = useState<SettingsAnswer | null>(null);
  const [values, setValues] = useState<Values>({});
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  const [busy, setBusy] = useState('');
  const take = (next: SettingsAnswer) => {
    setAnswer(next);
    setValues(next.settings);
  };
  useEffect(() => {
    ask<SettingsAnswer>('/settings')
      .then(take)
      .catch((error: Error) => setMessage({ status: 'error', text: error.message }));
  }, []);
  /** Does one thing at a time and says how it went. */
  const perform = async (name: string, work: () => Promise<string>) => {
    setBusy(name);
    setProblems({});
    try {
      setMessage({ status: 'success', text: await work() });
    } catch (error) {
      setProblems((error as Refused).problems ?? {});
      setMessage({ status: 'error', text: (error as Error).message });
    } finally {
      setBusy('');
    }
  };
  if (!answer)
    return message ? (
      <Notice status="error" isDismissible={false}>
        {message.text}
      </Notice>
    ) : (
      <Spinner />
    );

  const text = (name: string) => String(values[name] ?? '');
  const set = (name: string, value: unknown) => setValues({ ...values, [name]: value });
  const field = (name: string, label: string, help?: string, type: 'text' | 'url' = 'text', placeholder = '') => (
    <Text
      label={label}
      value={text(name)}
      onChange={(value) => set(name, value)}
      problem={problems[name]}
      help={help}
      type={type}
      placeholder={placeholder}
    />
  );
  const save = () =>
    perform('save', async () => {
      take(await ask<SettingsAnswer>('/settings', 'PUT', { settings: values }));
      return __('Saved.', 'parterre');
    });
  const test = () =>
    perform('test', async () => {
      const outcome = await testSite();
      setAnswer({ ...answer, ...outcome });
      if (!outcome.guests?.reached) throw new Error(guestsShutOut());
      if (outcome.caching?.problem) throw new Error(outcome.caching.problem);
      return outcome.feedTest.passed
        ? __('Fans read the feed as plain files: this site is ready for a crowd.', 'parterre')
        : __('Fans read the feed through WordPress. It works, for some dozens of people at a time.', 'parterre');
    });
  const demo = (reset: boolean) =>
    perform('demo', async () => {
      const { said } = await ask<{ said: string[] }>('/demo', 'POST', { reset });
      setAnswer({ ...answer, demo: !reset });
      return said.join(' ');
    });

  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Settings', 'parterre')}</strong>
        <Button
          __next40pxDefaultSize
          variant="primary"
          isBusy={busy === 'save'}
          disabled={busy !== ''}
          accessibleWhenDisabled
          onClick={() => void save()}
        >
          {__('Save', 'parterre')}
        </Button>
      </div>
      {message && (
        <Notice status={message.status} onRemove={() => setMessage(null)}>
          {message.text}
        </Notice>
      )}
      <Section title={__('The venue', 'parterre')}>
        <div className="parterre-grid">
          {field('venue_name', __('Name', 'parterre'), undefined, 'text', answer.siteName)}
          {field('seller', __('Seller, as on receipts', 'parterre'), undefined, 'text', answer.siteName)}
          {field('pickup_place', __('Where merch is picked up', 'parterre'), undefined, 'text', answer.siteName)}
          {field(
            'currency',
            __('Currency', 'parterre'),
            __('Three letters, such as EUR. What was sold keeps its own.', 'parterre'),
          )}
          {field('terms_url', __('Terms of sale', 'parterre'), undefined, 'url', 'https://')}
          {field('privacy_url', __('Privacy policy', 'parterre'), undefined, 'url', answer.privacyPage)}
          {field(
            'passes_url',
            __('Page “My tickets”', 'parterre'),
            __('Links in mails lead there.', 'parterre'),
            'url',
          )}
        </div>
      </Section>
      <SplitSettings
        value={(values['money_split'] ?? []) as Parameters<typeof SplitSettings>[0]['value']}
        onChange={(value) => set('money_split', value)}
        problem={problems['money_split']}
      />
      <Section title={__('Payment', 'parterre')}>
        <Notice status={answer.livePayments ? 'success' : 'warning'} isDismissible={false}>
          {answer.livePayments
            ? __('Real payments are taken.', 'parterre')
            : __(
                'Test payments: no money moves, fans see a banner, and tickets bought this way are void once real payments begin.',
                'parterre',
              )}
        </Notice>
      </Section>
      <StripeSettings onLive={(livePayments) => setAnswer((now) => now && { ...now, livePayments })} />
      <LawSettings values={values} set={set} problems={problems} usualRates={answer.usualRates} />
      <StreamingSettings />
      <AddressCheck />
      <Section title={__('Other screens', 'parterre')}>
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Addresses that last the show', 'parterre')}
          help={__(
            'For AirPlay, older iPhones and televisions. One for each ticket, which takes one of its two places. Whoever copies it can watch until it ends, even after a refund. Off: televisions pair with six letters instead.',
            'parterre',
          )}
          checked={values['casting'] === true}
          onChange={(on) => set('casting', on)}
        />
      </Section>
      <Section
        title={__('Code in the picture', 'parterre')}
        help={__(
          'It deters from filming the screen, and tells afterwards which ticket a film came from. It is drawn by the page, not part of the stream: whoever knows browsers can take it away or cut it out. It is not seen in the full-screen player of an iPhone, in picture-in-picture, by AirPlay, nor by those who come in without WordPress or without a ticket.',
          'parterre',
        )}
      >
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Draw a code over the picture of every show', 'parterre')}
          help={__(
            'Each show can say otherwise, beside its cameras. The page of a marked show says that there is a code; your privacy policy has to say it as well, and a text for it is under Settings › Privacy.',
            'parterre',
          )}
          checked={values['mark'] === true}
          onChange={(on) => set('mark', on)}
        />
      </Section>
      <Section title={__('Before doors', 'parterre')}>
        <div className="parterre-grid">
          {field(
            'test_stream',
            __('Test clip', 'parterre'),
            __(
              'A stream of the stream server, or the address of a public HLS clip. Fans try their ticket with it. Empty: no test.',
              'parterre',
            ),
          )}
          {field(
            'doors_mail_minutes',
            __('Mail to ticket holders, minutes before doors', 'parterre'),
            __('With link, code, test clip and the hour of doors. 0 sends none.', 'parterre'),
          )}
          {field(
            'mails_per_minute',
            __('Mails a minute that your host takes', 'parterre'),
            __('Mails to many keep to it. Receipts and links that somebody asked for go first.', 'parterre'),
          )}
          {field(
            'fans_at_once',
            __('Fans at once that your host serves with ease', 'parterre'),
            __('Beyond it the chat slows first, then how often pages ask.', 'parterre'),
          )}
        </div>
        <p>
          {__(
            'A signed ticket opens the doors without WordPress and its database for at most a day, on as many devices as the ticket has. Whoever copies one can use it until it runs out or you call it in.',
            'parterre',
          )}
        </p>
      </Section>
      <Section title={__('Other sites', 'parterre')}>
        <Text
          label={__('Sites that may embed the tags, one per line', 'parterre')}
          rows={3}
          value={(values['allowed_origins'] as string[] | undefined)?.join('\n') ?? ''}
          onChange={(lines) => set('allowed_origins', lines.split('\n'))}
          problem={problems['allowed_origins']}
          help={__('An artist’s page, for example: https://artist.example', 'parterre')}
        />
      </Section>
      <Section
        title={__('The feed', 'parterre')}
        help={__(
          'Chat and changes reach fans through small files that the web server hands out without starting PHP. Some hosts get in the way; the test finds out.',
          'parterre',
        )}
      >
        <FeedOutcome outcome={answer.feedTest} />
        {answer.guests?.reached === false && (
          <Notice status="error" isDismissible={false}>
            {guestsShutOut()}
          </Notice>
        )}
        {answer.caching?.problem && (
          <Notice status="error" isDismissible={false}>
            {answer.caching.problem}
          </Notice>
        )}
        <div className="parterre-row">
          <Button
            __next40pxDefaultSize
            variant="secondary"
            isBusy={busy === 'test'}
            disabled={busy !== ''}
            accessibleWhenDisabled
            onClick={() => void test()}
          >
            {__('Test it from this browser', 'parterre')}
          </Button>
        </div>
        <Choice
          label={__('How fans read it', 'parterre')}
          value={text('feed_mode')}
          options={[
            { value: 'auto', label: __('As the test says', 'parterre') },
            { value: 'files', label: __('Files', 'parterre') },
            { value: 'rest', label: __('Through WordPress', 'parterre') },
          ]}
          onChange={(mode) => set('feed_mode', mode)}
        />
      </Section>
      <Section
        title={__('Demo venue', 'parterre')}
        help={__(
          'Four shows, merch and a stage to try everything with. A front page and colours only where the site is still empty.',
          'parterre',
        )}
      >
        <div className="parterre-row">
          <Button
            __next40pxDefaultSize
            variant="secondary"
            isBusy={busy === 'demo'}
            disabled={busy !== ''}
            accessibleWhenDisabled
            onClick={() => void demo(false)}
          >
            {answer.demo ? __('Bring the demo up to date', 'parterre') : __('Load the demo venue', 'parterre')}
          </Button>
          {answer.demo && (
            <ExternalLink href={window.parterreAdmin.home}>{__('See the site', 'parterre')}</ExternalLink>
          )}
        </div>
      </Section>
      <Section title={__('Handing tickets on', 'parterre')}>
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Fans may hand on tickets they bought', 'parterre')}
          help={__(
            'The other person accepts by mail and alone comes in then, with a new code. Off: only the box office hands tickets on.',
            'parterre',
          )}
          checked={values['transfers'] === true}
          onChange={(on) => set('transfers', on)}
        />
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Guests may hand on their invitations', 'parterre')}
          checked={values['transfer_guests'] === true}
          disabled={values['transfers'] !== true}
          onChange={(on) => set('transfer_guests', on)}
        />
      </Section>
      <Section title={__('When the plugin is deleted', 'parterre')}>
        <ToggleControl
          __nextHasNoMarginBottom
          label={__('Delete shows, orders, tickets and settings too', 'parterre')}
          help={__(
            'Off: everything stays and is there again when the plugin comes back. Receipts may have to be kept by law.',
            'parterre',
          )}
          checked={values['delete_on_uninstall'] === true}
          onChange={(on) => set('delete_on_uninstall', on)}
        />
      </Section>
    </>
  );
}

function FeedOutcome({ outcome }: { outcome: FeedTest | null }) {
  if (!outcome) return <p>{__('Not tested yet.', 'parterre')}</p>;
  const { locale, timeZone } = window.parterreAdmin;
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    outcome.at,
  );
  return (
    <p>
      {outcome.passed
        ? /* translators: %s: a date and time */
          sprintf(__('Files work (tested %s).', 'parterre'), when)
        : /* translators: 1: a date and time, 2: what went wrong */
          sprintf(__('Files do not work (tested %1$s): %2$s', 'parterre'), when, outcome.detail)}
    </p>
  );
}
