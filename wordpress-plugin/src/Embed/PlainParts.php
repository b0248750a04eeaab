<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Money;
use Parterre\Settings;

/** The HTML of the plain page, piece by piece. Takes what the protocol answered, gives escaped HTML. */
final class PlainParts {
    public function __construct(private readonly Settings $settings) {}

    /** A whole document of its own: themes differ too much to promise that a form works inside each. */
    public function document(string $title, string $main, string $self): string {
        $language = str_starts_with(determine_locale(), 'fr') ? 'fr' : 'en';
        $other = $language === 'fr' ? 'en' : 'fr';
        return sprintf(
            '<!doctype html><html lang="%s"%s><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>%s</title><link rel="stylesheet" href="%s"></head><body><header class="top"><a href="%s">%s</a> <a href="%s" lang="%s" hreflang="%8$s">%s</a></header><main>%s</main></body></html>',
            esc_attr($language),
            is_rtl() ? ' dir="rtl"' : '',
            esc_html($title . ' – ' . get_bloginfo('name')),
            esc_url(plugins_url('assets/plain.css', PARTERRE_FILE) . '?ver=' . PARTERRE_VERSION),
            esc_url(home_url('/')),
            esc_html(get_bloginfo('name')),
            esc_url(add_query_arg('lang', $other, $self)),
            esc_attr($other),
            $other === 'fr' ? 'Français' : 'English',
            $main,
        );
    }

    /**
     * @param array<string, mixed> $show the protocol's `Show`
     * @param string               $key  makes this form's order one order, however often it is sent
     */
    public function offers(array $show, string $key): string {
        $rows = '';
        $currency = '';
        $open = 0;
        foreach ($show['offers'] as $offer) {
            $isOpen = $offer['saleState'] === 'open';
            $currency = $offer['price']['currency'];
            $rows .= sprintf(
                '<label class="offer%s"><input type="radio" name="offer" value="%s" required%s%s><span><strong>%s</strong> <span class="price">%s</span><br>%s%s</span></label><input type="hidden" name="seen[%2$s]" value="%d">',
                $isOpen ? '' : ' is-closed',
                esc_attr($offer['id']),
                $isOpen && $open === 0 ? ' checked' : '',
                $isOpen ? '' : ' disabled',
                esc_html($offer['name']),
                esc_html(self::money($offer['price'])),
                esc_html($offer['description']),
                $isOpen ? '' : ' <em>' . esc_html(self::saleState($offer['saleState'])) . '</em>',
                $offer['price']['amountMinor'],
            );
            $open += $isOpen ? 1 : 0;
        }
        if ($rows === '') {
            return '';
        }
        $form =
            $open === 0
                ? ''
                : sprintf(
                    '<p><label>%s<br><input type="number" name="quantity" value="1" min="1" max="10" inputmode="numeric"></label></p><p><label>%s<br><input type="email" name="email" required autocomplete="email"></label></p><p class="small">%s</p><p><button>%s</button></p>%s',
                    esc_html__('How many', 'parterre'),
                    esc_html__('Your e-mail address', 'parterre'),
                    esc_html__('Your ticket is sent there. It is used for nothing else.', 'parterre'),
                    esc_html__('Order', 'parterre'),
                    $this->terms(),
                );
        return sprintf(
            '<section><h2>%s</h2><form method="post" class="card"><input type="hidden" name="do" value="order"><input type="hidden" name="key" value="%s"><input type="hidden" name="currency" value="%s">%s%s</form></section>',
            esc_html__('Tickets', 'parterre'),
            esc_attr($key),
            esc_attr($currency),
            $rows,
            $form,
        );
    }

    /** What ordering agrees to. */
    private function terms(): string {
        $url = $this->settings->get('terms_url');
        if ($url === '') {
            return '';
        }
        return '<p class="small">' .
            sprintf(
                /* translators: %s: a link, "terms of sale" */
                esc_html__('By ordering you accept the %s.', 'parterre'),
                '<a href="' . esc_url($url) . '">' . esc_html__('terms of sale', 'parterre') . '</a>',
            ) .
            '</p>';
    }

