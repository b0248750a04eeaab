<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/**
 * Holds and sales of pools. Every change is a conditional UPDATE whose count of changed rows is the answer, inside the
 * caller's transaction, with pools in id order, so that two orders never wait for each other crosswise.
 *
 * Invariants: a pool's `held` is the sum of its active and committed holds, `sold` the sum of its sold ones.
 */
final class Stock {
    public function __construct(
        private readonly Db $db,
        private readonly Codes $codes,
        private readonly PersonLimits $limits,
        private readonly Clock $clock,
    ) {}

    /**
     * Holds all that an order needs or nothing of it: units of its pools, the uses of its codes that it gave back, its place
     * within what one person may have. On false the caller must roll back.
     *
     * @param array<string, int> $units by pool
     * @param string|null $network keyed hash of the buyer's network, to count how much one network holds
     * @param array<string, int> $kept units that were kept for the same person until this transaction, by pool
     */
    public function hold(string $order, array $units, int $until, ?string $network = null, array $kept = []): bool {
        if ($this->limits->exceeded($order) !== null) {
            return false;
        }
        ksort($units, SORT_STRING);
        foreach ($units as $pool => $count) {
            $pool = (string) $pool;
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [$pool]);
            $this->releaseExpired($pool);
            $taken = $this->db->change(
                'UPDATE {pools} SET held = held + ?, updated_at = ? WHERE id = ? AND (sold_elsewhere = 0 OR ? >= ?) AND (capacity IS NULL OR held + sold + ? <= capacity)',
                [$count, $this->clock->nowMs(), $pool, $kept[$pool] ?? 0, $count, $count],
            );
            if ($taken !== 1) {
                return false;
            }
            $this->db->insert('holds', [
                'id' => Ids::make('hold'),
                'order_id' => $order,
                'pool_id' => $pool,
                'units' => $count,
                'state' => 'active',
                'expires_at' => $until,
                'network_hash' => $network,
            ]);
        }
        return $this->codes->claimAgain($order);
    }

    /**
     * Whether anything limits these pools: only then does a hold have an end of its own.
     *
     * @param list<string> $pools
     */
    public function isLimited(array $pools): bool {
        return $pools !== [] &&
            $this->db->one(
                'SELECT id FROM {pools} WHERE capacity IS NOT NULL AND id IN (' . Db::marks($pools) . ') LIMIT 1',
                $pools,
            ) !== null;
    }

    /**
     * Moves the end of an order's holds. False when some hold is gone.
     *
     * @param array<string, int> $units what the order needs, by pool
     */
    public function prolong(string $order, array $units, int $until): bool {
        if (!$this->holdsAll($order, $units)) {
            return false;
        }
        $this->db->change("UPDATE {holds} SET expires_at = ? WHERE order_id = ? AND state = 'active'", [
            $until,
            $order,
        ]);
        return true;
    }

    /** How many other orders hold limited stock for this network. */
    public function ordersOfNetwork(string $network, string $exceptOrder): int {
        return (int) $this->db->value(
            "SELECT COUNT(DISTINCT order_id) FROM {holds} WHERE network_hash = ? AND state = 'active' AND expires_at > ? AND order_id <> ?",
            [$network, $this->clock->nowMs(), $exceptOrder],
        );
    }

    /** How many other unpaid orders hold limited stock for this address. */
    public function ordersOfEmail(string $emailHash, string $exceptOrder): int {
        return (int) $this->db->value(
            "SELECT COUNT(*) FROM {orders} WHERE email_hash = ? AND state = 'pending' AND hold_until > ? AND id <> ?",
            [$emailHash, $this->clock->nowMs(), $exceptOrder],
        );
    }

    /**
     * Turns an order's holds into sales. False when some hold is gone (its time was up and somebody gave it back).
     *
     * @param array<string, int> $units what the order needs, by pool
     */
    public function sell(string $order, array $units): bool {
        ksort($units, SORT_STRING);
        foreach ($units as $pool => $count) {
            $pool = (string) $pool;
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [$pool]);
            $turned = $this->db->change(
                "UPDATE {holds} SET state = 'sold', network_hash = NULL WHERE order_id = ? AND pool_id = ? AND state IN ('active', 'committed') AND units = ?",
                [$order, $pool, $count],
            );
            if ($turned !== 1) {
                return false;
            }
            $this->db->change('UPDATE {pools} SET held = held - ?, sold = sold + ?, updated_at = ? WHERE id = ?', [
                $count,
                $count,
                $this->clock->nowMs(),
                $pool,
            ]);
        }
        return true;
    }

    /** What a pledge holds is its order's from now on. */
    public function move(string $pledge, string $order): void {
        $this->db->change("UPDATE {holds} SET order_id = ? WHERE order_id = ? AND state IN ('active', 'committed')", [
            $order,
            $pledge,
        ]);
    }

    /** Takes an order's holds away from the clock: its payment has been promised and takes days. */
    public function commit(string $order): void {
        $this->db->change("UPDATE {holds} SET state = 'committed' WHERE order_id = ? AND state = 'active'", [$order]);
    }

    /**
     * Locks pools until the transaction ends, in the order everybody takes them in. Whoever needs more than the next call
     * will name locks them all first.
     *
     * @param list<string> $pools
     */
    public function lock(array $pools): void {
        $pools = array_values(array_unique($pools));
        sort($pools, SORT_STRING);
        foreach ($pools as $pool) {
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [$pool]);
            $this->releaseExpired($pool);
        }
    }

    /** @return array<string, int> units that are held under this id, by pool */
    public function held(string $order): array {
        $rows = $this->db->all(
            "SELECT pool_id, SUM(units) AS units FROM {holds} WHERE order_id = ? AND state IN ('active', 'committed') GROUP BY pool_id",
            [$order],
        );
        return array_map('intval', array_column($rows, 'units', 'pool_id'));
    }

    /**
     * Gives back what an order still holds, its codes' uses too.
     *
     * @return list<string> the pools that moved
     */
    public function release(string $order): array {
        $pools = [...$this->giveBack($order, 'active', 'held'), ...$this->giveBack($order, 'committed', 'held')];
        $this->codes->release($order);
        return $pools;
    }

    /**
     * Gives back what an order had bought, its codes' uses too.
     *
     * @return list<string> the pools that moved
     */
    public function unsell(string $order): array {
        $pools = $this->giveBack($order, 'sold', 'sold');
        $this->codes->release($order);
        return $pools;
    }

    /**
     * Gives back some of what an order had bought: what is left of its hold stays sold.
     *
     * @param array<string, int> $units by pool, at most what was sold
     * @return list<string> the pools that moved
     */
    public function unsellUnits(string $order, array $units): array {
        ksort($units, SORT_STRING);
        $pools = [];
        foreach ($units as $pool => $count) {
            $pool = (string) $pool;
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [$pool]);
            $sold = $this->db->all(
                "SELECT id, units, expires_at FROM {holds} WHERE order_id = ? AND pool_id = ? AND state = 'sold' ORDER BY id",
                [$order, $pool],
            );
            $left = $count;
            foreach ($sold as $hold) {
                $taken = min($left, (int) $hold['units']);
                if ($taken === 0) {
                    continue;
                }
                $left -= $taken;
                if ($taken === (int) $hold['units']) {
                    $this->db->update('holds', ['state' => 'released'], ['id' => $hold['id']]);
                    continue;
                }
                $this->db->change('UPDATE {holds} SET units = units - ? WHERE id = ?', [$taken, $hold['id']]);
                $this->db->insert('holds', [
                    'id' => Ids::make('hold'),
                    'order_id' => $order,
                    'pool_id' => $pool,
                    'units' => $taken,
                    'state' => 'released',
                    'expires_at' => (int) $hold['expires_at'],
                ]);
            }
            if ($left < $count) {
                $this->db->change('UPDATE {pools} SET sold = sold - ?, updated_at = ? WHERE id = ?', [
                    $count - $left,
                    $this->clock->nowMs(),
                    $pool,
                ]);
                $pools[] = $pool;
            }
        }
        return $pools;
    }

    /**
     * Whether an order's holds are all still there, over time or not: what nobody has given back is still its own.
     * Locks the pools, so that the answer stays true until the transaction ends.
     *
     * @param array<string, int> $units by pool
     */
    public function holdsAll(string $order, array $units): bool {
        ksort($units, SORT_STRING);
        foreach ($units as $pool => $count) {
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [(string) $pool]);
            $held = $this->db->value(
                "SELECT SUM(units) FROM {holds} WHERE order_id = ? AND pool_id = ? AND state IN ('active', 'committed')",
                [$order, (string) $pool],
            );
            if ((int) $held !== $count) {
                return false;
            }
        }
        return $this->codes->areClaimed($order);
    }

    /**
     * Whether everything an order needs is still held for it, in time.
     *
     * @param array<string, int> $units by pool
     */
    public function isHeld(string $order, array $units): bool {
        $now = $this->clock->nowMs();
        $held = $this->db->all(
            "SELECT pool_id, SUM(units) AS units FROM {holds} WHERE order_id = ? AND (state = 'committed' OR (state = 'active' AND expires_at > ?)) GROUP BY pool_id",
            [$order, $now],
        );
        $held = array_column($held, 'units', 'pool_id');
        foreach ($units as $pool => $count) {
            if ((int) ($held[$pool] ?? 0) < $count) {
                return false;
            }
        }
        return $this->codes->areClaimed($order);
    }

    /**
     * Orders whose hold, or whose time to pay, is over and that nobody has closed yet, oldest first.
     *
     * @return list<string>
     */
    public function expiredOrders(int $limit): array {
        $rows = $this->db->all(
            "SELECT id FROM {orders} WHERE state = 'pending' AND (hold_until <= ? OR pay_until <= ?) ORDER BY created_at LIMIT ?",
            [$this->clock->nowMs(), $this->clock->nowMs(), $limit],
        );
        return array_column($rows, 'id');
    }

    /** Gives back the expired holds of one pool, whose row the caller has locked. */
    private function releaseExpired(string $pool): void {
        $expired = $this->db->all(
            "SELECT id, units FROM {holds} WHERE pool_id = ? AND state = 'active' AND expires_at <= ?",
            [$pool, $this->clock->nowMs()],
        );
        foreach ($expired as $hold) {
            if (
                $this->db->change(
                    "UPDATE {holds} SET state = 'released', network_hash = NULL WHERE id = ? AND state = 'active'",
                    [$hold['id']],
                ) === 1
            ) {
                $this->db->change('UPDATE {pools} SET held = held - ? WHERE id = ?', [(int) $hold['units'], $pool]);
            }
        }
    }

    /** @return list<string> */
    private function giveBack(string $order, string $state, string $column): array {
        $pools = [];
        foreach (
            $this->db->all('SELECT id, pool_id, units FROM {holds} WHERE order_id = ? AND state = ? ORDER BY pool_id', [
                $order,
                $state,
            ])
            as $hold
        ) {
            $this->db->one('SELECT id FROM {pools} WHERE id = ?' . $this->db->forUpdate(), [$hold['pool_id']]);
            if (
                $this->db->change(
                    "UPDATE {holds} SET state = 'released', network_hash = NULL WHERE id = ? AND state = ?",
                    [$hold['id'], $state],
                ) === 1
            ) {
                $this->db->change("UPDATE {pools} SET $column = $column - ?, updated_at = ? WHERE id = ?", [
                    (int) $hold['units'],
                    $this->clock->nowMs(),
                    $hold['pool_id'],
                ]);
                $pools[] = (string) $hold['pool_id'];
            }
        }
        return $pools;
    }
}
