<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Mail\Texts;
use Parterre\Settings;
use Parterre\Store\Ledger;

/** A show's statement in words: to print, and as a file. In the language of whoever asks. */
final class StatementPage {
    public function __construct(
        private readonly Statement $statement,
        private readonly Ledger $ledger,
        private readonly Settings $settings,
    ) {}

    /** @param array<string, mixed>|null $show null for what belongs to no show */
    public function title(?array $show): string {
        return $show === null
            ? __('Statement: without a show', 'parterre')
            : /* translators: %s: title of a show */
            sprintf(__('Statement: %s', 'parterre'), $show['title']);
    }

    /**
     * @param array<string, mixed>|null $show
     * @return string HTML
     */
    public function sheet(?array $show): string {
        $texts = new Texts(str_replace('_', '-', determine_locale()));
        $zone = wp_timezone_string();
        $html =
            '<p><strong>' .
            esc_html($this->settings->seller()) .
            '</strong></p><h1>' .
            esc_html($this->title($show)) .
            '</h1>';
        if ($show !== null) {
            $html .= '<p>' . esc_html($texts->date($show['starts_at'], $show['time_zone'])) . '</p>';
        }
        foreach ($this->statement->of($show['id'] ?? null) as $currency => $sum) {
            $money = static fn(int $minor): string => $texts->amount($minor, $currency);
            $html .= Paper::table(
                [__('What', 'parterre'), '#' . __('Amount', 'parterre')],
                array_map(
                    static fn(array $row): array => [$row[0], is_int($row[1]) ? $money($row[1]) : $row[1]],
                    $this->rows($show, $sum),
                ),
            );
            $html .= Paper::table(
                [
                    __('Country of VAT', 'parterre'),
                    '#' . __('Rate', 'parterre'),
                    '#' . __('Without VAT', 'parterre'),
                    '#' . __('VAT', 'parterre'),
                    '#' . __('With VAT', 'parterre'),
                ],
                array_map(
                    static fn(array $tax): array => [
                        $tax['country'],
                        $texts->rate($tax['rate']),
                        $money($tax['gross'] - $tax['tax']),
                        $money($tax['tax']),
                        $money($tax['gross']),
                    ],
                    $sum['vat'],
                ),
            );
        }
        // Whoever keeps this page can tell later that nothing was cut off the end of the ledger.
        $chain = $this->ledger->verify()[0];
        return $html .
            '<p class="fine">' .
            esc_html(
                sprintf(
                    /* translators: 1: a date and time, 2: a number, 3: a long hexadecimal number */
                    __('Made on %1$s. The ledger then had %2$d rows and ended with %3$s.', 'parterre'),
                    $texts->date((int) (microtime(true) * 1000), $zone),
                    $chain['rows'],
                    $chain['hash'],
                ),
            ) .
            '</p>';
    }

    /**
     * @param array<string, mixed>|null $show
     * @return \Generator<string> lines of CSV
     */
    public function lines(?array $show, bool $french): \Generator {
        $csv = new Csv($french);
        yield Csv::MARK . $csv->line([$this->title($show), __('Currency', 'parterre'), __('Amount', 'parterre')]);
        foreach ($this->statement->of($show['id'] ?? null) as $currency => $sum) {
            foreach ($this->rows($show, $sum) as [$what, $value]) {
                yield $csv->line([
                    $what,
                    is_int($value) ? $currency : '',
                    is_int($value) ? $csv->amount($value, $currency) : $value,
                ]);
            }
            foreach ($sum['vat'] as $tax) {
                $what = __('VAT', 'parterre') . " {$tax['country']} " . $csv->rate($tax['rate']) . ' %';
                yield $csv->line([$what, $currency, $csv->amount($tax['tax'], $currency)]);
            }
        }
    }

    /**
     * What is said, and the amount in minor units or a text.
     *
     * @param array<string, mixed>|null $show
     * @param array<string, mixed> $sum
     * @return list<array{0: string, 1: int|string}>
     */
    private function rows(?array $show, array $sum): array {
        $viewers = $show === null ? null : $this->statement->viewers($show['id']);
        $shares = $this->statement->shares($show['id'] ?? null);
        $texts = new Texts(str_replace('_', '-', determine_locale()));
        $percent = static fn(string $who): string => ' (' . $texts->rate($shares[$who]) . ')';
        return [
            [__('Orders', 'parterre'), (string) $sum['orders']],
            ...$viewers === null
                ? []
                : [
                    [__('Watched the livestream', 'parterre'), (string) $viewers['live']],
                    [__('Watched the replay', 'parterre'), (string) $viewers['replay']],
                ],
            [__('Sold', 'parterre'), $sum['gross']],
            [__('Given back', 'parterre'), -$sum['refunded']],
            [__('Contested with the bank', 'parterre'), -$sum['disputed']],
            [__('Received', 'parterre'), $sum['net']],
            ...$sum['counter'] === 0 ? [] : [[__('of which at the counter', 'parterre'), $sum['counter']]],
            [__('VAT', 'parterre'), -$sum['vatTotal']],
            [__('Fees of the payment provider', 'parterre'), -$sum['fees']],
            [__('To share', 'parterre'), $sum['rest']],
            [__('Artist', 'parterre') . $percent('artist'), $sum['split']['artist']],
            [__('Crew', 'parterre') . $percent('crew'), $sum['split']['crew']],
            [__('Venue', 'parterre') . $percent('venue'), $sum['split']['venue']],
            [__('Base for authors’ rights, without VAT', 'parterre'), $sum['rightsBase']],
        ];
    }
}
