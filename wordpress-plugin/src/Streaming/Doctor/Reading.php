<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Hls\Segment;
use Parterre\Streaming\Hls\Variant;

/** What playlists say about a stream, without asking anybody. Numbers behind the rules are in docs/doctor.md. */
final class Reading {
    /** What a phone takes on mobile data in a full hall, bits per second. */
    private const PHONE_RATE = 1_200_000;
    /** More than most homes take without a pause. */
    private const HUGE_RATE = 9_000_000;
    /** Players wait for three segments: longer ones make the show late. */
    private const EASY_SECONDS = 4;
    private const LONG_SECONDS = 6;
    /** A date that is off by this much is not the stream's delay, but somebody's calendar. */
    private const DAY_OFF_MS = 20 * 3_600_000;
    /** What the picture may be behind the wall clock before the clock is suspected. */
    private const LATE_MS = 60_000;
    private const EARLY_MS = 5_000;
    /** Late enough that the chat runs far ahead of the picture. */
    private const LATE_SHOW_SECONDS = 20;

    /**
     * A master playlist: which qualities there are, and who can play them.
     *
     * @param bool $fullEngine   whether the camera's settings have the player load the engine that plays sound and captions apart
     * @param bool $sideCaptions whether the camera has files of captions
     * @return list<Finding>
     */
    public static function master(Playlist $master, bool $fullEngine, bool $sideCaptions): array {
        $findings = self::rates($master->variants);
        $codecs = array_values(array_unique(array_merge(...array_column($master->variants, 'codecs'))));
        $unnamed = array_filter($master->variants, static fn(Variant $one): bool => $one->codecs === []);
        if ($unnamed !== []) {
            $findings[] = Finding::note('no_codecs');
        }
        array_push($findings, ...self::codecs($codecs));
        // Sound in playlists of its own, and captions, are more than the player's small engine reads.
        $apart = array_filter(
            $master->renditions,
            static fn(object $one): bool => $one->type === 'AUDIO' && $one->uri !== null,
        );
        $languages = [];
        foreach ($master->renditions as $one) {
            if ($one->type === 'SUBTITLES' || $one->type === 'CLOSED-CAPTIONS') {
                $languages[] = $one->name === '' ? (string) $one->language : $one->name;
            }
        }
        if ($apart !== [] && !$fullEngine) {
            $findings[] = Finding::bad('sound_apart');
        }
        if ($languages !== [] && !$fullEngine) {
            $findings[] = Finding::warning('captions_unread', ['names' => array_values(array_unique($languages))]);
        } elseif ($languages !== [] || $sideCaptions) {
            $findings[] = Finding::good('captions', ['names' => array_values(array_unique($languages))]);
        } else {
            $findings[] = Finding::note('no_captions');
        }
        if (in_array('EXT-X-DEFINE', $master->tags, true)) {
            $findings[] = Finding::warning('variables');
        }
        return $findings;
    }

    /**
     * Which of these codecs fans can play.
     *
     * @param list<string> $codecs
     * @return list<Finding>
     */
    public static function codecs(array $codecs): array {
        if ($codecs === []) {
            return [];
        }
        $names = ['everywhere' => [], 'some' => [], 'nowhere' => []];
        $kinds = [];
        foreach ($codecs as $codec) {
            $known = Codecs::of($codec);
            $names[$known['plays']][] = $known['name'];
            $kinds[$known['kind']] = true;
        }
        $names = array_map(static fn(array $list): array => array_values(array_unique($list)), $names);
        $findings = [];
        if ($names['nowhere'] !== []) {
            $findings[] = Finding::bad('codec_nowhere', ['names' => $names['nowhere']]);
        }
        if ($names['some'] !== []) {
            $findings[] = Finding::warning('codec_some', ['names' => $names['some']]);
        }
        if ($names['nowhere'] === [] && $names['some'] === []) {
            $findings[] = Finding::good('codecs', ['names' => $names['everywhere']]);
        }
        if (isset($kinds['video']) && !isset($kinds['audio'])) {
            $findings[] = Finding::warning('no_sound');
        }
        return $findings;
    }

