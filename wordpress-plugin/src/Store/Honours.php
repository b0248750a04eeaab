<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** Who was let in without the doors being sure, one row for each person or ticket and show, until it is settled. */
final class Honours {
    /**
     * What can become of an entry: not looked at · a ticket explains it · asked to pay · left at that.
     */
    public const STATES = ['open', 'matched', 'asked', 'waived'];

    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * Notes an entry. The same person again counts up.
     *
     * @param string $proof `signed` or `address`
     * @param string $what  the ticket of a signed entry, else the address
     * @param string $via   `server` or `verifier`
     * @return array<string, mixed> the row as it now is
     */
    public function note(
        string $show,
        string $proof,
        string $what,
        string $locale,
        string $via,
        ?int $at = null,
    ): array {
        $at ??= $this->clock->nowMs();
        $address = $proof === 'address';
        $subject = $address ? $this->secrets->hashEmail($what) : $what;
        $this->db->insert(
            'honours',
            [
                'id' => Ids::make('hnr'),
                'show_id' => $show,
                'proof' => $proof,
                'subject' => $subject,
                'email' => $address ? Secrets::normaliseEmail($what) : null,
                'email_hash' => $address ? $subject : null,
                'locale' => $locale,
                'via' => $via,
                'entries' => 0,
                'ticket_id' => null,
                // A signed ticket is known to be one: there is nothing to ask for.
                'matched_ticket_id' => $address ? null : $what,
                'state' => $address ? 'open' : 'matched',
                'first_at' => $at,
                'last_at' => $at,
            ],
            'INSERT IGNORE INTO',
        );
        $this->db->change(
            'UPDATE {honours} SET entries = entries + 1, last_at = CASE WHEN last_at > ? THEN last_at ELSE ? END WHERE show_id = ? AND proof = ? AND subject = ?',
            [$at, $at, $show, $proof, $subject],
        );
        $row = $this->db->one('SELECT * FROM {honours} WHERE show_id = ? AND proof = ? AND subject = ?', [
            $show,
            $proof,
            $subject,
        ]);
        return Rows::typed('honours', $row ?? throw new \LogicException('An honoured entry vanished.'));
    }

    /** Remembers the ticket that was made for an entry. Tells whether there was none. */
    public function gave(string $id, string $ticket): bool {
        return $this->db->change('UPDATE {honours} SET ticket_id = ? WHERE id = ? AND ticket_id IS NULL', [
            $ticket,
            $id,
        ]) === 1;
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {honours} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('honours', $row);
    }

    /**
     * @return list<array<string, mixed>> those to look at first
     */
    public function ofShow(string $show, int $limit = 500, int $offset = 0): array {
        return Rows::all(
            'honours',
            $this->db->all(
                "SELECT * FROM {honours} WHERE show_id = ? ORDER BY CASE state WHEN 'open' THEN 0 WHEN 'asked' THEN 1 ELSE 2 END, first_at, id LIMIT ? OFFSET ?",
                [$show, $limit, $offset],
            ),
        );
    }

    /** @return array<string, int> how many are in each state */
    public function counts(string $show): array {
        $counts = array_fill_keys(self::STATES, 0);
        foreach (
            $this->db->all('SELECT state, COUNT(*) AS n FROM {honours} WHERE show_id = ? GROUP BY state', [$show])
            as $row
        ) {
            $counts[(string) $row['state']] = (int) $row['n'];
        }
        return $counts;
    }

    /** Settles entries whose address turned out to hold a ticket for the show, bought or granted. @return int how many */
    public function match(string $show): int {
        $found = $this->db->all(
            "SELECT h.id, MIN(t.id) AS ticket FROM {honours} h JOIN {tickets} t ON t.show_id = h.show_id AND t.email_hash = h.email_hash AND t.state = 'valid' AND t.source <> 'honour' AND t.kind <> 'hall' WHERE h.show_id = ? AND h.proof = 'address' AND h.state IN ('open', 'asked') GROUP BY h.id",
            [$show],
        );
        foreach ($found as $row) {
            $this->db->change(
                "UPDATE {honours} SET state = 'matched', matched_ticket_id = ?, settled_at = ? WHERE id = ?",
                [$row['ticket'], $this->clock->nowMs(), $row['id']],
            );
        }
        return count($found);
    }

    /** Moves an entry by hand. Tells whether it was in one of these states. @param list<string> $from */
    public function move(string $id, array $from, string $to): bool {
        return $this->db->change(
            'UPDATE {honours} SET state = ?, settled_at = ? WHERE id = ? AND state IN (' . Db::marks($from) . ')',
            [$to, $this->clock->nowMs(), $id, ...$from],
        ) === 1;
    }
}
