<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Money;
use Parterre\Domain\Tax;
use Parterre\Settings;

/** Checks what a venue sets about VAT, invoices and postage. */
final class LawInput {
    /**
     * @param array<string, mixed> $given settings by name, as the screen sends them; what is missing stays
     * @return array{0: array<string, mixed>, 1: array<string, string>} values to set, and what is wrong by field
     */
    public static function check(array $given): array {
        $values = [];
        $problems = [];
        foreach (['seller_siret', 'seller_vat_number', 'country_header'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = ShowInput::line($given[$name], 60);
            }
        }
        foreach (['seller_address', 'invoice_note'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = ShowInput::lines($given[$name], 400);
            }
        }
        foreach (['vat_franchise', 'vat_below_threshold'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = (bool) $given[$name];
            }
        }
        if (isset($given['country'])) {
            $values['country'] = strtoupper(trim((string) $given['country']));
            if (!self::isCountry($values['country'])) {
                $problems['country'] = __('This needs the two letters of a country, such as FR.', 'parterre');
            }
        }
        if (($values['seller_siret'] ?? '') !== '' && !self::isSiret($values['seller_siret'])) {
            $problems['seller_siret'] = __('A SIRET has 14 digits, and these do not add up.', 'parterre');
        }
        if (!preg_match('/^[A-Za-z0-9-]*$/D', $values['country_header'] ?? '')) {
            $problems['country_header'] = __('This is no name of a header.', 'parterre');
        }
        self::prefixes($given, $values, $problems);
        self::split($given, $values, $problems);
        if (isset($given['vat_rates'])) {
            [$values['vat_rates'], $wrong] = self::rates(self::rows($given['vat_rates']));
            $problems += $wrong;
        }
        if (isset($given['postage_zones'])) {
            [$values['postage_zones'], $wrong] = self::zones(self::rows($given['postage_zones']));
            $problems += $wrong;
        }
        return [$values, $problems];
    }

    /** @return array<string, array<string, int>> the usual rates by country and kind, for the screen to show beside the venue's own */
    public static function usualRates(Settings $settings): array {
        $countries = array_unique([$settings->get('country'), ...array_keys(Tax::STANDARD)]);
        $rates = [];
        foreach ($countries as $country) {
            foreach (Tax::KINDS as $kind) {
                $rates[$country][$kind] = Tax::usualRate($country, $kind);
            }
        }
        return $rates;
    }

    /** The two series must differ, or their numbers would meet. */
    private static function prefixes(array $given, array &$values, array &$problems): void {
        foreach (['invoice_prefix', 'credit_note_prefix'] as $name) {
            if (isset($given[$name])) {
                $values[$name] = strtoupper(trim((string) $given[$name]));
                if (!preg_match('/^[A-Z0-9-]{0,12}$/D', $values[$name])) {
                    $problems[$name] = __('At most twelve letters, digits and hyphens.', 'parterre');
                }
            }
        }
        if (isset($values['invoice_prefix'], $values['credit_note_prefix'])) {
            if ($values['invoice_prefix'] === $values['credit_note_prefix']) {
                $problems['credit_note_prefix'] = __('Invoices and credit notes need different letters.', 'parterre');
            }
        }
    }

    /** Three whole percentages that make a hundred. */
    private static function split(array $given, array &$values, array &$problems): void {
        $names = ['split_artist', 'split_crew', 'split_venue'];
        if (array_intersect($names, array_keys($given)) === []) {
            return;
        }
        $sum = 0;
        foreach ($names as $name) {
            $values[$name] = (int) ($given[$name] ?? 0);
            $sum += $values[$name];
        }
        if ($sum !== 100 || min(array_map(static fn(string $name): int => $values[$name], $names)) < 0) {
            $problems['split_venue'] = __('The three shares have to make 100 percent.', 'parterre');
        }
    }

    /** @return array{0: list<array<string, mixed>>, 1: array<string, string>} */
    private static function rates(array $rows): array {
        $rates = [];
        $problems = [];
        foreach ($rows as $index => $row) {
            $country = strtoupper(trim((string) ($row['country'] ?? '')));
            if (!self::isCountry($country) || in_array($country, array_column($rates, 'country'), true)) {
                $problems["vat_rates.$index.country"] = __(
                    'Each country once, by its two letters, such as FR.',
                    'parterre',
                );
            }
            $clean = ['country' => $country];
            foreach (Tax::KINDS as $kind) {
                $rate = $row[$kind] ?? null;
                if ($rate === null) {
                    continue;
                }
                if (!is_int($rate) || $rate < 0 || $rate > 5000) {
                    $problems["vat_rates.$index.$kind"] = __('A rate is between 0 and 50 percent.', 'parterre');
                    continue;
                }
                $clean[$kind] = $rate;
            }
            $rates[] = $clean;
        }
        return [$rates, $problems];
    }

    /** @return array{0: list<array<string, mixed>>, 1: array<string, string>} */
    private static function zones(array $rows): array {
        $zones = [];
        $problems = [];
        foreach ($rows as $index => $row) {
            $countries = array_values(
                array_unique(
                    array_map(
                        static fn(mixed $one): string => strtoupper(trim((string) $one)),
                        (array) ($row['countries'] ?? []),
                    ),
                ),
            );
            $taken = array_merge(...array_column($zones, 'countries'));
            if (
                $countries === [] ||
                array_filter($countries, self::isCountry(...)) !== $countries ||
                array_intersect($countries, $taken) !== []
            ) {
                $problems["postage_zones.$index.countries"] = __(
                    'Two letters for each country, such as FR, and no country in two zones.',
                    'parterre',
                );
            }
            foreach (['priceMinor', 'extraMinor'] as $name) {
                $price = $row[$name] ?? null;
                if (!is_int($price) || $price < 0 || $price > Money::MAX_MINOR) {
                    $problems["postage_zones.$index.$name"] = __('This needs a price; 0 for free.', 'parterre');
                }
            }
            $name = ShowInput::line($row['name'] ?? '', 100);
            if ($name === '') {
                $problems["postage_zones.$index.name"] = __('This is needed.', 'parterre');
            }
            $zones[] = [
                'name' => $name,
                'countries' => $countries,
                'priceMinor' => (int) ($row['priceMinor'] ?? 0),
                'extraMinor' => (int) ($row['extraMinor'] ?? 0),
            ];
        }
        return [$zones, $problems];
    }

    /** @return list<array<string, mixed>> */
    private static function rows(mixed $given): array {
        return array_values(array_filter((array) $given, 'is_array'));
    }

    private static function isCountry(string $text): bool {
        return preg_match('/^[A-Z]{2}$/D', $text) === 1;
    }

    /** Luhn's check over fourteen digits; La Poste's own SIRETs, which follow another rule, belong to no venue. */
    private static function isSiret(string $text): bool {
        $digits = (string) preg_replace('/\s/', '', $text);
        if (!preg_match('/^\d{14}$/D', $digits)) {
            return false;
        }
        $sum = 0;
        foreach (str_split($digits) as $place => $digit) {
            $value = (int) $digit * ($place % 2 === 0 ? 2 : 1);
            $sum += $value > 9 ? $value - 9 : $value;
        }
        return $sum % 10 === 0;
    }
}
