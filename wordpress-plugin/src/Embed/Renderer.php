<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Instant;

/**
 * Turns attributes into a tag with its fallback. Shortcodes and blocks are two thin callers of this one class, so that
 * whatever an author chose, the page is the same.
 */
final class Renderer {
    /** Straight and typographic quotes, as text and as the entities an editor makes of them. */
    private const QUOTES = '(?:["\'“”„‟«»‘’‚′″]|&(?:quot|#0?34|#0?39|ldquo|rdquo|bdquo|laquo|raquo|lsquo|rsquo|#82(?:16|17|20|21|22|42|43));)';

    /** The first show of this request's page: what tags without their own are about. */
    private ?string $pageShow = null;
    private bool $used = false;

    public function __construct(private readonly Assets $assets, private readonly CurrentShow $currentShow) {}

    /**
     * HTML of one tag, on one line: `wpautop` would break lines into paragraphs inside it.
     *
     * @param string               $kind       a key of Tags::KINDS
     * @param array<string, mixed> $attributes as an author wrote them
     * @param int|null             $post       the post it stands in; null asks the main query
     */
    public function tag(string $kind, array $attributes, ?int $post = null): string {
        $definition = Tags::KINDS[$kind] ?? null;
        if ($definition === null) {
            return '';
        }
        $given = self::clean($attributes);
        $problems = $this->problems($definition, $given);
        $show = null;
        if ($definition['show']) {
            $show = $this->currentShow->find($given['show'] ?? '', $post);
            if ($show === null) {
                $problems[] = isset($given['show'])
                    ? /* translators: %s: what an author wrote for the show */
                    sprintf(__('There is no published show “%s”.', 'parterre'), $given['show'])
                    : __('There is no published show yet.', 'parterre');
            }
        }
        $note = $this->note($kind, $problems, $post);
        if ($definition['show'] && $show === null) {
            return $note;
        }
        $this->assets->useTag("live-$kind");
        $this->used = true;
        $this->pageShow ??= $show['id'] ?? null;
        $printed = [];
        if ($show !== null) {
            $printed['show'] = $show['id'];
        }
        foreach (array_keys($definition['attributes']) as $name) {
            if (isset($given[$name]) && preg_match($definition['attributes'][$name], $given[$name])) {
                $printed[$name] = $given[$name];
            }
        }
        if (isset($given['lang']) && preg_match('/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/D', $given['lang'])) {
            $printed['lang'] = $given['lang'];
        }
        $html = '';
        foreach ($printed as $name => $value) {
            $html .= sprintf(' %s="%s"', $name, esc_attr($value));
        }
        return "$note<live-$kind$html>" . $this->fallback($kind, $show) . "</live-$kind>";
    }

    /** Prints what the tags of this page share, once: where the backend is, and which show the page is about. */
    public function printConfiguration(): void {
        if (!$this->used) {
            return;
        }
        $configuration = ['backend' => untrailingslashit(rest_url('parterre/v1'))];
        if ($this->pageShow !== null) {
            $configuration['show'] = $this->pageShow;
        }
        // Data, not code: no Content-Security-Policy forbids it. The flags keep a text from ending the element.
        printf(
            "<script type=\"application/json\" data-parterre>%s</script>\n",
            wp_json_encode($configuration, JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_SLASHES),
        );
    }

    /**
     * What an author meant: typographic quotes taken off, the pairs put together again that a shortcode parser cut
     * because of them, names in lower case.
     *
     * @param array<array-key, mixed> $attributes
     * @return array<string, string>
     */
    public static function clean(array $attributes): array {
        $clean = [];
        foreach ($attributes as $name => $value) {
            if (!is_scalar($value) && $value !== null) {
                continue;
            }
            $text = (string) $value;
            // `[parterre_ticket show=“concert”]` reaches us as one nameless word.
            if (is_int($name)) {
                if (!preg_match('/^([a-z_-]+)=(.*)$/isu', $text, $pair)) {
                    $name = trim((string) preg_replace('/^' . self::QUOTES . '|' . self::QUOTES . '$/u', '', $text));
                    $text = '';
                } else {
                    [, $name, $text] = $pair;
                }
            }
            $text = trim(
                (string) preg_replace(
                    '/^(?:\s|\x{00A0}|' . self::QUOTES . ')+|(?:\s|\x{00A0}|' . self::QUOTES . ')+$/u',
                    '',
                    $text,
                ),
            );
            if ($text !== '' || is_string($name)) {
                $clean[strtolower((string) $name)] = $text;
            }
        }
        return array_filter(
            $clean,
            static fn(string $text, string $name): bool => $text !== '' ||
                !in_array($name, ['show', 'lang', 'which'], true),
            ARRAY_FILTER_USE_BOTH,
        );
    }

