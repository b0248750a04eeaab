<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Money;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Domain\Sale;
use Parterre\Store\Catalogue;
use Parterre\Store\Orders;
use Parterre\Store\Shows;

/** Says what something costs and whether it can be had now. Looks at stock, holds none. */
final class Pricing {
    public function __construct(
        private readonly Catalogue $catalogue,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    /**
     * Prices lines.
     *
     * @param list<array{type: string, quantity: int, offer?: string, variant?: string}> $requests
     * @param bool $lookAtStock false when a hold decides instead
     * @return array{lines: list<array<string, mixed>>, discounts: list<array<string, mixed>>, total: int} lines as `order_lines` rows
     * @throws Refusal offer_not_found, variant_not_found, wrong_currency, not_on_sale, quantity_limit, sold_out
     */
    public function price(array $requests, string $currency, bool $lookAtStock = true): array {
        $offers = $this->catalogue->offersById(
            array_values(array_unique(array_filter(array_column($requests, 'offer')))),
        );
        $variants = $this->catalogue->variantsById(
            array_values(array_unique(array_filter(array_column($requests, 'variant')))),
        );
        $shows = $this->shows->findMany(array_column($offers, 'show_id'));
        $lines = [];
        $asked = [];
        foreach ($requests as $request) {
            $line =
                $request['type'] === 'offer'
                    ? $this->offerLine($request, $offers, $shows)
                    : $this->variantLine($request, $variants);
            if ($line['currency'] !== $currency) {
                throw new Refusal('wrong_currency', detail: "{$line['ref']} is sold in {$line['currency']}.");
            }
            // The limit is per order: two lines of one offer do not double it.
            $asked[$line['ref']] = ($asked[$line['ref']] ?? 0) + $line['quantity'];
            if ($asked[$line['ref']] > $line['max_per_order']) {
                throw new Refusal(
                    'quantity_limit',
                    detail: "At most {$line['max_per_order']} of {$line['ref']} in one order.",
                );
            }
            unset($line['currency'], $line['max_per_order']);
            $lines[] = $line;
        }
        if ($lookAtStock) {
            $this->lookAtStock($lines);
        }
        $total = array_sum(array_column($lines, 'total_minor'));
        if ($total > Money::MAX_MINOR) {
            throw new Refusal('quantity_limit', detail: 'The total is larger than one order may be.');
        }
        return ['lines' => $lines, 'discounts' => [], 'total' => $total];
    }

    /**
     * Whether everything in an order is on sale now and costs what it cost then. Does not look at stock. Postage stays what it was.
     *
     * @param array<string, mixed> $order a row with `lines`
     */
    public function stillCosts(array $order): bool {
        $postage = array_filter($order['lines'], static fn(array $line): bool => $line['type'] === 'postage');
        $requests = array_map(
            static fn(array $line): array => [
                'type' => $line['type'],
                $line['type'] => $line['ref'],
                'quantity' => $line['quantity'],
            ],
            array_values(array_diff_key($order['lines'], $postage)),
        );
        $expected = $order['total_minor'] - array_sum(array_column($postage, 'total_minor'));
        try {
            return $this->price($requests, $order['currency'], false)['total'] === $expected;
        } catch (Refusal) {
            return false;
        }
    }

    /**
     * Whether a show that lines admit to is cancelled.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     */
    public function isCancelled(array $lines): bool {
        $parts = array_filter(
            array_merge(...array_column($lines, 'parts')),
            static fn(array $part): bool => $part['kind'] !== 'merch' && $part['show_id'] !== null,
        );
        $shows = $this->shows->findMany(array_column($parts, 'show_id'));
        return in_array('cancelled', array_column($shows, 'status'), true);
    }

    /**
     * Pieces of each thing that can still be had, null without a limit. One look at the stock for all of them.
     *
     * @param array<string, list<array{pool_id: ?string, units: int}>> $partsById parts of one piece, by offer or variant
     * @return array<string, int|null> by the same keys
     */
    public function left(array $partsById): array {
        $pools = $this->catalogue->pools(
            array_values(array_filter(array_column(array_merge(...array_values($partsById)), 'pool_id'))),
        );
        return array_map(static fn(array $parts): ?int => Sale::piecesLeft($parts, $pools), $partsById);
    }

    /**
     * The same for variants.
     *
     * @param list<array<string, mixed>> $variants rows
     * @return array<string, int|null> by id
     */
    public function leftOfVariants(array $variants): array {
        $parts = array_map(
            static fn(array $variant): array => [['pool_id' => $variant['pool_id'], 'units' => 1]],
            $variants,
        );
        return $this->left(array_combine(array_column($variants, 'id'), $parts));
    }

    /**
     * An offer's sale state, whatever its stock says about it.
     *
     * @param array<string, mixed> $offer
     * @param array<string, mixed> $show
     */
    public function saleState(array $offer, array $show, ?int $left): string {
        if ($offer['closed'] || $show['status'] === 'cancelled' || $this->isPast($offer, $show)) {
            return 'closed';
        }
        return Sale::state($offer['opens_at'], $offer['closes_at'], $left, $this->clock->nowMs());
    }

    /**
     * Whether an offer lets into nothing any more, and has no goods either: hall and stream are over once the show has
     * ended, the replay once it is archived.
     */
    private function isPast(array $offer, array $show): bool {
        $phase = Phase::at($show, $this->clock->nowMs());
        if (!in_array($phase, ['ended', 'replay', 'archived'], true)) {
            return false;
        }
        return array_filter(
            $offer['parts'],
            static fn(array $part): bool => $part['kind'] === 'merch' ||
                !in_array($part['show_id'], [null, $show['id']], true) ||
                ($part['kind'] === 'replay' && $phase !== 'archived'),
        ) === [];
    }

    /** @return array<string, mixed> */
    private function offerLine(array $request, array $offers, array $shows): array {
        $offer = $offers[$request['offer']] ?? null;
        $show = $offer === null ? null : $shows[$offer['show_id']] ?? null;
        if ($offer === null || $show === null || !$show['published']) {
            throw new Refusal('offer_not_found', detail: (string) $request['offer']);
        }
        $state = $this->saleState($offer, $show, null);
        if ($state !== 'open') {
            throw new Refusal('not_on_sale', detail: "{$offer['id']} is $state.");
        }
        return self::line(
            $request,
            'offer',
            $offer,
            $offer['name'],
            array_map(
                static fn(array $part): array => [
                    'show_id' => $part['show_id'] ?? ($part['kind'] === 'merch' ? null : $offer['show_id']),
                    'kind' => $part['kind'],
                    'title' => $part['title'],
                    'pool_id' => $part['pool_id'],
                    'units' => $part['units'],
                    'valid_from' => $part['valid_from'],
                    'valid_until' => $part['valid_until'],
                    'capabilities' => $part['capabilities'],
                    'share_minor' => $part['share_minor'],
                ],
                $offer['parts'],
            ),
        );
    }

    /** @return array<string, mixed> */
    private function variantLine(array $request, array $variants): array {
        $variant =
            $variants[$request['variant']] ??
            throw new Refusal('variant_not_found', detail: (string) $request['variant']);
        $name = $variant['product']['name'] . ($variant['label'] === '' ? '' : ' · ' . $variant['label']);
        return self::line($request, 'variant', $variant, $name, [
            [
                'show_id' => $variant['product']['show_id'],
                'kind' => 'merch',
                'title' => $name,
                'pool_id' => $variant['pool_id'],
                'units' => 1,
                'valid_from' => null,
                'valid_until' => null,
                'capabilities' => [],
            ],
        ]);
    }

    /** @return array<string, mixed> */
    private static function line(array $request, string $type, array $thing, string $name, array $parts): array {
        return [
            'type' => $type,
            'ref' => $thing['id'],
            'name' => $name,
            'quantity' => $request['quantity'],
            'unit_minor' => $thing['price_minor'],
            'total_minor' => $thing['price_minor'] * $request['quantity'],
            'parts' => $parts,
            'currency' => $thing['currency'],
            'max_per_order' => $thing['max_per_order'],
        ];
    }

    /** @param list<array<string, mixed>> $lines */
    private function lookAtStock(array $lines): void {
        $units = Orders::units(['lines' => $lines]);
        $pools = $this->catalogue->pools(array_map('strval', array_keys($units)));
        foreach ($units as $pool => $count) {
            $left = Sale::piecesLeft([['pool_id' => (string) $pool, 'units' => 1]], $pools);
            if ($left !== null && $left < $count) {
                throw new Refusal('sold_out');
            }
        }
    }
}
