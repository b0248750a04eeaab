<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Assertion;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Store\Denials;
use Parterre\Store\Shows;
use Parterre\Streaming\Door;

/** Signs tickets, and checks what was signed: signature, then epoch and age, then the list of the denied. */
final class Signed {
    private const DAY_MS = 86_400_000;

    public function __construct(
        private readonly Keys $keys,
        private readonly Denials $denials,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    /**
     * Signed tickets for the shows that can be entered within a day, one each.
     *
     * @param list<array<string, mixed>> $tickets a session's, as they count
     * @return list<array{show: string, ticket: string, assertion: string, expiresAt: string}> the protocol's `SignedTicket`s
     */
    public function ofTickets(array $tickets): array {
        $now = $this->clock->nowMs();
        $by = [];
        foreach ($tickets as $ticket) {
            if (
                $ticket['state'] === 'valid' &&
                in_array($ticket['kind'], ['live', 'replay'], true) &&
                ($ticket['valid_until'] === null || $ticket['valid_until'] > $now)
            ) {
                $by[$ticket['show_id']][] = $ticket;
            }
        }
        $signed = [];
        foreach ($this->shows->findMany(array_keys($by)) as $id => $show) {
            $phase = Phase::at($show, $now);
            $far = $phase === 'announced' && $show['doors_at'] - $now > self::DAY_MS;
            if (!$far && $phase !== 'archived' && $show['status'] === 'confirmed' && $show['published']) {
                $signed[] = $this->sign($show, $by[$id]);
            }
        }
        return $signed;
    }

    /**
     * The claims of an assertion that counts at this show now.
     *
     * @param array<string, mixed> $show
     * @return array<string, mixed>
     * @throws Refusal assertion_invalid, assertion_stale, ticket_void
     */
    public function check(string $assertion, array $show): array {
        $claims = Assertion::read($assertion, $this->keys->public()) ?? throw new Refusal('assertion_invalid');
        $refusal = Assertion::refusal(
            $claims,
            $show['id'],
            $show['epoch'],
            $this->denials->before((string) $claims['ticket']),
            $this->clock->nowMs(),
        );
        return $refusal === null ? $claims : throw new Refusal($refusal);
    }

    /**
     * @param array<string, mixed> $show
     * @param list<array<string, mixed>> $tickets at least one
     * @return array{show: string, ticket: string, assertion: string, expiresAt: string}
     */
    private function sign(array $show, array $tickets): array {
        $now = $this->clock->nowMs();
        $live = array_filter($tickets, static fn(array $ticket): bool => $ticket['kind'] === 'live');
        $ticket = reset($live) ?: $tickets[0];
        // It names one ticket and stands for all of them: a couple with two has the devices of both.
        $same = array_filter($tickets, static fn(array $other): bool => $other['kind'] === $ticket['kind']);
        $until = $now + Assertion::LIFE_SECONDS * 1000;
        $ends = array_column($same, 'valid_until');
        if (!in_array(null, $ends, true)) {
            $until = min($until, max($ends));
        }
        $key = $this->keys->signing();
        // A ticket that was handed on in this very second: what is signed for its new holder counts.
        $issued = max(intdiv($now, 1000), ($this->denials->before($ticket['id']) ?? 0) + 1);
        $expires = intdiv($until, 1000);
        $claims = [
            'kid' => $key['kid'],
            'show' => $show['id'],
            'ticket' => $ticket['id'],
            'kinds' => array_values(array_unique(array_column($tickets, 'kind'))),
            'capabilities' => array_values(array_unique(array_merge(...array_column($tickets, 'capabilities')))),
            'devices' => Door::DEVICES_PER_TICKET * count($same),
            'epoch' => $show['epoch'],
            'iat' => $issued,
            'exp' => $expires,
        ];
        return [
            'show' => $show['id'],
            'ticket' => $ticket['id'],
            'assertion' => Assertion::sign($claims, $key['secret']),
            'expiresAt' => Instant::toText($expires * 1000),
        ];
    }
}
