<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Embed\ShowPages;

/**
 * Dresses a WordPress site as the demo venue: front page, pages, menu, footer, colours and type, all as the site editor
 * itself would store them, so that everything can be changed there. Nothing of the theme is touched.
 */
final class Site {
    /** Meta key under which a post remembers which part of the demo it is. */
    private const META = '_parterre_demo';
    private const PREVIOUS = 'parterre_demo_previous';

    /** Whether the site is still as WordPress was installed: nobody's front page, menu or colours would be lost. */
    public function isUntouched(): bool {
        $pages = get_posts([
            'post_type' => 'page',
            'post_status' => 'publish',
            'posts_per_page' => 2,
            'fields' => 'ids',
            'meta_key' => self::META,
            'meta_compare' => 'NOT EXISTS',
            'meta_query' => [['key' => '_parterre_show', 'compare' => 'NOT EXISTS']],
        ]);
        return get_option('show_on_front') === 'posts' && (int) wp_count_posts()->publish <= 1 && count($pages) <= 1;
    }

    /** @param array<string, mixed> $texts */
    public function passesPage(array $texts): int {
        return $this->page(
            'passes',
            $texts,
            self::wide($texts['pages']['passes'][1], $texts['passes_intro'], ShowPages::block('passes')),
            ShowPages::templateWithoutTitle(),
        );
    }

    /**
     * @param array<string, mixed>                $texts
     * @param array<string, array<string, mixed>> $shows rows of `shows` by their name in the demo
     * @param list<int>                           $more further pages for the menu
     */
    public function dress(array $texts, array $shows, array $more = []): void {
        if (get_option(self::PREVIOUS) === false) {
            update_option(
                self::PREVIOUS,
                array_combine(
                    $names = ['blogname', 'blogdescription', 'timezone_string', 'show_on_front', 'page_on_front'],
                    array_map('get_option', $names),
                ),
                false,
            );
        }
        update_option('blogname', $texts['title']);
        update_option('blogdescription', $texts['tagline']);
        update_option('timezone_string', 'Europe/Paris');
        $agenda = $this->page(
            'agenda',
            $texts,
            self::wide(
                $texts['pages']['agenda'][1],
                $texts['agenda'],
                ShowPages::block('shows', ['heading' => 'none']),
            ),
            ShowPages::templateWithoutTitle(),
        );
        $replays = $this->page(
            'replays',
            $texts,
            self::wide(
                $texts['pages']['replays'][1],
                $texts['replays_intro'],
                ShowPages::block('shows', ['which' => 'replays', 'heading' => 'none']),
            ),
            ShowPages::templateWithoutTitle(),
        );
        $venue = $this->page(
            'venue',
            $texts,
            $this->venue($texts, $shows['current']['poster'] ?? null),
            ShowPages::templateWithoutTitle(),
        );
        $terms = $this->page('terms', $texts, implode('', array_map(self::paragraph(...), $texts['terms'])));
        $passes = $this->passesPage($texts);
        $home = $this->page(
            'home',
            $texts,
            $this->home($texts, $shows, $venue, $passes),
            ShowPages::templateWithoutTitle(),
        );
        update_option('show_on_front', 'page');
        update_option('page_on_front', $home);
        $english = isset($texts['english'])
            ? [$this->page('english', $texts, self::inEnglish($texts['english']), ShowPages::templateWithoutTitle())]
            : [];
        $this->menu([$agenda, $replays, ...$more, $venue, $passes, ...$english]);
        if (wp_is_block_theme()) {
            $this->templatePart('header', 'header', self::header());
            $this->templatePart('footer', 'footer', self::footer($texts, $terms));
            $this->colours();
        }
        // WordPress's own first post and page have nothing to say about a venue.
        foreach (['post' => 'hello-world', 'page' => 'sample-page'] as $type => $slug) {
            $first =
                get_posts(['name' => $slug, 'post_type' => $type, 'post_status' => 'publish', 'fields' => 'ids'])[0] ??
                null;
            if ($first !== null) {
                wp_trash_post($first);
            }
        }
    }

