<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Sale;

/** What can be bought: offers with their parts, products with their variants, and the pools both draw on. */
final class Catalogue {
    /** A product that anybody may see: published, and not the merch of a show that is a draft yet. */
    private const PUBLISHED = 'published = 1 AND (show_id IS NULL OR show_id IN (SELECT id FROM {shows} WHERE published = 1))';

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Offers of a show in their order, each with `parts`, `quotas` and `draws`.
     *
     * @return list<array<string, mixed>>
     */
    public function offers(string $show): array {
        return $this->withParts(
            $this->db->all('SELECT * FROM {offers} WHERE show_id = ? ORDER BY position, id', [$show]),
        );
    }

    /**
     * Offers of several shows at once, each with `parts`, `quotas` and `draws`.
     *
     * @param list<string> $shows
     * @return array<string, list<array<string, mixed>>> by show
     */
    public function offersOf(array $shows): array {
        $by = array_fill_keys($shows, []);
        if ($shows !== []) {
            foreach (
                $this->withParts(
                    $this->db->all(
                        'SELECT * FROM {offers} WHERE show_id IN (' . Db::marks($shows) . ') ORDER BY position, id',
                        $shows,
                    ),
                )
                as $offer
            ) {
                $by[$offer['show_id']][] = $offer;
            }
        }
        return $by;
    }

    /**
     * @param list<string> $ids
     * @return array<string, array<string, mixed>> by id, each with `parts`, `quotas` and `draws`
     */
    public function offersById(array $ids): array {
        if ($ids === []) {
            return [];
        }
        return array_column(
            $this->withParts($this->db->all('SELECT * FROM {offers} WHERE id IN (' . Db::marks($ids) . ')', $ids)),
            null,
            'id',
        );
    }

    /**
     * Published products, each with `variants`: those of a show and those always for sale, or all without a show.
     *
     * @return list<array<string, mixed>>
     */
    public function products(?string $show = null, bool $publishedOnly = true): array {
        $where = $publishedOnly ? self::PUBLISHED : '1 = 1';
        $rows =
            $show === null
                ? $this->db->all("SELECT * FROM {products} WHERE $where ORDER BY position, id")
                : $this->db->all(
                    "SELECT * FROM {products} WHERE $where AND (show_id = ? OR show_id IS NULL) ORDER BY position, id",
                    [$show],
                );
        $products = Rows::all('products', $rows);
        $ids = array_column($products, 'id');
        $variants =
            $ids === []
                ? []
                : Rows::all(
                    'variants',
                    $this->db->all(
                        'SELECT * FROM {variants} WHERE product_id IN (' . Db::marks($ids) . ') ORDER BY position, id',
                        $ids,
                    ),
                );
        foreach ($products as &$product) {
            $product['variants'] = array_values(
                array_filter($variants, static fn(array $variant): bool => $variant['product_id'] === $product['id']),
            );
        }
        return $products;
    }

    /**
     * Variants of published products, each with its `product` row.
     *
     * @param list<string> $ids
     * @return array<string, array<string, mixed>> by id
     */
    public function variantsById(array $ids): array {
        if ($ids === []) {
            return [];
        }
        $variants = Rows::all(
            'variants',
            $this->db->all('SELECT * FROM {variants} WHERE id IN (' . Db::marks($ids) . ')', $ids),
        );
        $products = array_values(array_unique(array_column($variants, 'product_id')));
        $rows =
            $products === []
                ? []
                : $this->db->all(
                    'SELECT * FROM {products} WHERE ' . self::PUBLISHED . ' AND id IN (' . Db::marks($products) . ')',
                    $products,
                );
        $rows = array_column(Rows::all('products', $rows), null, 'id');
        $found = [];
        foreach ($variants as $variant) {
            if (isset($rows[$variant['product_id']])) {
                $found[$variant['id']] = $variant + ['product' => $rows[$variant['product_id']]];
            }
        }
        return $found;
    }

