<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** Pledges, whose they are, and which of them are to be charged now. */
final class Pledges {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        return $this->one('SELECT * FROM {pledges} WHERE id = ?', [$id]);
    }

    /**
     * The same, with its row locked until the transaction ends.
     *
     * @return array<string, mixed>|null
     */
    public function lock(string $id): ?array {
        return $this->one('SELECT * FROM {pledges} WHERE id = ?' . $this->db->forUpdate(), [$id]);
    }

    /** @return array<string, mixed>|null */
    public function findByKey(string $keyHash): ?array {
        return $this->one('SELECT * FROM {pledges} WHERE key_hash = ?', [$keyHash]);
    }

    /** @return array<string, mixed>|null */
    public function ofOrder(string $order): ?array {
        return $this->one('SELECT * FROM {pledges} WHERE order_id = ?', [$order]);
    }

    /**
     * A pledge by the provider's name for the form that saves its card.
     *
     * @return array<string, mixed>|null
     */
    public function bySetup(string $gateway, string $setup): ?array {
        return $this->one('SELECT * FROM {pledges} WHERE gateway = ? AND setup_ref = ?', [$gateway, $setup]);
    }

    /** @param array<string, scalar|null> $row columns of `pledges` */
    public function create(array $row): void {
        $this->db->insert(
            'pledges',
            $row + ['setup_ref' => '', 'customer_ref' => '', 'method_ref' => '', 'outcome' => ''],
        );
    }

    /** @param array<string, scalar|null> $values */
    public function keep(string $id, array $values): void {
        $this->db->update('pledges', $values, ['id' => $id]);
    }

    /**
     * Moves a pledge to another state if it is in one of `$from`. Tells whether it was.
     *
     * @param list<string>               $from
     * @param array<string, scalar|null> $also further columns
     */
    public function move(string $id, array $from, string $to, array $also = []): bool {
        $set = ['state' => $to] + $also;
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($set)));
        return $this->db->change("UPDATE {pledges} SET $assign WHERE id = ? AND state IN (" . Db::marks($from) . ')', [
            ...array_values($set),
            $id,
            ...$from,
        ]) === 1;
    }

    /** Has every promise of a campaign charged from now on. */
    public function charge(string $campaign): void {
        $this->db->change("UPDATE {pledges} SET next_attempt_at = ? WHERE campaign_id = ? AND state = 'promised'", [
            $this->clock->nowMs(),
            $campaign,
        ]);
    }

    /**
     * Pledges whose card is to be charged now and that no other worker has.
     *
     * @return list<string>
     */
    public function chargeable(string $campaign, int $limit): array {
        $now = $this->clock->nowMs();
        return array_column(
            $this->db->all(
                "SELECT id FROM {pledges} WHERE campaign_id = ? AND state IN ('promised', 'charging') AND next_attempt_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY next_attempt_at, id LIMIT ?",
                [$campaign, $now, $now, $limit],
            ),
            'id',
        );
    }

    /**
     * Pledges of a campaign in some states, oldest first.
     *
     * @param list<string> $states
     * @return list<array<string, mixed>>
     */
    public function inStates(string $campaign, array $states, int $limit = 1000, int $offset = 0): array {
        return Rows::all(
            'pledges',
            $this->db->all(
                'SELECT * FROM {pledges} WHERE campaign_id = ? AND state IN (' .
                    Db::marks($states) .
                    ') ORDER BY created_at, id LIMIT ? OFFSET ?',
                [$campaign, ...$states, $limit, $offset],
            ),
        );
    }

    /**
     * How many pledges there are in each state.
     *
     * @return array<string, int>
     */
    public function counts(string $campaign): array {
        return array_map(
            'intval',
            array_column(
                $this->db->all('SELECT state, COUNT(*) AS n FROM {pledges} WHERE campaign_id = ? GROUP BY state', [
                    $campaign,
                ]),
                'n',
                'state',
            ),
        );
    }

    /**
     * How many pledges took each reward and still count.
     *
     * @return array<string, int> by reward
     */
    public function countsByReward(string $campaign): array {
        return array_map(
            'intval',
            array_column(
                $this->db->all(
                    "SELECT p.reward_id, COUNT(*) AS n FROM {pledges} p LEFT JOIN {orders} o ON o.id = p.order_id WHERE p.campaign_id = ? AND p.reward_id IS NOT NULL AND (p.state IN ('promised', 'charging', 'needs-action') OR o.state = 'paid') GROUP BY p.reward_id",
                    [$campaign],
                ),
                'n',
                'reward_id',
            ),
        );
    }

    /**
     * @param array<string, mixed> $session
     * @return list<array<string, mixed>> newest first: of the proved address, or made in this session
     */
    public function ofSession(array $session, ?string $campaign): array {
        $fan = $session['kind'] === 'fan' ? (string) $session['email_hash'] : '';
        return Rows::all(
            'pledges',
            $this->db->all(
                'SELECT * FROM {pledges} WHERE (email_hash = ? OR id IN (SELECT pledge_id FROM {pledge_sessions} WHERE session_id = ?)) AND (? IS NULL OR campaign_id = ?) ORDER BY created_at DESC, id LIMIT 100',
                [$fan, $session['id'], $campaign, $campaign],
            ),
        );
    }

    /** @param array<string, mixed> $session */
    public function isOf(array $session, array $pledge): bool {
        return ($session['kind'] === 'fan' && $session['email_hash'] === $pledge['email_hash']) ||
            $this->db->one('SELECT pledge_id FROM {pledge_sessions} WHERE session_id = ? AND pledge_id = ?', [
                $session['id'],
                $pledge['id'],
            ]) !== null;
    }

    public function joinSession(string $pledge, string $session): void {
        $this->db->insert('pledge_sessions', ['session_id' => $session, 'pledge_id' => $pledge], 'INSERT IGNORE INTO');
    }

    /**
     * Sessions that may see a pledge because it was made in them.
     *
     * @return list<string>
     */
    public function sessionsOf(string $pledge): array {
        return array_map(
            'strval',
            array_column(
                $this->db->all('SELECT session_id FROM {pledge_sessions} WHERE pledge_id = ?', [$pledge]),
                'session_id',
            ),
        );
    }

    /** Whether anything was ever pledged with this address. */
    public function knows(string $emailHash): bool {
        return $this->db->one('SELECT id FROM {pledges} WHERE email_hash = ? LIMIT 1', [$emailHash]) !== null;
    }

    /**
     * @param list<scalar|null> $values
     * @return array<string, mixed>|null
     */
    private function one(string $sql, array $values): ?array {
        $row = $this->db->one($sql, $values);
        return $row === null ? null : Rows::typed('pledges', $row);
    }
}
