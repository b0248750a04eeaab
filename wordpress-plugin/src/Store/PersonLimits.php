<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What one address may have of an offer, over all its orders that are paid or may still be. */
final class PersonLimits {
    private const COUNTED = "('pending', 'processing', 'paid', 'disputed')";

    public function __construct(private readonly Db $db) {}

    /**
     * The first offer of which the buyer of an order would have more than one person may; null when all is well. Inside the
     * caller's transaction, with the offer's row locked, so that two orders of one address are counted one after the other.
     */
    public function exceeded(string $order): ?string {
        $limited = $this->db->all(
            "SELECT l.ref, SUM(l.quantity) AS pieces, f.max_per_person AS most, o.email_hash FROM {order_lines} l JOIN {offers} f ON f.id = l.ref JOIN {orders} o ON o.id = l.order_id WHERE l.order_id = ? AND l.type = 'offer' AND f.max_per_person IS NOT NULL GROUP BY l.ref, f.max_per_person, o.email_hash ORDER BY l.ref",
            [$order],
        );
        foreach ($limited as $offer) {
            $this->db->one('SELECT id FROM {offers} WHERE id = ?' . $this->db->forUpdate(), [$offer['ref']]);
            $others = (int) $this->db->value(
                "SELECT SUM(l.quantity - l.refunded_quantity) FROM {order_lines} l JOIN {orders} o ON o.id = l.order_id WHERE l.ref = ? AND l.type = 'offer' AND o.email_hash = ? AND o.id <> ? AND o.state IN " .
                    self::COUNTED,
                [$offer['ref'], $offer['email_hash'], $order],
            );
            if ($others + (int) $offer['pieces'] > (int) $offer['most']) {
                return (string) $offer['ref'];
            }
        }
        return null;
    }
}
