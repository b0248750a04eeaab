<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

use Parterre\Streaming\Providers\Field;
use Parterre\Streaming\Providers\Options;
use Parterre\Streaming\Providers\Providers;

/**
 * Which machines the server may ask when somebody names an address: those of the public internet, and of others only the site itself
 * and the stream servers of its settings. Otherwise whoever may edit a show could read the host's own network.
 */
final class Reach {
    /** @var array<string, string|null> the address that a host's name stood for when it was asked first in this request */
    private array $known = [];

    public function __construct(private readonly Providers $providers, private readonly Options $options) {}

    /** Whether the site's own settings name this origin. */
    public function isOwn(string $url): bool {
        $origins = [Address::origin(home_url()), Address::origin(site_url())];
        foreach ($this->providers->all() as $provider) {
            foreach ($provider->fields() as $field) {
                if ($field->kind === Field::ADDRESS) {
                    $origins[] = Address::origin($this->options->value($provider->name(), $field));
                }
            }
        }
        /** Origins of stream servers that the site's settings name, as `https://stream.example:8443`: they may be inside. */
        $origins = array_filter((array) apply_filters('parterre_stream_origins', $origins));
        $origin = Address::origin($url);
        return $origin !== '' && in_array($origin, $origins, true);
    }

    /**
     * The machine to ask for this address.
     *
     * @return string its numeric address; empty where the name may be left to whoever connects: it is one of our own
     * @throws OutOfReach
     */
    public function machine(string $url): string {
        $origin = Address::origin($url);
        if ($origin === '') {
            throw new OutOfReach(OutOfReach::NO_WEB);
        }
        if ($this->isOwn($url)) {
            return '';
        }
        $host = trim((string) wp_parse_url($origin, PHP_URL_HOST), '[]');
        $address = $this->known[$host] ??= self::lookUp($host);
        if ($address === null) {
            throw new OutOfReach(OutOfReach::UNKNOWN);
        }
        if (!self::isPublic($address)) {
            throw new OutOfReach(OutOfReach::INSIDE);
        }
        return $address;
    }

    /** Whether a numeric address belongs to the public internet. */
    public static function isPublic(string $address): bool {
        $bytes = @inet_pton($address);
        if ($bytes === false) {
            return false;
        }
        if (strlen($bytes) === 16) {
            $mapped = self::insideOf($bytes);
            if ($mapped !== null) {
                return self::isPublic($mapped);
            }
            // Only 2000::/3 is given out; of it, 2001:db8::/32 is for books.
            return (ord($bytes[0]) & 0xe0) === 0x20 && !str_starts_with($bytes, "\x20\x01\x0d\xb8");
        }
        foreach (
            [
                ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
                ...['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'],
                ...['203.0.113.0/24', '224.0.0.0/3'],
            ]
            as $network
        ) {
            [$start, $bits] = explode('/', $network);
            $mask = -1 << (32 - (int) $bits);
            if (((int) ip2long($address) & $mask) === ((int) ip2long($start) & $mask)) {
                return false;
            }
        }
        return true;
    }

    /** The IPv4 address that an IPv6 one stands for: mapped, translated (64:ff9b::/96) or 6to4. */
    private static function insideOf(string $bytes): ?string {
        $four = match (true) {
            str_starts_with($bytes, str_repeat("\0", 10) . "\xff\xff"),
            str_starts_with($bytes, "\0\x64\xff\x9b" . str_repeat("\0", 8))
                => substr($bytes, 12),
            str_starts_with($bytes, "\x20\x02") => substr($bytes, 2, 4),
            default => null,
        };
        return $four === null ? null : (string) inet_ntop($four);
    }

    /** One address of a host; an inside one before others, so that a name with both is refused. Null: nobody knows the name. */
    private static function lookUp(string $host): ?string {
        if (filter_var($host, FILTER_VALIDATE_IP) !== false) {
            return $host;
        }
        $all = gethostbynamel($host) ?: [];
        if ($all === []) {
            $all = array_column(@dns_get_record($host, DNS_AAAA) ?: [], 'ipv6');
        }
        foreach ($all as $one) {
            if (!self::isPublic($one)) {
                return $one;
            }
        }
        return $all[0] ?? null;
    }
}