    /**
     * @param array{show: bool, attributes: array<string, string>} $definition
     * @param array<string, string>                                $given
     * @return list<string>
     */
    private function problems(array $definition, array $given): array {
        $problems = [];
        // What blocks and themes add to every block is none of our business.
        $known = [
            ...array_keys($definition['attributes']),
            'lang',
            'align',
            'classname',
            'anchor',
            'style',
            'lock',
            'metadata',
            ...$definition['show'] ? ['show'] : [],
        ];
        foreach ($given as $name => $value) {
            if (!in_array($name, $known, true)) {
                /* translators: %s: name of an attribute */
                $problems[] = sprintf(__('“%s” is not something this tag knows.', 'parterre'), $name);
            } elseif (
                isset($definition['attributes'][$name]) &&
                !preg_match($definition['attributes'][$name], $value)
            ) {
                /* translators: 1: a value, 2: name of an attribute */
                $problems[] = sprintf(__('“%1$s” is no value for “%2$s”.', 'parterre'), $value, $name);
            }
        }
        return $problems;
    }

    /**
     * A sentence on the page for whoever may edit it; nothing for anybody else.
     *
     * @param list<string> $problems
     */
    private function note(string $kind, array $problems, ?int $post): string {
        $post ??= (int) get_queried_object_id();
        $mayEdit = $post > 0 ? current_user_can('edit_post', $post) : current_user_can('edit_theme_options');
        if ($problems === [] || !$mayEdit) {
            return '';
        }
        $this->assets->useStyles();
        return sprintf(
            '<p class="parterre-note" role="note"><strong>Parterre, %s:</strong> %s <small>%s</small></p>',
            esc_html(Tags::label($kind)),
            esc_html(implode(' ', $problems)),
            esc_html__('Only editors see this.', 'parterre'),
        );
    }

    /** @param array<string, mixed>|null $show */
    private function fallback(string $kind, ?array $show): string {
        // The chat has nothing to offer without its script; the other tags lead to the page that sells and plays.
        if ($kind === 'chat') {
            return sprintf(
                '<noscript><p class="parterre-fallback">%s</p></noscript>',
                esc_html__('The chat needs JavaScript.', 'parterre'),
            );
        }
        if ($kind === 'shows') {
            return $this->listOfShows();
        }
        $url =
            $show === null
                ? add_query_arg(CurrentShow::PLAIN_QUERY, 'tickets', home_url('/'))
                : CurrentShow::plainUrl($show['slug']);
        return sprintf(
            '<p class="parterre-fallback"><a href="%s">%s</a></p>',
            esc_url($url),
            esc_html(Tags::invitation($kind, (string) ($show['title'] ?? ''))),
        );
    }

    /** Links to the shows, for readers without scripts and for search engines: names and dates, nothing that ages. */
    private function listOfShows(): string {
        $items = '';
        foreach (array_slice(array_reverse($this->currentShow->published()), 0, 30) as $show) {
            $items .= sprintf(
                '<li><a href="%s">%s</a> <time datetime="%s">%s</time></li>',
                esc_url(CurrentShow::url($show)),
                esc_html($show['title']),
                esc_attr(Instant::toText($show['starts_at'])),
                esc_html(ShowSheet::day($show['starts_at'], $show['time_zone'])),
            );
        }
        return "<ul class=\"parterre-fallback\">$items</ul>";
    }
}