    /** Takes everything away again and gives the site back its title, front page and colours. */
    public function undress(): void {
        $all = [
            'post_type' => ['page', 'wp_navigation', 'wp_template_part', 'wp_global_styles'],
            'post_status' => 'any',
            'posts_per_page' => 100,
            'fields' => 'ids',
        ];
        foreach (
            [
                ...get_posts([...$all, 'meta_key' => self::META]),
                ...get_posts([...$all, 'meta_key' => '_parterre_show', 'meta_value' => array_values(Seeder::SHOWS)]),
            ]
            as $id
        ) {
            wp_delete_post($id, true);
        }
        foreach ((array) get_option(self::PREVIOUS, []) as $name => $value) {
            update_option($name, $value);
        }
        delete_option(self::PREVIOUS);
    }

    /**
     * @param array<string, mixed>                $texts
     * @param array<string, array<string, mixed>> $shows
     */
    private function home(array $texts, array $shows, int $venue, int $passes): string {
        $home = $texts['home'];
        $picture = $shows['moonlight']['poster'] ?? null;
        $about =
            self::heading($home['about_title']) .
            self::paragraph($home['about']) .
            self::button($home['about_link'], (string) get_permalink($venue), 'is-style-outline');
        $image = is_array($picture) ? self::image($picture) : '';
        return implode("\n\n", [
            ShowPages::block('show-header', [
                'align' => 'wide',
                'layout' => 'poster',
                'show' => Seeder::SHOWS['ember'],
            ]),
            self::section(self::heading($home['coming']) . ShowPages::block('shows', ['heading' => 'none'])),
            self::section($image === '' ? $about : self::columns($about, $image)),
            self::section(
                self::heading($home['replays']) .
                    ShowPages::block('shows', ['which' => 'replays', 'heading' => 'none']),
            ),
            self::section(
                self::heading($home['passes_title']) .
                    self::paragraph($home['passes']) .
                    self::button($home['passes_link'], (string) get_permalink($passes)),
            ),
        ]);
    }

    /**
     * @param array<string, mixed>      $texts
     * @param array<string, mixed>|null $picture
     */
    private function venue(array $texts, ?array $picture): string {
        $items = '';
        foreach ($texts['venue_facts'] as $name => $value) {
            $items .= sprintf(
                "<!-- wp:list-item -->\n<li><strong>%s</strong> · %s</li>\n<!-- /wp:list-item -->",
                esc_html($name),
                esc_html($value),
            );
        }
        $text =
            implode('', array_map(self::paragraph(...), $texts['venue'])) .
            "<!-- wp:list -->\n<ul class=\"wp-block-list\">$items</ul>\n<!-- /wp:list -->";
        $image = $picture === null ? '' : self::image($picture);
        return self::wide($texts['pages']['venue'][1], '', $image === '' ? $text : self::columns($text, $image));
    }

    /**
     * A page whose tags speak another language than the site.
     *
     * @param list<string> $texts title, a sentence, headings of shows and tickets
     */
    private static function inEnglish(array $texts): string {
        $english = static fn(string $text): string => sprintf('<span lang="en">%s</span>', esc_html($text));
        $tag = static fn(string $name, array $more = []): string => ShowPages::block($name, ['lang' => 'en', ...$more]);
        $ember = ['show' => Seeder::SHOWS['ember']];
        return implode("\n\n", [
            ShowPages::block('show-header', ['align' => 'wide', ...$ember]),
            ShowPages::group(
                'parterre-intro',
                sprintf("<!-- wp:paragraph -->\n<p>%s</p>\n<!-- /wp:paragraph -->", $english($texts[1])),
            ),
            ShowPages::group('parterre-stage', $tag('player', $ember) . $tag('chat', $ember)),
            $tag('ticket', ['align' => 'wide', ...$ember]),
            self::section(self::heading($texts[2]) . $tag('shows', ['which' => 'all', 'heading' => 'none'])),
            self::section(self::heading($texts[3]) . $tag('passes')),
        ]);
    }

