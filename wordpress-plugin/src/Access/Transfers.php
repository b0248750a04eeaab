<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Denials;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\Holders;
use Parterre\Store\Leases;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\TicketAddresses;
use Parterre\Store\Tickets;
use Parterre\Store\Transfers as Records;

/**
 * Moves tickets and orders to another mailbox. A fan asks with a fresh proof of the old one, and nothing changes until the new one has
 * opened its mail: a typing error costs nothing, and nobody is given what they do not want. The box office moves them at once. What
 * moved has one holder: whatever opened it before (devices, shares, televisions, signed tickets, the code for the door) is over.
 */
final class Transfers {
    /** How long the other mailbox has. */
    private const LIFE_MS = 7 * 86_400_000;
    /** A proof of the mailbox is fresh for as long. */
    private const PROOF_MS = 30 * 60_000;
    /** How often fans may hand one ticket on: a replay that went from hand to hand would be one ticket for a village. */
    private const MOST = 3;

    public function __construct(
        private readonly Db $db,
        private readonly Gate $gate,
        private readonly Records $records,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Gifts $gifts,
        private readonly Shows $shows,
        private readonly Sessions $sessions,
        private readonly TicketAddresses $addresses,
        private readonly Denials $denials,
        private readonly Leases $leases,
        private readonly Holders $holders,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    // ── What a fan sees ─────────────────────────────────────────────────────────────────────────────────────────────

    /** @return list<array<string, mixed>> the protocol's `Transfer`s that this fan has asked for and nobody has accepted */
    public function of(array $session): array {
        return $session['kind'] !== 'fan'
            ? []
            : array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'ticket' => $row['ticket_id'],
                    'order' => $row['ticket_id'] === null ? $row['order_id'] : null,
                    'emailHint' => Secrets::emailHint($row['email']),
                    'expiresAt' => Instant::toText($row['expires_at']),
                ],
                $this->records->waitingFrom((string) $session['email_hash']),
            );
    }

    /**
     * Tickets this fan may hand on now, those that go together in one list.
     *
     * @param list<array<string, mixed>> $tickets the session's
     * @return list<list<string>> ids
     */
    public function transferable(array $session, array $tickets): array {
        if ($session['kind'] !== 'fan') {
            return [];
        }
        $pieces = [];
        foreach ($tickets as $ticket) {
            if ($ticket['email_hash'] === $session['email_hash']) {
                $key =
                    $ticket['line_id'] === null
                        ? $ticket['id']
                        : "{$ticket['line_id']}|{$ticket['unit']}|{$ticket['show_id']}";
                $pieces[$key][] = $ticket;
            }
        }
        $open = array_filter($pieces, fn(array $piece): bool => $this->refusal($piece) === null);
        return array_values(array_map(static fn(array $piece): array => array_column($piece, 'id'), $open));
    }

    /** Until when a session may move something without another proof; null where it has to prove its mailbox first. */
    public function provedUntil(array $session): ?int {
        $until = $session['created_at'] + self::PROOF_MS;
        // The link of a receipt lives for weeks and may have been passed on: only one that was asked for just now counts.
        return $session['kind'] === 'fan' &&
            $session['link_id'] !== null &&
            $this->clock->nowMs() < $until &&
            $this->sessions->linkPurpose($session['link_id']) === 'request'
            ? $until
            : null;
    }

    // ── What a fan asks for ─────────────────────────────────────────────────────────────────────────────────────────

    /**
     * @param array<string, mixed> $session
     * @throws Refusal forbidden, not_found, proof_required, page_not_allowed, ticket_void, ticket_used, not_transferable
     */
    public function handOn(array $session, string $id, string $email, string $page, string $locale): void {
        $this->requireFan($session);
        $ticket = $this->tickets->find($id);
        if ($ticket === null || $ticket['email_hash'] !== $session['email_hash']) {
            // One that was shared with them looks like anybody else's: it is not theirs to give.
            throw new Refusal('not_found');
        }
        $this->requireProof($session, $page);
        $this->db->transaction(function () use ($ticket, $email, $page, $locale): void {
            $piece = $this->lockPiece($ticket);
            $refusal = $this->refusal($piece);
            if ($refusal !== null) {
                throw new Refusal($refusal);
            }
            if ($this->secrets->hashEmail($email) === $ticket['email_hash']) {
                return;
            }
            $first = $piece[0];
            $this->records->withdraw($first['id'], null);
            $this->ask($first['id'], $first['order_id'], $ticket['email_hash'], $email, $page, $locale);
        });
    }

    /**
     * @param array<string, mixed> $session
     * @param array<string, mixed> $order one that this session may see
     * @throws Refusal forbidden, proof_required, page_not_allowed, order_unpaid
     */
    public function readdress(array $session, array $order, string $email, string $page, string $locale): void {
        $this->requireFan($session);
        $this->requireProof($session, $page);
        if ($order['state'] !== 'paid') {
            throw new Refusal('order_unpaid');
        }
        if ($this->secrets->hashEmail($email) === $order['email_hash']) {
            return;
        }
        $this->db->transaction(function () use ($order, $email, $page, $locale): void {
            $this->records->withdraw(null, $order['id']);
            $this->ask(null, $order['id'], $order['email_hash'], $email, $page, $locale);
        });
    }

    /** @throws Refusal transfer_not_found */
    public function cancel(array $session, string $id): void {
        $transfer = $this->records->find($id);
        if (
            $transfer === null ||
            $session['kind'] !== 'fan' ||
            $transfer['from_hash'] !== $session['email_hash'] ||
            !$this->records->settle($id, 'withdrawn')
        ) {
            throw new Refusal('transfer_not_found');
        }
    }

    // ── What moves it ───────────────────────────────────────────────────────────────────────────────────────────────

    /**
     * The new mailbox opened its mail; call it in the transaction that opens its session. A second device of that mailbox moves
     * nothing more.
     *
     * @param array<string, mixed> $link the pass link
     * @throws Refusal link_expired when it was taken back, or cannot be had any more
     */
    public function accept(array $link): void {
        $transfer = $link['transfer_id'] === null ? null : $this->records->find($link['transfer_id']);
        if ($transfer === null) {
            throw new Refusal('link_expired');
        }
        $order = $transfer['order_id'] === null ? null : $this->orders->lock($transfer['order_id']);
        $ticket = $transfer['ticket_id'] === null ? null : $this->tickets->find($transfer['ticket_id']);
        $piece = $ticket === null ? [] : $this->lockPiece($ticket);
        // Read again under the locks: of two devices one was first.
        if (($this->records->find($transfer['id'])['state'] ?? '') === 'done') {
            return;
        }
        $stands =
            $transfer['ticket_id'] === null
                ? $order !== null && $order['state'] === 'paid' && $order['email_hash'] === $transfer['from_hash']
                : $ticket !== null &&
                    $ticket['email_hash'] === $transfer['from_hash'] &&
                    $this->refusal($piece) === null;
        if (!$stands || !$this->records->settle($transfer['id'], 'done')) {
            throw new Refusal('link_expired');
        }
        if ($transfer['ticket_id'] === null) {
            $this->moveOrder((array) $order, $transfer['email'], 'fan');
        } else {
            $this->move($piece, $transfer['email'], 'fan');
        }
        $this->tell($transfer['id'], $transfer['ticket_id'] === null ? $transfer['order_id'] : null);
    }

    /**
     * The box office hands a ticket on, whatever fans may do.
     *
     * @throws Refusal ticket_void, ticket_used, not_transferable for a gift nobody knows of yet
     */
    public function handOnByHand(string $id, string $email, int $user): void {
        $ticket = $this->tickets->find($id) ?? throw new Refusal('not_found');
        $this->db->transaction(function () use ($ticket, $email, $user): void {
            $order = $ticket['order_id'] === null ? null : $this->orders->lock($ticket['order_id']);
            $piece = $this->lockPiece($ticket);
            $refusal = $this->refusal($piece, true);
            if ($refusal !== null) {
                throw new Refusal($refusal);
            }
            $transfer = $this->arrived($piece[0]['id'], $order, $ticket['email_hash'], $email, $user);
            $this->move($piece, $email, 'office');
            $this->events->audit(
                'ticket.handed_on',
                $ticket['order_id'] ?? $ticket['id'],
                ['ticket' => $ticket['id']],
                $user,
            );
            $this->tell($transfer, null);
        });
    }

    /**
     * The box office corrects an order's address.
     *
     * @throws Refusal not_found, order_unpaid
     */
    public function readdressByHand(string $id, string $email, int $user): void {
        $this->db->transaction(function () use ($id, $email, $user): void {
            $order = $this->orders->lock($id) ?? throw new Refusal('not_found');
            if ($order['state'] !== 'paid') {
                throw new Refusal('order_unpaid');
            }
            if ($this->secrets->hashEmail($email) === $order['email_hash']) {
                return;
            }
            $transfer = $this->arrived(null, $order, $order['email_hash'], $email, $user);
            $this->moveOrder($order, $email, 'office');
            $this->events->audit('order.readdressed', $id, [], $user);
            $this->tell($transfer, $id);
        });
    }

    /** @return string id of a transfer that nobody had to accept */
    private function arrived(?string $ticket, ?array $order, string $from, string $email, int $user): string {
        $this->records->withdraw($ticket, $order['id'] ?? null);
        return $this->records->add([
            'ticket_id' => $ticket,
            'order_id' => $order['id'] ?? null,
            'from_email' => $this->mailboxOf($from, $order),
            'from_hash' => $from,
            'email' => $email,
            'locale' => $order['locale'] ?? get_locale(),
            'page' => $order['page'] ?? '',
            'state' => 'done',
            'expires_at' => $this->clock->nowMs(),
            'by_user' => $user,
        ]);
    }

    private function ask(
        ?string $ticket,
        ?string $order,
        string $from,
        string $email,
        string $page,
        string $locale,
    ): void {
        $id = $this->records->add([
            'ticket_id' => $ticket,
            'order_id' => $order,
            'from_email' => $this->mailboxOf($from, null),
            'from_hash' => $from,
            'email' => $email,
            'locale' => $locale,
            'page' => $page,
            'state' => 'waiting',
            'expires_at' => $this->clock->nowMs() + self::LIFE_MS,
            'by_user' => null,
        ]);
        $this->jobs->now('mail.transfer', "mail.transfer:$id", ['transfer' => $id]);
    }

    private function mailboxOf(string $hash, ?array $order): string {
        return $order !== null && $order['email_hash'] === $hash
            ? $order['email']
            : $this->holders->mailbox($hash)['email'] ?? '';
    }

    /** The mails once it has moved; for an order, the new address gets the receipt as well. */
    private function tell(string $transfer, ?string $order): void {
        $this->jobs->now('mail.transferred', "mail.transferred:$transfer", ['transfer' => $transfer]);
        if ($order !== null) {
            $this->jobs->now('mail.purchase', "mail.purchase:$order:$transfer", ['order' => $order]);
        }
    }

    /** @param array<string, mixed> $order locked */
    private function moveOrder(array $order, string $email, string $by): void {
        // A gift's tickets are its receiver's, and what was handed on its new holder's.
        $this->move(
            array_values(
                array_filter(
                    $this->tickets->ofOrders([$order['id']]),
                    static fn(array $ticket): bool => $ticket['email_hash'] === $order['email_hash'],
                ),
            ),
            $email,
            $by,
        );
        $this->orders->readdress($order['id'], Secrets::normaliseEmail($email), $this->secrets->hashEmail($email));
        $this->sessions->forgetOrder($order['id'], $order['email_hash']);
        $this->events->append('order.readdressed', ['order' => $order['id'], 'by' => $by]);
    }

    /**
     * Gives tickets to another holder, and ends whatever opened them so far.
     *
     * @param list<array<string, mixed>> $tickets of one holder, locked
     */
    private function move(array $tickets, string $email, string $by): void {
        foreach ($tickets as $ticket) {
            $this->addresses->forget($ticket['id']);
            $this->leases->endOfTicket($ticket['id']);
            $this->records->withdraw($ticket['id'], null);
            // What was signed for one ticket stands for all its holder had at the show: what stays has to be signed anew.
            foreach ($this->tickets->atShow($ticket['show_id'], $ticket['email_hash']) as $other) {
                $this->denials->denyEarlier($other['id'], 'transfer');
            }
            $this->tickets->giveTo($ticket['id'], $this->secrets->hashEmail($email));
            $this->events->append(
                'ticket.transferred',
                ['ticket' => $ticket['id'], 'show' => $ticket['show_id'], 'by' => $by],
                ['order' => $ticket['order_id']],
            );
        }
    }

    // ── The rules ───────────────────────────────────────────────────────────────────────────────────────────────────

    /**
     * One piece of a line for one show, its rows locked: livestream and replay were bought together and stay together.
     *
     * @param array<string, mixed> $ticket
     * @return list<array<string, mixed>>
     */
    private function lockPiece(array $ticket): array {
        $rows =
            $ticket['line_id'] === null
                ? [$ticket]
                : array_filter(
                    $this->tickets->ofOrders([(string) $ticket['order_id']]),
                    static fn(array $other): bool => $other['line_id'] === $ticket['line_id'] &&
                        $other['unit'] === $ticket['unit'] &&
                        $other['show_id'] === $ticket['show_id'] &&
                        $other['email_hash'] === $ticket['email_hash'],
                );
        $ids = array_column($rows, 'id');
        sort($ids, SORT_STRING);
        array_map($this->tickets->lock(...), $ids);
        $fresh = array_values(array_filter(array_map($this->tickets->find(...), array_column($rows, 'id'))));
        // Somebody else's meanwhile: as if it had been taken back.
        return array_map(
            static fn(array $row): array => $row['email_hash'] === $ticket['email_hash']
                ? $row
                : ['state' => 'void'] + $row,
            $fresh,
        );
    }

    /**
     * Why a piece cannot be handed on; null when it can.
     *
     * @param list<array<string, mixed>> $piece
     * @param bool $office whether the box office does it: it is bound by what happened, not by what fans may do
     */
    private function refusal(array $piece, bool $office = false): ?string {
        $piece = $this->gate->asTheyCount($piece);
        if ($piece === [] || array_filter($piece, static fn(array $one): bool => $one['state'] !== 'valid') !== []) {
            return 'ticket_void';
        }
        if (array_filter($piece, static fn(array $one): bool => $one['checked_at'] !== null) !== []) {
            return 'ticket_used';
        }
        $gift =
            $piece[0]['order_id'] === null
                ? null
                : $this->gifts->ofOrders([$piece[0]['order_id']])[$piece[0]['order_id']] ?? null;
        if ($gift !== null && $gift['sent_at'] === null && $gift['email_hash'] === $piece[0]['email_hash']) {
            return 'not_transferable';
        }
        if ($office) {
            return null;
        }
        foreach ($piece as $ticket) {
            $allowed = match ($ticket['source']) {
                'paid', 'free' => $this->settings->get('transfers'),
                'grant' => $this->settings->get('transfers') && $this->settings->get('transfer_guests'),
                default => false,
            };
            if (!$allowed || $ticket['transfers'] >= self::MOST) {
                return 'not_transferable';
            }
        }
        $show = $this->shows->find($piece[0]['show_id']);
        $open = array_filter($piece, fn(array $ticket): bool => $show !== null && !$this->isOver($ticket, $show));
        return $open === [] ? 'not_transferable' : null;
    }

    /**
     * Whether nothing is left to come in for.
     *
     * @param array<string, mixed> $ticket
     * @param array<string, mixed> $show
     */
    private function isOver(array $ticket, array $show): bool {
        $now = $this->clock->nowMs();
        $phase = Phase::at($show, $now);
        return $phase === 'archived' ||
            $show['status'] === 'cancelled' ||
            ($ticket['kind'] !== 'replay' && in_array($phase, ['ended', 'replay'], true)) ||
            ($ticket['valid_until'] !== null && $now >= $ticket['valid_until']);
    }

    private function requireFan(array $session): void {
        if ($session['kind'] !== 'fan') {
            throw new Refusal('forbidden');
        }
    }

    private function requireProof(array $session, string $page): void {
        if ($this->provedUntil($session) === null) {
            throw new Refusal('proof_required');
        }
        if (!$this->settings->allowsPage($page)) {
            throw new Refusal('page_not_allowed');
        }
    }
}
