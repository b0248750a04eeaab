<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Ids;
use Parterre\Module;
use Parterre\Settings;
use Parterre\Store\Shows;

/**
 * The page that works without a script: it sells a ticket and plays the show with forms and a plain `<video>`. It is a
 * client of the protocol like any other and asks the same routes, inside this request, so that no rule exists twice.
 *
 * The session token travels in a hidden field of each form: no cookie, never in an address (docs/security.md).
 */
final class PlainPage implements Module {
    private string $token = '';
    private string $device = '';
    private string $notice = '';
    private string $said = '';

    public function __construct(
        private readonly Shows $shows,
        private readonly ShowSheet $sheet,
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
        $this->token = $this->field('token');
        $inside = '';
        $order = null;
        switch ($this->field('do')) {
            case 'order':
                $order = $this->order($show);
                break;
            case 'pay':
                $order = $this->ask('POST', '/orders/' . rawurlencode($this->field('order')) . '/test-payment', [
                    'outcome' => $this->field('outcome') === 'decline' ? 'decline' : 'approve',
                ]);
                // A declined payment leaves the order as it was: the buyer may try again.
                $order ??= $this->ask('GET', '/orders/' . rawurlencode($this->field('order')), []);
                break;
            case 'settle':
                $order = $this->ask('POST', '/orders/' . rawurlencode($this->field('order')) . '/settle', []);
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
        $facts = $this->ask('GET', '/shows/' . rawurlencode($show['id']), []) ?? [
            'offers' => [],
            'phase' => 'announced',
            'access' => $show['access'],
        ];
        $head = $this->sheet->header($show, false, $show['page_id']);
        if ($order !== null && $order['state'] !== 'paid') {
            return $head . $this->parts->payment($order, $this->token);
        }
        $bought = $order === null ? '' : $this->parts->receipt($order);
        $door =
            $this->token !== '' || $facts['access'] === 'open'
                ? $this->parts->door($facts, $this->token, $inside !== '', $this->device)
                : '';
        return $head .
            $bought .
            $inside .
            $door .
            ($inside === '' && $order === null ? $this->parts->offers($facts, Ids::readable(22)) : '') .
            ($this->token === '' ? $this->parts->already() : '') .
            $this->sheet->details($show);
    }

    /** @param array<string, mixed> $show */
    private function order(array $show): ?array {
        $offer = $this->field('offer');
        $quantity = max(1, min(50, (int) $this->field('quantity')));
        // Where a list was sent instead of a price, this is an empty text.
        $price = isset($_POST['seen'][$offer]) ? sanitize_text_field(wp_unslash($_POST['seen'][$offer])) : '';
        $seen = is_numeric($price) ? (int) $price : 0;
        $currency = $this->field('currency');
        $made = $this->ask('POST', '/orders', [
            'idempotencyKey' => $this->field('key'),
            'email' => trim($this->field('email')),
            'locale' => str_replace('_', '-', strtok(determine_locale(), '@') ?: 'en'),
            'lines' => [['type' => 'offer', 'offer' => $offer, 'quantity' => $quantity]],
            'currency' => $currency,
            // What the page said, times how many: a price that moved meanwhile is asked about, not charged.
            'expectedTotal' => ['amountMinor' => $seen * $quantity, 'currency' => $currency],
            'page' => CurrentShow::url($show),
            // The form says beneath its button what ordering agrees to.
            'consents' => ['terms' => true],
            // A form inside the page would need a script.
            'payment' => 'hosted',
        ]);
        if ($made === null) {
            return null;
        }
        $this->token = $made['session']['token'] ?? $this->token;
        return $made['order'];
    }

    /** @param array<string, mixed> $show */
    private function enter(array $show): string {
        if ($this->token === '' && $show['access'] === 'open') {
            $this->token =
                $this->ask('POST', '/sessions', ['show' => $show['id'], 'device' => __('Plain page', 'parterre')])[
                    'token'
                ] ?? '';
        }
        // The same name again renews this page's place instead of taking another.
        $this->device = preg_match('/^[A-Za-z0-9]{16,40}$/D', $this->field('device'))
            ? $this->field('device')
            : 'plain' . Ids::readable(20);
        $entry =
            $this->token === ''
                ? null
                : $this->ask('POST', '/enter', ['show' => $show['id'], 'device' => $this->device]);
        return $entry === null ? '' : $this->parts->stage($entry);
    }

    /** @param array<string, mixed>|null $show */
    private function requestLink(?array $show): void {
        $asked = $this->ask('POST', '/pass-links', [
            'email' => trim($this->field('email')),
            'page' => $show === null ? home_url('/') : CurrentShow::url($show),
            'locale' => str_replace('_', '-', determine_locale()),
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
        $grant = $this->ask('POST', '/pass-links/redeem', [
            'type' => 'code',
            'email' => trim($this->field('email')),
            'code' => (string) preg_replace('/\D/', '', $this->field('code')),
            'device' => __('Plain page', 'parterre'),
        ]);
        if ($grant !== null) {
            $this->token = $grant['token'];
            $this->said = __('You are in.', 'parterre');
        }
        return $grant['session'] ?? null;
    }

    /** Whoever has no script opens their tickets with the code of a mail. */
    private function tickets(): string {
        $session = null;
        if ($this->field('do') === 'link') {
            $this->requestLink(null);
        } elseif ($this->field('do') === 'code') {
            $session = $this->redeem();
        }
        return '<h1>' .
            esc_html__('My tickets', 'parterre') .
            '</h1>' .
            ($session === null ? $this->parts->already() : $this->parts->tickets($session['tickets'], $this->token));
    }

    /**
     * Asks one of the protocol's routes inside this request. Null is a no; why stands in `notice` then.
     *
     * @param array<string, mixed> $input
     * @return array<string, mixed>|null
     */
    private function ask(string $method, string $path, array $input): ?array {
        $request = new \WP_REST_Request($method, "/parterre/v1$path");
        $request->set_header('X-Parterre-Session', $this->token);
        $request->set_header('Origin', Settings::originOf(home_url()));
        $request->set_header(
            'User-Agent',
            isset($_SERVER['HTTP_USER_AGENT']) ? sanitize_text_field(wp_unslash($_SERVER['HTTP_USER_AGENT'])) : '',
        );
        if ($method === 'GET') {
            $request->set_query_params($input);
        } else {
            $request->set_header('Content-Type', 'application/json');
            $request->set_body((string) wp_json_encode($input === [] ? new \stdClass() : $input));
        }
        $response = rest_do_request($request);
        // As a browser would get it: objects become arrays.
        $data = json_decode((string) wp_json_encode($response->get_data()), true);
        if ($response->get_status() >= 400) {
            $this->notice = PlainParts::sorry((string) ($data['error']['code'] ?? 'unavailable'));
            return null;
        }
        return is_array($data) ? $data : [];
    }

    private function messages(): string {
        return ($this->notice === '' ? '' : '<p class="notice" role="alert">' . esc_html($this->notice) . '</p>') .
            ($this->said === '' ? '' : '<p class="said" role="status">' . esc_html($this->said) . '</p>');
    }

    /** A field of the form that was sent. Nothing here acts by a cookie, so there is nothing a foreign form could abuse. */
    private function field(string $name): string {
        // phpcs:ignore WordPress.Security.NonceVerification -- the session's token is the proof; guests share one nonce
        return isset($_POST[$name]) && is_string($_POST[$name]) ? sanitize_text_field(wp_unslash($_POST[$name])) : '';
    }
}
