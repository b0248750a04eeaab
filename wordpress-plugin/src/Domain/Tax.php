<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * VAT out of prices that contain it. Rates are hundredths of a percent (550 is 5.5 %), amounts are minor units. Where each
 * kind is taxed: a seat in the hall, a donation and goods picked up in the venue's country; posted goods where they arrive; the
 * stream and the replay where the fan lives (Directive (EU) 2022/542; art. 259 A and 259 B CGI).
 *
 * Rules are `{venueCountry, franchise, belowThreshold, rates}`. `franchise`: the seller is below its country's limit and charges no
 * VAT at all (art. 293 B CGI). `belowThreshold`: under 10 000 € a year of distance sales in the EU, so posted goods and
 * replays are taxed at home; it does not reach the livestream (Directive 2006/112/EC, art. 59c). `rates`: what the venue has
 * written over the usual rates, by country and kind.
 */
final class Tax {
    public const KINDS = ['hall', 'live', 'replay', 'merch', 'donation'];

    /** Standard rates of the EU's countries, end of 2026. */
    public const STANDARD = [
        'AT' => 2000,
        'BE' => 2100,
        'BG' => 2000,
        'CY' => 1900,
        'CZ' => 2100,
        'DE' => 1900,
        'DK' => 2500,
        'EE' => 2400,
        'ES' => 2100,
        'FI' => 2550,
        'FR' => 2000,
        'GR' => 2400,
        'HR' => 2500,
        'HU' => 2700,
        'IE' => 2300,
        'IT' => 2200,
        'LT' => 2100,
        'LU' => 1700,
        'LV' => 2100,
        'MT' => 1800,
        'NL' => 2100,
        'PL' => 2300,
        'PT' => 2300,
        'RO' => 2100,
        'SE' => 2500,
        'SI' => 2200,
        'SK' => 2300,
    ];

    /** France taxes a concert seat at 5.5 % (art. 278-0 bis CGI); a stream is a digital service at the standard rate. */
    private const FRENCH_HALL = 550;

    /** Monaco belongs to France's VAT (convention of 1963). */
    public static function country(string $country): string {
        return $country === 'MC' ? 'FR' : $country;
    }

    public static function isTaxedInUnion(string $country): bool {
        return isset(self::STANDARD[self::country($country)]);
    }

    /** The rate of a kind in a country, before anybody changes it. Outside the Union nothing is due here. */
    public static function usualRate(string $country, string $kind): int {
        $place = self::country($country);
        return match (true) {
            $kind === 'donation' => 0,
            $kind === 'hall' && $place === 'FR' => self::FRENCH_HALL,
            default => self::STANDARD[$place] ?? 0,
        };
    }

    /**
     * Where a kind is taxed, and how much.
     *
     * @param array{venueCountry: string, franchise: bool, belowThreshold: bool, rates: array<string, array<string, int>>} $rules
     * @param string|null $destination country that goods are posted to; null when they are picked up
     * @return array{country: string, rate: int}
     */
    public static function rateOf(string $kind, array $rules, string $fanCountry, ?string $destination): array {
        $home = self::country($rules['venueCountry']);
        if ($rules['franchise']) {
            return ['country' => $home, 'rate' => 0];
        }
        $place = match (true) {
            $kind === 'live' || $kind === 'replay' => self::country($fanCountry),
            $kind === 'merch' && $destination !== null => self::country($destination),
            default => $home,
        };
        if ($rules['belowThreshold'] && $kind !== 'live' && self::isTaxedInUnion($place)) {
            $place = $home;
        }
        return ['country' => $place, 'rate' => $rules['rates'][$place][$kind] ?? self::usualRate($place, $kind)];
    }

    /** The tax inside a gross amount, rounded half up. */
    public static function inside(int $gross, int $rate): int {
        return intdiv(2 * $gross * $rate + 10_000 + $rate, 2 * (10_000 + $rate));
    }

