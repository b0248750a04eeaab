<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Tax;
use Parterre\Settings;
use Parterre\Store\Orders;
use Parterre\Store\Payments;

/**
 * Which country's VAT a paid order is for, and what speaks for it: the fan's word, the card's bank, and the host's proxy if it names
 * countries. Settled once, when the money has come; what was settled stays.
 */
final class Evidence {
    public function __construct(
        private readonly Orders $orders,
        private readonly Payments $payments,
        private readonly Vat $vat,
        private readonly Settings $settings,
    ) {}

    /** The country the proxy names for this request; null where the venue has not set the header or the proxy does not know. */
    public function network(): ?string {
        $header = $this->settings->get('country_header');
        $name = 'HTTP_' . strtoupper(str_replace('-', '_', $header));
        if ($header === '' || !isset($_SERVER[$name])) {
            return null;
        }
        $country = strtoupper(sanitize_text_field(wp_unslash($_SERVER[$name])));
        // `XX` and `T1` are what Cloudflare says when it does not know, or for Tor.
        return preg_match('/^[A-Z]{2}$/D', $country) && $country !== 'XX' ? $country : null;
    }

    /**
     * The order with its country settled and the VAT of its lines to match.
     *
     * @param array<string, mixed> $order paid, locked, with `lines`
     * @return array<string, mixed>
     */
    public function settle(array $order): array {
        if ($order['tax_country'] !== null) {
            return $order;
        }
        $declared = $order['country'] ?? $this->vat->home();
        $card = $this->payments->find($order['id'])['card_country'] ?? null;
        $network = $order['evidence']['network'] ?? null;
        $settled = Tax::settleCountry($declared, $card, $network);
        $evidence = [
            'declared' => $order['country'],
            'card' => $card,
            'network' => $network,
            'flagged' => $settled['flagged'],
        ];
        if ($settled['country'] !== $declared) {
            $lines = $this->vat->ofLines($order['lines'], $settled['country'], Bill::destination($order));
            foreach ($lines as $line) {
                $this->orders->setTaxes($line['id'], $line['taxes']);
            }
            $order['lines'] = $lines;
        }
        $this->orders->setTaxCountry($order['id'], $settled['country'], $evidence);
        return ['tax_country' => $settled['country'], 'evidence' => $evidence] + $order;
    }
}
