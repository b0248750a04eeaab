<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\DoorFile;
use Parterre\Access\Gate;
use Parterre\Access\Honouring;
use Parterre\Access\Signed;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Phase;
use Parterre\Domain\Sale;
use Parterre\Domain\Secrets;
use Parterre\Domain\Waves;
use Parterre\Law\Bill;
use Parterre\Law\DocumentPage;
use Parterre\Law\Terms;
use Parterre\Law\Withdrawals;
use Parterre\Payments\Checkout;
use Parterre\Payments\Gateways;
use Parterre\Payments\Pricing;
use Parterre\Realtime\Addresses;
use Parterre\Realtime\LaneStates;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Documents;
use Parterre\Store\Gifts;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/** Rows as the protocol shows them. What is not named here is told to nobody. */
final class Views {
    /** @var array<string, array<string, string>> terms of sale by version */
    private array $termsSeen = [];

    public function __construct(
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Pricing $pricing,
        private readonly Tickets $tickets,
        private readonly Sessions $sessions,
        private readonly Gifts $gifts,
        private readonly Settings $settings,
        private readonly Gateways $gateways,
        private readonly Withdrawals $withdrawals,
        private readonly Documents $documents,
        private readonly DocumentPage $documentPage,
        private readonly Terms $terms,
        private readonly Gate $gate,
        private readonly Signed $signed,
        private readonly Honouring $honouring,
        private readonly DoorFile $doorFile,
        private readonly Addresses $addresses,
        private readonly Clock $clock,
    ) {}

    public function now(): string {
        return Instant::toText($this->clock->nowMs());
    }

