<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Money;
use Parterre\Jobs\Runner;
use Parterre\Payments\Gateways;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Pledges;
use Parterre\Store\Stock;

/**
 * What follows from a decision, step by step, each of which can be done again: promises of a missed goal are released; when every
 * card was tried, or seven days are over, what could not be charged fails; and where too little was captured,
 * everybody is refunded.
 */
final class Conclusion {
    private const OPEN = ['promised', 'charging', 'needs-action'];

    public function __construct(
        private readonly Db $db,
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly Pledging $pledging,
        private readonly Orders $orders,
        private readonly Stock $stock,
        private readonly Tally $tally,
        private readonly Gateways $gateways,
        private readonly Settle $settle,
        private readonly Refunds $refunds,
        private readonly Events $events,
        private readonly Crier $crier,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /** Lets go of the promises to a goal that was missed, and of forms that nobody finished. */
    public function release(string $campaign): void {
        $row = $this->campaigns->find($campaign);
        if ($row === null || $row['decided_at'] === null || $row['mode'] === 'keep') {
            return;
        }
        foreach ($this->pledges->inStates($campaign, ['pending']) as $pledge) {
            $this->pledging->end($pledge['id'], 'withdrawn');
        }
        if ($row['result'] !== 'missed') {
            return;
        }
        foreach ($this->pledges->inStates($campaign, ['promised']) as $pledge) {
            $this->db->transaction(function () use ($pledge): void {
                if ($this->pledging->end($pledge['id'], 'released')) {
                    $this->mail($pledge['id'], 'released');
                }
            });
        }
    }

    /** Brings pledges to what their orders are, and says the last word when the time has come. */
    public function conclude(string $id): void {
        $campaign = $this->campaigns->find($id);
        if ($campaign === null || Goal::stateAt($campaign, $this->clock->nowMs()) !== 'collecting') {
            return;
        }
        foreach ($this->pledges->inStates($id, ['needs-action']) as $pledge) {
            $this->followOrder($pledge);
        }
        $over = $this->clock->nowMs() >= $campaign['decided_at'] + Goal::CONFIRM_MS;
        $open = $this->pledges->inStates($id, self::OPEN);
        if ($open !== [] && !$over) {
            return;
        }
        foreach ($open as $pledge) {
            $this->giveUp($pledge);
        }
        if ($this->pledges->inStates($id, self::OPEN) !== []) {
            // A worker is in the middle of an attempt; the next tick finds what came of it.
            return;
        }
        $this->db->transaction(function () use ($id): void {
            $campaign = $this->campaigns->lock($id);
            if ($campaign === null || $campaign['concluded_at'] !== null) {
                return;
            }
            $captured = $this->tally->captured($campaign);
            $result = Goal::resultAfterCollecting(
                $campaign['goal_kind'],
                $campaign['goal_target'],
                $captured,
                $campaign['minimum_percent'],
            );
            $this->campaigns->update($id, ['result' => $result, 'concluded_at' => $this->clock->nowMs()]);
            $this->events->append('campaign.concluded', [
                'campaign' => $id,
                'result' => $result,
                'captured' => Money::of($captured['amount_minor'], $campaign['currency']),
            ]);
        });
        $this->crier->tell($id);
    }

    /** Gives everybody their money back where too little was captured. */
    public function refund(string $id): void {
        $campaign = $this->campaigns->find($id);
        if ($campaign === null || $campaign['result'] !== 'returned') {
            return;
        }
        foreach ($this->pledges->inStates($id, ['paid']) as $pledge) {
            $order = $this->orders->find($pledge['order_id']);
            if ($order !== null && $order['state'] === 'paid') {
                $refund = $this->refunds->request(
                    $order['id'],
                    null,
                    null,
                    $campaign['title'],
                    'campaign',
                    null,
                    "campaign:{$pledge['id']}",
                );
                $this->refunds->send($refund['id']);
            }
            $this->db->transaction(function () use ($pledge): void {
                if ($this->pledges->move($pledge['id'], ['paid'], 'refunded', ['ended_at' => $this->clock->nowMs()])) {
                    $this->mail($pledge['id'], 'refunded');
                }
            });
        }
    }

    /** A pledge whose supporter confirmed it is paid when its order is. */
    public function followOrder(array $pledge): void {
        if ($pledge['order_id'] === null) {
            return;
        }
        if ($pledge['state'] === 'charging' && ($pledge['lease_until'] ?? 0) > $this->clock->nowMs()) {
            // The worker that is charging it writes down what came of its attempt.
            return;
        }
        $order = $this->orders->find($pledge['order_id']);
        if ($order !== null && $order['state'] === 'paid') {
            $this->db->transaction(function () use ($pledge): void {
                if (
                    $this->pledges->move($pledge['id'], ['pending', 'charging', 'needs-action'], 'paid', [
                        'next_attempt_at' => null,
                    ])
                ) {
                    $this->jobs->now('pledge.forget', "pledge.forget:{$pledge['id']}", ['pledge' => $pledge['id']]);
                }
            });
            $this->crier->tell($pledge['campaign_id']);
        }
    }

    /** Seven days are over. What is under way at the provider is looked at once more; then nobody can pay any more. */
    private function giveUp(array $pledge): void {
        if (($pledge['lease_until'] ?? 0) > $this->clock->nowMs()) {
            return;
        }
        if ($pledge['order_id'] !== null) {
            $order = $this->orders->find($pledge['order_id']);
            if ($order !== null && $order['state'] === 'pending') {
                $this->gateways->byName($order['gateway'])->expire($order);
                $order = $this->settle->settle($order['id']) ?? $order;
            }
            if ($order !== null && in_array($order['state'], ['paid', 'processing'], true)) {
                $this->followOrder($pledge);
                return;
            }
        }
        $this->db->transaction(function () use ($pledge): void {
            $order = $pledge['order_id'] === null ? null : $this->orders->lock($pledge['order_id']);
            if ($order !== null && $order['state'] === 'paid') {
                return;
            }
            // A promise that was never tried (its provider was away all week) fails as well.
            $this->pledges->move($pledge['id'], ['promised'], 'charging');
            if ($this->pledging->end($pledge['id'], 'failed') && $order !== null && $order['state'] === 'pending') {
                $this->orders->move($order['id'], ['pending'], 'expired', [
                    'hold_until' => null,
                    'closed_at' => $this->clock->nowMs(),
                ]);
                $this->events->append('order.expired', ['order' => $order['id']]);
                $pools = $this->stock->release($order['id']);
                $this->db->afterCommit(fn() => $this->crier->stock($pools));
            }
        });
    }

    private function mail(string $pledge, string $news): void {
        $this->jobs->now('mail.pledge', "mail.pledge:$pledge:$news", ['pledge' => $pledge, 'news' => $news]);
    }
}
