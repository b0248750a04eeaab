<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Hall\TicketPage;
use Parterre\Law\Bill;
use Parterre\Law\Terms;
use Parterre\Mail\Texts;
use Parterre\Payments\Counter;
use Parterre\Payments\Pricing;
use Parterre\Plugin;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\CounterPayments;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/**
 * Selling at the counter, for whoever may serve buyers. Prices and stock are those of the shop: what fans see changes at once.
 *
 * - `GET /counter/{show}` → `{offers: [{id, name, priceMinor, pricing, state, left, maxPerOrder, kinds}], goods: [{id, name, priceMinor, left,
 *   maxPerOrder}], terms, till: [{method, currency, takenMinor, backMinor, orders}]}`; `till` is what went over the counter today.
 * - `POST /counter/{show}/quote` `{lines, codes}` → `{lines: [{name, quantity, totalMinor}], discounts: [{label, amountMinor}], totalMinor, currency}`.
 *   `lines` are the protocol's `LineRequest`s.
 * - `POST /counter/{show}` `{key, lines, codes, email, method: cash|card|transfer, terms, handedOver, expectedMinor}` sells → `{order, reference,
 *   state, totalMinor, currency, hall: how many tickets for the hall}`. The same `key` sells once. 409 with a sentence when it cannot be had.
 * - `GET /orders/{order}/hall-tickets` the order's tickets for the hall, to print.
 */
