<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** The shows, their pictures and their crew. */
final class Programme {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'shows' => [
                'columns' => [
                    'id' => Column::ID,
                    'slug' => Column::ID,
                    'title' => Column::NAME,
                    'artists' => Column::TEXT,
                    'summary' => Column::TEXT,
                    'description' => Column::TEXT,
                    'poster' => Column::TEXT_OR_NULL,
                    'page_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'place' => Column::TEXT_OR_NULL,
                    'doors_at' => Column::TIME,
                    'starts_at' => Column::TIME,
                    'ends_at' => Column::TIME,
                    'time_zone' => 'VARCHAR(64) NOT NULL',
                    'status' => "VARCHAR(20) NOT NULL DEFAULT 'confirmed'",
                    'access' => "VARCHAR(20) NOT NULL DEFAULT 'ticket'",
                    'live_at' => Column::TIME_OR_NULL,
                    'paused_at' => Column::TIME_OR_NULL,
                    'ended_at' => Column::TIME_OR_NULL,
                    'replay_at' => Column::TIME_OR_NULL,
                    'replay_until' => Column::TIME_OR_NULL,
                    'forced' => 'VARCHAR(20) NULL',
                    // What the desk says to everybody, and since when.
                    'notice' => 'VARCHAR(200) NULL',
                    'notice_at' => Column::TIME_OR_NULL,
                    // Since when only the desk may start or end it: nothing happens by itself.
                    'held_at' => Column::TIME_OR_NULL,
                    'chat' => 'TINYINT NOT NULL DEFAULT 1',
                    'chat_open' => 'TINYINT NOT NULL DEFAULT 1',
                    'slow_seconds' => Column::INT,
                    'pin' => Column::ID_OR_NULL,
                    // What is heard beside another camera's picture: `master`, the first one's sound, or its `own`.
                    'sound' => "VARCHAR(10) NOT NULL DEFAULT 'master'",
                    // Whether a code is drawn over the picture: `on`, `off`, or as the venue has it.
                    'mark' => "VARCHAR(10) NOT NULL DEFAULT ''",
                    'published' => Column::FLAG,
                    // Raising it ends every signed ticket of the show.
                    'epoch' => 'INT NOT NULL DEFAULT 1',
                    // Whom the venue honours tonight (`signed`, `everybody`), and until when.
                    'honour' => 'VARCHAR(20) NULL',
                    'honour_until' => Column::TIME_OR_NULL,
                    // The hour of doors that the mails before doors were written for.
                    'doors_mailed_for' => Column::TIME_OR_NULL,
                    'owner_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'revision' => 'INT NOT NULL DEFAULT 1',
                    'created_at' => Column::TIME,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['slug'],
                'keys' => ['starts_at', 'page_id'],
            ],
            'cameras' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'id' => Column::ID,
                    'label' => Column::NAME,
                    'capability' => 'VARCHAR(80) NULL',
                    'offset_ms' => Column::INT,
                    'position' => Column::INT,
                    'provider' => Column::WORD,
                    'live_stream' => Column::ADDRESS,
                    'replay_stream' => Column::ADDRESS,
                    // Another address of the live picture; empty for none. Its provider is the camera's where it is empty.
                    'backup_stream' => Column::ADDRESS,
                    'backup_provider' => "VARCHAR(40) NOT NULL DEFAULT ''",
                    'captions' => Column::TEXT,
                    'features' => Column::TEXT,
                ],
                'primary' => 'show_id,id',
            ],
            'crew' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'role' => Column::WORD,
                    'capabilities' => Column::TEXT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'show_id,email_hash',
                'keys' => ['email_hash'],
            ],
        ];
    }
}
