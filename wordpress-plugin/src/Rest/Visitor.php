<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Clock;
use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\Sessions;

/** Reads from a request who is calling: the session of its token, the page's origin, the kind of device, the network. */
final class Visitor {
    public function __construct(
        private readonly Sessions $sessions,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * @param array{auth: string, errors: list<string>} $operation
     * @throws Refusal session_required, session_expired, session_replaced
     */
    public function call(\WP_REST_Request $request, array $operation): Call {
        return new Call(
            $this->session($request, $operation),
            (string) $request->get_header('origin'),
            self::deviceLabel((string) $request->get_header('user-agent')),
            $this->network(),
        );
    }

    /** @return array<string, mixed>|null */
    private function session(\WP_REST_Request $request, array $operation): ?array {
        if ($operation['auth'] === 'none') {
            return null;
        }
        $token = self::token($request);
        $needed = $operation['auth'] === 'session';
        if ($token === null) {
            return $needed ? throw new Refusal('session_required') : null;
        }
        $session = $this->sessions->byToken($token);
        $now = $this->clock->nowMs();
        if ($session !== null && $session['ended_at'] === null && $session['expires_at'] > $now) {
            $this->sessions->slide($session);
            return $session;
        }
        if (!$needed) {
            // Buying and redeeming need no session: a dead one counts as none.
            return null;
        }
        $replaced =
            $session !== null &&
            $session['end_reason'] === 'replaced' &&
            in_array('session_replaced', $operation['errors'], true);
        throw new Refusal($replaced ? 'session_replaced' : 'session_expired');
    }

    /** The token from either header: some hosts strip the first. */
    private static function token(\WP_REST_Request $request): ?string {
        $header = (string) $request->get_header('authorization');
        $token = preg_match('/^Bearer\s+(\S+)$/iD', $header, $match)
            ? $match[1]
            : trim((string) $request->get_header('x-parterre-session'));
        return $token === '' ? null : substr($token, 0, 200);
    }

    private static function deviceLabel(string $agent): string {
        $browser = match (true) {
            str_contains($agent, 'Firefox/') || str_contains($agent, 'FxiOS') => 'Firefox',
            str_contains($agent, 'Edg/') || str_contains($agent, 'EdgA/') => 'Edge',
            str_contains($agent, 'SamsungBrowser') => 'Samsung Internet',
            str_contains($agent, 'Chrome/') || str_contains($agent, 'CriOS') => 'Chrome',
            str_contains($agent, 'Safari/') => 'Safari',
            default => '',
        };
        $system = match (true) {
            str_contains($agent, 'iPhone') => 'iPhone',
            str_contains($agent, 'iPad') => 'iPad',
            str_contains($agent, 'Android') => 'Android',
            str_contains($agent, 'Windows') => 'Windows',
            str_contains($agent, 'Macintosh') => 'Mac',
            str_contains($agent, 'Linux') => 'Linux',
            default => '',
        };
        return implode(', ', array_filter([$browser, $system])) ?: '?';
    }

    /** The caller's network (IPv4 address, IPv6 /64), behind proxies only where the venue says which to believe. */
    private function network(): string {
        $peer = isset($_SERVER['REMOTE_ADDR']) ? sanitize_text_field(wp_unslash($_SERVER['REMOTE_ADDR'])) : '';
        $forwarded = isset($_SERVER['HTTP_X_FORWARDED_FOR'])
            ? sanitize_text_field(wp_unslash($_SERVER['HTTP_X_FORWARDED_FOR']))
            : '';
        $trusted = $this->settings->get('trusted_proxies');
        // From the right: each believed proxy vouches for the one before it, and the first stranger is the caller.
        foreach (array_reverse(array_map('trim', explode(',', $forwarded))) as $earlier) {
            if ($earlier === '' || !self::isIn($peer, $trusted)) {
                break;
            }
            $peer = $earlier;
        }
        $packed = self::packed($peer);
        return $packed === null ? '?' : bin2hex(substr($packed, 0, strlen($packed) === 16 ? 8 : 4));
    }

    /**
     * An address in bytes, null when it is none. A server that listens on both families writes `::ffff:192.0.2.1` for an
     * IPv4 address (RFC 4291 §2.5.5.2): were that an IPv6 network, all of IPv4 would share one allowance.
     */
    private static function packed(string $address): ?string {
        $packed = @inet_pton($address);
        if ($packed === false) {
            return null;
        }
        return str_starts_with($packed, str_repeat("\0", 10) . "\xff\xff") ? substr($packed, 12) : $packed;
    }

    /** @param list<string> $networks in CIDR form */
    private static function isIn(string $address, array $networks): bool {
        $packed = self::packed($address);
        foreach ($networks as $network) {
            [$base, $length] = explode('/', $network . '/' . (str_contains($network, ':') ? 128 : 32));
            $other = @inet_pton($base);
            if ($packed === null || $other === false || strlen($packed) !== strlen($other)) {
                continue;
            }
            $bits = (int) $length;
            $bytes = intdiv($bits, 8);
            $mask = $bits % 8 === 0 ? '' : chr((0xff << (8 - ($bits % 8))) & 0xff);
            $same = substr($packed, 0, $bytes) === substr($other, 0, $bytes);
            if ($same && ($mask === '' || ($packed[$bytes] & $mask) === ($other[$bytes] & $mask))) {
                return true;
            }
        }
        return false;
    }
}
