<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Pairings;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\TicketAddresses;

/**
 * Lets a screen in that has no keyboard to speak of: it shows six letters, a device with a ticket confirms them, and the screen is
 * given a session that holds those tickets and nothing else of that person.
 */
final class Pairing {
    private const POLL_SECONDS = 3;

    public function __construct(
        private readonly Db $db,
        private readonly Gate $gate,
        private readonly Pairings $pairings,
        private readonly Sessions $sessions,
        private readonly Shows $shows,
        private readonly TicketAddresses $lent,
        private readonly Events $events,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed> the protocol's `Pairing` */
    public function start(string $showId, string $page, string $deviceLabel, string $network): array {
        $show = $this->shows->findPublic($showId) ?? throw new Refusal('not_found');
        if (!$this->settings->allowsPage($page)) {
            throw new Refusal('page_not_allowed');
        }
        $site = substr((string) wp_parse_url($page, PHP_URL_HOST), 0, 255);
        $made = $this->pairings->start($show['id'], $deviceLabel, $site, $this->networkHash($network));
        return [
            'code' => $made['code'],
            'secret' => $made['secret'],
            'expiresAt' => Instant::toText($made['expires_at']),
            'pollSeconds' => self::POLL_SECONDS,
        ];
    }

    /**
     * The screen's session, once it was confirmed; null before.
     *
     * @return array{token: string, session: array<string, mixed>}|null
     * @throws Refusal pairing_expired
     */
    public function claim(string $secret): ?array {
        $pairing = $this->pairings->ofScreen($secret) ?? throw new Refusal('pairing_expired');
        if ($pairing['state'] === 'waiting') {
            return null;
        }
        return $this->db->transaction(function () use ($pairing): array {
            $giver = $this->sessions->find((string) $pairing['confirmed_by']);
            $alive = $giver !== null && $giver['ended_at'] === null && $giver['expires_at'] > $this->clock->nowMs();
            // The session is told once: a screen that asks a second time has lost it, and shows new letters.
            if (!$alive || !$this->pairings->move($pairing['id'], 'confirmed', 'claimed')) {
                throw new Refusal('pairing_expired');
            }
            $grant = $this->sessions->open('device', $pairing['device_label'], [
                'show_id' => $pairing['show_id'],
                // So that it stands among the devices of that address, and can be logged out there.
                'email_hash' => $giver['email_hash'],
            ]);
            foreach ($this->ticketsOf($giver, $pairing['show_id']) as $ticket) {
                $this->lent->lend($grant['session']['id'], $ticket['id']);
            }
            $this->events->append(
                'pairing.confirmed',
                ['show' => $pairing['show_id']],
                ['session' => $grant['session']['id'], 'fan' => $giver['fan_id']],
            );
            return $grant;
        });
    }

    /** @return array<string, mixed> the protocol's `WaitingScreen` */
    public function find(string $code, string $network): array {
        $pairing = $this->pairings->waiting($code) ?? throw new Refusal('pairing_not_found');
        $show = $this->shows->find($pairing['show_id']) ?? throw new Refusal('pairing_not_found');
        return [
            'show' => ['id' => $show['id'], 'title' => $show['title']],
            'device' => $pairing['device_label'],
            'site' => $pairing['site'],
            'sameNetwork' => hash_equals($pairing['network_hash'], $this->networkHash($network)),
            'startedAt' => Instant::toText($pairing['created_at']),
            'expiresAt' => Instant::toText($pairing['expires_at']),
        ];
    }

    /** @throws Refusal pairing_not_found, no_ticket */
    public function confirm(array $session, string $code): void {
        $pairing = $this->pairings->waiting($code) ?? throw new Refusal('pairing_not_found');
        if ($this->ticketsOf($session, $pairing['show_id']) === []) {
            throw new Refusal('no_ticket');
        }
        if (!$this->pairings->move($pairing['id'], 'waiting', 'confirmed', $session['id'])) {
            throw new Refusal('pairing_not_found');
        }
    }

    /** @return list<array<string, mixed>> those that open the show on a screen */
    private function ticketsOf(array $session, string $show): array {
        return array_values(
            array_filter(
                $this->gate->tickets($session),
                static fn(array $ticket): bool => $ticket['show_id'] === $show &&
                    $ticket['state'] === 'valid' &&
                    in_array($ticket['kind'], ['live', 'replay'], true),
            ),
        );
    }

    private function networkHash(string $network): string {
        return $this->secrets->derive("pairing-network|$network");
    }
}