    /**
     * A media playlist: its segments, its dates, its window.
     *
     * @param bool $live    whether it is what plays while the show is on
     * @param int  $atMs    when it was fetched, by the site's clock
     * @param int  $cameras how many cameras the show has: without dates they cannot be aligned
     * @return list<Finding>
     */
    public static function media(Playlist $media, bool $live, int $atMs, int $cameras): array {
        if ($media->segments === []) {
            return [Finding::bad('no_segments', ['live' => $live])];
        }
        $findings = [];
        if ($live && !$media->isLive()) {
            $findings[] = Finding::bad('is_recording');
        }
        if (!$live && !$media->ended) {
            $findings[] = $media->type === 'VOD' ? Finding::warning('cut_recording') : Finding::warning('replay_grows');
        }
        array_push($findings, ...self::segments($media), ...self::encryption($media));
        array_push($findings, ...self::dates($media, $live, $atMs, $cameras));
        if ($media->isLive() && $live) {
            array_push($findings, ...self::window($media), ...self::latency($media, $atMs));
        } elseif (!$live) {
            $findings[] = Finding::good('recording', ['seconds' => (int) round($media->seconds())]);
        }
        return $findings;
    }

    /**
     * Whether a live playlist has gone on between two looks at it.
     *
     * @param array{sequence: int, count: int, last: string} $before of `mark`
     * @param float $elapsedSeconds between the two
     * @return list<Finding>
     */
    public static function progress(array $before, Playlist $after, float $elapsedSeconds): array {
        $mark = self::mark($after);
        if ($mark['sequence'] + $mark['count'] < $before['sequence'] + $before['count']) {
            return [Finding::bad('went_back')];
        }
        if ($after->ended) {
            return [Finding::bad('ended_meanwhile')];
        }
        if ($mark === $before) {
            // A playlist may wait one and a half segments for the next one; a look that came too early says nothing.
            return $elapsedSeconds < self::patienceSeconds($after) - 0.5
                ? [Finding::note('too_early')]
                : [Finding::bad('frozen', ['seconds' => (int) round($elapsedSeconds)])];
        }
        return [Finding::good('advances', ['seconds' => (int) round($elapsedSeconds)])];
    }

    /** What `progress` compares. @return array{sequence: int, count: int, last: string} */
    public static function mark(Playlist $media): array {
        $count = count($media->segments);
        return [
            'sequence' => $media->mediaSequence,
            'count' => $count,
            // Names may be signed anew at every look: what follows the path says nothing.
            'last' => $count === 0 ? '' : md5((string) strtok($media->segments[$count - 1]->uri, '?')),
        ];
    }

    /** How long a running stream may leave its playlist as it is, in seconds. */
    public static function patienceSeconds(Playlist $media): float {
        return 1.5 * max(1, $media->targetSeconds ?? 6) + 1;
    }

    /**
     * @param list<Variant> $variants
     * @return list<Finding>
     */
    private static function rates(array $variants): array {
        $list = array_map(
            static fn(Variant $one): array => ['height' => $one->height, 'rate' => $one->average ?? $one->bandwidth],
            $variants,
        );
        $rates = array_filter(array_column($list, 'rate'));
        if (count($rates) < count($variants)) {
            return [Finding::warning('no_bandwidth')];
        }
        usort($list, static fn(array $a, array $b): int => $b['rate'] <=> $a['rate']);
        $findings = [
            count($variants) === 1
                ? Finding::note('one_quality', $list[0])
                : Finding::good('qualities', ['list' => $list]),
        ];
        $lightest = min($rates);
        if ($lightest > self::PHONE_RATE) {
            $findings[] = Finding::warning('heavy_for_phones', ['rate' => $lightest]);
        }
        if (max($rates) > self::HUGE_RATE) {
            $findings[] = Finding::note('huge', ['rate' => max($rates)]);
        }
        return $findings;
    }

    /** @return list<Finding> */
    private static function segments(Playlist $media): array {
        $target = (int) $media->targetSeconds;
        $lengths = array_column($media->segments, 'seconds');
        $longest = max($lengths);
        $findings = [];
        // The last one of a recording is what was left.
        $whole = $media->ended && count($lengths) > 1 ? array_slice($lengths, 0, -1) : $lengths;
        $average = array_sum($whole) / count($whole);
        $findings[] = match (true) {
            $average > self::LONG_SECONDS => Finding::warning('long_segments', ['seconds' => round($average, 1)]),
            $average > self::EASY_SECONDS => Finding::note('long_segments', ['seconds' => round($average, 1)]),
            default => Finding::good('segments', ['seconds' => round($average, 1)]),
        };
        if ($longest > $target + 0.5) {
            $findings[] = Finding::warning('over_target', ['seconds' => round($longest, 1), 'target' => $target]);
        }
        if (max($whole) - min($whole) > max(1.0, $average / 2)) {
            $findings[] = Finding::note('uneven', ['from' => round(min($whole), 1), 'to' => round(max($whole), 1)]);
        }
        $breaks = count(
            array_filter(array_slice($media->segments, 1), static fn(Segment $one): bool => $one->discontinuity),
        );
        if ($breaks > 0) {
            $findings[] = Finding::note('breaks', ['count' => $breaks]);
        }
        if (array_filter($media->segments, static fn(Segment $one): bool => $one->gap) !== []) {
            $findings[] = Finding::warning('gaps');
        }
        return $findings;
    }