    /**
     * Pools as they are now. Stock of expired holds counts as free, as the next hold on the pool gives it back first.
     *
     * @param list<string> $ids
     * @return array<string, array<string, mixed>> by id
     */
    public function pools(array $ids): array {
        $ids = array_values(array_unique($ids));
        if ($ids === []) {
            return [];
        }
        $pools = array_column(
            Rows::all('pools', $this->db->all('SELECT * FROM {pools} WHERE id IN (' . Db::marks($ids) . ')', $ids)),
            null,
            'id',
        );
        $expired = $this->db->all(
            "SELECT pool_id, SUM(units) AS units FROM {holds} WHERE state = 'active' AND expires_at <= ? AND pool_id IN (" .
                Db::marks($ids) .
                ') GROUP BY pool_id',
            [$this->clock->nowMs(), ...$ids],
        );
        foreach ($expired as $row) {
            $pools[$row['pool_id']]['held'] -= (int) $row['units'];
        }
        return $pools;
    }

    /** @return list<array<string, mixed>> */
    public function poolsOf(string $show): array {
        return Rows::all('pools', $this->db->all('SELECT * FROM {pools} WHERE show_id = ? ORDER BY name, id', [$show]));
    }

    /**
     * Adds a pool.
     *
     * @param int|null $capacity null for no end
     */
    public function createPool(?string $show, string $name, ?int $capacity, ?string $id = null): string {
        $id ??= Ids::make('pool');
        $this->db->insert('pools', [
            'id' => $id,
            'show_id' => $show,
            'name' => $name,
            'capacity' => $capacity,
            'updated_at' => $this->clock->nowMs(),
        ]);
        return $id;
    }

    /** Says that a pool is sold out elsewhere, or that it is not. */
    public function setSoldElsewhere(string $pool, bool $full): void {
        $this->db->update(
            'pools',
            ['sold_elsewhere' => (int) $full, 'updated_at' => $this->clock->nowMs()],
            ['id' => $pool],
        );
    }

    /** Changes a pool's capacity, unless more than that is already sold or held. Tells whether it could. */
    public function setCapacity(string $pool, ?int $capacity): bool {
        $this->db->change(
            'UPDATE {pools} SET capacity = ?, updated_at = ? WHERE id = ? AND (? IS NULL OR held + sold <= ?)',
            [$capacity, $this->clock->nowMs(), $pool, $capacity, $capacity],
        );
        $now = $this->db->one('SELECT capacity FROM {pools} WHERE id = ?', [$pool]);
        return $now !== null && ($now['capacity'] === null ? null : (int) $now['capacity']) === $capacity;
    }

    /**
     * Adds or replaces an offer with its parts. Sold lines keep what they were sold as.
     *
     * @param array{id?: string, show_id: string, name: string, description?: string, pricing?: string, price_minor: int, max_minor?: ?int, suggestions?: list<int>, currency: string, opens_at?: ?int, closes_at?: ?int, opens_after?: ?string, closed?: bool, hidden?: bool, max_per_order?: int, max_per_person?: ?int, position?: int} $offer
     * @param list<array{show_id?: ?string, kind: string, title?: string, pool_id?: ?string, units?: int, valid_from?: ?int, valid_until?: ?int, capabilities?: list<string>, share_minor?: ?int}> $parts
     * @param list<array{pool_id: string, units: int}> $quotas pools it draws on besides those of its parts
     */
    public function saveOffer(array $offer, array $parts, array $quotas = []): string {
        $id = $offer['id'] ?? Ids::make('offr');
        $row = [
            'show_id' => $offer['show_id'],
            'name' => $offer['name'],
            'description' => $offer['description'] ?? '',
            'pricing' => $offer['pricing'] ?? 'fixed',
            'price_minor' => $offer['price_minor'],
            'max_minor' => $offer['max_minor'] ?? null,
            'suggestions' => Rows::json($offer['suggestions'] ?? []),
            'currency' => $offer['currency'],
            'opens_at' => $offer['opens_at'] ?? null,
            'closes_at' => $offer['closes_at'] ?? null,
            'opens_after' => $offer['opens_after'] ?? null,
            'closed' => (int) ($offer['closed'] ?? false),
            'hidden' => (int) ($offer['hidden'] ?? false),
            'max_per_order' => $offer['max_per_order'] ?? 10,
            'max_per_person' => $offer['max_per_person'] ?? null,
            'position' => $offer['position'] ?? 0,
        ];
        $this->db->transaction(function () use ($id, $row, $parts, $quotas): void {
            $before = $this->db->one('SELECT opens_after FROM {offers} WHERE id = ?', [$id]);
            if ($before !== null) {
                // Whoever waits for another offer now waits anew.
                $again = $before['opens_after'] === $row['opens_after'] ? [] : ['opened_at' => null];
                $this->db->update('offers', $row + $again, ['id' => $id]);
            } else {
                $this->db->insert('offers', ['id' => $id, 'created_at' => $this->clock->nowMs()] + $row);
            }
            $this->db->change('DELETE FROM {offer_parts} WHERE offer_id = ?', [$id]);
            foreach ($parts as $position => $part) {
                $this->db->insert('offer_parts', [
                    'offer_id' => $id,
                    'position' => $position,
                    'show_id' => $part['show_id'] ?? null,
                    'kind' => $part['kind'],
                    'title' => $part['title'] ?? '',
                    'pool_id' => $part['pool_id'] ?? null,
                    'units' => $part['units'] ?? 1,
                    'valid_from' => $part['valid_from'] ?? null,
                    'valid_until' => $part['valid_until'] ?? null,
                    'capabilities' => Rows::json($part['capabilities'] ?? []),
                    'share_minor' => $part['share_minor'] ?? null,
                ]);
            }
            $this->db->change('DELETE FROM {offer_pools} WHERE offer_id = ?', [$id]);
            foreach ($quotas as $quota) {
                $this->db->insert('offer_pools', ['offer_id' => $id] + $quota, 'INSERT IGNORE INTO');
            }
        });
        return $id;
    }

