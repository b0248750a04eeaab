<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Clock;
use Parterre\Log;
use Parterre\Payments\Charge;
use Parterre\Payments\SavedCard;
use Parterre\Payments\SavedCards;
use Parterre\Store\CardForms;
use Parterre\Store\Db;
use Parterre\Store\Payments;
use Parterre\Store\Pledges;

/**
 * Cards that supporters save at Stripe, in a Checkout Session of the mode `setup`, and that are charged once the goal is reached. Stripe
 * keeps each under a customer of its own, made with the session: what was ever charged for a pledge is found there, also long
 * after Stripe has forgotten a key.
 */
final class StripeCards implements SavedCards {
    /** Stripe wants at least 30 minutes. */
    private const FORM_MS = 60 * 60_000;
    /** A form this close to its end is not handed out any more. */
    private const MARGIN_MS = 30_000;
    /** Stripe remembers a key for at least this long. */
    private const KEYS_MS = 86_400_000;
    /** Refusals that may pass by themselves; every other one is for the card's owner to mend. */
    private const SOFT = [
        'insufficient_funds',
        'card_velocity_exceeded',
        'withdrawal_count_limit_exceeded',
        'issuer_not_available',
        'processing_error',
        'reenter_transaction',
        'try_again_later',
    ];

    public function __construct(
        private readonly Db $db,
        private readonly Pledges $pledges,
        private readonly CardForms $forms,
        private readonly Payments $payments,
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

    public function prepareCard(array $pledge, ?string $choice = null): array {
        return StripeError::asking(function () use ($pledge, $choice): array {
            $form = $this->form($pledge['id'], $choice);
            if ($form['step'] !== null) {
                return $form['step'];
            }
            if ($form['close'] !== '') {
                // Two forms that are open at once could save two cards.
                if (!$this->close($pledge, $form['close'])) {
                    return ['type' => 'none'];
                }
                $form = $this->form($pledge['id'], $choice, true);
            }
            return $this->open($pledge, $form) ?? ['type' => 'none'];
        });
    }

    public function step(array $pledge): ?array {
        $form = $this->forms->find($pledge['id']);
        return $form !== null && $this->isGood($form) ? $form['step'] : null;
    }

    public function card(array $pledge): SavedCard {
        return StripeError::asking(function () use ($pledge): SavedCard {
            $form = $this->forms->find($pledge['id']);
            if ($form === null) {
                return new SavedCard('pending');
            }
            if ($form['done']) {
                return new SavedCard('failed');
            }
            // Before asking: where Stripe is away, nobody asks at every tick either.
            $this->forms->keep($pledge['id'], $form['number'], ['looked_at' => $this->clock->nowMs()]);
            $session = $this->sessionOf($pledge, $form);
            return $session === null ? new SavedCard('pending') : $this->look($pledge, $session, $form['number']);
        });
    }

    public function unheard(int $limit): array {
        return $this->forms->due($this->name(), $limit);
    }

    public function charge(array $pledge, array $order, string $key, bool $again): Charge {
        return StripeError::asking(function () use ($pledge, $order, $key, $again): Charge {
            $client = $this->client($pledge);
            $amount = Amounts::toStripe($order['total_minor'], $order['currency']);
            if ($amount === null || $pledge['customer_ref'] === '' || $pledge['method_ref'] === '') {
                return new Charge(Charge::HARD, $amount === null ? 'amount' : 'no_card');
            }
            $intent = $again ? self::attempts($client, $pledge, $order, $key)[0] ?? null : null;
            try {
                $intent ??= $client->post(
                    '/v1/payment_intents',
                    [
                        'amount' => $amount,
                        'currency' => strtolower($order['currency']),
                        'customer' => $pledge['customer_ref'],
                        'payment_method' => $pledge['method_ref'],
                        'confirm' => true,
                        'off_session' => true,
                        'description' => $order['reference'],
                        'metadata' => [
                            'order' => $order['id'],
                            'reference' => $order['reference'],
                            'pledge' => $pledge['id'],
                            'attempt' => $key,
                        ],
                    ],
                    $key,
                );
            } catch (StripeError $error) {
                if ($error->isPassing() || $error->isForbidden()) {
                    throw $error;
                }
                if ($error->status !== 402) {
                    // The card was taken away in the dashboard, or the amount is none that can be charged: its owner is asked.
                    Log::problem('charging a saved card', $error);
                }
                return self::refused($error->errorCode, $error->declineCode);
            }
            return $this->charged($order, $intent);
        });
    }

    public function forgetCard(array $pledge): void {
        StripeError::asking(function () use ($pledge): void {
            $form = $this->forms->find($pledge['id']);
            if ($form !== null && !$form['done'] && $pledge['setup_ref'] !== '') {
                if (!$this->close($pledge, $pledge['setup_ref'])) {
                    // Saved in the last moment, for a pledge that is over.
                    $card = $this->look($pledge, $pledge['setup_ref'], $form['number']);
                    $pledge = ['customer_ref' => $card->customer, 'method_ref' => $card->method] + $pledge;
                }
                $this->forms->keep($pledge['id'], $form['number'], ['done' => 1, 'step' => null]);
            }
            if ($pledge['customer_ref'] === '') {
                return;
            }
            $id = $pledge['order_id'] === null ? $pledge['customer_ref'] : $pledge['method_ref'];
            if ($id !== '') {
                // Who was never charged leaves nothing behind; who was, is somebody the venue's books at Stripe speak of.
                $this->letGo($this->client($pledge), $pledge['order_id'] === null, $id);
            }
            $this->pledges->keep(
                $pledge['id'],
                ['method_ref' => ''] + ($pledge['order_id'] === null ? ['customer_ref' => ''] : []),
            );
        });
    }

    /**
     * What was tried to charge for a pledge's order, as Stripe knows it: what brought money or may still bring it comes first.
     *
     * @param array<string, mixed> $pledge
     * @param array<string, mixed> $order
     * @param string|null $key of one attempt; null for all
     * @return list<array<string, mixed>> payment intents, with what `Snapshot::charged` needs
     * @throws StripeError
     */
    public static function attempts(Client $client, array $pledge, array $order, ?string $key = null): array {
        if ($pledge['customer_ref'] === '') {
            return [];
        }
        $list = $client->get('/v1/payment_intents', [
            'customer' => $pledge['customer_ref'],
            'limit' => 100,
            'expand' => array_map(static fn(string $path): string => "data.$path", Snapshot::EXPAND_INTENT),
        ]);
        $found = array_values(
            array_filter(
                $list['data'],
                static fn(array $intent): bool => ($intent['metadata']['order'] ?? null) === $order['id'] &&
                    isset($intent['metadata']['attempt']) &&
                    ($key === null || $intent['metadata']['attempt'] === $key),
            ),
        );
        $rank = static fn(array $intent): int => (int) array_search(
            $intent['status'],
            [
                'canceled',
                'requires_payment_method',
                'requires_confirmation',
                'requires_action',
                'processing',
                'succeeded',
            ],
            true,
        );
        usort($found, static fn(array $a, array $b): int => $rank($b) <=> $rank($a));
        return $found;
    }

    // ── The form ─────────────────────────────────────────────────────────────────────────────────────────────────────

    /**
     * What is to be done: hand out a step that is good; close a form before another one; or ask Stripe for this number.
     *
     * @return array{number: int, choice: string, until: int, step: ?array<string, mixed>, close: string}
     */
    private function form(string $id, ?string $choice, bool $isClosed = false): array {
        return $this->db->transaction(function () use ($id, $choice, $isClosed): array {
            $pledge = $this->pledges->lock($id) ?? throw new \LogicException('A pledge vanished.');
            $known = $this->forms->find($id);
            $number = $known['number'] ?? 0;
            $before = $known['choice'] ?? 'elements';
            $choice ??= $before;
            if ($known !== null && !$known['done'] && !$isClosed) {
                $form = [
                    'number' => $number,
                    'choice' => $before,
                    'until' => $known['step_until'],
                    'step' => null,
                    'close' => '',
                ];
                if ($choice === $before && $this->isGood($known)) {
                    return ['step' => $known['step']] + $form;
                }
                // Without a name, nobody knows whether Stripe heard of it: it is asked for the very same again.
                return ['close' => $pledge['setup_ref']] + $form;
            }
            return $this->begin($id, $number + 1, $choice);
        });
    }

    /** @return array{number: int, choice: string, until: int, step: null, close: string} */
    private function begin(string $pledge, int $number, string $choice): array {
        $until = $this->clock->nowMs() + self::FORM_MS;
        $this->forms->begin($pledge, $number, $choice, $until);
        $this->pledges->keep($pledge, ['setup_ref' => '']);
        return ['number' => $number, 'choice' => $choice, 'until' => $until, 'step' => null, 'close' => ''];
    }

    /**
     * Asks for the session of a form.
     *
     * @return array<string, mixed>|null its step; null when it can no longer be used
     */
    private function open(array $pledge, array $form): ?array {
        try {
            $session = $this->ask($pledge, $form);
        } catch (StripeError $error) {
            if ($error->parameter !== 'expires_at' && !$error->isRepeated) {
                throw $error;
            }
            // Written down long ago and never asked for: its end is too near. Or Stripe failed at it, and will say so for a day.
            $form = $this->db->transaction(function () use ($pledge, $form): array {
                $this->pledges->lock($pledge['id']);
                return $this->begin($pledge['id'], $form['number'] + 1, $form['choice']);
            });
            $session = $this->ask($pledge, $form);
        }
        $step =
            $form['choice'] === 'hosted'
                ? ['type' => 'redirect', 'url' => (string) ($session['url'] ?? '')]
                : [
                    'type' => 'stripe',
                    'clientSecret' => (string) ($session['client_secret'] ?? ''),
                    'publishableKey' => $this->keys($pledge)->publishable,
                    'train' => Version::train(),
                ];
        $this->db->transaction(function () use ($pledge, $form, $session, $step): void {
            $this->pledges->lock($pledge['id']);
            if ($this->forms->keep($pledge['id'], $form['number'], ['step' => (string) wp_json_encode($step)])) {
                $this->pledges->keep($pledge['id'], ['setup_ref' => (string) $session['id']]);
            }
        });
        // An answer that Stripe repeats tells the session as it was; whether it is still open, `card` finds out.
        return in_array('', $step, true) ? null : $step;
    }

    /** @return array<string, mixed> the session */
    private function ask(array $pledge, array $form): array {
        return $this->client($pledge)->post(
            '/v1/checkout/sessions',
            SessionRequest::ofCard($pledge, $form['choice'], intdiv($form['until'], 1000)),
            "card-{$pledge['id']}-{$form['number']}",
        );
    }

    /** Closes a session at Stripe. False when it is too late: a card was saved in it. */
    private function close(array $pledge, string $session): bool {
        $client = $this->client($pledge);
        $path = '/v1/checkout/sessions/' . rawurlencode($session);
        try {
            $client->post("$path/expire", [], "expire-$session");
            return true;
        } catch (StripeError $error) {
            if ($error->status !== 400 && $error->status !== 404) {
                throw $error;
            }
            return $error->status === 404 || $client->get($path)['status'] === 'expired';
        }
    }

    /** The session of a form; where an answer of Stripe's was lost, it is asked for again. */
    private function sessionOf(array $pledge, array $form): ?string {
        if ($pledge['setup_ref'] === '' && $form['made_at'] > $this->clock->nowMs() - self::KEYS_MS) {
            $lost = ['number' => $form['number'], 'choice' => $form['choice'], 'until' => $form['step_until']];
            try {
                $this->open($pledge, $lost);
            } catch (StripeError $error) {
                if ($error->status !== 400) {
                    throw $error;
                }
            }
        }
        $session = $this->pledges->find($pledge['id'])['setup_ref'] ?? '';
        return $session === '' ? null : $session;
    }

    /** What became of a session. Nothing is believed of one that is not this pledge's. */
    private function look(array $pledge, string $session, int $number): SavedCard {
        $found = $this->client($pledge)->get('/v1/checkout/sessions/' . rawurlencode($session), [
            'expand' => ['setup_intent'],
        ]);
        $intent = is_array($found['setup_intent'] ?? null) ? $found['setup_intent'] : [];
        $isOurs =
            ($found['mode'] ?? null) === 'setup' &&
            ($found['client_reference_id'] ?? null) === $pledge['id'] &&
            ($intent['metadata']['pledge'] ?? null) === $pledge['id'] &&
            ($found['livemode'] ?? null) === !$pledge['test'];
        if (!$isOurs) {
            Log::problem('looking for a saved card', "$session does not belong to {$pledge['id']}");
        }
        $customer = (string) ($found['customer'] ?? ($intent['customer'] ?? ''));
        $method = (string) ($intent['payment_method'] ?? '');
        $state = match (true) {
            !$isOurs => 'pending',
            $found['status'] === 'expired' => 'failed',
            $found['status'] === 'complete' && $intent['status'] === 'succeeded' && $customer !== '' && $method !== ''
                => 'saved',
            default => 'pending',
        };
        if ($state !== 'pending') {
            $this->forms->keep($pledge['id'], $number, ['done' => 1, 'step' => null]);
        }
        return $state === 'saved' ? new SavedCard('saved', $customer, $method) : new SavedCard($state);
    }

    /** @param array<string, mixed> $form a row of `card_forms` */
    private function isGood(array $form): bool {
        return !$form['done'] &&
            $form['step'] !== null &&
            $form['step_until'] > $this->clock->nowMs() + self::MARGIN_MS;
    }

    // ── The charge ───────────────────────────────────────────────────────────────────────────────────────────────────

    /** What an intent that Stripe has made means. */
    private function charged(array $order, array $intent): Charge {
        $error = $intent['last_payment_error'] ?? [];
        switch ($intent['status'] ?? null) {
            case 'succeeded':
            case 'processing':
                $this->payments->keep($order, ['intent_id' => (string) $intent['id']]);
                return new Charge($intent['status'] === 'succeeded' ? Charge::PAID : Charge::PROCESSING);
            case 'requires_action':
            case 'requires_confirmation':
                return new Charge(Charge::AUTHENTICATE, (string) $intent['status']);
            default:
                return self::refused((string) ($error['code'] ?? ''), (string) ($error['decline_code'] ?? ''));
        }
    }

    private static function refused(string $code, string $decline): Charge {
        $reason = $decline === '' ? $code : $decline;
        return new Charge(
            match (true) {
                $code === 'authentication_required' || $decline === 'authentication_required' => Charge::AUTHENTICATE,
                in_array($reason, self::SOFT, true) => Charge::SOFT,
                default => Charge::HARD,
            },
            substr($reason, 0, 60),
        );
    }

    /** Takes a customer or a card away at Stripe; what is gone already is gone. */
    private function letGo(Client $client, bool $isCustomer, string $id): void {
        try {
            $isCustomer
                ? $client->delete('/v1/customers/' . rawurlencode($id), "forget-$id")
                : $client->post('/v1/payment_methods/' . rawurlencode($id) . '/detach', [], "forget-$id");
        } catch (StripeError $error) {
            if ($error->status !== 400 && $error->status !== 404) {
                throw $error;
            }
        }
    }

    private function keys(array $pledge): Keys {
        return Keys::of($pledge['test'] ? Keys::TEST : Keys::LIVE);
    }

    private function client(array $pledge): Client {
        return new Client($this->keys($pledge)->mode);
    }
}