    /** @param array<string, mixed> $order the protocol's `Order`, not paid yet */
    public function payment(array $order, string $token): string {
        $lines = $this->lines($order);
        if ($order['state'] === 'processing' || ($order['payment']['type'] ?? '') === 'redirect') {
            return $this->payElsewhere($order, $token, $lines);
        }
        if (($order['payment']['type'] ?? '') !== 'test') {
            $sorry =
                $order['state'] === 'pending'
                    ? __(
                        'Paying needs JavaScript. Your places are held for some minutes: open the show’s page in a browser that has it.',
                        'parterre',
                    )
                    : __('This order is over. Nothing was charged.', 'parterre');
            return '<section class="card"><h2>' .
                esc_html__('Your order', 'parterre') .
                "</h2>$lines<p>" .
                esc_html($sorry) .
                '</p></section>';
        }
        return sprintf(
            '<section class="card"><h2>%s</h2>%s<p class="notice">%s</p><form method="post"><input type="hidden" name="do" value="pay"><input type="hidden" name="order" value="%s"><input type="hidden" name="token" value="%s"><p class="row"><button name="outcome" value="approve">%s</button> <button name="outcome" value="decline" class="quiet">%s</button></p></form></section>',
            esc_html__('Your order', 'parterre'),
            $lines,
            esc_html__('Test payment: no money moves.', 'parterre'),
            esc_attr($order['id']),
            esc_attr($token),
            /* translators: %s: a price */
            esc_html(sprintf(__('Pay %s', 'parterre'), self::money($order['total']))),
            esc_html__('Let the payment fail', 'parterre'),
        );
    }

    /**
     * The way to the provider's page, in a window of its own: this one keeps the session, and asks when the buyer is back.
     *
     * @param array<string, mixed> $order the protocol's `Order`
     */
    private function payElsewhere(array $order, string $token, string $lines): string {
        $url = (string) ($order['payment']['url'] ?? '');
        $pay =
            $url === ''
                ? '<p>' .
                    esc_html__(
                        'Your bank has promised the payment; it takes some days. Your places are reserved until then.',
                        'parterre',
                    ) .
                    '</p>'
                : sprintf(
                    '<p>%s</p><p><a class="button" href="%s" target="_blank" rel="noopener">%s</a></p>',
                    esc_html__(
                        'You pay on a secure page that opens in a new window. Come back to this one afterwards.',
                        'parterre',
                    ),
                    esc_url($url),
                    /* translators: %s: a price */
                    esc_html(sprintf(__('Pay %s', 'parterre'), self::money($order['total']))),
                );
        return sprintf(
            '<section class="card"><h2>%s</h2>%s%s<form method="post"><input type="hidden" name="do" value="settle"><input type="hidden" name="order" value="%s"><input type="hidden" name="token" value="%s"><p><button class="quiet">%s</button></p></form></section>',
            esc_html__('Your order', 'parterre'),
            $lines,
            $pay,
            esc_attr($order['id']),
            esc_attr($token),
            esc_html__('I have paid: open my tickets', 'parterre'),
        );
    }

    /** @param array<string, mixed> $order the protocol's `Order`, paid */
    public function receipt(array $order): string {
        $pickUp = '';
        foreach ($order['deliveries'] as $delivery) {
            $pickUp .=
                '<p>' .
                esc_html__('Pick-up code:', 'parterre') .
                ' <strong>' .
                esc_html($delivery['code']) .
                '</strong></p>';
        }
        return sprintf(
            '<section class="card is-good"><h2>%s</h2>%s%s<p>%s</p></section>',
            /* translators: %s: number of an order */
            esc_html(sprintf(__('Paid. Order %s', 'parterre'), $order['reference'])),
            $this->lines($order),
            $pickUp,
            /* translators: %s: a masked e-mail address */
            esc_html(sprintf(__('The receipt and your link are on their way to %s.', 'parterre'), $order['emailHint'])),
        );
    }

