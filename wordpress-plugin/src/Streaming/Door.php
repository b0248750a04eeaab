<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Access\Gate;
use Parterre\Access\Honouring;
use Parterre\Access\Signed;
use Parterre\Access\Viewer;
use Parterre\Domain\Cast;
use Parterre\Domain\Clock;
use Parterre\Domain\Crowd;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Realtime\Addresses;
use Parterre\Realtime\Announcer;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Leases;
use Parterre\Store\Messages;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/** Lets devices in, keeps them in, and tells them when they are out. */
final class Door {
    /** A lease lasts two and a half heartbeats: one may be lost. */
    private const BEATS_PER_LEASE = 2.5;
    public const DEVICES_PER_TICKET = 2;
    /** The device of a place that another screen has. No device can call itself that: ids have no colon. */
    private const CAST_DEVICE = 'cast:screen';

    /** As this request has found it: what is told and what is kept must be the same. */
    private ?float $stretch = null;

    public function __construct(
        private readonly Db $db,
        private readonly Gate $gate,
        private readonly Playback $playback,
        private readonly Marks $marks,
        private readonly Signed $signed,
        private readonly Honouring $honouring,
        private readonly Shows $shows,
        private readonly Tickets $tickets,
        private readonly Leases $leases,
        private readonly Messages $messages,
        private readonly Events $events,
        private readonly Addresses $addresses,
        private readonly Announcer $announcer,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Lets a device into a show. The newest device wins: a third one on a ticket takes the oldest one's place.
     *
     * @param array<string, mixed> $session
     * @param string $device names the browser profile; entering again with it renews its own lease
     * @param bool $test asks for the test clip, through the same door
     * @param string|null $assertion a signed ticket that came with the request: what is shown is checked
     * @return array<string, mixed> the protocol's `Entry`
     */
    public function enter(
        array $session,
        array $show,
        string $device,
        string $origin,
        bool $test = false,
        ?string $assertion = null,
    ): array {
        if ($assertion !== null) {
            $this->signed->check($assertion, $show);
        }
        $viewer = $this->gate->viewer($session, $show);
        $tickets = $this->admit($viewer, $show, $test);
        $phase = Phase::at($show, $this->clock->nowMs());
        $mode = $test ? 'test' : (in_array($phase, ['live', 'replay'], true) ? $phase : 'room');
        // One commit for place, grant and what is remembered of it: at the doors every commit is a write to the disk.
        [$lease, $grant] = $this->db->transaction(function () use (
            $session,
            $show,
            $tickets,
            $device,
            $mode,
            $test,
            $viewer,
        ): array {
            $lease = $this->takePlace($session, $show, $tickets, $device, $mode);
            $grant = $test ? $this->playback->testGrant($lease['id']) : $this->grant($viewer, $show, $lease);
            if ($test && $grant === null) {
                throw new Refusal('no_test_clip');
            }
            $this->leases->granted($lease['id'], $grant === null ? null : Instant::parse($grant['expiresAt']));
            $this->events->append(
                'entry.granted',
                ['show' => $show['id'], 'mode' => $mode],
                ['ticket' => $lease['ticket_id'], 'session' => $session['id'], 'fan' => $session['fan_id']],
            );
            return [$lease, $grant];
        });
        if (!$test) {
            $this->announcer->viewers($show['id'], fn(): int => $this->leases->count($show['id']));
        }
        return ['show' => $show['id'], 'ticket' => $lease['ticket_id'], 'keep' => 'heartbeat'] +
            $this->answer($lease['id'], $viewer, $show, $grant, $origin);
    }

    /**
     * Lets somebody in who shows a signed ticket and nothing else, while the venue honours those: no session is asked for, no device
     * counted.
     *
     * @return array<string, mixed> the protocol's `Entry`
     * @throws Refusal not_honoured, assertion_invalid, assertion_stale, ticket_void, not_open_yet, show_cancelled, show_over
     */
    public function honour(array $show, string $device, string $assertion, string $origin): array {
        $claims = $this->signed->check($assertion, $show);
        if ($show['status'] === 'cancelled') {
            throw new Refusal('show_cancelled');
        }
        if ($this->honouring->level($show) === null) {
            throw new Refusal('not_honoured');
        }
        $ticket = $this->tickets->find((string) $claims['ticket']);
        if ($ticket === null || $this->gate->asTheyCount([$ticket])[0]['state'] !== 'valid') {
            throw new Refusal('ticket_void');
        }
        if (!in_array('live', $claims['kinds'], true)) {
            throw new Refusal('show_over');
        }
        $viewer = $this->gate->holder($ticket, $claims['capabilities'], $show);
        $lease = 'signed_' . substr(hash('sha256', "{$ticket['id']}|$device"), 0, 24);
        $grant = $this->playback->grant($viewer, $show, $lease);
        $this->honouring->signedEntry($show, $ticket['id']);
        return ['show' => $show['id'], 'ticket' => $ticket['id'], 'keep' => 'enter'] +
            $this->answer($lease, $viewer, $show, $grant, $origin);
    }

    /**
     * Keeps a device in: renews its lease, and its grant when less than half of it is left.
     *
     * @param array<string, mixed> $session
     * @param array<string, mixed> $beat the protocol's `HeartbeatRequest`
     * @return array<string, mixed> the protocol's `HeartbeatReply`
     */
    public function heartbeat(array $session, array $beat, string $origin): array {
        [$lease, $show, $viewer] = $this->held($session, $beat['lease']);
        $now = $this->clock->nowMs();
        $phase = Phase::at($show, $now);
        $mode = in_array($phase, ['live', 'replay'], true) ? $phase : 'room';
        $held = $this->db->transaction(function () use ($session, $show, $lease, $mode): bool {
            if ($lease['ticket_id'] !== null) {
                $this->tickets->lock($lease['ticket_id']);
                // A lease that ran out comes back only while its place is still free.
                $others = array_filter(
                    $this->leases->ofTicket($lease['ticket_id']),
                    static fn(array $other): bool => $other['id'] !== $lease['id'],
                );
                if (
                    $lease['expires_at'] <= $this->clock->nowMs() &&
                    !$this->leases->isKept($lease) &&
                    count($others) >= self::DEVICES_PER_TICKET
                ) {
                    $this->lose($lease);
                    return false;
                }
            }
            return $this->leases->renew($lease['id'], $session['id'], $mode, $this->leaseMs($show));
        });
        if (!$held) {
            throw new Refusal('lease_lost');
        }
        $this->countWatching($lease, $session, $mode, $beat);
        $grant = null;
        $half = $this->settings->get('grant_seconds') * 500;
        if (
            $mode !== 'room' &&
            ($lease['grant_until'] === null || $lease['mode'] !== $mode || $lease['grant_until'] - $now < $half)
        ) {
            $grant = $this->grant($viewer, $show, $lease);
            $this->leases->granted($lease['id'], $grant === null ? null : Instant::parse($grant['expiresAt']));
        }
        $this->announcer->viewers($show['id'], fn(): int => $this->leases->count($show['id']));
        return $this->answer($lease['id'], $viewer, $show, $grant, $origin);
    }

    /**
     * An address that lasts the show, for what cannot take another one on the run, in a place that is kept as long: what was
     * given cannot be taken back at every provider. A ticket has one, whichever of its devices asks.
     *
     * @param array<string, mixed> $session
     * @param string $screen `own`: this device plays it; `other`: it is sent to a screen, which takes a place of its own
     * @return array<string, mixed>|null the protocol's `Grant`; null while there is nothing to play
     * @throws Refusal not_found, ticket_void, lease_lost, show_cancelled, show_over, cast_not_allowed
     */
    public function cast(array $session, string $id, string $screen): ?array {
        [$lease, $show, $viewer] = $this->held($session, $id);
        if (!$this->settings->get('casting')) {
            throw new Refusal('cast_not_allowed');
        }
        $now = $this->clock->nowMs();
        $mode = Phase::at($show, $now);
        if (!in_array($mode, ['live', 'replay'], true)) {
            return null;
        }
        return $this->db->transaction(function () use ($session, $lease, $show, $viewer, $mode, $screen, $now): ?array {
            if ($lease['ticket_id'] !== null) {
                $this->tickets->lock($lease['ticket_id']);
            }
            $place = $this->leases->kept($show['id'], $lease['ticket_id'], $session['id']);
            $window = Playback::replayEnds($viewer, $show);
            $until =
                $place['kept_until'] ?? Cast::until($mode, $show['ends_at'], $window === null ? [] : [$window], $now);
            if ($place === null) {
                $place = $screen === 'own' ? $lease : $this->otherScreen($session, $lease, $until - $now);
                $this->leases->keep($place['id'], $until);
            }
            return $this->playback->grant($viewer, $show, $place['id'], $until);
        });
    }

    /** @return array<string, mixed>|null the protocol's `Grant`, with the code that is drawn over this device's picture */
    private function grant(Viewer $viewer, array $show, array $lease): ?array {
        $grant = $this->playback->grant($viewer, $show, $lease['id']);
        return $grant === null ? null : ['mark' => $this->marks->of($lease, $show)] + $grant;
    }

    /** Gives a place back; one whose address plays on stays taken. @param array<string, mixed> $session */
    public function leave(array $session, string $lease): void {
        $row = $this->own($session, $lease);
        if ($row === null) {
            throw new Refusal('not_found');
        }
        if (!$this->leases->isKept($row)) {
            $this->leases->end($row['id'], 'left');
        }
    }

    /**
     * The lease of somebody who may still be inside, with its show.
     *
     * @param array<string, mixed> $session
     * @return array{0: array<string, mixed>, 1: array<string, mixed>, 2: Viewer}
     * @throws Refusal not_found, ticket_void, lease_lost, show_cancelled, show_over
     */
    private function held(array $session, string $id): array {
        $lease = $this->own($session, $id);
        if ($lease === null) {
            throw new Refusal('not_found');
        }
        $show = $this->shows->find($lease['show_id']) ?? throw new Refusal('not_found');
        $viewer = $this->gate->viewer($session, $show);
        // A ticket that was taken back is said before anything else: the fan should know why the picture stops.
        if ($lease['ticket_id'] !== null) {
            $ticket = $this->tickets->find($lease['ticket_id']);
            $mine = in_array($lease['ticket_id'], array_column($viewer->tickets, 'id'), true);
            if (!$mine || $ticket === null || $this->gate->asTheyCount([$ticket])[0]['state'] !== 'valid') {
                $this->leases->end($lease['id'], 'left');
                throw new Refusal('ticket_void');
            }
        }
        if ($lease['state'] !== 'held') {
            throw new Refusal('lease_lost');
        }
        $this->stayIn($viewer, $show);
        return [$lease, $show, $viewer];
    }

    /**
     * Tickets that let this viewer in; empty for those who need none.
     *
     * @param bool $early whether it is asked before doors, to try the ticket
     * @return list<array<string, mixed>>
     * @throws Refusal show_cancelled, no_ticket, ticket_void, not_open_yet, show_over
     */
    private function admit(Viewer $viewer, array $show, bool $early = false): array {
        $phase = Phase::at($show, $this->clock->nowMs());
        if ($show['status'] === 'cancelled') {
            throw new Refusal('show_cancelled');
        }
        if ($phase === 'archived') {
            throw new Refusal('show_over');
        }
        $admission = $this->gate->admission($viewer, $show);
        if ($viewer->isModerator()) {
            return $admission['tickets'];
        }
        if ($show['access'] === 'open') {
            return $phase === 'announced' && !$early ? throw new Refusal('not_open_yet') : $admission['tickets'];
        }
        if ($admission['refusal'] !== null) {
            throw new Refusal($admission['refusal']);
        }
        if ($phase === 'announced' && !$early) {
            throw new Refusal('not_open_yet');
        }
        return $admission['tickets'];
    }

    /**
     * Whoever is inside stays until the show says otherwise: going back to "announced" throws nobody out.
     *
     * @throws Refusal show_cancelled, show_over, ticket_void
     */
    private function stayIn(Viewer $viewer, array $show): void {
        try {
            $this->admit($viewer, $show);
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'not_open_yet') {
                throw in_array($refusal->errorCode, ['no_ticket', 'show_over'], true)
                    ? new Refusal('show_over')
                    : $refusal;
            }
        }
    }

