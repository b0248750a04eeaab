<?php
declare(strict_types=1);

namespace Parterre\Store;

/**
 * The numbers of the tickets for a hall: one series per show, without gaps. The row stays locked until the transaction that took a
 * number ends, so a number whose ticket was rolled back is taken again. Taken last: see docs/money.md, Lock order.
 */
final class Series {
    public function __construct(private readonly Db $db) {}

    /** The next number of a show; call it in the transaction that makes the ticket. */
    public function next(string $show): int {
        if ($this->db->change('UPDATE {hall_series} SET last = last + 1 WHERE show_id = ?', [$show]) === 0) {
            $this->db->insert('hall_series', ['show_id' => $show, 'last' => 0], 'INSERT IGNORE INTO');
            $this->db->change('UPDATE {hall_series} SET last = last + 1 WHERE show_id = ?', [$show]);
        }
        return (int) $this->db->value('SELECT last FROM {hall_series} WHERE show_id = ?', [$show]);
    }
}
