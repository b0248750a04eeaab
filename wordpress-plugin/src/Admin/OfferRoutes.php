<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Plugin;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/**
 * What an offer can give besides its own show.
 *
 * - `GET /parts` → `{shows: [{id, title, startsAt, pools: [{id, name, show, capacity}]}], goods: [{name, pool}]}`: shows that are
 *   not over and that one may edit, and, for who may edit everything, the venue's products.
 */
final class OfferRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route('/parts', 'GET', self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS), $this->listParts(...));
    }

    private function listParts(): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $catalogue = $this->plugin->get(Catalogue::class);
        $shows = array_filter(
            $this->plugin->get(Shows::class)->all(),
            static fn(array $show): bool => Roles::mayEdit(['owner' => $show['owner_id']]) &&
                $show['status'] !== 'cancelled' &&
                max($show['ends_at'], $show['replay_until'] ?? 0) > $now,
        );
        $goods = [];
        foreach (
            current_user_can(Roles::EDIT_ALL_SHOWS) ? $this->plugin->get(Programme::class)->products() : []
            as $product
        ) {
            foreach ($product['variants'] as $variant) {
                $goods[] = [
                    'name' => $product['name'] . ($variant['label'] === '' ? '' : ' · ' . $variant['label']),
                    'pool' => $variant['pool'],
                ];
            }
        }
        return [
            'shows' => array_values(
                array_map(
                    static fn(array $show): array => [
                        'id' => $show['id'],
                        'title' => $show['title'],
                        'startsAt' => Instant::toText($show['starts_at']),
                        'pools' => array_map(
                            static fn(array $pool): array => [
                                'id' => $pool['id'],
                                'name' => $pool['name'],
                                'show' => $pool['show_id'],
                                'capacity' => $pool['capacity'],
                            ],
                            $catalogue->poolsOf($show['id']),
                        ),
                    ],
                    $shows,
                ),
            ),
            'goods' => $goods,
        ];
    }
}