    /**
     * @param list<array<string, mixed>> $tickets
     * @return array<string, mixed> the lease
     */
    private function takePlace(array $session, array $show, array $tickets, string $device, string $mode): array {
        if ($tickets === []) {
            $own = $this->leases->ofDevice($show['id'], $session['id'], $device);
            if (
                $own !== null &&
                $own['ticket_id'] === null &&
                $this->leases->renew($own['id'], $session['id'], $mode, $this->leaseMs($show))
            ) {
                return $own;
            }
            // As many devices as a ticket has: a session that costs nothing must not fill the room's count.
            $others = $this->leases->withoutTicket($show['id'], $session['id']);
            foreach (array_slice($others, 0, max(0, count($others) - self::DEVICES_PER_TICKET + 1)) as $oldest) {
                $this->lose($oldest);
            }
            return $this->leases->take($show['id'], null, $session['id'], $device, $mode, $this->leaseMs($show));
        }
        $ids = array_column($tickets, 'id');
        sort($ids);
        $held = [];
        foreach ($ids as $id) {
            $this->tickets->lock($id);
            $held[$id] = $this->leases->ofTicket($id);
            foreach ($held[$id] as $lease) {
                if (
                    $lease['device'] === $device &&
                    $this->leases->renew($lease['id'], $session['id'], $mode, $this->leaseMs($show))
                ) {
                    return $lease;
                }
            }
        }
        // The emptiest ticket, so that a couple with two tickets does not push itself out.
        usort($tickets, static fn(array $a, array $b): int => count($held[$a['id']]) <=> count($held[$b['id']]));
        $ticket = $tickets[0]['id'];
        $this->makeRoom($held[$ticket]);
        return $this->leases->take($show['id'], $ticket, $session['id'], $device, $mode, $this->leaseMs($show));
    }

