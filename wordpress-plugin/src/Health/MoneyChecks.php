<?php
declare(strict_types=1);

namespace Parterre\Health;

use Parterre\Access\DoorFile;
use Parterre\Domain\Money;
use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\SetupStates;
use Parterre\Store\Payments;
use Parterre\Store\Refunds;

/** Checks about money and getting in. They read what is known here and ask no provider. */
final class MoneyChecks {
    public const NAMES = ['stripe', 'webhook', 'payments', 'refunds', 'doors'];
    private const MOST = 20;

    public function __construct(
        private readonly SetupStates $states,
        private readonly Payments $payments,
        private readonly Refunds $refunds,
        private readonly DoorFile $doors,
    ) {}

    /**
     * @param string $name of NAMES
     * @return array{0: string, 1: string, 2: string, 3?: string} status, headline, explanation, address
     */
    public function check(string $name): array {
        return match ($name) {
            'stripe' => $this->stripe(),
            'webhook' => $this->webhook(),
            'payments' => $this->payments(),
            'refunds' => $this->refunds(),
            default => $this->doors(),
        };
    }

    private function stripe(): array {
        $wrong = Keys::wrongConstants();
        if ($wrong !== []) {
            return [
                'critical',
                __('A Stripe key in wp-config.php counts for nothing', 'parterre'),
                sprintf(
                    /* translators: %s: names of constants */
                    __('It is no such key, or one of the other mode, test or live: %s.', 'parterre'),
                    implode(', ', array_keys($wrong)),
                ),
            ];
        }
        if (!Keys::areLive()) {
            return [
                'recommended',
                __('No real payments are taken', 'parterre'),
                __(
                    'Fans see a banner that this is a test. Enter the live keys of your Stripe account when you want to sell.',
                    'parterre',
                ),
                self::settings(),
            ];
        }
        $state = $this->states->account(Keys::LIVE);
        return [
            $state['status'],
            $state['status'] === 'good'
                ? __('Real payments are taken', 'parterre')
                : __('The keys of Stripe need another look', 'parterre'),
            $state['text'],
            $state['status'] === 'good' ? '' : self::settings(),
        ];
    }

    private function webhook(): array {
        $mode = Keys::current()?->mode;
        if ($mode === null) {
            return [
                'good',
                __('Stripe is not in use', 'parterre'),
                __('There is nothing that it would have to tell this site.', 'parterre'),
            ];
        }
        $state = $this->states->webhook($mode);
        if ($state['status'] !== 'good') {
            return [
                // Test payments are found when the fan comes back; that is enough for trying out.
                $mode === Keys::LIVE ? $state['status'] : 'recommended',
                __('Stripe’s messages do not reach this site for sure', 'parterre'),
                $state['text'],
                self::settings(),
            ];
        }
        $received = $this->states->received();
        return $received['status'] === 'good'
            ? ['good', __('Stripe’s messages reach this site', 'parterre'), $received['text']]
            : [
                'recommended',
                __('Stripe’s last message was refused, or none came yet', 'parterre'),
                $received['text'],
                self::settings(),
            ];
    }

    private function payments(): array {
        $problems = $this->payments->problems(self::MOST);
        return $problems === []
            ? [
                'good',
                __('Every payment fits its order', 'parterre'),
                __('Amount, currency and mode are what was ordered.', 'parterre'),
            ]
            : [
                'critical',
                __('Some payments do not fit their orders', 'parterre'),
                sprintf(
                    /* translators: %s: numbers of orders, each with what is wrong */
                    __(
                        'Stripe says something else than these orders, so they gave no ticket: %s. Compare them in Stripe’s dashboard.',
                        'parterre',
                    ),
                    implode(
                        ', ',
                        array_map(
                            static fn(array $one): string => "{$one['reference']} ({$one['problem']})",
                            $problems,
                        ),
                    ),
                ),
            ];
    }

    private function refunds(): array {
        $owed = $this->refunds->owed(self::MOST);
        return $owed === []
            ? [
                'good',
                __('Every refund went out', 'parterre'),
                __('No bank and no provider sent one back.', 'parterre'),
            ]
            : [
                'critical',
                __('Some refunds did not arrive: you owe this money', 'parterre'),
                sprintf(
                    /* translators: %s: numbers of orders, each with an amount */
                    __(
                        'A bank or Stripe refused them. Ask these buyers for an account and transfer it: %s.',
                        'parterre',
                    ),
                    implode(
                        ', ',
                        array_map(
                            static fn(array $one): string => "{$one['reference']} (" .
                                Money::decimalText($one['amountMinor'], $one['currency']) .
                                " {$one['currency']}" .
                                ')',
                            $owed,
                        ),
                    ),
                ),
            ];
    }

    private function doors(): array {
        if (!function_exists('sodium_crypto_sign_verify_detached')) {
            return [
                'critical',
                __('PHP has no sodium', 'parterre'),
                __('Signed tickets cannot be read. Ask your host to switch the extension on.', 'parterre'),
            ];
        }
        if ($this->doors->url() === null) {
            return [
                'recommended',
                __('The doors open through WordPress alone', 'parterre'),
                __(
                    'Uploads are not where the verifier looks. When WordPress or its database fails in the evening, nobody new gets in.',
                    'parterre',
                ),
            ];
        }
        return $this->doors->isRight()
            ? [
                'good',
                __('The doors open without WordPress too', 'parterre'),
                __('What the verifier reads is up to date.', 'parterre'),
            ]
            : [
                'recommended',
                __('What the verifier reads is out of date', 'parterre'),
                __(
                    'It is written anew within minutes where housekeeping runs. If this stays, the folder parterre/doors in your uploads cannot be written.',
                    'parterre',
                ),
            ];
    }

    private static function settings(): string {
        return admin_url('admin.php?page=parterre&tab=settings');
    }
}
