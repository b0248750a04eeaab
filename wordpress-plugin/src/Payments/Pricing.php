<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Domain\Clock;
use Parterre\Domain\Money;
use Parterre\Domain\Phase;
use Parterre\Domain\Promo;
use Parterre\Domain\Refusal;
use Parterre\Domain\Sale;
use Parterre\Domain\Waves;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Orders;
use Parterre\Store\Shows;

/** Says what something costs and whether it can be had now. Looks at stock, holds none. */
final class Pricing {
    /** What is known of a line while it is priced, and no column of `order_lines`. */
    private const ABOUT_LINES = ['currency', 'max_per_order', 'show', 'key'];

    public function __construct(
        private readonly Catalogue $catalogue,
        private readonly Codes $codes,
        private readonly Shows $shows,
        private readonly Clock $clock,
    ) {}

    /**
     * Prices lines.
     *
     * @param list<array{type: string, quantity: int, offer?: string, variant?: string, amount?: array{amountMinor: int, currency: string}}> $requests
     * @param bool $lookAtStock false when a hold decides instead
     * @param list<string> $codes as somebody typed them
     * @return array{lines: list<array<string, mixed>>, discounts: list<array<string, mixed>>, codes: list<array<string, mixed>>, total: int}
     *         lines as `order_lines` rows; codes as rows with `discount_minor`, those that did something
     * @throws Refusal offer_not_found, variant_not_found, wrong_currency, not_on_sale, quantity_limit, sold_out, amount_refused,
     *                 promo_invalid, promo_expired, promo_used_up, promo_stacked
     */
    public function price(array $requests, string $currency, bool $lookAtStock = true, array $codes = []): array {
        $codes = $this->codesOf($codes);
        $offers = $this->catalogue->offersById(
            array_values(array_unique(array_filter(array_column($requests, 'offer')))),
        );
        $variants = $this->catalogue->variantsById(
            array_values(array_unique(array_filter(array_column($requests, 'variant')))),
        );
        $shows = $this->shows->findMany(array_column($offers, 'show_id'));
        $lines = [];
        foreach ($requests as $request) {
            $line =
                $request['type'] === 'offer'
                    ? $this->offerLine($request, $offers, $shows, $codes)
                    : $this->variantLine($request, $variants);
            if ($line['currency'] !== $currency) {
                throw new Refusal('wrong_currency', detail: "{$line['ref']} is sold in {$line['currency']}.");
            }
            $lines[] = $line;
        }
        self::requireQuantities($lines);
        if (array_sum(array_column($lines, 'total_minor')) > Money::MAX_MINOR) {
            throw new Refusal('quantity_limit', detail: 'The total is larger than one order may be.');
        }
        [$lines, $used] = self::takeOff($lines, $codes);
        $lines = array_map(
            static fn(array $line): array => array_diff_key($line, array_flip(self::ABOUT_LINES)),
            $lines,
        );
        if ($lookAtStock) {
            $this->lookAtStock($lines);
        }
        return [
            'lines' => $lines,
            'discounts' => array_values(
                array_map(
                    static fn(array $code): array => [
                        'label' => $code['code'],
                        'amount' => Money::of($code['discount_minor'], $currency),
                    ],
                    array_filter($used, static fn(array $code): bool => $code['discount_minor'] > 0),
                ),
            ),
            'codes' => $used,
            'total' => array_sum(array_column($lines, 'total_minor')),
        ];
    }

    /**
     * Whether everything in an order is on sale now and costs what it cost then. Does not look at stock. Postage stays what it was.
     *
     * @param array<string, mixed> $order a row with `lines`
     */
    public function stillCosts(array $order): bool {
        $postage = array_filter($order['lines'], static fn(array $line): bool => $line['type'] === 'postage');
        $requests = array_map(
            static fn(array $line): array => [
                'type' => $line['type'],
                $line['type'] => $line['ref'],
                'quantity' => $line['quantity'],
                ...$line['chosen_minor'] === null
                    ? []
                    : ['amount' => Money::of($line['chosen_minor'], $order['currency'])],
            ],
            array_values(array_diff_key($order['lines'], $postage)),
        );
        $expected = $order['total_minor'] - array_sum(array_column($postage, 'total_minor'));
        try {
            $price = $this->price($requests, $order['currency'], false, $order['codes'] ?? []);
            return $price['total'] === $expected;
        } catch (Refusal) {
            return false;
        }
    }

