<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** The live room: lanes, what was said, and the brake. */
final class Room {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'feeds' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'lane' => Column::WORD,
                    'dir' => 'VARCHAR(32) NOT NULL',
                    'epoch' => Column::ID,
                    'seq' => Column::INT,
                    'state_rev' => Column::INT,
                    'index_rev' => Column::INT,
                    // Moves with every change: a writer that finds it moved while writing goes round once more.
                    'dirty' => 'BIGINT NOT NULL DEFAULT 0',
                    // Moves when text is taken out: a chunk that was being closed meanwhile must be read again.
                    'cuts' => Column::INT,
                    'memo' => Column::TEXT,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['show_id,lane', 'dir'],
            ],
            'feed_messages' => [
                'columns' => [
                    'feed_id' => Column::ID,
                    'epoch' => Column::ID,
                    'seq' => Column::INT,
                    'type' => Column::WORD,
                    'body' => Column::TEXT,
                    'message_id' => Column::ID_OR_NULL,
                    'at' => Column::TIME,
                ],
                'primary' => 'feed_id,epoch,seq',
                'keys' => ['message_id'],
            ],
            'feed_chunks' => [
                'columns' => [
                    'feed_id' => Column::ID,
                    'epoch' => Column::ID,
                    'chunk' => Column::INT,
                    'revision' => Column::INT,
                    'written' => Column::INT,
                    'first_seq' => Column::INT,
                    'last_seq' => Column::INT,
                ],
                'primary' => 'feed_id,epoch,chunk',
            ],
            'messages' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'author_id' => Column::ID,
                    'author_name' => 'VARCHAR(60) NOT NULL',
                    'rank' => 'VARCHAR(20) NULL',
                    'role' => Column::WORD,
                    'text' => Column::TEXT,
                    'ticket_id' => Column::ID_OR_NULL,
                    'fan_id' => Column::ID_OR_NULL,
                    'session_id' => Column::ID,
                    'key_hash' => Column::HASH,
                    'at' => Column::TIME,
                    'media_at' => Column::TIME_OR_NULL,
                    // Where it belongs in the picture: what the sender saw, or when it was said.
                    'place_at' => Column::TIME,
                    'removed_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['key_hash'],
                'keys' => [
                    'show_id,at',
                    'show_id,place_at',
                    'show_id,author_id,at',
                    'session_id',
                    'ticket_id',
                    'fan_id',
                ],
            ],
            'reports' => [
                'columns' => [
                    'message_id' => Column::ID,
                    'reporter' => Column::ID,
                    'show_id' => Column::ID,
                    'reason' => Column::WORD,
                    'at' => Column::TIME,
                    'dismissed' => Column::FLAG,
                ],
                'primary' => 'message_id,reporter',
                'keys' => ['show_id,dismissed'],
            ],
            'mutes' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'author_id' => Column::ID,
                    'until' => Column::TIME,
                    'at' => Column::TIME,
                ],
                'primary' => 'show_id,author_id',
            ],
        ];
    }
}
