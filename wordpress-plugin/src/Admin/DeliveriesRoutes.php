<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Law\Paper;
use Parterre\Law\Withdrawals;
use Parterre\Plugin;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Tickets;
use Parterre\Store\Withdrawals as Records;

/**
 * Goods to hand over and parcels to send. Postal addresses are personal: only whoever may see personal data prints slips.
 *
 * - `GET /deliveries?page&perPage&search&state&method` → `{items: [{id, order, reference, method, state, code, place, tracking, lines:
 *   [{name, quantity}], createdAt, sentAt, doneAt}], total}`, oldest first; `search` is a code or the reference of an order.
 * - `POST /deliveries/{delivery}` `{state, tracking}` moves one: waiting → prepared → sent (posted only, the buyer is written to) →
 *   done; back to waiting from prepared → the delivery. 409 when it cannot go there.
 * - `GET /deliveries/slips?ids=a,b` a page to print, one slip a parcel, written into the audit; `?state=waiting&method=post` those of up to
 *   a hundred that are so.
 * - `GET /withdrawals` → `{items: [{id, order, reference, currency, amountMinor, declaredAt}]}` that wait for goods to come back.
 * - `POST /withdrawals/{withdrawal}/received` the goods are back: the money leaves.
 */
final class DeliveriesRoutes extends Routes {
    private const FROM = [
        'waiting' => ['prepared'],
        'prepared' => ['waiting'],
        'sent' => ['waiting', 'prepared'],
        'done' => ['waiting', 'prepared', 'sent'],
    ];

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $serve = self::can(Roles::SERVE_ORDERS);
        $this->route('/deliveries', 'GET', self::can(Roles::VIEW_ORDERS), $this->list(...));
        $this->route('/deliveries/slips', 'GET', self::can(Roles::VIEW_PERSONAL), $this->slips(...));
        $this->route('/deliveries/(?P<delivery>' . self::ID . ')', 'POST', $serve, $this->move(...));
        $this->route('/withdrawals', 'GET', self::can(Roles::VIEW_ORDERS), $this->withdrawals(...));
        $this->route(
            '/withdrawals/(?P<withdrawal>' . self::ID . ')/received',
            'POST',
            self::can(Roles::REFUND),
            $this->received(...),
        );
    }

    private function list(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        $page = $this->plugin->get(Tickets::class)->deliveriesPage(
            [
                'states' => self::words($request['state']),
                'methods' => self::words($request['method']),
                'search' => strtoupper(trim((string) ($request['search'] ?? ''))),
                'owner' => Roles::onlyOwner(),
            ],
            $limit,
            $offset,
        );
        return ['items' => array_map(self::view(...), $page['items']), 'total' => $page['total']];
    }

    private function move(\WP_REST_Request $request): array|\WP_Error {
        $tickets = $this->plugin->get(Tickets::class);
        $id = (string) $request['delivery'];
        $delivery = $tickets->delivery($id);
        if ($delivery === null || Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        $state = (string) $request['state'];
        $tracking = ShowInput::line($request['tracking'] ?? '', 100);
        $fits = isset(self::FROM[$state]) && ($state !== 'sent' || $delivery['method'] === 'post');
        $moved = $this->plugin
            ->get(Db::class)
            ->transaction(function () use ($tickets, $id, $state, $tracking, $fits): bool {
                if (!$fits || !$tickets->handOn($id, self::FROM[$state], $state, $tracking)) {
                    return false;
                }
                $this->plugin
                    ->get(Events::class)
                    ->audit('delivery.moved', $id, ['state' => $state], get_current_user_id());
                if ($state === 'sent') {
                    $this->plugin->get(Runner::class)->now('mail.sent', "mail.sent:$id", ['delivery' => $id]);
                }
                return true;
            });
        if (!$moved) {
            return new \WP_Error(
                'parterre_refused',
                __('This delivery cannot go there from where it is.', 'parterre'),
                [
                    'status' => 409,
                ],
            );
        }
        return self::view($tickets->delivery($id) ?? $delivery);
    }

    private function slips(\WP_REST_Request $request): array|\WP_Error {
        if (Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        $tickets = $this->plugin->get(Tickets::class);
        $states = self::words($request['state']);
        $ids =
            $states === []
                ? self::words($request['ids'])
                : array_column(
                    $tickets->deliveriesPage(
                        ['states' => $states, 'methods' => self::words($request['method'])],
                        100,
                        0,
                    )['items'],
                    'id',
                );
        $sheets = [];
        foreach (array_slice($ids, 0, 100) as $id) {
            $delivery = $tickets->delivery($id);
            if ($delivery !== null) {
                $sheets[] = self::slip($delivery);
                $this->plugin->get(Events::class)->audit('delivery.slip_printed', $id, [], get_current_user_id());
            }
        }
        if ($sheets === []) {
            return self::notFound();
        }
        Paper::send(__('Packing slips', 'parterre'), substr(determine_locale(), 0, 2), $sheets);
    }

    private function withdrawals(): array {
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => $row['id'],
                    'order' => $row['order_id'],
                    'reference' => $row['reference'],
                    'currency' => $row['currency'],
                    'amountMinor' => $row['amount_minor'],
                    'declaredAt' => Instant::toText($row['declared_at']),
                ],
                Roles::onlyOwner() === null ? $this->plugin->get(Records::class)->waiting() : [],
            ),
        ];
    }

    private function received(\WP_REST_Request $request): array|\WP_Error {
        if (Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        try {
            $this->plugin
                ->get(Withdrawals::class)
                ->goodsAreBack((string) $request['withdrawal'], get_current_user_id());
        } catch (Refusal) {
            return self::notFound();
        }
        return $this->withdrawals();
    }

    /** @param array<string, mixed> $delivery with `reference` @return string HTML */
    public static function slip(array $delivery): string {
        $address = $delivery['post_address'];
        $to =
            $address === null
                ? [$delivery['place']]
                : array_filter([
                    $address['name'],
                    $address['line1'],
                    $address['line2'] ?? '',
                    "{$address['postcode']} {$address['city']}",
                    $address['country'],
                ]);
        return '<div class="between"><div><p class="fine">' .
            esc_html($address === null ? __('To pick up at', 'parterre') : __('Posted to', 'parterre')) .
            '</p><p class="pre"><strong>' .
            esc_html(implode("\n", $to)) .
            '</strong></p></div><p class="code">' .
            esc_html($delivery['code']) .
            '</p></div><h1>' .
            /* translators: %s: reference of an order */
            esc_html(sprintf(__('Order %s', 'parterre'), $delivery['reference'])) .
            '</h1>' .
            Paper::table(
                [__('What', 'parterre'), '#' . __('Pieces', 'parterre')],
                array_map(
                    static fn(array $line): array => [$line['name'], (string) $line['quantity']],
                    $delivery['lines'],
                ),
            );
    }

    /** @return array<string, mixed> */
    private static function view(array $delivery): array {
        return [
            'id' => $delivery['id'],
            'order' => $delivery['order_id'],
            'reference' => $delivery['reference'],
            'method' => $delivery['method'],
            'state' => $delivery['state'],
            'code' => $delivery['code'],
            // The town of a parcel is somebody's: the slip has it.
            'place' => $delivery['method'] === 'post' ? '' : $delivery['place'],
            'tracking' => $delivery['tracking'],
            'lines' => $delivery['lines'],
            'createdAt' => Instant::toText($delivery['created_at']),
            'sentAt' => Instant::toTextOrNull($delivery['sent_at']),
            'doneAt' => Instant::toTextOrNull($delivery['done_at']),
        ];
    }
}
