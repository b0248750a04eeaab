<?php
declare(strict_types=1);

namespace Parterre;

use Parterre\Domain\Crowd;
use Parterre\Domain\Secrets;
use Parterre\Payments\Stripe\Keys;

/** What the venue has set, in one option, with a sensible answer for everything it has not. */
final class Settings {
    public const OPTION = 'parterre_settings';
    private const SECRET_OPTION = 'parterre_secret';

    /**
     * Every setting and what it is before anybody sets it. An empty text means "as the site says".
     *
     * @return array<string, mixed>
     */
    public static function defaults(): array {
        return [
            'venue_name' => '',
            'seller' => '',
            'currency' => 'EUR',
            'terms_url' => '',
            'privacy_url' => '',
            'passes_url' => '',
            'pickup_place' => '',
            // The country the venue sells from, and what it writes over the usual VAT rates: `{country, hall, live, replay, merch,
            // donation}`, each rate in hundredths of a percent.
            'country' => 'FR',
            'vat_rates' => [],
            'vat_franchise' => false,
            'vat_below_threshold' => false,
            // Who stands on invoices beside `seller`: postal address, SIRET, VAT number, and a line of one's own.
            'seller_address' => '',
            'seller_siret' => '',
            'seller_vat_number' => '',
            'invoice_note' => '',
            // How what is left of a show is shared, in percent; together 100.
            'split_artist' => 50,
            'split_crew' => 0,
            'split_venue' => 50,
            // Before the year and the number: `F2026-00001`.
            'invoice_prefix' => 'F',
            'credit_note_prefix' => 'A',
            // Where the money goes after VAT, told to buyers: `{to, share}`, shares in hundredths of a percent that add up to 10 000.
            'money_split' => [],
            // A header in which the host's proxy names the country of a connection, such as `CF-IPCountry`; empty: none.
            'country_header' => '',
            // `{name, countries, priceMinor, extraMinor}`: a parcel with one piece, and each further piece.
            'postage_zones' => [],
            // Origins besides the site's own whose pages may use the API: `https://artist.example`.
            'allowed_origins' => [],
            'features' => ['tickets', 'chat', 'moderation', 'merch', 'passes', 'campaigns'],
            // Seconds a grant to play lasts; renewed in the heartbeat when less than half is left.
            'grant_seconds' => 900,
            // Whether addresses are given that last the show: for AirPlay, older iPhones and televisions.
            'casting' => true,
            // Whether a code is drawn over the picture of every show that says nothing else.
            'mark' => false,
            'heartbeat_seconds' => 60,
            'hold_seconds' => 600,
            // How long places that came back are kept for whoever waited, at most.
            'waiting_hours' => 24,
            // What plays when somebody tries their ticket before doors: a stream of the stream server, or an HLS address.
            'test_stream' => '',
            // Minutes before doors at which ticket holders get their mail; 0 sends none.
            'doors_mail_minutes' => 180,
            // Mails a minute the host takes. Those sent to many keep to it; those somebody waits for go first.
            'mails_per_minute' => 30,
            // How long a hold can be prolonged, counted from the order's first second.
            'hold_cap_seconds' => 1800,
            // When an unpaid order ends, whatever it holds.
            'pay_seconds' => 86_400,
            // Whether fans may hand on tickets they bought, and invitations.
            'transfers' => true,
            'transfer_guests' => false,
            // Unpaid orders with limited stock that one address, and one network, may have.
            'holds_per_email' => 5,
            'holds_per_network' => 40,
            // Address and secret of the stream server that checks path tokens.
            'stream_base' => '',
            'stream_secret' => '',
            // The first file of each of its streams.
            'stream_playlist' => 'master.m3u8',
            // Fans at once that the host serves at full pace; beyond it the chat slows first, then how often pages ask.
            'fans_at_once' => Crowd::FANS_AT_ONCE,
            // How fans read the feed: `auto` (files unless the self-test failed), `files`, `rest`.
            'feed_mode' => 'auto',
            'feed_poll_ms' => 2500,
            // Networks (CIDR) whose `X-Forwarded-For` is believed; empty believes nobody.
            'trusted_proxies' => [],
            'delete_on_uninstall' => false,
        ];
    }

