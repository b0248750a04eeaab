<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Domain\Refunding;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Payments\Refunds;
use Parterre\Payments\Settle;
use Parterre\Plugin;
use Parterre\Store\Desk;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Refunds as Records;
use Parterre\Store\Tickets;

/**
 * Orders and tickets at the box office. Addresses are masked; a promoter sees the orders of their own shows.
 *
 * - `GET /orders?page&perPage&search&state&test&show&sort&order` → `{items, total}`. `search` is a reference or a whole address.
 * - `GET /orders/{order}` → the order with lines, tickets, deliveries and its history.
 * - `POST /orders/{order}/refunds` `{key, reason, lines: [{line, quantity}], expectedMinor}` gives pieces back, for the amount that was
 *   shown → the order. 409 when the amount is another by now.
 * - `POST /orders/{order}/settle` asks the payment provider again.
 * - `POST /orders/{order}/address` → `{email}`, written into the audit.
 * - `GET /tickets?page&perPage&search&state&kind&source&show` → `{items, total}`.
 */
final class OrdersRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $view = self::can(Roles::VIEW_ORDERS);
        $one = '/orders/(?P<order>' . self::ID . ')';
        $this->route('/orders', 'GET', $view, $this->listOrders(...));
        $this->route($one, 'GET', $view, $this->getOrder(...));
        $this->route("$one/settle", 'POST', self::can(Roles::SERVE_ORDERS), $this->settle(...));
        $this->route("$one/refunds", 'POST', self::can(Roles::REFUND), $this->refund(...));
        $this->route("$one/address", 'POST', self::can(Roles::VIEW_PERSONAL), $this->revealAddress(...));
        $this->route('/tickets', 'GET', $view, $this->listTickets(...));
    }

    private function listOrders(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        $test = (string) ($request['test'] ?? '');
        $page = $this->plugin->get(Desk::class)->orders(
            [
                'owner' => Roles::onlyOwner(),
                'states' => self::words($request['state']),
                'show' => self::word($request['show']),
                'test' => $test === '' ? null : $test === 'true',
                ...$this->whose($request),
            ],
            (string) ($request['sort'] ?? ''),
            $request['order'] === 'asc',
            $limit,
            $offset,
        );
        return ['items' => array_map(self::masked(...), $page['items']), 'total' => $page['total']];
    }

    private function getOrder(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine((string) $request['order']);
        if ($order === null) {
            return self::notFound();
        }
        $tickets = $this->plugin->get(Tickets::class);
        return [
            'id' => $order['id'],
            'reference' => $order['reference'],
            'state' => $order['state'],
            'gateway' => $order['gateway'],
            'test' => (bool) $order['test'],
            'email' => Secrets::emailHint($order['email']),
            'country' => $order['country'],
            'currency' => $order['currency'],
            'totalMinor' => $order['total_minor'],
            'refundedMinor' => $order['refunded_minor'],
            'createdAt' => Instant::toText($order['created_at']),
            'paidAt' => Instant::toTextOrNull($order['paid_at']),
            'lines' => array_map(
                static fn(array $line): array => [
                    'id' => $line['id'],
                    'name' => $line['name'],
                    'quantity' => $line['quantity'],
                    'unitMinor' => $line['unit_minor'],
                    'discountMinor' => $line['discount_minor'],
                    'totalMinor' => $line['total_minor'],
                    'refundedQuantity' => $line['refunded_quantity'],
                    'refundedMinor' => $line['refunded_minor'],
                ],
                $order['lines'],
            ),
            'tickets' => array_map(
                static fn(array $ticket): array => [
                    'id' => $ticket['id'],
                    'line' => $ticket['line_id'],
                    'kind' => $ticket['kind'],
                    'show' => $ticket['show_id'],
                    'state' => $ticket['state'],
                    'voidReason' => $ticket['void_reason'],
                    // Another's than the order's: a gift, or handed on.
                    'elsewhere' => $ticket['email_hash'] !== $order['email_hash'],
                    'usedAt' => Instant::toTextOrNull($ticket['checked_at']),
                ],
                $tickets->ofOrders([$order['id']]),
            ),
            'deliveries' => array_map(
                static fn(array $delivery): array => [
                    'id' => $delivery['id'],
                    'method' => $delivery['method'],
                    'state' => $delivery['state'],
                    'code' => $delivery['code'],
                    'lines' => $delivery['lines'],
                ],
                $tickets->deliveries([$order['id']]),
            ),
            'refunds' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'amountMinor' => $row['amount_minor'],
                    'state' => $row['state'],
                    'origin' => $row['origin'],
                    'reason' => $row['reason'],
                    'createdAt' => Instant::toText($row['created_at']),
                ],
                $this->plugin->get(Records::class)->ofOrder($order['id']),
            ),
            'history' => array_map(
                static fn(array $entry): array => [
                    ...$entry,
                    'by' => $entry['by'] === null ? null : get_userdata($entry['by'])->display_name ?? '',
                ],
                $this->plugin->get(Desk::class)->history($order['id']),
            ),
        ];
    }

    /** Gives pieces of an order back. The amount on the screen is compared with what the rules say now. */
    private function refund(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine((string) $request['order']);
        if ($order === null) {
            return self::notFound();
        }
        $pieces = [];
        foreach ((array) $request['lines'] as $one) {
            if (is_array($one) && self::word($one['line'] ?? null) !== null && is_int($one['quantity'] ?? null)) {
                $pieces[$one['line']] = $one['quantity'];
            }
        }
        $key = self::word($request['key']);
        if ($key === null || $pieces === [] || min($pieces) < 1) {
            return self::invalid(['lines' => __('Choose what goes back.', 'parterre')]);
        }
        $refunds = $this->plugin->get(Refunds::class);
        $known = $this->plugin->get(Records::class)->findByKey($order['id'], $key);
        if ($known === null && self::worth($order, $pieces) !== $request['expectedMinor']) {
            return new \WP_Error(
                'parterre_changed',
                __('This order has changed meanwhile. Look at it again before you refund.', 'parterre'),
                ['status' => 409],
            );
        }
        try {
            $row = $refunds->request(
                $order['id'],
                array_map(
                    static fn(string $line, int $quantity): array => ['line' => $line, 'quantity' => $quantity],
                    array_keys($pieces),
                    $pieces,
                ),
                null,
                ShowInput::line($request['reason'] ?? '', 200),
                'admin',
                get_current_user_id(),
                $key,
            );
            // What the provider does not take now, the job asks for again.
            $refunds->send($row['id']);
        } catch (Refusal $refusal) {
            if ($refusal->errorCode !== 'unavailable') {
                return new \WP_Error(
                    'parterre_refused',
                    __(
                        'This cannot be given back: the order was not paid, is disputed, or it went back already.',
                        'parterre',
                    ),
                    ['status' => 409],
                );
            }
        }
        return $this->getOrder($request);
    }

    /**
     * What pieces of an order are worth when they go back; null when there are not that many.
     *
     * @param array<string, mixed> $order
     * @param array<string, int>   $pieces by line
     */
    private static function worth(array $order, array $pieces): ?int {
        $amount = 0;
        foreach ($order['lines'] as $line) {
            $wanted = $pieces[$line['id']] ?? 0;
            unset($pieces[$line['id']]);
            $left = $line['quantity'] - $line['refunded_quantity'];
            if ($wanted > $left) {
                return null;
            }
            $amount += Refunding::pieces($line['total_minor'] - $line['refunded_minor'], $left, $wanted);
        }
        return $pieces === [] ? $amount : null;
    }

    /** Asks the provider what became of a payment, as an administrator's call of `Settle`. */
    private function settle(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine((string) $request['order']);
        if ($order === null) {
            return self::notFound();
        }
        $this->plugin->get(Settle::class)->byHand($order['id'], get_current_user_id());
        return $this->getOrder($request);
    }

    /** Shows one buyer's address in full, and writes down who looked. */
    private function revealAddress(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->plugin->get(Orders::class)->find((string) $request['order']);
        if ($order === null || Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('order.address_revealed', $order['id'], [], get_current_user_id());
        return ['email' => $order['email']];
    }

    private function listTickets(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        return $this->plugin->get(Desk::class)->tickets(
            [
                'owner' => Roles::onlyOwner(),
                'states' => self::words($request['state']),
                'kinds' => self::words($request['kind']),
                'sources' => self::words($request['source']),
                'show' => self::word($request['show']),
                ...$this->whose($request),
            ],
            $limit,
            $offset,
        );
    }

    /** An order this person may see; somebody else's does not exist. @return array<string, mixed>|null */
    private function mine(string $id): ?array {
        $order = $this->plugin->get(Orders::class)->find($id);
        $owner = Roles::onlyOwner();
        return $order === null || ($owner !== null && !$this->plugin->get(Desk::class)->isOrderOf($id, $owner))
            ? null
            : $order;
    }

    /**
     * What a search means: a whole address finds by its hash (whoever types it knows it), anything else is a reference.
     *
     * @return array<string, string>
     */
    private function whose(\WP_REST_Request $request): array {
        $search = trim((string) ($request['search'] ?? ''));
        return match (true) {
            $search === '' => [],
            str_contains($search, '@') => ['emailHash' => $this->plugin->get(Secrets::class)->hashEmail($search)],
            default => ['reference' => strtoupper($search)],
        };
    }

    /**
     * @param array<string, mixed> $order
     * @return array<string, mixed>
     */
    private static function masked(array $order): array {
        return ['email' => Secrets::emailHint($order['email'])] + $order;
    }
}
