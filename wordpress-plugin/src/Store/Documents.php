<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/**
 * Invoices and credit notes. A number is taken under the lock of its series, in the transaction of what the document is about: if that
 * is rolled back the number is free again, so a series has no gaps. Each holds the hash of the one before, so that nobody
 * changes or removes one without `verify` naming it.
 */
final class Documents {
    private const START = '0000000000000000000000000000000000000000000000000000000000000000';
    private const BATCH = 500;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Adds a document unless there is one for the same thing already.
     *
     * @param array{kind: string, series: string, order_id: string, refund_id: string, currency: string, total_minor: int, tax_minor: int} $facts
     * @param array<string, mixed> $content
     * @return array<string, mixed>|null the row; null when it was there
     */
    public function add(array $facts, array $content): ?array {
        return $this->db->transaction(function () use ($facts, $content): ?array {
            $last = $this->lock($facts['series']);
            if ($this->of($facts['order_id'], $facts['kind'], $facts['refund_id']) !== null) {
                return null;
            }
            $number = (int) $last['number'] + 1;
            $row =
                [
                    'id' => Ids::make('docu'),
                    'number' => $number,
                    'label' => $facts['series'] . '-' . str_pad((string) $number, 5, '0', STR_PAD_LEFT),
                    'issued_at' => $this->clock->nowMs(),
                    'content' => Rows::json($content),
                    'previous_hash' => (string) $last['hash'],
                ] + $facts;
            $row['hash'] = self::hash($row);
            $this->db->insert('documents', $row);
            $this->db->update(
                'document_series',
                ['number' => $number, 'hash' => $row['hash']],
                ['series' => $facts['series']],
            );
            return $this->find($row['id']);
        });
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        return $this->typed($this->db->one('SELECT * FROM {documents} WHERE id = ?', [$id]));
    }

    /** @return array<string, mixed>|null */
    public function of(string $order, string $kind, string $refund): ?array {
        return $this->typed(
            $this->db->one('SELECT * FROM {documents} WHERE order_id = ? AND kind = ? AND refund_id = ?', [
                $order,
                $kind,
                $refund,
            ]),
        );
    }

    /**
     * @param list<string> $orders
     * @return list<array<string, mixed>> in the order they were issued
     */
    public function ofOrders(array $orders): array {
        if ($orders === []) {
            return [];
        }
        return Rows::all(
            'documents',
            $this->db->all(
                'SELECT * FROM {documents} WHERE order_id IN (' .
                    Db::marks($orders) .
                    ') ORDER BY issued_at, series, number',
                $orders,
            ),
        );
    }

    /**
     * A page of documents for the desk, newest first.
     *
     * @param array{search?: string, kinds?: list<string>, from?: ?int, to?: ?int} $filter `search` is a document's number or the reference of an
     *        order; times in milliseconds, `to` excluded
     * @return array{items: list<array<string, mixed>>, total: int} with the order's `reference`
     */
    public function page(array $filter, int $limit, int $offset): array {
        $where = ['1 = 1'];
        $values = [];
        if (($filter['search'] ?? '') !== '') {
            $where[] = '(d.label = ? OR o.reference = ?)';
            array_push($values, $filter['search'], $filter['search']);
        }
        if (($filter['kinds'] ?? []) !== []) {
            $where[] = 'd.kind IN (' . Db::marks($filter['kinds']) . ')';
            array_push($values, ...$filter['kinds']);
        }
        foreach (['from' => 'd.issued_at >= ?', 'to' => 'd.issued_at < ?'] as $name => $condition) {
            if (($filter[$name] ?? null) !== null) {
                $where[] = $condition;
                $values[] = $filter[$name];
            }
        }
        $from = 'FROM {documents} d JOIN {orders} o ON o.id = d.order_id WHERE ' . implode(' AND ', $where);
        return [
            'items' => Rows::all(
                'documents',
                $this->db->all(
                    "SELECT d.id, d.kind, d.label, d.order_id, d.issued_at, d.currency, d.total_minor, d.tax_minor, o.reference $from ORDER BY d.issued_at DESC, d.series, d.number DESC LIMIT ? OFFSET ?",
                    [...$values, $limit, $offset],
                ),
            ),
            'total' => (int) $this->db->value("SELECT COUNT(*) $from", $values),
        ];
    }

    /**
     * Walks every series from its first document.
     *
     * @return list<array{series: string, documents: int, broken: ?array{number: int, why: string}}>
     */
    public function verify(): array {
        $report = [];
        foreach ($this->db->all('SELECT * FROM {document_series} ORDER BY series') as $series) {
            $report[] = $this->walk((string) $series['series'], (int) $series['number'], (string) $series['hash']);
        }
        return $report;
    }

    /** @return array{series: string, documents: int, broken: ?array{number: int, why: string}} */
    private function walk(string $series, int $last, string $lastHash): array {
        // What the law lets go after ten years is gone from the front.
        $first = (int) $this->db->value('SELECT MIN(number) FROM {documents} WHERE series = ?', [$series]);
        $expected = max(0, $first - 1);
        $hash = $first > 1 ? null : self::START;
        do {
            $rows = Rows::all(
                'documents',
                $this->db->all('SELECT * FROM {documents} WHERE series = ? AND number > ? ORDER BY number LIMIT ?', [
                    $series,
                    $expected,
                    self::BATCH,
                ]),
            );
            foreach ($rows as $row) {
                $expected++;
                $why = match (true) {
                    $row['number'] !== $expected => 'a number is missing',
                    $hash !== null && $row['previous_hash'] !== $hash => 'it does not follow the one before it',
                    $row['hash'] !== self::hash(['content' => Rows::json($row['content'])] + $row) => 'it was changed',
                    default => null,
                };
                if ($why !== null) {
                    return [
                        'series' => $series,
                        'documents' => $expected,
                        'broken' => ['number' => $expected, 'why' => $why],
                    ];
                }
                $hash = $row['hash'];
            }
        } while (count($rows) === self::BATCH);
        $why = match (true) {
            $expected < $last => 'documents are missing at the end',
            $expected === $last && $hash !== null && $hash !== $lastHash => 'it is not the one that was written last',
            default => null,
        };
        return [
            'series' => $series,
            'documents' => $expected,
            'broken' => $why === null ? null : ['number' => $expected + 1, 'why' => $why],
        ];
    }

    /** @return array<string, string|null> */
    private function lock(string $series): array {
        $sql = 'SELECT * FROM {document_series} WHERE series = ?' . $this->db->forUpdate();
        $row = $this->db->one($sql, [$series]);
        if ($row === null) {
            $this->db->insert(
                'document_series',
                ['series' => $series, 'number' => 0, 'hash' => self::START],
                'INSERT IGNORE INTO',
            );
            $row = $this->db->one($sql, [$series]);
        }
        return $row ?? throw new \LogicException('A series vanished while being begun.');
    }

    /** @param array<string, mixed> $row */
    private static function hash(array $row): string {
        $names = ['id', 'kind', 'label', 'order_id', 'refund_id', 'issued_at', 'currency', 'total_minor', 'tax_minor'];
        $values = array_map(static fn(string $name): string => (string) $row[$name], $names);
        return hash('sha256', Rows::json([...$values, $row['content'], $row['previous_hash']]));
    }

    /**
     * @param array<string, string|null>|null $row
     * @return array<string, mixed>|null
     */
    private function typed(?array $row): ?array {
        return $row === null ? null : Rows::typed('documents', $row);
    }
}
