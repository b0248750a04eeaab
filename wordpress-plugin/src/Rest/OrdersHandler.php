<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Gate;
use Parterre\Domain\Money;
use Parterre\Domain\OrderState;
use Parterre\Domain\Refusal;
use Parterre\Law\Bill;
use Parterre\Hall\WaitingList;
use Parterre\Payments\Checkout;
use Parterre\Payments\Gateways;
use Parterre\Payments\Pricing;
use Parterre\Payments\Settle;
use Parterre\Payments\TestGateway;
use Parterre\Settings;
use Parterre\Store\Orders;

/** Quotes and orders. */
final class OrdersHandler {
    public function __construct(
        private readonly Pricing $pricing,
        private readonly Bill $bill,
        private readonly Checkout $checkout,
        private readonly Settle $settle,
        private readonly Orders $orders,
        private readonly TestGateway $testGateway,
        private readonly Gateways $gateways,
        private readonly WaitingList $waiting,
        private readonly Gate $gate,
        private readonly Views $views,
        private readonly Throttle $throttle,
        private readonly PromoGuard $guard,
        private readonly Settings $settings,
    ) {}

    /** @return array<string, mixed> */
    public function quote(array $input, Call $call): array {
        $codes = $input['codes'] ?? [];
        $price = $this->guard->watch($codes, $call, null, function () use ($input, $codes): array {
            $price = $this->pricing->price($input['lines'], $input['currency'], false, $codes);
            // What is kept for who waited is as good as free, to them.
            $kept = isset($input['waiting']) && $this->waiting->covers($input['waiting'], Orders::units($price));
            return $kept ? $price : $this->pricing->price($input['lines'], $input['currency'], true, $codes);
        });
        $price = $this->bill->complete($price, $input);
        return $this->bill->say($price, $input['currency'], $input) + [
            'lines' => array_map(
                static fn(array $line): array => Views::line($line, $input['currency']),
                $price['lines'],
            ),
            'discounts' => $price['discounts'],
            'total' => Money::of($price['total'], $input['currency']),
            'serverTime' => $this->views->now(),
        ];
    }

    /** @return array<string, mixed> */
    public function createOrder(array $input, Call $call): array {
        $made = $this->guard->watch(
            $input['codes'] ?? [],
            $call,
            $input['email'],
            fn(): array => $this->checkout->create(
                $input,
                $call->session,
                $call->deviceLabel,
                $call->network,
                fn() => $this->throttle->takeFor('order', $call, $input['email']),
            ),
        );
        $grant = $made['grant'];
        return [
            'order' => $this->view($made['order'], $input['payment'] ?? null, true),
            'session' =>
                $grant === null
                    ? null
                    : ['token' => $grant['token'], 'session' => $this->views->session($grant['session'])],
        ];
    }

    /** @return array<string, mixed> */
    public function getOrder(array $input, Call $call): array {
        return $this->view($this->settle->expireIfOver($this->own($input['order'], $call)));
    }

    /** @return array<string, mixed> */
    public function settleOrder(array $input, Call $call): array {
        $order = $this->own($input['order'], $call);
        return $this->view($this->settle->forWaiting($order));
    }

    /** @return array<string, mixed> */
    public function prolongHold(array $input, Call $call): array {
        $order = $this->settle->expireIfOver($this->own($input['order'], $call));
        $this->checkout->prolong($order['id']);
        return $this->views->order($this->orders->find($order['id']) ?? $order);
    }

    /** @return array<string, mixed> */
    public function cancelOrder(array $input, Call $call): array {
        $order = $this->own($input['order'], $call);
        $this->checkout->cancel($order['id']);
        return $this->views->order($this->orders->find($order['id']) ?? $order);
    }

    /** @return array<string, mixed> */
    public function choosePayment(array $input, Call $call): array {
        $this->throttle->takeFor('pay', $call);
        $order = $this->settle->expireIfOver($this->own($input['order'], $call));
        if ($order['state'] !== 'pending') {
            throw new Refusal('order_closed');
        }
        return $this->view($order, $input['payment'], true);
    }

    /** @return array<string, mixed> */
    public function payTest(array $input, Call $call): array {
        $this->throttle->takeFor('pay', $call);
        $order = $this->own($input['order'], $call);
        if ($this->settings->livePayments() || !in_array($order['gateway'], ['test', 'free'], true)) {
            throw new Refusal('forbidden');
        }
        if ($order['state'] === 'paid') {
            // The button was pressed twice: what it was for has happened.
            return $this->views->order($order);
        }
        if (!OrderState::isOpen($order['state'])) {
            throw new Refusal('order_closed');
        }
        if ($input['outcome'] === 'decline') {
            $this->settle->declined($order['id']);
            throw new Refusal('payment_declined');
        }
        $this->checkout->holdAgain($order);
        $this->testGateway->approve($order);
        return $this->views->order($this->settle->settle($order['id']) ?? $order);
    }

    /**
     * An order with what is to be done to pay it. Where the provider does not answer, whoever asked for a payment hears so;
     * whoever only looks at an order sees it without one.
     *
     * @param array<string, mixed> $order
     * @param string|null $choice `elements` or `hosted`
     * @return array<string, mixed>
     */
    private function view(array $order, ?string $choice = null, bool $mustPay = false): array {
        if ($order['state'] !== 'pending') {
            return $this->views->order($order);
        }
        try {
            return $this->views->order($order, $this->gateways->byName($order['gateway'])->create($order, $choice));
        } catch (Refusal $refusal) {
            if ($mustPay) {
                throw $refusal;
            }
            return $this->views->order($order);
        }
    }

    /** @return array<string, mixed> */
    private function own(string $id, Call $call): array {
        return $this->gate->order($call->session(), $id) ?? throw new Refusal('not_found');
    }
}
