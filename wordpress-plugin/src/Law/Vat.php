<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Tax;
use Parterre\Settings;

/** The VAT in this venue's prices: Domain\Tax with what the venue has set. */
final class Vat {
    public function __construct(private readonly Settings $settings) {}

    /** The country the venue sells from. */
    public function home(): string {
        return $this->settings->get('country');
    }

    /** @return array{venueCountry: string, franchise: bool, belowThreshold: bool, rates: array<string, array<string, int>>} */
    public function rules(): array {
        $rates = [];
        foreach ($this->settings->get('vat_rates') as $row) {
            $rates[$row['country']] = array_intersect_key($row, array_flip(Tax::KINDS));
        }
        return [
            'venueCountry' => $this->home(),
            'franchise' => $this->settings->get('vat_franchise'),
            'belowThreshold' => $this->settings->get('vat_below_threshold'),
            'rates' => $rates,
        ];
    }

    /**
     * Lines with the VAT in each as `taxes`.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     * @param string $country where the fan lives
     * @param string|null $destination country that goods are posted to; null when they are picked up
     * @return list<array<string, mixed>>
     */
    public function ofLines(array $lines, string $country, ?string $destination): array {
        $rules = $this->rules();
        return array_map(
            static fn(array $line): array => [
                'taxes' => Tax::ofLine($line['total_minor'], self::parts($line), $rules, $country, $destination),
            ] + $line,
            $lines,
        );
    }

    /**
     * What of a line is taxed as what. Postage is taxed as what is posted, a gift as a gift.
     *
     * @return list<array{kind: string, share: int|null}>
     */
    private static function parts(array $line): array {
        if (in_array($line['type'], ['postage', 'donation'], true)) {
            return [['kind' => $line['type'] === 'postage' ? 'merch' : 'donation', 'share' => null]];
        }
        return array_map(
            static fn(array $part): array => ['kind' => $part['kind'], 'share' => $part['share_minor'] ?? null],
            $line['parts'],
        );
    }
}