    /**
     * Opens for good what waited for an offer that has just gone. In the transaction that took the last of it, so that a hold
     * which ends later brings a place back without shutting what was opened meanwhile.
     *
     * @param list<string> $pools that moved
     */
    public function openFollowers(array $pools): void {
        if ($pools === []) {
            return;
        }
        $marks = Db::marks($pools);
        $waiting = $this->db->all(
            "SELECT f.id, f.opens_after FROM {offers} f WHERE f.opened_at IS NULL AND f.opens_after IS NOT NULL AND (f.opens_after IN (SELECT offer_id FROM {offer_parts} WHERE pool_id IN ($marks)) OR f.opens_after IN (SELECT offer_id FROM {offer_pools} WHERE pool_id IN ($marks)))",
            [...$pools, ...$pools],
        );
        $before = $this->offersById(array_values(array_unique(array_column($waiting, 'opens_after'))));
        foreach ($waiting as $offer) {
            $draws = $before[$offer['opens_after']]['draws'] ?? [];
            $left = Sale::piecesLeft($draws, $this->pools(array_values(array_filter(array_column($draws, 'pool_id')))));
            if ($left !== null && $left < 1) {
                $this->db->change('UPDATE {offers} SET opened_at = ? WHERE id = ? AND opened_at IS NULL', [
                    $this->clock->nowMs(),
                    $offer['id'],
                ]);
            }
        }
    }

    /** Moves every date of a show's offers by the same time, as the show itself was moved. */
    public function moveDates(string $show, int $byMs): void {
        $this->db->change('UPDATE {offers} SET opens_at = opens_at + ?, closes_at = closes_at + ? WHERE show_id = ?', [
            $byMs,
            $byMs,
            $show,
        ]);
        $this->db->change(
            'UPDATE {offer_parts} SET valid_from = valid_from + ?, valid_until = valid_until + ? WHERE show_id = ?',
            [$byMs, $byMs, $show],
        );
    }

    /** Takes an offer from the list. Orders that name it keep their own copy of what was sold. */
    public function deleteOffer(string $id): void {
        $this->db->transaction(function () use ($id): void {
            $this->db->change('DELETE FROM {offer_parts} WHERE offer_id = ?', [$id]);
            $this->db->change('DELETE FROM {offer_pools} WHERE offer_id = ?', [$id]);
            $this->db->change('DELETE FROM {offers} WHERE id = ?', [$id]);
        });
    }

