<?php
/**
 * Installs the demo site and brings it up to date; run at every start, on native PHP and inside Playground alike.
 *
 * PARTERRE_RIG_STEP says which half: `install` creates the tables of a site that has none, `ready` activates the
 * plugin, follows a changed address and loads the demo venue. They are two runs because WordPress, while it installs,
 * loads no plugin. The environment also names the site's folder (PARTERRE_RIG_SITE) and the one in which the file
 * `prepared` says that all is done (PARTERRE_RIG_LOGS).
 */

declare(strict_types=1);

set_exception_handler(static function (Throwable $problem): never {
    fwrite(fopen('php://stderr', 'w'), $problem->getMessage() . "\n" . $problem->getTraceAsString() . "\n");
    exit(1);
});
$step = (string) getenv('PARTERRE_RIG_STEP');
$site = (string) getenv('PARTERRE_RIG_SITE');
if ($step === 'install') {
    define('WP_INSTALLING', true);
} else {
    define('WP_ADMIN', true);
}
require_once $site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

if ($step === 'install') {
    if (!is_blog_installed()) {
        // Nobody is told about a site that lives on this machine only.
        add_filter('pre_wp_mail', '__return_true');
        wp_install('Le Parterre', 'admin', 'admin@parterre.test', true, '', 'admin');
        update_option('permalink_structure', '/%postname%/');
        // The demo venue is in Paris. Whoever prefers English finds the switch under Settings.
        if (in_array('fr_FR', get_available_languages(), true)) {
            update_option('WPLANG', 'fr_FR');
        }
    }
    return;
}

(static function (): void {
    $home = untrailingslashit((string) WP_HOME);
    $before = (string) get_option('parterre_rig_address', $home);
    if ($before !== $home) {
        // The site answers at another port than last time: pages that hold its old address would lead nowhere.
        global $wpdb;
        $wpdb->query(
            $wpdb->prepare("UPDATE {$wpdb->posts} SET post_content = REPLACE(post_content, %s, %s)", $before, $home),
        );
    }
    update_option('siteurl', $home);
    update_option('home', $home);
    update_option('parterre_rig_address', $home);
    wp_set_current_user((int) get_user_by('login', 'admin')->ID);
    $failed = null;
    if (is_file(WP_PLUGIN_DIR . '/parterre/parterre.php') && !is_plugin_active('parterre/parterre.php')) {
        $failed = activate_plugin('parterre/parterre.php');
    }
    if (is_wp_error($failed)) {
        throw new RuntimeException('The plugin could not be activated: ' . $failed->get_error_message());
    }
    if (class_exists(Parterre\Demo\Seeder::class)) {
        Parterre\Plugin::instance()->get(Parterre\Demo\Seeder::class)->run();
    }
    flush_rewrite_rules();
    touch(getenv('PARTERRE_RIG_LOGS') . '/prepared');
})();
