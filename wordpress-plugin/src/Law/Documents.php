<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Tax;
use Parterre\Settings;
use Parterre\Store\Documents as Records;
use Parterre\Store\Orders;
use Parterre\Store\Refunds;

/**
 * Writes what a sale needs on paper: an invoice once it is paid, a credit note for everything that goes back. Test orders and
 * orders of zero have neither. Like Settle it applies a state: whatever is missing is written, what is there stays as it is.
 */
final class Documents {
    public function __construct(
        private readonly Records $records,
        private readonly Orders $orders,
        private readonly Refunds $refunds,
        private readonly Evidence $evidence,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Brings an order's documents up to what has happened to it. Inside the transaction that made it happen, with the order locked,
     * after all locks but the ledger's.
     */
    public function keepUp(string $orderId): void {
        $order = $this->orders->find($orderId);
        if ($order === null || $order['paid_at'] === null) {
            // What was never given needs no paper: late money that goes straight back.
            return;
        }
        $order = $this->evidence->settle($order);
        if ($order['test'] || $order['total_minor'] === 0) {
            return;
        }
        if ($this->records->of($orderId, 'invoice', '') === null) {
            $this->write('invoice', $order, '', self::soldLines($order), null);
        }
        $gone = [];
        foreach ($this->refunds->ofOrder($orderId) as $refund) {
            if ($refund['applied_at'] === null || $refund['amount_minor'] === 0) {
                continue;
            }
            $known = $this->records->of($orderId, 'creditNote', $refund['id']);
            $lines = self::refundedLines($order, $refund, $gone);
            if ($known === null) {
                $this->write('creditNote', $order, $refund['id'], $lines, $refund);
            }
            if (
                in_array($refund['state'], ['failed', 'replaced'], true) &&
                $this->records->of($orderId, 'invoice', $refund['id']) === null
            ) {
                // The bank sent the money of a refund back: what was credited is owed again.
                $this->write('invoice', $order, $refund['id'], $lines, $refund);
            }
        }
    }

    /**
     * @param list<array<string, mixed>> $lines `{name, quantity, gross, taxes}`
     * @param array<string, mixed>|null $refund
     */
    private function write(string $kind, array $order, string $refundId, array $lines, ?array $refund): void {
        $taxes = array_merge(...array_column($lines, 'taxes'));
        $prefix = $this->settings->get($kind === 'invoice' ? 'invoice_prefix' : 'credit_note_prefix');
        $year = wp_date('Y', intdiv($this->clock->nowMs(), 1000));
        $invoice = $refund === null ? null : $this->records->of($order['id'], 'invoice', '');
        $this->records->add(
            [
                'kind' => $kind,
                'series' => $prefix . $year,
                'order_id' => $order['id'],
                'refund_id' => $refundId,
                'currency' => $order['currency'],
                'total_minor' => array_sum(array_column($lines, 'gross')),
                'tax_minor' => array_sum(array_column($taxes, 'tax')),
            ],
            [
                'seller' => [
                    'name' => $this->settings->seller(),
                    'address' => $this->settings->get('seller_address'),
                    'siret' => $this->settings->get('seller_siret'),
                    'vatNumber' => $this->settings->get('seller_vat_number'),
                    'note' => $this->settings->get('invoice_note'),
                    'franchise' => $this->settings->get('vat_franchise'),
                ],
                'buyer' => [
                    'email' => $order['email'],
                    'address' => $order['delivery']['address'] ?? null,
                    'country' => $order['tax_country'],
                ],
                'reference' => $order['reference'],
                'locale' => $order['locale'],
                'paidAt' => $order['paid_at'],
                'method' => $order['gateway'],
                // The invoice that a credit note is about.
                'about' =>
                    $invoice === null ? null : ['label' => $invoice['label'], 'issuedAt' => $invoice['issued_at']],
                'reason' =>
                    $refund === null
                        ? ''
                        : ($refund['state'] === 'failed' && $kind === 'invoice'
                            ? 'refund_failed'
                            : $refund['origin']),
                'lines' => $lines,
                'taxes' => self::sums($taxes),
            ],
        );
    }

    /** @return list<array<string, mixed>> */
    private static function soldLines(array $order): array {
        return array_map(
            static fn(array $line): array => [
                'name' => $line['name'],
                'quantity' => $line['quantity'],
                'gross' => $line['total_minor'],
                'taxes' => $line['taxes'] ?? [],
            ],
            array_values(array_filter($order['lines'], static fn(array $line): bool => $line['total_minor'] > 0)),
        );
    }

    /**
     * What a refund takes from each line. The VAT of several refunds of one line adds up to that line's: each takes the step from
     * what had gone before to what has gone with it.
     *
     * @param array<string, int> $gone minor units that went back before, by line; grows
     * @return list<array<string, mixed>>
     */
    private static function refundedLines(array $order, array $refund, array &$gone): array {
        $lines = array_column($order['lines'], null, 'id');
        $taken = [];
        foreach ($refund['lines'] ?: self::spread($order, $refund['amount_minor']) as $piece) {
            $line = $lines[$piece['line']];
            $before = $gone[$line['id']] ?? 0;
            // Money that a bank sent back is in force again, and the next refund takes the same step.
            if (!in_array($refund['state'], ['failed', 'replaced'], true)) {
                $gone[$line['id']] = $before + $piece['amountMinor'];
            }
            $taken[] = [
                'name' => $line['name'],
                'quantity' => $piece['quantity'],
                'gross' => $piece['amountMinor'],
                'taxes' => self::step($line['taxes'] ?? [], $before, $before + $piece['amountMinor']),
            ];
        }
        return $taken;
    }

    /**
     * Money that names no line, over all of them.
     *
     * @return list<array{line: string, quantity: int, amountMinor: int}>
     */
    private static function spread(array $order, int $amountMinor): array {
        $shares = Tax::shareOut($amountMinor, array_column($order['lines'], 'total_minor'));
        return array_map(
            static fn(array $line, int $share): array => [
                'line' => $line['id'],
                'quantity' => 0,
                'amountMinor' => $share,
            ],
            $order['lines'],
            $shares,
        );
    }

    /**
     * The VAT between two parts of a line's amount.
     *
     * @param list<array{kind: string, country: string, rate: int, gross: int, tax: int}> $taxes of the whole line
     * @return list<array{kind: string, country: string, rate: int, gross: int, tax: int}>
     */
    private static function step(array $taxes, int $from, int $to): array {
        $weights = array_column($taxes, 'gross');
        $start = Tax::shareOut($from, $weights);
        $end = Tax::shareOut($to, $weights);
        return array_map(
            static fn(array $tax, int $index): array => [
                'gross' => $end[$index] - $start[$index],
                'tax' => Tax::inside($end[$index], $tax['rate']) - Tax::inside($start[$index], $tax['rate']),
            ] + $tax,
            $taxes,
            array_keys($taxes),
        );
    }

    /**
     * Gross and tax by country and rate.
     *
     * @param list<array{country: string, rate: int, gross: int, tax: int}> $taxes
     * @return list<array{country: string, rate: int, gross: int, tax: int}>
     */
    private static function sums(array $taxes): array {
        $sums = [];
        foreach ($taxes as $tax) {
            $key = "{$tax['country']} " . str_pad((string) $tax['rate'], 5, '0', STR_PAD_LEFT);
            $sums[$key] ??= ['country' => $tax['country'], 'rate' => $tax['rate'], 'gross' => 0, 'tax' => 0];
            $sums[$key]['gross'] += $tax['gross'];
            $sums[$key]['tax'] += $tax['tax'];
        }
        ksort($sums);
        return array_values($sums);
    }
}
