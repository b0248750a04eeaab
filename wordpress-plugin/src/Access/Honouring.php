<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Honours;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\TicketAddresses;
use Parterre\Store\Tickets;

/**
 * *Honour everybody*: the switch for the night on which the doors cannot be sure. Whoever comes in by it is written down, and
 * settled afterwards. It ends with the show by itself.
 */
final class Honouring {
    public const LEVELS = ['signed', 'everybody'];
    /** It ends so long after the hour at which the show should have ended, should nobody say that it has. */
    private const AFTER_END_MS = 2 * 3_600_000;

    public function __construct(
        private readonly Db $db,
        private readonly Shows $shows,
        private readonly Honours $honours,
        private readonly Tickets $tickets,
        private readonly TicketAddresses $addresses,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly DoorFile $file,
        private readonly Secrets $secrets,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /** Whom a show honours now; null for nobody but ticket holders. @param array<string, mixed> $show */
    public function level(array $show): ?string {
        $now = $this->clock->nowMs();
        $on =
            $show['honour'] !== null &&
            $now < (int) $show['honour_until'] &&
            in_array(Phase::at($show, $now), ['doors', 'live', 'paused'], true);
        return $on ? $show['honour'] : null;
    }

    /**
     * Turns it on or off.
     *
     * @param string|null $level of LEVELS; null for off
     */
    public function set(string $showId, ?string $level, int $user): void {
        $show = $this->shows->find($showId) ?? throw new Refusal('not_found');
        if ($level !== null && !in_array($level, self::LEVELS, true)) {
            throw new \InvalidArgumentException("There is no level $level.");
        }
        $until = max($show['ends_at'], $this->clock->nowMs()) + self::AFTER_END_MS;
        $this->db->transaction(function () use ($showId, $level, $until, $user): void {
            $this->shows->update($showId, [
                'honour' => $level,
                'honour_until' => $level === null ? null : $until,
            ]);
            $this->events->audit('show.honour', $showId, ['level' => $level ?? 'off'], $user);
        });
    }

    /** Notes that somebody came in with a signed ticket alone. */
    public function signedEntry(array $show, string $ticket): void {
        $this->db->transaction(function () use ($show, $ticket): void {
            $this->honours->note($show['id'], 'signed', $ticket, '', 'server');
            $this->events->append(
                'entry.honoured',
                ['show' => $show['id'], 'proof' => 'signed'],
                ['ticket' => $ticket],
            );
        });
    }

    /**
     * A ticket of source `honour` for an address, and a session that holds it: one ticket for each address and show, however often
     * they come.
     *
     * @param array<string, mixed> $show
     * @return array{token: string, session: array<string, mixed>}
     */
    public function welcome(array $show, string $email, string $locale, string $deviceLabel): array {
        return $this->db->transaction(function () use ($show, $email, $locale, $deviceLabel): array {
            $row = $this->honours->note($show['id'], 'address', $email, $locale, 'server');
            $ticket = $this->ticketOf($row, $show);
            // Its kind is that of a nameless device: an address that was only typed opens nothing else of its owner's.
            $grant = $this->sessions->open('device', $deviceLabel, ['show_id' => $show['id']]);
            $this->addresses->lend($grant['session']['id'], $ticket);
            $this->events->append(
                'entry.honoured',
                ['show' => $show['id'], 'proof' => 'address'],
                ['ticket' => $ticket, 'session' => $grant['session']['id']],
            );
            return $grant;
        });
    }

    /** Reads what the verifier wrote down while there was no database. Twice is once. @return int entries read */
    public function import(): int {
        $journal = $this->file->journal();
        if (!is_file($journal) || filesize($journal) < 20) {
            return 0;
        }
        $taken = $journal . '.taken.php';
        // A run that died left its part behind; it is read again, and counts once more only where it had not.
        if (!is_file($taken) && !@rename($journal, $taken)) {
            return 0;
        }
        @file_put_contents($journal, "<?php exit(); ?>\n", FILE_APPEND | LOCK_EX);
        $lines = array_filter(
            array_map(
                static fn(string $line): mixed => json_decode($line, true),
                explode("\n", (string) file_get_contents($taken)),
            ),
            'is_array',
        );
        $this->db->transaction(function () use ($lines): void {
            foreach ($lines as $line) {
                $show = $this->shows->find((string) ($line['show'] ?? ''));
                if ($show === null || !in_array($line['proof'] ?? '', ['signed', 'address'], true)) {
                    continue;
                }
                $row = $this->honours->note(
                    $show['id'],
                    $line['proof'],
                    (string) $line['what'],
                    (string) ($line['locale'] ?? ''),
                    'verifier',
                    (int) $line['at'],
                );
                if ($line['proof'] === 'address') {
                    $this->ticketOf($row, $show);
                }
            }
        });
        @unlink($taken);
        return count($lines);
    }

    /** Looks for the tickets behind typed addresses. @return array<string, int> how many entries are in each state */
    public function reconcile(string $show): array {
        $this->import();
        $this->honours->match($show);
        return $this->honours->counts($show);
    }

    /** Asks an honoured guest, by mail, to pay after all. Tells whether there was somebody to ask. */
    public function ask(string $id, int $user): bool {
        $row = $this->honours->find($id);
        if ($row === null || $row['email'] === null || !$this->honours->move($id, ['open'], 'asked')) {
            return false;
        }
        $this->events->audit('honour.ask', $id, [], $user);
        $this->jobs->later('mail.honour', "mail.honour:$id", ['honour' => $id]);
        return true;
    }

    /** Leaves it at that. */
    public function waive(string $id, int $user): bool {
        $moved = $this->honours->move($id, ['open', 'asked'], 'waived');
        if ($moved) {
            $this->events->audit('honour.waive', $id, [], $user);
        }
        return $moved;
    }

    /** The ticket of an honoured entry, made at the first one. */
    private function ticketOf(array $row, array $show): string {
        if ($row['ticket_id'] !== null) {
            return $row['ticket_id'];
        }
        $ticket = $this->tickets->issue([
            'line_id' => $row['id'],
            'show_id' => $show['id'],
            'kind' => 'live',
            'valid_from' => null,
            // It is for tonight: what follows is for those who have paid.
            'valid_until' => $show['honour_until'] ?? $show['ends_at'] + self::AFTER_END_MS,
            'capabilities' => [],
            'source' => 'honour',
            'test' => false,
            'email_hash' => '',
        ]);
        if ($ticket === null || !$this->honours->gave($row['id'], $ticket)) {
            return $this->honours->find($row['id'])['ticket_id'] ??
                throw new \LogicException('An honoured entry has no ticket.');
        }
        $this->events->append('ticket.issued', [
            'ticket' => $ticket,
            'show' => $show['id'],
            'kind' => 'live',
            'source' => 'honour',
        ]);
        return $ticket;
    }
}
