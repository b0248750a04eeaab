<?php
declare(strict_types=1);

namespace Parterre\Health;

use Parterre\Rest\Registrar;

/**
 * What a host's cache does to the API's answers, as an administrator's browser saw it: some hosts add cache headers to everything, or
 * keep answers whatever they say. A ticket in a shared cache is somebody else's ticket; a price in one is yesterday's.
 */
final class Caching {
    public const OPTION = 'parterre_cache_test';
    /** Longer than this many times what we say, a public answer is stale for everybody. */
    private const TOLERANCE = 4;

    /**
     * Keeps what the browser told.
     *
     * @param mixed $told `{personal, public}`, each `{cacheControl, age, served}` or null
     */
    public static function remember(mixed $told): void {
        $found = [];
        foreach (['personal', 'public'] as $kind) {
            $kept = is_array($told) && is_array($told[$kind] ?? null) ? $told[$kind] : null;
            $found[$kind] =
                $kept === null
                    ? null
                    : array_map(
                        static fn(string $name): string => mb_substr(
                            sanitize_text_field(is_scalar($kept[$name] ?? '') ? (string) ($kept[$name] ?? '') : ''),
                            0,
                            200,
                        ),
                        array_combine($names = ['cacheControl', 'age', 'served'], $names),
                    );
        }
        update_option(self::OPTION, $found + ['at' => time()], false);
    }

    /** @return array{personal: ?array<string, string>, public: ?array<string, string>, at: int}|null */
    public static function last(): ?array {
        $last = get_option(self::OPTION);
        return is_array($last) && array_key_exists('personal', $last) ? $last : null;
    }

    /**
     * What is wrong: `kept` (personal answers come from a cache), `keepable` (a cache may keep them), `stale` (public answers are kept
     * longer than they are true); null when nothing is.
     *
     * @param array{personal: ?array<string, string>, public: ?array<string, string>} $found
     */
    public static function problem(array $found): ?string {
        $personal = $found['personal'];
        if ($personal !== null && self::wasKept($personal)) {
            return 'kept';
        }
        if ($personal !== null && preg_match('/\bno-store\b/i', $personal['cacheControl']) !== 1) {
            return 'keepable';
        }
        $public = $found['public'];
        if ($public === null) {
            return null;
        }
        $seconds = Registrar::operations()['listShows']['cacheSeconds'];
        preg_match_all('/(?:max-age|s-maxage)=(\d+)/i', $public['cacheControl'], $ages);
        $longest = max([0, (int) $public['age'], ...array_map('intval', $ages[1])]);
        return $longest > self::TOLERANCE * $seconds ? 'stale' : null;
    }

    private static function wasKept(array $headers): bool {
        return (int) $headers['age'] > 0 || preg_match('/\bhit\b/i', $headers['served']) === 1;
    }
}