    /** @return list<Finding> */
    private static function encryption(Playlist $media): array {
        foreach ($media->segments as $segment) {
            if ($segment->key !== null) {
                $plain =
                    ($segment->key['METHOD'] ?? '') === 'AES-128' &&
                    ($segment->key['KEYFORMAT'] ?? 'identity') === 'identity';
                return [$plain ? Finding::note('encrypted') : Finding::bad('licence')];
            }
        }
        return [];
    }

    /** @return list<Finding> */
    private static function dates(Playlist $media, bool $live, int $atMs, int $cameras): array {
        $end = $media->endsAtMs();
        if (!$media->hasDates() || $end === null) {
            return [Finding::warning('no_dates', ['cameras' => $cameras])];
        }
        $findings = [];
        $ahead = $end - $atMs;
        if ($ahead > self::EARLY_MS || ($live && $media->isLive() && $ahead < -self::LATE_MS)) {
            $facts = ['seconds' => (int) round(abs($ahead) / 1000), 'ahead' => $ahead > 0];
            $findings[] =
                abs($ahead) >= self::DAY_OFF_MS
                    ? Finding::bad('date_day_off', $facts)
                    : Finding::warning('date_off', $facts);
        }
        $expected = null;
        foreach ($media->segments as $segment) {
            if (
                $segment->dated &&
                !$segment->discontinuity &&
                $expected !== null &&
                abs($segment->startsAtMs - $expected) > 1000
            ) {
                $findings[] = Finding::note('dates_jump', [
                    'seconds' => round(abs($segment->startsAtMs - $expected) / 1000, 1),
                ]);
                break;
            }
            $expected = $segment->endsAtMs();
        }
        return $findings === [] ? [Finding::good('dates')] : $findings;
    }

    /** @return list<Finding> */
    private static function window(Playlist $media): array {
        $seconds = $media->seconds();
        return [
            match (true) {
                count($media->segments) < 3 || $seconds < 3 * (int) $media->targetSeconds - 0.5 => Finding::warning(
                    'short_window',
                    [
                        'seconds' => (int) round($seconds),
                        'count' => count($media->segments),
                    ],
                ),
                $media->type === 'EVENT' => Finding::good('whole_show', ['seconds' => (int) round($seconds)]),
                default => Finding::good('window', ['seconds' => (int) round($seconds)]),
            },
        ];
    }

    /** @return list<Finding> */
    private static function latency(Playlist $media, int $atMs): array {
        $control = $media->serverControl;
        $parts = $media->partSeconds !== null;
        $target = (int) $media->targetSeconds;
        $back = $parts
            ? (float) ($control['PART-HOLD-BACK'] ?? 3 * $media->partSeconds)
            : (float) ($control['HOLD-BACK'] ?? 3 * $target);
        $end = $media->endsAtMs();
        $behind = $end === null ? null : ($atMs - $end) / 1000;
        // Where dates are missing or wrong: a segment is told when it is whole, and the encoder needs about a second.
        $edge =
            $behind !== null && $behind >= 0 && $behind < self::LATE_MS / 1000
                ? $behind
                : ($parts
                    ? 1.0
                    : $target / 2 + 1.0);
        $seconds = (int) round($back + $edge);
        $findings = [];
        if ($parts) {
            $findings[] =
                ($control['CAN-BLOCK-RELOAD'] ?? 'NO') === 'YES'
                    ? Finding::good('low_latency', ['seconds' => round((float) $media->partSeconds, 2)])
                    : Finding::note('low_latency_idle');
        }
        $findings[] =
            $seconds > self::LATE_SHOW_SECONDS
                ? Finding::warning('latency', ['seconds' => $seconds])
                : Finding::good('latency', ['seconds' => $seconds]);
        return $findings;
    }
}
