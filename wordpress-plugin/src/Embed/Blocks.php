<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Module;
use Parterre\Plugin;
use Parterre\Rest\OwnRequest;
use Parterre\Store\Campaigns;
use Parterre\Store\Shows;

/** The blocks: one per tag, and two that draw a show's head and its details on the server. */
final class Blocks implements Module {
    public function __construct(
        private readonly Shows $shows,
        private readonly Campaigns $campaigns,
        private readonly OwnRequest $request,
    ) {}

    public function register(): void {
        add_action('init', [$this, 'registerBlocks']);
        add_filter('block_categories_all', [$this, 'addCategory']);
        add_action('enqueue_block_editor_assets', [$this, 'tellEditor']);
        add_action('init', static function (): void {
            register_post_meta('page', CurrentShow::META, [
                'type' => 'string',
                'single' => true,
                'show_in_rest' => true,
                'sanitize_callback' => static fn(string $value): string => preg_match(
                    '/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D',
                    $value,
                )
                    ? $value
                    : '',
                'auth_callback' => static fn(bool $allowed, string $key, int $post): bool => current_user_can(
                    'edit_post',
                    $post,
                ),
            ]);
        });
    }

    public function registerBlocks(): void {
        if ($this->request->is()) {
            // No answer to a fan draws a block.
            return;
        }
        // By name in every block.json, so that the editor's frame has it too.
        wp_register_style('parterre-page', plugins_url('assets/page.css', PARTERRE_FILE), [], PARTERRE_VERSION);
        $folder = PARTERRE_DIR . '/build/blocks';
        if (is_file("$folder/blocks-manifest.php")) {
            wp_register_block_types_from_metadata_collection($folder, "$folder/blocks-manifest.php");
        }
    }

    /**
     * @param list<array{slug: string, title: string}> $categories
     * @return list<array{slug: string, title: string}>
     */
    public function addCategory(array $categories): array {
        return [['slug' => 'parterre', 'title' => 'Parterre'], ...$categories];
    }

    /** The shows the inspector offers: public facts only, so no request and no permission is needed for them. */
    public function tellEditor(): void {
        $shows = array_map(
            static fn(array $show): array => [
                'id' => $show['id'],
                'title' => $show['title'],
                'startsAt' => gmdate('c', intdiv($show['starts_at'], 1000)),
            ],
            $this->shows->published(),
        );
        $campaigns = array_map(
            static fn(array $campaign): array => ['id' => $campaign['id'], 'title' => $campaign['title']],
            $this->campaigns->published(null, 50),
        );
        wp_add_inline_script(
            'wp-block-editor',
            'window.parterreEditor = ' .
                wp_json_encode(
                    ['shows' => array_reverse($shows), 'campaigns' => $campaigns],
                    JSON_HEX_TAG | JSON_HEX_AMP,
                ) .
                ';',
            'before',
        );
    }

    /**
     * What `render.php` of every block prints: escaped HTML.
     *
     * @param array<string, mixed> $attributes
     */
    public static function render(string $kind, array $attributes, \WP_Block $block): string {
        $plugin = Plugin::instance();
        $post = isset($block->context['postId']) ? (int) $block->context['postId'] : null;
        $html = match ($kind) {
            'header', 'details' => $plugin->get(ShowSheet::class)->block($kind, $attributes, $post),
            default => $plugin->get(Renderer::class)->tag($kind, $attributes, $post),
        };
        return $html === ''
            ? ''
            : sprintf(
                '<div %s>%s</div>',
                get_block_wrapper_attributes(['class' => "parterre-block parterre-block-$kind"]),
                $html,
            );
    }
}
