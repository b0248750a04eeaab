<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Who a device is. */
final class People {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'fans' => [
                'columns' => [
                    'id' => Column::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'display_name' => 'VARCHAR(60) NULL',
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'proved_at' => Column::TIME,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['email_hash'],
            ],
            'sessions' => [
                'columns' => [
                    'id' => Column::ID,
                    'token_hash' => Column::HASH,
                    'kind' => Column::WORD,
                    'fan_id' => Column::ID_OR_NULL,
                    'email_hash' => Column::HASH_OR_NULL,
                    'email_hint' => 'VARCHAR(260) NULL',
                    'display_name' => 'VARCHAR(60) NULL',
                    'device_label' => 'VARCHAR(80) NOT NULL',
                    'show_id' => Column::ID_OR_NULL,
                    'link_id' => Column::ID_OR_NULL,
                    'created_at' => Column::TIME,
                    'last_seen_at' => Column::TIME,
                    'expires_at' => Column::TIME,
                    'ended_at' => Column::TIME_OR_NULL,
                    'end_reason' => 'VARCHAR(20) NULL',
                ],
                'primary' => 'id',
                'unique' => ['token_hash'],
                'keys' => ['fan_id', 'email_hash', 'link_id', 'expires_at'],
            ],
            'session_orders' => [
                'columns' => ['session_id' => Column::ID, 'order_id' => Column::ID],
                'primary' => 'session_id,order_id',
                'keys' => ['order_id'],
            ],
            'pass_links' => [
                'columns' => [
                    'id' => Column::ID,
                    'purpose' => Column::WORD,
                    'secret_hash' => Column::HASH,
                    'code_hash' => Column::HASH_OR_NULL,
                    'tries' => Column::INT,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'order_id' => Column::ID_OR_NULL,
                    // What opening it accepts.
                    'transfer_id' => Column::ID_OR_NULL,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'created_at' => Column::TIME,
                    'expires_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['secret_hash'],
                'keys' => ['email_hash,expires_at', 'expires_at'],
            ],
        ];
    }
}