    /**
     * @param array<string, mixed> $show
     * @param list<array<string, mixed>> $offers as `offers()` gives them
     * @return array<string, mixed> the protocol's `ShowSummary`
     */
    public function summary(array $show, array $offers): array {
        $open = array_filter($offers, static fn(array $offer): bool => $offer['saleState'] === 'open');
        usort($open, static fn(array $a, array $b): int => $a['price']['amountMinor'] <=> $b['price']['amountMinor']);
        return [
            'id' => $show['id'],
            'slug' => $show['slug'],
            'title' => $show['title'],
            'artists' => $show['artists'],
            'summary' => $show['summary'],
            'poster' => $show['poster'],
            'url' => self::showUrl($show),
            'place' => $show['place'],
            'doorsAt' => Instant::toText($show['doors_at']),
            'startsAt' => Instant::toText($show['starts_at']),
            'endsAt' => Instant::toText($show['ends_at']),
            'timeZone' => $show['time_zone'],
            'status' => $show['status'],
            'access' => $show['access'],
            'signals' => LaneStates::signals($show),
            'replayUntil' => Instant::toTextOrNull($show['replay_until']),
            'fromPrice' => $open[0]['price'] ?? null,
            'saleState' => Sale::showState(array_column($offers, 'saleState')),
            'phase' => Phase::at($show, $this->clock->nowMs()),
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @param string $origin of the asking page
     * @return array<string, mixed> the protocol's `Show`
     */
    public function show(array $row, string $origin): array {
        $all = $this->catalogue->offers($row['id']);
        $offers = $this->offers($all, [$row['id'] => $row]);
        return $this->summary($row, $offers) + [
            'description' => $row['description'],
            'cameras' => array_map(
                static fn(array $camera): array => [
                    'id' => $camera['id'],
                    'label' => $camera['label'],
                    'capability' => $camera['capability'],
                    'offsetMs' => $camera['offset_ms'],
                ],
                $this->shows->cameras($row['id']),
            ),
            'offers' => $offers,
            'chat' => (bool) $row['chat'],
            'feedUrl' => $this->addresses->of($row['id'], 'public', $origin),
            /** Address of the plain page of a show, which sells and plays without scripts; null when there is none. */
            'plainUrl' => apply_filters('parterre_plain_url', null, $row),
            'verifyUrl' => $this->doorFile->url(),
            'honours' => $this->honouring->level($row),
            'testClip' => $this->settings->get('test_stream') !== '',
            'byCode' => $this->sellsByCode($all, $row),
            'revision' => $row['revision'],
            'serverTime' => $this->now(),
        ];
    }

    /** The page about a show: its WordPress page while it is published, else the site's front page. */
    public static function showUrl(array $show): string {
        $url =
            $show['page_id'] > 0 && get_post_status($show['page_id']) === 'publish'
                ? get_permalink($show['page_id'])
                : false;
        /** Address of the page about a show. */
        return (string) apply_filters('parterre_show_url', $url ?: home_url('/'), $show);
    }

    /**
     * @param list<array<string, mixed>> $offers rows with `parts`
     * @param array<string, array<string, mixed>> $shows rows by id, of all these offers
     * @return list<array<string, mixed>> the protocol's `Offer`s
     */
    public function offers(array $offers, array $shows): array {
        $all = $this->allOffers($offers, $shows);
        $seen = array_filter($offers, static fn(array $offer): bool => !$offer['hidden']);
        $views = [];
        foreach (array_unique(array_column($seen, 'show_id')) as $show) {
            $mine = [];
            foreach ($seen as $offer) {
                if ($offer['show_id'] === $show) {
                    $mine[] = $all[$offer['id']];
                }
            }
            array_push($views, ...self::handedOver($show, $mine));
        }
        return $views;
    }

    /**
     * Hidden offers of a show that a code opens.
     *
     * @param array<string, mixed> $show
     * @param array<string, mixed> $code
     * @return list<array<string, mixed>> the protocol's `Offer`s
     */
    public function unlocked(array $show, array $code): array {
        $offers = $this->catalogue->offers($show['id']);
        $all = $this->allOffers($offers, [$show['id'] => $show]);
        $opened = array_filter(
            $offers,
            static fn(array $offer): bool => $offer['hidden'] && Pricing::unlocks($code, $offer),
        );
        return array_values(array_map(static fn(array $offer): array => $all[$offer['id']], $opened));
    }

    /**
     * Whether a show has offers, not closed yet, that only a code opens.
     *
     * @param list<array<string, mixed>> $offers all of the show's
     * @param array<string, mixed> $show
     */
    private function sellsByCode(array $offers, array $show): bool {
        $hidden = array_filter($offers, static fn(array $offer): bool => $offer['hidden'] === 1);
        if ($hidden === []) {
            return false;
        }
        $states = array_column($this->allOffers($offers, [$show['id'] => $show]), 'saleState', 'id');
        return array_diff(array_intersect_key($states, array_column($hidden, null, 'id')), ['closed']) !== [];
    }

    /**
     * Marks the stream that takes the place of a full hall, and puts it first.
     *
     * @param list<array<string, mixed>> $views
     * @return list<array<string, mixed>>
     */
    private static function handedOver(string $show, array $views): array {
        $handover = Waves::handover($show, $views);
        if ($handover === null) {
            return $views;
        }
        $first = [];
        $rest = [];
        foreach ($views as $view) {
            if ($view['id'] === $handover['stream']) {
                $first[] = ['handoverOf' => $handover['hall']] + $view;
            } else {
                $rest[] = $view;
            }
        }
        return [...$first, ...$rest];
    }

    /** @return array<string, array<string, mixed>> the protocol's `Offer`s by id, hidden ones too */
    private function allOffers(array $offers, array $shows): array {
        $left = $this->pricing->left(array_column($offers, 'draws', 'id'));
        $states = $this->pricing->saleStates($offers, $shows, $left);
        $views = [];
        foreach ($offers as $offer) {
            $views[$offer['id']] = $this->offer($offer, $states[$offer['id']], $left[$offer['id']]);
        }
        return $views;
    }

    /** @return array<string, mixed> */
    private function offer(array $offer, string $state, ?int $left): array {
        $money = static fn(int $minor): array => Money::of($minor, $offer['currency']);
        return [
            'id' => $offer['id'],
            'name' => $offer['name'],
            'description' => $offer['description'],
            'pricing' => $offer['pricing'],
            'price' => $money(self::least($offer)),
            'choice' =>
                $offer['pricing'] === 'choose'
                    ? [
                        'max' => $offer['max_minor'] === null ? null : $money($offer['max_minor']),
                        'suggestions' => array_map(
                            $money,
                            array_values(
                                array_filter(
                                    $offer['suggestions'] ?? [],
                                    static fn(int $minor): bool => !Money::isTooSmall($minor, $offer['currency']),
                                ),
                            ),
                        ),
                    ]
                    : null,
            'saleState' => $state,
            'opensAt' => Instant::toTextOrNull($offer['opens_at']),
            'closesAt' => Instant::toTextOrNull($offer['closes_at']),
            'opensAfter' => $offer['opens_after'],
            'maxPerOrder' => $offer['max_per_order'],
            'left' => Sale::toldLeft($left),
            'handoverOf' => null,
            'includes' => array_map(
                static fn(array $part): array => self::part(
                    ['show_id' => $part['show_id'] ?? ($part['kind'] === 'merch' ? null : $offer['show_id'])] + $part,
                ),
                $offer['parts'],
            ),
        ];
    }

    /** What an offer costs at least. What no card can be charged is not offered to choose. */
    private static function least(array $offer): int {
        $price = $offer['price_minor'];
        return $offer['pricing'] === 'choose' && Money::isTooSmall($price, $offer['currency'])
            ? Money::leastCharge($offer['currency'])
            : $price;
    }

    /** @return array<string, mixed> the protocol's `Part` */
    public static function part(array $part): array {
        return [
            'kind' => $part['kind'],
            'show' => $part['show_id'],
            'title' => $part['title'],
            'from' => Instant::toTextOrNull($part['valid_from']),
            'until' => Instant::toTextOrNull($part['valid_until']),
        ];
    }

    /** @return array<string, mixed> the protocol's `Line` */
    public static function line(array $line, string $currency): array {
        return [
            'type' => $line['type'],
            'ref' => $line['ref'],
            'name' => $line['name'],
            'quantity' => $line['quantity'],
            'unitPrice' => Money::of($line['unit_minor'], $currency),
            'discount' => Money::of($line['discount_minor'], $currency),
            'total' => Money::of($line['total_minor'], $currency),
            'chosen' => $line['chosen_minor'] === null ? null : Money::of($line['chosen_minor'], $currency),
            'includes' => array_map([self::class, 'part'], $line['parts']),
            'withdrawal' => Bill::right($line),
        ];
    }

    /**
     * @param array<string, mixed> $order
     * @param array{type: string}|null $payment the step that was just prepared; null shows the one that is known
     * @return array<string, mixed> the protocol's `Order`
     */
    public function order(array $order, ?array $payment = null): array {
        $view = $this->orders([$order])[0];
        return $payment === null ? $view : ['payment' => $payment] + $view;
    }

    /**
     * @param list<array<string, mixed>> $orders rows with `lines`
     * @return list<array<string, mixed>>
     */
    public function orders(array $orders): array {
        $ids = array_column($orders, 'id');
        // Nothing was ever issued for an order that waits to be paid for the first time.
        $issued = array_column(
            array_filter($orders, static fn(array $order): bool => $order['state'] !== 'pending'),
            'id',
        );
        $tickets = $this->tickets($this->gate->asTheyCount($this->tickets->ofOrders($issued)));
        $deliveries = $this->tickets->deliveries($issued);
        $documents = $this->documents->ofOrders($issued);
        $declared = $this->withdrawals->declared($issued);
        $gifts = $this->gifts->ofOrders($ids);
        return array_map(function (array $order) use ($tickets, $deliveries, $documents, $declared, $gifts): array {
            $own = array_values(
                array_filter($deliveries, static fn(array $delivery): bool => $delivery['order_id'] === $order['id']),
            );
            return [
                'id' => $order['id'],
                'reference' => $order['reference'],
                'state' => $order['state'],
                'lines' => array_map(
                    static fn(array $line): array => self::line($line, $order['currency']),
                    $order['lines'],
                ),
                'discounts' => $order['discounts'],
                'total' => Money::of($order['total_minor'], $order['currency']),
                'refunded' => Money::of($order['refunded_minor'], $order['currency']),
                'taxes' => Bill::taxes($order['lines'], $order['currency']),
                'createdAt' => Instant::toText($order['created_at']),
                'paidAt' => Instant::toTextOrNull($order['paid_at']),
                'holdUntil' => Instant::toTextOrNull($order['state'] === 'pending' ? $order['hold_until'] : null),
                'prolongUntil' => Instant::toTextOrNull(
                    Checkout::prolongUntil($order, $this->settings->get('hold_cap_seconds')),
                ),
                'payUntil' => Instant::toTextOrNull($order['state'] === 'pending' ? $order['pay_until'] : null),
                'codes' => $order['codes'] ?? [],
                'gift' => isset($gifts[$order['id']]) ? self::gift($gifts[$order['id']]) : null,
                'payment' => $this->gateways->step($order),
                'tickets' => array_values(
                    array_filter($tickets, static fn(array $ticket): bool => $ticket['order'] === $order['id']),
                ),
                'deliveries' => array_map([self::class, 'delivery'], $own),
                'documents' => array_values(
                    array_map(
                        $this->document(...),
                        array_filter(
                            $documents,
                            static fn(array $document): bool => $document['order_id'] === $order['id'],
                        ),
                    ),
                ),
                'terms' => $this->terms($order),
                'withdrawable' => array_map(
                    static fn(array $open): array => [
                        'line' => $open['line'],
                        'amount' => Money::of($open['amount'], $order['currency']),
                        'until' => Instant::toTextOrNull($open['until']),
                    ],
                    $this->withdrawals->open($order, $own, $declared[$order['id']] ?? []),
                ),
                'emailHint' => Secrets::emailHint($order['email']),
                'test' => (bool) $order['test'],
            ];
        }, $orders);
    }

    /** @return array{url: string, version: string}|null what the order was agreed to */
    private function terms(array $order): ?array {
        $version = $order['consents']['termsVersion'] ?? null;
        if ($version === null) {
            return null;
        }
        // Many orders of a fan, few versions.
        $this->termsSeen[$version] ??= $this->terms->ofVersion($version) ?? [];
        $terms = $this->termsSeen[$version];
        return $terms === [] ? null : ['url' => $terms['url'], 'version' => $version];
    }

    /** @return array<string, mixed> the protocol's `LegalDocument` */
    private function document(array $document): array {
        return [
            'id' => $document['id'],
            'kind' => $document['kind'],
            'number' => $document['label'],
            'issuedAt' => Instant::toText($document['issued_at']),
            'total' => Money::of($document['total_minor'], $document['currency']),
            'url' => $this->documentPage->url($document['id']),
        ];
    }

    /** @return array<string, mixed> the protocol's `Gift` */
    public static function gift(array $gift): array {
        return [
            'name' => $gift['name'],
            'emailHint' => Secrets::emailHint($gift['email']),
            'sendOn' => Instant::toText($gift['send_at']),
            'sentAt' => Instant::toTextOrNull($gift['sent_at']),
        ];
    }

    /**
     * @param list<array<string, mixed>> $tickets rows
     * @return list<array<string, mixed>> the protocol's `Ticket`s
     */
    public function tickets(array $tickets): array {
        $shows = $this->shows->findMany(array_column($tickets, 'show_id'));
        $gifts = $this->gifts->ofOrders(array_filter(array_column($tickets, 'order_id')));
        $views = [];
        foreach ($tickets as $ticket) {
            $show = $shows[$ticket['show_id']] ?? null;
            if ($show === null) {
                continue;
            }
            $views[] = [
                'id' => $ticket['id'],
                'show' => [
                    'id' => $show['id'],
                    'slug' => $show['slug'],
                    'title' => $show['title'],
                    'url' => self::showUrl($show),
                    'startsAt' => Instant::toText($show['starts_at']),
                    'timeZone' => $show['time_zone'],
                    'poster' => $show['poster'],
                ],
                'kind' => $ticket['kind'],
                'from' => Instant::toTextOrNull($ticket['valid_from']),
                'until' => Instant::toTextOrNull($ticket['valid_until']),
                'source' => $ticket['source'],
                'state' => $ticket['state'],
                'order' => $ticket['order_id'],
                'gift' =>
                    ($gifts[$ticket['order_id']]['email_hash'] ?? '') === $ticket['email_hash'] &&
                    $ticket['email_hash'] !== '',
                'test' => (bool) $ticket['test'],
            ];
        }
        return $views;
    }

    /** @return array<string, mixed> the protocol's `Delivery` */
    public static function delivery(array $delivery): array {
        return [
            'id' => $delivery['id'],
            'method' => $delivery['method'],
            'state' => $delivery['state'],
            'code' => $delivery['code'],
            'place' => $delivery['place'],
            'tracking' => $delivery['tracking'] === '' ? null : $delivery['tracking'],
            'lines' => $delivery['lines'],
        ];
    }

    /** @return array<string, mixed> the protocol's `Session` */
    public function session(array $session): array {
        $tickets = $this->gate->tickets($session);
        $fan = $session['fan_id'] === null ? null : $this->sessions->fan($session['fan_id']);
        return [
            'kind' => $session['kind'],
            'expiresAt' => Instant::toText($session['expires_at']),
            'emailHint' => $session['email_hint'],
            'displayName' => $fan['display_name'] ?? $session['display_name'],
            'rank' => null,
            'tickets' => $this->tickets($tickets),
            'capabilities' => $this->gate->capabilities($session, $tickets),
            'signed' => $this->signed->ofTickets($tickets),
            'serverTime' => $this->now(),
        ];
    }

    /**
     * @param list<array<string, mixed>> $products rows with `variants`
     * @return list<array<string, mixed>> the protocol's `Product`s
     */
    public function products(array $products): array {
        $left = $this->pricing->leftOfVariants(array_merge(...array_column($products, 'variants')));
        return array_map(
            static fn(array $product): array => [
                'id' => $product['id'],
                'name' => $product['name'],
                'description' => $product['description'],
                'images' => $product['images'],
                'show' => $product['show_id'],
                'variants' => array_map(
                    static fn(array $variant): array => [
                        'id' => $variant['id'],
                        'label' => $variant['label'],
                        'price' => Money::of($variant['price_minor'], $variant['currency']),
                        'availability' => Sale::availability($left[$variant['id']]),
                        'left' => Sale::toldLeft($left[$variant['id']]),
                        'maxPerOrder' => $variant['max_per_order'],
                    ],
                    $product['variants'],
                ),
            ],
            $products,
        );
    }
}
