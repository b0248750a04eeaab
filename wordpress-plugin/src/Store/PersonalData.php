<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;

/**
 * Everything the tables hold about one person, found by their address: to copy it, to erase it, and to let it go when its
 * time is over. Follows the register in `columns.php` column by column; nothing about a person is decided anywhere else.
 */
final class PersonalData {
    private const DAY = 86_400_000;
    private const YEAR = 365 * self::DAY;

    /** States of an order that has a receipt. */
    private const WITH_RECEIPT = "('processing', 'paid', 'disputed', 'refunded')";

    public function __construct(
        private readonly Db $db,
        private readonly Clock $clock,
        private readonly Secrets $secrets,
    ) {}

    /** @return array<string, array{personal: array<string, array{purpose: string, retention: string, export: bool, erase: string, because: string}>, impersonal: list<string>}> by table */
    public static function register(): array {
        return require __DIR__ . '/columns.php';
    }

    /**
     * What a person's copy holds: the columns the register marks for export, row by row.
     *
     * @return list<array{table: string, id: string, values: array<string, string>}>
     */
    public function export(string $email, int $limit, int $offset): array {
        $found = [];
        $register = self::register();
        foreach ($this->conditions($email) as $table => [$where, $values]) {
            $columns = array_keys(
                array_filter($register[$table]['personal'], static fn(array $column): bool => $column['export']),
            );
            if ($columns === []) {
                continue;
            }
            $context = array_intersect(
                ['reference', 'state', 'total_minor', 'currency', 'created_at', 'show_id', 'quantity', 'unit_minor'],
                array_keys(Schema::tables()[$table]['columns']),
            );
            $key = explode(',', Schema::tables()[$table]['primary']);
            foreach (
                $this->db->all("SELECT * FROM {{$table}} WHERE $where ORDER BY " . implode(', ', $key), $values)
                as $row
            ) {
                $shown = array_intersect_key($row, array_flip([...$context, ...$columns]));
                $found[] = [
                    'table' => $table,
                    'id' => implode('-', array_map(static fn(string $column): string => (string) $row[$column], $key)),
                    'values' => array_filter(
                        array_map('strval', array_filter($shown, static fn(?string $value): bool => $value !== null)),
                        static fn(string $value): bool => $value !== '',
                    ),
                ];
            }
        }
        return array_slice($found, $offset, $limit);
    }

    /**
     * Messages of this person that are still in a room, by show: they have to leave its files before their rows go.
     *
     * @return array<string, list<string>> ids by show
     */
    public function messages(string $email, int $limit): array {
        [$where, $values] = $this->conditions($email)['messages'];
        $by = [];
        foreach (
            $this->db->all(
                "SELECT id, show_id FROM {messages} WHERE removed_at IS NULL AND ($where) ORDER BY at LIMIT " . $limit,
                $values,
            )
            as $row
        ) {
            $by[(string) $row['show_id']][] = (string) $row['id'];
        }
        return $by;
    }

