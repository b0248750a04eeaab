<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Secrets;
use Parterre\Store\Payouts;
use Parterre\Store\Reports;

/** The lists that leave the site for an accountant, row by row. Days and times are the venue's; amounts are numbers. */
final class Exports {
    public const NAMES = ['orders', 'journal', 'documents', 'refunds', 'tickets', 'ledger', 'payouts'];

    public function __construct(private readonly Reports $reports, private readonly Payouts $payouts) {}

    /**
     * The lines of a file.
     *
     * @param string $name of NAMES
     * @param bool $addresses whether buyers' addresses may be read in full
     * @return \Generator<string>
     */
    public function lines(string $name, int $from, int $to, bool $french, bool $addresses): \Generator {
        $csv = new Csv($french);
        yield Csv::MARK;
        $rows = match ($name) {
            'orders' => $this->orders($csv, $from, $to, $addresses),
            'journal' => $this->journal($csv, $from, $to),
            'documents' => $this->documents($csv, $from, $to),
            'refunds' => $this->refunds($csv, $from, $to),
            'tickets' => $this->tickets($from, $to),
            'ledger' => $this->ledger($csv, $from, $to),
            'payouts' => $this->payouts($csv, $from, $to),
        };
        foreach ($rows as $row) {
            yield $csv->line($row);
        }
    }

    /** @return \Generator<list<string|int|null>> */
    private function orders(Csv $csv, int $from, int $to, bool $addresses): \Generator {
        yield [
            __('Order', 'parterre'),
            __('Paid', 'parterre'),
            __('State', 'parterre'),
            __('E-mail', 'parterre'),
            __('What', 'parterre'),
            __('Currency', 'parterre'),
            __('Total', 'parterre'),
            __('Given back', 'parterre'),
            __('VAT', 'parterre'),
            __('Country of VAT', 'parterre'),
            __('To be checked', 'parterre'),
            __('Fee', 'parterre'),
        ];
        foreach ($this->reports->orders($from, $to) as $order) {
            $currency = $order['currency'];
            $taxes = array_merge(...array_map(static fn(array $line): array => $line['taxes'] ?? [], $order['lines']));
            yield [
                $order['reference'],
                self::moment((int) $order['paid_at']),
                $order['state'],
                $addresses ? $order['email'] : Secrets::emailHint($order['email']),
                implode(
                    ', ',
                    array_map(
                        static fn(array $line): string => "{$line['quantity']} × {$line['name']}",
                        $order['lines'],
                    ),
                ),
                $currency,
                $csv->amount($order['total_minor'], $currency),
                $csv->amount($order['refunded_minor'], $currency),
                $csv->amount(array_sum(array_column($taxes, 'tax')), $currency),
                $order['tax_country'],
                $order['evidence']['flagged'] ?? false ? 1 : 0,
                $order['fee_minor'] === null ? '' : $csv->amount($order['fee_minor'], $currency),
            ];
        }
    }

    /**
     * Sales by day, country and rate, from invoices and credit notes. A day is a few rows, however much was sold on it.
     *
     * @return \Generator<list<string|int|null>>
     */
    private function journal(Csv $csv, int $from, int $to): \Generator {
        yield [
            __('Day', 'parterre'),
            __('Currency', 'parterre'),
            __('Country of VAT', 'parterre'),
            __('Rate (%)', 'parterre'),
            __('Without VAT', 'parterre'),
            __('VAT', 'parterre'),
            __('With VAT', 'parterre'),
        ];
        $day = '';
        $sums = [];
        $told = static function () use (&$day, &$sums, $csv): array {
            ksort($sums);
            $rows = array_map(
                static fn(array $sum): array => [
                    $day,
                    $sum['currency'],
                    $sum['country'],
                    $csv->rate($sum['rate']),
                    $csv->amount($sum['gross'] - $sum['tax'], $sum['currency']),
                    $csv->amount($sum['tax'], $sum['currency']),
                    $csv->amount($sum['gross'], $sum['currency']),
                ],
                array_values($sums),
            );
            $sums = [];
            return $rows;
        };
        foreach ($this->reports->documents($from, $to) as $document) {
            $its = self::day($document['issued_at']);
            if ($its !== $day) {
                yield from $told();
                $day = $its;
            }
            $sign = $document['kind'] === 'creditNote' ? -1 : 1;
            foreach ($document['content']['taxes'] as $tax) {
                $key =
                    "{$document['currency']} {$tax['country']} " . str_pad((string) $tax['rate'], 5, '0', STR_PAD_LEFT);
                $sums[$key] ??= ['currency' => $document['currency'], 'gross' => 0, 'tax' => 0] + $tax;
                $sums[$key]['gross'] += $sign * $tax['gross'];
                $sums[$key]['tax'] += $sign * $tax['tax'];
            }
        }
        yield from $told();
    }