    /** A page of the whole width: its title, a sentence, what it is for. */
    private static function wide(string $title, string $intro, string $inner): string {
        $head = sprintf(
            "<!-- wp:heading {\"level\":1} -->\n<h1 class=\"wp-block-heading\">%s</h1>\n<!-- /wp:heading -->\n\n",
            esc_html($title),
        );
        return sprintf(
            "<!-- wp:group {\"align\":\"wide\",\"style\":{\"spacing\":{\"margin\":{\"top\":\"var:preset|spacing|50\"}}},\"layout\":{\"type\":\"default\"}} -->\n<div class=\"wp-block-group alignwide\" style=\"margin-top:var(--wp--preset--spacing--50)\">%s</div>\n<!-- /wp:group -->",
            $head . ($intro === '' ? '' : self::paragraph($intro)) . $inner,
        );
    }

    /** @param array<string, mixed> $picture */
    private static function image(array $picture): string {
        return sprintf(
            "<!-- wp:image {\"aspectRatio\":\"4/3\",\"scale\":\"cover\",\"sizeSlug\":\"large\",\"style\":{\"border\":{\"radius\":\"16px\"}}} -->\n<figure class=\"wp-block-image size-large has-custom-border\"><img src=\"%s\" alt=\"%s\" style=\"border-radius:16px;aspect-ratio:4/3;object-fit:cover\"/></figure>\n<!-- /wp:image -->",
            esc_url($picture['url']),
            esc_attr($picture['alt']),
        );
    }

    private static function header(): string {
        return '<!-- wp:group {"align":"full","layout":{"type":"constrained"}} --><div class="wp-block-group alignfull">' .
            '<!-- wp:group {"align":"wide","style":{"spacing":{"padding":{"top":"var:preset|spacing|30","bottom":"var:preset|spacing|30"}}},"layout":{"type":"flex","flexWrap":"nowrap","justifyContent":"space-between"}} -->' .
            '<div class="wp-block-group alignwide" style="padding-top:var(--wp--preset--spacing--30);padding-bottom:var(--wp--preset--spacing--30)">' .
            '<!-- wp:site-title {"level":0,"style":{"typography":{"fontFamily":"var:preset|font-family|platypi","fontWeight":"600"}},"fontSize":"large"} /-->' .
            '<!-- wp:navigation {"overlayBackgroundColor":"base","overlayTextColor":"contrast","layout":{"type":"flex","justifyContent":"right","flexWrap":"wrap"}} /-->' .
            '</div><!-- /wp:group --></div><!-- /wp:group -->';
    }

    /** @param array<string, mixed> $texts */
    private static function footer(array $texts, int $terms): string {
        $line = sprintf(
            '%s · <a href="%s">%s</a>',
            esc_html($texts['footer']['address']),
            esc_url((string) get_permalink($terms)),
            esc_html(get_the_title($terms)),
        );
        $mailbox = defined('PARTERRE_DEMO_MAILBOX')
            ? sprintf(' · <a href="%s/">Mailbox</a>', esc_url((string) constant('PARTERRE_DEMO_MAILBOX')))
            : '';
        return '<!-- wp:group {"align":"full","style":{"spacing":{"padding":{"top":"var:preset|spacing|50","bottom":"var:preset|spacing|50"},"margin":{"top":"var:preset|spacing|60"}}},"layout":{"type":"constrained"}} -->' .
            '<div class="wp-block-group alignfull" style="margin-top:var(--wp--preset--spacing--60);padding-top:var(--wp--preset--spacing--50);padding-bottom:var(--wp--preset--spacing--50)">' .
            '<!-- wp:separator {"align":"wide","className":"is-style-wide"} --><hr class="wp-block-separator alignwide has-alpha-channel-opacity is-style-wide"/><!-- /wp:separator -->' .
            '<!-- wp:group {"align":"wide","layout":{"type":"flex","flexWrap":"wrap","justifyContent":"space-between"}} --><div class="wp-block-group alignwide">' .
            '<!-- wp:site-title {"level":0,"style":{"typography":{"fontFamily":"var:preset|font-family|platypi"}}} /-->' .
            "<!-- wp:paragraph {\"fontSize\":\"small\"} --><p class=\"has-small-font-size\">$line$mailbox</p><!-- /wp:paragraph -->" .
            '</div><!-- /wp:group -->' .
            sprintf(
                '<!-- wp:group {"align":"wide","layout":{"type":"default"}} --><div class="wp-block-group alignwide"><!-- wp:paragraph {"fontSize":"small"} --><p class="has-small-font-size">%s</p><!-- /wp:paragraph --></div><!-- /wp:group -->',
                esc_html($texts['footer']['note']),
            ) .
            '</div><!-- /wp:group -->';
    }

