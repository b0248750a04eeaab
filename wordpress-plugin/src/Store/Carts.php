<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Carts: an unguessable id, a currency and some lines. Prices are looked up when a cart is read. */
final class Carts {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {carts} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('carts', $row);
    }

    /** @param list<array{variant: string, quantity: int}> $lines */
    public function create(string $currency, array $lines): string {
        $id = Ids::make('cart');
        $now = $this->clock->nowMs();
        $this->db->insert('carts', [
            'id' => $id,
            'currency' => $currency,
            'lines' => Rows::json($lines),
            'created_at' => $now,
            'updated_at' => $now,
        ]);
        return $id;
    }

    /** @param list<array{variant: string, quantity: int}> $lines */
    public function replace(string $id, string $currency, array $lines): void {
        $this->db->update(
            'carts',
            ['currency' => $currency, 'lines' => Rows::json($lines), 'updated_at' => $this->clock->nowMs()],
            ['id' => $id],
        );
    }
}
