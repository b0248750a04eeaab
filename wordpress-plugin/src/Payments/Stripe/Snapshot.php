<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Payments\Payment;

/** Stripe's objects as the payment they mean. Pure: it asks nobody, and believes a number only where all of Stripe agrees on it. */
final class Snapshot {
    /** What a session has to be fetched with. */
    public const EXPAND = ['payment_intent.latest_charge.balance_transaction', 'payment_intent.latest_charge.refunds'];
    /** The same for an intent that was made without a session. */
    public const EXPAND_INTENT = ['latest_charge.balance_transaction', 'latest_charge.refunds'];

    /**
     * @param array<string, mixed> $order
     * @param array<string, mixed> $session with EXPAND
     * @param list<array<string, mixed>> $refunds all of the charge
     * @param list<array<string, mixed>> $disputes all of the charge
     */
    public static function payment(array $order, array $session, array $refunds, array $disputes): Payment {
        $intent = is_array($session['payment_intent'] ?? null) ? $session['payment_intent'] : null;
        return self::made($order, self::state($session, $intent), $session, $intent, $refunds, $disputes);
    }

    /**
     * A card that was charged while its owner was away. What a bank refused is `pending`: another attempt, or the owner, may still pay.
     *
     * @param array<string, mixed> $order
     * @param array<string, mixed> $intent with EXPAND_INTENT
     * @param list<array<string, mixed>> $refunds all of the charge
     * @param list<array<string, mixed>> $disputes all of the charge
     */
    public static function charged(array $order, array $intent, array $refunds, array $disputes): Payment {
        $state = match ($intent['status'] ?? null) {
            'succeeded' => 'paid',
            'processing' => 'processing',
            default => 'pending',
        };
        return self::made($order, $state, null, $intent, $refunds, $disputes);
    }

    /**
     * @param array<string, mixed>|null $session null where there was none
     * @param array<string, mixed>|null $intent
     */
    private static function made(
        array $order,
        string $state,
        ?array $session,
        ?array $intent,
        array $refunds,
        array $disputes,
    ): Payment {
        $charge = is_array($intent['latest_charge'] ?? null) ? $intent['latest_charge'] : null;
        // A failed attempt is a charge too: only the one that brought the money counts.
        $charge = $state === 'paid' || $state === 'processing' ? $charge : null;
        $paid = $state === 'paid';
        $currency = self::agreed(
            $order['currency'],
            array_map(
                'strtoupper',
                array_filter([$session['currency'] ?? null, $intent['currency'] ?? null, $charge['currency'] ?? null]),
            ),
        );
        $amounts = array_values(
            array_filter(
                [
                    $session['amount_total'] ?? null,
                    $paid ? $intent['amount_received'] ?? null : $intent['amount'] ?? null,
                    $paid ? $charge['amount_captured'] ?? null : null,
                ],
                'is_int',
            ),
        );
        return new Payment(
            $state,
            self::agreed(
                $order['total_minor'],
                array_map(static fn(int $amount): int => Amounts::fromStripe($amount, $currency) ?? -1, $amounts),
            ),
            $currency,
            self::agreed(
                !$order['test'],
                array_filter(
                    [$session['livemode'] ?? null, $intent['livemode'] ?? null, $charge['livemode'] ?? null],
                    'is_bool',
                ),
            ),
            self::agreed(
                $order['id'],
                array_filter(
                    [
                        $session === null ? $order['id'] : (string) ($session['client_reference_id'] ?? ''),
                        $session === null ? $order['id'] : (string) ($session['metadata']['order'] ?? ''),
                        $intent === null ? $order['id'] : (string) ($intent['metadata']['order'] ?? ''),
                    ],
                    'is_string',
                ),
            ),
            array_map(static fn(array $refund): array => self::refund($refund, $order['currency']), $refunds),
            self::disputes($disputes, $order['currency']),
            self::fee($charge, $disputes, $order['currency']),
            self::country($charge),
            (string) ($charge['payment_method_details']['type'] ?? ''),
            array_filter([
                'session' => (string) ($session['id'] ?? ''),
                'intent' => (string) ($intent['id'] ?? ''),
                'charge' => $paid ? (string) ($charge['id'] ?? '') : '',
            ]),
            isset($charge['created']) ? $charge['created'] * 1000 : null,
        );
    }

