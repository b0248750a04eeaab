<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Promo;

/**
 * Promo codes and their uses. A use is taken by conditional UPDATE whose count of changed rows is the answer, inside the
 * transaction of the order that uses it, after its pools; an order that ends unpaid or is refunded in full gives it back.
 *
 * Invariant: a code's `uses` is the number of its uses in state `active`.
 */
final class Codes {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * The codes behind what somebody typed.
     *
     * @param list<string> $normals as `Promo::normal` makes them
     * @return array<string, array<string, mixed>> by normal form
     */
    public function byNormal(array $normals): array {
        $normals = array_values(array_unique(array_filter($normals, static fn(string $one): bool => $one !== '')));
        if ($normals === []) {
            return [];
        }
        return array_column(
            Rows::all(
                'codes',
                $this->db->all('SELECT * FROM {codes} WHERE normal IN (' . Db::marks($normals) . ')', $normals),
            ),
            null,
            'normal',
        );
    }

    /**
     * Whether a code has a use left, for somebody who only looks. Uses of orders whose time is up count as free, as the next use
     * gives them back first.
     *
     * @param array<string, mixed> $code
     */
    public function isUsedUp(array $code): bool {
        return $code['max_uses'] !== null &&
            $code['uses'] >= $code['max_uses'] &&
            $code['uses'] - count($this->overUses($code['id'])) >= $code['max_uses'];
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {codes} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('codes', $row);
    }

    /**
     * Codes for the desk, newest first; those of a batch in the order they were made.
     *
     * @return list<array<string, mixed>>
     */
    public function all(?string $batch = null, int $limit = 500, int $offset = 0): array {
        return Rows::all(
            'codes',
            $batch === null
                ? $this->db->all('SELECT * FROM {codes} ORDER BY created_at DESC, id LIMIT ? OFFSET ?', [
                    $limit,
                    $offset,
                ])
                : $this->db->all('SELECT * FROM {codes} WHERE batch = ? ORDER BY id LIMIT ? OFFSET ?', [
                    $batch,
                    $limit,
                    $offset,
                ]),
        );
    }

