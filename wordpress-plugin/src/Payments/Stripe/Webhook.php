<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Module;
use Parterre\Payments\Settle;
use Parterre\Plugin;
use Parterre\Rest\Registrar;
use Parterre\Store\Events;
use Parterre\Store\Payments;
use Parterre\Store\Pledges;
use Parterre\Store\WebhookEvents;

/**
 * Where Stripe tells that something has happened. An event says which order to look at, and nothing in it is believed beyond
 * that: what is true is read from Stripe, after the answer. It is let in by its signature alone, whatever network it comes from; with no
 * secret nothing is let in.
 */
final class Webhook implements Module {
    public const PATH = '/stripe/webhook';
    /** Events that can mean news for an order or a pledge. */
    public const EVENTS = [
        'checkout.session.completed',
        'checkout.session.async_payment_succeeded',
        'checkout.session.async_payment_failed',
        'checkout.session.expired',
        'setup_intent.succeeded',
        'payment_intent.succeeded',
        'payment_intent.payment_failed',
        'charge.refunded',
        'refund.created',
        'refund.updated',
        'refund.failed',
        'charge.dispute.created',
        'charge.dispute.updated',
        'charge.dispute.closed',
        'charge.dispute.funds_withdrawn',
        'charge.dispute.funds_reinstated',
        'radar.early_fraud_warning.created',
    ];
    /** When an event was last refused and why: `{at, why}`. */
    public const REFUSED_OPTION = 'parterre_stripe_refused';
    private const MAX_BYTES = 1_048_576;