    /** The look of the club: a dark room, warm light, a serif with character for titles. Fonts are the theme's own. */
    private function colours(): void {
        $id = \WP_Theme_JSON_Resolver::get_user_global_styles_post_id();
        if ($id === 0 || get_post_meta($id, self::META, true) !== '') {
            return;
        }
        $face = static fn(string $name, string $style, string $file): array => [
            'fontFamily' => $name,
            'fontStyle' => $style,
            'fontWeight' => '300 800',
            'src' => ["file:./assets/fonts/$file.woff2"],
        ];
        $palette = [
            'base' => ['Base', '#120d14'],
            'contrast' => ['Contrast', '#f6efe6'],
            'accent-1' => ['Accent 1', '#ff8a5c'],
            'accent-2' => ['Accent 2', '#e879b9'],
            'accent-3' => ['Accent 3', '#a98bff'],
            'accent-4' => ['Accent 4', '#bfb3c0'],
            'accent-5' => ['Accent 5', '#1d1620'],
            'accent-6' => ['Accent 6', 'color-mix(in srgb, currentColor 20%, transparent)'],
        ];
        $styles = [
            'version' => 3,
            'isGlobalStylesUserThemeJSON' => true,
            'settings' => [
                'color' => [
                    'palette' => [
                        'theme' => array_map(
                            static fn(string $slug, array $one): array => [
                                'slug' => $slug,
                                'name' => $one[0],
                                'color' => $one[1],
                            ],
                            array_keys($palette),
                            $palette,
                        ),
                    ],
                ],
                'typography' => [
                    'fontFamilies' => [
                        'theme' => [
                            [
                                'name' => 'Platypi',
                                'slug' => 'platypi',
                                'fontFamily' => 'Platypi, serif',
                                'fontFace' => [$face('Platypi', 'normal', 'platypi/Platypi-VariableFont_wght')],
                            ],
                            [
                                'name' => 'Manrope',
                                'slug' => 'manrope',
                                'fontFamily' => 'Manrope, sans-serif',
                                'fontFace' => [$face('Manrope', 'normal', 'manrope/Manrope-VariableFont_wght')],
                            ],
                        ],
                    ],
                ],
            ],
            'styles' => [
                'typography' => ['fontWeight' => '400'],
                'elements' => [
                    'heading' => [
                        'typography' => [
                            'fontFamily' => 'var:preset|font-family|platypi',
                            'fontWeight' => '500',
                            'letterSpacing' => '-0.01em',
                        ],
                    ],
                    'h1' => ['typography' => ['lineHeight' => '1.05']],
                    'button' => [
                        'border' => ['radius' => '10px'],
                        'color' => ['background' => 'var:preset|color|accent-1', 'text' => 'var:preset|color|base'],
                        'spacing' => [
                            'padding' => [
                                'top' => '0.85rem',
                                'bottom' => '0.85rem',
                                'left' => '1.6rem',
                                'right' => '1.6rem',
                            ],
                        ],
                        'typography' => ['fontWeight' => '700'],
                        ':hover' => ['color' => ['background' => '#ffa37e', 'text' => 'var:preset|color|base']],
                    ],
                ],
                'css' =>
                    ':root { color-scheme: dark; --parterre-accent: #ff8a5c; --parterre-on-accent: #1b0d08; --parterre-accent-text: #ffa37e; --parterre-surface: #1d1620; }',
            ],
        ];
        wp_update_post([
            'ID' => $id,
            'post_content' => wp_slash((string) wp_json_encode($styles, JSON_UNESCAPED_SLASHES)),
        ]);
        update_post_meta($id, self::META, 'styles');
        wp_clean_theme_json_cache();
    }

