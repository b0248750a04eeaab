<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What accounts are made of, read a few hundred rows at a time, so that a year of sales needs no more memory than an evening. */
final class Reports {
    private const BATCH = 500;

    public function __construct(private readonly Db $db) {}

    /**
     * Orders that were paid in a period, test orders left out, each with `lines` and what its payment cost as `fee_minor`.
     *
     * @return \Generator<array<string, mixed>>
     */
    public function orders(int $from, int $to): \Generator {
        $sql =
            'SELECT o.*, p.fee_minor, p.method FROM {orders} o LEFT JOIN {payments} p ON p.order_id = o.id WHERE o.test = 0 AND o.paid_at >= ? AND o.paid_at < ?';
        yield from $this->withLines($this->batches('orders', $sql, [$from, $to], 'o.paid_at', 'paid_at'));
    }

    /**
     * Paid orders with something for a show, or with something for none, as `orders` gives them.
     *
     * @return \Generator<array<string, mixed>>
     */
    public function ordersTouching(?string $show): \Generator {
        // Parts are said in JSON: the cheap look finds the candidates, the caller looks closely.
        $like = $show === null ? '%' : '%"' . addcslashes($show, '%_\\') . '"%';
        $sql =
            'SELECT o.*, p.fee_minor, p.method FROM {orders} o LEFT JOIN {payments} p ON p.order_id = o.id WHERE o.test = 0 AND o.paid_at IS NOT NULL AND o.id IN (SELECT order_id FROM {order_lines} WHERE parts LIKE ?)';
        yield from $this->withLines($this->batches('orders', $sql, [$like], 'o.paid_at', 'paid_at'));
    }

    /** @return \Generator<array<string, mixed>> invoices and credit notes of a period, oldest first */
    public function documents(int $from, int $to): \Generator {
        $sql = 'SELECT o.* FROM {documents} o WHERE o.issued_at >= ? AND o.issued_at < ?';
        yield from $this->flat($this->batches('documents', $sql, [$from, $to], 'o.issued_at', 'issued_at'));
    }

    /** @return \Generator<array<string, mixed>> refunds of a period with the order's reference, oldest first */
    public function refunds(int $from, int $to): \Generator {
        $sql =
            'SELECT o.*, x.reference FROM {refunds} o JOIN {orders} x ON x.id = o.order_id AND x.test = 0 WHERE o.created_at >= ? AND o.created_at < ?';
        yield from $this->flat($this->batches('refunds', $sql, [$from, $to], 'o.created_at', 'created_at'));
    }

    /** @return \Generator<array<string, mixed>> tickets of a period with show and reference, oldest first */
    public function tickets(int $from, int $to): \Generator {
        $sql =
            'SELECT o.*, s.title, x.reference FROM {tickets} o JOIN {shows} s ON s.id = o.show_id LEFT JOIN {orders} x ON x.id = o.order_id WHERE o.test = 0 AND o.created_at >= ? AND o.created_at < ?';
        yield from $this->flat($this->batches('tickets', $sql, [$from, $to], 'o.created_at', 'created_at'));
    }

    /** @return \Generator<array<string, mixed>> movements of real money in a period, in the order of their chain */
    public function ledger(int $from, int $to): \Generator {
        $after = 0;
        do {
            $rows = Rows::all(
                'ledger',
                $this->db->all(
                    "SELECT l.*, o.reference FROM {ledger} l LEFT JOIN {orders} o ON o.id = l.order_id WHERE l.chain = 'live' AND l.number > ? AND l.happened_at >= ? AND l.happened_at < ? ORDER BY l.number LIMIT ?",
                    [$after, $from, $to, self::BATCH],
                ),
            );
            yield from $rows;
            $after = $rows === [] ? $after : (int) end($rows)['number'];
        } while (count($rows) === self::BATCH);
    }

    /**
     * Who has really watched a show: tickets, or devices where nobody needs one.
     *
     * @return array{live: int, replay: int}
     */
    public function viewers(string $show): array {
        $by = ['live' => 0, 'replay' => 0];
        foreach (
            $this->db->all(
                'SELECT mode, COUNT(DISTINCT COALESCE(ticket_id, session_id)) AS n FROM {leases} WHERE show_id = ? AND counted = 1 GROUP BY mode',
                [$show],
            )
            as $row
        ) {
            if (isset($by[$row['mode']])) {
                $by[$row['mode']] = (int) $row['n'];
            }
        }
        return $by;
    }

    /** What all movements of real money add up to, by currency. @return array<string, int> */
    public function ledgerSums(): array {
        $sums = [];
        foreach (
            $this->db->all(
                "SELECT currency, SUM(amount_minor) AS n FROM {ledger} WHERE chain = 'live' GROUP BY currency",
            )
            as $row
        ) {
            $sums[(string) $row['currency']] = (int) $row['n'];
        }
        return $sums;
    }

    /**
     * Batches of a query in the order of a time and the id, each from where the last one ended.
     *
     * @param list<scalar> $values
     * @return \Generator<list<array<string, mixed>>>
     */
    private function batches(string $table, string $sql, array $values, string $time, string $key): \Generator {
        $at = PHP_INT_MIN;
        $id = '';
        do {
            $rows = Rows::all(
                $table,
                $this->db->all("$sql AND ($time > ? OR ($time = ? AND o.id > ?)) ORDER BY $time, o.id LIMIT ?", [
                    ...$values,
                    $at,
                    $at,
                    $id,
                    self::BATCH,
                ]),
            );
            if ($rows !== []) {
                yield $rows;
                $last = end($rows);
                [$at, $id] = [(int) $last[$key], (string) $last['id']];
            }
        } while (count($rows) === self::BATCH);
    }

    /** @param \Generator<list<array<string, mixed>>> $batches @return \Generator<array<string, mixed>> */
    private function flat(\Generator $batches): \Generator {
        foreach ($batches as $rows) {
            foreach ($rows as $row) {
                yield $row;
            }
        }
    }

    /** @param \Generator<list<array<string, mixed>>> $batches @return \Generator<array<string, mixed>> */
    private function withLines(\Generator $batches): \Generator {
        foreach ($batches as $orders) {
            $ids = array_column($orders, 'id');
            $lines = [];
            foreach (
                $this->db->all(
                    'SELECT * FROM {order_lines} WHERE order_id IN (' .
                        Db::marks($ids) .
                        ') ORDER BY order_id, position',
                    $ids,
                )
                as $line
            ) {
                $lines[(string) $line['order_id']][] = Rows::typed('order_lines', $line);
            }
            foreach ($orders as $order) {
                $order['fee_minor'] = $order['fee_minor'] === null ? null : (int) $order['fee_minor'];
                yield ['lines' => $lines[$order['id']] ?? []] + $order;
            }
        }
    }
}
