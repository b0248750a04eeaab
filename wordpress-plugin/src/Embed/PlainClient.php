<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Settings;

/**
 * What the plain page's forms sent, and the protocol's routes, asked inside the same request: no rule exists twice. One per
 * request; it carries the session's token from one question to the next.
 */
final class PlainClient {
    public string $token = '';
    /** Why the last question was answered with a no; an error code of the protocol, or empty. */
    public string $refused = '';

    /**
     * Asks a route. Null is a no; why stands in `refused` then.
     *
     * @param array<string, mixed> $input
     * @return array<string, mixed>|null
     */
    public function ask(string $method, string $path, array $input): ?array {
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
            $this->refused = (string) ($data['error']['code'] ?? 'unavailable');
            return null;
        }
        return is_array($data) ? $data : [];
    }

    /** A field of the form that was sent. Nothing here acts by a cookie, so there is nothing a foreign form could abuse. */
    public static function field(string $name): string {
        // phpcs:ignore WordPress.Security.NonceVerification -- the session's token is the proof; guests share one nonce
        return isset($_POST[$name]) && is_string($_POST[$name]) ? sanitize_text_field(wp_unslash($_POST[$name])) : '';
    }

    /** One field of several with the same name, `name[key]`; empty where something else was sent. */
    public static function fieldOf(string $name, string $key): string {
        // phpcs:ignore WordPress.Security.NonceVerification -- see field(). Where a list was sent, this is an empty text.
        return isset($_POST[$name][$key]) && is_string($_POST[$name][$key])
            ? sanitize_text_field(wp_unslash($_POST[$name][$key]))
            : '';
    }

    /** The language of this request, as the protocol writes it. */
    public static function locale(): string {
        return str_replace('_', '-', strtok(determine_locale(), '@') ?: 'en');
    }
}
