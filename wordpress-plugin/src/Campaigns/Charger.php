<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\PledgeState;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Payments\Cards;
use Parterre\Payments\Charge;
use Parterre\Payments\Settle;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Pledges;

/**
 * Charges what was promised, and never twice. An attempt has a number; the number is the key at the provider. It is taken with the
 * pledge's row locked, and a new one only once it is written down what became of the one before: a worker that dies in
 * between leaves an attempt that the next worker finds, looks for at the provider, and only then makes again under the same key.
 */
final class Charger {
    /** Longer than a provider's answer may take; a worker that died is replaced after it. */
    private const LEASE_MS = 120_000;
    /** A bank that takes its time is asked again after this. */
    private const PROCESSING_MS = 3_600_000;
    /** After so many in a row nobody is asked any more for now. */
    private const MOST_FAILURES = 3;

    public function __construct(
        private readonly Db $db,
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly PledgeOrders $pledgeOrders,
        private readonly Orders $orders,
        private readonly Cards $cards,
        private readonly Settle $settle,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /**
     * Charges what is due of one campaign, for at most this long.
     *
     * @return int how many attempts were made
     */
    public function run(string $campaign, int $seconds): int {
        $until = microtime(true) + $seconds;
        $count = $failures = 0;
        while (microtime(true) < $until && ($due = $this->pledges->chargeable($campaign, 5)) !== []) {
            foreach ($due as $pledge) {
                try {
                    $count += (int) $this->charge($pledge);
                    $failures = 0;
                } catch (\Throwable $problem) {
                    // One card in trouble is not the others'; a provider that is away is everybody's.
                    if (++$failures >= self::MOST_FAILURES) {
                        throw $problem;
                    }
                    Log::problem('charging a pledge', $problem);
                }
            }
        }
        return $count;
    }

    /** One attempt at one card; false when another worker has it, or nothing is due. */
    public function charge(string $id): bool {
        $claim = $this->claim($id);
        if ($claim === null) {
            return false;
        }
        [$pledge, $again] = $claim;
        $order = $this->orders->find($pledge['order_id']) ?? throw new \LogicException('A pledge lost its order.');
        if ($again) {
            // The attempt may have been made before its worker died: what the provider knows comes first.
            $order = $this->settle->settle($order['id']) ?? $order;
        }
        $charge = $order['state'] === 'paid' ? new Charge(Charge::PAID) : $this->attempt($pledge, $order, $again);
        if (in_array($charge->outcome, [Charge::PAID, Charge::PROCESSING], true)) {
            $order = $this->settle->settle($order['id']) ?? $order;
        }
        $this->record($pledge, $charge, $order['state']);
        return true;
    }

    /** @param array<string, mixed> $pledge */
    private function attempt(array $pledge, array $order, bool $again): Charge {
        $cards = $this->cards->byName($pledge['gateway']);
        try {
            return $cards->charge($pledge, $order, self::key($pledge), $again);
        } catch (\Throwable $problem) {
            // Nobody knows whether money moved: the attempt stays open, and is looked for in a minute.
            $this->pledges->keep($pledge['id'], [
                'lease_until' => null,
                'next_attempt_at' => $this->clock->nowMs() + 60_000,
            ]);
            throw $problem;
        }
    }

    /**
     * Takes a pledge for this worker: the number of the attempt, and the order it pays.
     *
     * @return array{0: array<string, mixed>, 1: bool}|null the pledge, and whether this attempt may have been made before
     */
    private function claim(string $id): ?array {
        return $this->db->transaction(function () use ($id): ?array {
            $pledge = $this->pledges->lock($id);
            $now = $this->clock->nowMs();
            if (
                $pledge === null ||
                !in_array($pledge['state'], ['promised', 'charging'], true) ||
                $pledge['next_attempt_at'] === null ||
                $pledge['next_attempt_at'] > $now ||
                ($pledge['lease_until'] ?? 0) > $now
            ) {
                return null;
            }
            $campaign = $this->campaigns->find($pledge['campaign_id']) ?? throw new \LogicException('No campaign.');
            if ($pledge['order_id'] === null) {
                $pledge['order_id'] = $this->pledgeOrders->make(
                    $pledge,
                    $campaign,
                    null,
                    $campaign['decided_at'] + Goal::CONFIRM_MS,
                );
            }
            $again = $pledge['attempt'] > 0 && $pledge['outcome'] === '';
            $pledge['attempt'] += $again ? 0 : 1;
            $pledge['state'] = 'charging';
            $pledge['outcome'] = '';
            $this->pledges->keep($id, [
                'state' => 'charging',
                'attempt' => $pledge['attempt'],
                'outcome' => '',
                'lease_until' => $now + self::LEASE_MS,
            ]);
            return [$pledge, $again];
        });
    }

    /** Writes down what became of an attempt, and what follows from it. */
    private function record(array $pledge, Charge $charge, string $orderState): void {
        $id = $pledge['id'];
        $this->db->transaction(function () use ($id, $pledge, $charge, $orderState): void {
            $now = $this->pledges->lock($id);
            if ($now === null || $now['state'] !== 'charging' || $now['attempt'] !== $pledge['attempt']) {
                return;
            }
            if ($orderState !== 'paid' && in_array($charge->outcome, [Charge::PAID, Charge::PROCESSING], true)) {
                // The attempt stays open: asked again, never made again.
                $this->pledges->keep($id, [
                    'lease_until' => null,
                    'next_attempt_at' => $this->clock->nowMs() + self::PROCESSING_MS,
                ]);
                return;
            }
            $outcome = $orderState === 'paid' ? Charge::PAID : $charge->outcome;
            $this->events->append(
                'pledge.attempted',
                [
                    'pledge' => $id,
                    'campaign' => $pledge['campaign_id'],
                    'attempt' => $pledge['attempt'],
                    'outcome' => $charge->reason === '' ? $outcome : "$outcome: $charge->reason",
                ],
                ['order' => $pledge['order_id']],
            );
            $wait = $outcome === Charge::SOFT ? PledgeState::retryAfterMs($pledge['attempt']) : null;
            $also = ['outcome' => $outcome, 'lease_until' => null];
            if ($wait !== null) {
                $this->pledges->keep($id, $also + ['next_attempt_at' => $this->clock->nowMs() + $wait]);
                return;
            }
            $state = $outcome === Charge::PAID ? 'paid' : 'needs-action';
            $this->pledges->move($id, ['charging'], $state, $also + ['next_attempt_at' => null]);
            if ($state === 'needs-action') {
                $this->jobs->now('mail.pledge', "mail.pledge:$id:needsAction", [
                    'pledge' => $id,
                    'news' => 'needsAction',
                ]);
            } else {
                $this->jobs->now('pledge.forget', "pledge.forget:$id", ['pledge' => $id]);
            }
        });
    }

    /** The provider's key of an attempt: the same however often it is made. */
    public static function key(array $pledge): string {
        return "pledge-{$pledge['id']}-{$pledge['attempt']}";
    }
}
