<?php
declare(strict_types=1);

namespace Parterre\Store;

/**
 * The tables as they are now: column by column, so that tests and tools can read them too.
 *
 * Times are milliseconds since 1970 in UTC (BIGINT), money is an integer in minor units, ids are random text. The whole
 * of a table has one collation, `utf8mb4_bin`: ids differ by case, and wpdb drops every non-ASCII query on a table
 * that mixes character sets. What is said in JSON is never searched by.
 */
final class Schema {
    private const ID = 'VARCHAR(64) NOT NULL';
    private const ID_OR_NULL = 'VARCHAR(64) NULL';
    private const HASH = 'VARCHAR(64) NOT NULL';
    private const HASH_OR_NULL = 'VARCHAR(64) NULL';
    private const TIME = 'BIGINT NOT NULL';
    private const TIME_OR_NULL = 'BIGINT NULL';
    private const INT = 'INT NOT NULL DEFAULT 0';
    private const INT_OR_NULL = 'INT NULL';
    private const FLAG = 'TINYINT NOT NULL DEFAULT 0';
    private const WORD = 'VARCHAR(40) NOT NULL';
    private const CURRENCY = 'VARCHAR(3) NOT NULL';
    private const NAME = "VARCHAR(200) NOT NULL DEFAULT ''";
    private const ADDRESS = "VARCHAR(2048) NOT NULL DEFAULT ''";
    private const TEXT = 'LONGTEXT NOT NULL';
    private const TEXT_OR_NULL = 'LONGTEXT NULL';
    private const ROW = 'BIGINT NOT NULL AUTO_INCREMENT';

