<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Admin\Programme;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;

/**
 * Builds the page of a show out of blocks, when a show is published. The page is the venue's from then on: it is made
 * once and never written over, and trashing it touches nothing of the show.
 */
final class ShowPages {
    public function __construct(
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Programme $programme,
    ) {}

    /** The page of a show: the one it has, unless it is gone; else a new one. Answers the page's id. */
    public function ensure(string $id): int {
        $show = $this->shows->find($id);
        if ($show === null) {
            throw new \InvalidArgumentException("There is no show $id.");
        }
        $status = $show['page_id'] > 0 ? get_post_status($show['page_id']) : false;
        if ($status !== false && $status !== 'trash') {
            return $show['page_id'];
        }
        $page = wp_insert_post(
            wp_slash([
                'post_type' => 'page',
                'post_status' => 'publish',
                'post_title' => $show['title'],
                'post_name' => $show['slug'],
                'post_excerpt' => $show['summary'],
                'post_content' => $this->content($show),
                'comment_status' => 'closed',
                'ping_status' => 'closed',
                'page_template' => self::templateWithoutTitle(),
                'meta_input' => [CurrentShow::META => $id],
            ]),
            true,
        );
        if (is_wp_error($page)) {
            throw new \RuntimeException('The page of the show could not be made: ' . $page->get_error_message());
        }
        if (is_array($show['poster']) && isset($show['poster']['attachment'])) {
            set_post_thumbnail($page, (int) $show['poster']['attachment']);
        }
        $this->programme->setPage($id, $page);
        return $page;
    }

    /**
     * The blocks of a show's page. None names the show: the page's meta does, so that a copy of the page can be turned
     * to another show with one change.
     *
     * @param array<string, mixed> $show a row of `shows`
     */
    public function content(array $show): string {
        $sells = $show['access'] !== 'open' || $this->catalogue->offers($show['id']) !== [];
        $stage = self::block('player') . ($show['chat'] ? self::block('chat') : '');
        $about = ($sells ? self::block('ticket') : '') . self::block('show-details');
        return implode("\n\n", [
            self::block('show-header', ['align' => 'wide']),
            self::group('parterre-stage', $stage),
            $sells ? self::group('parterre-stage is-even', $about) : self::block('show-details', ['align' => 'wide']),
            ...$this->catalogue->products($show['id']) === []
                ? []
                : [self::heading(__('Merch', 'parterre')), self::block('merch', ['align' => 'wide'])],
        ]);
    }

    /** @param array<string, string> $attributes */
    public static function block(string $name, array $attributes = []): string {
        return sprintf(
            '<!-- wp:parterre/%s %s/-->',
            $name,
            $attributes === []
                ? ''
                : wp_json_encode($attributes, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . ' ',
        );
    }

    private static function heading(string $text): string {
        return sprintf(
            "<!-- wp:heading {\"align\":\"wide\"} -->\n<h2 class=\"wp-block-heading alignwide\">%s</h2>\n<!-- /wp:heading -->",
            esc_html($text),
        );
    }

    public static function group(string $class, string $inner): string {
        return sprintf(
            "<!-- wp:group {\"align\":\"wide\",\"className\":\"%1\$s\",\"layout\":{\"type\":\"default\"}} -->\n<div class=\"wp-block-group alignwide %1\$s\">%2\$s</div>\n<!-- /wp:group -->",
            $class,
            $inner,
        );
    }

    /** The theme's template for a page that brings its own title, where there is one; the page's default otherwise. */
    public static function templateWithoutTitle(): string {
        return array_key_exists('page-no-title', wp_get_theme()->get_page_templates(null, 'page'))
            ? 'page-no-title'
            : '';
    }
}