    /** @return \Generator<list<string|int|null>> */
    private function documents(Csv $csv, int $from, int $to): \Generator {
        yield [
            __('Number', 'parterre'),
            __('Kind', 'parterre'),
            __('Day', 'parterre'),
            __('Order', 'parterre'),
            __('Currency', 'parterre'),
            __('Without VAT', 'parterre'),
            __('VAT', 'parterre'),
            __('With VAT', 'parterre'),
        ];
        foreach ($this->reports->documents($from, $to) as $document) {
            $sign = $document['kind'] === 'creditNote' ? -1 : 1;
            $amount = static fn(int $minor): string => $csv->amount($sign * $minor, $document['currency']);
            yield [
                $document['label'],
                $document['kind'] === 'invoice' ? __('Invoice', 'parterre') : __('Credit note', 'parterre'),
                self::day($document['issued_at']),
                $document['content']['reference'],
                $document['currency'],
                $amount($document['total_minor'] - $document['tax_minor']),
                $amount($document['tax_minor']),
                $amount($document['total_minor']),
            ];
        }
    }

    /** @return \Generator<list<string|int|null>> */
    private function refunds(Csv $csv, int $from, int $to): \Generator {
        yield [
            __('Order', 'parterre'),
            __('Asked for', 'parterre'),
            __('State', 'parterre'),
            __('Origin', 'parterre'),
            __('Reason', 'parterre'),
            __('Currency', 'parterre'),
            __('Amount', 'parterre'),
        ];
        foreach ($this->reports->refunds($from, $to) as $refund) {
            yield [
                $refund['reference'],
                self::moment($refund['created_at']),
                $refund['state'],
                $refund['origin'],
                $refund['reason'],
                $refund['currency'],
                $csv->amount($refund['amount_minor'], $refund['currency']),
            ];
        }
    }

    /** @return \Generator<list<string|int|null>> */
    private function tickets(int $from, int $to): \Generator {
        yield [
            __('Ticket', 'parterre'),
            __('Issued', 'parterre'),
            __('Show', 'parterre'),
            __('Kind', 'parterre'),
            __('Source', 'parterre'),
            __('State', 'parterre'),
            __('Order', 'parterre'),
        ];
        foreach ($this->reports->tickets($from, $to) as $ticket) {
            yield [
                $ticket['id'],
                self::moment($ticket['created_at']),
                $ticket['title'],
                $ticket['kind'],
                $ticket['source'],
                $ticket['state'],
                $ticket['reference'],
            ];
        }
    }

    /** @return \Generator<list<string|int|null>> */
    private function ledger(Csv $csv, int $from, int $to): \Generator {
        yield [
            __('Number', 'parterre'),
            __('Happened', 'parterre'),
            __('Kind', 'parterre'),
            __('Order', 'parterre'),
            __('Provider', 'parterre'),
            __('Provider’s number', 'parterre'),
            __('Currency', 'parterre'),
            __('Amount', 'parterre'),
            __('Hash', 'parterre'),
        ];
        foreach ($this->reports->ledger($from, $to) as $row) {
            yield [
                $row['number'],
                self::moment($row['happened_at']),
                $row['kind'],
                $row['reference'],
                $row['gateway'],
                $row['provider_id'],
                $row['currency'],
                $csv->amount($row['amount_minor'], $row['currency']),
                $row['hash'],
            ];
        }
    }

    /** @return \Generator<list<string|int|null>> */
    private function payouts(Csv $csv, int $from, int $to): \Generator {
        yield [
            __('Payout', 'parterre'),
            __('Made', 'parterre'),
            __('Arrives', 'parterre'),
            __('State', 'parterre'),
            __('Kind', 'parterre'),
            __('Order', 'parterre'),
            __('Provider’s number', 'parterre'),
            __('Happened', 'parterre'),
            __('Currency', 'parterre'),
            __('Amount', 'parterre'),
            __('Fee', 'parterre'),
            __('Net', 'parterre'),
            __('Difference', 'parterre'),
        ];
        foreach ($this->payouts->between($from, $to) as $row) {
            $currency = $row['currency'];
            yield [
                $row['payout_id'],
                self::day((int) $row['payout_at']),
                self::day((int) $row['arrives_at']),
                $row['payout_state'],
                $row['kind'],
                $row['reference'],
                $row['source_id'],
                self::moment($row['happened_at']),
                $currency,
                $csv->amount($row['amount_minor'], $currency),
                $csv->amount($row['fee_minor'], $currency),
                $csv->amount($row['amount_minor'] - $row['fee_minor'], $currency),
                $row['problem'],
            ];
        }
    }

    private static function day(int $ms): string {
        return (string) wp_date('Y-m-d', intdiv($ms, 1000));
    }

    private static function moment(int $ms): string {
        return (string) wp_date('Y-m-d H:i', intdiv($ms, 1000));
    }
}
