<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Embed\CurrentShow;
use Parterre\Embed\Renderer;
use Parterre\Embed\ShowPages;
use Parterre\Store\Shows;

/** One renderer behind shortcodes and blocks, and the pages it stands in. */
final class EmbedTest extends IntegrationCase {
    protected function tearDown(): void {
        wp_set_current_user(0);
        parent::tearDown();
    }

    private function renderer(): Renderer {
        return $this->service(Renderer::class);
    }

    public function testATagNamesItsShowAndLeadsToThePlainPage(): void {
        ['show' => $show] = $this->show(fields: ['slug' => 'nuit-blanche']);
        $html = do_shortcode('[parterre_ticket show="nuit-blanche"]');
        $this->assertStringStartsWith("<live-ticket show=\"$show\">", $html);
        $this->assertStringContainsString(esc_url(CurrentShow::plainUrl('nuit-blanche')), $html);
        $this->assertStringNotContainsString("\n", $html);
    }

    /** @dataProvider spellings */
    public function testWhatAnEditorMakesOfQuotesIsUnderstood(string $shortcode): void {
        ['show' => $show] = $this->show(fields: ['slug' => 'nuit-blanche']);
        $this->assertStringContainsString("<live-player show=\"$show\">", do_shortcode($shortcode));
    }

    /** @return array<string, array{string}> */
    public static function spellings(): array {
        return [
            'curly' => ['[parterre_player show=“nuit-blanche”]'],
            'French' => ["[parterre_player show=«\u{a0}nuit-blanche\u{a0}»]"],
            'low and high' => ['[parterre_player show=„nuit-blanche“]'],
            'single' => ['[parterre_player show=’nuit-blanche’]'],
            'entities' => ['[parterre_player show=&#8220;nuit-blanche&#8221;]'],
            'primes' => ['[parterre_player show=″nuit-blanche″]'],
            'none' => ['[parterre_player show=nuit-blanche]'],
            'upper case name' => ['[parterre_player SHOW="nuit-blanche"]'],
        ];
    }

    public function testThroughThePostFiltersATagStaysWhole(): void {
        ['show' => $show] = $this->show(fields: ['slug' => 'nuit-blanche']);
        $html = apply_filters('the_content', "Before\n\n[parterre_ticket show=“nuit-blanche”]\n\nAfter");
        $this->assertStringContainsString("<live-ticket show=\"$show\"><p class=\"parterre-fallback\">", $html);
        $this->assertStringContainsString('</p></live-ticket>', $html);
    }

    public function testABlockDrawsTheSameTagAsAShortcode(): void {
        ['show' => $show] = $this->show();
        $block = do_blocks("<!-- wp:parterre/ticket {\"show\":\"$show\"} /-->");
        $this->assertStringContainsString(do_shortcode("[parterre_ticket show=\"$show\"]"), $block);
        $this->assertStringContainsString('parterre-block-ticket', $block);
    }

    public function testWithoutAShowItIsThePagesShowElseTheNextOne(): void {
        $this->show(fields: ['title' => 'Live now']);
        ['show' => $other] = $this->show(fields: ['title' => 'Another', 'live_at' => null]);
        $page = wp_insert_post([
            'post_type' => 'page',
            'post_title' => 'x',
            'post_status' => 'publish',
            'meta_input' => [CurrentShow::META => $other],
        ]);
        $this->assertStringContainsString("show=\"$other\"", $this->renderer()->tag('ticket', [], $page));
        wp_delete_post($page, true);
        $next = $this->service(CurrentShow::class)->next();
        $this->assertSame('Live now', $next['title'] ?? null);
        $this->assertStringContainsString("show=\"{$next['id']}\"", $this->renderer()->tag('ticket', [], 0));
    }

    public function testADraftIsNoShow(): void {
        $this->show(fields: ['slug' => 'secret', 'published' => 0]);
        $this->assertSame('', $this->renderer()->tag('ticket', ['show' => 'secret'], 0));
    }

