<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Payments\Stripe\Keys;
use Parterre\Payments\Stripe\PayoutReader;
use Parterre\Payments\Stripe\StripeError;
use Parterre\Plugin;
use Parterre\Store\Payouts;

/**
 * What the provider sent to the venue's bank, matched to orders and fees. For whoever may export.
 *
 * - `GET /payouts?page&perPage` → `{items: [{id, amountMinor, currency, state, createdAt, arrivesAt, items, problems, grossMinor, feesMinor, netMinor,
 *   read}], total, stripe: bool}`, newest first. A payout fits when `netMinor` is `amountMinor` and there are no `problems`.
 * - `GET /payouts/{payout}` → `{items: [{id, kind, order, reference, amountMinor, feeMinor, currency, happenedAt, problem}]}`, what does not fit
 *   first, at most 1000. `problem` is `stranger`, `missing`, `amount`, `fee`, `currency` or empty.
 * - `POST /payouts/read` reads them now → as the first. 409 when Stripe does not answer, or there are no keys.
 */
final class PayoutsRoutes extends Routes {
    private const MOST_ITEMS = 1000;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = static fn(): bool => current_user_can(Roles::EXPORT) && Roles::onlyOwner() === null;
        $this->route('/payouts', 'GET', $may, $this->list(...));
        $this->route('/payouts/read', 'POST', $may, $this->read(...));
        $this->route('/payouts/(?P<payout>' . self::ID . ')', 'GET', $may, $this->items(...));
    }

    private function list(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin->get(Payouts::class)->page($limit, $offset);
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'amountMinor' => $row['amount_minor'],
                    'currency' => $row['currency'],
                    'state' => $row['state'],
                    'createdAt' => Instant::toText($row['created_at']),
                    'arrivesAt' => Instant::toText($row['arrives_at']),
                    'items' => $row['items'],
                    'problems' => $row['problems'],
                    'grossMinor' => $row['gross_minor'],
                    'feesMinor' => $row['fees_minor'],
                    'netMinor' => $row['net_minor'],
                    'read' => $row['read_at'] !== null,
                ],
                $page['items'],
            ),
            'total' => $page['total'],
            'stripe' => Keys::current() !== null,
        ];
    }

    private function items(\WP_REST_Request $request): array {
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'kind' => $row['kind'],
                    'order' => $row['order_id'],
                    'reference' => (string) $row['reference'],
                    'amountMinor' => $row['amount_minor'],
                    'feeMinor' => $row['fee_minor'],
                    'currency' => $row['currency'],
                    'happenedAt' => Instant::toText($row['happened_at']),
                    'problem' => $row['problem'],
                ],
                $this->plugin->get(Payouts::class)->items((string) $request['payout'], self::MOST_ITEMS),
            ),
        ];
    }

    private function read(\WP_REST_Request $request): array|\WP_Error {
        $keys = Keys::current();
        if ($keys === null) {
            return self::conflict(__('There are no keys of Stripe.', 'parterre'));
        }
        try {
            $this->plugin->get(PayoutReader::class)->read($keys->mode);
        } catch (StripeError $error) {
            return self::conflict(
                $error->status === 403
                    ? __(
                        'The key of Stripe may not read payouts: it needs “Payouts” and “Balance transactions”.',
                        'parterre',
                    )
                    : __('Stripe did not answer. Try again in a moment.', 'parterre'),
            );
        }
        return $this->list($request);
    }
}
