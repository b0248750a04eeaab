<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** The forms in which supporters save a card at a provider. One row a pledge: that of its newest form. */
final class CardForms {
    /** A form is looked at after this time at first, and then each time after twice as long. */
    private const LOOK_MS = 120_000;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $pledge): ?array {
        $row = $this->db->one('SELECT * FROM {card_forms} WHERE pledge_id = ?', [$pledge]);
        return $row === null ? null : Rows::typed('card_forms', $row);
    }

    /** The next form of a pledge. Must run with the pledge's row locked. */
    public function begin(string $pledge, int $number, string $choice, int $until): void {
        $this->db->change('DELETE FROM {card_forms} WHERE pledge_id = ?', [$pledge]);
        $this->db->insert('card_forms', [
            'pledge_id' => $pledge,
            'number' => $number,
            'choice' => $choice,
            'step' => null,
            'step_until' => $until,
            'made_at' => $this->clock->nowMs(),
            'looked_at' => null,
            'done' => 0,
        ]);
    }

    /**
     * Keeps something about a form, unless a newer one has taken its place. Tells whether it is still the newest.
     *
     * @param array<string, scalar|null> $values columns of `card_forms`
     */
    public function keep(string $pledge, int $number, array $values): bool {
        $this->db->update('card_forms', $values, ['pledge_id' => $pledge, 'number' => $number]);
        return ($this->find($pledge)['number'] ?? 0) === $number;
    }

    /**
     * Pledges whose form is out there and whose provider has told us nothing: those that are to be looked at now.
     *
     * @return list<string>
     */
    public function due(string $gateway, int $limit): array {
        $now = $this->clock->nowMs();
        return array_column(
            $this->db->all(
                "SELECT f.pledge_id FROM {card_forms} f JOIN {pledges} p ON p.id = f.pledge_id WHERE f.done = 0 AND p.state = 'pending' AND p.gateway = ? AND COALESCE(f.looked_at, f.made_at) + GREATEST(?, COALESCE(f.looked_at, f.made_at) - f.made_at) <= ? ORDER BY f.made_at LIMIT ?",
                [$gateway, self::LOOK_MS, $now, $limit],
            ),
            'pledge_id',
        );
    }
}