    public function testWrongAttributesAreToldToEditorsOnly(): void {
        ['show' => $show] = $this->show();
        $page = wp_insert_post(['post_type' => 'page', 'post_title' => 'x', 'post_status' => 'publish']);
        $this->assertStringNotContainsString(
            'parterre-note',
            $this->renderer()->tag('ticket', ['show' => $show, 'colour' => 'red'], $page),
        );
        wp_set_current_user(1);
        $html = $this->renderer()->tag('ticket', ['show' => $show, 'colour' => '<b>red'], $page);
        $this->assertStringContainsString('parterre-note', $html);
        $this->assertStringContainsString('colour', $html);
        $this->assertStringContainsString('<live-ticket', $html);
        $this->assertStringContainsString(
            'parterre-note',
            $this->renderer()->tag('ticket', ['show' => 'no-such-show'], $page),
        );
        $this->assertStringContainsString(
            'parterre-note',
            $this->renderer()->tag('shows', ['which' => 'yesterday'], $page),
        );
        wp_delete_post($page, true);
    }

    public function testAnAttributeCannotBecomeMarkup(): void {
        $this->show();
        wp_set_current_user(1);
        $html = $this->renderer()->tag(
            'ticket',
            ['show' => '"><script>alert(1)</script>', 'lang' => '" onclick="x'],
            1,
        );
        $this->assertStringNotContainsString('<script', $html);
        $this->assertStringNotContainsString('onclick="', $html);
    }

    public function testWhatTagsShareIsPrintedOnce(): void {
        ['show' => $show] = $this->show(fields: ['title' => '</script><b>']);
        $renderer = $this->renderer();
        ob_start();
        $renderer->printConfiguration();
        $this->assertSame('', ob_get_clean());
        $renderer->tag('ticket', ['show' => $show], 0);
        $renderer->tag('ticket', ['show' => $show], 0);
        $renderer->tag('passes', [], 0);
        ob_start();
        $renderer->printConfiguration();
        $printed = (string) ob_get_clean();
        $this->assertSame(1, substr_count($printed, '<script'));
        preg_match('#data-parterre>(.*)</script>#', $printed, $found);
        $this->assertSame(
            ['backend' => untrailingslashit(rest_url('parterre/v1')), 'show' => $show],
            json_decode($found[1], true),
        );
    }

    public function testThePageOfAShowIsMadeOnceAndHoldsItsBlocks(): void {
        wp_set_current_user(1);
        ['show' => $show] = $this->show(fields: ['slug' => 'nuit-blanche']);
        $pages = $this->service(ShowPages::class);
        $page = $pages->ensure($show);
        $this->assertSame($page, $pages->ensure($show));
        $this->assertSame($show, get_post_meta($page, CurrentShow::META, true));
        $content = get_post_field('post_content', $page);
        foreach (['show-header', 'player', 'chat', 'ticket', 'show-details'] as $block) {
            $this->assertStringContainsString("<!-- wp:parterre/$block ", $content);
        }
        // Trashing the page touches nothing of the show; the next publishing makes a new one.
        wp_trash_post($page);
        $this->assertNotNull($this->service(Shows::class)->find($show));
        $this->assertNotSame($page, $pages->ensure($show));
    }

    /** @dataProvider themes */
    public function testAPageBringsItsScriptsInAnyTheme(string $theme): void {
        ['show' => $show] = $this->show(fields: ['slug' => 'nuit-blanche']);
        $before = get_stylesheet();
        switch_theme($theme);
        $page = wp_insert_post([
            'post_type' => 'page',
            'post_title' => 'Both',
            'post_status' => 'publish',
            'post_content' => "[parterre_player show=“nuit-blanche”]\n\n<!-- wp:parterre/ticket {\"show\":\"$show\"} /-->",
        ]);
        $html = wp_remote_retrieve_body(wp_remote_get(add_query_arg('page_id', $page, home_url('/'))));
        wp_delete_post($page, true);
        switch_theme($before);
        foreach (['player', 'ticket'] as $kind) {
            $this->assertStringContainsString("<live-$kind show=\"$show\">", $html);
            $this->assertSame(1, preg_match_all("#<script [^>]*src=\"[^\"?]+/live-$kind\\.js\"[^>]*>#", $html, $found));
            $this->assertStringContainsString('type="module"', $found[0][0]);
        }
        $this->assertStringNotContainsString('live-chat.js"', $html);
        preg_match_all('#<link rel="modulepreload" href="([^"]+/parterre/build/[^"]+)">#', $html, $preloads);
        $this->assertNotEmpty($preloads[1]);
        $this->assertSame(array_unique($preloads[1]), $preloads[1]);
        $this->assertSame(1, substr_count($html, 'data-parterre>'));
        $this->assertStringContainsString('/assets/page.css', $html);
    }

    /** @return array<string, array{string}> */
    public static function themes(): array {
        return ['block theme' => ['twentytwentyfive'], 'classic theme' => ['parterre-classic']];
    }
}