    /**
     * The codes somebody typed, each once.
     *
     * @param list<string> $texts
     * @return list<array<string, mixed>> rows of `codes`
     * @throws Refusal promo_invalid, promo_expired, promo_used_up, promo_stacked
     */
    public function codesOf(array $texts): array {
        $normals = array_map(Promo::normal(...), $texts);
        $rows = $this->codes->byNormal($normals);
        $now = $this->clock->nowMs();
        $found = [];
        foreach ($normals as $normal) {
            $code = $rows[$normal] ?? null;
            if ($code === null || $code['disabled']) {
                throw new Refusal('promo_invalid');
            }
            if ($now < ($code['opens_at'] ?? $now) || $now >= ($code['closes_at'] ?? PHP_INT_MAX)) {
                throw new Refusal('promo_expired');
            }
            if ($this->codes->isUsedUp($code)) {
                throw new Refusal('promo_used_up');
            }
            $found[$code['id']] = $code;
        }
        if (count(array_filter($found, static fn(array $code): bool => $code['type'] !== 'unlock')) > 1) {
            throw new Refusal('promo_stacked');
        }
        return array_values($found);
    }

    /**
     * Whether a code opens a hidden offer: one that names it, or its show.
     *
     * @param array<string, mixed> $code
     * @param array<string, mixed> $offer
     */
    public static function unlocks(array $code, array $offer): bool {
        if ($code['offers'] !== []) {
            return in_array($offer['id'], $code['offers'], true);
        }
        return $code['type'] === 'unlock' &&
            ($code['shows'] === [] || in_array($offer['show_id'], $code['shows'], true));
    }

    /**
     * Whether a code is for something.
     *
     * @param array<string, mixed> $code
     */
    public static function applies(array $code, string $ref, ?string $show): bool {
        return ($code['offers'] === [] || in_array($ref, $code['offers'], true)) &&
            ($code['shows'] === [] || in_array($show, $code['shows'], true));
    }

    /**
     * Whether a show that lines admit to is cancelled.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     */
    public function isCancelled(array $lines): bool {
        $parts = array_filter(
            array_merge(...array_column($lines, 'parts')),
            static fn(array $part): bool => $part['kind'] !== 'merch' && $part['show_id'] !== null,
        );
        $shows = $this->shows->findMany(array_column($parts, 'show_id'));
        return in_array('cancelled', array_column($shows, 'status'), true);
    }

    /**
     * Pieces of each thing that can still be had, null without a limit. One look at the stock for all of them.
     *
     * @param array<string, list<array{pool_id: ?string, units: int}>> $drawsById what one piece takes, by offer or variant
     * @return array<string, int|null> by the same keys
     */
    public function left(array $drawsById): array {
        $pools = $this->catalogue->pools(
            array_values(array_filter(array_column(array_merge(...array_values($drawsById)), 'pool_id'))),
        );
        return array_map(static fn(array $draws): ?int => Sale::piecesLeft($draws, $pools), $drawsById);
    }

    /**
     * The same for variants.
     *
     * @param list<array<string, mixed>> $variants rows
     * @return array<string, int|null> by id
     */
    public function leftOfVariants(array $variants): array {
        $parts = array_map(
            static fn(array $variant): array => [['pool_id' => $variant['pool_id'], 'units' => 1]],
            $variants,
        );
        return $this->left(array_combine(array_column($variants, 'id'), $parts));
    }

    /**
     * Sale states of offers, waves included: give all offers of a show, or what waits for a missing one does not wait.
     *
     * @param list<array<string, mixed>> $offers
     * @param array<string, array<string, mixed>> $shows by id
     * @param array<string, int|null> $left pieces by offer
     * @return array<string, string> by offer
     */
    public function saleStates(array $offers, array $shows, array $left): array {
        $waves = [];
        foreach ($offers as $offer) {
            $waves[$offer['id']] = [
                'own' => $this->ownState($offer, $shows[$offer['show_id']], $left[$offer['id']]),
                'opensAfter' => $offer['opens_after'],
                'opened' => $offer['opened_at'] !== null,
            ];
        }
        return Waves::states($waves);
    }

