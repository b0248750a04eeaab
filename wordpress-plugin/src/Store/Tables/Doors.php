<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Who may come in besides the buyer, who may no longer, and who came in without the doors being sure. */
final class Doors {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            // Tickets a session holds though neither its orders nor its address say so: a paired screen, an honoured guest.
            'session_tickets' => [
                'columns' => ['session_id' => Column::ID, 'ticket_id' => Column::ID],
                'primary' => 'session_id,ticket_id',
                'keys' => ['ticket_id'],
            ],
            'ticket_addresses' => [
                'columns' => [
                    'id' => Column::ID,
                    'ticket_id' => Column::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'page' => Column::ADDRESS,
                    'added_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['ticket_id,email_hash'],
                'keys' => ['email_hash'],
            ],
            // Tickets (or, where none is named, orders) on their way to another mailbox, or arrived there.
            'transfers' => [
                'columns' => [
                    'id' => Column::ID,
                    'ticket_id' => Column::ID_OR_NULL,
                    'order_id' => Column::ID_OR_NULL,
                    'from_email' => 'VARCHAR(254) NOT NULL',
                    'from_hash' => Column::HASH,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'page' => Column::ADDRESS,
                    // `waiting`, `done`, `withdrawn`; one that waits past its end has lapsed.
                    'state' => Column::WORD,
                    'expires_at' => Column::TIME,
                    // Who at the box office moved it; null where a fan asked.
                    'by_user' => 'BIGINT NULL',
                    'created_at' => Column::TIME,
                    'settled_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['from_hash,state', 'ticket_id,state', 'order_id,state', 'email_hash'],
            ],
            'denials' => [
                'columns' => [
                    'ticket_id' => Column::ID,
                    'show_id' => Column::ID,
                    'reason' => Column::NAME,
                    // Signed tickets issued until this moment are denied; far away for a ticket that opens nothing any more.
                    'issued_until' => Column::TIME,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'ticket_id',
                'keys' => ['show_id'],
            ],
            'honours' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'proof' => Column::WORD,
                    // What was shown: the ticket of a signed entry, the keyed hash of an address.
                    'subject' => Column::HASH,
                    'email' => 'VARCHAR(254) NULL',
                    'email_hash' => Column::HASH_OR_NULL,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'via' => Column::WORD,
                    'entries' => Column::INT,
                    // The ticket that was made for this entry, and the paid one it turned out to stand for.
                    'ticket_id' => Column::ID_OR_NULL,
                    'matched_ticket_id' => Column::ID_OR_NULL,
                    'state' => Column::WORD,
                    'first_at' => Column::TIME,
                    'last_at' => Column::TIME,
                    'settled_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['show_id,proof,subject'],
                'keys' => ['email_hash', 'ticket_id'],
            ],
            'pairings' => [
                'columns' => [
                    'id' => Column::ID,
                    'code_hash' => Column::HASH,
                    'secret_hash' => Column::HASH,
                    'show_id' => Column::ID,
                    'device_label' => 'VARCHAR(80) NOT NULL',
                    'site' => 'VARCHAR(255) NOT NULL',
                    'network_hash' => Column::HASH,
                    'state' => Column::WORD,
                    'confirmed_by' => Column::ID_OR_NULL,
                    'created_at' => Column::TIME,
                    'expires_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['secret_hash'],
                'keys' => ['code_hash', 'expires_at', 'confirmed_by'],
            ],
        ];
    }
}
