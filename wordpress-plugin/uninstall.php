<?php
/**
 * Runs when the plugin is deleted. Takes data only where the site's own settings said so: receipts may have to be kept,
 * and whoever deletes a plugin to install it again does not expect an empty house.
 *
 * The plugin itself is not loaded here, so the names it uses are written out.
 */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit();

(static function (): void {
    $clean = static function (): void {
        global $wpdb;
        $settings = get_option('parterre_settings');
        foreach (['parterre_cron', 'parterre_demo_keep_current'] as $hook) {
            wp_unschedule_hook($hook);
        }
        if (!is_array($settings) || empty($settings['delete_on_uninstall'])) {
            return;
        }
        $prefix = $wpdb->prefix . 'parterre_';
        foreach (
            (array) $wpdb->get_col($wpdb->prepare('SHOW TABLES LIKE %s', $wpdb->esc_like($prefix) . '%'))
            as $table
        ) {
            $wpdb->query($wpdb->prepare('DROP TABLE IF EXISTS %i', $table));
        }
        foreach (
            [
                'parterre_box_office',
                'parterre_front_desk',
                'parterre_promoter',
                'parterre_accountant',
                'parterre_data_officer',
                'parterre_moderator',
                'parterre_stage',
            ]
            as $role
        ) {
            remove_role($role);
        }
        foreach (wp_roles()->role_objects as $role) {
            foreach (array_keys($role->capabilities) as $capability) {
                if (str_starts_with((string) $capability, 'parterre_')) {
                    $role->remove_cap($capability);
                }
            }
        }
        delete_metadata('post', 0, '_parterre_show', '', true);
        delete_metadata('post', 0, '_parterre_demo', '', true);
        delete_metadata('post', 0, '_parterre_demo_image', '', true);
        $uploads = wp_upload_dir(null, false);
        $feed = $uploads['basedir'] . '/parterre';
        if (is_dir($feed)) {
            require_once ABSPATH . 'wp-admin/includes/class-wp-filesystem-base.php';
            require_once ABSPATH . 'wp-admin/includes/class-wp-filesystem-direct.php';
            (new WP_Filesystem_Direct(null))->delete($feed, true);
        }
        foreach (
            (array) $wpdb->get_col(
                $wpdb->prepare("SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", 'parterre\_%'),
            )
            as $option
        ) {
            delete_option($option);
        }
    };

    if (!is_multisite()) {
        $clean();
        return;
    }
    // In batches: a network may have thousands of sites.
    for (
        $offset = 0;
        ($sites = get_sites(['fields' => 'ids', 'number' => 100, 'offset' => $offset])) !== [];
        $offset += 100
    ) {
        foreach ($sites as $site) {
            switch_to_blog((int) $site);
            $clean();
            restore_current_blog();
        }
    }
})();
