<?php
/** @var array<string, mixed> $attributes @var WP_Block $block */
declare(strict_types=1);

defined('ABSPATH') || exit();

// phpcs:ignore WordPress.Security.EscapeOutput -- the renderer escapes every value as it writes it
echo Parterre\Embed\Blocks::render('campaign', $attributes, $block);
