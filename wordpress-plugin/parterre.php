<?php
/**
 * Plugin Name: Parterre
 * Description: Sell livestream tickets, replays and merch on your venue's own site, and keep the room pleasant while the show plays.
 * Version: 0.1.0
 * Requires at least: 7.0
 * Requires PHP: 8.1
 * Author: The Parterre contributors
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: parterre
 * Domain Path: /languages
 *
 * This file stays readable by old PHP, so that a site that cannot run the plugin is told so instead of dying.
 */

defined('ABSPATH') || exit();

// A second copy (a zip beside a checkout) must not redeclare anything.
if (defined('PARTERRE_VERSION')) {
    return;
}

define('PARTERRE_VERSION', '0.1.0');
define('PARTERRE_FILE', __FILE__);
define('PARTERRE_DIR', __DIR__);

if (PHP_VERSION_ID < 80100 || PHP_INT_SIZE < 8) {
    add_action('admin_notices', function () {
        echo '<div class="notice notice-error"><p>' .
            esc_html__(
                'Parterre needs PHP 8.1 or newer, 64 bit. Ask your host to switch; nothing is lost meanwhile.',
                'parterre',
            ) .
            '</p></div>';
    });
    return;
}

require_once __DIR__ . '/src/autoload.php';

register_activation_hook(__FILE__, ['Parterre\\Plugin', 'activate']);
register_deactivation_hook(__FILE__, ['Parterre\\Plugin', 'deactivate']);
add_action('plugins_loaded', ['Parterre\\Plugin', 'boot']);
