<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Domain\Text;
use Parterre\Law\Bill;
use Parterre\Law\Evidence;
use Parterre\Law\Terms;
use Parterre\Hall\WaitingList;
use Parterre\Realtime\Announcer;
use Parterre\Settings;
use Parterre\Store\Carts;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\DbError;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\Orders;
use Parterre\Store\PersonLimits;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Stock;

/** Makes orders: prices them again, holds stock for all lines or for none, gives the buyer's device a session. */
final class Checkout {
    /** After this time a repeated request for a paid order gets the order but no session any more. */
    private const REPEAT_SESSION_MS = 3_600_000;

    /** A gift arrives this long before the doors at the latest. */
    private const GIFT_AHEAD_MS = 86_400_000;

    public function __construct(
        private readonly Db $db,
        private readonly Pricing $pricing,
        private readonly Bill $bill,
        private readonly Terms $terms,
        private readonly Evidence $evidence,
        private readonly Orders $orders,
        private readonly Stock $stock,
        private readonly Codes $codes,
        private readonly PersonLimits $limits,
        private readonly Gifts $gifts,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Carts $carts,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Gateways $gateways,
        private readonly Settle $settle,
        private readonly WaitingList $waiting,
        private readonly Announcer $announcer,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Makes an order, or finds the one made with the same key.
     *
     * @param array<string, mixed> $request the protocol's `OrderRequest`
     * @param array<string, mixed>|null $session the caller's
     * @param string $network the caller's, for counting how much one network holds; empty when nobody knows
     * @param (callable(): void)|null $admit asked once, before a new order is written; what it throws is the answer. Who only hears that
     *        all is gone, or gets the order of a repeated request, has cost an allowance nothing
     * @return array{order: array<string, mixed>, grant: array{token: string, session: array<string, mixed>}|null}
     */
    public function create(
        array $request,
        ?array $session,
        string $deviceLabel,
        string $network = '',
        ?callable $admit = null,
    ): array {
        $keyHash = $this->secrets->hashToken('order|' . $request['idempotencyKey']);
        $requestHash = hash('sha256', (string) wp_json_encode(self::sorted($request)));
        $known = $this->orders->findByKey($keyHash);
        if ($known !== null) {
            return $this->again($known, $requestHash, $session, $deviceLabel);
        }
        $id = $this->make($request, null, $keyHash, $requestHash, $network, $admit);
        if ($id === null) {
            $known = $this->orders->findByKey($keyHash) ?? throw new \LogicException('An order vanished.');
            return $this->again($known, $requestHash, $session, $deviceLabel);
        }
        $order = $this->orders->find($id) ?? throw new \LogicException('An order vanished while being made.');
        $grant = $this->admit($order, $session, $deviceLabel);
        return ['order' => $this->made($order), 'grant' => $grant];
    }

    /**
     * Makes an order that somebody of the venue takes the money for, or finds the one made with the same key. No device gets a
     * session, and the buyer need not have an address.
     *
     * @param array<string, mixed> $request the protocol's `OrderRequest`; `email` may be empty
     * @return array<string, mixed> the order
     */
    public function atCounter(array $request, Gateway $gateway): array {
        $keyHash = $this->secrets->hashToken('counter|' . $request['idempotencyKey']);
        $requestHash = hash('sha256', (string) wp_json_encode(self::sorted($request)));
        $known = $this->orders->findByKey($keyHash);
        if ($known === null) {
            $id = $this->make($request, $gateway, $keyHash, $requestHash, '');
            $known = $id === null ? $this->orders->findByKey($keyHash) : null;
            if ($id !== null) {
                return $this->made($this->orders->find($id) ?? throw new \LogicException('An order vanished.'));
            }
        }
        if ($known === null || !hash_equals($known['request_hash'], $requestHash)) {
            throw new Refusal('idempotency_conflict');
        }
        return $this->settle->expireIfOver($known);
    }

    /** What follows on an order that is new: a free one is paid, and everybody hears of the stock. */
    private function made(array $order): array {
        if ($order['gateway'] === 'free') {
            $order = $this->settle->settle($order['id']) ?? $order;
        }
        $this->announcer->stock(array_map('strval', array_keys(Orders::units($order))));
        return $order;
    }

    /**
     * Prices an order again, compares with what the buyer saw, and holds it.
     *
     * @param Gateway|null $gateway null for the one that takes such orders
     * @return string|null its id; null when the same request came twice at once and the other was first
     */
    private function make(
        array $request,
        ?Gateway $gateway,
        string $keyHash,
        string $requestHash,
        string $network,
        ?callable $admit = null,
    ): ?string {
        if (!$this->settings->allowsPage($request['page'])) {
            throw new Refusal(
                'page_not_allowed',
                detail: 'The origin of the page of purchase is not on the venue\'s list.',
            );
        }
        if (isset($request['cart']) && $this->carts->find($request['cart']) === null) {
            throw new Refusal('cart_not_found');
        }
        $price = $this->bill->complete(
            $this->pricing->price($request['lines'], $request['currency'], false, $request['codes'] ?? []),
            $request,
            $gateway === null,
        );
        $version = $this->terms->agree($request['consents']['terms'] ?? false);
        $request['consents'] = ($request['consents'] ?? []) + ($version === null ? [] : ['termsVersion' => $version]);
        if (
            $price['total'] !== $request['expectedTotal']['amountMinor'] ||
            $request['currency'] !== $request['expectedTotal']['currency']
        ) {
            throw new Refusal(
                'price_changed',
                detail: 'The total is now ' .
                    Money::decimalText($price['total'], $request['currency']) .
                    ' ' .
                    $request['currency'] .
                    '.',
            );
        }
        if (!isset($request['waiting'])) {
            // Holding decides; but who comes when all is gone is told so before anything is written. Of a rush, most come then.
            $this->pricing->lookAtStock($price['lines']);
        }
        if ($admit !== null) {
            $admit();
        }
        if ($gateway === null || $price['total'] === 0) {
            $gateway = $this->gateways->forTotal($price['total']);
        }
        try {
            return $this->hold($request, $price, $gateway, $keyHash, $requestHash, $network);
        } catch (DbError $error) {
            // The same request came twice at the same time, and the other one was first.
            if (!Db::isDuplicate($error) || $this->orders->findByKey($keyHash) === null) {
                throw $error;
            }
            return null;
        }
    }

    /** Gives back what a pending order holds. */
    public function cancel(string $id): void {
        $pools = $this->db->transaction(function () use ($id): array {
            $order = $this->orders->lock($id) ?? throw new Refusal('not_found');
            if ($order['state'] === 'cancelled') {
                return [];
            }
            // What a campaign is charging is not the buyer's to cancel: the pledge is.
            $charging =
                $order['hold_until'] === null &&
                array_intersect(array_column($order['lines'], 'type'), ['reward', 'donation']) !== [];
            if ($charging || !OrderState::canBecome($order['state'], 'cancelled')) {
                throw new Refusal('order_closed');
            }
            $pools = $this->stock->release($id);
            $this->orders->move($id, OrderState::before('cancelled'), 'cancelled', [
                'hold_until' => null,
                'closed_at' => $this->clock->nowMs(),
            ]);
            $this->events->append('order.cancelled', ['order' => $id]);
            $this->settle->queueClosing($order);
            return $pools;
        });
        $this->announcer->stock($pools);
    }

    /**
     * Holds an order's stock anew after its time was up. A hold keeps its price; once it is over, what is ordered has to be
     * on sale at that price still, or an order made during a presale could be paid for ever. A cancelled show is not paid for.
     *
     * @param array<string, mixed> $order
     * @throws Refusal `hold_expired` when it cannot be had any more
     */
    public function holdAgain(array $order): void {
        $this->db->transaction(function () use ($order): void {
            $now = $this->orders->lock($order['id']) ?? throw new Refusal('not_found');
            $units = Orders::units($now);
            if ($this->pricing->isCancelled($now['lines'])) {
                throw new Refusal('hold_expired');
            }
            if ($now['state'] === 'pending' && $this->stock->isHeld($now['id'], $units)) {
                return;
            }
            if (!$this->pricing->stillCosts($now)) {
                throw new Refusal('hold_expired');
            }
            $start = $this->clock->nowMs();
            $until = $start + $this->settings->get('hold_seconds') * 1000;
            $payUntil = max($now['pay_until'] ?? 0, $until);
            $limited = $this->stock->isLimited(array_map('strval', array_keys($units)));
            $this->stock->release($now['id']);
            $kept = $this->waiting->letThrough($now['id'], $units, null);
            if (
                !in_array($now['state'], ['pending', 'expired'], true) ||
                !$this->stock->hold($now['id'], $units, $limited ? $until : $payUntil, null, $kept)
            ) {
                throw new Refusal('hold_expired');
            }
            $this->orders->move($now['id'], ['pending', 'expired'], 'pending', [
                'hold_until' => $limited ? $until : null,
                'pay_until' => $payUntil,
                'closed_at' => null,
            ]);
        });
    }

    /**
     * Gives a buyer more time, one hold from now, up to a cap that counts from the order's first second.
     *
     * @throws Refusal order_closed, hold_expired, hold_capped
     */
    public function prolong(string $id): void {
        $this->db->transaction(function () use ($id): void {
            $order = $this->orders->lock($id) ?? throw new Refusal('not_found');
            if ($order['state'] !== 'pending') {
                throw new Refusal($order['state'] === 'expired' ? 'hold_expired' : 'order_closed');
            }
            if ($order['hold_until'] === null) {
                return;
            }
            $now = $this->clock->nowMs();
            $cap = self::prolongUntil($order, $this->settings->get('hold_cap_seconds'));
            if ($order['hold_until'] <= $now) {
                throw new Refusal('hold_expired');
            }
            if ($cap === null) {
                throw new Refusal('hold_capped');
            }
            $until = max($order['hold_until'], min($now + $this->settings->get('hold_seconds') * 1000, $cap));
            if (!$this->stock->prolong($id, Orders::units($order), $until)) {
                throw new Refusal('hold_expired');
            }
            $this->orders->holdUntil($id, $until);
        });
    }

    /**
     * The latest end that a hold can be given; null when it has it, or has no end.
     *
     * @param array<string, mixed> $order
     */
    public static function prolongUntil(array $order, int $capSeconds): ?int {
        $cap = $order['created_at'] + $capSeconds * 1000;
        return $order['state'] === 'pending' && $order['hold_until'] !== null && $cap > $order['hold_until']
            ? $cap
            : null;
    }

    /** Lets nobody keep the stock from others by orders that are never paid. The pools are locked: who comes next counts this one. */
    private function refuseHoarding(string $order, string $emailHash, ?string $networkHash): void {
        $tooMany =
            $this->stock->ordersOfEmail($emailHash, $order) >= $this->settings->get('holds_per_email') ||
            ($networkHash !== null &&
                $this->stock->ordersOfNetwork($networkHash, $order) >= $this->settings->get('holds_per_network'));
        if ($tooMany) {
            throw new Refusal('too_many_holds');
        }
    }

    /**
     * Notes whose the tickets will be when they are not the buyer's own. The mail comes on the day that was asked for, a day
     * before the doors of the first show at the latest.
     *
     * @param array<string, mixed> $request
     * @param list<array<string, mixed>> $lines
     */
    private function giveAway(string $order, array $request, array $lines): void {
        $gift = $request['gift'] ?? null;
        if ($gift === null) {
            return;
        }
        $email = trim($gift['email']);
        $hash = $this->secrets->hashEmail($email);
        if ($hash === $this->secrets->hashEmail(trim($request['email']))) {
            return;
        }
        $shows = array_filter(array_column(array_merge(...array_column($lines, 'parts')), 'show_id'));
        $doors = array_column($this->shows->findMany($shows), 'doors_at');
        $latest = $doors === [] ? PHP_INT_MAX : min($doors) - self::GIFT_AHEAD_MS;
        $this->gifts->create([
            'order_id' => $order,
            'name' => Text::clean($gift['name']),
            'email' => $email,
            'email_hash' => $hash,
            'message' => Text::clean($gift['message'] ?? ''),
            'send_at' => max($this->clock->nowMs(), min(Instant::parse($gift['sendOn'] ?? null) ?? 0, $latest)),
        ]);
    }

    /**
     * @param array<string, mixed> $request
     * @param array{lines: list<array<string, mixed>>, discounts: list<array<string, mixed>>, total: int} $price
     */
    private function hold(
        array $request,
        array $price,
        Gateway $gateway,
        string $keyHash,
        string $requestHash,
        string $network,
    ): string {
        $networkHash = $network === '' ? null : $this->secrets->derive("network|$network");
        return $this->db->transaction(function () use (
            $request,
            $price,
            $gateway,
            $keyHash,
            $requestHash,
            $networkHash,
        ): string {
            $id = Ids::make('ordr');
            $now = $this->clock->nowMs();
            $units = Orders::units(['lines' => $price['lines']]);
            $pools = array_map('strval', array_keys($units));
            $payUntil = $now + $this->settings->get('pay_seconds') * 1000;
            $holdUntil = $this->stock->isLimited($pools) ? $now + $this->settings->get('hold_seconds') * 1000 : null;
            $email = trim($request['email']);
            // Whoever bought at the counter without an address is nobody else who did.
            $emailHash = $email === '' ? $this->secrets->derive("nobody|$id") : $this->secrets->hashEmail($email);
            $mayMeasure = $request['consents']['analytics'] ?? false;
            $this->orders->create(
                [
                    'id' => $id,
                    'state' => 'pending',
                    'gateway' => $gateway->name(),
                    'test' => (int) !$this->settings->livePayments(),
                    'email' => $email,
                    'email_hash' => $emailHash,
                    'locale' => $request['locale'],
                    'currency' => $request['currency'],
                    'total_minor' => $price['total'],
                    'discounts' => (string) wp_json_encode($price['discounts']),
                    'codes' => (string) wp_json_encode(array_column($price['codes'], 'code')),
                    'key_hash' => $keyHash,
                    'request_hash' => $requestHash,
                    'country' => $request['country'] ?? null,
                    'evidence' => (string) wp_json_encode(['network' => $this->evidence->network()]),
                    'delivery' => isset($request['delivery']) ? (string) wp_json_encode($request['delivery']) : null,
                    'page' => $request['page'],
                    'cart_id' => $request['cart'] ?? null,
                    'consents' => (string) wp_json_encode((object) ($request['consents'] ?? [])),
                    'attribution' =>
                        $mayMeasure && isset($request['attribution'])
                            ? (string) wp_json_encode((object) $request['attribution'])
                            : null,
                    'hold_until' => $holdUntil,
                    'pay_until' => $payUntil,
                ],
                $price['lines'],
            );
            $kept = $this->waiting->letThrough($id, $units, $request['waiting'] ?? null);
            $held = $this->stock->hold(
                $id,
                $units,
                $holdUntil ?? $payUntil,
                $holdUntil === null ? null : $networkHash,
                $kept,
            );
            if (!$held) {
                throw new Refusal($this->limits->exceeded($id) === null ? 'sold_out' : 'person_limit');
            }
            foreach ($price['codes'] as $code) {
                if (!$this->codes->take($code['id'], $id, $emailHash, $code['discount_minor'])) {
                    throw new Refusal('promo_used_up');
                }
            }
            if ($holdUntil !== null && $price['total'] > 0) {
                $this->refuseHoarding($id, $emailHash, $networkHash);
            }
            $this->catalogue->openFollowers($pools);
            $this->giveAway($id, $request, $price['lines']);
            $this->events->append('order.created', [
                'order' => $id,
                'total' => Money::of($price['total'], $request['currency']),
            ]);
            return $id;
        });
    }

    /** The answer to a request that was made before. */
    private function again(array $order, string $requestHash, ?array $session, string $deviceLabel): array {
        if (!hash_equals($order['request_hash'], $requestHash)) {
            throw new Refusal('idempotency_conflict');
        }
        $order = $this->settle->expireIfOver($order);
        $recent = $order['created_at'] > $this->clock->nowMs() - self::REPEAT_SESSION_MS;
        $grant = $recent || OrderState::isOpen($order['state']) ? $this->admit($order, $session, $deviceLabel) : null;
        return ['order' => $order, 'grant' => $grant];
    }

    /**
     * Lets the buyer's device use the order: the caller's own session when it belongs to the same address, else a new one.
     *
     * @return array{token: string, session: array<string, mixed>}|null null when the caller's session took it
     */
    private function admit(array $order, ?array $session, string $deviceLabel): ?array {
        if ($session !== null) {
            $same = match ($session['kind']) {
                'fan' => $session['email_hash'] === $order['email_hash'],
                'order' => $this->orders->sessionHasEmail($session['id'], $order['email_hash']),
                default => false,
            };
            if ($same) {
                $this->orders->joinSession($order['id'], $session['id']);
                return null;
            }
        }
        return $this->db->transaction(function () use ($order, $deviceLabel): array {
            $grant = $this->sessions->open('order', $deviceLabel, [
                'email_hash' => $order['email_hash'],
                'email_hint' => Secrets::emailHint($order['email']),
            ]);
            $this->orders->joinSession($order['id'], $grant['session']['id']);
            $this->events->append(
                'session.started',
                ['kind' => 'order'],
                ['order' => $order['id'], 'session' => $grant['session']['id']],
            );
            return $grant;
        });
    }

    /** The same request in the same order of keys. */
    private static function sorted(mixed $value): mixed {
        if (!is_array($value)) {
            return $value;
        }
        if (!array_is_list($value)) {
            ksort($value);
        }
        return array_map([self::class, 'sorted'], $value);
    }
}