final class CounterRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = static fn(): bool => current_user_can(Roles::SERVE_ORDERS) && Roles::onlyOwner() === null;
        $one = '/counter/(?P<show>' . self::ID . ')';
        $this->route($one, 'GET', $may, $this->choices(...));
        $this->route($one, 'POST', $may, $this->sell(...));
        $this->route("$one/quote", 'POST', $may, $this->quote(...));
        $this->route('/orders/(?P<order>' . self::ID . ')/hall-tickets', 'GET', $may, $this->hallTickets(...));
    }

    private function choices(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        $catalogue = $this->plugin->get(Catalogue::class);
        $pricing = $this->plugin->get(Pricing::class);
        $offers = $catalogue->offers($show['id']);
        $left = $pricing->left(array_column($offers, 'draws', 'id'));
        $states = $pricing->saleStates($offers, [$show['id'] => $show], $left);
        $variants = [];
        foreach ([...$catalogue->products($show['id']), ...$catalogue->products(null)] as $product) {
            foreach (in_array($product['show_id'], [null, $show['id']], true) ? $product['variants'] : [] as $variant) {
                $variants[$variant['id']] =
                    [
                        'name' => $product['name'] . ($variant['label'] === '' ? '' : " · {$variant['label']}"),
                    ] + $variant;
            }
        }
        $pieces = $pricing->leftOfVariants(array_values($variants));
        return [
            'offers' => array_map(
                static fn(array $offer): array => [
                    'id' => $offer['id'],
                    'name' => $offer['name'],
                    'priceMinor' => $offer['price_minor'],
                    'pricing' => $offer['pricing'],
                    'state' => $states[$offer['id']],
                    'left' => $left[$offer['id']],
                    'maxPerOrder' => $offer['max_per_order'],
                    'kinds' => array_values(array_unique(array_column($offer['parts'], 'kind'))),
                ],
                array_values(array_filter($offers, static fn(array $offer): bool => !$offer['hidden'])),
            ),
            'goods' => array_map(
                static fn(array $variant): array => [
                    'id' => $variant['id'],
                    'name' => $variant['name'],
                    'priceMinor' => $variant['price_minor'],
                    'left' => $pieces[$variant['id']],
                    'maxPerOrder' => $variant['max_per_order'],
                ],
                array_values($variants),
            ),
            'terms' => $this->plugin->get(Terms::class)->current()['url'] ?? null,
            'till' => $this->till(),
        ];
    }

    private function quote(\WP_REST_Request $request): array|\WP_Error {
        if ($this->show($request) === null) {
            return self::notFound();
        }
        [$lines, $codes] = $this->wish($request);
        if ($lines === []) {
            return self::invalid(['lines' => __('Choose what is sold.', 'parterre')]);
        }
        $currency = $this->plugin->get(Settings::class)->get('currency');
        try {
            $price = $this->plugin->get(Pricing::class)->price($lines, $currency, true, $codes);
            $price = $this->plugin->get(Bill::class)->complete($price, ['currency' => $currency], false);
        } catch (Refusal $refusal) {
            return self::conflict(self::sentence($refusal));
        }
        return [
            'lines' => array_map(
                static fn(array $line): array => [
                    'name' => $line['name'],
                    'quantity' => $line['quantity'],
                    'totalMinor' => $line['total_minor'],
                ],
                $price['lines'],
            ),
            'discounts' => array_map(
                static fn(array $discount): array => [
                    'label' => $discount['label'],
                    'amountMinor' => $discount['amount']['amountMinor'],
                ],
                $price['discounts'],
            ),
            'totalMinor' => $price['total'],
            'currency' => $currency,
        ];
    }

    private function sell(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->show($request);
        if ($show === null) {
            return self::notFound();
        }
        [$lines, $codes] = $this->wish($request);
        $email = trim((string) ($request['email'] ?? ''));
        $method = (string) $request['method'];
        $key = self::word($request['key']);
        $problems = [];
        if ($lines === [] || $key === null) {
            $problems['lines'] = __('Choose what is sold.', 'parterre');
        }
        if ($email === '' ? $this->letsIntoTheStream($lines) : !is_email($email)) {
            $problems['email'] = __(
                'This needs an e-mail address: the livestream and the replay open by mail.',
                'parterre',
            );
        }
        if (!in_array($method, Counter::METHODS, true)) {
            $problems['method'] = __('This is none of the choices.', 'parterre');
        }
        if (!is_int($request['expectedMinor'])) {
            $problems['lines'] = __('Choose what is sold.', 'parterre');
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $settings = $this->plugin->get(Settings::class);
        $currency = $settings->get('currency');
        $page = strtok(Views::showUrl($show), '#');
        try {
            $order = $this->plugin->get(Counter::class)->sell(
                [
                    'idempotencyKey' => (string) $key,
                    'email' => $email,
                    'locale' => str_replace('_', '-', get_locale()),
                    'currency' => $currency,
                    'page' => is_string($page) && $settings->allowsPage($page) ? $page : home_url('/'),
                    'expectedTotal' => ['amountMinor' => $request['expectedMinor'], 'currency' => $currency],
                    'lines' => $lines,
                    'consents' => ['terms' => $request['terms'] === true],
                ] + ($codes === [] ? [] : ['codes' => $codes]),
                $method,
                $request['handedOver'] === true,
                get_current_user_id(),
            );
        } catch (Refusal $refusal) {
            return self::conflict(self::sentence($refusal));
        }
        return [
            'order' => $order['id'],
            'reference' => $order['reference'],
            'state' => $order['state'],
            'email' => $order['email'] === '' ? '' : Secrets::emailHint($order['email']),
            'totalMinor' => $order['total_minor'],
            'currency' => $order['currency'],
            'hall' => count($this->hallTicketsOf($order['id'])),
            'till' => $this->till(),
        ];
    }

    private function hallTickets(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->plugin->get(Orders::class)->find((string) $request['order']);
        $tickets = $order === null ? [] : $this->hallTicketsOf($order['id']);
        if ($order === null || $tickets === []) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('order.tickets_printed', $order['id'], [], get_current_user_id());
        $this->plugin->get(TicketPage::class)->send($tickets, new Texts($order['locale']));
    }

    /** @return list<array<string, mixed>> valid tickets for the hall */
    private function hallTicketsOf(string $order): array {
        return array_values(
            array_filter(
                $this->plugin->get(Tickets::class)->ofOrders([$order]),
                static fn(array $ticket): bool => $ticket['kind'] === 'hall' && $ticket['state'] === 'valid',
            ),
        );
    }

    /** What went over the counter today, in the venue's zone. @return list<array<string, mixed>> */
    private function till(): array {
        $now = intdiv($this->plugin->get(Clock::class)->nowMs(), 1000);
        $midnight = (new \DateTimeImmutable("@$now"))->setTimezone(wp_timezone())->setTime(0, 0)->getTimestamp();
        return $this->plugin->get(CounterPayments::class)->till($midnight * 1000, ($now + 1) * 1000);
    }

    /**
     * What is wanted, in the words of the protocol.
     *
     * @return array{0: list<array<string, mixed>>, 1: list<string>} lines and codes; no lines where one makes no sense
     */
    private function wish(\WP_REST_Request $request): array {
        $lines = [];
        $currency = $this->plugin->get(Settings::class)->get('currency');
        foreach (is_array($request['lines']) ? $request['lines'] : [] as $given) {
            $type = is_array($given) ? $given['type'] ?? '' : '';
            $thing = self::word($given[$type] ?? null);
            $quantity = $given['quantity'] ?? null;
            if (
                !in_array($type, ['offer', 'variant'], true) ||
                $thing === null ||
                !is_int($quantity) ||
                $quantity < 1 ||
                $quantity > 50
            ) {
                return [[], []];
            }
            $line = ['type' => $type, $type => $thing, 'quantity' => $quantity];
            if (is_int($given['amountMinor'] ?? null)) {
                $line['amount'] = ['amountMinor' => $given['amountMinor'], 'currency' => $currency];
            }
            $lines[] = $line;
        }
        $codes = is_array($request['codes']) ? array_filter($request['codes'], 'is_string') : [];
        return [$lines, array_slice(array_values(array_filter($codes)), 0, 5)];
    }

    /** @param list<array<string, mixed>> $lines */
    private function letsIntoTheStream(array $lines): bool {
        $offers = $this->plugin
            ->get(Catalogue::class)
            ->offersById(array_values(array_filter(array_column($lines, 'offer'))));
        $kinds = array_column(array_merge(...array_values(array_column($offers, 'parts'))), 'kind');
        return array_intersect(['live', 'replay'], $kinds) !== [];
    }

    private static function sentence(Refusal $refusal): string {
        return match ($refusal->errorCode) {
            'sold_out' => __('There are not that many left.', 'parterre'),
            'not_on_sale' => __('This is not on sale now.', 'parterre'),
            'quantity_limit', 'person_limit' => __('That is more than one order, or one person, may have.', 'parterre'),
            'price_changed' => __('The price has changed meanwhile. Look at it again.', 'parterre'),
            'amount_refused' => __('The amount is not within what is asked for.', 'parterre'),
            'promo_invalid', 'promo_expired', 'promo_used_up', 'promo_stacked' => __(
                'This code does not work here: unknown, over, used up, or not for this.',
                'parterre',
            ),
            'terms_required' => __('The buyer has to know the terms of sale.', 'parterre'),
            'hold_expired', 'idempotency_conflict' => __(
                'This sale was begun before and its time is over. Begin it again.',
                'parterre',
            ),
            default => __('This cannot be sold now.', 'parterre'),
        };
    }

    /** @return array<string, mixed>|null */
    private function show(\WP_REST_Request $request): ?array {
        return $this->plugin->get(Shows::class)->find((string) $request['show']);
    }
}
