<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** The inbox of what providers tell: one row an event, however often it is told. */
final class WebhookEvents {
    private const KEPT_MS = 90 * 86_400_000;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * Keeps an event. Tells whether it is new.
     *
     * @param list<string> $objects the provider's ids that lead to an order
     */
    public function add(
        string $gateway,
        string $id,
        string $type,
        ?string $order,
        array $objects,
        int $happenedAt,
        string $source,
    ): bool {
        return $this->db->insert(
            'webhook_events',
            [
                'id' => $id,
                'gateway' => $gateway,
                'type' => mb_substr($type, 0, 200),
                'order_id' => $order,
                'objects' => Rows::json($objects),
                'happened_at' => $happenedAt,
                'received_at' => $this->clock->nowMs(),
                'source' => $source,
                'state' => 'new',
            ],
            'INSERT IGNORE INTO',
        ) === 1;
    }

    /** @return array<string, mixed>|null */
    public function find(string $gateway, string $id): ?array {
        $row = $this->db->one('SELECT * FROM {webhook_events} WHERE gateway = ? AND id = ?', [$gateway, $id]);
        return $row === null ? null : Rows::typed('webhook_events', $row);
    }

    /** @param string $state `done`, or `ignored` when it is about nothing of ours */
    public function end(string $gateway, string $id, string $state): void {
        $this->db->update('webhook_events', ['state' => $state], ['gateway' => $gateway, 'id' => $id]);
    }

    /** When the last event came by itself, in milliseconds. */
    public function lastReceived(string $gateway): ?int {
        $at = $this->db->value(
            "SELECT MAX(received_at) FROM {webhook_events} WHERE gateway = ? AND source = 'webhook'",
            [$gateway],
        );
        return $at === null ? null : (int) $at;
    }

    /** Forgets old events: a provider tells again for some days, not for months. */
    public function sweep(): int {
        return $this->db->change("DELETE FROM {webhook_events} WHERE received_at < ? AND state <> 'new'", [
            $this->clock->nowMs() - self::KEPT_MS,
        ]);
    }
}