    /**
     * Shares an amount out by weights, to the last unit: the largest remainders get what rounding down left over, earlier ones
     * first.
     *
     * @param list<int> $weights
     * @return list<int>
     */
    public static function shareOut(int $total, array $weights): array {
        $sum = array_sum($weights);
        if ($sum <= 0) {
            return array_map(static fn(int $index): int => $index === 0 ? $total : 0, array_keys($weights));
        }
        $shares = array_map(static fn(int $weight): int => intdiv($total * $weight, $sum), $weights);
        $remainders = array_map(static fn(int $weight): int => ($total * $weight) % $sum, $weights);
        $order = array_keys($weights);
        usort($order, static fn(int $a, int $b): int => $remainders[$b] <=> $remainders[$a] ?: $a <=> $b);
        foreach (array_slice($order, 0, $total - array_sum($shares)) as $index) {
            $shares[$index]++;
        }
        return $shares;
    }

    /**
     * The VAT in a line, by kind, country and rate; the gross amounts add up to the line's total. A line of several parts is
     * split by their shares; where the venue has named none, the parts with the highest rate carry all of it, so that never too
     * little is paid (art. 257 ter CGI).
     *
     * @param list<array{kind: string, share: int|null}> $parts share: its weight in the price, as an amount
     * @param array{venueCountry: string, franchise: bool, belowThreshold: bool, rates: array<string, array<string, int>>} $rules
     * @return list<array{kind: string, country: string, rate: int, gross: int, tax: int}>
     */
    public static function ofLine(
        int $total,
        array $parts,
        array $rules,
        string $fanCountry,
        ?string $destination,
    ): array {
        if ($total <= 0 || $parts === []) {
            return [];
        }
        $placed = array_map(
            static fn(array $part): array => self::rateOf($part['kind'], $rules, $fanCountry, $destination),
            $parts,
        );
        $weights = array_map(static fn(array $part): int => max(0, $part['share'] ?? 0), $parts);
        if (array_sum($weights) === 0) {
            $highest = max(array_column($placed, 'rate'));
            $weights = array_map(static fn(array $place): int => (int) ($place['rate'] === $highest), $placed);
        }
        $joined = [];
        foreach (self::shareOut($total, $weights) as $index => $gross) {
            if ($gross > 0) {
                ['country' => $country, 'rate' => $rate] = $placed[$index];
                $kind = $parts[$index]['kind'];
                $key = "$kind $country $rate";
                $joined[$key] ??= ['kind' => $kind, 'country' => $country, 'rate' => $rate, 'gross' => 0];
                $joined[$key]['gross'] += $gross;
            }
        }
        return array_values(
            array_map(
                static fn(array $each): array => $each + ['tax' => self::inside($each['gross'], $each['rate'])],
                $joined,
            ),
        );
    }

    /**
     * Tax by rate, lowest rate first; what is taxed at nothing is left out.
     *
     * @param list<array{rate: int, tax: int}> $taxes
     * @return list<array{rate: int, tax: int}>
     */
    public static function byRate(array $taxes): array {
        $sums = [];
        foreach ($taxes as ['rate' => $rate, 'tax' => $tax]) {
            if ($rate > 0) {
                $sums[$rate] = ($sums[$rate] ?? 0) + $tax;
            }
        }
        ksort($sums);
        return array_map(
            static fn(int $rate, int $tax): array => ['rate' => $rate, 'tax' => $tax],
            array_keys($sums),
            $sums,
        );
    }

    /**
     * Which country a sale counts for, from what speaks for it: what the fan declared, where the card is from, where the
     * connection is (Reg. 282/2011, art. 24b asks for two that agree). Where the first two disagree the third decides; where it
     * cannot, the fan's word stands and the accountant is told.
     *
     * @return array{country: string, flagged: bool}
     */
    public static function settleCountry(string $declared, ?string $card, ?string $network): array {
        if ($card === null || $card === $declared) {
            return ['country' => $declared, 'flagged' => $card === null && $network !== null && $network !== $declared];
        }
        return match ($network) {
            $declared => ['country' => $declared, 'flagged' => false],
            $card => ['country' => $card, 'flagged' => false],
            default => ['country' => $declared, 'flagged' => true],
        };
    }
}
