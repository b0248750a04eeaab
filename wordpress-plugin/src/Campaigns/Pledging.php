<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Ids;
use Parterre\Domain\Money;
use Parterre\Domain\PledgeState;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Law\Terms;
use Parterre\Payments\Cards;
use Parterre\Payments\Gateways;
use Parterre\Payments\TestCards;
use Parterre\Settings;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\DbError;
use Parterre\Store\Events;
use Parterre\Store\Pledges;
use Parterre\Store\Sessions;
use Parterre\Store\Stock;

/** What a supporter does: pledge, save a card, change their mind, withdraw. */
final class Pledging {
    /** Time to enter a card while a reward is held for it. */
    private const CARD_MS = 900_000;
    /** After this time a repeated request gets the pledge but no session any more. */
    private const REPEAT_SESSION_MS = 3_600_000;

    public function __construct(
        private readonly Db $db,
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly PledgeOrders $orders,
        private readonly Choice $choice,
        private readonly Terms $terms,
        private readonly Stock $stock,
        private readonly Cards $cards,
        private readonly Gateways $gateways,
        private readonly TestCards $testCards,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Crier $crier,
        private readonly Runner $jobs,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Makes a pledge, or finds the one made with the same key.
     *
     * @param array<string, mixed> $request the protocol's `PledgeRequest`
     * @param array<string, mixed>|null $session the caller's
     * @return array{pledge: array<string, mixed>, grant: array{token: string, session: array<string, mixed>}|null}
     */
    public function create(array $request, ?array $session, string $deviceLabel): array {
        $keyHash = $this->secrets->hashToken('pledge|' . $request['idempotencyKey']);
        ksort($request);
        $requestHash = hash('sha256', (string) wp_json_encode($request));
        $known = $this->pledges->findByKey($keyHash);
        if ($known !== null) {
            return $this->again($known, $requestHash, $session, $deviceLabel);
        }
        if (!$this->settings->allowsPage($request['page'])) {
            throw new Refusal(
                'page_not_allowed',
                detail: 'The origin of the page of the campaign is not on the venue\'s list.',
            );
        }
        $campaign = $this->campaigns->findPublic($request['campaign']) ?? throw new Refusal('not_found');
        $this->requireOpen($campaign);
        $chosen = $this->choice->read($campaign, $request);
        $chosen['terms_version'] = $this->terms->agree($request['terms'] ?? false) ?? '';
        try {
            $id = $this->make($campaign, $request, $chosen, $keyHash, $requestHash);
        } catch (DbError $error) {
            // The same request came twice at the same time, and the other one was first.
            $known = Db::isDuplicate($error) ? $this->pledges->findByKey($keyHash) : null;
            if ($known === null) {
                throw $error;
            }
            return $this->again($known, $requestHash, $session, $deviceLabel);
        }
        $pledge = $this->pledges->find($id) ?? throw new \LogicException('A pledge vanished while being made.');
        $grant = $this->admit($pledge, $session, $deviceLabel);
        $this->crier->stock(array_keys(Choice::units(Choice::reward($campaign, $pledge['reward_id']))));
        return ['pledge' => $pledge, 'grant' => $grant];
    }

    /**
     * Looks at the provider: a card that is saved makes the pledge a promise. Any number of times.
     *
     * @return array<string, mixed> the pledge as it then stands
     */
    public function settleCard(array $pledge): array {
        if ($pledge['state'] !== 'pending' || $pledge['order_id'] !== null) {
            return $pledge;
        }
        $card = $this->cards->byName($pledge['gateway'])->card($pledge);
        if ($card->state === 'saved') {
            try {
                $this->promise($pledge['id'], $card->customer, $card->method);
            } catch (Refusal) {
                // Too late, or the last one went to somebody else: the card is let go, nothing was charged.
                $this->pledges->keep($pledge['id'], ['customer_ref' => $card->customer, 'method_ref' => $card->method]);
                $this->end($pledge['id'], 'withdrawn');
            }
        }
        return $this->pledges->find($pledge['id']) ?? $pledge;
    }

    /**
     * The form in which the card is saved, while there is something to save it for.
     *
     * @param array<string, mixed> $pledge
     * @param string|null $choice `elements` or `hosted`; null keeps what was chosen before
     * @return array{type: string}|null null when no card is missing
     * @throws Refusal campaign_closed, pledge_closed, unavailable
     */
    public function prepareCard(array $pledge, ?string $choice = null): ?array {
        $campaign = $this->campaigns->find($pledge['campaign_id']) ?? throw new Refusal('not_found');
        if ($campaign['mode'] === 'keep') {
            throw new Refusal('pledge_closed');
        }
        $this->requireOpen($campaign);
        return match ($pledge['state']) {
            'pending' => $this->cards->byName($pledge['gateway'])->prepareCard($pledge, $choice),
            'promised' => null,
            default => throw new Refusal('pledge_closed'),
        };
    }

    /**
     * The fan's side of the test gateway.
     *
     * @return array<string, mixed> the pledge as it then stands
     */
    public function saveTestCard(array $pledge, string $card): array {
        if ($this->settings->livePayments() || $pledge['gateway'] !== 'test') {
            throw new Refusal('forbidden');
        }
        $campaign = $this->campaigns->find($pledge['campaign_id']) ?? throw new Refusal('not_found');
        if ($campaign['mode'] === 'keep') {
            throw new Refusal('pledge_closed');
        }
        if ($pledge['state'] === 'promised') {
            // The button was pressed twice: what it was for has happened.
            return $pledge;
        }
        $this->requireOpen($campaign);
        if ($pledge['state'] !== 'pending') {
            throw new Refusal('pledge_closed');
        }
        if ($card === 'refused') {
            throw new Refusal('payment_declined');
        }
        $this->testCards->save($pledge, $card);
        $this->promise($pledge['id'], '', "test:$card");
        return $this->pledges->find($pledge['id']) ?? $pledge;
    }

    /**
     * Another reward, another amount, another name. The mandate is given anew: it names the amount.
     *
     * @param array<string, mixed> $request
     * @return array<string, mixed> the pledge as it then stands
     */
    public function change(string $id, array $request): array {
        $moved = $this->db->transaction(function () use ($id, $request): array {
            [$pledge, $campaign] = $this->lockPromise($id);
            $chosen = $this->choice->read($campaign, $request);
            $pools = [];
            if ($chosen['reward_id'] !== $pledge['reward_id']) {
                $before = Choice::units(Choice::reward($campaign, $pledge['reward_id']));
                $units = Choice::units(Choice::reward($campaign, $chosen['reward_id']));
                $pools = array_map('strval', array_keys($before + $units));
                $this->stock->release($id);
                $until = $this->clock->nowMs() + self::CARD_MS;
                // Without the new one the old one stays: the whole transaction is undone.
                if (!$this->stock->hold($id, $units, $until)) {
                    throw new Refusal('sold_out');
                }
                if ($pledge['state'] === 'promised') {
                    $this->stock->commit($id);
                }
            }
            $this->pledges->keep($id, $chosen + ['mandate_at' => $this->clock->nowMs()]);
            if ($pledge['state'] === 'promised') {
                $this->events->append('pledge.changed', self::about($pledge, $chosen['total_minor']));
            }
            return ['pools' => $pools, 'campaign' => $campaign];
        });
        $this->crier->stock($moved['pools']);
        $this->crier->tell($moved['campaign']['id']);
        return $this->pledges->find($id) ?? throw new Refusal('not_found');
    }

    /** Takes a promise back while the campaign is open. */
    public function withdraw(string $id): void {
        $pledge = $this->pledges->find($id) ?? throw new Refusal('not_found');
        if ($pledge['state'] === 'withdrawn') {
            return;
        }
        $this->db->transaction(function () use ($id): void {
            $this->lockPromise($id);
            $this->end($id, 'withdrawn');
        });
    }

    /**
     * Ends a pledge that will not be paid: its stock is free again, its card is let go.
     *
     * @param string $state `withdrawn`, `released`, `failed`
     * @return bool false when it had ended or was paid already
     */
    public function end(string $id, string $state): bool {
        $pools = $this->db->transaction(function () use ($id, $state): ?array {
            $pledge = $this->pledges->lock($id);
            if (
                $pledge === null ||
                !$this->pledges->move($id, PledgeState::before($state), $state, [
                    'ended_at' => $this->clock->nowMs(),
                    'hold_until' => null,
                    'lease_until' => null,
                    'next_attempt_at' => null,
                ])
            ) {
                return null;
            }
            $this->events->append('pledge.ended', [
                'pledge' => $id,
                'campaign' => $pledge['campaign_id'],
                'state' => $state,
            ]);
            $this->jobs->now('pledge.forget', "pledge.forget:$id", ['pledge' => $id]);
            return ['pools' => $this->stock->release($id), 'campaign' => $pledge['campaign_id']];
        });
        if ($pools === null) {
            return false;
        }
        $this->db->afterCommit(function () use ($pools): void {
            $this->crier->stock($pools['pools']);
            $this->crier->tell($pools['campaign']);
        });
        return true;
    }

    /**
     * @param array<string, mixed> $campaign
     * @param array<string, mixed> $request
     * @param array<string, mixed> $chosen
     */
    private function make(
        array $campaign,
        array $request,
        array $chosen,
        string $keyHash,
        string $requestHash,
    ): string {
        return $this->db->transaction(function () use ($campaign, $request, $chosen, $keyHash, $requestHash): string {
            $campaign = $this->campaigns->lock($campaign['id']) ?? throw new Refusal('not_found');
            $this->requireOpen($campaign);
            $keep = $campaign['mode'] === 'keep';
            $now = $this->clock->nowMs();
            $until = $now + self::CARD_MS;
            $email = trim($request['email']);
            $row = $chosen + [
                'id' => Ids::make('pldg'),
                'campaign_id' => $campaign['id'],
                'state' => 'pending',
                'gateway' => $keep
                    ? $this->gateways->forTotal($chosen['total_minor'])->name()
                    : $this->cards->forNew()->name(),
                'test' => (int) !$this->settings->livePayments(),
                'email' => $email,
                'email_hash' => $this->secrets->hashEmail($email),
                'locale' => $request['locale'],
                'page' => $request['page'],
                'currency' => $campaign['currency'],
                'mandate_at' => $chosen['mandate'] === null ? null : $now,
                'key_hash' => $keyHash,
                'request_hash' => $requestHash,
                'hold_until' => $until,
                'attempt' => 0,
                'order_id' => null,
                'created_at' => $now,
            ];
            $this->pledges->create($row);
            if ($campaign['first_deadline'] === null) {
                $this->campaigns->update($campaign['id'], ['first_deadline' => $campaign['deadline']]);
            }
            $units = Choice::units(Choice::reward($campaign, $chosen['reward_id']));
            if (!$this->stock->hold($row['id'], $units, $until)) {
                throw new Refusal('sold_out');
            }
            if ($keep) {
                $this->orders->make($row, $campaign, $until, $until);
            }
            return $row['id'];
        });
    }

    /** Makes a pledge count. Nothing counts once the campaign is decided, whatever the clock says. */
    private function promise(string $id, string $customer, string $method): void {
        $campaign = $this->db->transaction(function () use ($id, $customer, $method): ?string {
            $pledge = $this->pledges->find($id) ?? throw new Refusal('not_found');
            $campaign = $this->campaigns->lock($pledge['campaign_id']) ?? throw new Refusal('not_found');
            if ($campaign['decided_at'] !== null || $pledge['created_at'] >= $campaign['deadline']) {
                throw new Refusal('campaign_closed');
            }
            $pledge = $this->pledges->lock($id) ?? throw new Refusal('not_found');
            if ($pledge['state'] !== 'pending') {
                return null;
            }
            $units = Choice::units(Choice::reward($campaign, $pledge['reward_id']));
            if (!$this->stock->holdsAll($id, $units)) {
                $this->stock->release($id);
                if (!$this->stock->hold($id, $units, $this->clock->nowMs() + self::CARD_MS)) {
                    throw new Refusal('hold_expired');
                }
            }
            $this->stock->commit($id);
            $this->pledges->move($id, ['pending'], 'promised', [
                'customer_ref' => $customer,
                'method_ref' => $method,
                'promised_at' => $this->clock->nowMs(),
                'hold_until' => null,
            ]);
            $this->events->append('pledge.promised', self::about($pledge, $pledge['total_minor']));
            $this->jobs->now('mail.pledge', "mail.pledge:$id:promised", ['pledge' => $id, 'news' => 'promised']);
            return $campaign['id'];
        });
        if ($campaign !== null) {
            $this->crier->tell($campaign);
        }
    }

    /**
     * A pledge that may still be changed or taken back, with its campaign; both rows locked, the campaign's first.
     *
     * @return array{0: array<string, mixed>, 1: array<string, mixed>}
     */
    private function lockPromise(string $id): array {
        $pledge = $this->pledges->find($id) ?? throw new Refusal('not_found');
        $campaign = $this->campaigns->lock($pledge['campaign_id']) ?? throw new Refusal('not_found');
        if ($campaign['mode'] === 'keep') {
            throw new Refusal('pledge_closed');
        }
        $this->requireOpen($campaign);
        $pledge = $this->pledges->lock($id) ?? throw new Refusal('not_found');
        if (!in_array($pledge['state'], ['pending', 'promised'], true)) {
            throw new Refusal('pledge_closed');
        }
        return [$pledge, $campaign];
    }

    /** @param array<string, mixed> $campaign */
    private function requireOpen(array $campaign): void {
        if (Goal::stateAt($campaign, $this->clock->nowMs()) !== 'open') {
            throw new Refusal('campaign_closed');
        }
    }

    /** The answer to a request that was made before. */
    private function again(array $pledge, string $requestHash, ?array $session, string $deviceLabel): array {
        if (!hash_equals($pledge['request_hash'], $requestHash)) {
            throw new Refusal('idempotency_conflict');
        }
        $recent = $pledge['created_at'] > $this->clock->nowMs() - self::REPEAT_SESSION_MS;
        $mine = $session !== null && $this->pledges->isOf($session, $pledge);
        $grant = $recent && !$mine ? $this->admit($pledge, $session, $deviceLabel) : null;
        return ['pledge' => $pledge, 'grant' => $grant];
    }

    /**
     * Lets the supporter's device use the pledge: the caller's own session when it belongs to the same address, else a new one.
     *
     * @return array{token: string, session: array<string, mixed>}|null null when the caller's session took it
     */
    private function admit(array $pledge, ?array $session, string $deviceLabel): ?array {
        if ($session !== null && $session['kind'] !== 'device' && $session['email_hash'] === $pledge['email_hash']) {
            $this->join($pledge, $session['id']);
            return null;
        }
        return $this->db->transaction(function () use ($pledge, $deviceLabel): array {
            $grant = $this->sessions->open('order', $deviceLabel, [
                'email_hash' => $pledge['email_hash'],
                'email_hint' => Secrets::emailHint($pledge['email']),
            ]);
            $this->join($pledge, $grant['session']['id']);
            $this->events->append('session.started', ['kind' => 'order'], ['session' => $grant['session']['id']]);
            return $grant;
        });
    }

    private function join(array $pledge, string $session): void {
        $this->pledges->joinSession($pledge['id'], $session);
        if ($pledge['order_id'] !== null) {
            $this->orders->join($pledge['order_id'], $session);
        }
    }

    /** @return array{pledge: string, campaign: string, total: array{amountMinor: int, currency: string}} */
    private static function about(array $pledge, int $totalMinor): array {
        return [
            'pledge' => $pledge['id'],
            'campaign' => $pledge['campaign_id'],
            'total' => Money::of($totalMinor, $pledge['currency']),
        ];
    }
}
