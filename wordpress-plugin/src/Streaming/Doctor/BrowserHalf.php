<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Streaming\Hls\Fetch;

/**
 * What the browser of whoever checks met: it alone knows what browsers refuse. Browsers do not say why, so what the server found explains it.
 */
final class BrowserHalf {
    /** What was tried gave no answer that a page may see. */
    public const BLOCKED = 0;
    /** Beginnings of codes that explain why a browser reads nothing. */
    private const REASONS = '/^(cors_(missing|twice|other)$|mixed_)/';

    /**
     * @param string             $here   the origin of the page that tried
     * @param array<string, int> $tried  by `master`, `media` and `segment`: the status that came, or BLOCKED; not there: it was not tried
     * @param array<string, bool> $codecs by codec, whether this browser plays it
     * @param list<string>       $seen   codes that the server found before
     * @return list<Finding>
     */
    public static function findings(string $here, array $tried, array $codecs, array $seen): array {
        $found = [];
        $there = Fetch::origin();
        if ($here !== $there) {
            $found[] = Finding::note('browser_elsewhere', ['here' => $here, 'there' => $there]);
        } elseif ($tried !== []) {
            $met = self::met($tried, $seen);
            if ($met !== null) {
                $found[] = $met;
            }
        }
        $mute = array_keys(array_filter($codecs, static fn(bool $plays): bool => !$plays));
        if ($mute !== []) {
            $names = array_map(static fn(string $codec): string => Codecs::of($codec)['name'], $mute);
            $found[] = Finding::warning('browser_codecs', ['names' => array_values(array_unique($names))]);
        }
        return $found;
    }

    /** @param array<string, int> $tried @param list<string> $seen */
    private static function met(array $tried, array $seen): ?Finding {
        $master = $tried['master'] ?? 200;
        if (array_intersect(['reached', 'slow_answer'], $seen) === []) {
            // The server got no playlist either, which is said already. That a browser gets one is news.
            return $master === 200 && preg_grep('/^unreached_/', $seen) !== [] ? Finding::note('browser_alone') : null;
        }
        if (in_array(self::BLOCKED, [$master, $tried['media'] ?? 200], true)) {
            return preg_grep(self::REASONS, $seen) !== []
                ? Finding::note('browser_blocked', ['explained' => true])
                : Finding::bad('browser_blocked', ['explained' => false]);
        }
        if ($master >= 400) {
            return Finding::bad('browser_status', ['status' => $master]);
        }
        if (($tried['segment'] ?? null) === self::BLOCKED) {
            $explained = in_array('cors_segments_closed', $seen, true) || in_array('segment_missing', $seen, true);
            return $explained
                ? Finding::note('browser_segment_blocked', ['explained' => true])
                : Finding::bad('browser_segment_blocked', ['explained' => false]);
        }
        return isset($tried['segment']) && $tried['segment'] < 400 ? Finding::good('browser_plays') : null;
    }
}
