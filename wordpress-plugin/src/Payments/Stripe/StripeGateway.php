<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Clock;
use Parterre\Log;
use Parterre\Payments\Gateway;
use Parterre\Payments\Payment;
use Parterre\Payments\RefundRefused;
use Parterre\Store\Db;
use Parterre\Store\Orders;
use Parterre\Store\Payments;
use Parterre\Store\Pledges;

/**
 * Payments with the venue's own Stripe account, as Checkout Sessions: in a form inside the page (`elements`) or on Stripe's page
 * (`hosted_page`). An order has one session that can be paid at a time.
 *
 * Making one is two steps, so that a crash, a second tab or a lost answer never leaves a second session open: the attempt is
 * numbered and its end fixed in our table (transaction), then Stripe is asked under that number. The same number always asks for the
 * same thing, and Stripe answers the same session.
 */
final class StripeGateway implements Gateway {
    /** Stripe wants at least 30 minutes. Our own hold is shorter: then the session is closed by `expire`. */
    private const SESSION_MS = 32 * 60_000;
    /** A step this close to its end is not handed out any more. */
    private const MARGIN_MS = 30_000;

    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Payments $payments,
        private readonly Pledges $pledges,
        private readonly Clock $clock,
    ) {}

    public function name(): string {
        return 'stripe';
    }

    public function isReady(): bool {
        return Keys::current() !== null;
    }

    public function livemode(): bool {
        return Keys::areLive();
    }

    public function steps(): array {
        return ['stripe', 'redirect'];
    }

    public function pauseMs(): int {
        return 1500;
    }

    public function create(array $order, ?string $choice = null): array {
        return StripeError::asking(function () use ($order, $choice): array {
            if ($this->isBeingCharged($order)) {
                // Its saved card is tried: whoever paid as well would have paid twice.
                return ['type' => 'none'];
            }
            $attempt = $this->attempt($order, $choice);
            if ($attempt['step'] !== null) {
                return $attempt['step'];
            }
            if ($attempt['close'] !== null) {
                // Paid the other way: the one that is open has to be closed first, or a fan could pay both.
                if (!$this->close($order, $attempt['close'])) {
                    return ['type' => 'none'];
                }
                $attempt = $this->attempt($order, $choice, true);
            }
            return $this->open($order, $attempt) ?? ['type' => 'none'];
        });
    }

    public function step(array $order): ?array {
        $known = $this->payments->find($order['id']);
        return $known !== null && $this->isGood($known) ? $known['step'] : null;
    }

    public function fetch(array $order): Payment {
        return StripeError::asking(function () use ($order): Payment {
            $client = $this->client($order);
            $session = $this->sessionOf($order);
            $paid = $session === null ? null : $this->ofSession($client, $order, $session);
            if ($paid !== null && in_array($paid->state, ['paid', 'processing'], true)) {
                return $paid;
            }
            // What is owed for a pledge was perhaps paid with its saved card, while nobody looked.
            $pledge = $this->pledges->ofOrder($order['id']);
            $intent =
                $pledge === null || $pledge['attempt'] === 0
                    ? null
                    : StripeCards::attempts($client, $pledge, $order)[0] ?? null;
            if (
                $intent !== null &&
                ($paid === null || in_array($intent['status'], ['succeeded', 'processing'], true))
            ) {
                return Snapshot::charged($order, $intent, ...$this->afterwards($client, $order, $intent));
            }
            return $paid ??
                new Payment('pending', $order['total_minor'], $order['currency'], !$order['test'], $order['id']);
        });
    }

    private function ofSession(Client $client, array $order, string $session): Payment {
        $found = $client->get('/v1/checkout/sessions/' . rawurlencode($session), ['expand' => Snapshot::EXPAND]);
        $intent = is_array($found['payment_intent'] ?? null) ? $found['payment_intent'] : [];
        return Snapshot::payment($order, $found, ...$this->afterwards($client, $order, $intent));
    }

    /**
     * What went back of an intent's charge, and what its owner disputed.
     *
     * @return array{0: list<array<string, mixed>>, 1: list<array<string, mixed>>}
     */
    private function afterwards(Client $client, array $order, array $intent): array {
        $charge = $intent['latest_charge'] ?? null;
        if (!is_array($charge)) {
            return [[], []];
        }
        // A dispute that was won may leave no mark on the charge: whoever may have had one is asked about. Nobody has on the first day,
        // on which a payment is looked at most.
        $mayBeDisputed =
            ($charge['disputed'] ?? false) ||
            ($order['state'] === 'paid' && $order['paid_at'] < $this->clock->nowMs() - 86_400_000) ||
            in_array($order['state'], ['disputed', 'cancelled', 'expired', 'failed'], true);
        return [
            $this->refundsOf($client, $charge),
            $mayBeDisputed ? $client->get('/v1/disputes', ['charge' => $charge['id'], 'limit' => 100])['data'] : [],
        ];
    }

    public function refund(array $order, array $refund): array {
        $charge = $this->payments->find($order['id'])['charge_id'] ?? '';
        if ($charge === '') {
            throw new RefundRefused('Nothing was paid.');
        }
        $parameters = [
            'charge' => $charge,
            'amount' =>
                Amounts::toStripe($refund['amount_minor'], $order['currency']) ??
                throw new RefundRefused('Stripe cannot write this amount.'),
            'metadata' => ['refund' => $refund['id'], 'order' => $order['id']],
        ];
        if (in_array($refund['origin'], ['admin', 'withdrawal'], true)) {
            $parameters['reason'] = 'requested_by_customer';
        }
        try {
            $made = $this->client($order)->post('/v1/refunds', $parameters, "refund-{$refund['id']}");
        } catch (StripeError $error) {
            if ($error->isPassing() || $error->isForbidden()) {
                Log::problem('refunding at Stripe', $error);
                throw $error->refusal();
            }
            throw new RefundRefused($error->getMessage(), 0, $error);
        }
        return Snapshot::refund($made, $order['currency']);
    }

    public function expire(array $order): void {
        StripeError::asking(function () use ($order): void {
            $session = $this->sessionOf($order);
            if ($session !== null) {
                $this->close($order, $session);
            }
        });
    }

    // ── The session of an order ──────────────────────────────────────────────────────────────────────────────────────

    /**
     * What is to be done: hand out a step that is good; close a session before another one; or ask Stripe for this attempt.
     *
     * @return array{number: int, choice: string, until: int, step: ?array<string, mixed>, close: ?string}
     */
    private function attempt(array $order, ?string $choice, bool $isClosed = false): array {
        return $this->db->transaction(function () use ($order, $choice, $isClosed): array {
            $this->orders->lock($order['id']);
            $known = $this->payments->find($order['id']);
            $number = $known['attempt'] ?? 0;
            $before = $known['choice'] ?? '' ?: 'elements';
            $choice ??= $before;
            $attempt = [
                'number' => $number,
                'choice' => $choice,
                'until' => $known['step_until'] ?? 0,
                'step' => null,
                'close' => null,
            ];
            if ($number > 0 && !$isClosed) {
                if ($choice === $before && $this->isGood($known)) {
                    return ['step' => $known['step']] + $attempt;
                }
                if ($known['step'] === null && $known['session_id'] === '') {
                    // Nobody knows whether Stripe heard of this attempt: it is asked for the very same again.
                    return ['choice' => $before] + $attempt;
                }
                if ($known['session_id'] !== '') {
                    return ['close' => $known['session_id']] + $attempt;
                }
            }
            return $this->begin($order, $number + 1, $choice);
        });
    }

    /** @return array{number: int, choice: string, until: int, step: null, close: null} */
    private function begin(array $order, int $number, string $choice): array {
        $until = $this->clock->nowMs() + self::SESSION_MS;
        $this->payments->keep($order, [
            'attempt' => $number,
            'choice' => $choice,
            'step' => null,
            'step_until' => $until,
            'session_id' => '',
        ]);
        return ['number' => $number, 'choice' => $choice, 'until' => $until, 'step' => null, 'close' => null];
    }

    /**
     * Asks for the session of an attempt.
     *
     * @return array<string, mixed>|null its step; null when it can no longer be paid
     */
    private function open(array $order, array $attempt): ?array {
        $client = $this->client($order);
        try {
            $session = $client->post(
                '/v1/checkout/sessions',
                $this->request($order, $attempt),
                "order-{$order['id']}-{$attempt['number']}",
            );
        } catch (StripeError $error) {
            if ($error->parameter !== 'expires_at' && !$error->isRepeated) {
                throw $error;
            }
            // This attempt was written down long ago and never reached Stripe: its end is too near now. Or Stripe failed at it, and
            // will say so for a day: what it may have made then, nobody has the secret of.
            $next = $this->db->transaction(function () use ($order, $attempt): array {
                $this->orders->lock($order['id']);
                return $this->begin($order, $attempt['number'] + 1, $attempt['choice']);
            });
            $attempt = $next;
            $session = $client->post(
                '/v1/checkout/sessions',
                $this->request($order, $attempt),
                "order-{$order['id']}-{$attempt['number']}",
            );
        }
        $step =
            $attempt['choice'] === 'hosted'
                ? ['type' => 'redirect', 'url' => (string) ($session['url'] ?? '')]
                : [
                    'type' => 'stripe',
                    'clientSecret' => (string) ($session['client_secret'] ?? ''),
                    'publishableKey' => $this->keys($order)->publishable,
                    'train' => Version::train(),
                ];
        $this->db->transaction(function () use ($order, $attempt, $session, $step): void {
            $this->orders->lock($order['id']);
            if (($this->payments->find($order['id'])['attempt'] ?? 0) === $attempt['number']) {
                $this->payments->keep($order, [
                    'session_id' => (string) $session['id'],
                    'step' => (string) wp_json_encode($step),
                ]);
            }
        });
        // An answer that Stripe repeats tells the session as it was; whether it is still open, `fetch` finds out.
        return in_array('', $step, true) ? null : $step;
    }

    /** @return array<string, mixed> what the session of an attempt is asked for with */
    private function request(array $order, array $attempt): array {
        $pledge = $this->pledges->ofOrder($order['id']);
        return SessionRequest::of(
            $order,
            $attempt['choice'],
            intdiv($attempt['until'], 1000),
            // There is a last day for it, and no time for money that takes days.
            $pledge !== null && $pledge['attempt'] > 0,
        );
    }

    /** Whether the saved card of a pledge is what this order is paid with now. */
    private function isBeingCharged(array $order): bool {
        $pledge = $this->pledges->ofOrder($order['id']);
        return $pledge !== null && in_array($pledge['state'], ['promised', 'charging'], true);
    }

    /** Closes a session at Stripe. False when it is too late: it was paid, or promised. */
    private function close(array $order, string $session): bool {
        $client = $this->client($order);
        try {
            $client->post('/v1/checkout/sessions/' . rawurlencode($session) . '/expire', [], "expire-$session");
            return true;
        } catch (StripeError $error) {
            if ($error->status !== 400) {
                throw $error;
            }
        }
        return $client->get('/v1/checkout/sessions/' . rawurlencode($session))['status'] === 'expired';
    }

    /** The session of an order; where an answer of Stripe's was lost, it is asked for again. */
    private function sessionOf(array $order): ?string {
        $known = $this->payments->find($order['id']);
        if ($known === null || $known['attempt'] === 0) {
            return null;
        }
        if ($known['session_id'] === '') {
            if ($known['step_until'] - self::SESSION_MS < $this->clock->nowMs() - 86_400_000) {
                // Older than Stripe's memory of keys: asking would make a new one, and that would be of use to nobody.
                return null;
            }
            try {
                $this->open($order, [
                    'number' => $known['attempt'],
                    'choice' => $known['choice'],
                    'until' => $known['step_until'],
                ]);
            } catch (StripeError $error) {
                if ($error->status !== 400) {
                    throw $error;
                }
                return null;
            }
            $known = $this->payments->find($order['id']) ?? $known;
        }
        return $known['session_id'] === '' ? null : $known['session_id'];
    }

    /** @return list<array<string, mixed>> */
    private function refundsOf(Client $client, array $charge): array {
        $list = $charge['refunds'] ?? [];
        return $list['has_more'] ?? false
            ? $client->get('/v1/refunds', ['charge' => $charge['id'], 'limit' => 100])['data']
            : $list['data'] ?? [];
    }

    /** @param array<string, mixed> $known a row of `payments` */
    private function isGood(array $known): bool {
        return $known['step'] !== null && $known['step_until'] > $this->clock->nowMs() + self::MARGIN_MS;
    }

    private function keys(array $order): Keys {
        return Keys::of($order['test'] ? Keys::TEST : Keys::LIVE);
    }

    private function client(array $order): Client {
        return new Client($this->keys($order)->mode);
    }
}
