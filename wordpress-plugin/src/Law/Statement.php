<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Tax;
use Parterre\Payments\CounterGateway;
use Parterre\Settings;
use Parterre\Store\LawBook;
use Parterre\Store\Reports;

/**
 * What one show brought: sold, given back, contested, VAT, fees, and who gets what of the rest. Every cent of every real order is in
 * the statement of exactly one show, or in the one of no show (donations, postage, goods always for sale): together they are
 * the ledger. A line for several shows is split by the shares of its parts.
 */
final class Statement {
    /** What authors' rights are reckoned on: tickets, not goods and gifts. */
    private const RIGHTS = ['hall', 'live', 'replay'];

    public const PARTIES = ['artist', 'crew', 'venue'];

    public function __construct(
        private readonly Reports $reports,
        private readonly LawBook $book,
        private readonly Settings $settings,
    ) {}

    /**
     * @param string|null $show null for what belongs to no show
     * @return array<string, array<string, mixed>> by currency: `{orders, gross, refunded, disputed, net, vat: [{country, rate, gross, tax}],
     *         vatTotal, fees, counter, rightsBase, rest, split: {artist, crew, venue}, byKind: {kind: gross in force}}`, minor units. `net` is what
     *         the ledger says, `counter` how much of it was taken by hand; `rest` is net without VAT and fees, and `split` adds up to it.
     */
    public function of(?string $show): array {
        $sums = [];
        foreach ($this->reports->ordersTouching($show) as $order) {
            $this->add($sums, $order, $show);
        }
        $shares = array_values($this->shares($show));
        return array_map(fn(array $sum): array => $this->finished($sum, $shares), $sums);
    }

    /**
     * How what is left is shared: as the show says, else as the venue does.
     *
     * @return array{artist: int, crew: int, venue: int} hundredths of a percent
     */
    public function shares(?string $show): array {
        return ($show === null ? null : $this->book->split($show)) ??
            array_combine(
                self::PARTIES,
                array_map(fn(string $who): int => $this->settings->get("split_$who") * 100, self::PARTIES),
            );
    }

    /** @return array{live: int, replay: int} */
    public function viewers(string $show): array {
        return $this->reports->viewers($show);
    }

    /** @param array<string, array<string, mixed>> $sums */
    private function add(array &$sums, array $order, ?string $show): void {
        $owners = self::owners($order);
        $mine = static fn(array $amounts): int => $amounts[$show ?? ''] ?? 0;
        $gross = $mine(self::allot($order, $owners, 'total_minor'));
        if (!isset(array_merge(...array_values($owners) ?: [[]])[$show ?? ''])) {
            return;
        }
        $sum = &$sums[$order['currency']];
        $sum ??= [
            'orders' => 0,
            'gross' => 0,
            'refunded' => 0,
            'disputed' => 0,
            'vat' => [],
            'fees' => 0,
            'counter' => 0,
            'rightsBase' => 0,
            'byKind' => [],
        ];
        $refunded = $mine(self::allot($order, $owners, 'refunded_minor'));
        $sum['orders']++;
        $sum['gross'] += $gross;
        $sum['refunded'] += $refunded;
        $sum['counter'] += $order['gateway'] === CounterGateway::NAME ? $gross - $refunded : 0;
        // The bank has the money for now: it is not the venue's until that is won.
        $sum['disputed'] += $order['state'] === 'disputed' ? $gross - $refunded : 0;
        $whole = self::allot($order, $owners, 'total_minor');
        ksort($whole);
        $fees = Tax::shareOut((int) $order['fee_minor'], array_values($whole));
        $sum['fees'] += $fees[array_search($show ?? '', array_map('strval', array_keys($whole)), true)] ?? 0;
        foreach ($order['lines'] as $line) {
            foreach (self::inForce($line, $owners[$line['id']], $show ?? '') as $tax) {
                $key = $tax['country'] . ' ' . str_pad((string) $tax['rate'], 5, '0', STR_PAD_LEFT);
                $sum['vat'][$key] ??= ['country' => $tax['country'], 'rate' => $tax['rate'], 'gross' => 0, 'tax' => 0];
                $sum['vat'][$key]['gross'] += $tax['gross'];
                $sum['vat'][$key]['tax'] += $tax['tax'];
                $sum['byKind'][$tax['kind']] = ($sum['byKind'][$tax['kind']] ?? 0) + $tax['gross'];
                if (in_array($tax['kind'], self::RIGHTS, true)) {
                    $sum['rightsBase'] += $tax['gross'] - $tax['tax'];
                }
            }
        }
    }

    /** @param list<int> $parts weights of PARTIES @return array<string, mixed> */
    private function finished(array $sum, array $parts): array {
        ksort($sum['vat']);
        $sum['vat'] = array_values($sum['vat']);
        $sum['vatTotal'] = array_sum(array_column($sum['vat'], 'tax'));
        $sum['net'] = $sum['gross'] - $sum['refunded'] - $sum['disputed'];
        $sum['rest'] = $sum['net'] - $sum['vatTotal'] - $sum['fees'];
        $sum['split'] = array_combine(self::PARTIES, Tax::shareOut(max(0, $sum['rest']), $parts));
        return $sum;
    }

    /**
     * Weights of the shows a line is for, by line; an empty name stands for none.
     *
     * @return array<string, array<string, int>>
     */
    private static function owners(array $order): array {
        $owners = [];
        foreach ($order['lines'] as $line) {
            $weights = [];
            $named = array_sum(array_map(static fn(array $part): int => $part['share_minor'] ?? 0, $line['parts'])) > 0;
            foreach ($line['parts'] as $part) {
                $show = (string) $part['show_id'];
                $weights[$show] = ($weights[$show] ?? 0) + ($named ? $part['share_minor'] ?? 0 : 1);
            }
            ksort($weights);
            $owners[$line['id']] = $weights === [] ? ['' => 1] : $weights;
        }
        return $owners;
    }

    /** A column of an order's lines, by show. @return array<string, int> */
    private static function allot(array $order, array $owners, string $column): array {
        $amounts = [];
        foreach ($order['lines'] as $line) {
            $weights = $owners[$line['id']];
            foreach (
                array_combine(array_keys($weights), Tax::shareOut($line[$column], array_values($weights)))
                as $show => $amount
            ) {
                $amounts[(string) $show] = ($amounts[(string) $show] ?? 0) + $amount;
            }
        }
        return $amounts;
    }

    /**
     * What of a line's VAT is in force for a show: as invoiced, less what was credited.
     *
     * @param array<string, int> $weights of the line's shows
     * @return list<array{kind: string, country: string, rate: int, gross: int, tax: int}>
     */
    private static function inForce(array $line, array $weights, string $show): array {
        $place = array_search($show, array_map('strval', array_keys($weights)), true);
        if ($place === false) {
            return [];
        }
        $taxes = $line['taxes'] ?? [];
        $credited = Tax::shareOut($line['refunded_minor'], array_column($taxes, 'gross'));
        $left = [];
        foreach ($taxes as $index => $tax) {
            $gross = $tax['gross'] - $credited[$index];
            $vat = $tax['tax'] - Tax::inside($credited[$index], $tax['rate']);
            $left[] =
                [
                    'gross' => Tax::shareOut($gross, array_values($weights))[$place],
                    'tax' => Tax::shareOut($vat, array_values($weights))[$place],
                ] + $tax;
        }
        return $left;
    }
}
