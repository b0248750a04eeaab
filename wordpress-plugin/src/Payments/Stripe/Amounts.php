<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Money;

/**
 * Amounts as Stripe writes them. Ours follow ISO 4217; Stripe's differ for some currencies (docs.stripe.com/currencies, "Zero-decimal
 * currencies" and "Special cases").
 */
final class Amounts {
    /** Stripe knows no smaller unit of these. */
    private const WITHOUT_DECIMALS = [
        'BIF',
        'CLP',
        'DJF',
        'GNF',
        'JPY',
        'KMF',
        'KRW',
        'MGA',
        'PYG',
        'RWF',
        'VND',
        'VUV',
        'XAF',
        'XOF',
        'XPF',
    ];
    /** Card networks carry two decimals, so the third is 0. */
    private const THREE_DECIMALS = ['BHD', 'JOD', 'KWD', 'OMR', 'TND'];

    /** In Stripe's unit; null for an amount that cannot be written in it. */
    public static function toStripe(int $minor, string $currency): ?int {
        $shift = self::digits($currency) - Money::minorDigits($currency);
        if ($shift >= 0) {
            $amount = $minor * 10 ** $shift;
        } else {
            if ($minor % 10 ** -$shift !== 0) {
                return null;
            }
            $amount = intdiv($minor, 10 ** -$shift);
        }
        return in_array($currency, self::THREE_DECIMALS, true) && $amount % 10 !== 0 ? null : $amount;
    }

    /** In our minor units; null for an amount that is none of ours. */
    public static function fromStripe(int $amount, string $currency): ?int {
        $shift = self::digits($currency) - Money::minorDigits($currency);
        if ($shift <= 0) {
            return $amount * 10 ** -$shift;
        }
        return $amount % 10 ** $shift === 0 ? intdiv($amount, 10 ** $shift) : null;
    }

    /** Whether a card can be charged this much at all. */
    public static function canBeCharged(int $minor, string $currency): bool {
        return self::toStripe($minor, $currency) !== null && $minor >= Money::leastCharge($currency);
    }

    private static function digits(string $currency): int {
        return match (true) {
            in_array($currency, self::WITHOUT_DECIMALS, true) => 0,
            in_array($currency, self::THREE_DECIMALS, true) => 3,
            default => 2,
        };
    }
}
