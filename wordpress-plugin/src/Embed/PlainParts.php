<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Mark;
use Parterre\Domain\Money;

/** The HTML of the plain page, piece by piece. Takes what the protocol answered, gives escaped HTML. */
final class PlainParts {
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
                '<figure><div class="picture"><video controls playsinline%s preload="%s"><source src="%s" type="application/vnd.apple.mpegurl">%s<p>%s</p></video>%s</div><figcaption>%s</figcaption></figure>',
                $index === 0 ? ' autoplay' : ' muted',
                $index === 0 ? 'auto' : 'none',
                esc_url($camera['url']),
                $captions,
                esc_html__('This browser cannot play the stream by itself.', 'parterre'),
                self::mark($entry['grant']['mark']),
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

    /** A code over the picture, elsewhere with each loading of the page. In full screen the browser shows its video alone. */
    private static function mark(?string $code): string {
        return $code === null
            ? ''
            : sprintf(
                '<span class="mark" aria-hidden="true" translate="no" style="left:%d%%;top:%d%%">%s</span>',
                random_int(4, 70),
                random_int(6, 70),
                esc_html(Mark::spaced($code)),
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
            'person_limit' => __('That is more than one person may have.', 'parterre'),
            'too_many_holds' => __(
                'You have several unpaid orders already. Pay one of them, or wait ten minutes.',
                'parterre',
            ),
            'amount_refused' => __('Please choose an amount within the limits that are given.', 'parterre'),
            'promo_invalid' => __('This code is unknown, or not meant for what you have chosen.', 'parterre'),
            'promo_expired' => __('This code does not count at the moment.', 'parterre'),
            'promo_used_up' => __('This code has been used already.', 'parterre'),
            'promo_stacked' => __('One order takes one discount code.', 'parterre'),
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
}
