<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** Addresses besides its owner's that may use a ticket, and sessions that hold one by themselves. */
final class TicketAddresses {
    /** Besides the owner's: a household, not a class. */
    public const MOST = 3;

    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * @param list<string> $tickets
     * @return list<array<string, mixed>> oldest first
     */
    public function ofTickets(array $tickets): array {
        if ($tickets === []) {
            return [];
        }
        return Rows::all(
            'ticket_addresses',
            $this->db->all(
                'SELECT * FROM {ticket_addresses} WHERE ticket_id IN (' .
                    Db::marks($tickets) .
                    ') ORDER BY added_at, id',
                $tickets,
            ),
        );
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {ticket_addresses} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('ticket_addresses', $row);
    }

    /** Adds one; a second time changes nothing. Call it with the ticket's row locked. @return string|null its id when it is new */
    public function add(string $ticket, string $email, string $locale, string $page): ?string {
        $id = Ids::make('addr');
        $added = $this->db->insert(
            'ticket_addresses',
            [
                'id' => $id,
                'ticket_id' => $ticket,
                'email' => Secrets::normaliseEmail($email),
                'email_hash' => $this->secrets->hashEmail($email),
                'locale' => $locale,
                'page' => $page,
                'added_at' => $this->clock->nowMs(),
            ],
            'INSERT IGNORE INTO',
        );
        return $added === 1 ? $id : null;
    }

    public function remove(string $id): void {
        $this->db->change('DELETE FROM {ticket_addresses} WHERE id = ?', [$id]);
    }

    /** Takes a ticket away from everybody it was shared with or lent to: it has another owner. */
    public function forget(string $ticket): void {
        $this->db->change('DELETE FROM {ticket_addresses} WHERE ticket_id = ?', [$ticket]);
        $this->db->change('DELETE FROM {session_tickets} WHERE ticket_id = ?', [$ticket]);
    }

    /** Lets a session use a ticket by itself: a paired screen, a guest who was honoured. */
    public function lend(string $session, string $ticket): void {
        $this->db->insert('session_tickets', ['session_id' => $session, 'ticket_id' => $ticket], 'INSERT IGNORE INTO');
    }
}