    /**
     * @param array<string, mixed> $refund Stripe's
     * @return array{id: string, key: ?string, amountMinor: int, state: string, atMs: int}
     */
    public static function refund(array $refund, string $currency): array {
        return [
            'id' => (string) $refund['id'],
            'key' => isset($refund['metadata']['refund']) ? (string) $refund['metadata']['refund'] : null,
            'amountMinor' => Amounts::fromStripe((int) $refund['amount'], $currency) ?? 0,
            'state' => match ($refund['status'] ?? null) {
                'succeeded' => 'succeeded',
                'failed', 'canceled' => 'failed',
                default => 'pending',
            },
            'atMs' => (int) $refund['created'] * 1000,
        ];
    }

    /**
     * @param list<array<string, mixed>> $disputes Stripe's
     * @return list<array{id: string, amountMinor: int, state: string, atMs: int}> those that took money; an inquiry takes none
     */
    private static function disputes(array $disputes, string $currency): array {
        $list = [];
        foreach ($disputes as $dispute) {
            $state = match ($dispute['status'] ?? null) {
                'needs_response', 'under_review' => 'open',
                'won' => 'won',
                'lost' => 'lost',
                default => null,
            };
            if ($state !== null) {
                $list[] = [
                    'id' => (string) $dispute['id'],
                    'amountMinor' => Amounts::fromStripe((int) $dispute['amount'], $currency) ?? 0,
                    'state' => $state,
                    'atMs' => (int) $dispute['created'] * 1000,
                ];
            }
        }
        return $list;
    }

    private static function state(array $session, ?array $intent): string {
        $status = $intent['status'] ?? null;
        $complete = ($session['status'] ?? null) === 'complete';
        return match (true) {
            $status === 'succeeded' && ($session['payment_status'] ?? null) === 'paid' => 'paid',
            $complete && $status === 'processing' => 'processing',
            // Complete and not on its way any more: a debit that came back.
            $complete && in_array($status, ['requires_payment_method', 'canceled'], true) => 'failed',
            ($session['status'] ?? null) === 'expired' => 'expired',
            default => 'pending',
        };
    }

    /**
     * What all say; where one says otherwise, that, so that Settle sees the difference.
     *
     * @template T
     * @param T $expected
     * @param array<T> $said
     * @return T
     */
    private static function agreed(mixed $expected, array $said): mixed {
        foreach ($said as $one) {
            if ($one !== $expected) {
                return $one;
            }
        }
        return $expected;
    }

    /** What Stripe kept of a payment: of the charge, and of what its bank contested. @param list<array<string, mixed>> $disputes */
    private static function fee(?array $charge, array $disputes, string $currency): ?int {
        $entry = $charge['balance_transaction'] ?? null;
        if (!is_array($entry) || strtoupper((string) $entry['currency']) !== $currency) {
            // An account that is paid out in another currency pays its fee in that one.
            return null;
        }
        $fee = (int) $entry['fee'];
        foreach ($disputes as $dispute) {
            foreach ($dispute['balance_transactions'] ?? [] as $move) {
                $fee += strtoupper((string) ($move['currency'] ?? '')) === $currency ? (int) ($move['fee'] ?? 0) : 0;
            }
        }
        return Amounts::fromStripe($fee, $currency);
    }

    private static function country(?array $charge): ?string {
        $type = (string) ($charge['payment_method_details']['type'] ?? '');
        $country = $charge['payment_method_details'][$type]['country'] ?? null;
        return is_string($country) && preg_match('/^[A-Z]{2}$/D', $country) === 1 ? $country : null;
    }
}