    /**
     * A page of codes for the desk, newest first.
     *
     * @param array{search?: string, states?: list<string>, types?: list<string>, batch?: ?string} $filter `states` as `stateOf` says them; a `batch`
     *        of null leaves out what was made in batches
     * @return array{items: list<array<string, mixed>>, total: int} rows with `taken_minor`, what the code has taken off so far
     */
    public function page(array $filter, int $limit, int $offset): array {
        $where = ['1 = 1'];
        $values = [];
        $search = $filter['search'] ?? '';
        if ($search !== '') {
            $like = '%' . addcslashes($search, '%_\\') . '%';
            $where[] = '(c.normal = ? OR c.code LIKE ? OR c.label LIKE ?)';
            array_push($values, Promo::normal($search), $like, $like);
        } elseif (($filter['batch'] ?? null) === null) {
            $where[] = 'c.batch IS NULL';
        }
        if (($filter['batch'] ?? null) !== null) {
            $where[] = 'c.batch = ?';
            $values[] = $filter['batch'];
        }
        if (($filter['types'] ?? []) !== []) {
            $where[] = 'c.type IN (' . Db::marks($filter['types']) . ')';
            array_push($values, ...$filter['types']);
        }
        $states = array_intersect_key($this->stateConditions(), array_flip($filter['states'] ?? []));
        if ($states !== []) {
            $where[] = '(' . implode(' OR ', $states) . ')';
        }
        $conditions = implode(' AND ', $where);
        $items = Rows::all(
            'codes',
            $this->db->all(
                "SELECT c.* FROM {codes} c WHERE $conditions ORDER BY c.created_at DESC, c.id LIMIT ? OFFSET ?",
                [...$values, $limit, $offset],
            ),
        );
        $taken = $this->takenMinor(array_column($items, 'id'));
        return [
            'items' => array_map(
                static fn(array $row): array => ['taken_minor' => $taken[$row['id']] ?? 0] + $row,
                $items,
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM {codes} c WHERE $conditions", $values),
        ];
    }

    /** What a code is good for now, in a word: `on`, `planned`, `over`, `used`, `off`. */
    public function stateOf(array $code): string {
        $now = $this->clock->nowMs();
        return match (true) {
            (bool) $code['disabled'] => 'off',
            ($code['closes_at'] ?? PHP_INT_MAX) <= $now => 'over',
            $this->isUsedUp($code) => 'used',
            ($code['opens_at'] ?? $now) > $now => 'planned',
            default => 'on',
        };
    }

    /**
     * Codes that were made together, newest first.
     *
     * @return list<array{batch: string, label: string, type: string, value: int, codes: int, used: int, off: int, created_at: int}>
     */
    public function batches(int $limit): array {
        return array_map(
            static fn(array $row): array => [
                'batch' => (string) $row['batch'],
                'label' => (string) $row['label'],
                'type' => (string) $row['type'],
                'value' => (int) $row['value'],
                'codes' => (int) $row['n'],
                'used' => (int) $row['used'],
                'off' => (int) $row['off_count'],
                'created_at' => (int) $row['created_at'],
            ],
            $this->db->all(
                'SELECT batch, MIN(label) AS label, MIN(type) AS type, MIN(value) AS value, COUNT(*) AS n, SUM(CASE WHEN uses > 0 THEN 1 ELSE 0 END) AS used, SUM(disabled) AS off_count, MIN(created_at) AS created_at FROM {codes} WHERE batch IS NOT NULL GROUP BY batch ORDER BY MIN(created_at) DESC, batch LIMIT ?',
                [$limit],
            ),
        );
    }

    /** Switches all codes of a batch off or on again; what they did stays as it was. @return int how many changed */
    public function switchBatch(string $batch, bool $off): int {
        return $this->db->change('UPDATE {codes} SET disabled = ? WHERE batch = ? AND disabled <> ?', [
            (int) $off,
            $batch,
            (int) $off,
        ]);
    }

    /** @param list<string> $codes ids @return array<string, int> minor units that orders in force saved by each */
    private function takenMinor(array $codes): array {
        if ($codes === []) {
            return [];
        }
        $rows = $this->db->all(
            "SELECT code_id, SUM(discount_minor) AS n FROM {code_uses} WHERE state = 'active' AND code_id IN (" .
                Db::marks($codes) .
                ') GROUP BY code_id',
            $codes,
        );
        return array_map('intval', array_column($rows, 'n', 'code_id'));
    }

    /** @return array<string, string> SQL by state, without values of anybody's: numbers of ours alone */
    private function stateConditions(): array {
        $now = $this->clock->nowMs();
        $over = "c.closes_at IS NOT NULL AND c.closes_at <= $now";
        $used = 'c.max_uses IS NOT NULL AND c.uses >= c.max_uses';
        $planned = "c.opens_at IS NOT NULL AND c.opens_at > $now";
        return [
            'off' => 'c.disabled = 1',
            'over' => "(c.disabled = 0 AND $over)",
            'used' => "(c.disabled = 0 AND NOT ($over) AND $used)",
            'planned' => "(c.disabled = 0 AND NOT ($over) AND NOT ($used) AND $planned)",
            'on' => "(c.disabled = 0 AND NOT ($over) AND NOT ($used) AND NOT ($planned))",
        ];
    }

    /**
     * Adds a code.
     *
     * @param array{code: string, type: string, value?: int, offers?: list<string>, shows?: list<string>, opens_at?: ?int, closes_at?: ?int, max_uses?: ?int, max_per_person?: ?int, pieces?: ?int, batch?: ?string, label?: string, id?: string} $code
     * @return string its id
     * @throws DbError a duplicate key when a code that reads the same exists (`Db::isDuplicate`)
     */
    public function create(array $code): string {
        $id = $code['id'] ?? Ids::make('code');
        $this->db->insert('codes', [
            'id' => $id,
            'code' => $code['code'],
            'normal' => Promo::normal($code['code']),
            'type' => $code['type'],
            'value' => $code['value'] ?? 0,
            'offers' => Rows::json($code['offers'] ?? []),
            'shows' => Rows::json($code['shows'] ?? []),
            'opens_at' => $code['opens_at'] ?? null,
            'closes_at' => $code['closes_at'] ?? null,
            'max_uses' => $code['max_uses'] ?? null,
            'max_per_person' => $code['max_per_person'] ?? null,
            'pieces' => $code['pieces'] ?? null,
            'uses' => 0,
            'batch' => $code['batch'] ?? null,
            'label' => $code['label'] ?? '',
            'disabled' => 0,
            'created_at' => $this->clock->nowMs(),
        ]);
        return $id;
    }

    /**
     * Makes codes for one use each, to be printed or mailed: ten characters that cannot be taken for each other, in two groups.
     *
     * @param array<string, mixed> $like the fields of `create` but for the code itself
     * @return array{batch: string, codes: list<string>}
     */
    public function createBatch(int $count, array $like): array {
        $batch = Ids::make('btch');
        $made = $this->db->transaction(function () use ($count, $like, $batch): array {
            $made = [];
            while (count($made) < $count) {
                $made[] = $this->createDrawn(['batch' => $batch] + $like + ['max_uses' => 1, 'pieces' => 1]);
            }
            return $made;
        });
        return ['batch' => $batch, 'codes' => $made];
    }

    /**
     * Adds a code that chance writes.
     *
     * @param array<string, mixed> $like the fields of `create` but for the code itself
     * @return string the code, in two groups of five
     */
    public function createDrawn(array $like): string {
        for (;;) {
            $text = Ids::readable(5) . '-' . Ids::readable(5);
            try {
                $this->create(['code' => $text] + $like);
                return $text;
            } catch (DbError $error) {
                // Fifty bits: it will not happen, and if it does another one is drawn.
                if (!Db::isDuplicate($error)) {
                    throw $error;
                }
            }
        }
    }

    /**
     * Changes what a code does from now on; what it did stays as it was.
     *
     * @param array<string, mixed> $fields of `create`, and `disabled`
     */
    public function update(string $id, array $fields): void {
        foreach (['offers', 'shows'] as $list) {
            if (isset($fields[$list])) {
                $fields[$list] = Rows::json($fields[$list]);
            }
        }
        if (isset($fields['code'])) {
            $fields['normal'] = Promo::normal($fields['code']);
        }
        $this->db->update('codes', $fields, ['id' => $id]);
    }

    /** Takes a code away that nobody ever used. Tells whether it could: one that was used is switched off instead. */
    public function delete(string $id): bool {
        return $this->db->change(
            'DELETE FROM {codes} WHERE id = ? AND NOT EXISTS (SELECT 1 FROM {code_uses} WHERE code_id = ?)',
            [$id, $id],
        ) === 1;
    }

    /**
     * Takes one use of a code for an order. False when it is used up, by everybody or by this address: the caller must roll back.
     */
    public function take(string $code, string $order, string $emailHash, int $discountMinor): bool {
        if (!$this->count($code, $order, $emailHash)) {
            return false;
        }
        $this->db->insert('code_uses', [
            'code_id' => $code,
            'order_id' => $order,
            'email_hash' => $emailHash,
            'state' => 'active',
            'discount_minor' => $discountMinor,
            'at' => $this->clock->nowMs(),
        ]);
        return true;
    }

    /** Takes the uses again that an order gave back. False when one is gone: the caller must roll back. */
    public function claimAgain(string $order): bool {
        foreach ($this->usesOf($order, 'released') as $use) {
            if (!$this->count((string) $use['code_id'], $order, (string) $use['email_hash'])) {
                return false;
            }
            $this->db->change(
                "UPDATE {code_uses} SET state = 'active' WHERE code_id = ? AND order_id = ? AND state = 'released'",
                [$use['code_id'], $order],
            );
        }
        return true;
    }

    /** Whether an order has all its uses. Locks its codes, so that the answer stays true until the transaction ends. */
    public function areClaimed(string $order): bool {
        foreach ($this->usesOf($order, 'active') as $use) {
            $this->db->one('SELECT id FROM {codes} WHERE id = ?' . $this->db->forUpdate(), [$use['code_id']]);
        }
        return $this->usesOf($order, 'released') === [];
    }

    /** Gives back the uses of an order. */
    public function release(string $order): void {
        foreach ($this->usesOf($order, 'active') as $use) {
            $given = $this->db->change(
                "UPDATE {code_uses} SET state = 'released' WHERE code_id = ? AND order_id = ? AND state = 'active'",
                [$use['code_id'], $order],
            );
            if ($given === 1) {
                $this->db->change('UPDATE {codes} SET uses = uses - 1 WHERE id = ?', [$use['code_id']]);
            }
        }
    }

    /** Counts one more use, if there is one. Locks the code's row: what follows is seen by one order at a time. */
    private function count(string $code, string $order, string $emailHash): bool {
        $this->db->one('SELECT id FROM {codes} WHERE id = ?' . $this->db->forUpdate(), [$code]);
        $this->releaseOver($code);
        $taken = $this->db->change(
            'UPDATE {codes} SET uses = uses + 1 WHERE id = ? AND disabled = 0 AND (max_uses IS NULL OR uses < max_uses)',
            [$code],
        );
        if ($taken !== 1) {
            return false;
        }
        $most = $this->db->value('SELECT max_per_person FROM {codes} WHERE id = ?', [$code]);
        $mine = $this->db->value(
            "SELECT COUNT(*) FROM {code_uses} WHERE code_id = ? AND email_hash = ? AND state = 'active' AND order_id <> ?",
            [$code, $emailHash, $order],
        );
        return $most === null || (int) $mine < (int) $most;
    }

    /** Gives back the uses of one code, whose row the caller has locked, that orders have whose time is up. */
    private function releaseOver(string $code): void {
        foreach ($this->overUses($code) as $order) {
            $given = $this->db->change(
                "UPDATE {code_uses} SET state = 'released' WHERE code_id = ? AND order_id = ? AND state = 'active'",
                [$code, $order],
            );
            if ($given === 1) {
                $this->db->change('UPDATE {codes} SET uses = uses - 1 WHERE id = ?', [$code]);
            }
        }
    }

    /** @return list<string> orders that have a use of this code, are unpaid, and that nobody has closed yet */
    private function overUses(string $code): array {
        $now = $this->clock->nowMs();
        return array_column(
            $this->db->all(
                "SELECT u.order_id FROM {code_uses} u JOIN {orders} o ON o.id = u.order_id WHERE u.code_id = ? AND u.state = 'active' AND o.state = 'pending' AND (o.hold_until <= ? OR o.pay_until <= ?)",
                [$code, $now, $now],
            ),
            'order_id',
        );
    }

    /** @return list<array<string, string|null>> in the order of their codes, so that two orders never wait crosswise */
    private function usesOf(string $order, string $state): array {
        return $this->db->all(
            'SELECT code_id, email_hash FROM {code_uses} WHERE order_id = ? AND state = ? ORDER BY code_id',
            [$order, $state],
        );
    }
}
