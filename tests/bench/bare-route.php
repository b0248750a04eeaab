<?php
/**
 * Plugin Name: Parterre rig: a bare route
 * Description: What is measured against, and how: a REST route that does one conditional UPDATE (tests/bench/on-sale.ts), one that does nothing at all, and one that only makes a grant (tests/bench/signing.ts). Copied into the site under test only.
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
    register_rest_route('bench/v1', '/nothing', [
        'methods' => 'POST',
        'permission_callback' => '__return_true',
        'callback' => static fn(): WP_REST_Response => new WP_REST_Response(['made' => true]),
    ]);
    // The signing function as the door calls it: whose session, which ticket, which cameras, signed.
    register_rest_route('bench/v1', '/grant', [
        'methods' => 'POST',
        'permission_callback' => '__return_true',
        'callback' => static function (WP_REST_Request $request): WP_REST_Response {
            $plugin = Parterre\Plugin::instance();
            $session = $plugin->get(Parterre\Store\Sessions::class)->byToken((string) $request['token']);
            $show = $plugin->get(Parterre\Store\Shows::class)->find((string) $request['show']);
            $viewer = $plugin->get(Parterre\Access\Gate::class)->viewer($session, $show);
            $grant = $plugin->get(Parterre\Streaming\Playback::class)->grant($viewer, $show, 'lease_bench');
            return new WP_REST_Response(['made' => isset($grant['cameras'][0]['url'])]);
        },
    ]);
});
