<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

use Parterre\Domain\Refusal;

/**
 * An order as the Checkout Session that Stripe is asked for. It is made of the order alone: the same order always gives the same
 * request, which is what lets it be sent again under its key.
 */
final class SessionRequest {
    /** Ways to pay whose money comes days later. */
    private const DELAYED = [
        'acss_debit',
        'au_becs_debit',
        'bacs_debit',
        'boleto',
        'customer_balance',
        'konbini',
        'multibanco',
        'nz_bank_account',
        'oxxo',
        'payto',
        'sepa_debit',
        'sofort',
        'us_bank_account',
    ];
    /** Paid with at once, but saved as a bank debit. */
    private const SAVED_AS_DEBIT = ['bancontact', 'ideal'];
    /** Languages of Stripe's pages and forms. */
    private const LOCALES = [
        'bg',
        'cs',
        'da',
        'de',
        'el',
        'en',
        'en-GB',
        'es',
        'es-419',
        'et',
        'fi',
        'fil',
        'fr',
        'fr-CA',
        'hr',
        'hu',
        'id',
        'it',
        'ja',
        'ko',
        'lt',
        'lv',
        'ms',
        'mt',
        'nb',
        'nl',
        'pl',
        'pt',
        'pt-BR',
        'ro',
        'ru',
        'sk',
        'sl',
        'sv',
        'th',
        'tr',
        'vi',
        'zh',
        'zh-HK',
        'zh-TW',
    ];

    /**
     * @param array<string, mixed> $order with `lines`
     * @param string $choice `elements` or `hosted`
     * @param int $expiresAt seconds
     * @param bool $atOnce without the ways to pay that take days: what is owed for a pledge has a last day
     * @return array<string, mixed>
     */
    public static function of(array $order, string $choice, int $expiresAt, bool $atOnce = false): array {
        // The fragment is the page's own business: it may hold a secret.
        $page = (string) strtok($order['page'], '#');
        $about = ['order' => $order['id'], 'reference' => $order['reference']];
        return [
            'mode' => 'payment',
            'ui_mode' => $choice === 'hosted' ? 'hosted_page' : 'elements',
            'client_reference_id' => $order['id'],
            'customer_email' => $order['email'],
            'locale' => self::locale($order['locale']),
            'expires_at' => $expiresAt,
            // Every fan pays the price they were shown, in the venue's currency.
            'adaptive_pricing' => ['enabled' => false],
            'line_items' => self::lines($order),
            'metadata' => $about,
            'payment_intent_data' => ['description' => $order['reference'], 'metadata' => $about],
        ] +
            ($atOnce ? ['excluded_payment_method_types' => self::DELAYED] : []) +
            ($choice === 'hosted' ? ['success_url' => $page, 'cancel_url' => $page] : ['return_url' => $page]);
    }

    /**
     * The session in which a supporter saves a card for a pledge. Only what can be charged at once, on the day, is offered.
     *
     * @param array<string, mixed> $pledge
     * @param string $choice `elements` or `hosted`
     * @param int $expiresAt seconds
     * @return array<string, mixed>
     */
    public static function ofCard(array $pledge, string $choice, int $expiresAt): array {
        $page = (string) strtok($pledge['page'], '#');
        $about = ['pledge' => $pledge['id']];
        return [
            'mode' => 'setup',
            'ui_mode' => $choice === 'hosted' ? 'hosted_page' : 'elements',
            'client_reference_id' => $pledge['id'],
            // A card can be charged later only where it has an owner at Stripe.
            'customer_creation' => 'always',
            'customer_email' => $pledge['email'],
            'currency' => strtolower($pledge['currency']),
            'excluded_payment_method_types' => [...self::DELAYED, ...self::SAVED_AS_DEBIT],
            'locale' => self::locale($pledge['locale']),
            'expires_at' => $expiresAt,
            'metadata' => $about,
            'setup_intent_data' => ['metadata' => $about],
        ] + ($choice === 'hosted' ? ['success_url' => $page, 'cancel_url' => $page] : ['return_url' => $page]);
    }

    /** @return list<array<string, mixed>> which add up to the order's total */
    private static function lines(array $order): array {
        $lines = [];
        $sum = 0;
        foreach ($order['lines'] as $line) {
            // What was taken off a line is in its total only, and need not divide by its pieces.
            $divides = $line['unit_minor'] * $line['quantity'] === $line['total_minor'];
            $many = !$divides && $line['quantity'] > 1 ? "{$line['quantity']} × " : '';
            $amount = $divides ? $line['unit_minor'] : $line['total_minor'];
            $sum += $line['total_minor'];
            $lines[] = [
                'quantity' => $divides ? $line['quantity'] : 1,
                'price_data' => [
                    'currency' => strtolower($order['currency']),
                    'unit_amount' =>
                        Amounts::toStripe($amount, $order['currency']) ??
                        throw new Refusal('unavailable', detail: 'Stripe cannot write this amount.'),
                    'product_data' => ['name' => mb_substr($many . $line['name'], 0, 250)],
                ],
            ];
        }
        if ($sum !== $order['total_minor']) {
            throw new \LogicException("The lines of {$order['id']} do not add up to its total.");
        }
        return $lines;
    }

    private static function locale(string $locale): string {
        $language = (string) strtok($locale, '-');
        return match (true) {
            in_array($locale, self::LOCALES, true) => $locale,
            in_array($language, self::LOCALES, true) => $language,
            default => 'auto',
        };
    }
}
