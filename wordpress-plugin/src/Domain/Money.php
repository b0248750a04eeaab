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

    /** @return array{amountMinor: int, currency: string} as the protocol has it */
    public static function of(int $minor, string $currency): array {
        return ['amountMinor' => $minor, 'currency' => $currency];
    }
}
