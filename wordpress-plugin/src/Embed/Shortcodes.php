<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Module;
use Parterre\Plugin;

/** `[parterre_ticket show="…"]` and its sisters; `[live_ticket]` too where nobody else has taken that name. */
final class Shortcodes implements Module {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_action('init', function (): void {
            foreach (array_keys(Tags::KINDS) as $kind) {
                add_shortcode("parterre_$kind", $this->callbackFor($kind));
            }
        });
        // Late, so that another plugin's shortcode of the same name is there to be seen and left alone.
        add_action('wp_loaded', function (): void {
            foreach (array_keys(Tags::KINDS) as $kind) {
                if (!shortcode_exists("live_$kind")) {
                    add_shortcode("live_$kind", $this->callbackFor($kind));
                }
            }
        });
        // Block themes draw the content before the head; classic ones know what it holds only at the foot.
        add_action('wp_head', fn() => $this->plugin->get(Assets::class)->printPreloads(), 5);
        add_action('wp_footer', fn() => $this->plugin->get(Assets::class)->printPreloads(), 5);
        add_action('wp_footer', fn() => $this->plugin->get(Renderer::class)->printConfiguration(), 5);
    }

    private function callbackFor(string $kind): callable {
        // WordPress hands over '' where there are no attributes.
        return fn(
            array|string $attributes,
        ): string => $this->plugin->get(Renderer::class)->tag($kind, is_array($attributes) ? $attributes : [], get_the_ID() ?: null);
    }
}
