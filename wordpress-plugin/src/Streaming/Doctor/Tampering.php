<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** Makes of a signed address what somebody without a ticket would try. Addresses are text here: it works for every provider. */
final class Tampering {
    /** The shortest run of letters and digits that can be a signature. */
    private const SIGNATURE = 16;

    /** Without its token; null where no token is to be seen. */
    public static function bare(string $signed, string $stream): ?string {
        [$path, $query] = explode('?', $signed, 2) + [1 => ''];
        if ($query !== '') {
            return $path;
        }
        preg_match('#^([a-z]+://[^/]+)(/.*)$#i', $path, $part);
        $names = explode('/', $part[2] ?? '');
        $kept = array_values(
            array_filter($names, static fn(string $name): bool => $name === $stream || !self::isToken($name)),
        );
        return $part === [] || $kept === $names ? null : $part[1] . implode('/', $kept);
    }

    /** With one letter of its signature changed; null where none is to be seen. */
    public static function altered(string $signed): ?string {
        // The token stands in the query, or among the folders: the file's own name may be as long.
        $query = strpos($signed, '?');
        $from = $query === false ? (int) strpos($signed, '/', strlen('https://')) : $query;
        $where = $query === false ? substr($signed, 0, (int) strrpos($signed, '/')) : $signed;
        preg_match_all(
            '/[A-Za-z0-9_-]{' . self::SIGNATURE . ',}/',
            $where,
            $runs,
            PREG_OFFSET_CAPTURE,
            min($from, strlen($where)),
        );
        if ($runs[0] === []) {
            return null;
        }
        // The longest is the signature, or the last part of a token that has several.
        usort($runs[0], static fn(array $a, array $b): int => [strlen($b[0]), $b[1]] <=> [strlen($a[0]), $a[1]]);
        [$run, $at] = $runs[0][0];
        // In its middle: the last letter of base64 may hold bits that nobody reads.
        $middle = $at + intdiv(strlen($run), 2);
        $letter = $signed[$middle];
        return substr_replace(
            $signed,
            ctype_digit($letter) ? ($letter === '1' ? '2' : '1') : ($letter === 'b' ? 'c' : 'b'),
            $middle,
            1,
        );
    }

    /**
     * The token of one stream on the address of another: its last folder or file is renamed, what the token says stays. Null where the
     * stream's name does not stand in the path.
     */
    public static function swapped(string $signedOther, string $other, string $stream): ?string {
        [$path, $query] = explode('?', $signedOther, 2) + [1 => null];
        $at = strrpos($path, "/$other");
        return $at === false
            ? null
            : substr_replace($path, "/$stream", $at, strlen($other) + 1) . ($query === null ? '' : "?$query");
    }

    private static function isToken(string $name): bool {
        return !str_ends_with($name, '.m3u8') &&
            (str_contains($name, '=') ||
                preg_match('/^[A-Za-z0-9_.~-]{20,}$/', $name) === 1 ||
                preg_match('/^\d{9,}$/', $name) === 1);
    }
}
