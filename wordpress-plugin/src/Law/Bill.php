<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Domain\Tax;
use Parterre\Domain\Withdrawal;

/** What the law adds to a price: the VAT that is in it, postage, terms, the right to withdraw. */
final class Bill {
    public function __construct(
        private readonly Vat $vat,
        private readonly Postage $postage,
        private readonly Terms $terms,
        private readonly Split $split,
    ) {}

    /**
     * A price with its postage and the VAT in every line. The total is the same for every fan; only postage adds to it.
     *
     * @param array{lines: list<array<string, mixed>>, discounts: list<array<string, mixed>>, total: int} $price as Pricing gives it
     * @param array<string, mixed> $asked the request: `country`, `currency` and `delivery` of the protocol
     * @param bool $online false where the money is taken by hand: coins may be fewer than a card is charged for
     * @return array{lines: list<array<string, mixed>>, discounts: list<array<string, mixed>>, total: int} as given, and more
     * @throws Refusal `delivery_unavailable`, `amount_too_small`
     */
    public function complete(array $price, array $asked, bool $online = true): array {
        $destination = self::destination($asked);
        if ($destination !== null) {
            $line = $this->postage->line($price['lines'], $destination);
            $price['lines'][] = $line;
            $price['total'] += $line['total_minor'];
        }
        if ($online && Money::isTooSmall($price['total'], $asked['currency'])) {
            throw new Refusal('amount_too_small', detail: 'Cards cannot be charged this little.');
        }
        $price['lines'] = $this->vat->ofLines($price['lines'], $asked['country'] ?? $this->vat->home(), $destination);
        return $price;
    }

    /**
     * What a quote says besides the price.
     *
     * @param array{lines: list<array<string, mixed>>} $price as `complete` gives it
     * @return array{taxes: list<array<string, mixed>>, goesTo: list<array<string, mixed>>, deliveries: list<array<string, mixed>>, terms: array<string, string>|null}
     */
    public function say(array $price, string $currency, array $asked): array {
        $country = self::destination($asked) ?? ($asked['country'] ?? $this->vat->home());
        return [
            'taxes' => self::taxes($price['lines'], $currency),
            'goesTo' => $this->split->of($price['lines'], $currency),
            'deliveries' => $this->postage->options($price['lines'], $country, $currency),
            'terms' => $this->terms->current(),
        ];
    }

    /**
     * The VAT in some lines, by rate.
     *
     * @param list<array<string, mixed>> $lines `order_lines` rows
     * @return list<array{rate: int, amount: array<string, mixed>}> the protocol's `IncludedTax`es
     */
    public static function taxes(array $lines, string $currency): array {
        $taxes = array_merge(...array_map(static fn(array $line): array => $line['taxes'] ?? [], $lines));
        return array_map(
            static fn(array $sum): array => ['rate' => $sum['rate'], 'amount' => Money::of($sum['tax'], $currency)],
            Tax::byRate($taxes),
        );
    }

    /** The right to withdraw that a line gives: `none`, `right` or `waivable`. */
    public static function right(array $line): string {
        return Withdrawal::right($line['type'], $line['total_minor'], array_column($line['parts'], 'kind'));
    }

    /** The country goods are posted to; null when they are picked up. */
    public static function destination(array $asked): ?string {
        return ($asked['delivery']['method'] ?? '') === 'post' ? $asked['delivery']['country'] : null;
    }
}
