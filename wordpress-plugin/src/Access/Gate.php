<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/** Decides what a session may see and do. Every rule about "whose" is here and nowhere else. */
final class Gate {
    public function __construct(
        private readonly Sessions $sessions,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Shows $shows,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Orders a session may see, newest first: a fan's are all of the proved address, an order session's those made in it.
     *
     * @param array<string, mixed> $session
     * @return list<array<string, mixed>>
     */
    public function orders(array $session): array {
        return match ($session['kind']) {
            'fan' => $this->orders->ofEmail((string) $session['email_hash']),
            'order' => $this->orders->ofSession($session['id']),
            default => [],
        };
    }

    /**
     * @param array<string, mixed> $session
     * @return array<string, mixed>|null null when it does not exist or is somebody else's: both look the same
     */
    public function order(array $session, string $id): ?array {
        $order = $this->orders->find($id);
        if ($order === null) {
            return null;
        }
        $mine =
            ($session['kind'] === 'fan' && $order['email_hash'] === $session['email_hash']) ||
            $this->orders->inSession($id, $session['id']);
        return $mine ? $order : null;
    }

    /**
     * Tickets a session holds. `state` is what counts now: a test ticket is void once money moves.
     *
     * @param array<string, mixed> $session
     * @return list<array<string, mixed>>
     */
    public function tickets(array $session): array {
        $tickets = match ($session['kind']) {
            'fan' => $this->tickets->ofEmail((string) $session['email_hash']),
            'order' => $this->boughtFor($this->orders->ofSession($session['id'])),
            default => $this->tickets->ofSession($session['id']),
        };
        return $this->asTheyCount($tickets);
    }

    /**
     * Tickets of orders that belong to whoever bought them: a gift is its receiver's.
     *
     * @param list<array<string, mixed>> $orders
     * @return list<array<string, mixed>>
     */
    private function boughtFor(array $orders): array {
        $buyers = array_column($orders, 'email_hash', 'id');
        return array_values(
            array_filter(
                $this->tickets->ofOrders(array_map('strval', array_keys($buyers))),
                static fn(array $ticket): bool => $ticket['email_hash'] === $buyers[$ticket['order_id']],
            ),
        );
    }

    /**
     * @param list<array<string, mixed>> $tickets
     * @return list<array<string, mixed>>
     */
    public function asTheyCount(array $tickets): array {
        if ($this->settings->livePayments()) {
            foreach ($tickets as &$ticket) {
                $ticket['state'] = $ticket['test'] ? 'void' : $ticket['state'];
            }
        }
        return $tickets;
    }

    /**
     * What this session is at one show.
     *
     * @param array<string, mixed> $session
     * @param array<string, mixed> $show
     * @param list<array<string, mixed>>|null $tickets the session's, when they are known already
     */
    public function viewer(array $session, array $show, ?array $tickets = null): Viewer {
        $mine = array_values(
            array_filter(
                $tickets ?? $this->tickets($session),
                static fn(array $ticket): bool => $ticket['show_id'] === $show['id'],
            ),
        );
        $crew =
            $session['kind'] === 'fan' ? $this->shows->crewMember($show['id'], (string) $session['email_hash']) : null;
        $valid = array_values(array_filter($mine, fn(array $ticket): bool => $this->isValidNow($ticket)));
        $capabilities = $crew['capabilities'] ?? [];
        if (in_array('chat.moderate', $capabilities, true)) {
            // Who watches over the room sees what the room sees.
            array_push($capabilities, ...array_filter(array_column($this->shows->cameras($show['id']), 'capability')));
        }
        if (
            $crew !== null ||
            array_filter($mine, static fn(array $ticket): bool => $ticket['state'] === 'valid') !== []
        ) {
            $capabilities[] = 'chat.write';
        }
        foreach ($valid as $ticket) {
            array_push($capabilities, ...$ticket['capabilities']);
        }
        if (!$show['chat']) {
            $capabilities = array_filter(
                $capabilities,
                static fn(string $name): bool => !str_starts_with($name, 'chat.'),
            );
        }
        $capabilities = array_values(array_unique($capabilities));
        sort($capabilities);
        // A mute hangs on the ticket, so the name tag is made of it; crew without one are known by their address.
        $who =
            $mine[0]['id'] ??
            ($session['email_hash'] !== null && $session['kind'] === 'fan' ? $session['email_hash'] : $session['id']);
        $name = $session['display_name'];
        if ($session['fan_id'] !== null) {
            $name = $this->sessions->fan($session['fan_id'])['display_name'] ?? $name;
        }
        return new Viewer(
            $session,
            $mine,
            $valid,
            $capabilities,
            $this->secrets->author($show['id'], $who),
            $name,
            $crew['role'] ?? 'fan',
        );
    }

    /**
     * Who shows a signed ticket and nothing else: that ticket, what was signed with it, and no name.
     *
     * @param array<string, mixed> $ticket
     * @param list<string> $capabilities
     * @param array<string, mixed> $show
     */
    public function holder(array $ticket, array $capabilities, array $show): Viewer {
        $session = ['id' => $ticket['id'], 'kind' => 'device', 'fan_id' => null, 'email_hash' => null];
        $author = $this->secrets->author($show['id'], $ticket['id']);
        return new Viewer($session, [$ticket], [$ticket], $capabilities, $author, null, 'fan');
    }

    /**
     * Capabilities of a session at every show it has something to do with.
     *
     * @param array<string, mixed> $session
     * @param list<array<string, mixed>> $tickets the session's
     * @return list<array{show: string, capabilities: list<string>}>
     */
    public function capabilities(array $session, array $tickets): array {
        $ids = array_column($tickets, 'show_id');
        if ($session['kind'] === 'fan') {
            array_push($ids, ...$this->shows->crewShows((string) $session['email_hash']));
        }
        $list = [];
        foreach ($this->shows->findMany($ids) as $id => $show) {
            $capabilities = $this->viewer($session, $show, $tickets)->capabilities;
            if ($capabilities !== []) {
                $list[] = ['show' => $id, 'capabilities' => $capabilities];
            }
        }
        return $list;
    }

    /**
     * Tickets that let in at this phase, and why none does.
     *
     * @param array<string, mixed> $show
     * @return array{tickets: list<array<string, mixed>>, refusal: ?string} refusal: `no_ticket`, `ticket_void`, `show_over`
     */
    public function admission(Viewer $viewer, array $show): array {
        $now = $this->clock->nowMs();
        $phase = Phase::at($show, $now);
        $kinds = match ($phase) {
            'replay', 'archived' => ['replay'],
            'ended' => ['live', 'replay'],
            default => ['live'],
        };
        $online = array_filter(
            $viewer->tickets,
            static fn(array $ticket): bool => in_array($ticket['kind'], ['live', 'replay'], true),
        );
        $good = array_values(
            array_filter($viewer->valid, static fn(array $ticket): bool => in_array($ticket['kind'], $kinds, true)),
        );
        if ($good !== [] && $phase !== 'archived') {
            return ['tickets' => $good, 'refusal' => null];
        }
        $standing = array_filter($online, static fn(array $ticket): bool => $ticket['state'] === 'valid');
        $refusal = match (true) {
            $online === [] => 'no_ticket',
            $standing === [] => 'ticket_void',
            // Had a ticket, and what it was for is over: the show without its replay, or the replay's window.
            in_array($phase, ['ended', 'replay', 'archived'], true) => 'show_over',
            array_filter($standing, static fn(array $ticket): bool => ($ticket['valid_from'] ?? 0) > $now) !== []
                => 'not_open_yet',
            default => 'no_ticket',
        };
        return ['tickets' => [], 'refusal' => $refusal];
    }

    /** @param array<string, mixed> $ticket */
    private function isValidNow(array $ticket): bool {
        $now = $this->clock->nowMs();
        return $ticket['state'] === 'valid' &&
            ($ticket['valid_from'] === null || $now >= $ticket['valid_from']) &&
            ($ticket['valid_until'] === null || $now < $ticket['valid_until']);
    }
}