    public function __construct(private readonly Plugin $plugin, private readonly Runner $jobs) {}

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoute']);
        add_action(Runner::TICK, fn(): int => $this->plugin->get(WebhookEvents::class)->sweep());
        add_action(Runner::TICK, fn() => $this->plugin->get(Sweep::class)->run());
        $this->jobs->on('stripe.event', fn(array $job) => $this->work((string) $job['event']));
    }

    public function registerRoute(): void {
        register_rest_route(Registrar::NAMESPACE, self::PATH, [
            'methods' => 'POST',
            'permission_callback' => [$this, 'isFromStripe'],
            'callback' => [$this, 'take'],
        ]);
    }

    /** The address that Stripe is told. */
    public static function url(): string {
        return rest_url(Registrar::NAMESPACE . self::PATH);
    }

    public function isFromStripe(\WP_REST_Request $request): bool|\WP_Error {
        [, $why] = $this->read($request);
        if ($why === null) {
            return true;
        }
        $this->remember($why);
        return new \WP_Error('parterre_refused', 'This is not from Stripe, or not for this site.', ['status' => 400]);
    }

    public function take(\WP_REST_Request $request): \WP_REST_Response {
        [$event] = $this->read($request);
        $object = (array) ($event['data']['object'] ?? []);
        $inbox = $this->plugin->get(WebhookEvents::class);
        $named = $object['metadata']['order'] ?? ($object['client_reference_id'] ?? null);
        $new =
            self::isNews((string) $event['type'], $object) &&
            $inbox->add(
                'stripe',
                (string) $event['id'],
                (string) $event['type'],
                is_string($named) && preg_match('/^[A-Za-z0-9_-]{1,64}$/D', $named) === 1 ? $named : null,
                self::objects($object),
                (int) ($event['created'] ?? 0) * 1000,
                'webhook',
            );
        if ($new) {
            $this->plugin
                ->get(Runner::class)
                ->now('stripe.event', "stripe.event:{$event['id']}", ['event' => $event['id']]);
        }
        $response = new \WP_REST_Response(['received' => true]);
        $response->header('Cache-Control', 'no-store');
        return $response;
    }

    /** Looks at the order or the pledge an event is about. */
    public function work(string $id): void {
        $inbox = $this->plugin->get(WebhookEvents::class);
        $event = $inbox->find('stripe', $id);
        if ($event === null || $event['state'] !== 'new') {
            return;
        }
        $order = $this->plugin->get(Payments::class)->orderOf('stripe', $event['objects']) ?? $event['order_id'];
        $pledge = $this->pledgeOf($event);
        if ($pledge !== null && $pledge['order_id'] === null) {
            /** A provider knows more about the card of a pledge; `$id` is the pledge's. */
            do_action('parterre_card_news', $pledge['id']);
            $inbox->end('stripe', $id, 'done');
            return;
        }
        $order = $pledge['order_id'] ?? $order;
        $isOurs = $pledge !== null || ($order !== null && $this->plugin->get(Payments::class)->find($order) !== null);
        if ($order === null || !$isOurs) {
            // Another shop of the same account, or somebody paid by hand in the dashboard.
            $inbox->end('stripe', $id, 'ignored');
            return;
        }
        if ($event['type'] === 'radar.early_fraud_warning.created') {
            $this->plugin->get(Events::class)->audit('order.fraud_warning', $order, ['event' => $id]);
        }
        $this->plugin->get(Settle::class)->fromWebhook($order);
        $inbox->end('stripe', $id, 'done');
    }

    /**
     * The pledge an event is about: one whose card is saved, or charged without a session.
     *
     * @param array<string, mixed> $event a row of `webhook_events`
     * @return array<string, mixed>|null
     */
    private function pledgeOf(array $event): ?array {
        $pledges = $this->plugin->get(Pledges::class);
        foreach ($event['objects'] as $object) {
            $pledge = str_starts_with($object, 'pldg_')
                ? $pledges->find($object)
                : (str_starts_with($object, 'cs_')
                    ? $pledges->bySetup('stripe', $object)
                    : null);
            if ($pledge !== null && $pledge['gateway'] === 'stripe') {
                return $pledge;
            }
        }
        return null;
    }

    /** A payment intent is news where it has no session that tells of it: a saved card was charged. */
    private static function isNews(string $type, array $object): bool {
        return !str_starts_with($type, 'payment_intent.') || isset($object['metadata']['pledge']);
    }

    /**
     * The event of a request, and why it is not let in: `size`, `signature`, `shape`, `mode`, `account`; null when it is.
     *
     * @return array{0: array<string, mixed>, 1: ?string}
     */
    private function read(\WP_REST_Request $request): array {
        $body = (string) $request->get_body();
        if ($body === '' || strlen($body) > self::MAX_BYTES) {
            return [[], 'size'];
        }
        $modes = [Keys::LIVE, Keys::TEST];
        $signer = Signature::signer(
            $body,
            (string) $request->get_header('stripe_signature'),
            array_map(static fn(string $mode): string => Keys::of($mode)->webhookSecret, $modes),
            intdiv($this->plugin->get(Clock::class)->nowMs(), 1000),
        );
        if ($signer === null) {
            return [[], 'signature'];
        }
        $event = json_decode($body, true, 64);
        if (
            !is_array($event) ||
            !is_string($event['id'] ?? null) ||
            !is_string($event['type'] ?? null) ||
            preg_match('/^evt_[A-Za-z0-9_]{1,100}$/D', $event['id']) !== 1 ||
            !is_array($event['data']['object'] ?? null)
        ) {
            return [[], 'shape'];
        }
        if (($event['livemode'] ?? null) !== ($modes[$signer] === Keys::LIVE)) {
            return [[], 'mode'];
        }
        // An event of an account that is connected to ours is about somebody else's money.
        $own = Keys::stored($modes[$signer], 'account');
        if (isset($event['account']) && $event['account'] !== $own) {
            return [[], 'account'];
        }
        return [$event, null];
    }

    /**
     * Ids in an object that lead to an order.
     *
     * @param array<string, mixed> $object
     * @return list<string>
     */
    private static function objects(array $object): array {
        $ids = [
            $object['id'] ?? null,
            $object['payment_intent'] ?? null,
            $object['charge'] ?? null,
            $object['metadata']['pledge'] ?? null,
        ];
        $ids = array_map(static fn(mixed $id): mixed => is_array($id) ? $id['id'] ?? null : $id, $ids);
        return array_values(
            array_filter($ids, static fn(mixed $id): bool => is_string($id) && strlen($id) <= 200 && $id !== ''),
        );
    }

    private function remember(string $why): void {
        $last = get_option(self::REFUSED_OPTION);
        $now = time();
        // Anybody can knock here; once a minute is enough to know of it.
        if (!is_array($last) || $last['at'] < $now - 60) {
            update_option(self::REFUSED_OPTION, ['at' => $now, 'why' => $why], false);
            Log::problem('a webhook', "refused: $why");
        }
    }
}
