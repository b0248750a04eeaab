<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What the plugin remembers about its own work. */
final class Bookkeeping {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'events' => [
                'columns' => [
                    'id' => Column::ROW,
                    'name' => Column::WORD,
                    'at' => Column::TIME,
                    'show_id' => Column::ID_OR_NULL,
                    'order_id' => Column::ID_OR_NULL,
                    'ticket_id' => Column::ID_OR_NULL,
                    'session_id' => Column::ID_OR_NULL,
                    'fan_id' => Column::ID_OR_NULL,
                    'payload' => Column::TEXT,
                ],
                'primary' => 'id',
                'keys' => ['name,at', 'order_id', 'session_id', 'fan_id'],
            ],
            'audit' => [
                'columns' => [
                    'id' => Column::ROW,
                    'at' => Column::TIME,
                    'user_id' => 'BIGINT NULL',
                    'session_id' => Column::ID_OR_NULL,
                    'action' => 'VARCHAR(80) NOT NULL',
                    'subject' => Column::ID_OR_NULL,
                    'detail' => Column::TEXT,
                ],
                'primary' => 'id',
                'keys' => ['at', 'subject', 'session_id'],
            ],
            'jobs' => [
                'columns' => [
                    'id' => Column::ROW,
                    'type' => Column::WORD,
                    'dedupe_key' => 'VARCHAR(120) NOT NULL',
                    'payload' => Column::TEXT,
                    'state' => Column::WORD,
                    // 0 was asked for by somebody who waits; 1 is sent to many, and lets it pass.
                    'priority' => Column::INT,
                    'run_at' => Column::TIME,
                    'attempts' => Column::INT,
                    'locked_until' => Column::TIME_OR_NULL,
                    'lock_token' => Column::HASH_OR_NULL,
                    'last_error' => Column::TEXT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['dedupe_key'],
                'keys' => ['state,run_at'],
            ],
            'mails' => [
                'columns' => [
                    'id' => Column::ID,
                    'template' => Column::WORD,
                    'recipient' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'subject' => 'VARCHAR(300) NOT NULL',
                    'order_id' => Column::ID_OR_NULL,
                    'state' => Column::WORD,
                    'error' => Column::TEXT,
                    'created_at' => Column::TIME,
                    'sent_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['email_hash', 'order_id', 'created_at'],
            ],
            'rate_limits' => [
                'columns' => [
                    'id' => Column::HASH,
                    // What is left of the allowance, in thousandths, when it was last looked at.
                    'level' => 'BIGINT NOT NULL',
                    'at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['at'],
            ],
        ];
    }
}
