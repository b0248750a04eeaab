<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Ids;
use Parterre\Domain\Money;
use Parterre\Module;
use Parterre\Store\Shows;

/**
 * The page that works without a script: it sells a ticket and plays the show with forms and a plain `<video>`. It is a
 * client of the protocol like any other and asks the same routes, inside this request, so that no rule exists twice.
 *
 * The session token travels in a hidden field of each form: no cookie, never in an address (docs/security.md).
 */
final class PlainPage implements Module {
    private string $device = '';
    private string $said = '';

    public function __construct(
        private readonly Shows $shows,
        private readonly ShowSheet $sheet,
        private readonly PlainClient $client,
        private readonly PlainOrder $ordering,
        private readonly PlainParts $parts,
    ) {}

    public function register(): void {
        add_filter('query_vars', static fn(array $names): array => [...$names, CurrentShow::PLAIN_QUERY]);
        // Before the theme, and before plugins that redirect to a "canonical" address.
        add_action('template_redirect', [$this, 'answer'], 0);
        add_filter(
            'parterre_plain_url',
            static fn(?string $url, array $show): string => CurrentShow::plainUrl($show['slug']),
            10,
            2,
        );
        add_filter('parterre_show_url', static fn(string $url, array $show): string => CurrentShow::url($show), 10, 2);
    }

    public function answer(): void {
        $asked = get_query_var(CurrentShow::PLAIN_QUERY);
        $slug = is_string($asked) ? $asked : '';
        if ($slug === '') {
            return;
        }
        $language = sanitize_key($_GET['lang'] ?? '');
        if (in_array($language, ['fr', 'en'], true)) {
            switch_to_locale($language === 'fr' ? 'fr_FR' : 'en_US');
        }
        $show = $slug === 'tickets' ? null : $this->shows->findPublic($slug);
        if ($slug !== 'tickets' && $show === null) {
            status_header(404);
        } else {
            status_header(200);
        }
        if (!defined('DONOTCACHEPAGE')) {
            define('DONOTCACHEPAGE', true);
        }
        // It may hold a session: kept by nobody, framed by nobody, named to nobody.
        header('Cache-Control: no-store, private');
        header('Referrer-Policy: no-referrer');
        header('Content-Type: text/html; charset=UTF-8');
        header('X-Content-Type-Options: nosniff');
        header(
            "Content-Security-Policy: default-src 'none'; style-src 'self' 'unsafe-inline'; img-src * data:; media-src *; form-action 'self'; frame-ancestors 'self'; base-uri 'none'",
        );
        $main = match (true) {
            $slug === 'tickets' => $this->tickets(),
            $show === null => '<h1>' . esc_html__('There is no such show.', 'parterre') . '</h1>',
            default => $this->show($show),
        };
        // phpcs:ignore WordPress.Security.EscapeOutput -- every part escapes its values as it writes them
        echo $this->parts->document(
            $show['title'] ?? __('My tickets', 'parterre'),
            $this->messages() . $main,
            CurrentShow::plainUrl($slug),
        );
        exit();
    }

    /** @param array<string, mixed> $show a row of `shows` */
    private function show(array $show): string {
        $this->client->token = PlainClient::field('token');
        $inside = '';
        $order = null;
        $review = '';
        switch (PlainClient::field('do')) {
            case 'look':
                $review = $this->review();
                break;
            case 'order':
                $order = $this->order($show);
                // What changed meanwhile is shown before it is asked for again.
                $review = $this->client->refused === 'price_changed' ? $this->review() : '';
                break;
            case 'pay':
                $order = $this->client->ask('POST', self::orderPath() . '/test-payment', [
                    'outcome' => PlainClient::field('outcome') === 'decline' ? 'decline' : 'approve',
                ]);
                // A declined payment leaves the order as it was: the buyer may try again.
                $order ??= $this->client->ask('GET', self::orderPath(), []);
                break;
            case 'settle':
                $order = $this->client->ask('POST', self::orderPath() . '/settle', []);
                break;
            case 'enter':
                $inside = $this->enter($show);
                break;
            case 'link':
                $this->requestLink($show);
                break;
            case 'code':
                $this->redeem();
                break;
        }
        $head = $this->sheet->header($show, false, $show['page_id']);
        if ($order !== null && $order['state'] !== 'paid') {
            return $head . $this->ordering->payment($order, $this->client->token);
        }
        if ($review !== '') {
            return $head . $review;
        }
        $facts = $this->client->ask('GET', '/shows/' . rawurlencode($show['id']), []) ?? [
            'offers' => [],
            'phase' => 'announced',
            'access' => $show['access'],
        ];
        $bought = $order === null ? '' : $this->ordering->receipt($order);
        $door =
            $this->client->token !== '' || $facts['access'] === 'open'
                ? $this->parts->door($facts, $this->client->token, $inside !== '', $this->device)
                : '';
        return $head .
            $bought .
            $inside .
            $door .
            ($inside === '' && $order === null && isset($facts['id'])
                ? $this->ordering->offers($facts, $this->unlocked($show))
                : '') .
            ($this->client->token === '' ? $this->parts->already() : '') .
            $this->sheet->details($show);
    }

    private static function orderPath(): string {
        return '/orders/' . rawurlencode(PlainClient::field('order'));
    }

    /**
     * What the code that was typed does, and the offers it opens; null without one, or where it does nothing.
     *
     * @param array<string, mixed> $show
     * @return array{code: string, offers: list<array<string, mixed>>}|null
     */
    private function unlocked(array $show): ?array {
        $code = trim(PlainClient::field('promo'));
        return $code === ''
            ? null
            : $this->client->ask('POST', '/shows/' . rawurlencode($show['id']) . '/codes', ['code' => $code]);
    }

