<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What a provider sent to the venue's bank, and each movement it is made of. */
final class Payouts {
    private const BATCH = 500;

    public function __construct(private readonly Db $db) {}

    /**
     * Keeps what the provider says about a payout.
     *
     * @param array{id: string, gateway: string, amount_minor: int, currency: string, state: string, created_at: int, arrives_at: int} $payout
     * @return bool whether its items are still to be read
     */
    public function keep(array $payout): bool {
        return $this->db->transaction(function () use ($payout): bool {
            $this->db->insert('payouts', ['read_at' => null] + $payout, 'INSERT IGNORE INTO');
            $this->db->update('payouts', array_diff_key($payout, ['id' => 1]), ['id' => $payout['id']]);
            return $this->db->value('SELECT read_at FROM {payouts} WHERE id = ?', [$payout['id']]) === null;
        });
    }

    /**
     * Keeps all that a payout is made of, in one go: half of it would be a difference that is none.
     *
     * @param list<array{id: string, kind: string, source_id: string, order_id: ?string, amount_minor: int, fee_minor: int, currency: string, happened_at: int}> $items
     */
    public function keepItems(string $payout, array $items, int $now): void {
        $this->db->transaction(function () use ($payout, $items, $now): void {
            foreach ($items as $item) {
                $this->db->insert(
                    'payout_items',
                    ['payout_id' => $payout, 'problem' => 'missing'] + $item,
                    'INSERT IGNORE INTO',
                );
            }
            $this->db->update('payouts', ['read_at' => $now], ['id' => $payout]);
        });
    }

    /** @return list<array<string, mixed>> items that do not fit yet, since a moment */
    public function unmatched(int $since, int $limit): array {
        return Rows::all(
            'payout_items',
            $this->db->all(
                "SELECT * FROM {payout_items} WHERE problem <> '' AND happened_at >= ? ORDER BY happened_at, id LIMIT ?",
                [$since, $limit],
            ),
        );
    }

    public function match(string $item, ?string $order, string $problem): void {
        $this->db->update('payout_items', ['order_id' => $order, 'problem' => $problem], ['id' => $item]);
    }

    /** What the ledger says about a movement; null when it knows none. @return array{amountMinor: int, currency: string, order: string}|null */
    public function movement(string $gateway, string $kind, string $providerId): ?array {
        $row = $this->db->one(
            'SELECT amount_minor, currency, order_id FROM {ledger} WHERE gateway = ? AND kind = ? AND provider_id = ?',
            [$gateway, $kind, $providerId],
        );
        return $row === null
            ? null
            : [
                'amountMinor' => (int) $row['amount_minor'],
                'currency' => (string) $row['currency'],
                'order' => (string) $row['order_id'],
            ];
    }

    /** What an order's payment cost, as the provider told Settle: null while it has not, or of a payment in other money. */
    public function feeOf(string $order): ?int {
        $fee = $this->db->value('SELECT fee_minor FROM {payments} WHERE order_id = ?', [$order]);
        return $fee === null ? null : (int) $fee;
    }

    /** Fees of all movements of an order that were paid out or are about to be. */
    public function feesSeen(string $order): int {
        return (int) $this->db->value('SELECT SUM(fee_minor) FROM {payout_items} WHERE order_id = ?', [$order]);
    }

    /** Notes what a payment cost where nobody said so before. */
    public function learnFee(string $order, int $feeMinor): void {
        $this->db->change('UPDATE {payments} SET fee_minor = ? WHERE order_id = ? AND fee_minor IS NULL', [
            $feeMinor,
            $order,
        ]);
    }

    /**
     * A page of payouts, newest first, each with what its items add up to.
     *
     * @return array{items: list<array<string, mixed>>, total: int} with `items`, `problems`, `gross_minor`, `fees_minor`, `net_minor`
     */
    public function page(int $limit, int $offset): array {
        $rows = Rows::all(
            'payouts',
            $this->db->all('SELECT * FROM {payouts} ORDER BY created_at DESC, id LIMIT ? OFFSET ?', [$limit, $offset]),
        );
        $sums = [];
        $ids = array_column($rows, 'id');
        if ($ids !== []) {
            foreach (
                $this->db->all(
                    "SELECT payout_id, COUNT(*) AS items, SUM(CASE WHEN problem <> '' THEN 1 ELSE 0 END) AS problems, SUM(amount_minor) AS gross, SUM(fee_minor) AS fees FROM {payout_items} WHERE payout_id IN (" .
                        Db::marks($ids) .
                        ') GROUP BY payout_id',
                    $ids,
                )
                as $row
            ) {
                $sums[(string) $row['payout_id']] = array_map('intval', array_diff_key($row, ['payout_id' => 1]));
            }
        }
        return [
            'items' => array_map(static function (array $row) use ($sums): array {
                $sum = $sums[$row['id']] ?? ['items' => 0, 'problems' => 0, 'gross' => 0, 'fees' => 0];
                return [
                    'items' => $sum['items'],
                    'problems' => $sum['problems'],
                    'gross_minor' => $sum['gross'],
                    'fees_minor' => $sum['fees'],
                    'net_minor' => $sum['gross'] - $sum['fees'],
                ] + $row;
            }, $rows),
            'total' => (int) $this->db->value('SELECT COUNT(*) FROM {payouts}'),
        ];
    }

    /** @return list<array<string, mixed>> what a payout is made of, what does not fit first, each with the order's `reference` */
    public function items(string $payout, int $limit): array {
        return Rows::all(
            'payout_items',
            $this->db->all(
                "SELECT i.*, o.reference FROM {payout_items} i LEFT JOIN {orders} o ON o.id = i.order_id WHERE i.payout_id = ? ORDER BY CASE WHEN i.problem = '' THEN 1 ELSE 0 END, i.happened_at, i.id LIMIT ?",
                [$payout, $limit],
            ),
        );
    }

    /**
     * Items of payouts that were made in a period, oldest payout first, each with the payout's facts.
     *
     * @return \Generator<array<string, mixed>>
     */
    public function between(int $from, int $to): \Generator {
        $payout = '';
        $id = '';
        $at = PHP_INT_MIN;
        do {
            $rows = Rows::all(
                'payout_items',
                $this->db->all(
                    'SELECT i.*, o.reference, p.created_at AS payout_at, p.arrives_at, p.state AS payout_state, p.amount_minor AS payout_minor FROM {payout_items} i JOIN {payouts} p ON p.id = i.payout_id LEFT JOIN {orders} o ON o.id = i.order_id WHERE p.created_at >= ? AND p.created_at < ? AND (p.created_at > ? OR (p.created_at = ? AND (i.payout_id > ? OR (i.payout_id = ? AND i.id > ?)))) ORDER BY p.created_at, i.payout_id, i.id LIMIT ?',
                    [$from, $to, $at, $at, $payout, $payout, $id, self::BATCH],
                ),
            );
            yield from $rows;
            if ($rows !== []) {
                $last = end($rows);
                [$at, $payout, $id] = [(int) $last['payout_at'], (string) $last['payout_id'], (string) $last['id']];
            }
        } while (count($rows) === self::BATCH);
    }
}
