<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Money;
use Parterre\Settings;

/**
 * The forms of ordering on the plain page: choosing, looking it over, paying. Takes what the protocol answered, gives escaped
 * HTML. A form that comes back holds what was typed into it.
 */
final class PlainOrder {
    public function __construct(private readonly Settings $settings) {}

    /**
     * @param array<string, mixed>                                    $show     the protocol's `Show`
     * @param array{code: string, offers: list<array<string, mixed>>}|null $unlocked what a code does, once one was typed
     */
    public function offers(array $show, ?array $unlocked): string {
        $rows = '';
        $open = 0;
        $currency = '';
        $wanted = PlainClient::field('offer');
        $offers = [...$show['offers'], ...$unlocked['offers'] ?? []];
        foreach ($offers as $offer) {
            $isOpen = $offer['saleState'] === 'open';
            $currency = $offer['price']['currency'];
            $rows .= self::offer($offer, $isOpen && ($wanted === '' ? $open === 0 : $wanted === $offer['id']));
            $open += $isOpen ? 1 : 0;
        }
        $code = $unlocked['code'] ?? '';
        $form =
            $open === 0
                ? $rows
                : sprintf(
                    '<form method="post" class="card"><input type="hidden" name="do" value="look"><input type="hidden" name="promo" value="%s"><input type="hidden" name="currency" value="%s">%s<p><label>%s<br><input type="number" name="quantity" value="%d" min="1" max="%d" inputmode="numeric"></label></p><p><label>%s<br><input type="email" name="email" required autocomplete="email" value="%s"></label></p><p class="small">%s</p><p><button>%s</button></p></form>',
                    esc_attr($code),
                    esc_attr($currency),
                    $rows,
                    esc_html__('How many', 'parterre'),
                    max(1, (int) PlainClient::field('quantity')),
                    max(1, ...array_column($offers, 'maxPerOrder')),
                    esc_html__('Your e-mail address', 'parterre'),
                    esc_attr(PlainClient::field('email')),
                    esc_html__('Your ticket is sent there. It is used for nothing else.', 'parterre'),
                    esc_html__('Continue to the order', 'parterre'),
                );
        return sprintf(
            '<section><h2>%s</h2>%s%s</section>',
            esc_html__('Tickets', 'parterre'),
            $form,
            $this->codeForm($code, $show['saleState'] !== null || $show['access'] === 'ticket'),
        );
    }

    /** @param array<string, mixed> $offer the protocol's `Offer` */
    private static function offer(array $offer, bool $chosen): string {
        $isOpen = $offer['saleState'] === 'open';
        $price = self::price($offer['price']);
        if ($offer['choice'] !== null) {
            /* translators: %s: a price, the least that can be paid */
            $price = sprintf(__('from %s, you choose', 'parterre'), $price);
        }
        $html = sprintf(
            '<label class="offer%s"><input type="radio" name="offer" value="%s" required%s%s><span><strong>%s</strong> <span class="price">%s</span><br>%s%s</span></label>',
            $isOpen ? '' : ' is-closed',
            esc_attr($offer['id']),
            $chosen ? ' checked' : '',
            $isOpen ? '' : ' disabled',
            esc_html($offer['name']),
            esc_html($price),
            esc_html($offer['description']),
            $isOpen ? '' : ' <em>' . esc_html(self::saleState($offer['saleState'])) . '</em>',
        );
        return $isOpen && $offer['choice'] !== null ? $html . self::amount($offer) : $html;
    }

    /** Pay what you want: a field for what one ticket shall cost. @param array<string, mixed> $offer */
    private static function amount(array $offer): string {
        ['price' => $least, 'choice' => $choice] = $offer;
        $typed = PlainClient::fieldOf('amount', $offer['id']);
        $first = $choice['suggestions'][0] ?? $least;
        $limits =
            $choice['max'] === null
                ? /* translators: %s: a price */ sprintf(__('%s or more per ticket.', 'parterre'), self::price($least))
                : sprintf(
                    /* translators: 1: lowest price, 2: highest price */
                    __('Between %1$s and %2$s per ticket.', 'parterre'),
                    self::price($least),
                    self::price($choice['max']),
                );
        $id = 'amount-' . $offer['id'];
        return sprintf(
            '<p class="offer-amount"><label for="%1$s">%2$s</label><br><input type="text" id="%1$s" name="amount[%3$s]" value="%4$s" inputmode="decimal" autocomplete="off" aria-describedby="%1$s-hint"> <span class="small" id="%1$s-hint">%5$s %6$s</span></p>',
            esc_attr($id),
            /* translators: %s: a currency, such as EUR */
            esc_html(sprintf(__('Your price for one (%s)', 'parterre'), $least['currency'])),
            esc_attr($offer['id']),
            esc_attr($typed === '' ? Money::decimalText($first['amountMinor'], $first['currency']) : $typed),
            esc_html($limits),
            $choice['suggestions'] === []
                ? ''
                : esc_html(
                    sprintf(
                        /* translators: %s: a list of prices */
                        __('Suggested: %s.', 'parterre'),
                        implode(' · ', array_map([self::class, 'price'], $choice['suggestions'])),
                    ),
                ),
        );
    }

