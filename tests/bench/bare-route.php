<?php
/**
 * Plugin Name: Parterre rig: a bare route
 * Description: What a shop's order is measured against (tests/bench/on-sale.ts): a REST route that does one conditional UPDATE and nothing else. Copied into the site under test only.
 */

declare(strict_types=1);

defined('ABSPATH') || exit();

add_action('rest_api_init', static function (): void {
    register_rest_route('bench/v1', '/seat', [
        'methods' => 'POST',
        'permission_callback' => '__return_true',
        'callback' => static function (WP_REST_Request $request): WP_REST_Response {
            global $wpdb;
            $taken = $wpdb->query(
                $wpdb->prepare(
                    "UPDATE {$wpdb->prefix}bench_seats SET taken = taken + 1 WHERE id = %s AND taken < capacity",
                    (string) $request['pool'],
                ),
            );
            return new WP_REST_Response(['taken' => $taken === 1], $taken === 1 ? 200 : 409);
        },
    ]);
});
