<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Payments\Refunds;
use Parterre\Plugin;
use Parterre\Store\Refunds as Records;

/**
 * Money that goes back: what is on its way, and what a bank refused and the venue therefore owes.
 *
 * - `GET /refunds?page&perPage&search&state` → `{items: [{id, order, reference, currency, amountMinor, state, origin, reason, error, createdAt}],
 *   total}`, newest first; `search` is the reference of an order. A refund of the state `failed` is owed until it is tried again.
 * - `POST /refunds/{refund}/retry` tries one again, as a refund of its own → `{id, state}`. 409 when it did not fail, or what it covered is no
 *   longer there.
 */
final class RefundsRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route('/refunds', 'GET', self::can(Roles::VIEW_ORDERS), $this->list(...));
        $this->route(
            '/refunds/(?P<refund>' . self::ID . ')/retry',
            'POST',
            self::can(Roles::REFUND),
            $this->retry(...),
        );
    }

    private function list(\WP_REST_Request $request): array {
        if (Roles::onlyOwner() !== null) {
            return ['items' => [], 'total' => 0];
        }
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin
            ->get(Records::class)
            ->page(
                self::words($request['state']),
                strtoupper(trim((string) ($request['search'] ?? ''))),
                $limit,
                $offset,
            );
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'order' => $row['order_id'],
                    'reference' => $row['reference'],
                    'currency' => $row['currency'],
                    'amountMinor' => $row['amount_minor'],
                    'state' => $row['state'],
                    'origin' => $row['origin'],
                    'reason' => $row['reason'],
                    'error' => $row['error'],
                    'createdAt' => Instant::toText($row['created_at']),
                ],
                $page['items'],
            ),
            'total' => $page['total'],
        ];
    }

    private function retry(\WP_REST_Request $request): array|\WP_Error {
        $refunds = $this->plugin->get(Refunds::class);
        if (Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        try {
            $row = $refunds->retry((string) $request['refund'], get_current_user_id());
        } catch (Refusal $refusal) {
            return $refusal->errorCode === 'not_found'
                ? self::notFound()
                : self::conflict(__('This refund cannot be tried again: look at its order.', 'parterre'));
        }
        try {
            $row = $refunds->send($row['id']);
        } catch (Refusal) {
            // Nobody answered: the job asks again, and the list says that it waits.
            $row = $this->plugin->get(Records::class)->find($row['id']) ?? $row;
        }
        return ['id' => $row['id'], 'state' => $row['state']];
    }
}