    /** An offer's sale state by its own dates and stock, whatever it waits for. */
    private function ownState(array $offer, array $show, ?int $left): string {
        if ($offer['closed'] || $show['status'] === 'cancelled' || $this->isPast($offer, $show)) {
            return 'closed';
        }
        return Sale::state($offer['opens_at'], $offer['closes_at'], $left, $this->clock->nowMs());
    }

    /**
     * An offer's sale state for who orders it now: its own stock aside, which holding asks.
     *
     * @param array<string, mixed> $offer
     * @param array<string, mixed> $show
     */
    public function stateForOrder(array $offer, array $show): string {
        if ($offer['opens_after'] === null || $offer['opened_at'] !== null) {
            return $this->ownState($offer, $show, null);
        }
        $all = $this->catalogue->offers($show['id']);
        $left = $this->left(array_column($all, 'draws', 'id'));
        return $this->saleStates($all, [$show['id'] => $show], [$offer['id'] => null] + $left)[$offer['id']];
    }

    /**
     * Whether an offer lets into nothing any more, and has no goods either: hall and stream are over once the show has
     * ended, the replay once it is archived.
     */
    private function isPast(array $offer, array $show): bool {
        $phase = Phase::at($show, $this->clock->nowMs());
        if (!in_array($phase, ['ended', 'replay', 'archived'], true)) {
            return false;
        }
        return array_filter(
            $offer['parts'],
            static fn(array $part): bool => $part['kind'] === 'merch' ||
                !in_array($part['show_id'], [null, $show['id']], true) ||
                ($part['kind'] === 'replay' && $phase !== 'archived'),
        ) === [];
    }

    /**
     * @param list<array<string, mixed>> $codes
     * @return array<string, mixed>
     */
    private function offerLine(array $request, array $offers, array $shows, array $codes): array {
        $offer = $offers[$request['offer']] ?? null;
        $show = $offer === null ? null : $shows[$offer['show_id']] ?? null;
        if ($offer === null || $show === null || !$show['published']) {
            throw new Refusal('offer_not_found', detail: (string) $request['offer']);
        }
        $key = null;
        if ($offer['hidden']) {
            $keys = array_filter($codes, static fn(array $code): bool => self::unlocks($code, $offer));
            // A hidden offer is not there for those who have no code.
            $key = reset($keys) ?: throw new Refusal('offer_not_found', detail: (string) $request['offer']);
        }
        $state = $this->stateForOrder($offer, $show);
        if ($state !== 'open') {
            throw new Refusal('not_on_sale', detail: "{$offer['id']} is $state.");
        }
        $chosen = self::chosen($offer, $request['amount'] ?? null);
        $parts = array_map(
            static fn(array $part): array => [
                'show_id' => $part['show_id'] ?? ($part['kind'] === 'merch' ? null : $offer['show_id']),
                'kind' => $part['kind'],
                'title' => $part['title'],
                'pool_id' => $part['pool_id'],
                'units' => $part['units'],
                'valid_from' => $part['valid_from'],
                'valid_until' => $part['valid_until'],
                'capabilities' => $part['capabilities'],
                'share_minor' => $part['share_minor'],
            ],
            $offer['parts'],
        );
        return [
            'show' => $offer['show_id'],
            'key' => $key,
            ...self::line($request, 'offer', $offer, $offer['name'], $parts, $offer['draws'], $chosen),
        ];
    }

    /** What the buyer chose to pay for one piece; null where there is nothing to choose. */
    private static function chosen(array $offer, ?array $amount): ?int {
        if ($offer['pricing'] !== 'choose') {
            return $amount === null ? null : throw new Refusal('amount_refused', detail: 'Its price is set.');
        }
        if ($amount === null) {
            throw new Refusal('amount_refused', detail: 'The buyer has to choose an amount.');
        }
        if ($amount['currency'] !== $offer['currency']) {
            throw new Refusal('wrong_currency', detail: "{$offer['id']} is sold in {$offer['currency']}.");
        }
        if (!Promo::mayChoose($offer['price_minor'], $offer['max_minor'], $amount['amountMinor'])) {
            throw new Refusal('amount_refused', detail: 'The amount is not within what is asked for.');
        }
        return $amount['amountMinor'];
    }

