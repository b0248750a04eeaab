<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Access\Gate;
use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;
use Parterre\Mail\Texts;
use Parterre\Module;
use Parterre\Settings;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/**
 * The tickets for the hall on paper, a page each on A6, four on A4: plain HTML, no script. A fan's page sends the session in the
 * body of a form, never in an address (docs/security.md, The plain page). A mail, which holds the codes anyway, leads here by a key that
 * opens these tickets and nothing else, and nothing any more once they have another holder.
 */
final class TicketPage implements Module {
    public const QUERY = 'parterre-hall-tickets';

    public function __construct(
        private readonly Sessions $sessions,
        private readonly Gate $gate,
        private readonly Shows $shows,
        private readonly Orders $orders,
        private readonly TicketCode $codes,
        private readonly Tickets $tickets,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** Where a fan's page sends the form. */
    public static function url(): string {
        return add_query_arg(self::QUERY, '1', home_url('/'));
    }

    /**
     * Where a mail leads to print these tickets: the valid ones of the hall that came to one holder together.
     *
     * @param array<array<string, mixed>> $tickets of one holder
     * @return string|null null where none is for the hall
     */
    public function link(array $tickets, string $language): ?string {
        foreach ($tickets as $ticket) {
            if ($ticket['kind'] === 'hall' && $ticket['state'] === 'valid' && $ticket['email_hash'] !== '') {
                return add_query_arg(
                    [self::QUERY => $ticket['id'], 'key' => $this->key($ticket), 'lang' => $language],
                    home_url('/'),
                );
            }
        }
        return null;
    }

    /** Only this site can make it, and it stops being right when the ticket has another holder. */
    private function key(array $ticket): string {
        return substr($this->secrets->derive("hall-tickets|{$ticket['id']}|{$ticket['email_hash']}"), 0, 32);
    }

    /**
     * The tickets that a mail's address opens; null where it opens none.
     *
     * @return list<array<string, mixed>>|null
     */
    public function byKey(string $id, string $key): ?array {
        $ticket = $this->tickets->find($id);
        if ($ticket === null || $ticket['email_hash'] === '' || !hash_equals($this->key($ticket), $key)) {
            return null;
        }
        return array_values(
            array_filter(
                $this->tickets->atShow($ticket['show_id'], $ticket['email_hash']),
                static fn(array $other): bool => $other['id'] === $ticket['id'] ||
                    ($other['order_id'] === $ticket['order_id'] && $other['guest_id'] === $ticket['guest_id']),
            ),
        );
    }

    public function register(): void {
        add_action('template_redirect', [$this, 'answer'], 0);
    }

    public function answer(): void {
        // phpcs:ignore WordPress.Security.NonceVerification -- nothing is changed, and the token in the body is the right itself
        if (!isset($_GET[self::QUERY])) {
            return;
        }
        if (!defined('DONOTCACHEPAGE')) {
            define('DONOTCACHEPAGE', true);
        }
        self::sendHeaders();
        // phpcs:ignore WordPress.Security.NonceVerification -- as above
        $token = isset($_POST['token']) ? sanitize_text_field(wp_unslash($_POST['token'])) : '';
        // phpcs:ignore WordPress.Security.NonceVerification -- as above
        $language = sanitize_key($_POST['lang'] ?? '');
        // phpcs:ignore WordPress.Security.NonceVerification -- as above
        $show = sanitize_key($_POST['show'] ?? '') === '' ? '' : sanitize_text_field(wp_unslash($_POST['show']));
        // phpcs:ignore WordPress.Security.NonceVerification -- the key is the right itself
        $key = isset($_GET['key']) ? sanitize_text_field(wp_unslash($_GET['key'])) : '';
        if ($key !== '') {
            // phpcs:ignore WordPress.Security.NonceVerification -- as above
            $language = sanitize_key($_GET['lang'] ?? '');
            // phpcs:ignore WordPress.Security.NonceVerification -- as above
            $tickets = $this->byKey(sanitize_text_field(wp_unslash($_GET[self::QUERY])), $key);
        } else {
            $session = $token === '' ? null : $this->sessions->byToken($token);
            $alive =
                $session !== null && $session['ended_at'] === null && $session['expires_at'] > $this->clock->nowMs();
            $tickets = $alive ? $this->gate->tickets($session) : null;
        }
        status_header($tickets === null ? 403 : 200);
        // phpcs:ignore WordPress.Security.EscapeOutput -- every part escapes its values as it writes them
        echo $this->document($tickets, $language, $show);
        exit();
    }

    /**
     * The whole page.
     *
     * @param list<array<string, mixed>>|null $held tickets; null where nobody is known
     * @param string $show an id; every show without
     */
    public function document(?array $held, string $language, string $show): string {
        $texts = new Texts($language === 'fr' ? 'fr' : 'en');
        $tickets = array_values(
            array_filter(
                $this->gate->asTheyCount($held ?? []),
                static fn(array $ticket): bool => $ticket['kind'] === 'hall' &&
                    $ticket['state'] === 'valid' &&
                    in_array($show, ['', $ticket['show_id']], true),
            ),
        );
        return $this->sheet($tickets, $texts, $held !== null);
    }

    /**
     * A page with these tickets for the hall.
     *
     * @param list<array<string, mixed>> $tickets
     * @param bool $known whether anybody knows whose they are
     */
    public function sheet(array $tickets, Texts $texts, bool $known = true): string {
        $shows = $this->shows->findMany(array_column($tickets, 'show_id'));
        $body = '';
        foreach ($tickets as $ticket) {
            if (isset($shows[$ticket['show_id']])) {
                $body .= $this->ticket($ticket, $shows[$ticket['show_id']], $texts);
            }
        }
        if ($body === '') {
            $body = '<p>' . esc_html($texts->say($known ? 'ticket.none' : 'ticket.nobody')) . '</p>';
        }
        return '<!doctype html><html lang="' .
            esc_attr($texts->language()) .
            '"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>' .
            esc_html($texts->say('ticket.title')) .
            '</title><style>' .
            self::STYLE .
            "</style></head><body><main>$body</main></body></html>";
    }

    /** A page that nobody keeps, frames or runs a script on. */
    private static function sendHeaders(): void {
        header('Cache-Control: no-store, private');
        header('Referrer-Policy: no-referrer');
        header('Content-Type: text/html; charset=UTF-8');
        header('X-Content-Type-Options: nosniff');
        header(
            "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
        );
    }

    /** Answers the request of somebody of the venue with the tickets of an order. @param list<array<string, mixed>> $tickets */
    public function send(array $tickets, Texts $texts): never {
        self::sendHeaders();
        // phpcs:ignore WordPress.Security.EscapeOutput -- every part escapes its values as it writes them
        echo $this->sheet($tickets, $texts);
        exit();
    }

    private function ticket(array $ticket, array $show, Texts $texts): string {
        $code = $this->codes->of($ticket);
        $order = $ticket['order_id'] === null ? null : $this->orders->find($ticket['order_id']);
        $price = match (true) {
            $ticket['source'] === 'grant' => $texts->say('ticket.invitation'),
            $order === null || $ticket['price_minor'] === null => '',
            default => $texts->money($ticket['price_minor'], $order['currency']),
        };
        $place = implode(
            ', ',
            array_filter([$show['place']['name'] ?? '', $show['place']['address'] ?? '', $show['place']['city'] ?? '']),
        );
        $facts = array_filter([
            $texts->say('ticket.date') => $texts->date($show['starts_at'], $show['time_zone']),
            $texts->say('ticket.doors') => $texts->date($show['doors_at'], $show['time_zone']),
            $texts->say('ticket.place') => $place === '' ? $this->settings->venueName() : $place,
            $texts->say('ticket.category') => $ticket['category'],
            $texts->say('ticket.price') => $price,
            $texts->say('ticket.order') => $order['reference'] ?? '',
        ]);
        $rows = '';
        foreach ($facts as $name => $value) {
            $rows .= '<div><dt>' . esc_html($name) . '</dt><dd>' . esc_html((string) $value) . '</dd></div>';
        }
        return '<article><header><p>' .
            esc_html($this->settings->seller()) .
            '</p><h1>' .
            esc_html($show['title']) .
            '</h1></header><dl>' .
            $rows .
            '</dl><figure><svg viewBox="0 0 29 29" role="img" aria-label="' .
            esc_attr($texts->say('ticket.code', ['code' => $code])) .
            '" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h29v29H0z"/><path d="' .
            esc_attr(QrCode::path($code)) .
            '"/></svg><figcaption><strong>' .
            esc_html($texts->say('ticket.number', ['number' => (string) $ticket['serial']])) .
            '</strong><br>' .
            esc_html($code) .
            '</figcaption></figure>' .
            ($ticket['test'] ? '<p class="test">' . esc_html($texts->say('test')) . '</p>' : '') .
            '</article>';
    }

    private const STYLE = <<<'CSS'
    :root { color-scheme: light; }
    body { margin: 0; background: #f2f2f4; color: #111; font: 15px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
    main { display: grid; gap: 16px; justify-content: center; padding: 16px; grid-template-columns: minmax(0, 105mm); }
    article { box-sizing: border-box; display: grid; align-content: start; gap: 10px; min-height: 148mm; padding: 8mm; background: #fff; border-radius: 4px; overflow: hidden; }
    header p, dt { margin: 0; color: #555; font-size: 12px; }
    h1 { margin: 0; font-size: 22px; line-height: 1.2; overflow-wrap: anywhere; }
    dl { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 12px; margin: 0; }
    dl div:nth-child(-n + 3) { grid-column: 1 / -1; }
    dd { margin: 0; overflow-wrap: anywhere; }
    figure { margin: 0; text-align: center; }
    svg { width: 46mm; height: 46mm; }
    figcaption { font-size: 17px; letter-spacing: 0.06em; }
    .test { margin: 0; padding: 6px 8px; background: #fff3cd; font-size: 12px; }
    @media print {
        @page { margin: 0; }
        body { background: none; }
        main { display: block; padding: 0; }
        article { width: 105mm; height: 148mm; min-height: 0; float: left; border-radius: 0; break-inside: avoid; page-break-inside: avoid; }
    }
    CSS;
}
