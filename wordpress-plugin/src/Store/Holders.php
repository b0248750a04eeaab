<?php
declare(strict_types=1);

namespace Parterre\Store;

/** Who holds tickets of a show, with the address to write to: tickets know only its keyed hash. */
final class Holders {
    public function __construct(private readonly Db $db) {}

    /**
     * Everybody with a valid ticket for the stream of a show, those it is shared with too, one row an address.
     *
     * @param bool $realOnly leave out tickets of test orders
     * @return list<array{email_hash: string, email: string, locale: string, page: string, country: ?string}>
     */
    public function ofShow(string $show, bool $realOnly): array {
        return $this->find($show, $realOnly, null);
    }

    /** @return array{email_hash: string, email: string, locale: string, page: string, country: ?string}|null */
    public function one(string $show, string $emailHash, bool $realOnly): ?array {
        return $this->find($show, $realOnly, $emailHash)[0] ?? null;
    }

    /**
     * Where somebody can be written to: a proved fan, else who bought with that address, or was handed something on.
     *
     * @return array{email: string, locale: string}|null
     */
    public function mailbox(string $emailHash): ?array {
        foreach (['fans', 'orders', 'transfers'] as $table) {
            $row = $this->db->one(
                "SELECT email, locale FROM {{$table}} WHERE email_hash = ? AND email <> '' ORDER BY created_at DESC LIMIT 1",
                [$emailHash],
            );
            if ($row !== null) {
                return ['email' => (string) $row['email'], 'locale' => (string) $row['locale']];
            }
        }
        return null;
    }

    /**
     * Where whoever holds a ticket can be written to, though they may never have been here: a gift and an invitation name somebody.
     *
     * @param array<string, mixed> $ticket a row of `tickets`
     * @return array{email: string, locale: string}|null
     */
    public function ofTicket(array $ticket): ?array {
        if ($ticket['email_hash'] === '') {
            return null;
        }
        $known = $this->mailbox($ticket['email_hash']);
        if ($known !== null) {
            return $known;
        }
        $row = $this->db->one(
            'SELECT g.email, o.locale FROM {gifts} g JOIN {orders} o ON o.id = g.order_id WHERE g.order_id = ? AND g.email_hash = ? AND g.sent_at IS NOT NULL UNION SELECT email, locale FROM {guests} WHERE id = ? AND email_hash = ?',
            [$ticket['order_id'], $ticket['email_hash'], $ticket['guest_id'], $ticket['email_hash']],
        );
        return $row === null ? null : ['email' => (string) $row['email'], 'locale' => (string) $row['locale']];
    }

    /** @return list<array{email_hash: string, email: string, locale: string, page: string, country: ?string}> */
    private function find(string $show, bool $realOnly, ?string $hash): array {
        $valid =
            "t.show_id = ? AND t.state = 'valid' AND t.kind = 'live' AND t.source <> 'honour'" .
            ($realOnly ? ' AND t.test = 0' : '');
        $only = static fn(string $column): string => $hash === null ? '' : " AND $column = ?";
        $values = $hash === null ? [$show] : [$show, $hash];
        $rows = [
            ...$this->db->all(
                "SELECT t.email_hash, MAX(o.email) AS email, MAX(o.locale) AS locale, MAX(o.page) AS page, MAX(o.country) AS country FROM {tickets} t LEFT JOIN {orders} o ON o.id = t.order_id AND o.email_hash = t.email_hash WHERE $valid AND t.email_hash <> ''" .
                    $only('t.email_hash') .
                    ' GROUP BY t.email_hash',
                $values,
            ),
            ...$this->db->all(
                "SELECT a.email_hash, a.email, a.locale, a.page, NULL AS country FROM {ticket_addresses} a JOIN {tickets} t ON t.id = a.ticket_id WHERE $valid" .
                    $only('a.email_hash'),
                $values,
            ),
        ];
        $holders = [];
        foreach ($rows as $row) {
            $key = (string) $row['email_hash'];
            // A granted or transferred ticket has no order of its holder's; a proved mailbox will do.
            $known = $row['email'] === null ? $this->mailbox($key) : null;
            $email = $row['email'] ?? ($known['email'] ?? '');
            if ($email !== '' && !isset($holders[$key])) {
                $holders[$key] = [
                    'email_hash' => $key,
                    'email' => (string) $email,
                    'locale' => (string) ($row['locale'] ?? ($known['locale'] ?? 'en')),
                    'page' => (string) ($row['page'] ?? ''),
                    'country' => $row['country'] ?? null,
                ];
            }
        }
        return array_values($holders);
    }
}
