<?php

declare(strict_types=1);

add_action('after_setup_theme', static function (): void {
    add_theme_support('title-tag');
    add_theme_support('post-thumbnails');
    register_nav_menus(['primary' => 'Primary']);
});
add_action('widgets_init', static function (): void {
    register_sidebar(['id' => 'sidebar', 'name' => 'Sidebar']);
});
add_action('wp_enqueue_scripts', static function (): void {
    wp_enqueue_style('parterre-classic', get_stylesheet_uri(), [], '1.0');
});