    /**
     * Erases what may be erased, all of it, in one transaction.
     *
     * @return array{removed: int, kept: list<string>} rows changed, and the reasons for what stays
     */
    public function erase(string $email): array {
        return $this->db->transaction(function () use ($email): array {
            $conditions = $this->conditions($email);
            $register = self::register();
            $removed = 0;
            $kept = [];
            foreach ($conditions as $table => [$where, $values]) {
                foreach ($register[$table]['personal'] as $column) {
                    // What belongs to a WordPress user is for WordPress's own eraser to tell.
                    if (
                        in_array($column['erase'], ['keep', 'blank-unpaid'], true) &&
                        str_contains($column['because'], 'eceipt') &&
                        $this->hasReceipt($email)
                    ) {
                        $kept[$column['because']] = true;
                    }
                }
            }
            // Children before parents: each is found through what the next one still holds.
            foreach (
                [
                    ...[
                        'amend_tickets',
                        'watch',
                        'leases',
                        'reports',
                        'mutes',
                        'jobs',
                        'messages',
                        'crew',
                        'mails',
                        'pass_links',
                    ],
                    ...[
                        'pairings',
                        'session_tickets',
                        'ticket_addresses',
                        'transfers',
                        'honours',
                        'waiting',
                        'attendees',
                        'pledge_sessions',
                    ],
                ]
                as $table
            ) {
                [$where, $values] = $conditions[$table];
                $removed += $this->db->change("DELETE FROM {{$table}} WHERE $where", $values);
            }
            foreach (['events', 'audit'] as $table) {
                [$where, $values] = $conditions[$table];
                $unlink = array_keys(
                    array_filter(
                        $register[$table]['personal'],
                        static fn(array $column): bool => $column['erase'] === 'unlink',
                    ),
                );
                $set = implode(', ', array_map(static fn(string $column): string => "$column = NULL", $unlink));
                $removed += $this->db->change("UPDATE {{$table}} SET $set WHERE $where", $values);
            }
            [$where, $values] = $conditions['deliveries'];
            $removed += $this->db->change(
                "UPDATE {deliveries} SET code = id, place = '', post_address = NULL, tracking = '' WHERE state IN ('done', 'cancelled') AND code <> id AND ($where)",
                $values,
            );
            [$where, $values] = $conditions['guests'];
            $removed += $this->db->change(
                "UPDATE {guests} SET name = '', email = '', email_hash = '', note = '' WHERE $where",
                $values,
            );
            [$where, $values] = $conditions['gifts'];
            $removed += $this->db->change(
                "UPDATE {gifts} SET name = '', email = '', email_hash = '', message = '' WHERE email <> '' AND ($where)",
                $values,
            );
            [$where, $values] = $conditions['code_uses'];
            $removed += $this->db->change(
                "UPDATE {code_uses} SET email_hash = '' WHERE email_hash <> '' AND ($where)",
                $values,
            );
            [$where, $values] = $conditions['holds'];
            $removed += $this->db->change(
                "UPDATE {holds} SET network_hash = NULL WHERE network_hash IS NOT NULL AND ($where)",
                $values,
            );
            [$where, $values] = $conditions['tickets'];
            $removed += $this->db->change(
                "UPDATE {tickets} SET email_hash = '' WHERE email_hash <> '' AND ($where)",
                $values,
            );
            foreach (['session_orders', 'sessions'] as $table) {
                [$where, $values] = $conditions[$table];
                $removed += $this->db->change("DELETE FROM {{$table}} WHERE $where", $values);
            }
            [$where, $values] = $conditions['fans'];
            $removed += $this->db->change("DELETE FROM {fans} WHERE $where", $values);
            // Promises and what a bank may ask for stay; the name in public goes at once.
            [$where, $values] = $conditions['pledges'];
            $removed += $this->db->change(
                "UPDATE {pledges} SET public_name = NULL WHERE public_name IS NOT NULL AND ($where)",
                $values,
            );
            [$where, $values] = $conditions['orders'];
            $removed += $this->db->change(
                "UPDATE {orders} SET page = '', attribution = NULL WHERE (page <> '' OR attribution IS NOT NULL) AND ($where)",
                $values,
            );
            $removed += $this->db->change(
                "UPDATE {orders} SET email = '', email_hash = '', delivery = NULL WHERE state NOT IN " .
                    self::WITH_RECEIPT .
                    " AND ($where)",
                $values,
            );
            return ['removed' => $removed, 'kept' => array_keys($kept)];
        });
    }

