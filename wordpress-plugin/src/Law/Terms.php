<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\LawBook;

/**
 * The venue's terms of sale. Where they are a page of this site, every version that was sold under is kept as it read, so that a
 * buyer can be shown what they agreed to.
 */
final class Terms {
    public function __construct(
        private readonly Settings $settings,
        private readonly LawBook $book,
        private readonly Clock $clock,
    ) {}

    /**
     * The terms as they are now; null where the venue has none.
     *
     * @return array{url: string, version: string}|null
     */
    public function current(): ?array {
        $url = $this->settings->get('terms_url');
        return $url === '' ? null : ['url' => $url, 'version' => self::version($url, $this->text($url))];
    }

    /**
     * Writes down what is agreed to with an order.
     *
     * @return string|null the version
     * @throws Refusal `terms_required`
     */
    public function agree(bool $accepted): ?string {
        $url = $this->settings->get('terms_url');
        if ($url === '') {
            return null;
        }
        if (!$accepted) {
            throw new Refusal('terms_required');
        }
        $text = $this->text($url);
        $version = self::version($url, $text);
        $this->book->keepTerms($version, $url, $text, $this->clock->nowMs());
        return $version;
    }

    /** @return array{version: string, url: string, text: string}|null the terms of a version as they read */
    public function ofVersion(string $version): ?array {
        return $this->book->terms($version);
    }

    /** What a page of this site says; empty for an address elsewhere. */
    private function text(string $url): string {
        $id = url_to_postid($url);
        $post = $id > 0 ? get_post($id) : null;
        if (!($post instanceof \WP_Post) || $post->post_status !== 'publish') {
            return '';
        }
        // Blocks and shortcodes may do anything when they render; what was written is what was agreed to.
        $text = wp_strip_all_tags(strip_shortcodes(preg_replace('/<\/(p|h\d|li|tr)>/i', "\n\n", $post->post_content)));
        return trim(html_entity_decode($text, ENT_QUOTES, 'UTF-8'));
    }

    /** Stands for an address and a text: the same for the same, and short enough to be read out. */
    private static function version(string $url, string $text): string {
        return substr(hash('sha256', "$url\n$text"), 0, 12);
    }
}
