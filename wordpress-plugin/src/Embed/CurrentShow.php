<?php
declare(strict_types=1);

namespace Parterre\Embed;

use Parterre\Domain\Clock;
use Parterre\Store\Shows;

/** Says which show a place in a page is about. */
final class CurrentShow {
    /** The meta key of a page that is about one show. Several pages may be about the same. */
    public const META = '_parterre_show';

    /** The query that asks for the plain page of a show. */
    public const PLAIN_QUERY = 'parterre-plain';

    /** @var array<string, array<string, mixed>|null> */
    private array $found = [];

    public function __construct(private readonly Shows $shows, private readonly Clock $clock) {}

    /**
     * The show an author named, or this page's, or the next one. Null when the named one does not exist or there is none.
     *
     * @return array<string, mixed>|null a row of `shows`
     */
    public function find(string $named, ?int $post): ?array {
        return $named !== '' ? $this->byName($named) : $this->ofPage($post) ?? $this->next();
    }

    /** @return array<string, mixed>|null */
    public function ofPage(?int $post): ?array {
        $post ??= (int) get_queried_object_id();
        $named = $post > 0 ? (string) get_post_meta($post, self::META, true) : '';
        return $named === '' ? null : $this->byName($named);
    }

    /**
     * The show a visitor most likely means when nobody said which: live now, else the next to start, else the last.
     *
     * @return array<string, mixed>|null
     */
    public function next(): ?array {
        $now = $this->clock->nowMs();
        $shows = array_values(
            array_filter($this->shows->published(), static fn(array $show): bool => $show['status'] !== 'cancelled'),
        );
        $live = array_filter(
            $shows,
            static fn(array $show): bool => $show['live_at'] !== null && $show['ended_at'] === null,
        );
        $coming = array_filter(
            $shows,
            static fn(array $show): bool => $show['ended_at'] === null && $show['ends_at'] > $now,
        );
        return array_pop($live) ?? (array_shift($coming) ?? array_pop($shows));
    }

    /** @return list<array<string, mixed>> published shows, soonest first */
    public function published(): array {
        return $this->shows->published();
    }

    /** The page about a show: its own page while that is published, else the plain one. */
    public static function url(array $show): string {
        $page = (int) $show['page_id'];
        $link = $page > 0 && get_post_status($page) === 'publish' ? get_permalink($page) : false;
        return $link === false ? self::plainUrl($show['slug']) : $link;
    }

    /**
     * The plain page of a show. A query rather than a path: it works with and without pretty links, and after a site
     * has moved, without rewrite rules that somebody has to flush.
     */
    public static function plainUrl(string $slug): string {
        return add_query_arg(self::PLAIN_QUERY, $slug, home_url('/'));
    }

    /** @return array<string, mixed>|null */
    private function byName(string $named): ?array {
        if (!array_key_exists($named, $this->found)) {
            $this->found[$named] = $this->shows->findPublic($named);
        }
        return $this->found[$named];
    }
}
