<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** The rows of the guest lists: who is invited to which show, by whom. */
final class Guests {
    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed>|null */
    public function find(string $id, bool $lock = false): ?array {
        $row = $this->db->one('SELECT * FROM {guests} WHERE id = ?' . ($lock ? $this->db->forUpdate() : ''), [$id]);
        return $row === null ? null : Rows::typed('guests', $row);
    }

    /**
     * A list of a show, made when there is none, with its row locked: its places are counted one guest at a time.
     *
     * @return array<string, mixed>
     */
    public function lockList(string $show, string $name): array {
        $this->db->insert('guest_lists', ['show_id' => $show, 'name' => $name, 'most' => null], 'INSERT IGNORE INTO');
        $row = $this->db->one('SELECT * FROM {guest_lists} WHERE show_id = ? AND name = ?' . $this->db->forUpdate(), [
            $show,
            $name,
        ]);
        return Rows::typed('guest_lists', $row ?? throw new \LogicException('A list vanished while being made.'));
    }

    /** Says how many a list takes; null for no end. */
    public function limit(string $show, string $name, ?int $most): void {
        $this->db->update('guest_lists', ['most' => $most], ['show_id' => $show, 'name' => $name]);
    }

    /** Places that are given away on a list. */
    public function places(string $show, string $list): int {
        return (int) $this->db->value(
            "SELECT SUM(quantity) FROM {guests} WHERE show_id = ? AND list = ? AND state = 'invited'",
            [$show, $list],
        );
    }

    /**
     * @return list<array{name: string, most: ?int, guests: int, places: int}>
     */
    public function lists(string $show): array {
        $rows = $this->db->all(
            "SELECT l.name, l.most, COUNT(g.id) AS guests, SUM(g.quantity) AS places FROM {guest_lists} l
             LEFT JOIN {guests} g ON g.show_id = l.show_id AND g.list = l.name AND g.state = 'invited'
             WHERE l.show_id = ? GROUP BY l.name, l.most ORDER BY l.name",
            [$show],
        );
        return array_map(
            static fn(array $row): array => [
                'name' => (string) $row['name'],
                'most' => $row['most'] === null ? null : (int) $row['most'],
                'guests' => (int) $row['guests'],
                'places' => (int) $row['places'],
            ],
            $rows,
        );
    }

    /** Whether an address is on a list of the show already, for the same kind of ticket. */
    public function isInvited(string $show, string $email, string $kind): bool {
        return $this->db->one(
            "SELECT id FROM {guests} WHERE show_id = ? AND email_hash = ? AND kind = ? AND state = 'invited'",
            [$show, $this->secrets->hashEmail($email), $kind],
        ) !== null;
    }

    /** @param array<string, scalar> $guest show_id, list, name, email, quantity, kind, note, locale, invited_by */
    public function add(array $guest): string {
        $id = Ids::make('gst');
        $this->db->insert(
            'guests',
            [
                'id' => $id,
                'email_hash' => $guest['email'] === '' ? '' : $this->secrets->hashEmail((string) $guest['email']),
                'state' => 'invited',
                'created_at' => $this->clock->nowMs(),
                'withdrawn_at' => null,
            ] + $guest,
        );
        return $id;
    }

    public function withdraw(string $id): bool {
        return $this->db->change(
            "UPDATE {guests} SET state = 'withdrawn', withdrawn_at = ? WHERE id = ? AND state = 'invited'",
            [$this->clock->nowMs(), $id],
        ) === 1;
    }

    /** @return list<array<string, mixed>> tickets of a guest */
    public function tickets(string $guest): array {
        return Rows::all(
            'tickets',
            $this->db->all('SELECT * FROM {tickets} WHERE guest_id = ? ORDER BY unit', [$guest]),
        );
    }

    /**
     * A page of a show's guests, by name.
     *
     * @return array{items: list<array<string, mixed>>, total: int}
     */
    public function page(string $show, string $search, int $limit, int $offset): array {
        $where = 'g.show_id = ?';
        $values = [$show];
        if (str_contains($search, '@')) {
            $where .= ' AND g.email_hash = ?';
            $values[] = $this->secrets->hashEmail($search);
        } elseif ($search !== '') {
            $where .= ' AND g.name LIKE ?';
            $values[] = '%' . addcslashes($search, '_%\\') . '%';
        }
        $rows = $this->db->all(
            "SELECT g.*, (SELECT COUNT(*) FROM {tickets} t WHERE t.guest_id = g.id AND t.checked_at IS NOT NULL) AS arrived
             FROM {guests} g WHERE $where ORDER BY g.state, g.name, g.id LIMIT ? OFFSET ?",
            [...$values, $limit, $offset],
        );
        return [
            'items' => Rows::all('guests', $rows),
            'total' => (int) $this->db->value("SELECT COUNT(*) FROM {guests} g WHERE $where", $values),
        ];
    }
}
