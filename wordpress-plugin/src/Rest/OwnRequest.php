<?php
declare(strict_types=1);

namespace Parterre\Rest;

/**
 * Whether this request is for the API of fans, told from its address before WordPress has read it, and what is left out then: what
 * WordPress prepares for pages and editors on every request. None of it can be part of an answer of ours, and it is a third of
 * what an order costs (docs/money.md, Speed).
 */
final class OwnRequest implements \Parterre\Module {
    /** Hook, function and priority of what core attaches for others. One that a later WordPress no longer has is not missed. */
    private const NOT_NEEDED = [
        ['rest_api_init', 'create_initial_rest_routes', 99],
        ['init', 'register_core_block_style_handles', 9],
        ['init', '_register_theme_block_patterns', 10],
    ];

    private ?bool $is = null;

    public function register(): void {
        if (!$this->is()) {
            return;
        }
        /** False keeps everything: for a site whose other plugins ask core's own routes while they answer ours. */
        if (apply_filters('parterre_lean_requests', true)) {
            foreach (self::NOT_NEEDED as [$hook, $function, $priority]) {
                remove_action($hook, $function, $priority);
            }
        }
    }

    public function is(): bool {
        // phpcs:ignore WordPress.Security.NonceVerification -- tells what was asked for, and does nothing
        $route = isset($_GET['rest_route']) ? sanitize_text_field(wp_unslash($_GET['rest_route'])) : '';
        return $this->is ??= self::isFor(
            isset($_SERVER['REQUEST_URI']) ? sanitize_text_field(wp_unslash($_SERVER['REQUEST_URI'])) : '',
            $route,
            (string) wp_parse_url((string) get_option('home'), PHP_URL_PATH),
            rest_get_url_prefix(),
        );
    }

    /**
     * @param string $address path and query of a request
     * @param string $route what the query says in `rest_route`
     * @param string $home the path of the site: empty, or `/venue`
     * @param string $prefix `wp-json`, unless the site has another
     */
    public static function isFor(string $address, string $route, string $home, string $prefix): bool {
        $start = rtrim($home, '/') . "/$prefix";
        $path = explode('?', $address, 2)[0];
        if ($route === '' && str_starts_with($path, "$start/")) {
            $route = substr($path, strlen($start));
        }
        return str_starts_with(strtolower($route), '/' . Registrar::NAMESPACE . '/');
    }
}
