<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

use Parterre\Domain\Clock;
use Parterre\Settings;

/**
 * Asks for playlists and segments as a browser on the venue's page would: with its origin, without cookies. It follows three redirects, waits some
 * seconds, takes some megabytes, and asks no machine of the host's own network (`Reach`). Nothing is logged: addresses hold tokens.
 */
final class Fetch {
    private const REDIRECTS = 3;
    /** A playlist of three hours with signed addresses has about three. */
    public const PLAYLIST_BYTES = 8_000_000;

    public function __construct(private readonly Reach $reach, private readonly Clock $clock) {}

    /** The origin of the venue's pages, as a browser sends it. */
    public static function origin(): string {
        return Settings::originOf(home_url());
    }

    /**
     * @param string      $origin  of the page that asks; the venue's own where none is named
     * @param string|null $range   like `bytes=0-1023`
     */
    public function get(
        string $url,
        int $maxBytes = self::PLAYLIST_BYTES,
        float $seconds = 8.0,
        ?string $origin = null,
        ?string $range = null,
    ): Fetched {
        $origin ??= self::origin();
        $started = microtime(true);
        $path = [];
        for ($hop = 0; ; $hop++) {
            $path[] = $url;
            try {
                $machine = $this->reach->machine($url);
            } catch (OutOfReach $out) {
                return $this->failed($url, self::failureOf($out), $started, $path);
            }
            $answer = $this->ask($url, $machine, [
                'timeout' => max(1.0, $seconds - (microtime(true) - $started)),
                // One more than wanted tells whether there was more.
                'limit_response_size' => $maxBytes + 1,
                'headers' => array_filter([
                    'Accept' => '*/*',
                    'Origin' => $origin,
                    'Referer' => "$origin/",
                    'Range' => $range,
                ]),
            ]);
            if (is_wp_error($answer)) {
                return $this->failed(
                    $url,
                    $answer->get_error_code() === 'http_request_not_executed'
                        ? Fetched::BLOCKED
                        : self::classify($answer->get_error_message()),
                    $started,
                    $path,
                );
            }
            $status = (int) wp_remote_retrieve_response_code($answer);
            $location = self::header($answer, 'location');
            if (!in_array($status, [301, 302, 303, 307, 308], true) || $location === '') {
                break;
            }
            if ($hop >= self::REDIRECTS) {
                return $this->failed($url, Fetched::REDIRECTS, $started, $path);
            }
            $url = Address::resolve($url, $location);
        }
        $body = (string) wp_remote_retrieve_body($answer);
        $headers = [];
        foreach (wp_remote_retrieve_headers($answer) as $name => $value) {
            $headers[strtolower((string) $name)] = is_array($value) ? (string) end($value) : (string) $value;
        }
        return new Fetched(
            $url,
            null,
            $status,
            $headers,
            substr($body, 0, $maxBytes),
            strlen($body) <= $maxBytes,
            self::since($started),
            $this->clock->nowMs(),
            $path,
        );
    }

    /** @param array<string, mixed> $more */
    private function ask(string $url, string $machine, array $more): array|\WP_Error {
        // The name is asked once: between the look at it and the connection it could begin to stand for a machine inside.
        $pin = static function (mixed $handle) use ($url, $machine): void {
            $part = wp_parse_url(Address::origin($url));
            if ($machine !== '' && $handle instanceof \CurlHandle) {
                $port = $part['port'] ?? ($part['scheme'] === 'https' ? 443 : 80);
                $numeric = str_contains($machine, ':') ? "[$machine]" : $machine;
                curl_setopt($handle, CURLOPT_RESOLVE, ["{$part['host']}:$port:$numeric"]);
            }
        };
        add_action('http_api_curl', $pin);
        try {
            return wp_remote_get(
                $url,
                $more + [
                    'redirection' => 0,
                    'user-agent' => 'Mozilla/5.0 (compatible; Parterre stream check)',
                    'cookies' => [],
                ],
            );
        } finally {
            remove_action('http_api_curl', $pin);
        }
    }

    /** @param list<string> $path */
    private function failed(string $url, string $failure, float $started, array $path): Fetched {
        return new Fetched($url, $failure, 0, [], '', false, self::since($started), $this->clock->nowMs(), $path);
    }

    private static function since(float $started): int {
        return (int) round((microtime(true) - $started) * 1000);
    }

    private static function header(array $answer, string $name): string {
        $value = wp_remote_retrieve_header($answer, $name);
        return is_array($value) ? (string) end($value) : (string) $value;
    }

    private static function failureOf(OutOfReach $out): string {
        return match ($out->reason) {
            OutOfReach::NO_WEB => Fetched::NO_WEB,
            OutOfReach::UNKNOWN => Fetched::UNKNOWN_HOST,
            default => Fetched::INSIDE,
        };
    }

    /** What an error of cURL, or of PHP's sockets where there is no cURL, is about. */
    public static function classify(string $message): string {
        $number = preg_match('/cURL error (\d+)/', $message, $match) === 1 ? (int) $match[1] : 0;
        return match (true) {
            $number === 6, stripos($message, 'getaddrinfo') !== false => Fetched::UNKNOWN_HOST,
            $number === 28, preg_match('/timed? ?out/i', $message) === 1 => Fetched::TIMEOUT,
            in_array($number, [35, 51, 53, 54, 58, 59, 60, 77, 83, 91], true),
            preg_match('/\b(SSL|TLS|certificate)\b/i', $message) === 1
                => Fetched::CERTIFICATE,
            $number === 7, stripos($message, 'connection refused') !== false => Fetched::REFUSED,
            in_array($number, [18, 52, 56, 92], true) => Fetched::BROKEN_OFF,
            default => Fetched::NETWORK,
        };
    }
}
