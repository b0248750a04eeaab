<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** Orders and their lines. */
final class Orders {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * @return array<string, mixed>|null with `lines`
     */
    public function find(string $id): ?array {
        return $this->withLines($this->db->one('SELECT * FROM {orders} WHERE id = ?', [$id]));
    }

    /**
     * The same, with its row locked until the transaction ends.
     *
     * @return array<string, mixed>|null
     */
    public function lock(string $id): ?array {
        return $this->withLines($this->db->one('SELECT * FROM {orders} WHERE id = ?' . $this->db->forUpdate(), [$id]));
    }

    /** @return array<string, mixed>|null */
    public function findByKey(string $keyHash): ?array {
        return $this->withLines($this->db->one('SELECT * FROM {orders} WHERE key_hash = ?', [$keyHash]));
    }

    /**
     * All orders of an address, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public function ofEmail(string $emailHash): array {
        return $this->withLinesAll(
            $this->db->all('SELECT * FROM {orders} WHERE email_hash = ? ORDER BY created_at DESC, id LIMIT 200', [
                $emailHash,
            ]),
        );
    }

    /**
     * Orders made in a session, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public function ofSession(string $session): array {
        return $this->withLinesAll(
            $this->db->all(
                'SELECT o.* FROM {orders} o JOIN {session_orders} s ON s.order_id = o.id WHERE s.session_id = ? ORDER BY o.created_at DESC, o.id LIMIT 200',
                [$session],
            ),
        );
    }

    /** Whether this order was made in this session. */
    public function inSession(string $order, string $session): bool {
        return $this->db->one('SELECT order_id FROM {session_orders} WHERE order_id = ? AND session_id = ?', [
            $order,
            $session,
        ]) !== null;
    }

    /** Whether a session made an order for this address. */
    public function sessionHasEmail(string $session, string $emailHash): bool {
        return $this->db->one(
            'SELECT o.id FROM {orders} o JOIN {session_orders} s ON s.order_id = o.id WHERE s.session_id = ? AND o.email_hash = ? LIMIT 1',
            [$session, $emailHash],
        ) !== null;
    }

    public function joinSession(string $order, string $session): void {
        $this->db->insert('session_orders', ['session_id' => $session, 'order_id' => $order], 'INSERT IGNORE INTO');
    }

    /**
     * For the admin: newest first, optionally of one state.
     *
     * @return list<array<string, mixed>>
     */
    public function all(?string $state = null, int $limit = 100, int $offset = 0): array {
        return $this->withLinesAll(
            $this->db->all(
                'SELECT * FROM {orders} WHERE (? IS NULL OR state = ?) ORDER BY created_at DESC, id LIMIT ? OFFSET ?',
                [$state, $state, $limit, $offset],
            ),
        );
    }

    /**
     * Adds an order with its lines.
     *
     * @param array<string, scalar|null>  $order columns of `orders` but for reference and times
     * @param list<array<string, mixed>>  $lines columns of `order_lines` but for id, order and position; `parts` and `pools` arrays
     * @throws DbError when an order with the same key exists
     */
    public function create(array $order, array $lines): void {
        $now = $this->clock->nowMs();
        // Eight readable characters are 40 bits: a clash is as good as impossible and would only fail this attempt.
        $this->db->insert('orders', $order + ['reference' => Ids::readable(8), 'created_at' => $now]);
        foreach ($lines as $position => $line) {
            $this->db->insert(
                'order_lines',
                [
                    'id' => Ids::make('line'),
                    'order_id' => $order['id'],
                    'position' => $position,
                    'parts' => Rows::json($line['parts']),
                    'taxes' => Rows::json($line['taxes'] ?? []),
                    'pools' => Rows::json((object) ($line['pools'] ?? [])),
                ] + $line,
            );
        }
    }

