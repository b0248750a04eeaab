<?php
/**
 * Signs addresses with the plugin's own classes, without WordPress: reads `{provider, stream, values, ttl, now}` as JSON, writes the address;
 * or reads `{grantSeconds}` and writes what each provider declares. What WordPress would have said is said here.
 */

declare(strict_types=1);

define('PARTERRE_TESTS', true);
require dirname(__DIR__, 2) . '/wordpress-plugin/src/autoload.php';

$asked = json_decode((string) stream_get_contents(STDIN), true, 16, JSON_THROW_ON_ERROR);

function __(string $text): string {
    return $text;
}
function get_option(string $name, mixed $default = false): mixed {
    global $asked;
    return $name === 'parterre_streaming' ? [$asked['provider'] ?? '' => $asked['values'] ?? []] : $default;
}
function home_url(): string {
    return 'https://venue.example';
}
function site_url(): string {
    return 'https://venue.example';
}
function apply_filters(string $name, mixed $value): mixed {
    return $value;
}
function wp_parse_url(string $url, int $component = -1): mixed {
    return parse_url($url, $component);
}
function wp_generate_uuid4(): string {
    return '2f1d0c3e-7a4b-4c55-9d10-0123456789ab';
}

use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;
use Parterre\Settings;
use Parterre\Streaming\Providers as Kinds;

$settings = new Settings();
$options = new Kinds\Options($settings);
$providers = new Kinds\Providers(
    new Kinds\PathToken($options, $settings),
    new Kinds\MediaMtx($options, new Secrets(str_repeat('x', 32)), new Clock(0)),
    new Kinds\Mux($options),
    new Kinds\CloudflareStream($options),
    new Kinds\Bunny($options),
    new Kinds\AwsIvs($options, $settings),
    new Kinds\CloudFront($options),
    new Kinds\Akamai($options),
    new Kinds\PlainHls($options),
);
if (isset($asked['grantSeconds'])) {
    $said = array_map(
        static fn(Parterre\Streaming\Provider $one): array => [
            $one->name(),
            $one->renew(),
            $one->revoke(),
            $one->proven(),
            $one->lifetimeSeconds($asked['grantSeconds']),
        ],
        array_values($providers->all()),
    );
    echo json_encode($said);
} else {
    $provider = $providers->find($asked['provider']);
    assert($provider !== null);
    echo $provider->signPlayback($asked['stream'], 'lease_of_nobody', $asked['ttl'], $asked['now']);
}