    /** What was chosen, with its price as the server reckons it; empty when it refuses, and why stands above the form then. */
    private function review(): string {
        $offer = PlainClient::field('offer');
        $quantity = max(1, min(50, (int) PlainClient::field('quantity')));
        $currency = PlainClient::field('currency');
        $typed = PlainClient::fieldOf('amount', $offer);
        $minor = $typed === '' ? null : Money::parse($typed, $currency);
        if ($typed !== '' && $minor === null) {
            $this->client->refused = 'amount_refused';
            return '';
        }
        $promo = PlainClient::field('promo');
        $lines = self::lines($offer, $quantity, $minor, $currency);
        $quote = $this->client->ask(
            'POST',
            '/quotes',
            ['lines' => $lines, 'currency' => $currency] + ($promo === '' ? [] : ['codes' => [$promo]]),
        );
        if ($quote === null) {
            return '';
        }
        return $this->ordering->review($quote, [
            // Makes this form's order one order, however often it is sent.
            'key' => Ids::readable(22),
            'offer' => $offer,
            'quantity' => (string) $quantity,
            "amount[$offer]" => $typed,
            'promo' => $promo,
            'email' => trim(PlainClient::field('email')),
            'currency' => $currency,
            'seen' => (string) $quote['total']['amountMinor'],
        ]);
    }

    /** @return list<array<string, mixed>> */
    private static function lines(string $offer, int $quantity, ?int $amountMinor, string $currency): array {
        $amount = $amountMinor === null ? [] : ['amount' => Money::of($amountMinor, $currency)];
        return [['type' => 'offer', 'offer' => $offer, 'quantity' => $quantity] + $amount];
    }

    /** @param array<string, mixed> $show */
    private function order(array $show): ?array {
        $offer = PlainClient::field('offer');
        $currency = PlainClient::field('currency');
        $typed = PlainClient::fieldOf('amount', $offer);
        $promo = PlainClient::field('promo');
        $made = $this->client->ask(
            'POST',
            '/orders',
            [
                'idempotencyKey' => PlainClient::field('key'),
                'email' => trim(PlainClient::field('email')),
                'locale' => PlainClient::locale(),
                'lines' => self::lines(
                    $offer,
                    max(1, min(50, (int) PlainClient::field('quantity'))),
                    $typed === '' ? null : Money::parse($typed, $currency),
                    $currency,
                ),
                'currency' => $currency,
                // What the page said: a price that moved meanwhile is asked about, not charged.
                'expectedTotal' => ['amountMinor' => (int) PlainClient::field('seen'), 'currency' => $currency],
                'page' => CurrentShow::url($show),
                // The form says beside its button what ordering agrees to.
                'consents' => ['terms' => true] + (PlainClient::field('waiver') === '' ? [] : ['waiver' => true]),
                // A form inside the page would need a script.
                'payment' => 'hosted',
            ] + ($promo === '' ? [] : ['codes' => [$promo]]),
        );
        if ($made === null) {
            return null;
        }
        $this->client->token = $made['session']['token'] ?? $this->client->token;
        return $made['order'];
    }

    /** @param array<string, mixed> $show */
    private function enter(array $show): string {
        if ($this->client->token === '' && $show['access'] === 'open') {
            $this->client->token =
                $this->client->ask('POST', '/sessions', [
                    'show' => $show['id'],
                    'device' => __('Plain page', 'parterre'),
                ])['token'] ?? '';
        }
        // The same name again renews this page's place instead of taking another.
        $this->device = preg_match('/^[A-Za-z0-9]{16,40}$/D', PlainClient::field('device'))
            ? PlainClient::field('device')
            : 'plain' . Ids::readable(20);
        $entry =
            $this->client->token === ''
                ? null
                : $this->client->ask('POST', '/enter', ['show' => $show['id'], 'device' => $this->device]);
        return $entry === null ? '' : $this->parts->stage($entry);
    }

    /** @param array<string, mixed>|null $show */
    private function requestLink(?array $show): void {
        $asked = $this->client->ask('POST', '/pass-links', [
            'email' => trim(PlainClient::field('email')),
            'page' => $show === null ? home_url('/') : CurrentShow::url($show),
            'locale' => PlainClient::locale(),
        ]);
        if ($asked !== null) {
            $this->said = __(
                'If there is a ticket for this address, a mail with a six-digit code is on its way. Type it in below.',
                'parterre',
            );
        }
    }

    /** @return array<string, mixed>|null the session that was opened */
    private function redeem(): ?array {
        $grant = $this->client->ask('POST', '/pass-links/redeem', [
            'type' => 'code',
            'email' => trim(PlainClient::field('email')),
            'code' => (string) preg_replace('/\D/', '', PlainClient::field('code')),
            'device' => __('Plain page', 'parterre'),
        ]);
        if ($grant !== null) {
            $this->client->token = $grant['token'];
            $this->said = __('You are in.', 'parterre');
        }
        return $grant['session'] ?? null;
    }

    /** Whoever has no script opens their tickets with the code of a mail. */
    private function tickets(): string {
        $session = null;
        if (PlainClient::field('do') === 'link') {
            $this->requestLink(null);
        } elseif (PlainClient::field('do') === 'code') {
            $session = $this->redeem();
        }
        return '<h1>' .
            esc_html__('My tickets', 'parterre') .
            '</h1>' .
            ($session === null
                ? $this->parts->already()
                : $this->parts->tickets($session['tickets'], $this->client->token));
    }

    private function messages(): string {
        $refused = $this->client->refused;
        return ($refused === ''
            ? ''
            : '<p class="notice" role="alert">' . esc_html(PlainParts::sorry($refused)) . '</p>') .
            ($this->said === '' ? '' : '<p class="said" role="status">' . esc_html($this->said) . '</p>');
    }
}
