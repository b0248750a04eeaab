<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Who is inside, and what they saw. */
final class Watching {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'leases' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'ticket_id' => Column::ID_OR_NULL,
                    'session_id' => Column::ID,
                    'device' => Column::ID,
                    'state' => Column::WORD,
                    'mode' => Column::WORD,
                    'watched_ms' => 'BIGINT NOT NULL DEFAULT 0',
                    'counted' => Column::FLAG,
                    'created_at' => Column::TIME,
                    'renewed_at' => Column::TIME,
                    'expires_at' => Column::TIME,
                    'grant_until' => Column::TIME_OR_NULL,
                    // Until when an address plays that was given for the whole show: nobody takes this place before.
                    'kept_until' => Column::TIME_OR_NULL,
                    // What is drawn over this device's picture; null where nothing is.
                    'mark' => 'VARCHAR(8) NULL',
                ],
                'primary' => 'id',
                'keys' => ['ticket_id,state', 'session_id', 'show_id,state,expires_at', 'mark'],
            ],
            'watch' => [
                'columns' => [
                    'id' => Column::ROW,
                    'lease_id' => Column::ID,
                    'show_id' => Column::ID,
                    'at' => Column::TIME,
                    'mode' => Column::WORD,
                    'camera' => Column::ID_OR_NULL,
                    'media_at' => Column::TIME_OR_NULL,
                    'watched_ms' => Column::INT,
                    'quality' => Column::TEXT_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['lease_id', 'show_id,at'],
            ],
        ];
    }
}