    /** The place of a screen that a device sends the picture to. It pushes out others of the ticket, never that device. */
    private function otherScreen(array $session, array $lease, int $lifeMs): array {
        if ($lease['ticket_id'] !== null) {
            $this->makeRoom($this->leases->ofTicket($lease['ticket_id']), $lease['id']);
        }
        return $this->leases->take(
            $lease['show_id'],
            $lease['ticket_id'],
            $session['id'],
            self::CAST_DEVICE,
            'cast',
            $lifeMs,
        );
    }

    /**
     * The newest device wins: the oldest of these leases are lost until there is one more place. One whose address plays on
     * whatever is said here cannot be.
     *
     * @param list<array<string, mixed>> $held of one ticket, oldest first
     * @param string $own whoever asks keeps their place
     */
    private function makeRoom(array $held, string $own = ''): void {
        $others = array_filter(
            $held,
            fn(array $lease): bool => $lease['id'] !== $own && !$this->leases->isKept($lease),
        );
        foreach (array_slice($others, 0, max(0, count($held) - self::DEVICES_PER_TICKET + 1)) as $oldest) {
            $this->lose($oldest);
        }
    }

    private function lose(array $lease): void {
        if ($this->leases->end($lease['id'], 'lost')) {
            $this->events->append(
                'lease.lost',
                ['show' => $lease['show_id']],
                ['ticket' => $lease['ticket_id'], 'session' => $lease['session_id']],
            );
        }
    }

