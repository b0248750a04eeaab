<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Secrets;
use Parterre\Mail\Texts;
use Parterre\Module;
use Parterre\Store\Documents as Records;

/**
 * The page of an invoice or a credit note, to read and to print. Whoever has its address may see it: the address holds a key that
 * only this site can make, and is told to the buyer's session, in the buyer's mail and in the back office.
 */
final class DocumentPage implements Module {
    private const QUERY = 'parterre-document';

    public function __construct(private readonly Records $records, private readonly Secrets $secrets) {}

    public function register(): void {
        add_action('template_redirect', [$this, 'answer'], 0);
    }

    public function url(string $id): string {
        return add_query_arg([self::QUERY => $id, 'key' => $this->key($id)], home_url('/'));
    }

    public function answer(): void {
        // phpcs:ignore WordPress.Security.NonceVerification -- reading, by whoever has the address
        $id = isset($_GET[self::QUERY]) ? sanitize_text_field(wp_unslash($_GET[self::QUERY])) : '';
        if ($id === '') {
            return;
        }
        // phpcs:ignore WordPress.Security.NonceVerification -- the key is the permission
        $key = isset($_GET['key']) ? sanitize_text_field(wp_unslash($_GET['key'])) : '';
        $document = hash_equals($this->key($id), $key) ? $this->records->find($id) : null;
        if ($document === null) {
            nocache_headers();
            wp_die(esc_html__('This is not here, or it is not yours.', 'parterre'), '', [
                'response' => 404,
                'exit' => true,
            ]);
        }
        $texts = new Texts($document['content']['locale']);
        Paper::send($document['label'], $texts->language(), [self::sheet($document, $texts)]);
    }

    /**
     * @param array<string, mixed> $document
     * @return string HTML
     */
    public static function sheet(array $document, Texts $texts): string {
        $content = $document['content'];
        $currency = $document['currency'];
        $money = static fn(int $minor): string => $texts->amount($minor, $currency);
        $zone = wp_timezone_string();
        $about = $content['about'];
        $facts = array_filter([
            $texts->say('document.issued', ['date' => $texts->day($document['issued_at'], $zone)]),
            $texts->say('document.order', ['reference' => $content['reference']]),
            $texts->say('document.paid', ['date' => $texts->day((int) $content['paidAt'], $zone)]),
            $about === null || $document['kind'] === 'invoice'
                ? ''
                : $texts->say('document.about', [
                    'number' => $about['label'],
                    'date' => $texts->day($about['issuedAt'], $zone),
                ]),
            $content['reason'] === '' ? '' : $texts->say("document.reason.{$content['reason']}"),
        ]);
        $lines = array_map(
            static fn(array $line): array => [
                $line['name'],
                $line['quantity'] > 0 ? (string) $line['quantity'] : '',
                implode(
                    ' · ',
                    array_unique(
                        array_map(static fn(array $tax): string => $texts->rate($tax['rate']), $line['taxes']),
                    ),
                ),
                $money($line['gross']),
            ],
            $content['lines'],
        );
        $taxes = array_map(
            static fn(array $tax): array => [
                $tax['country'],
                $texts->rate($tax['rate']),
                $money($tax['gross'] - $tax['tax']),
                $money($tax['tax']),
                $money($tax['gross']),
            ],
            $content['taxes'],
        );
        $net = $document['total_minor'] - $document['tax_minor'];
        return '<div class="between"><div>' .
            self::seller($content['seller'], $texts) .
            '</div><div>' .
            self::buyer($content['buyer'], $texts) .
            '</div></div><h1>' .
            esc_html($texts->say("document.{$document['kind']}", ['number' => $document['label']])) .
            '</h1>' .
            implode('', array_map(static fn(string $fact): string => '<p>' . esc_html($fact) . '</p>', $facts)) .
            '<h2>' .
            esc_html($texts->say('document.lines')) .
            '</h2>' .
            Paper::table(
                [
                    $texts->say('document.what'),
                    '#' . $texts->say('document.quantity'),
                    '#' . $texts->say('document.rate'),
                    '#' . $texts->say('document.gross'),
                ],
                $lines,
                [[$texts->say('document.total'), '', '', $money($document['total_minor'])]],
            ) .
            ($content['seller']['franchise']
                ? '<p>' . esc_html($texts->say('document.franchise')) . '</p>'
                : Paper::table(
                    [
                        $texts->say('document.country'),
                        '#' . $texts->say('document.rate'),
                        '#' . $texts->say('document.net'),
                        '#' . $texts->say('document.tax'),
                        '#' . $texts->say('document.gross'),
                    ],
                    $taxes,
                    [
                        [
                            $texts->say('document.total'),
                            '',
                            $money($net),
                            $money($document['tax_minor']),
                            $money($document['total_minor']),
                        ],
                    ],
                )) .
            '<p class="fine">' .
            esc_html($texts->say($document['kind'] === 'invoice' ? 'document.settled' : 'document.returned')) .
            '</p>';
    }

    private static function seller(array $seller, Texts $texts): string {
        $lines = array_filter([
            $seller['address'],
            $seller['siret'] === '' ? '' : $texts->say('document.siret', ['number' => $seller['siret']]),
            $seller['vatNumber'] === '' ? '' : $texts->say('document.vatNumber', ['number' => $seller['vatNumber']]),
            $seller['note'],
        ]);
        return '<p><strong>' .
            esc_html($seller['name']) .
            '</strong></p><p class="pre">' .
            esc_html(implode("\n", $lines)) .
            '</p>';
    }

    private static function buyer(array $buyer, Texts $texts): string {
        $address = $buyer['address'];
        $lines =
            $address === null
                ? [$buyer['email']]
                : array_filter([
                    $address['name'],
                    $address['line1'],
                    $address['line2'] ?? '',
                    "{$address['postcode']} {$address['city']}",
                    $buyer['email'],
                ]);
        return '<p class="fine">' .
            esc_html($texts->say('document.buyer')) .
            '</p><p class="pre">' .
            esc_html(implode("\n", $lines)) .
            '</p>';
    }

    private function key(string $id): string {
        return substr($this->secrets->derive("document|$id"), 0, 43);
    }
}