    /**
     * Moves an order to another state if it is in one of `$from`. Tells whether it was.
     *
     * @param list<string>               $from
     * @param array<string, scalar|null> $also further columns
     */
    public function move(string $id, array $from, string $to, array $also = []): bool {
        $set = ['state' => $to] + $also;
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($set)));
        return $this->db->change("UPDATE {orders} SET $assign WHERE id = ? AND state IN (" . Db::marks($from) . ')', [
            ...array_values($set),
            $id,
            ...$from,
        ]) === 1;
    }

    /**
     * Replaces the VAT in a line.
     *
     * @param list<array<string, mixed>> $taxes
     */
    public function setTaxes(string $line, array $taxes): void {
        $this->db->update('order_lines', ['taxes' => Rows::json($taxes)], ['id' => $line]);
    }

    /**
     * Settles which country's VAT an order is for.
     *
     * @param array<string, mixed> $evidence
     */
    public function setTaxCountry(string $id, string $country, array $evidence): void {
        $this->db->update('orders', ['tax_country' => $country, 'evidence' => Rows::json($evidence)], ['id' => $id]);
    }

    /** Gives an order another address. */
    public function readdress(string $id, string $email, string $emailHash): void {
        $this->db->update('orders', ['email' => $email, 'email_hash' => $emailHash], ['id' => $id]);
        // A pledge is its order's buyer's.
        $this->db->update('pledges', ['email' => $email, 'email_hash' => $emailHash], ['order_id' => $id]);
    }

    /** Says until when stock is held for a pending order. */
    public function holdUntil(string $id, ?int $until): void {
        $this->db->update('orders', ['hold_until' => $until], ['id' => $id]);
    }

    /**
     * Units an order needs of each pool.
     *
     * @param array<string, mixed> $order with `lines`
     * @return array<string, int> by pool
     */
    public static function units(array $order): array {
        $units = [];
        foreach ($order['lines'] as $line) {
            foreach (self::pieceUnits($line) as $pool => $count) {
                $units[$pool] = ($units[$pool] ?? 0) + $count * $line['quantity'];
            }
        }
        ksort($units, SORT_STRING);
        return $units;
    }

    /**
     * Whether an order nobody has paid is over: its hold, or the time there is to pay at all.
     *
     * @param array<string, mixed> $order
     */
    public static function isOver(array $order, int $nowMs): bool {
        return min($order['hold_until'] ?? PHP_INT_MAX, $order['pay_until'] ?? PHP_INT_MAX) <= $nowMs;
    }

    /**
     * Units that one piece of a line draws on.
     *
     * @param array<string, mixed> $line
     * @return array<string, int> by pool
     */
    public static function pieceUnits(array $line): array {
        if (isset($line['pools'])) {
            return $line['pools'];
        }
        $units = [];
        foreach ($line['parts'] as $part) {
            if ($part['pool_id'] !== null) {
                $units[$part['pool_id']] = ($units[$part['pool_id']] ?? 0) + $part['units'];
            }
        }
        return $units;
    }

    /** Takes refunded pieces and money off a line that is locked with its order. */
    public function refundLine(string $line, int $quantity, int $amountMinor): void {
        $this->db->change(
            'UPDATE {order_lines} SET refunded_quantity = refunded_quantity + ?, refunded_minor = refunded_minor + ? WHERE id = ?',
            [$quantity, $amountMinor, $line],
        );
    }

    /** Sums up what went back of an order. */
    public function addRefunded(string $id, int $amountMinor): void {
        $this->db->change('UPDATE {orders} SET refunded_minor = refunded_minor + ? WHERE id = ?', [$amountMinor, $id]);
    }

    /**
     * Orders a provider may know more about: those that wait for money and were made more than `$ageMs` ago, and those that ended
     * unpaid within a day, for money that comes late. A promised payment takes days, so it is asked about once an hour. Newest
     * first, so that a heap of abandoned orders never hides a fresh one.
     *
     * @return list<string>
     */
    public function unsettled(int $ageMs, int $limit): array {
        $now = $this->clock->nowMs();
        return array_column(
            $this->db->all(
                "SELECT o.id FROM {orders} o LEFT JOIN {payments} p ON p.order_id = o.id WHERE o.created_at <= ? AND ((o.state = 'pending' AND (o.created_at > ? OR COALESCE(p.checked_at, 0) <= ?)) OR (o.state = 'processing' AND COALESCE(p.checked_at, 0) <= ?) OR (o.state IN ('expired', 'cancelled', 'failed') AND o.closed_at > ?)) ORDER BY o.created_at DESC LIMIT ?",
                // What is pending for so long is owed for a pledge, and has days.
                [$now - $ageMs, $now - 3_600_000, $now - 600_000, $now - 3_600_000, $now - 86_400_000, $limit],
            ),
            'id',
        );
    }

    /**
     * @param array<string, string|null>|null $row
     * @return array<string, mixed>|null
     */
    private function withLines(?array $row): ?array {
        return $row === null ? null : $this->withLinesAll([$row])[0];
    }

    /**
     * @param list<array<string, string|null>> $rows
     * @return list<array<string, mixed>>
     */
    private function withLinesAll(array $rows): array {
        $orders = Rows::all('orders', $rows);
        $ids = array_column($orders, 'id');
        $lines =
            $ids === []
                ? []
                : Rows::all(
                    'order_lines',
                    $this->db->all(
                        'SELECT * FROM {order_lines} WHERE order_id IN (' .
                            Db::marks($ids) .
                            ') ORDER BY order_id, position',
                        $ids,
                    ),
                );
        foreach ($orders as &$order) {
            $order['lines'] = array_values(
                array_filter($lines, static fn(array $line): bool => $line['order_id'] === $order['id']),
            );
        }
        return $orders;
    }
}