    /**
     * Adds or replaces a product with its variants.
     *
     * @param array{id?: string, show_id?: ?string, name: string, description?: string, images?: list<array{url: string, alt: string, width: ?int, height: ?int}>, position?: int, published?: bool} $product
     * @param list<array{id?: string, label: string, price_minor: int, currency: string, pool_id?: ?string, max_per_order?: int}> $variants
     */
    public function saveProduct(array $product, array $variants): string {
        $id = $product['id'] ?? Ids::make('prod');
        $row = [
            'show_id' => $product['show_id'] ?? null,
            'name' => $product['name'],
            'description' => $product['description'] ?? '',
            'images' => Rows::json($product['images'] ?? []),
            'position' => $product['position'] ?? 0,
            'published' => (int) ($product['published'] ?? true),
        ];
        $this->db->transaction(function () use ($id, $row, $variants): void {
            if ($this->db->one('SELECT id FROM {products} WHERE id = ?', [$id]) !== null) {
                $this->db->update('products', $row, ['id' => $id]);
            } else {
                $this->db->insert('products', ['id' => $id, 'created_at' => $this->clock->nowMs()] + $row);
            }
            $this->db->change('DELETE FROM {variants} WHERE product_id = ?', [$id]);
            foreach ($variants as $position => $variant) {
                $this->db->insert('variants', [
                    'id' => $variant['id'] ?? Ids::make('vrnt'),
                    'product_id' => $id,
                    'label' => $variant['label'],
                    'price_minor' => $variant['price_minor'],
                    'currency' => $variant['currency'],
                    'pool_id' => $variant['pool_id'] ?? null,
                    'max_per_order' => $variant['max_per_order'] ?? 10,
                    'position' => $position,
                ]);
            }
        });
        return $id;
    }

    public function deleteProduct(string $id): void {
        $this->db->transaction(function () use ($id): void {
            $this->db->change('DELETE FROM {variants} WHERE product_id = ?', [$id]);
            $this->db->change('DELETE FROM {products} WHERE id = ?', [$id]);
        });
    }

    /**
     * Shows whose offers, and products whose variants, draw on these pools: what has to be announced when they move.
     *
     * @param list<string> $pools
     * @return array{shows: list<string>, products: list<string>}
     */
    public function drawingOn(array $pools): array {
        $pools = array_values(array_unique($pools));
        if ($pools === []) {
            return ['shows' => [], 'products' => []];
        }
        $marks = Db::marks($pools);
        $shows = $this->db->all(
            "SELECT DISTINCT show_id FROM {offers} WHERE id IN (SELECT offer_id FROM {offer_parts} WHERE pool_id IN ($marks)) OR id IN (SELECT offer_id FROM {offer_pools} WHERE pool_id IN ($marks))",
            [...$pools, ...$pools],
        );
        $products = $this->db->all("SELECT DISTINCT product_id FROM {variants} WHERE pool_id IN ($marks)", $pools);
        return ['shows' => array_column($shows, 'show_id'), 'products' => array_column($products, 'product_id')];
    }

    /**
     * @param list<array<string, string|null>> $rows
     * @return list<array<string, mixed>>
     */
    private function withParts(array $rows): array {
        $offers = Rows::all('offers', $rows);
        $ids = array_column($offers, 'id');
        $parts =
            $ids === []
                ? []
                : Rows::all(
                    'offer_parts',
                    $this->db->all(
                        'SELECT * FROM {offer_parts} WHERE offer_id IN (' .
                            Db::marks($ids) .
                            ') ORDER BY offer_id, position',
                        $ids,
                    ),
                );
        $quotas =
            $ids === []
                ? []
                : Rows::all(
                    'offer_pools',
                    $this->db->all(
                        'SELECT * FROM {offer_pools} WHERE offer_id IN (' .
                            Db::marks($ids) .
                            ') ORDER BY offer_id, pool_id',
                        $ids,
                    ),
                );
        foreach ($offers as &$offer) {
            $ofOffer = static fn(array $row): bool => $row['offer_id'] === $offer['id'];
            $offer['parts'] = array_values(array_filter($parts, $ofOffer));
            $offer['quotas'] = array_values(array_filter($quotas, $ofOffer));
            // All that one piece takes, from whichever pool and for whichever reason.
            $offer['draws'] = array_map(
                static fn(array $row): array => ['pool_id' => $row['pool_id'], 'units' => $row['units']],
                [...$offer['parts'], ...$offer['quotas']],
            );
        }
        return $offers;
    }
}