    /** @param array<string, mixed> $show the protocol's `Show` */
    public function door(array $show, string $token, bool $inside, string $device): string {
        if (in_array($show['phase'], ['announced', 'archived'], true)) {
            $text =
                $show['phase'] === 'announced'
                    ? __(
                        'The doors are not open yet. Come back with this page, or with the link in your mail.',
                        'parterre',
                    )
                    : __('This show is over.', 'parterre');
            return '<p class="card">' . esc_html($text) . '</p>';
        }
        return sprintf(
            '<form method="post" class="row"><input type="hidden" name="do" value="enter"><input type="hidden" name="token" value="%s"><input type="hidden" name="device" value="%s"><button>%s</button></form>',
            esc_attr($token),
            esc_attr($device),
            $inside ? esc_html__('Continue', 'parterre') : esc_html__('Enter', 'parterre'),
        );
    }

    /** @param array<string, mixed> $entry the protocol's `Entry` */
    public function stage(array $entry): string {
        $cameras = array_values(
            array_filter($entry['grant']['cameras'] ?? [], static fn(array $camera): bool => $camera['url'] !== null),
        );
        if ($cameras === []) {
            return '<section class="card"><p role="status">' .
                esc_html__(
                    'You are inside. There is no picture at the moment: press Continue in a while.',
                    'parterre',
                ) .
                '</p></section>';
        }
        $videos = '';
        foreach ($cameras as $index => $camera) {
            $captions = '';
            foreach ($camera['captions'] as $track) {
                $captions .= sprintf(
                    '<track kind="captions" srclang="%s" label="%s" src="%s">',
                    esc_attr($track['language']),
                    esc_attr($track['label']),
                    esc_url($track['url']),
                );
            }
            $videos .= sprintf(
                '<figure><video controls playsinline%s preload="%s"><source src="%s" type="application/vnd.apple.mpegurl">%s<p>%s</p></video><figcaption>%s</figcaption></figure>',
                $index === 0 ? ' autoplay' : ' muted',
                $index === 0 ? 'auto' : 'none',
                esc_url($camera['url']),
                $captions,
                esc_html__('This browser cannot play the stream by itself.', 'parterre'),
                esc_html($camera['label']),
            );
        }
        return sprintf(
            '<section class="stage">%s<p class="small">%s</p></section>',
            $videos,
            esc_html__(
                'Without JavaScript the picture runs in browsers that know HLS: Safari, and newer Chrome and Edge. Press Continue if it stops, which it does every quarter of an hour.',
                'parterre',
            ),
        );
    }

    /** Asking for a mail, and typing in the code it brings. */
    public function already(): string {
        return sprintf(
            '<details class="card"><summary>%s</summary><form method="post"><input type="hidden" name="do" value="link"><p><label>%s<br><input type="email" name="email" required autocomplete="email"></label></p><p><button class="quiet">%s</button></p></form><form method="post"><input type="hidden" name="do" value="code"><p><label>%2$s<br><input type="email" name="email" required autocomplete="email"></label></p><p><label>%s<br><input name="code" required inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 ]{6,8}"></label></p><p><button class="quiet">%s</button></p></form></details>',
            esc_html__('I already have a ticket', 'parterre'),
            esc_html__('Your e-mail address', 'parterre'),
            esc_html__('Send me a code', 'parterre'),
            esc_html__('Six-digit code', 'parterre'),
            esc_html__('Open my tickets', 'parterre'),
        );
    }