    public function get(string $name): mixed {
        $defaults = self::defaults();
        if (!array_key_exists($name, $defaults)) {
            throw new \LogicException("There is no setting $name.");
        }
        $value = ((array) get_option(self::OPTION, []))[$name] ?? $defaults[$name];
        return gettype($value) === gettype($defaults[$name]) ? $value : $defaults[$name];
    }

    /**
     * Changes settings; the rest stays.
     *
     * @param array<string, mixed> $values of `defaults()`
     */
    public function set(array $values): void {
        $known = array_intersect_key($values, self::defaults());
        update_option(self::OPTION, $known + (array) get_option(self::OPTION, []), true);
    }

    public function venueName(): string {
        return $this->get('venue_name') ?: html_entity_decode((string) get_bloginfo('name'), ENT_QUOTES, 'UTF-8');
    }

    public function seller(): string {
        return $this->get('seller') ?: $this->venueName();
    }

    /** The name of the place where goods are handed over. */
    public function pickupPlace(): string {
        return $this->get('pickup_place') ?: $this->venueName();
    }

    /**
     * Origins whose pages may use the API and be named in a pass link: the site's own first.
     *
     * @return list<string> like `https://venue.example`
     */
    public function origins(): array {
        $origins = array_map(
            [self::class, 'originOf'],
            [home_url(), site_url(), ...array_map('strval', $this->get('allowed_origins'))],
        );
        /** Adds or removes origins, as `https://artist.example`. */
        return array_values(array_unique(array_filter((array) apply_filters('parterre_allowed_origins', $origins))));
    }

    /**
     * Whether a page may sell and be named in a pass link. The link in the mail carries a secret, so an address that
     * programs read in different ways is refused: `http://evil.example\@venue.example/` is the venue for PHP and a
     * stranger for browsers.
     */
    public function allowsPage(string $url): bool {
        $part = wp_parse_url($url);
        return is_array($part) &&
            !isset($part['user']) &&
            !isset($part['pass']) &&
            preg_match('/[\\\\\s\p{C}]/u', $url) === 0 &&
            in_array(self::originOf($url), $this->origins(), true);
    }

    /** Scheme, host and port of an address, or an empty text when it has none. */
    public static function originOf(string $url): string {
        $part = wp_parse_url($url);
        if (
            !is_array($part) ||
            !isset($part['scheme'], $part['host']) ||
            !in_array(strtolower($part['scheme']), ['http', 'https'], true)
        ) {
            return '';
        }
        $scheme = strtolower($part['scheme']);
        $usual = $scheme === 'https' ? 443 : 80;
        $port = isset($part['port']) && $part['port'] !== $usual ? ':' . $part['port'] : '';
        return $scheme . '://' . strtolower($part['host']) . $port;
    }

    /** The secret of this site, made once. Not WordPress's salts: hosts rotate those, and every ticket would be void. */
    public function siteSecret(): string {
        $secret = get_option(self::SECRET_OPTION);
        if (!is_string($secret) || strlen($secret) < 32) {
            // add_option changes nothing when another request was first; what is stored then counts.
            add_option(self::SECRET_OPTION, bin2hex(random_bytes(32)), '', true);
            $secret = (string) get_option(self::SECRET_OPTION);
        }
        return $secret;
    }

    /** The stream server's secret; when none is set, one of this site's own. */
    public function streamSecret(): string {
        return $this->get('stream_secret') ?: (new Secrets($this->siteSecret()))->derive('stream');
    }

    /** Whether real money can move: as soon as live keys are complete. */
    public function livePayments(): bool {
        /** A gateway that has live keys says so here; the test gateway then refuses and its tickets are void. */
        return (bool) apply_filters('parterre_live_payments', Keys::areLive());
    }
}
