<?php
/**
 * Plugin Name: Parterre rig: quiet
 * Description: A site of the rigs never looks for updates: it has no way out, and every attempt would cost seconds and a warning in the log.
 */

declare(strict_types=1);

remove_action('init', 'wp_schedule_update_checks');
add_filter('pre_site_transient_update_core', 'parterre_rig_nothing_new');
add_filter('pre_site_transient_update_plugins', 'parterre_rig_nothing_new');
add_filter('pre_site_transient_update_themes', 'parterre_rig_nothing_new');
// The site admin's dashboard would ask wordpress.org for events, news and the age of the browser.
add_action('wp_dashboard_setup', static function (): void {
    remove_meta_box('dashboard_primary', 'dashboard', 'side');
    remove_meta_box('dashboard_browser_nag', 'dashboard', 'normal');
});
add_filter('pre_http_request', 'parterre_rig_no_wordpress_org', 10, 3);

/** What the update checks would have found a moment ago: nothing. */
function parterre_rig_nothing_new(): stdClass {
    return (object) [
        'last_checked' => time(),
        'version_checked' => wp_get_wp_version(),
        'updates' => [],
        'response' => [],
        'translations' => [],
        'no_update' => [],
    ];
}

/**
 * Answers requests to wordpress.org at once instead of letting each log that the host is blocked.
 *
 * @param false|array<string, mixed>|WP_Error $answer
 * @param array<string, mixed>                $request
 * @return false|array<string, mixed>|WP_Error
 */
function parterre_rig_no_wordpress_org(mixed $answer, array $request, string $url): mixed {
    $host = (string) wp_parse_url($url, PHP_URL_HOST);
    if (!str_ends_with($host, 'wordpress.org')) {
        return $answer;
    }
    return [
        'headers' => [],
        'body' => '{}',
        'response' => ['code' => 503, 'message' => 'Offline'],
        'cookies' => [],
        'filename' => null,
    ];
}
