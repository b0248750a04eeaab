<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** Sound, subtitles or captions that a master playlist names beside its variants. */
final class Rendition {
    /**
     * @param string      $type     `AUDIO`, `VIDEO`, `SUBTITLES` or `CLOSED-CAPTIONS`
     * @param string|null $language as in BCP 47
     * @param string|null $uri      as written, relative to the playlist; null: it is inside the variants
     */
    public function __construct(
        public readonly string $type,
        public readonly string $group,
        public readonly string $name,
        public readonly ?string $language,
        public readonly bool $default,
        public readonly bool $autoselect,
        public readonly bool $forced,
        public readonly ?string $uri,
    ) {}
}