    /** @return array<string, mixed> */
    private function variantLine(array $request, array $variants): array {
        $variant =
            $variants[$request['variant']] ??
            throw new Refusal('variant_not_found', detail: (string) $request['variant']);
        $name = $variant['product']['name'] . ($variant['label'] === '' ? '' : ' · ' . $variant['label']);
        $part = [
            'show_id' => $variant['product']['show_id'],
            'kind' => 'merch',
            'title' => $name,
            'pool_id' => $variant['pool_id'],
            'units' => 1,
            'valid_from' => null,
            'valid_until' => null,
            'capabilities' => [],
        ];
        return [
            'show' => $variant['product']['show_id'],
            'key' => null,
            ...self::line($request, 'variant', $variant, $name, [$part], [$part], null),
        ];
    }

    /** @return array<string, mixed> */
    private static function line(
        array $request,
        string $type,
        array $thing,
        string $name,
        array $parts,
        array $draws,
        ?int $chosen,
    ): array {
        $pools = [];
        foreach ($draws as $draw) {
            if ($draw['pool_id'] !== null) {
                $pools[$draw['pool_id']] = ($pools[$draw['pool_id']] ?? 0) + $draw['units'];
            }
        }
        $unit = $chosen ?? $thing['price_minor'];
        return [
            'type' => $type,
            'ref' => $thing['id'],
            'name' => $name,
            'quantity' => $request['quantity'],
            'unit_minor' => $unit,
            'chosen_minor' => $chosen,
            'discount_minor' => 0,
            'total_minor' => $unit * $request['quantity'],
            'parts' => $parts,
            'pools' => $pools,
            'currency' => $thing['currency'],
            'max_per_order' => $thing['max_per_order'],
        ];
    }

    /**
     * The limit is per order: two lines of one offer do not double it; a code for one piece opens one.
     *
     * @param list<array<string, mixed>> $lines
     */
    private static function requireQuantities(array $lines): void {
        $asked = [];
        foreach ($lines as $line) {
            $limits = [$line['ref'] => $line['max_per_order']];
            if ($line['key'] !== null && $line['key']['pieces'] !== null) {
                $limits[$line['key']['id']] = $line['key']['pieces'];
            }
            foreach ($limits as $of => $most) {
                $asked[$of] = ($asked[$of] ?? 0) + $line['quantity'];
                if ($asked[$of] > $most) {
                    throw new Refusal('quantity_limit', detail: "At most $most of $of in one order.");
                }
            }
        }
    }

    /**
     * Takes off what the code takes off that does so.
     *
     * @param list<array<string, mixed>> $lines
     * @param list<array<string, mixed>> $codes
     * @return array{0: list<array<string, mixed>>, 1: list<array<string, mixed>>} the lines, and the codes that did something
     */
    private static function takeOff(array $lines, array $codes): array {
        $used = [];
        foreach ($codes as $code) {
            if ($code['type'] === 'unlock') {
                continue;
            }
            $seen = array_map(
                static fn(array $line): array => [
                    'unitMinor' => $line['unit_minor'],
                    'quantity' => $line['quantity'],
                    // What the buyer chose to pay no code lowers.
                    'applies' => $line['chosen_minor'] === null && self::applies($code, $line['ref'], $line['show']),
                ],
                $lines,
            );
            if (!in_array(true, array_column($seen, 'applies'), true)) {
                throw new Refusal('promo_invalid', detail: 'The code is for none of these.');
            }
            $amounts = Promo::discounts($seen, $code);
            foreach ($amounts as $index => $amount) {
                $lines[$index]['discount_minor'] = $amount;
                $lines[$index]['total_minor'] -= $amount;
            }
            $used[$code['id']] = ['discount_minor' => array_sum($amounts)] + $code;
        }
        foreach (array_filter(array_column($lines, 'key')) as $key) {
            $used[$key['id']] ??= ['discount_minor' => 0] + $key;
        }
        // In the order in which they are locked.
        ksort($used, SORT_STRING);
        return [$lines, array_values($used)];
    }

    /**
     * Looks whether there is enough of everything, without holding it.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     * @throws Refusal sold_out
     */
    public function lookAtStock(array $lines): void {
        $units = Orders::units(['lines' => $lines]);
        $pools = $this->catalogue->pools(array_map('strval', array_keys($units)));
        foreach ($units as $pool => $count) {
            $left = Sale::piecesLeft([['pool_id' => (string) $pool, 'units' => 1]], $pools);
            if ($left !== null && $left < $count) {
                throw new Refusal('sold_out');
            }
        }
    }
}
