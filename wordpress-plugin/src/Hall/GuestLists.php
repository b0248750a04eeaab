<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Guests;
use Parterre\Store\JobQueue;
use Parterre\Store\Tickets;

/**
 * Gives tickets away: a person of the venue invites somebody, and that invitation is the ticket's one source. Taking it back
 * voids its tickets and nothing else. Guests have places of their own: a list says how many, and takes none from what is sold.
 */
final class GuestLists {
    public const KINDS = ['hall', 'live', 'replay'];
    /** One row of a list is a person with company, not a bus. */
    public const MOST_EACH = 20;

    public function __construct(
        private readonly Db $db,
        private readonly Guests $guests,
        private readonly Tickets $tickets,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly JobQueue $queue,
        private readonly Secrets $secrets,
    ) {}

    /**
     * Invites somebody.
     *
     * @param array<string, mixed> $show row
     * @param array{list: string, name: string, email: string, quantity: int, kind: string, note: string} $guest checked
     * @param bool $many one of many: its mail may wait for the tick
     * @return string|null its id; null where the list is full
     * @throws \DomainException `invited` when the address has such an invitation already
     */
    public function invite(array $show, array $guest, int $user, bool $many = false): ?string {
        return $this->db->transaction(function () use ($show, $guest, $user, $many): ?string {
            $list = $this->guests->lockList($show['id'], $guest['list']);
            if ($guest['email'] !== '' && $this->guests->isInvited($show['id'], $guest['email'], $guest['kind'])) {
                throw new \DomainException('invited');
            }
            if (
                $list['most'] !== null &&
                $this->guests->places($show['id'], $guest['list']) + $guest['quantity'] > $list['most']
            ) {
                return null;
            }
            $id = $this->guests->add(
                ['show_id' => $show['id'], 'invited_by' => $user, 'locale' => str_replace('_', '-', get_locale())] +
                    $guest,
            );
            for ($unit = 0; $unit < $guest['quantity']; $unit++) {
                $ticket = $this->tickets->issue([
                    'guest_id' => $id,
                    'unit' => $unit,
                    'show_id' => $show['id'],
                    'kind' => $guest['kind'],
                    'valid_from' => null,
                    'valid_until' => $guest['kind'] === 'replay' ? $show['replay_until'] : null,
                    'source' => 'grant',
                    'granted_by' => $user,
                    'test' => 0,
                    'category' => $guest['list'],
                    'price_minor' => 0,
                    'email_hash' => $guest['email'] === '' ? '' : $this->secrets->hashEmail($guest['email']),
                ]);
                if ($ticket !== null) {
                    $this->events->append('ticket.issued', [
                        'ticket' => $ticket,
                        'show' => $show['id'],
                        'kind' => $guest['kind'],
                        'source' => 'grant',
                    ]);
                }
            }
            $this->events->audit('guest.invited', $id, ['show' => $show['id'], 'places' => $guest['quantity']], $user);
            if ($guest['email'] !== '') {
                $this->mail($id, 'first', $many);
            }
            return $id;
        });
    }

    /** Sends the invitation again. */
    public function remind(string $guest, int $user): void {
        $this->events->audit('guest.mailed', $guest, [], $user);
        $this->mail($guest, bin2hex(random_bytes(6)), false);
    }

    /** Takes an invitation back: its tickets let nobody in any more. Tells whether there was one. */
    public function withdraw(string $guest, int $user): bool {
        return $this->db->transaction(function () use ($guest, $user): bool {
            if (!$this->guests->withdraw($guest)) {
                return false;
            }
            foreach ($this->guests->tickets($guest) as $ticket) {
                if ($this->tickets->void($ticket['id'], 'invitation withdrawn')) {
                    $this->events->append(
                        'ticket.voided',
                        ['ticket' => $ticket['id'], 'reason' => 'invitation withdrawn'],
                        ['show' => $ticket['show_id']],
                    );
                }
            }
            $this->events->audit('guest.withdrawn', $guest, [], $user);
            return true;
        });
    }

    /**
     * Rows of a pasted table: name, address, places, note, divided by tab, semicolon or comma, with or without a first line of
     * headings.
     *
     * @return list<array{line: int, name: string, email: string, quantity: int, note: string}>
     */
    public static function parse(string $text): array {
        $rows = [];
        foreach (preg_split('/\R/u', trim($text)) ?: [] as $index => $line) {
            if (trim($line) === '') {
                continue;
            }
            $divider = str_contains($line, "\t") ? "\t" : (str_contains($line, ';') ? ';' : ',');
            $cells = array_map(
                static fn(?string $cell): string => trim((string) $cell),
                str_getcsv($line, $divider, '"', ''),
            );
            $email = '';
            $quantity = 1;
            $texts = [];
            foreach ($cells as $cell) {
                if ($email === '' && str_contains($cell, '@')) {
                    $email = $cell;
                } elseif (preg_match('/^\d{1,3}$/D', $cell)) {
                    $quantity = (int) $cell;
                } elseif ($cell !== '') {
                    $texts[] = $cell;
                }
            }
            if ($index === 0 && $email === '' && preg_match('/^(name|nom|guest|invit)/iu', $cells[0])) {
                continue;
            }
            $rows[] = [
                'line' => $index + 1,
                'name' => $texts[0] ?? $email,
                'email' => $email,
                'quantity' => $quantity,
                'note' => implode(', ', array_slice($texts, 1)),
            ];
        }
        return $rows;
    }

    private function mail(string $guest, string $turn, bool $many): void {
        $key = "mail.guest:$guest:$turn";
        if ($many) {
            $this->queue->add('mail.guest', $key, ['guest' => $guest]);
        } else {
            $this->jobs->now('mail.guest', $key, ['guest' => $guest]);
        }
    }
}
