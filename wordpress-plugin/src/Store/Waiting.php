<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** The rows of the waiting lists. Who may have what is `Hall\WaitingList`'s to say. */
final class Waiting {
    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed>|null */
    public function find(string $id, bool $lock = false): ?array {
        return $this->row('id = ?', [$id], $lock);
    }

    /** @return array<string, mixed>|null */
    public function bySecret(string $secret): ?array {
        return $this->row('secret_hash = ?', [$this->secrets->hashToken($secret)], false);
    }

    /** @return array<string, mixed>|null */
    public function byOrder(string $order): ?array {
        return $this->row('order_id = ?', [$order], false);
    }

    /**
     * The entry of an address, made when there is none, with its row locked.
     *
     * @param array<string, mixed> $fields email, locale, page, quantity, kind
     * @return array{0: array<string, mixed>, 1: bool} the entry, and whether it is new
     */
    public function claim(string $show, array $fields): array {
        $id = Ids::make('wait');
        $hash = $this->secrets->hashEmail($fields['email']);
        $new = $this->db->insert(
            'waiting',
            [
                'id' => $id,
                'show_id' => $show,
                'email_hash' => $hash,
                'state' => 'waiting',
                'secret_hash' => $this->secrets->hashToken($this->secret($id)),
                'joined_at' => $this->clock->nowMs(),
            ] + $fields,
            'INSERT IGNORE INTO',
        );
        $entry = $this->row('show_id = ? AND email_hash = ?', [$show, $hash], true);
        return [$entry ?? throw new \LogicException('A place in line vanished while being made.'), $new === 1];
    }

    /** The secret of an entry's link: made anew for each mail, kept nowhere. */
    public function secret(string $id): string {
        return $this->secrets->derive("waiting|$id");
    }

    /** @param array<string, scalar|null> $set */
    public function update(string $id, array $set): void {
        $this->db->update('waiting', $set, ['id' => $id]);
    }

    /**
     * Entries of a show in one state, the longest wait first.
     *
     * @return list<array<string, mixed>>
     */
    public function inState(string $show, string $state, int $limit = 1000): array {
        return Rows::all(
            'waiting',
            $this->db->all('SELECT * FROM {waiting} WHERE show_id = ? AND state = ? ORDER BY joined_at, id LIMIT ?', [
                $show,
                $state,
                $limit,
            ]),
        );
    }

    /**
     * Shows with somebody in line, or places kept for somebody, among those whose offers draw on these pools; among all without.
     *
     * @param list<string>|null $pools
     * @return list<string>
     */
    public function shows(?array $pools = null): array {
        $open = "SELECT DISTINCT show_id FROM {waiting} WHERE state IN ('waiting', 'offered')";
        if ($pools === null) {
            return array_map('strval', array_column($this->db->all($open), 'show_id'));
        }
        if ($pools === []) {
            return [];
        }
        $marks = Db::marks($pools);
        $rows = $this->db->all(
            "$open AND (show_id IN (SELECT o.show_id FROM {offers} o JOIN {offer_parts} p ON p.offer_id = o.id WHERE p.pool_id IN ($marks)) OR show_id IN (SELECT o.show_id FROM {offers} o JOIN {offer_pools} q ON q.offer_id = o.id WHERE q.pool_id IN ($marks)))",
            [...$pools, ...$pools],
        );
        return array_map('strval', array_column($rows, 'show_id'));
    }

    /**
     * For the desk: entries of a show, those in line first, the longest wait first.
     *
     * @return list<array<string, mixed>>
     */
    public function list(string $show, int $limit, int $offset): array {
        return Rows::all(
            'waiting',
            $this->db->all(
                "SELECT * FROM {waiting} WHERE show_id = ? ORDER BY CASE state WHEN 'offered' THEN 0 WHEN 'waiting' THEN 1 ELSE 2 END, joined_at, id LIMIT ? OFFSET ?",
                [$show, $limit, $offset],
            ),
        );
    }

    /** @return array<string, array{entries: int, places: int}> by state */
    public function counts(string $show): array {
        $counts = [];
        foreach (
            $this->db->all(
                'SELECT state, COUNT(*) AS n, SUM(quantity) AS places FROM {waiting} WHERE show_id = ? GROUP BY state',
                [$show],
            )
            as $row
        ) {
            $counts[(string) $row['state']] = ['entries' => (int) $row['n'], 'places' => (int) $row['places']];
        }
        return $counts;
    }

    /** @return array<string, int> how many wait, by show */
    public function lengths(): array {
        $rows = $this->db->all(
            "SELECT show_id, COUNT(*) AS n FROM {waiting} WHERE state IN ('waiting', 'offered') GROUP BY show_id",
        );
        return array_map('intval', array_column($rows, 'n', 'show_id'));
    }

    /**
     * @param list<scalar> $values
     * @return array<string, mixed>|null
     */
    private function row(string $where, array $values, bool $lock): ?array {
        $row = $this->db->one("SELECT * FROM {waiting} WHERE $where" . ($lock ? $this->db->forUpdate() : ''), $values);
        return $row === null ? null : Rows::typed('waiting', $row);
    }
}
