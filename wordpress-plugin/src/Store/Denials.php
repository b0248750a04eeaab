<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** Signed tickets that must open nothing any more, whoever still holds them. Written where a ticket is taken back. */
final class Denials {
    /** Action after the commit that changed who is denied; gets the show's id. */
    public const CHANGED = 'parterre_denials_changed';
    /** For a ticket that opens nothing, however new its assertion. */
    private const ALWAYS = 253_402_300_799_000;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** The ticket opens nothing any more: refunded, disputed, taken back. */
    public function deny(string $ticket, string $reason): void {
        $this->write($ticket, $reason, self::ALWAYS);
    }

    /** The ticket has another holder: what was signed for the one before is over, what will be signed counts. */
    public function denyEarlier(string $ticket, string $reason): void {
        $this->write($ticket, $reason, $this->clock->nowMs());
    }

    /** The ticket counts again, as after a dispute that was won. */
    public function lift(string $ticket): void {
        $show = $this->db->value('SELECT show_id FROM {denials} WHERE ticket_id = ?', [$ticket]);
        if ($show !== null) {
            $this->db->change('DELETE FROM {denials} WHERE ticket_id = ?', [$ticket]);
            $this->tell($show);
        }
    }

    /** Until which second assertions of this ticket are denied; null when none is. */
    public function before(string $ticket): ?int {
        $until = $this->db->value('SELECT issued_until FROM {denials} WHERE ticket_id = ?', [$ticket]);
        return $until === null ? null : intdiv((int) $until, 1000);
    }

    /**
     * @return array<string, int> last denied second of issue, by ticket
     */
    public function ofShow(string $show): array {
        return array_map(
            static fn(string $until): int => intdiv((int) $until, 1000),
            array_column(
                $this->db->all('SELECT ticket_id, issued_until FROM {denials} WHERE show_id = ?', [$show]),
                'issued_until',
                'ticket_id',
            ),
        );
    }

    private function write(string $ticket, string $reason, int $until): void {
        $show = $this->db->value('SELECT show_id FROM {tickets} WHERE id = ?', [$ticket]);
        if ($show === null) {
            return;
        }
        $this->db->change('DELETE FROM {denials} WHERE ticket_id = ?', [$ticket]);
        $this->db->insert('denials', [
            'ticket_id' => $ticket,
            'show_id' => $show,
            'reason' => $reason,
            'issued_until' => $until,
            'created_at' => $this->clock->nowMs(),
        ]);
        $this->tell($show);
    }

    private function tell(string $show): void {
        $this->db->afterCommit(static function () use ($show): void {
            /** Who is denied at a show has changed; the file beside the verifier has to say so too. */
            do_action(self::CHANGED, $show);
        });
    }
}
