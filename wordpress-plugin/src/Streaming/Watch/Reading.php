<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

/** What a look at a stream's media playlist found. */
final class Reading {
    /** The origin answered a playlist; it answered that there is none; it did not answer, or something else. */
    public const THERE = 'there';
    public const MISSING = 'missing';
    public const SILENT = 'silent';

    /**
     * @param string   $found    one of the constants above
     * @param string   $edge     stands for its last segment: moves when a new one comes
     * @param bool     $ended    it says that no more will come
     * @param int      $targetMs how long its segments are at most
     * @param int|null $dateMs   when its last segment ended by its program-date-time; null where it has none
     */
    public function __construct(
        public readonly string $found,
        public readonly string $edge = '',
        public readonly bool $ended = false,
        public readonly int $targetMs = 6000,
        public readonly ?int $dateMs = null,
    ) {}

    /**
     * What this reading says beside the one before it.
     *
     * @param array{edge?: string, since?: int}|null $memo what was kept of the reading before
     * @return array{word: array{arriving: bool, at: int}|null, memo: array{edge?: string, since?: int}} word: null when it says
     *         nothing yet
     */
    public function against(?array $memo, int $nowMs): array {
        if ($this->found === self::SILENT) {
            // A server that cannot be reached from here may well be reached by those who watch.
            return ['word' => null, 'memo' => $memo ?? []];
        }
        if ($this->found === self::MISSING) {
            return ['word' => ['arriving' => false, 'at' => $nowMs], 'memo' => []];
        }
        $known = isset($memo['edge']);
        $moved = $known && $memo['edge'] !== $this->edge;
        $since = $known && !$moved ? (int) ($memo['since'] ?? $nowMs) : $nowMs;
        $kept = ['edge' => $this->edge, 'since' => $since];
        if ($this->ended) {
            return ['word' => ['arriving' => false, 'at' => $nowMs], 'memo' => $kept];
        }
        if ($moved) {
            return ['word' => ['arriving' => true, 'at' => $nowMs], 'memo' => $kept];
        }
        // A segment comes as often as it is long; one that is three times late does not come.
        $patience = max(3 * $this->targetMs, self::PATIENCE_MS);
        if ($known) {
            return [
                'word' => $nowMs - $since >= $patience ? ['arriving' => false, 'at' => $nowMs] : null,
                'memo' => $kept,
            ];
        }
        // The first look has nothing to compare with but the date of the last segment, by a clock that may be wrong: a fresh one
        // is a picture, an old one says nothing yet.
        $fresh = $this->dateMs !== null && abs($nowMs - $this->dateMs) < $patience;
        return ['word' => $fresh ? ['arriving' => true, 'at' => $nowMs] : null, 'memo' => $kept];
    }

    private const PATIENCE_MS = 10_000;
}