    /** Lets go of what the register says is over. @return int rows changed */
    public function expire(): int {
        $now = $this->clock->nowMs();
        $changed = 0;
        foreach (
            [
                ['DELETE FROM {pass_links} WHERE expires_at < ?', $now - 30 * self::DAY],
                ['DELETE FROM {sessions} WHERE expires_at < ?', $now],
                ['DELETE FROM {session_orders} WHERE session_id NOT IN (SELECT id FROM {sessions})', null],
                ['DELETE FROM {session_tickets} WHERE session_id NOT IN (SELECT id FROM {sessions})', null],
                ['DELETE FROM {pairings} WHERE expires_at < ?', $now - self::DAY],
                ['DELETE FROM {honours} WHERE last_at < ?', $now - 90 * self::DAY],
                // A shared ticket opens nothing after its show's replay; without one, a month after the show.
                [
                    'DELETE FROM {ticket_addresses} WHERE ticket_id IN (SELECT t.id FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE COALESCE(t.valid_until, s.replay_until, s.ends_at + 2592000000) < ?)',
                    $now,
                ],
                [
                    'DELETE FROM {transfers} WHERE ticket_id IN (SELECT t.id FROM {tickets} t JOIN {shows} s ON s.id = t.show_id WHERE COALESCE(t.valid_until, s.replay_until, s.ends_at + 2592000000) < ?)',
                    $now,
                ],
                ['DELETE FROM {transfers} WHERE ticket_id IS NULL AND created_at < ?', $now - 90 * self::DAY],
                ['DELETE FROM {pledge_sessions} WHERE session_id NOT IN (SELECT id FROM {sessions})', null],
                // Promises that came to nothing, a year after their campaign.
                [
                    "DELETE FROM {pledges} WHERE order_id IS NULL AND state IN ('withdrawn', 'released', 'failed') AND ended_at < ?",
                    $now - self::YEAR,
                ],
                ['DELETE FROM {watch} WHERE at < ?', $now - 90 * self::DAY],
                ['DELETE FROM {leases} WHERE created_at < ?', $now - 90 * self::DAY],
                [
                    'DELETE FROM {amend_tickets} WHERE act_id IN (SELECT id FROM {bulk_acts} WHERE created_at < ?)',
                    $now - 90 * self::DAY,
                ],
                ['DELETE FROM {failures} WHERE created_at < ?', $now - self::YEAR],
                ['DELETE FROM {mails} WHERE created_at < ?', $now - 90 * self::DAY],
                ['DELETE FROM {reports} WHERE at < ?', $now - self::YEAR],
                ['DELETE FROM {mutes} WHERE until < ?', $now],
                ['DELETE FROM {messages} WHERE at < ?', $now - 3 * self::YEAR],
                [
                    'DELETE FROM {attendees} WHERE show_id IN (SELECT id FROM {shows} WHERE CASE WHEN replay_until > ends_at THEN replay_until ELSE ends_at END < ?)',
                    $now - 30 * self::DAY,
                ],
                [
                    'DELETE FROM {waiting} WHERE show_id IN (SELECT id FROM {shows} WHERE ends_at < ?)',
                    $now - 30 * self::DAY,
                ],
                [
                    "UPDATE {guests} SET name = '', email = '', email_hash = '', note = '' WHERE name <> '' AND show_id IN (SELECT id FROM {shows} WHERE ends_at < ?)",
                    $now - self::YEAR,
                ],
                [
                    'DELETE FROM {checkins} WHERE show_id IN (SELECT id FROM {shows} WHERE ends_at < ?)',
                    $now - self::YEAR,
                ],
                ['DELETE FROM {carts} WHERE updated_at < ?', $now - 30 * self::DAY],
                ['DELETE FROM {audit} WHERE at < ?', $now - self::YEAR],
                ['DELETE FROM {rate_limits} WHERE at < ?', $now - self::DAY],
                [
                    'UPDATE {orders} SET attribution = NULL WHERE attribution IS NOT NULL AND created_at < ?',
                    $now - 3 * self::YEAR,
                ],
                [
                    "UPDATE {gifts} SET name = '', email = '', email_hash = '', message = '' WHERE email <> '' AND send_at < ?",
                    $now - 3 * self::YEAR,
                ],
                ["UPDATE {code_uses} SET email_hash = '' WHERE email_hash <> '' AND at < ?", $now - 3 * self::YEAR],
                ['UPDATE {holds} SET network_hash = NULL WHERE network_hash IS NOT NULL AND expires_at < ?', $now],
                // Who never paid owes us no receipt.
                [
                    "UPDATE {orders} SET email = '', email_hash = '', page = '' WHERE email <> '' AND state NOT IN " .
                    self::WITH_RECEIPT .
                    ' AND created_at < ?',
                    $now - 90 * self::DAY,
                ],
                [
                    "UPDATE {orders} SET email = '', email_hash = '', page = '', delivery = NULL, evidence = NULL WHERE email <> '' AND created_at < ?",
                    $now - 10 * self::YEAR,
                ],
                ['DELETE FROM {documents} WHERE issued_at < ?', $now - 10 * self::YEAR],
                [
                    "UPDATE {tickets} SET email_hash = '' WHERE email_hash <> '' AND created_at < ?",
                    $now - 10 * self::YEAR,
                ],
            ]
            as [$sql, $before]
        ) {
            $changed += $this->db->change($sql, $before === null ? [] : [$before]);
        }
        foreach (require PARTERRE_DIR . '/protocol/events.php' as $name => $event) {
            $changed += $this->db->change(
                'UPDATE {events} SET ticket_id = NULL, session_id = NULL, fan_id = NULL WHERE name = ? AND at < ? AND (ticket_id IS NOT NULL OR session_id IS NOT NULL OR fan_id IS NOT NULL)',
                [$name, $now - $event['retentionDays'] * self::DAY],
            );
        }
        return $changed;
    }

    private function hasReceipt(string $email): bool {
        return $this->db->one(
            'SELECT id FROM {orders} WHERE email_hash = ? AND state IN ' . self::WITH_RECEIPT . ' LIMIT 1',
            [$this->secrets->hashEmail($email)],
        ) !== null;
    }

