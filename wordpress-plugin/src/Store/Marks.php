<?php
declare(strict_types=1);

namespace Parterre\Store;

/** Which device of which ticket a code in a picture belongs to. It lives in the lease, and goes with it. */
final class Marks {
    /** Whoever typed most of a code gets a handful of answers, or has to read better. */
    private const MOST = 20;

    public function __construct(private readonly Db $db) {}

    public function isTaken(string $code): bool {
        return $this->db->one('SELECT 1 FROM {leases} WHERE mark = ? LIMIT 1', [$code]) !== null;
    }

    /** Gives a lease its code, unless it has one. Answers the one it has then. */
    public function give(string $lease, string $code): ?string {
        $this->db->change('UPDATE {leases} SET mark = ? WHERE id = ? AND mark IS NULL', [$code, $lease]);
        $mark = $this->db->value('SELECT mark FROM {leases} WHERE id = ?', [$lease]);
        return $mark === null ? null : (string) $mark;
    }

    /**
     * The leases that had a code, the newest first.
     *
     * @param string $code with `?` where a letter is missing
     * @return list<array<string, mixed>> with `show`, `kind`, `source`, `ticket_state`, `order_id`, `reference`, `email`, `hint`, `label`
     *     and `elsewhere`; each null where what it was about has gone
     */
    public function find(string $code): array {
        $rows = $this->db->all(
            'SELECT l.*, s.title AS `show`, t.kind, t.source, t.state AS ticket_state, t.order_id, o.reference, o.email, e.email_hint AS hint, e.device_label AS label, (t.email_hash <> o.email_hash) AS elsewhere FROM {leases} l LEFT JOIN {shows} s ON s.id = l.show_id LEFT JOIN {tickets} t ON t.id = l.ticket_id LEFT JOIN {orders} o ON o.id = t.order_id LEFT JOIN {sessions} e ON e.id = l.session_id WHERE l.mark LIKE ? ORDER BY l.created_at DESC, l.id LIMIT ' .
                self::MOST,
            [strtr($code, '?', '_')],
        );
        return Rows::all('leases', $rows);
    }
}
