<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Amounts as integers in minor units. No float anywhere. */
final class Money {
    /** Currencies whose minor unit is not a hundredth (ISO 4217, table A.1). */
    private const ZERO_DECIMALS = [
        'BIF',
        'CLP',
        'DJF',
        'GNF',
        'ISK',
        'JPY',
        'KMF',
        'KRW',
        'PYG',
        'RWF',
        'UGX',
        'VND',
        'VUV',
        'XAF',
        'XOF',
        'XPF',
    ];
    private const THREE_DECIMALS = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'];

    /**
     * The smallest amount a card is charged, in minor units; 50 for what is not here (docs.stripe.com/currencies, "Minimum and
     * maximum charge amounts").
     */
    private const LEAST = [
        'AED' => 200,
        'BGN' => 100,
        'CZK' => 1500,
        'DKK' => 250,
        'GBP' => 30,
        'HKD' => 400,
        'HUF' => 17500,
        'ISK' => 50,
        'JPY' => 50,
        'KRW' => 100,
        'MXN' => 1000,
        'MYR' => 200,
        'NOK' => 300,
        'PLN' => 200,
        'RON' => 200,
        'SEK' => 300,
        'THB' => 1000,
        'BHD' => 500,
        'JOD' => 500,
        'KWD' => 500,
        'OMR' => 500,
        'TND' => 500,
    ];

    /** Largest amount that the contract carries, in minor units. */
    public const MAX_MINOR = 99_999_999;

    /** Decimal places of a currency: 2 for EUR, 0 for JPY, 3 for TND. */
    public static function minorDigits(string $currency): int {
        return match (true) {
            in_array($currency, self::ZERO_DECIMALS, true) => 0,
            in_array($currency, self::THREE_DECIMALS, true) => 3,
            default => 2,
        };
    }

    /** Minor units of an amount a person typed (`19,99` is 1999); null for anything that is not plainly an amount. */
    public static function parse(string $text, string $currency): ?int {
        $digits = self::minorDigits($currency);
        if (!preg_match('/^(\d{1,9})(?:[.,](\d+))?$/D', trim($text), $match)) {
            return null;
        }
        $decimals = $match[2] ?? '';
        if (strlen($decimals) > $digits) {
            return null;
        }
        $minor = (int) ($match[1] . str_pad($decimals, $digits, '0'));
        return $minor <= self::MAX_MINOR ? $minor : null;
    }

    /** The amount as plain decimal text: 1999 EUR is `19.99`. */
    public static function decimalText(int $minor, string $currency): string {
        $digits = self::minorDigits($currency);
        $text = str_pad((string) abs($minor), $digits + 1, '0', STR_PAD_LEFT);
        $sign = $minor < 0 ? '-' : '';
        return $sign . ($digits === 0 ? $text : substr($text, 0, -$digits) . '.' . substr($text, -$digits));
    }

    /** The smallest amount a card is charged, in minor units. */
    public static function leastCharge(string $currency): int {
        return self::LEAST[$currency] ?? 50;
    }

    /** Whether an amount is something and yet less than a card is charged. */
    public static function isTooSmall(int $minor, string $currency): bool {
        return $minor > 0 && $minor < self::leastCharge($currency);
    }

    /** @return array{amountMinor: int, currency: string} as the protocol has it */
    public static function of(int $minor, string $currency): array {
        return ['amountMinor' => $minor, 'currency' => $currency];
    }
}
