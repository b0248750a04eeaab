<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Store\WebhookEvents;

/**
 * How Stripe is set up, in one sentence per thing, from what is remembered: nothing is asked of Stripe. The settings and Site Health
 * say the same.
 */
final class SetupStates {
    public function __construct(private readonly WebhookEvents $events) {}

    /** @return array{status: string, text: string} status: `good`, `recommended` or `critical`, as in Site Health */
    public function account(string $mode): array {
        if (!Keys::of($mode)->areComplete()) {
            return self::state(
                'recommended',
                __('The secret and the publishable key are both needed to take payments.', 'parterre'),
            );
        }
        $found = Setup::found($mode, 'account');
        if ($found === null) {
            return self::state('recommended', __('The keys were not tried yet.', 'parterre'));
        }
        if ($found['lacks'] !== []) {
            return self::state(
                'critical',
                /* translators: %s: names of permissions, as Stripe's dashboard has them */
                sprintf(
                    __('The restricted key lacks permissions. Allow it in Stripe’s dashboard: %s.', 'parterre'),
                    implode(', ', $found['lacks']),
                ),
            );
        }
        if ($found['charges'] === false) {
            return self::state(
                'critical',
                __(
                    'Stripe does not let this account take payments yet. Its dashboard says what is missing.',
                    'parterre',
                ),
            );
        }
        return self::state(
            'good',
            $found['name'] === ''
                ? __('The key works.', 'parterre')
                : /* translators: 1: name of an account, 2: two letters of a country */
                sprintf(__('The key works: account “%1$s” (%2$s).', 'parterre'), $found['name'], $found['country']),
        );
    }

    /** @return array{status: string, text: string} */
    public function webhook(string $mode): array {
        if (Keys::of($mode)->webhookSecret === '') {
            return self::state(
                'critical',
                __(
                    'Stripe has no way to tell this site anything: payments are found when a fan comes back, refunds and disputes within the hour.',
                    'parterre',
                ),
            );
        }
        $found = Setup::found($mode, 'webhook');
        if ($found === null) {
            return self::state('recommended', __('There is a secret; the webhook was not looked at yet.', 'parterre'));
        }
        // The site may have moved since.
        $problem = $found['problem'] === '' && $found['url'] !== Webhook::url() ? 'url' : $found['problem'];
        return $problem === ''
            ? self::state('good', __('Stripe tells this site what happens.', 'parterre'))
            : self::state(
                'critical',
                match ($problem) {
                    'missing' => __('Stripe has no webhook for this site’s address.', 'parterre'),
                    'disabled' => __('The webhook is switched off at Stripe.', 'parterre'),
                    'url' => __('The webhook leads to another address than this site’s.', 'parterre'),
                    'events' => __('The webhook leaves out some of what this site has to hear of.', 'parterre'),
                    default => __('The webhook speaks another version of Stripe’s API.', 'parterre'),
                },
            );
    }

    /** @return array{status: string, text: string} */
    public function domain(string $mode): array {
        $found = Setup::found($mode, 'domain');
        if ($found === null) {
            return self::state(
                'recommended',
                __('Apple Pay and Google Pay are not shown until this site’s domain is registered.', 'parterre'),
            );
        }
        if ($found['name'] !== Setup::domain()) {
            return self::state(
                'recommended',
                /* translators: %s: a domain */
                sprintf(__('“%s” is registered, and this site has another domain now.', 'parterre'), $found['name']),
            );
        }
        $wrong = array_filter($found['wallets']);
        return $wrong === []
            ? /* translators: %s: a domain */
            self::state('good', sprintf(__('Wallets are shown on “%s”.', 'parterre'), $found['name']))
            : self::state(
                'recommended',
                /* translators: 1: a domain, 2: a way to pay and what Stripe says about it */
                sprintf(
                    __('Not every wallet is shown on “%1$s”. %2$s', 'parterre'),
                    $found['name'],
                    implode(
                        ' ',
                        array_map(
                            static fn(string $wallet, string $why): string => ucwords(str_replace('_', ' ', $wallet)) .
                                ": $why",
                            array_keys($wrong),
                            $wrong,
                        ),
                    ),
                ),
            );
    }

    /** The last event that came, and whether one was refused after it. @return array{status: string, text: string} */
    public function received(): array {
        $at = $this->events->lastReceived('stripe');
        $refused = get_option(Webhook::REFUSED_OPTION);
        if (is_array($refused) && (int) $refused['at'] * 1000 > (int) $at) {
            // Anybody can knock; it is no proof that something is wrong.
            return self::state(
                'recommended',
                /* translators: 1: a date and time, 2: why */
                sprintf(
                    __('The last message was refused (%1$s): %2$s', 'parterre'),
                    self::moment((int) $refused['at']),
                    self::why((string) $refused['why']),
                ),
            );
        }
        return $at === null
            ? self::state('recommended', __('No message of Stripe’s has arrived yet.', 'parterre'))
            : /* translators: %s: a date and time */
            self::state(
                'good',
                sprintf(__('The last message arrived %s.', 'parterre'), self::moment(intdiv($at, 1000))),
            );
    }

    private static function why(string $why): string {
        return match ($why) {
            'signature' => __(
                'it was not signed with the secret this site has. Either it was not Stripe, or the secret is another one: set up the webhook again.',
                'parterre',
            ),
            'mode' => __('it was of the other mode, test or live.', 'parterre'),
            'account' => __('it was about an account that is not this venue’s.', 'parterre'),
            default => __('it was no message of Stripe’s.', 'parterre'),
        };
    }

    private static function moment(int $seconds): string {
        return (string) wp_date(get_option('date_format') . ' ' . get_option('time_format'), $seconds);
    }

    /** @return array{status: string, text: string} */
    private static function state(string $status, string $text): array {
        return ['status' => $status, 'text' => $text];
    }
}
