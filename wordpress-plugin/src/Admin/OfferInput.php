<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Promo;

/**
 * Turns the offers that the show editor sent into offers that can be written, or into a list of what is wrong, as `ShowInput` does
 * for the rest of a show. A field that was not sent is not answered, so that who saves a show without it leaves it alone.
 */
final class OfferInput {
    /** Amounts to propose: more than a row of buttons on a phone. */
    private const MOST_SUGGESTIONS = 6;
    private const MOST_MINOR = 99_999_999;
    private const MOST_PIECES = 50;

    /** @var array<string, string> sentences by dotted path */
    private array $problems = [];

    /**
     * @param list<array<string, mixed>> $given
     * @param list<string>               $pools ids of the show's pools
     * @return array{0: list<array<string, mixed>>, 1: array<string, string>} the offers, and problems by path
     */
    public function check(array $given, array $pools, string $currency): array {
        $this->problems = [];
        $offers = [];
        foreach ($given as $index => $one) {
            $path = "offers.$index";
            $name = ShowInput::line($one['name'] ?? '', 200);
            if ($name === '') {
                $this->problems["$path.name"] = __('This is needed.', 'parterre');
            }
            $opens = $this->instant($one, 'opensAt', $path);
            $closes = $this->instant($one, 'closesAt', $path);
            if ($opens !== null && $closes !== null && $closes <= $opens) {
                $this->problems["$path.closesAt"] = __('Sales close after they open.', 'parterre');
            }
            $offers[] = [
                'id' => ShowInput::id($one['id'] ?? '', 'offr'),
                'name' => $name,
                'description' => ShowInput::lines($one['description'] ?? '', 2000),
                ...$this->price($one, $path, $currency),
                'currency' => $currency,
                'opensAt' => Instant::toTextOrNull($opens),
                'closesAt' => Instant::toTextOrNull($closes),
                'closed' => (bool) ($one['closed'] ?? false),
                'maxPerOrder' => max(1, min(self::MOST_PIECES, (int) ($one['maxPerOrder'] ?? 10))),
                ...$this->whoAndWhen($one, $path),
                ...$this->quotas($one, $path, $pools),
                'parts' => $this->parts($one, $path, $pools, $currency),
            ];
        }
        $this->requireWaves($offers);
        return [$offers, $this->problems];
    }

    /**
     * Where the price comes from. A price that no card can be charged helps nobody: it is refused here, not when somebody pays.
     *
     * @param array<string, mixed> $one
     * @return array<string, mixed>
     */
    private function price(array $one, string $path, string $currency): array {
        $pricing = $one['pricing'] ?? null;
        if ($pricing !== null && !in_array($pricing, ['fixed', 'free', 'choose'], true)) {
            $this->problems["$path.pricing"] = __('This is none of the choices.', 'parterre');
        }
        $price = $pricing === 'free' ? 0 : $one['priceMinor'] ?? null;
        if (!self::isAmount($price)) {
            $this->problems["$path.priceMinor"] = __('This needs a price; 0 for free.', 'parterre');
            $price = 0;
        } elseif (Money::isTooSmall($price, $currency)) {
            $this->problems["$path.priceMinor"] = self::tooSmall($currency);
        }
        $fields = ['priceMinor' => $price];
        if ($pricing === null) {
            return $fields;
        }
        $fields['pricing'] = $pricing;
        if ($pricing !== 'choose') {
            return $fields + ['maxMinor' => null, 'suggestions' => []];
        }
        $max = $one['maxMinor'] ?? null;
        if ($max !== null && (!self::isAmount($max) || $max < max(1, $price))) {
            $this->problems["$path.maxMinor"] = __('The most is not less than the least.', 'parterre');
            $max = null;
        }
        $suggestions = array_values(array_unique((array) ($one['suggestions'] ?? []), SORT_REGULAR));
        foreach ($suggestions as $amount) {
            if (!self::isAmount($amount) || !Promo::mayChoose($price, $max, $amount)) {
                $this->problems["$path.suggestions"] = __(
                    'Each suggestion lies between the least and the most.',
                    'parterre',
                );
            } elseif (Money::isTooSmall($amount, $currency)) {
                $this->problems["$path.suggestions"] = self::tooSmall($currency);
            }
        }
        if (count($suggestions) > self::MOST_SUGGESTIONS) {
            $this->problems["$path.suggestions"] = sprintf(
                /* translators: %d: a number of amounts */
                __('At most %d suggestions.', 'parterre'),
                self::MOST_SUGGESTIONS,
            );
        }
        sort($suggestions);
        return $fields + ['maxMinor' => $max, 'suggestions' => $suggestions];
    }

    /** The sentence about an amount that no card can be charged. */
    private static function tooSmall(string $currency): string {
        return sprintf(
            /* translators: %s: an amount of money */
            __('Cards cannot be charged less than %s: ask for more, or for nothing.', 'parterre'),
            Money::decimalText(Money::leastCharge($currency), $currency) . ' ' . $currency,
        );
    }

    /**
     * @param array<string, mixed> $one
     * @return array<string, mixed>
     */
    private function whoAndWhen(array $one, string $path): array {
        $fields = [];
        if (array_key_exists('hidden', $one)) {
            $fields['hidden'] = (bool) $one['hidden'];
        }
        if (array_key_exists('opensAfter', $one)) {
            $after = $one['opensAfter'];
            $fields['opensAfter'] = is_string($after) && $after !== '' ? $after : null;
        }
        if (array_key_exists('maxPerPerson', $one)) {
            $most = $one['maxPerPerson'];
            if ($most !== null && (!is_int($most) || $most < 1 || $most > 1000)) {
                $this->problems["$path.maxPerPerson"] = __(
                    'This needs a whole number, or nothing for no limit.',
                    'parterre',
                );
                $most = null;
            }
            $fields['maxPerPerson'] = $most;
        }
        return $fields;
    }

