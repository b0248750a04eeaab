<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

/**
 * Speaks to Stripe's API through WordPress's own HTTP. A request is made again only under the key it was made with, so that
 * nothing happens twice; keys are sent and never written anywhere.
 */
final class Client {
    private const TIMEOUT_SECONDS = 20;
    private const ATTEMPTS = 3;
    /** After this long nobody waits for another attempt. */
    private const PATIENCE_SECONDS = 25;

    /** @param string $mode of Keys */
    public function __construct(private readonly string $mode) {}

    /**
     * @param array<string, mixed> $query lists become `name[0]`
     * @return array<string, mixed> the object
     * @throws StripeError
     */
    public function get(string $path, array $query = []): array {
        $encoded = self::encode($query);
        return $this->request('GET', $path . ($encoded === '' ? '' : "?$encoded"), null, null);
    }

    /**
     * @param array<string, mixed> $parameters
     * @param string $key the idempotency key: the same act has the same one, for ever
     * @return array<string, mixed> the object
     * @throws StripeError
     */
    public function post(string $path, array $parameters, string $key): array {
        return $this->request('POST', $path, self::encode($parameters), $key);
    }

    /** @throws StripeError */
    public function delete(string $path, string $key): array {
        return $this->request('DELETE', $path, null, $key);
    }

    /**
     * Parameters as Stripe reads them: `line_items[0][quantity]=2`, flags as words.
     *
     * @param array<string, mixed> $parameters
     */
    public static function encode(array $parameters): string {
        $pairs = [];
        $add = static function (string $name, mixed $value) use (&$add, &$pairs): void {
            if (is_array($value)) {
                foreach ($value as $key => $inner) {
                    $add("{$name}[$key]", $inner);
                }
            } elseif ($value !== null) {
                $text = is_bool($value) ? ($value ? 'true' : 'false') : (string) $value;
                $pairs[] = rawurlencode($name) . '=' . rawurlencode($text);
            }
        };
        foreach ($parameters as $name => $value) {
            $add((string) $name, $value);
        }
        return implode('&', $pairs);
    }

    /** Where Stripe is: tests put their own in its place. */
    public static function base(): string {
        $base = defined('PARTERRE_STRIPE_API_BASE')
            ? (string) constant('PARTERRE_STRIPE_API_BASE')
            : 'https://api.stripe.com';
        /** The address of Stripe's API, without a slash at its end. */
        return (string) apply_filters('parterre_stripe_api_base', $base);
    }

    private function request(string $method, string $path, ?string $body, ?string $key): array {
        $started = microtime(true);
        for ($attempt = 1; ; $attempt++) {
            try {
                return $this->once($method, $path, $body, $key);
            } catch (StripeError $error) {
                $wait = min(5, $error->retryAfterSeconds ?? 0.4 * 2 ** $attempt);
                $tooLate = microtime(true) - $started + $wait > self::PATIENCE_SECONDS;
                if (!$error->isPassing() || $error->isRepeated || $attempt >= self::ATTEMPTS || $tooLate) {
                    throw $error;
                }
                // Not all at the same moment: many fans meet the same trouble.
                usleep((int) ($wait * 1_000_000) + random_int(0, 200_000));
            }
        }
    }

    private function once(string $method, string $path, ?string $body, ?string $key): array {
        $secret = Keys::of($this->mode)->secret;
        if ($secret === '') {
            throw new StripeError(401, 'authentication', '', "There is no secret key for the mode {$this->mode}.");
        }
        $headers = ['Authorization' => "Bearer $secret", 'Stripe-Version' => Version::API];
        if ($key !== null) {
            $headers['Idempotency-Key'] = $key;
        }
        if ($body !== null) {
            $headers['Content-Type'] = 'application/x-www-form-urlencoded';
        }
        $answer = wp_remote_request(self::base() . $path, [
            'method' => $method,
            'headers' => $headers,
            'body' => $body,
            'timeout' => self::TIMEOUT_SECONDS,
            'redirection' => 0,
            'user-agent' => 'Parterre (WordPress)',
        ]);
        if (is_wp_error($answer)) {
            throw new StripeError(0, 'network', (string) $answer->get_error_code(), $answer->get_error_message());
        }
        $status = (int) wp_remote_retrieve_response_code($answer);
        $object = json_decode(wp_remote_retrieve_body($answer), true);
        if ($status === 200 && is_array($object)) {
            return $object;
        }
        $error = is_array($object) && is_array($object['error'] ?? null) ? $object['error'] : [];
        $retryAfter = wp_remote_retrieve_header($answer, 'retry-after');
        throw new StripeError(
            $status === 200 ? 502 : $status,
            (string) ($error['type'] ?? 'api_error'),
            (string) ($error['code'] ?? ''),
            (string) ($error['message'] ?? "Stripe answered $status."),
            (string) ($error['param'] ?? ''),
            is_string($retryAfter) && ctype_digit($retryAfter) ? (int) $retryAfter : null,
            wp_remote_retrieve_header($answer, 'idempotent-replayed') === 'true',
            (string) ($error['decline_code'] ?? ''),
        );
    }
}
