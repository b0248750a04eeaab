<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\TicketAddresses;
use Parterre\Store\Tickets;

/** Lets other addresses use a ticket, within its devices. Only who proved the ticket's own address decides; both hear of it. */
final class Sharing {
    public function __construct(
        private readonly Db $db,
        private readonly Gate $gate,
        private readonly Tickets $tickets,
        private readonly TicketAddresses $addresses,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
    ) {}

    /**
     * @param array<string, mixed> $session
     * @throws Refusal forbidden, not_found, page_not_allowed, ticket_void, address_limit
     */
    public function add(array $session, string $ticket, string $email, string $page, string $locale): void {
        $own = $this->own($session, $ticket);
        if (!$this->settings->allowsPage($page)) {
            throw new Refusal('page_not_allowed');
        }
        if ($this->gate->asTheyCount([$own])[0]['state'] !== 'valid') {
            throw new Refusal('ticket_void');
        }
        if ($this->secrets->hashEmail($email) === $own['email_hash']) {
            // It is theirs already.
            return;
        }
        $this->db->transaction(function () use ($own, $email, $page, $locale): void {
            $this->tickets->lock($own['id']);
            $there = $this->addresses->ofTickets([$own['id']]);
            if (in_array($this->secrets->hashEmail($email), array_column($there, 'email_hash'), true)) {
                return;
            }
            if (count($there) >= TicketAddresses::MOST) {
                throw new Refusal('address_limit');
            }
            $id = $this->addresses->add($own['id'], $email, $locale, $page);
            if ($id !== null) {
                $this->events->append('ticket.shared', [
                    'ticket' => $own['id'],
                    'show' => $own['show_id'],
                    'act' => 'added',
                ]);
                $this->jobs->now('mail.shared', "mail.shared:$id", ['address' => $id]);
            }
        });
    }

    /**
     * @param array<string, mixed> $session
     * @throws Refusal forbidden, not_found, address_not_found
     */
    public function remove(array $session, string $ticket, string $id): void {
        $own = $this->own($session, $ticket);
        $address = $this->addresses->find($id);
        if ($address === null || $address['ticket_id'] !== $own['id']) {
            throw new Refusal('address_not_found');
        }
        $this->db->transaction(function () use ($own, $address): void {
            $this->addresses->remove($address['id']);
            $this->events->append('ticket.shared', [
                'ticket' => $own['id'],
                'show' => $own['show_id'],
                'act' => 'removed',
            ]);
            $this->jobs->now('mail.unshared', "mail.unshared:{$address['id']}", [
                'ticket' => $own['id'],
                'email' => $address['email'],
                'locale' => $address['locale'],
            ]);
        });
    }

    /** @return list<array<string, mixed>> the protocol's `TicketAddress`es of tickets this session owns */
    public function of(array $session, array $tickets): array {
        if ($session['kind'] !== 'fan') {
            return [];
        }
        $own = array_filter(
            $tickets,
            static fn(array $ticket): bool => $ticket['email_hash'] === $session['email_hash'],
        );
        return array_map(
            static fn(array $address): array => [
                'id' => $address['id'],
                'ticket' => $address['ticket_id'],
                'emailHint' => Secrets::emailHint($address['email']),
                'addedAt' => \Parterre\Domain\Instant::toText($address['added_at']),
            ],
            $this->addresses->ofTickets(array_column($own, 'id')),
        );
    }

    /** @return array<string, mixed> */
    private function own(array $session, string $ticket): array {
        if ($session['kind'] !== 'fan') {
            throw new Refusal('forbidden');
        }
        $row = $this->tickets->find($ticket);
        if ($row === null || $row['email_hash'] !== $session['email_hash']) {
            // One that was shared with them looks like anybody else's: it is not theirs to give.
            throw new Refusal('not_found');
        }
        return $row;
    }
}
