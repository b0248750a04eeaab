<?php
/**
 * Before the plugin's integration tests: a whole WordPress, the site named by WP_ROOT, as an administrator's request
 * would load it.
 *
 * It must be PHP's `auto_prepend_file`: included by PHPUnit's own bootstrap, WordPress would run inside a function, and
 * what its files declare as globals (the registry of shortcodes, for one) would be lost.
 */

declare(strict_types=1);

$_SERVER['HTTP_HOST'] = (string) getenv('WP_HOST');
$_SERVER['SERVER_NAME'] = '127.0.0.1';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';

require_once getenv('WP_ROOT') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