    /**
     * @param array<string, mixed> $one
     * @param list<string>         $pools
     * @return array<string, mixed>
     */
    private function quotas(array $one, string $path, array $pools): array {
        if (!array_key_exists('quotas', $one)) {
            return [];
        }
        $quotas = [];
        foreach (array_filter((array) $one['quotas'], 'is_array') as $quota) {
            $pool = $quota['pool'] ?? null;
            if (!is_string($pool) || !in_array($pool, $pools, true)) {
                $this->problems["$path.quotas"] = __('This stock is not there (any more).', 'parterre');
                continue;
            }
            $quotas[$pool] = ['pool' => $pool, 'units' => self::units($quota)];
        }
        return ['quotas' => array_values($quotas)];
    }

    /**
     * @param array<string, mixed> $one
     * @param list<string>         $pools
     * @return list<array<string, mixed>>
     */
    private function parts(array $one, string $path, array $pools, string $currency): array {
        $parts = [];
        foreach (array_values(array_filter((array) ($one['parts'] ?? []), 'is_array')) as $place => $part) {
            $pool = $part['pool'] ?? null;
            $kind = in_array($part['kind'] ?? '', ['hall', 'live', 'replay', 'merch'], true) ? $part['kind'] : 'live';
            $share = $part['shareMinor'] ?? null;
            if ($share !== null && !self::isAmount($share)) {
                $this->problems["$path.parts.$place.shareMinor"] = sprintf(
                    /* translators: %s: a currency such as EUR */
                    __('This needs an amount in %s, or nothing.', 'parterre'),
                    $currency,
                );
                $share = null;
            }
            $parts[] = [
                'kind' => $kind,
                'show' =>
                    isset($part['show']) && is_string($part['show']) ? ShowInput::id($part['show'], 'show') : null,
                'title' => ShowInput::line($part['title'] ?? '', 200) ?: self::partTitle($kind),
                'pool' => is_string($pool) && in_array($pool, $pools, true) ? $pool : null,
                'units' => self::units($part),
                'from' => Instant::toTextOrNull(
                    Instant::parse(is_string($part['from'] ?? null) ? $part['from'] : null),
                ),
                'until' => Instant::toTextOrNull(
                    Instant::parse(is_string($part['until'] ?? null) ? $part['until'] : null),
                ),
                'capabilities' => array_values(
                    array_filter(
                        (array) ($part['capabilities'] ?? []),
                        static fn(mixed $word): bool => is_string($word) &&
                            preg_match('/^camera:[A-Za-z0-9_-]{1,60}$/D', $word) === 1,
                    ),
                ),
                ...array_key_exists('shareMinor', $part) ? ['shareMinor' => $share] : [],
            ];
        }
        if ($parts === []) {
            $this->problems["$path.parts"] = __('Say what a buyer gets.', 'parterre');
        }
        // Shares are weights: half of them says nothing about the rest.
        $shares = array_filter(array_column($parts, 'shareMinor'), 'is_int');
        if ($shares !== [] && (count($shares) < count($parts) || array_sum($shares) === 0)) {
            $this->problems["$path.parts"] = __('Give each part its share of the price, or none.', 'parterre');
        }
        return $parts;
    }

    /**
     * What waits for another offer waits for one of this show, and not for itself by a detour: it would never open.
     *
     * @param list<array<string, mixed>> $offers
     */
    private function requireWaves(array $offers): void {
        $after = array_column(
            array_map(
                static fn(array $offer): array => ['id' => $offer['id'], 'after' => $offer['opensAfter'] ?? null],
                $offers,
            ),
            'after',
            'id',
        );
        foreach ($offers as $index => $offer) {
            $next = $offer['opensAfter'] ?? null;
            if ($next === null) {
                continue;
            }
            if (!array_key_exists($next, $after)) {
                $this->problems["offers.$index.opensAfter"] = __('This offer is not there (any more).', 'parterre');
            }
            for ($steps = 0; $next !== null && $steps <= count($offers); $steps++) {
                if ($next === $offer['id']) {
                    $this->problems["offers.$index.opensAfter"] = __(
                        'These offers wait for each other: none of them would ever open.',
                        'parterre',
                    );
                    break;
                }
                $next = $after[$next] ?? null;
            }
        }
    }

    /** @param array<string, mixed> $given */
    private function instant(array $given, string $name, string $path): ?int {
        $value = $given[$name] ?? null;
        $ms = is_string($value) && $value !== '' ? Instant::parse($value) : null;
        if ($ms === null && $value !== null && $value !== '') {
            $this->problems["$path.$name"] = __('This needs a date and a time.', 'parterre');
        }
        return $ms;
    }

    private static function isAmount(mixed $value): bool {
        return is_int($value) && $value >= 0 && $value <= self::MOST_MINOR;
    }

    /** @param array<string, mixed> $given */
    private static function units(array $given): int {
        return max(1, min(self::MOST_PIECES, (int) ($given['units'] ?? 1)));
    }

    private static function partTitle(string $kind): string {
        return match ($kind) {
            'hall' => __('Place in the hall', 'parterre'),
            'replay' => __('Replay', 'parterre'),
            'merch' => __('Merch', 'parterre'),
            default => __('Livestream', 'parterre'),
        };
    }
}
