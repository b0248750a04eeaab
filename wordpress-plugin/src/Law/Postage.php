<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Settings;

/** What posting goods costs: a price for the first piece and one for each further piece, by zone of countries. */
final class Postage {
    public function __construct(private readonly Settings $settings) {}

    /**
     * Pieces of goods in some lines.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     */
    public static function pieces(array $lines): int {
        $pieces = 0;
        foreach ($lines as $line) {
            foreach ($line['parts'] as $part) {
                $pieces += $part['kind'] === 'merch' ? $line['quantity'] * $part['units'] : 0;
            }
        }
        return $pieces;
    }

    /**
     * The line that posting these lines' goods adds.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     * @return array<string, mixed> an `order_lines` row
     * @throws Refusal `delivery_unavailable` when there is nothing to post, or the venue does not post there
     */
    public function line(array $lines, string $country): array {
        $pieces = self::pieces($lines);
        $zone = $this->zone($country);
        if ($pieces === 0 || $zone === null) {
            throw new Refusal('delivery_unavailable', detail: "$pieces pieces to $country.");
        }
        $price = self::price($zone, $pieces);
        return [
            'type' => 'postage',
            'ref' => $country,
            'name' => $zone['name'],
            'quantity' => 1,
            'chosen_minor' => null,
            'discount_minor' => 0,
            'unit_minor' => $price,
            'total_minor' => $price,
            'parts' => [],
        ];
    }

    /**
     * How goods among these lines can be had; empty without goods.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     * @param string $country the price is told for
     * @return list<array<string, mixed>> the protocol's `DeliveryOption`s
     */
    public function options(array $lines, string $country, string $currency): array {
        $pieces = self::pieces($lines);
        if ($pieces === 0) {
            return [];
        }
        $options = [['method' => 'pickup', 'price' => Money::of(0, $currency), 'countries' => []]];
        $zones = $this->settings->get('postage_zones');
        $zone = $this->zone($country) ?? ($zones[0] ?? null);
        if ($zone !== null) {
            $options[] = [
                'method' => 'post',
                'price' => Money::of(self::price($zone, $pieces), $currency),
                'countries' => array_merge(...array_column($zones, 'countries')),
            ];
        }
        return $options;
    }

    /** @return array{name: string, countries: list<string>, priceMinor: int, extraMinor: int}|null */
    private function zone(string $country): ?array {
        foreach ($this->settings->get('postage_zones') as $zone) {
            if (in_array($country, $zone['countries'], true)) {
                return $zone;
            }
        }
        return null;
    }

    private static function price(array $zone, int $pieces): int {
        return $zone['priceMinor'] + $zone['extraMinor'] * ($pieces - 1);
    }
}