    /**
     * @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}>
     *         by table name without prefix
     */
    public static function tables(): array {
        return [
            'shows' => [
                'columns' => [
                    'id' => self::ID,
                    'slug' => self::ID,
                    'title' => self::NAME,
                    'artists' => self::TEXT,
                    'summary' => self::TEXT,
                    'description' => self::TEXT,
                    'poster' => self::TEXT_OR_NULL,
                    'page_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'place' => self::TEXT_OR_NULL,
                    'doors_at' => self::TIME,
                    'starts_at' => self::TIME,
                    'ends_at' => self::TIME,
                    'time_zone' => 'VARCHAR(64) NOT NULL',
                    'status' => "VARCHAR(20) NOT NULL DEFAULT 'confirmed'",
                    'access' => "VARCHAR(20) NOT NULL DEFAULT 'ticket'",
                    'live_at' => self::TIME_OR_NULL,
                    'paused_at' => self::TIME_OR_NULL,
                    'ended_at' => self::TIME_OR_NULL,
                    'replay_at' => self::TIME_OR_NULL,
                    'replay_until' => self::TIME_OR_NULL,
                    'forced' => 'VARCHAR(20) NULL',
                    'chat' => 'TINYINT NOT NULL DEFAULT 1',
                    'chat_open' => 'TINYINT NOT NULL DEFAULT 1',
                    'slow_seconds' => self::INT,
                    'pin' => self::ID_OR_NULL,
                    'published' => self::FLAG,
                    'owner_id' => 'BIGINT NOT NULL DEFAULT 0',
                    'revision' => 'INT NOT NULL DEFAULT 1',
                    'created_at' => self::TIME,
                    'updated_at' => self::TIME,
                ],
                'primary' => 'id',
                'unique' => ['slug'],
                'keys' => ['starts_at', 'page_id'],
            ],
            'cameras' => [
                'columns' => [
                    'show_id' => self::ID,
                    'id' => self::ID,
                    'label' => self::NAME,
                    'capability' => 'VARCHAR(80) NULL',
                    'offset_ms' => self::INT,
                    'position' => self::INT,
                    'provider' => self::WORD,
                    'live_stream' => self::ADDRESS,
                    'replay_stream' => self::ADDRESS,
                    'captions' => self::TEXT,
                    'features' => self::TEXT,
                ],
                'primary' => 'show_id,id',
            ],
            'pools' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID_OR_NULL,
                    'name' => self::NAME,
                    'capacity' => self::INT_OR_NULL,
                    'held' => self::INT,
                    'sold' => self::INT,
                    'updated_at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
            ],
            'offers' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID,
                    'name' => self::NAME,
                    'description' => self::TEXT,
                    'price_minor' => self::INT,
                    'currency' => self::CURRENCY,
                    'opens_at' => self::TIME_OR_NULL,
                    'closes_at' => self::TIME_OR_NULL,
                    'closed' => self::FLAG,
                    'max_per_order' => 'INT NOT NULL DEFAULT 10',
                    'position' => self::INT,
                    'created_at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
            ],
            'offer_parts' => [
                'columns' => [
                    'offer_id' => self::ID,
                    'position' => self::INT,
                    'show_id' => self::ID_OR_NULL,
                    'kind' => self::WORD,
                    'title' => self::NAME,
                    'pool_id' => self::ID_OR_NULL,
                    'units' => 'INT NOT NULL DEFAULT 1',
                    'valid_from' => self::TIME_OR_NULL,
                    'valid_until' => self::TIME_OR_NULL,
                    'capabilities' => self::TEXT,
                ],
                'primary' => 'offer_id,position',
                'keys' => ['pool_id', 'show_id'],
            ],
            'products' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID_OR_NULL,
                    'name' => self::NAME,
                    'description' => self::TEXT,
                    'images' => self::TEXT,
                    'position' => self::INT,
                    'published' => self::FLAG,
                    'created_at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
            ],
            'variants' => [
                'columns' => [
                    'id' => self::ID,
                    'product_id' => self::ID,
                    'label' => self::NAME,
                    'price_minor' => self::INT,
                    'currency' => self::CURRENCY,
                    'pool_id' => self::ID_OR_NULL,
                    'max_per_order' => 'INT NOT NULL DEFAULT 10',
                    'position' => self::INT,
                ],
                'primary' => 'id',
                'keys' => ['product_id', 'pool_id'],
            ],
            'fans' => [
                'columns' => [
                    'id' => self::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => self::HASH,
                    'display_name' => 'VARCHAR(60) NULL',
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'proved_at' => self::TIME,
                    'created_at' => self::TIME,
                ],
                'primary' => 'id',
                'unique' => ['email_hash'],
            ],
            'orders' => [
                'columns' => [
                    'id' => self::ID,
                    'reference' => 'VARCHAR(16) NOT NULL',
                    'state' => self::WORD,
                    'gateway' => self::WORD,
                    'test' => self::FLAG,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => self::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'currency' => self::CURRENCY,
                    'total_minor' => self::INT,
                    'discounts' => self::TEXT,
                    'key_hash' => self::HASH,
                    'request_hash' => self::HASH,
                    'page' => self::ADDRESS,
                    'cart_id' => self::ID_OR_NULL,
                    'consents' => self::TEXT,
                    'attribution' => self::TEXT_OR_NULL,
                    'hold_until' => self::TIME_OR_NULL,
                    'created_at' => self::TIME,
                    'paid_at' => self::TIME_OR_NULL,
                    'closed_at' => self::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['reference', 'key_hash'],
                'keys' => ['email_hash', 'state,hold_until', 'created_at'],
            ],
            'order_lines' => [
                'columns' => [
                    'id' => self::ID,
                    'order_id' => self::ID,
                    'position' => self::INT,
                    'type' => self::WORD,
                    'ref' => self::ID,
                    'name' => 'VARCHAR(400) NOT NULL',
                    'quantity' => self::INT,
                    'unit_minor' => self::INT,
                    'total_minor' => self::INT,
                    'parts' => self::TEXT,
                ],
                'primary' => 'id',
                'unique' => ['order_id,position'],
                'keys' => ['ref'],
            ],
            'holds' => [
                'columns' => [
                    'id' => self::ID,
                    'order_id' => self::ID,
                    'pool_id' => self::ID,
                    'units' => self::INT,
                    'state' => self::WORD,
                    'expires_at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['pool_id,state,expires_at', 'order_id'],
            ],
            'payments' => [
                'columns' => [
                    'order_id' => self::ID,
                    'gateway' => self::WORD,
                    'state' => self::WORD,
                    'amount_minor' => self::INT,
                    'currency' => self::CURRENCY,
                    'livemode' => self::FLAG,
                    'created_at' => self::TIME,
                    'updated_at' => self::TIME,
                ],
                'primary' => 'order_id',
            ],
            'tickets' => [
                'columns' => [
                    'id' => self::ID,
                    'order_id' => self::ID_OR_NULL,
                    'line_id' => self::ID_OR_NULL,
                    'part' => self::INT,
                    'unit' => self::INT,
                    'show_id' => self::ID,
                    'kind' => self::WORD,
                    'valid_from' => self::TIME_OR_NULL,
                    'valid_until' => self::TIME_OR_NULL,
                    'capabilities' => self::TEXT,
                    'source' => self::WORD,
                    'granted_by' => 'BIGINT NULL',
                    'state' => self::WORD,
                    'test' => self::FLAG,
                    'email_hash' => self::HASH,
                    'created_at' => self::TIME,
                    'voided_at' => self::TIME_OR_NULL,
                    'void_reason' => self::NAME,
                ],
                'primary' => 'id',
                // One ticket per line, part and unit, whatever runs twice.
                'unique' => ['line_id,part,unit'],
                'keys' => ['order_id', 'email_hash', 'show_id,kind'],
            ],
            'deliveries' => [
                'columns' => [
                    'id' => self::ID,
                    'order_id' => self::ID,
                    'method' => self::WORD,
                    'state' => self::WORD,
                    'code' => 'VARCHAR(12) NOT NULL',
                    'place' => self::NAME,
                    'lines' => self::TEXT,
                    'created_at' => self::TIME,
                    'done_at' => self::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['order_id', 'code'],
            ],
            'sessions' => [
                'columns' => [
                    'id' => self::ID,
                    'token_hash' => self::HASH,
                    'kind' => self::WORD,
                    'fan_id' => self::ID_OR_NULL,
                    'email_hash' => self::HASH_OR_NULL,
                    'email_hint' => 'VARCHAR(260) NULL',
                    'display_name' => 'VARCHAR(60) NULL',
                    'device_label' => 'VARCHAR(80) NOT NULL',
                    'show_id' => self::ID_OR_NULL,
                    'link_id' => self::ID_OR_NULL,
                    'created_at' => self::TIME,
                    'last_seen_at' => self::TIME,
                    'expires_at' => self::TIME,
                    'ended_at' => self::TIME_OR_NULL,
                    'end_reason' => 'VARCHAR(20) NULL',
                ],
                'primary' => 'id',
                'unique' => ['token_hash'],
                'keys' => ['fan_id', 'email_hash', 'link_id', 'expires_at'],
            ],
            'session_orders' => [
                'columns' => ['session_id' => self::ID, 'order_id' => self::ID],
                'primary' => 'session_id,order_id',
                'keys' => ['order_id'],
            ],
            'pass_links' => [
                'columns' => [
                    'id' => self::ID,
                    'purpose' => self::WORD,
                    'secret_hash' => self::HASH,
                    'code_hash' => self::HASH_OR_NULL,
                    'tries' => self::INT,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => self::HASH,
                    'order_id' => self::ID_OR_NULL,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'created_at' => self::TIME,
                    'expires_at' => self::TIME,
                ],
                'primary' => 'id',
                'unique' => ['secret_hash'],
                'keys' => ['email_hash,expires_at', 'expires_at'],
            ],
            'leases' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID,
                    'ticket_id' => self::ID_OR_NULL,
                    'session_id' => self::ID,
                    'device' => self::ID,
                    'state' => self::WORD,
                    'mode' => self::WORD,
                    'watched_ms' => 'BIGINT NOT NULL DEFAULT 0',
                    'counted' => self::FLAG,
                    'created_at' => self::TIME,
                    'renewed_at' => self::TIME,
                    'expires_at' => self::TIME,
                    'grant_until' => self::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['ticket_id,state', 'session_id', 'show_id,state,expires_at'],
            ],
            'watch' => [
                'columns' => [
                    'id' => self::ROW,
                    'lease_id' => self::ID,
                    'show_id' => self::ID,
                    'at' => self::TIME,
                    'mode' => self::WORD,
                    'camera' => self::ID_OR_NULL,
                    'media_at' => self::TIME_OR_NULL,
                    'watched_ms' => self::INT,
                    'quality' => self::TEXT_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['lease_id', 'show_id,at'],
            ],
            'feeds' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID,
                    'lane' => self::WORD,
                    'dir' => 'VARCHAR(32) NOT NULL',
                    'epoch' => self::ID,
                    'seq' => self::INT,
                    'state_rev' => self::INT,
                    'index_rev' => self::INT,
                    // Moves with every change: a writer that finds it moved while writing goes round once more.
                    'dirty' => 'BIGINT NOT NULL DEFAULT 0',
                    // Moves when text is taken out: a chunk that was being closed meanwhile must be read again.
                    'cuts' => self::INT,
                    'memo' => self::TEXT,
                    'updated_at' => self::TIME,
                ],
                'primary' => 'id',
                'unique' => ['show_id,lane', 'dir'],
            ],
            'feed_messages' => [
                'columns' => [
                    'feed_id' => self::ID,
                    'epoch' => self::ID,
                    'seq' => self::INT,
                    'type' => self::WORD,
                    'body' => self::TEXT,
                    'message_id' => self::ID_OR_NULL,
                    'at' => self::TIME,
                ],
                'primary' => 'feed_id,epoch,seq',
                'keys' => ['message_id'],
            ],
            'feed_chunks' => [
                'columns' => [
                    'feed_id' => self::ID,
                    'epoch' => self::ID,
                    'chunk' => self::INT,
                    'revision' => self::INT,
                    'written' => self::INT,
                    'first_seq' => self::INT,
                    'last_seq' => self::INT,
                ],
                'primary' => 'feed_id,epoch,chunk',
            ],
            'messages' => [
                'columns' => [
                    'id' => self::ID,
                    'show_id' => self::ID,
                    'author_id' => self::ID,
                    'author_name' => 'VARCHAR(60) NOT NULL',
                    'rank' => 'VARCHAR(20) NULL',
                    'role' => self::WORD,
                    'text' => self::TEXT,
                    'ticket_id' => self::ID_OR_NULL,
                    'fan_id' => self::ID_OR_NULL,
                    'session_id' => self::ID,
                    'key_hash' => self::HASH,
                    'at' => self::TIME,
                    'media_at' => self::TIME_OR_NULL,
                    'removed_at' => self::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['key_hash'],
                'keys' => ['show_id,at', 'show_id,author_id,at', 'session_id', 'ticket_id', 'fan_id'],
            ],
            'reports' => [
                'columns' => [
                    'message_id' => self::ID,
                    'reporter' => self::ID,
                    'show_id' => self::ID,
                    'reason' => self::WORD,
                    'at' => self::TIME,
                    'dismissed' => self::FLAG,
                ],
                'primary' => 'message_id,reporter',
                'keys' => ['show_id,dismissed'],
            ],
            'mutes' => [
                'columns' => [
                    'show_id' => self::ID,
                    'author_id' => self::ID,
                    'until' => self::TIME,
                    'at' => self::TIME,
                ],
                'primary' => 'show_id,author_id',
            ],
            'crew' => [
                'columns' => [
                    'show_id' => self::ID,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => self::HASH,
                    'role' => self::WORD,
                    'capabilities' => self::TEXT,
                    'created_at' => self::TIME,
                ],
                'primary' => 'show_id,email_hash',
                'keys' => ['email_hash'],
            ],
            'carts' => [
                'columns' => [
                    'id' => self::ID,
                    'currency' => self::CURRENCY,
                    'lines' => self::TEXT,
                    'created_at' => self::TIME,
                    'updated_at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['updated_at'],
            ],
            'events' => [
                'columns' => [
                    'id' => self::ROW,
                    'name' => self::WORD,
                    'at' => self::TIME,
                    'show_id' => self::ID_OR_NULL,
                    'order_id' => self::ID_OR_NULL,
                    'ticket_id' => self::ID_OR_NULL,
                    'session_id' => self::ID_OR_NULL,
                    'fan_id' => self::ID_OR_NULL,
                    'payload' => self::TEXT,
                ],
                'primary' => 'id',
                'keys' => ['name,at', 'order_id', 'session_id', 'fan_id'],
            ],
            'audit' => [
                'columns' => [
                    'id' => self::ROW,
                    'at' => self::TIME,
                    'user_id' => 'BIGINT NULL',
                    'session_id' => self::ID_OR_NULL,
                    'action' => 'VARCHAR(80) NOT NULL',
                    'subject' => self::ID_OR_NULL,
                    'detail' => self::TEXT,
                ],
                'primary' => 'id',
                'keys' => ['at', 'subject', 'session_id'],
            ],
            'jobs' => [
                'columns' => [
                    'id' => self::ROW,
                    'type' => self::WORD,
                    'dedupe_key' => 'VARCHAR(120) NOT NULL',
                    'payload' => self::TEXT,
                    'state' => self::WORD,
                    'run_at' => self::TIME,
                    'attempts' => self::INT,
                    'locked_until' => self::TIME_OR_NULL,
                    'lock_token' => self::HASH_OR_NULL,
                    'last_error' => self::TEXT,
                    'created_at' => self::TIME,
                ],
                'primary' => 'id',
                'unique' => ['dedupe_key'],
                'keys' => ['state,run_at'],
            ],
            'mails' => [
                'columns' => [
                    'id' => self::ID,
                    'template' => self::WORD,
                    'recipient' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => self::HASH,
                    'subject' => 'VARCHAR(300) NOT NULL',
                    'order_id' => self::ID_OR_NULL,
                    'state' => self::WORD,
                    'error' => self::TEXT,
                    'created_at' => self::TIME,
                    'sent_at' => self::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['email_hash', 'order_id', 'created_at'],
            ],
            'rate_limits' => [
                'columns' => [
                    'id' => self::HASH,
                    // What is left of the allowance, in thousandths, when it was last looked at.
                    'level' => 'BIGINT NOT NULL',
                    'at' => self::TIME,
                ],
                'primary' => 'id',
                'keys' => ['at'],
            ],
        ];
    }

    /** The statement that creates a table when it is missing. */
    public static function createStatement(string $table, string $prefix): string {
        $definition = self::tables()[$table];
        $lines = [];
        foreach ($definition['columns'] as $column => $type) {
            $lines[] = "`$column` $type";
        }
        $lines[] = 'PRIMARY KEY (' . self::quoted($definition['primary']) . ')';
        foreach ($definition['unique'] ?? [] as $columns) {
            $lines[] = 'UNIQUE KEY `u_' . strtr($columns, ',', '_') . '` (' . self::quoted($columns) . ')';
        }
        foreach ($definition['keys'] ?? [] as $columns) {
            $lines[] = 'KEY `k_' . strtr($columns, ',', '_') . '` (' . self::quoted($columns) . ')';
        }
        return "CREATE TABLE IF NOT EXISTS `{$prefix}{$table}` (\n  " .
            implode(",\n  ", $lines) .
            "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    }

    private static function quoted(string $columns): string {
        return implode(', ', array_map(static fn(string $column): string => "`$column`", explode(',', $columns)));
    }
}