    /** A lease of this session, or of a ticket it holds; null otherwise. */
    private function own(array $session, string $id): ?array {
        $lease = $this->leases->find($id);
        return $lease !== null && $lease['session_id'] === $session['id'] ? $lease : null;
    }

    private function countWatching(array $lease, array $session, string $mode, array $beat): void {
        // Nobody can have watched longer than the time that passed, since the last heartbeat and in all; a client's clock
        // is not believed beyond that, nor are heartbeats that come faster than they should.
        $now = $this->clock->nowMs();
        $watched = max(
            0,
            min(
                $beat['watchedMs'],
                $now - $lease['renewed_at'] + 5_000,
                $now - $lease['created_at'] + 5_000 - $lease['watched_ms'],
            ),
        );
        $this->db->transaction(function () use ($lease, $session, $mode, $beat, $watched): void {
            $count = $this->leases->watched(
                $lease,
                $mode,
                $beat['camera'],
                Instant::parse($beat['mediaAt']),
                $watched,
                $beat['quality'],
            );
            if ($count['firstTime'] && $mode !== 'room') {
                $this->events->append(
                    'watch.counted',
                    ['show' => $lease['show_id'], 'mode' => $mode, 'watchedMs' => $count['total']],
                    [
                        'ticket' => $lease['ticket_id'],
                        'session' => $session['id'],
                        'fan' => $session['fan_id'],
                    ],
                );
            }
        });
    }

    /** How often a device asks to stay: less often the more are inside. */
    private function heartbeatSeconds(array $show): int {
        $this->stretch ??= Crowd::stretch($this->announcer->inside($show['id']), $this->settings->get('fans_at_once'));
        return (int) round($this->settings->get('heartbeat_seconds') * $this->stretch);
    }

    private function leaseMs(array $show): int {
        return (int) (self::BEATS_PER_LEASE * 1000 * $this->heartbeatSeconds($show));
    }

    /** @return array<string, mixed> what entry and heartbeat have in common */
    private function answer(string $lease, Viewer $viewer, array $show, ?array $grant, string $origin): array {
        $now = $this->clock->nowMs();
        return [
            'lease' => [
                'id' => $lease,
                'expiresAt' => Instant::toText($now + $this->leaseMs($show)),
                'heartbeatSeconds' => $this->heartbeatSeconds($show),
            ],
            'grant' => $grant,
            'roomUrl' => $this->addresses->of($show['id'], 'room', $origin),
            'me' => [
                'author' => $viewer->author,
                'capabilities' => $viewer->capabilities,
                'mutedUntil' => Instant::toTextOrNull($this->messages->mutedUntil($show['id'], $viewer->author)),
            ],
            'serverTime' => Instant::toText($now),
        ];
    }
}