    /** @param list<array<string, mixed>> $tickets the protocol's `Ticket`s */
    public function tickets(array $tickets, string $token): string {
        $shows = [];
        foreach ($tickets as $ticket) {
            $shows[$ticket['show']['id']] = $ticket['show'];
        }
        if ($shows === []) {
            return '<p class="card">' . esc_html__('There is no ticket for this address.', 'parterre') . '</p>';
        }
        $html = '';
        foreach ($shows as $show) {
            $html .= sprintf(
                '<form method="post" action="%s" class="card row"><input type="hidden" name="do" value="enter"><input type="hidden" name="token" value="%s"><strong>%s</strong> <button>%s</button></form>',
                esc_url(CurrentShow::plainUrl($show['slug'])),
                esc_attr($token),
                esc_html($show['title']),
                esc_html__('Enter', 'parterre'),
            );
        }
        return $html;
    }

    /** What to tell a fan about a refusal. */
    public static function sorry(string $code): string {
        return match ($code) {
            'bad_request' => __(
                'Something in the form is not filled in properly. Please look at it again.',
                'parterre',
            ),
            'sold_out' => __('Somebody was faster: this is sold out.', 'parterre'),
            'not_on_sale' => __('This is not on sale at the moment.', 'parterre'),
            'quantity_limit' => __('That is more than one order may hold.', 'parterre'),
            'price_changed' => __('The price has changed meanwhile. Please look again before you order.', 'parterre'),
            'payment_declined' => __(
                'The payment was declined. Nothing was charged; your places are still held.',
                'parterre',
            ),
            'hold_expired', 'order_closed' => __(
                'The time to pay ran out, and the places went back on sale. Nothing was charged.',
                'parterre',
            ),
            'code_invalid', 'link_invalid', 'link_expired' => __(
                'This code is not right, or too old. Ask for a new one.',
                'parterre',
            ),
            'no_ticket', 'session_required' => __('This needs a ticket for this show.', 'parterre'),
            'session_expired', 'session_replaced' => __(
                'You have been away for too long, or opened your tickets elsewhere. Please open them again.',
                'parterre',
            ),
            'not_open_yet' => __('The doors are not open yet.', 'parterre'),
            'show_over' => __('This show is over.', 'parterre'),
            'show_cancelled' => __('This show is cancelled.', 'parterre'),
            'ticket_void' => __('This ticket is no longer valid. Please ask the venue.', 'parterre'),
            'rate_limited' => __('That was too often in a short time. Please wait a moment.', 'parterre'),
            default => __('That did not work. Please try again in a moment.', 'parterre'),
        };
    }

    /** @param array{amountMinor: int, currency: string} $money */
    public static function money(array $money): string {
        if ($money['amountMinor'] === 0) {
            return __('free', 'parterre');
        }
        $decimal = Money::decimalText($money['amountMinor'], $money['currency']);
        if (class_exists(\NumberFormatter::class)) {
            $text = (new \NumberFormatter(determine_locale(), \NumberFormatter::CURRENCY))->formatCurrency(
                (float) $decimal,
                $money['currency'],
            );
            if ($text !== false) {
                return $text;
            }
        }
        // The extension intl is optional on WordPress hosts.
        return (str_starts_with(determine_locale(), 'fr') ? str_replace('.', ',', $decimal) : $decimal) .
            "\u{a0}" .
            $money['currency'];
    }

    private static function saleState(string $state): string {
        return match ($state) {
            'soldOut' => __('Sold out', 'parterre'),
            'upcoming' => __('Not on sale yet', 'parterre'),
            default => __('Sales are closed', 'parterre'),
        };
    }

    /** @param array<string, mixed> $order */
    private function lines(array $order): string {
        $html = '';
        foreach ($order['lines'] as $line) {
            $html .= sprintf(
                '<li>%d × %s <span class="price">%s</span></li>',
                $line['quantity'],
                esc_html($line['name']),
                esc_html(self::money($line['total'])),
            );
        }
        return "<ul>$html</ul>";
    }
}