    /**
     * Which rows of each table are about this person. Every table with a personal column that is about fans is here; a
     * test compares.
     *
     * @return array<string, array{0: string, 1: list<string>}> condition and its values, by table
     */
    private function conditions(string $email): array {
        $hash = $this->secrets->hashEmail($email);
        $orders = 'SELECT id FROM {orders} WHERE email_hash = ?';
        $fans = 'SELECT id FROM {fans} WHERE email_hash = ?';
        $tickets = 'SELECT id FROM {tickets} WHERE email_hash = ?';
        // A session is theirs by its address, its fan, or an order made in it.
        $sessions = "SELECT id FROM {sessions} WHERE email_hash = ? OR fan_id IN ($fans) OR id IN (SELECT session_id FROM {session_orders} WHERE order_id IN ($orders))";
        $three = [$hash, $hash, $hash];
        $mine = $this->db->all(
            "SELECT DISTINCT author_id FROM {messages} WHERE session_id IN ($sessions) OR fan_id IN ($fans) OR ticket_id IN ($tickets)",
            [...$three, $hash, $hash],
        );
        $names = array_column($mine, 'author_id');
        $byName = static fn(string $column): array => $names === []
            ? ['1 = 0', []]
            : ["$column IN (" . Db::marks($names) . ')', $names];
        $ids = array_map('strval', array_column($this->db->all($sessions, $three), 'id'));
        $inSessions = static fn(string $column): array => $ids === []
            ? ['1 = 0', []]
            : ["$column IN (" . Db::marks($ids) . ')', $ids];
        $orderIds = array_map('strval', array_column($this->db->all($orders, [$hash]), 'id'));
        $jobs = ['1 = 0', []];
        if ($orderIds !== []) {
            $jobs = [
                implode(' OR ', array_fill(0, count($orderIds), 'payload LIKE ?')),
                array_map(static fn(string $id): string => "%\"$id\"%", $orderIds),
            ];
        }
        [$leaseWhere, $leaseValues] = $inSessions('session_id');
        [$eventWhere, $eventValues] = $inSessions('session_id');
        return [
            'fans' => ['email_hash = ?', [$hash]],
            'orders' => ['email_hash = ?', [$hash]],
            'order_lines' => ["order_id IN ($orders)", [$hash]],
            'payments' => ["order_id IN ($orders)", [$hash]],
            'refunds' => ["order_id IN ($orders)", [$hash]],
            'tickets' => ['email_hash = ?', [$hash]],
            'deliveries' => ["order_id IN ($orders)", [$hash]],
            'documents' => ["order_id IN ($orders)", [$hash]],
            'holds' => ["order_id IN ($orders)", [$hash]],
            // Whom it is for, and whoever wrote it.
            'gifts' => ["email_hash = ? OR order_id IN ($orders)", [$hash, $hash]],
            'code_uses' => ['email_hash = ?', [$hash]],
            'sessions' => $inSessions('id'),
            'session_orders' => $inSessions('session_id'),
            'pass_links' => ['email_hash = ?', [$hash]],
            'leases' => $inSessions('session_id'),
            'amend_tickets' => ["ticket_id IN ($tickets)", [$hash]],
            'session_tickets' => $inSessions('session_id'),
            'pairings' => $inSessions('confirmed_by'),
            'ticket_addresses' => ['email_hash = ?', [$hash]],
            'transfers' => ['email_hash = ? OR from_hash = ?', [$hash, $hash]],
            'honours' => ['email_hash = ?', [$hash]],
            'watch' => ["lease_id IN (SELECT id FROM {leases} WHERE $leaseWhere)", $leaseValues],
            'messages' => [
                "session_id IN ($sessions) OR fan_id IN ($fans) OR ticket_id IN ($tickets)",
                [...$three, $hash, $hash],
            ],
            'reports' => $byName('reporter'),
            'mutes' => $byName('author_id'),
            'crew' => ['email_hash = ?', [$hash]],
            'waiting' => ['email_hash = ?', [$hash]],
            'attendees' => ['email_hash = ?', [$hash]],
            'guests' => ['email_hash = ?', [$hash]],
            'pledges' => ['email_hash = ?', [$hash]],
            'pledge_sessions' => $inSessions('session_id'),
            'mails' => ['email_hash = ?', [$hash]],
            'jobs' => $jobs,
            'events' => [
                "$eventWhere OR fan_id IN ($fans) OR ticket_id IN ($tickets)",
                [...$eventValues, $hash, $hash],
            ],
            'audit' => $inSessions('session_id'),
        ];
    }
}
