<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Ids;
use Parterre\Domain\Instant;
use Parterre\Domain\Secrets;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Desk;
use Parterre\Store\Shows;
use Parterre\Store\Stock;

/**
 * Whole shows and products as the desk edits them, in the protocol's spelling: times are UTC texts, money is integer
 * minor units. Reads and writes them through the repositories; the back office and the demo seeder both come here.
 *
 * A show: `id slug title artists summary description poster place doorsAt startsAt endsAt timeZone status access
 * replayUntil chat published owner page signals`, and the lists `cameras pools offers crew`.
 */
final class Programme {
    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Stock $stock,
        private readonly Desk $desk,
    ) {}

    /**
     * Every show in short, newest first.
     *
     * @param int|null $owner only the shows of this WordPress user
     * @return list<array<string, mixed>>
     */
    public function list(?int $owner = null): array {
        $sold = $this->desk->ticketsByShow();
        $rows = array_filter(
            $this->shows->all(),
            static fn(array $row): bool => $owner === null || $row['owner_id'] === $owner,
        );
        return array_values(
            array_map(
                static fn(array $row): array => self::toShow($row) + ['ticketsSold' => $sold[$row['id']] ?? 0],
                $rows,
            ),
        );
    }

    /** @return array<string, mixed>|null a whole show */
    public function show(string $id): ?array {
        $row = $this->shows->find($id);
        if ($row === null) {
            return null;
        }
        $offers = array_map(self::toOffer(...), $this->catalogue->offers($id));
        $used = array_filter([
            ...array_column(array_merge(...array_column($offers, 'parts')), 'pool'),
            ...array_column(array_merge(...array_column($offers, 'quotas')), 'pool'),
        ]);
        $pools =
            array_column($this->catalogue->poolsOf($id), null, 'id') + $this->catalogue->pools(array_values($used));
        return [
            ...self::toShow($row),
            'cameras' => array_map(self::toCamera(...), $this->shows->cameras($id)),
            'pools' => array_values(
                array_map(
                    static fn(array $pool): array => [
                        'id' => $pool['id'],
                        'name' => $pool['name'],
                        // Whose it is: a show may draw on the stock of another one, which is changed there.
                        'show' => $pool['show_id'],
                        'capacity' => $pool['capacity'],
                        'soldElsewhere' => $pool['sold_elsewhere'] === 1,
                        'held' => $pool['held'],
                        'sold' => $pool['sold'],
                    ],
                    $pools,
                ),
            ),
            'offers' => $offers,
            'crew' => array_map(
                static fn(array $one): array => [
                    'email' => $one['email'],
                    'role' => $one['role'],
                    'capabilities' => $one['capabilities'],
                ],
                $this->shows->crew($id),
            ),
        ];
    }

    /**
     * Writes a whole show, already checked, and answers its id. Offers left out are taken from the list; what was sold
     * keeps its own copy.
     *
     * @param array<string, mixed> $show as `show()` gives it; `id` may be missing, and so may fields of offers and pools, which
     *                                   then stay as they were
     * @return string its id
     * @throws PoolTooSmall when a capacity is below what is sold and held; nothing is written then
     */
    public function saveShow(array $show): string {
        $saved = $this->db->transaction(function () use ($show): string {
            $id = (string) ($show['id'] ?? '');
            $fields = self::toRow($show);
            if ($id !== '' && $this->shows->find($id) !== null) {
                $this->shows->update($id, $fields);
            } else {
                $id = $this->shows->create($fields + ($id === '' ? [] : ['id' => $id]));
            }
            $this->shows->setCameras(
                $id,
                array_map(
                    static fn(array $camera): array => [
                        'id' => $camera['id'],
                        'label' => $camera['label'],
                        'capability' => $camera['capability'],
                        'offset_ms' => $camera['offsetMs'],
                        'provider' => $camera['provider'],
                        'live_stream' => $camera['liveStream'],
                        'replay_stream' => $camera['replayStream'],
                        'backup_stream' => $camera['backupStream'] ?? '',
                        'backup_provider' => $camera['backupProvider'] ?? '',
                        'captions' => $camera['captions'],
                        'features' => $camera['features'],
                    ],
                    $show['cameras'],
                ),
            );
            $this->savePools($id, $show['pools']);
            $this->saveOffers($id, $show['offers']);
            $this->desk->dropUnusedPools($id);
            $this->shows->setCrew(
                $id,
                array_map(
                    fn(array $one): array => [
                        'email' => $one['email'],
                        'email_hash' => $this->secrets->hashEmail($one['email']),
                        'role' => $one['role'],
                        ...$one['capabilities'] === [] ? [] : ['capabilities' => $one['capabilities']],
                    ],
                    $show['crew'],
                ),
            );
            return $id;
        });
        /** A show was written by the desk or the seeder; its public lane and its page follow. */
        do_action('parterre_show_saved', $saved);
        return $saved;
    }

    public function setPage(string $id, int $page): void {
        $this->shows->update($id, ['page_id' => $page]);
    }

    /** Whether another show already has this slug. */
    public function slugTaken(string $slug, ?string $exceptId): bool {
        $holder = $this->shows->findBySlug($slug);
        return $holder !== null && $holder['id'] !== $exceptId;
    }

    /**
     * @return list<array<string, mixed>> `id show name description images published variants`, a variant being
     *                                     `id label priceMinor currency maxPerOrder stock sold held`
     */
    public function products(): array {
        $products = $this->catalogue->products(null, false);
        $pools = $this->catalogue->pools(
            array_values(array_filter(array_column(array_merge(...array_column($products, 'variants')), 'pool_id'))),
        );
        return array_map(
            static fn(array $one): array => [
                'id' => $one['id'],
                'show' => $one['show_id'],
                'name' => $one['name'],
                'description' => $one['description'],
                'images' => $one['images'],
                'published' => $one['published'] === 1,
                'variants' => array_map(
                    static fn(array $variant): array => [
                        'id' => $variant['id'],
                        'label' => $variant['label'],
                        'priceMinor' => $variant['price_minor'],
                        'currency' => $variant['currency'],
                        'maxPerOrder' => $variant['max_per_order'],
                        'pool' => $variant['pool_id'],
                        'stock' => $pools[$variant['pool_id']]['capacity'] ?? null,
                        'sold' => $pools[$variant['pool_id']]['sold'] ?? 0,
                        'held' => $pools[$variant['pool_id']]['held'] ?? 0,
                    ],
                    $one['variants'],
                ),
            ],
            $products,
        );
    }

    /**
     * Writes a product, already checked. Each variant draws on a pool of its own, so a stock is simply its capacity.
     *
     * @param array<string, mixed> $product as `products()` gives it; ids may be missing
     */
    public function saveProduct(array $product, int $position): string {
        $id = $this->db->transaction(function () use ($product, $position): string {
            $variants = [];
            foreach ($product['variants'] as $variant) {
                $variantId = (string) ($variant['id'] ?? '') ?: Ids::make('vrnt');
                $pool = self::poolOfVariant($variantId);
                $name = trim("{$product['name']} {$variant['label']}");
                if ($this->catalogue->pools([$pool]) === []) {
                    $this->catalogue->createPool(null, $name, $variant['stock'], $pool);
                } else {
                    $this->desk->namePool($pool, $name);
                    $this->catalogue->setCapacity($pool, $variant['stock']);
                }
                $variants[] = [
                    'id' => $variantId,
                    'label' => $variant['label'],
                    'price_minor' => $variant['priceMinor'],
                    'currency' => $variant['currency'],
                    'pool_id' => $pool,
                    'max_per_order' => $variant['maxPerOrder'],
                ];
            }
            return $this->catalogue->saveProduct(
                [
                    'id' => (string) ($product['id'] ?? '') ?: Ids::make('prod'),
                    'show_id' => $product['show'],
                    'name' => $product['name'],
                    'description' => $product['description'],
                    'images' => $product['images'],
                    'position' => $position,
                    'published' => $product['published'],
                ],
                $variants,
            );
        });
        /** A product was written by the desk or the seeder; the second argument is the pools its variants draw on. */
        do_action(
            'parterre_product_saved',
            $id,
            array_values(
                array_filter(
                    array_column(
                        array_merge(
                            ...array_column(
                                array_filter(
                                    $this->catalogue->products(null, false),
                                    static fn(array $one): bool => $one['id'] === $id,
                                ),
                                'variants',
                            ),
                        ),
                        'pool_id',
                    ),
                ),
            ),
        );
        return $id;
    }

    /** The pool that a variant has to itself. */
    public static function poolOfVariant(string $variant): string {
        return 'pool_' . substr(hash('sha256', $variant), 0, 22);
    }

    public function removeProduct(string $id): void {
        $this->catalogue->deleteProduct($id);
        do_action('parterre_product_saved', $id, []);
    }

    /**
     * Writes a show's own pools; those of others it draws on are not its to change.
     *
     * @param list<array{id: string, name: string, capacity: ?int, soldElsewhere?: bool}> $pools
     */
    private function savePools(string $show, array $pools): void {
        $ids = array_column($pools, 'id');
        $known = $this->catalogue->pools($ids);
        // Gives back what is over first, so that only what is really sold and held speaks against a capacity.
        $this->stock->lock(array_map('strval', array_keys($known)));
        $taken = [];
        foreach ($pools as $index => $pool) {
            if (!isset($known[$pool['id']])) {
                $this->catalogue->createPool($show, $pool['name'], $pool['capacity'], $pool['id']);
            } elseif ($known[$pool['id']]['show_id'] !== $show) {
                continue;
            } else {
                $this->desk->namePool($pool['id'], $pool['name']);
                if (!$this->catalogue->setCapacity($pool['id'], $pool['capacity'])) {
                    ['sold' => $sold, 'held' => $held] = $this->catalogue->pools([$pool['id']])[$pool['id']];
                    $taken[$index] = ['sold' => $sold, 'held' => $held];
                }
            }
            if (($pool['soldElsewhere'] ?? null) !== null) {
                $this->catalogue->setSoldElsewhere($pool['id'], $pool['soldElsewhere']);
            }
        }
        if ($taken !== []) {
            throw new PoolTooSmall($taken);
        }
    }

    /** @param list<array<string, mixed>> $offers */
    private function saveOffers(string $show, array $offers): void {
        $kept = [];
        $known = $this->catalogue->offersById(array_values(array_filter(array_column($offers, 'id'))));
        foreach ($offers as $position => $offer) {
            $before = $known[$offer['id'] ?? ''] ?? [];
            // What a caller does not speak of stays as it was.
            $said = static fn(string $field, string $column, mixed $first): mixed => array_key_exists($field, $offer)
                ? $offer[$field]
                : $before[$column] ?? $first;
            $kept[] = $this->catalogue->saveOffer(
                [
                    'id' => (string) ($offer['id'] ?? '') ?: Ids::make('offr'),
                    'pricing' => $said('pricing', 'pricing', 'fixed'),
                    'max_minor' => $said('maxMinor', 'max_minor', null),
                    'suggestions' => $said('suggestions', 'suggestions', []),
                    'opens_after' => $said('opensAfter', 'opens_after', null),
                    'hidden' => $said('hidden', 'hidden', false),
                    'max_per_person' => $said('maxPerPerson', 'max_per_person', null),
                    'show_id' => $show,
                    'name' => $offer['name'],
                    'description' => $offer['description'],
                    'price_minor' => $offer['priceMinor'],
                    'currency' => $offer['currency'],
                    'opens_at' => Instant::parse($offer['opensAt']),
                    'closes_at' => Instant::parse($offer['closesAt']),
                    'closed' => $offer['closed'],
                    'max_per_order' => $offer['maxPerOrder'],
                    'position' => $position,
                ],
                array_map(
                    static fn(array $part, int $place): array => [
                        'share_minor' => match (true) {
                            array_key_exists('shareMinor', $part) => $part['shareMinor'],
                            ($before['parts'][$place]['kind'] ?? null) === $part['kind'] => $before['parts'][$place][
                                'share_minor'
                            ],
                            default => null,
                        },
                        // A part that names no show is about the offer's own, except goods, which belong to none.
                        'show_id' => $part['show'] ?? ($part['kind'] === 'merch' ? null : $show),
                        'kind' => $part['kind'],
                        'title' => $part['title'],
                        'pool_id' => $part['pool'],
                        'units' => $part['units'],
                        'valid_from' => Instant::parse($part['from']),
                        'valid_until' => Instant::parse($part['until']),
                        'capabilities' => $part['capabilities'],
                    ],
                    $offer['parts'],
                    array_keys($offer['parts']),
                ),
                array_key_exists('quotas', $offer)
                    ? array_map(
                        static fn(array $quota): array => ['pool_id' => $quota['pool'], 'units' => $quota['units']],
                        $offer['quotas'],
                    )
                    : $before['quotas'] ?? [],
            );
        }
        foreach ($this->catalogue->offers($show) as $old) {
            if (!in_array($old['id'], $kept, true)) {
                $this->catalogue->deleteOffer($old['id']);
            }
        }
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, mixed>
     */
    private static function toRow(array $show): array {
        return [
            'slug' => $show['slug'],
            'title' => $show['title'],
            'artists' => $show['artists'],
            'summary' => $show['summary'],
            'description' => $show['description'],
            'poster' => $show['poster'],
            'place' => $show['place'],
            'doors_at' => Instant::parse($show['doorsAt']),
            'starts_at' => Instant::parse($show['startsAt']),
            'ends_at' => Instant::parse($show['endsAt']),
            'time_zone' => $show['timeZone'],
            'status' => $show['status'],
            'access' => $show['access'],
            'replay_until' => Instant::parse($show['replayUntil']),
            'chat' => $show['chat'],
            'sound' => $show['sound'] ?? 'master',
            'mark' => $show['mark'] ?? '',
            'published' => $show['published'],
            'owner_id' => $show['owner'],
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function toShow(array $row): array {
        return [
            'id' => $row['id'],
            'slug' => $row['slug'],
            'title' => $row['title'],
            'artists' => $row['artists'],
            'summary' => $row['summary'],
            'description' => $row['description'],
            'poster' => $row['poster'],
            'page' => $row['page_id'],
            'place' => $row['place'],
            'doorsAt' => Instant::toText($row['doors_at']),
            'startsAt' => Instant::toText($row['starts_at']),
            'endsAt' => Instant::toText($row['ends_at']),
            'timeZone' => $row['time_zone'],
            'status' => $row['status'],
            'access' => $row['access'],
            'signals' => [
                'liveAt' => Instant::toTextOrNull($row['live_at']),
                'pausedAt' => Instant::toTextOrNull($row['paused_at']),
                'endedAt' => Instant::toTextOrNull($row['ended_at']),
                'replayAt' => Instant::toTextOrNull($row['replay_at']),
                'forced' => $row['forced'],
            ],
            'replayUntil' => Instant::toTextOrNull($row['replay_until']),
            'chat' => $row['chat'] === 1,
            'sound' => $row['sound'],
            'mark' => $row['mark'],
            'published' => $row['published'] === 1,
            'owner' => $row['owner_id'],
            'revision' => $row['revision'],
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function toCamera(array $row): array {
        return [
            'id' => $row['id'],
            'label' => $row['label'],
            'capability' => $row['capability'],
            'offsetMs' => $row['offset_ms'],
            'provider' => $row['provider'],
            'liveStream' => $row['live_stream'],
            'replayStream' => $row['replay_stream'],
            'backupStream' => $row['backup_stream'],
            'backupProvider' => $row['backup_provider'],
            'captions' => $row['captions'],
            'features' => $row['features'],
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function toOffer(array $row): array {
        return [
            'id' => $row['id'],
            'name' => $row['name'],
            'description' => $row['description'],
            'pricing' => $row['pricing'],
            'priceMinor' => $row['price_minor'],
            'maxMinor' => $row['max_minor'],
            'suggestions' => $row['suggestions'] ?? [],
            'currency' => $row['currency'],
            'opensAt' => Instant::toTextOrNull($row['opens_at']),
            'closesAt' => Instant::toTextOrNull($row['closes_at']),
            'opensAfter' => $row['opens_after'],
            'closed' => $row['closed'] === 1,
            'hidden' => $row['hidden'] === 1,
            'maxPerOrder' => $row['max_per_order'],
            'maxPerPerson' => $row['max_per_person'],
            'quotas' => array_map(
                static fn(array $quota): array => ['pool' => $quota['pool_id'], 'units' => $quota['units']],
                $row['quotas'],
            ),
            'parts' => array_map(
                static fn(array $part): array => [
                    'kind' => $part['kind'],
                    // The offer's own show needs no name: a copy of the offer then follows its show.
                    'show' => $part['show_id'] === $row['show_id'] ? null : $part['show_id'],
                    'title' => $part['title'],
                    'pool' => $part['pool_id'],
                    'units' => $part['units'],
                    'from' => Instant::toTextOrNull($part['valid_from']),
                    'until' => Instant::toTextOrNull($part['valid_until']),
                    'capabilities' => $part['capabilities'],
                    'shareMinor' => $part['share_minor'],
                ],
                $row['parts'],
            ),
        ];
    }
}
