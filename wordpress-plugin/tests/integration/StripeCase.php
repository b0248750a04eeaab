<?php
declare(strict_types=1);

use Parterre\Payments\Stripe\Webhook;

require_once __DIR__ . '/IntegrationCase.php';

/** For tests whose payments our own Stripe plays: what it is told, and the events it would send. */
abstract class StripeCase extends IntegrationCase {
    protected const SECRET = 'whsec_integrationTest';

    /** Has the double do something, or reads from it. */
    protected function double(string $what, ?array $order = [], ?string $id = null): array {
        $url = getenv('PARTERRE_STRIPE_DOUBLE') . "/_double/$what";
        $reads = in_array($what, ['sessions', 'refunds', 'log', 'disputes', 'intents'], true);
        $answer = $reads
            ? wp_remote_get($url)
            : wp_remote_post($url, ['body' => (string) wp_json_encode((object) $order), 'timeout' => 30]);
        $json = json_decode(wp_remote_retrieve_body($answer), true);
        self::assertSame(200, wp_remote_retrieve_response_code($answer), "$what: " . wp_json_encode($json));
        return $id === null ? $json : array_column($json, null, 'id')[$id];
    }

    /** @return array<string, mixed> */
    protected function event(string $type, array $object): array {
        return [
            'id' => 'evt_' . bin2hex(random_bytes(8)),
            'object' => 'event',
            'type' => $type,
            'created' => time(),
            'livemode' => false,
            'data' => ['object' => $object],
        ];
    }

    /** Posts an event as Stripe does, and answers the status. */
    protected function post(array $event, ?string $header = null, string $secret = self::SECRET, int $shift = 0): int {
        $body = (string) wp_json_encode($event);
        $time = time() + $shift;
        $header ??= "t=$time,v1=" . hash_hmac('sha256', "$time.$body", $secret);
        return $this->call('POST', Webhook::PATH, $body, null, ['stripe-signature' => $header])['status'];
    }
}