    /** Where a code is typed in, before anything is chosen: it may open offers of its own. */
    private function codeForm(string $code, bool $sells): string {
        if (!$sells) {
            return '';
        }
        if ($code !== '') {
            return sprintf(
                '<form method="post" class="row card"><input type="hidden" name="do" value="promo"><span>%s</span><button class="quiet">%s</button></form>',
                /* translators: %s: a promo code */
                esc_html(sprintf(__('Your code: %s', 'parterre'), $code)),
                esc_html__('Remove the code', 'parterre'),
            );
        }
        return sprintf(
            '<details class="card"%s><summary>%s</summary><form method="post"><input type="hidden" name="do" value="promo"><p><label>%s<br><input type="text" name="promo" required maxlength="40" autocomplete="off" autocapitalize="characters" value="%s"></label></p><p><button class="quiet">%s</button></p></form></details>',
            PlainClient::field('do') === 'promo' ? ' open' : '',
            esc_html__('I have a code', 'parterre'),
            esc_html__('Promo code', 'parterre'),
            esc_attr(PlainClient::field('do') === 'promo' ? PlainClient::field('promo') : ''),
            esc_html__('Use the code', 'parterre'),
        );
    }

    /**
     * What is about to be ordered, everything the law wants said before, and the button that orders it.
     *
     * @param array<string, mixed>  $quote  the protocol's `Quote`
     * @param array<string, string> $hidden what the order is made of, by name of field
     */
    public function review(array $quote, array $hidden): string {
        $total = $quote['total'];
        $free = $total['amountMinor'] === 0;
        return sprintf(
            '<section class="card"><h2>%s</h2>%s%s<form method="post">%s%s%s<p class="row"><button>%s</button></p></form><form method="post">%s<p><button class="quiet">%s</button></p></form></section>',
            esc_html__('Your order', 'parterre'),
            $this->lines($quote),
            self::included($quote),
            self::fields(['do' => 'order'] + $hidden),
            self::rights($quote),
            $this->terms(),
            esc_html(
                $free
                    ? __('Order for free', 'parterre')
                    : sprintf(
                        /* translators: %s: a price */
                        __('Order with obligation to pay %s', 'parterre'),
                        self::price($total),
                    ),
            ),
            self::fields(['do' => 'change'] + $hidden),
            esc_html__('Change the order', 'parterre'),
        );
    }

    /** @param array<string, string> $hidden */
    private static function fields(array $hidden): string {
        $html = '';
        foreach ($hidden as $name => $value) {
            $html .= sprintf('<input type="hidden" name="%s" value="%s">', esc_attr($name), esc_attr($value));
        }
        return $html;
    }

    /** Total, and the VAT in it. @param array<string, mixed> $quote */
    private static function included(array $quote): string {
        $html = sprintf(
            '<p><strong>%s <span class="price">%s</span></strong></p>',
            esc_html__('Total', 'parterre'),
            esc_html(self::price($quote['total'])),
        );
        foreach ($quote['taxes'] as $tax) {
            $html .= sprintf(
                '<p class="small">%s <span class="price">%s</span></p>',
                /* translators: %s: a rate, such as 5.5 % */
                esc_html(sprintf(__('Including VAT %s', 'parterre'), self::rate($tax['rate']))),
                esc_html(self::price($tax['amount'])),
            );
        }
        return $html;
    }

    /** What can be withdrawn from and what cannot, said before paying. @param array<string, mixed> $quote */
    private static function rights(array $quote): string {
        $paid = array_filter(
            $quote['lines'],
            static fn(array $line): bool => $line['type'] !== 'postage' && $line['total']['amountMinor'] > 0,
        );
        $rights = array_column($paid, 'withdrawal');
        $html = '';
        if (in_array('none', $rights, true)) {
            $html .=
                '<p class="small">' .
                esc_html__('A concert on a date: the law gives no right to withdraw from it afterwards.', 'parterre') .
                '</p>';
        }
        if (in_array('right', $rights, true)) {
            $html .=
                '<p class="small">' .
                esc_html__('You can withdraw from buying goods within 14 days after you got them.', 'parterre') .
                '</p>';
        }
        if (in_array('waivable', $rights, true)) {
            $html .= sprintf(
                '<p><label class="check"><input type="checkbox" name="waiver" value="1"> <span>%s</span></label></p>',
                esc_html__(
                    'I want the replay to start at once, and I know that I lose my right to withdraw (14 days) with that.',
                    'parterre',
                ),
            );
        }
        return $html;
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
            esc_html(sprintf(__('Pay %s', 'parterre'), self::price($order['total']))),
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
                    esc_html(sprintf(__('Pay %s', 'parterre'), self::price($order['total']))),
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

    private static function saleState(string $state): string {
        return match ($state) {
            'soldOut' => __('Sold out', 'parterre'),
            'upcoming' => __('Not on sale yet', 'parterre'),
            default => __('Sales are closed', 'parterre'),
        };
    }

    /** @param array<string, mixed> $order the protocol's `Order` or `Quote` */
    private function lines(array $order): string {
        $html = '';
        foreach ($order['lines'] as $line) {
            $html .= sprintf(
                '<li>%d × %s <span class="price">%s</span></li>',
                $line['quantity'],
                esc_html($line['name']),
                esc_html(self::price($line['total'])),
            );
        }
        foreach ($order['discounts'] as $discount) {
            $html .= sprintf(
                '<li>%s <span class="price">−%s</span></li>',
                esc_html($discount['label']),
                esc_html(self::price($discount['amount'])),
            );
        }
        // Without its dots a list is none to some screen readers, unless it says so.
        return "<ul role=\"list\">$html</ul>";
    }

    /** @param array{amountMinor: int, currency: string} $money */
    private static function price(array $money): string {
        return PlainParts::money($money);
    }

    /** A VAT rate in hundredths of a percent, as people write it. */
    private static function rate(int $hundredths): string {
        $text = rtrim(rtrim(number_format($hundredths / 100, 2, '.', ''), '0'), '.');
        return (str_starts_with(determine_locale(), 'fr') ? str_replace('.', ',', $text) : $text) . "\u{a0}%";
    }
}