    /** @param list<int> $pages */
    private function menu(array $pages): void {
        $links = implode(
            '',
            array_map(
                static fn(int $page): string => sprintf(
                    '<!-- wp:navigation-link %s /-->',
                    wp_json_encode(
                        [
                            'label' => get_the_title($page),
                            'type' => 'page',
                            'id' => $page,
                            'url' => get_permalink($page),
                            'kind' => 'post-type',
                        ],
                        JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES,
                    ),
                ),
                $pages,
            ),
        );
        $this->post('menu', 'wp_navigation', ['post_title' => 'Parterre', 'post_content' => $links]);
    }

    private function templatePart(string $slug, string $area, string $content): void {
        $id = $this->post("part-$slug", 'wp_template_part', [
            'post_title' => ucfirst($slug),
            'post_name' => $slug,
            'post_content' => $content,
        ]);
        wp_set_post_terms($id, [get_stylesheet()], 'wp_theme');
        wp_set_post_terms($id, [$area], 'wp_template_part_area');
    }

    /** @param array<string, mixed> $texts */
    private function page(string $key, array $texts, string $content, string $template = ''): int {
        [$slug, $title] = $texts['pages'][$key];
        return $this->post("page-$key", 'page', [
            'post_title' => $title,
            'post_name' => $slug,
            'post_content' => $content,
            'comment_status' => 'closed',
            'ping_status' => 'closed',
            'page_template' => $template,
        ]);
    }

    /**
     * The post that is this part of the demo; made when it is not there, and never written over.
     *
     * @param array<string, mixed> $fields
     */
    private function post(string $key, string $type, array $fields): int {
        $known = get_posts([
            'post_type' => $type,
            'post_status' => ['publish', 'draft'],
            'fields' => 'ids',
            'posts_per_page' => 1,
            'meta_key' => self::META,
            'meta_value' => $key,
        ]);
        if ($known !== []) {
            return (int) $known[0];
        }
        $id = wp_insert_post(
            wp_slash([
                'post_type' => $type,
                'post_status' => 'publish',
                ...$fields,
                'meta_input' => [self::META => $key],
            ]),
            true,
        );
        if (is_wp_error($id)) {
            throw new \RuntimeException("“{$fields['post_title']}” could not be made: " . $id->get_error_message());
        }
        return $id;
    }

    private static function heading(string $text): string {
        return sprintf(
            "<!-- wp:heading -->\n<h2 class=\"wp-block-heading\">%s</h2>\n<!-- /wp:heading -->\n\n",
            esc_html($text),
        );
    }

    private static function paragraph(string $text): string {
        return sprintf("<!-- wp:paragraph -->\n<p>%s</p>\n<!-- /wp:paragraph -->\n\n", esc_html($text));
    }

    private static function button(string $text, string $url, string $style = ''): string {
        return sprintf(
            "<!-- wp:buttons -->\n<div class=\"wp-block-buttons\"><!-- wp:button%s -->\n<div class=\"wp-block-button%s\"><a class=\"wp-block-button__link wp-element-button\" href=\"%s\">%s</a></div>\n<!-- /wp:button --></div>\n<!-- /wp:buttons -->",
            $style === '' ? '' : " {\"className\":\"$style\"}",
            $style === '' ? '' : " $style",
            esc_url($url),
            esc_html($text),
        );
    }

    private static function section(string $inner): string {
        return "<!-- wp:group {\"align\":\"wide\",\"style\":{\"spacing\":{\"margin\":{\"top\":\"var:preset|spacing|70\"}}},\"layout\":{\"type\":\"default\"}} -->\n<div class=\"wp-block-group alignwide\" style=\"margin-top:var(--wp--preset--spacing--70)\">$inner</div>\n<!-- /wp:group -->";
    }

    private static function columns(string $left, string $right): string {
        return "<!-- wp:columns {\"verticalAlignment\":\"center\",\"style\":{\"spacing\":{\"blockGap\":{\"left\":\"var:preset|spacing|60\"}}}} -->\n<div class=\"wp-block-columns are-vertically-aligned-center\"><!-- wp:column {\"verticalAlignment\":\"center\"} -->\n<div class=\"wp-block-column is-vertically-aligned-center\">$left</div>\n<!-- /wp:column -->\n\n<!-- wp:column {\"verticalAlignment\":\"center\"} -->\n<div class=\"wp-block-column is-vertically-aligned-center\">$right</div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->";
    }
}
