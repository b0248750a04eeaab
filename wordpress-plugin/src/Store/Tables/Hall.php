<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** The hall beside the stream: who waits for a place, who is invited, who has come in. */
final class Hall {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'waiting' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'page' => Column::ADDRESS,
                    'quantity' => Column::INT,
                    // `hall` or `any`.
                    'kind' => Column::WORD,
                    // `waiting`, `offered`, `bought`, `missed`, `left`.
                    'state' => Column::WORD,
                    'secret_hash' => Column::HASH,
                    'joined_at' => Column::TIME,
                    'offered_at' => Column::TIME_OR_NULL,
                    // While it is ahead, the holds whose `order_id` is this entry's id are somebody's.
                    'offer_until' => Column::TIME_OR_NULL,
                    'offer_id' => Column::ID_OR_NULL,
                    'order_id' => Column::ID_OR_NULL,
                    'told_stream_at' => Column::TIME_OR_NULL,
                    'ended_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                // One address, one place in line.
                'unique' => ['show_id,email_hash', 'secret_hash'],
                'keys' => ['show_id,state,joined_at', 'email_hash', 'order_id', 'state,offer_until'],
            ],
            'guests' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'list' => 'VARCHAR(60) NOT NULL',
                    'name' => Column::NAME,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'quantity' => Column::INT,
                    'kind' => Column::WORD,
                    'note' => "VARCHAR(300) NOT NULL DEFAULT ''",
                    // `invited`, `withdrawn`.
                    'state' => Column::WORD,
                    'invited_by' => 'BIGINT NOT NULL',
                    'created_at' => Column::TIME,
                    'withdrawn_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['show_id,list,state', 'email_hash'],
            ],
            // People who were in the hall, as the venue's list says, each with a code of their own.
            'attendees' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'code_id' => Column::ID,
                    'batch' => Column::ID,
                    'created_at' => Column::TIME,
                    'mailed_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                // One address, one code: a list that is read twice writes to nobody twice.
                'unique' => ['show_id,email_hash'],
                'keys' => ['code_id', 'email_hash', 'batch'],
            ],
            'guest_lists' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'name' => 'VARCHAR(60) NOT NULL',
                    // Places the list takes; null for no end.
                    'most' => Column::INT_OR_NULL,
                ],
                'primary' => 'show_id,name',
            ],
            // Every mark a device at the door made, under the device's own id for it: what is sent again changes nothing.
            'checkins' => [
                'columns' => [
                    'id' => Column::ID,
                    'ticket_id' => Column::ID,
                    'show_id' => Column::ID,
                    // `in`, `undo`.
                    'kind' => Column::WORD,
                    'at' => Column::TIME,
                    'received_at' => Column::TIME,
                    'device' => 'VARCHAR(40) NOT NULL',
                    'user_id' => 'BIGINT NOT NULL',
                ],
                'primary' => 'id',
                'keys' => ['ticket_id,at', 'show_id'],
            ],
            'hall_series' => [
                'columns' => ['show_id' => Column::ID, 'last' => Column::INT],
                'primary' => 'show_id',
            ],
        ];
    }
}
