<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** What goes back and why: a row for each refund, written before anybody is asked to make it. */
final class Refunds {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        return self::typed($this->db->one('SELECT * FROM {refunds} WHERE id = ?', [$id]));
    }

    /** @return array<string, mixed>|null */
    public function findByKey(string $order, string $key): ?array {
        return self::typed(
            $this->db->one('SELECT * FROM {refunds} WHERE order_id = ? AND request_key = ?', [$order, $key]),
        );
    }

    /** @return array<string, mixed>|null the refund that a provider knows by this id */
    public function findByProvider(string $providerId): ?array {
        return self::typed(
            $this->db->one('SELECT * FROM {refunds} WHERE provider_id = ? ORDER BY created_at DESC LIMIT 1', [
                $providerId,
            ]),
        );
    }

    /** @return list<array<string, mixed>> oldest first */
    public function ofOrder(string $order): array {
        return Rows::all(
            'refunds',
            $this->db->all('SELECT * FROM {refunds} WHERE order_id = ? ORDER BY created_at, id', [$order]),
        );
    }

    /**
     * Adds a refund.
     *
     * @param array<string, mixed> $fields columns of `refunds` but for id and times; `lines` a list
     * @return array<string, mixed>
     */
    public function add(array $fields): array {
        $row = ['lines' => Rows::json($fields['lines'])] +
            $fields + [
                'id' => Ids::make('rfnd'),
                'state' => 'requested',
                'provider_id' => '',
                'error' => '',
                'attempts' => 0,
                'created_at' => $this->clock->nowMs(),
            ];
        $this->db->insert('refunds', $row);
        return $this->find($row['id']) ?? throw new \LogicException('A refund vanished while being made.');
    }

    /** @param array<string, scalar|null> $values columns of `refunds` */
    public function change(string $id, array $values): void {
        $this->db->update('refunds', $values, ['id' => $id]);
    }

    /** Notes that the provider is about to be asked. */
    public function trying(string $id): void {
        $this->db->change('UPDATE {refunds} SET attempts = attempts + 1 WHERE id = ?', [$id]);
    }

    /**
     * Refunds that somebody should have sent by now: the request that wanted to has died, or the provider did not answer.
     *
     * @return list<string> ids, oldest first
     */
    public function unsent(int $ageMs, int $limit): array {
        return array_map(
            'strval',
            array_column(
                $this->db->all(
                    "SELECT id FROM {refunds} WHERE state = 'requested' AND created_at <= ? ORDER BY created_at LIMIT ?",
                    [$this->clock->nowMs() - $ageMs, $limit],
                ),
                'id',
            ),
        );
    }

    /**
     * Refunds that a provider or a bank refused, newest first: the venue owes this money.
     *
     * @return list<array{id: string, order: string, reference: string, amountMinor: int, currency: string, error: string}>
     */
    public function owed(int $limit): array {
        return array_map(
            static fn(array $row): array => [
                'id' => (string) $row['id'],
                'order' => (string) $row['order_id'],
                'reference' => (string) $row['reference'],
                'amountMinor' => (int) $row['amount_minor'],
                'currency' => (string) $row['currency'],
                'error' => (string) $row['error'],
            ],
            $this->db->all(
                "SELECT r.*, o.reference FROM {refunds} r JOIN {orders} o ON o.id = r.order_id WHERE r.state = 'failed' ORDER BY r.created_at DESC LIMIT ?",
                [$limit],
            ),
        );
    }

    /**
     * A page of refunds for the desk, newest first, each with the order's `reference`.
     *
     * @param list<string> $states
     * @param string $reference of an order; empty for all
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function page(array $states, string $reference, int $limit, int $offset): array {
        $where = ["r.state <> 'replaced'"];
        $values = [];
        if ($states !== []) {
            $where[] = 'r.state IN (' . Db::marks($states) . ')';
            array_push($values, ...$states);
        }
        if ($reference !== '') {
            $where[] = 'o.reference = ?';
            $values[] = $reference;
        }
        $from = 'FROM {refunds} r JOIN {orders} o ON o.id = r.order_id WHERE ' . implode(' AND ', $where);
        return [
            'items' => Rows::all(
                'refunds',
                $this->db->all("SELECT r.*, o.reference $from ORDER BY r.created_at DESC, r.id LIMIT ? OFFSET ?", [
                    ...$values,
                    $limit,
                    $offset,
                ]),
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) $from", $values),
        ];
    }

    /** @param array<string, string|null>|null $row */
    private static function typed(?array $row): ?array {
        return $row === null ? null : Rows::typed('refunds', $row);
    }
}
