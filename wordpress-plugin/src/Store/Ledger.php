<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/**
 * Every movement of money, once, for good. Rows are only ever added, each with the hash of the one before, so that nobody
 * changes, removes or inserts one without `verify` naming the place. Whoever noted the last hash elsewhere (the statement of a
 * show prints it) can also tell that nothing was cut off the end.
 *
 * Orders that test and payments without money have a chain of their own: the real one has no gaps and no toys in it.
 */
final class Ledger {
    public const LIVE = 'live';
    public const TEST = 'test';
    /** The hash before the first row. */
    private const START = '0000000000000000000000000000000000000000000000000000000000000000';
    private const KINDS = ['charge', 'refund', 'refund_reversed', 'dispute', 'dispute_reversed'];
    /** What is hashed, in this order. */
    private const HASHED = [
        'chain',
        'number',
        'at',
        'happened_at',
        'kind',
        'order_id',
        'gateway',
        'provider_id',
        'amount_minor',
        'currency',
        'livemode',
        'test',
        'previous_hash',
    ];
    private const BATCH = 500;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Adds a movement unless it is there already; in the transaction of what it belongs to, after all other locks.
     *
     * @param array<string, mixed> $order
     * @param string $kind `charge`, `refund`, `refund_reversed`, `dispute`, `dispute_reversed`
     * @param string $providerId the provider's name for it: with gateway and kind it is the row's key
     * @param int $amountMinor positive comes in, negative goes out
     * @return bool whether it is new
     */
    public function append(
        array $order,
        string $kind,
        string $providerId,
        int $amountMinor,
        string $currency,
        bool $livemode,
        ?int $happenedAt = null,
    ): bool {
        if (!in_array($kind, self::KINDS, true) || $providerId === '') {
            throw new \LogicException("A ledger has no row of the kind $kind without a name.");
        }
        if ($amountMinor === 0) {
            return false;
        }
        return $this->db->transaction(function () use (
            $order,
            $kind,
            $providerId,
            $amountMinor,
            $currency,
            $livemode,
            $happenedAt,
        ): bool {
            $chain = $order['test'] || !$livemode ? self::TEST : self::LIVE;
            $head = $this->lock($chain);
            if ($this->has($order['gateway'], $kind, $providerId)) {
                return false;
            }
            $now = $this->clock->nowMs();
            $row = [
                'chain' => $chain,
                'number' => (int) $head['number'] + 1,
                'at' => $now,
                'happened_at' => $happenedAt ?? $now,
                'kind' => $kind,
                'order_id' => $order['id'],
                'gateway' => $order['gateway'],
                'provider_id' => $providerId,
                'amount_minor' => $amountMinor,
                'currency' => $currency,
                'livemode' => (int) $livemode,
                'test' => (int) $order['test'],
                'previous_hash' => (string) $head['hash'],
            ];
            $row['hash'] = self::hash($row);
            $this->db->insert('ledger', $row);
            $this->db->update('chains', ['number' => $row['number'], 'hash' => $row['hash']], ['name' => $chain]);
            return true;
        });
    }

    /** Whether a movement is written down. */
    public function has(string $gateway, string $kind, string $providerId): bool {
        return $this->db->one('SELECT number FROM {ledger} WHERE gateway = ? AND kind = ? AND provider_id = ?', [
            $gateway,
            $kind,
            $providerId,
        ]) !== null;
    }

    /** @return list<array<string, mixed>> an order's movements, oldest first */
    public function ofOrder(string $order): array {
        return Rows::all(
            'ledger',
            $this->db->all('SELECT * FROM {ledger} WHERE order_id = ? ORDER BY chain, number', [$order]),
        );
    }

    /**
     * Walks the chains from their first row.
     *
     * @return list<array{chain: string, rows: int, hash: string, broken: ?array{number: int, why: string}}> `hash` of the last
     *         row; `broken` names the first row that is not as it was written
     */
    public function verify(): array {
        return array_map(fn(string $chain): array => $this->walk($chain), [self::LIVE, self::TEST]);
    }

    /** @return array{chain: string, rows: int, hash: string, broken: ?array{number: int, why: string}} */
    private function walk(string $chain): array {
        $head = $this->db->one('SELECT * FROM {chains} WHERE name = ?', [$chain]);
        $expected = 0;
        $hash = self::START;
        $broken = null;
        do {
            $rows = Rows::all(
                'ledger',
                $this->db->all('SELECT * FROM {ledger} WHERE chain = ? AND number > ? ORDER BY number LIMIT ?', [
                    $chain,
                    $expected,
                    self::BATCH,
                ]),
            );
            foreach ($rows as $row) {
                $expected++;
                $why = match (true) {
                    $row['number'] !== $expected => 'a row is missing before it',
                    $row['previous_hash'] !== $hash => 'it does not follow the row before it',
                    $row['hash'] !== self::hash($row) => 'it was changed',
                    default => null,
                };
                if ($why !== null) {
                    $broken = ['number' => $expected, 'why' => $why];
                    break 2;
                }
                $hash = $row['hash'];
            }
        } while (count($rows) === self::BATCH);
        // Reading does not lock: what was added while walking is no break.
        if ($broken === null && $expected < (int) ($head['number'] ?? 0)) {
            $broken = ['number' => $expected + 1, 'why' => 'rows are missing at the end'];
        }
        if ($broken === null && $expected > 0 && $head === null) {
            $broken = ['number' => $expected, 'why' => 'nobody knows that this is the end'];
        }
        if ($broken === null && $head !== null && $expected === (int) $head['number'] && $hash !== $head['hash']) {
            $broken = ['number' => $expected, 'why' => 'it is not the row that was written last'];
        }
        return ['chain' => $chain, 'rows' => $expected, 'hash' => $hash, 'broken' => $broken];
    }

    /** @return array<string, string|null> */
    private function lock(string $chain): array {
        $sql = 'SELECT * FROM {chains} WHERE name = ?' . $this->db->forUpdate();
        $head = $this->db->one($sql, [$chain]);
        if ($head === null) {
            $this->db->insert('chains', ['name' => $chain, 'number' => 0, 'hash' => self::START], 'INSERT IGNORE INTO');
            $head = $this->db->one($sql, [$chain]);
        }
        return $head ?? throw new \LogicException('A chain vanished while being begun.');
    }

    /** @param array<string, mixed> $row */
    private static function hash(array $row): string {
        $values = array_map(static fn(string $column): string => (string) $row[$column], self::HASHED);
        // JSON keeps the borders between values: no two different rows read the same.
        return hash('sha256', Rows::json($values));
    }
}
