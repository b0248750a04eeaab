<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** What is on its way to another mailbox, or has arrived there: a ticket, or (where it names none) a whole order. */
final class Transfers {
    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {transfers} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('transfers', $row);
    }

    /**
     * What an address has asked for and nobody has accepted yet, oldest first.
     *
     * @return list<array<string, mixed>>
     */
    public function waitingFrom(string $emailHash): array {
        return Rows::all(
            'transfers',
            $this->db->all(
                "SELECT * FROM {transfers} WHERE from_hash = ? AND state = 'waiting' AND expires_at > ? ORDER BY created_at, id",
                [$emailHash, $this->clock->nowMs()],
            ),
        );
    }

    /**
     * Adds one.
     *
     * @param array{ticket_id: ?string, order_id: ?string, from_email: string, from_hash: string, email: string, locale: string, page: string, state: string, expires_at: int, by_user: ?int} $fields
     * @return string its id
     */
    public function add(array $fields): string {
        $id = Ids::make('trsf');
        $now = $this->clock->nowMs();
        $this->db->insert(
            'transfers',
            [
                'id' => $id,
                'email' => Secrets::normaliseEmail($fields['email']),
                'email_hash' => $this->secrets->hashEmail($fields['email']),
                'created_at' => $now,
                'settled_at' => $fields['state'] === 'waiting' ? null : $now,
            ] + $fields,
        );
        return $id;
    }

    /** Ends one that waits: `done`, `withdrawn`. Tells whether it waited. */
    public function settle(string $id, string $state): bool {
        return $this->db->change(
            "UPDATE {transfers} SET state = ?, settled_at = ? WHERE id = ? AND state = 'waiting' AND expires_at > ?",
            [$state, $this->clock->nowMs(), $id, $this->clock->nowMs()],
        ) === 1;
    }

    /** Takes back whatever waits for a ticket, or for an order as a whole: another wish, or another holder, has come. */
    public function withdraw(?string $ticket, ?string $order): void {
        $this->db->change(
            "UPDATE {transfers} SET state = 'withdrawn', settled_at = ? WHERE state = 'waiting' AND " .
                ($ticket === null ? 'ticket_id IS NULL AND order_id = ?' : 'ticket_id = ?'),
            [$this->clock->nowMs(), $ticket ?? $order],
        );
    }
}
