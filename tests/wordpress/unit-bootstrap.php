<?php
/** Before the plugin's unit tests: its autoloader, and no WordPress. */

declare(strict_types=1);

define('PARTERRE_TESTS', true);
require_once dirname(__DIR__, 2) . '/wordpress-plugin/src/autoload.php';
