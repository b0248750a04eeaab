<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hls;

/** Addresses of playlists and segments: what is relative to what, and what of one may be shown. */
final class Address {
    /** The longest part of a path that is shown whole: names are shorter, signatures are not. */
    private const NAME_LENGTH = 19;

    /** What `$uri` means in a playlist at `$base` (RFC 3986 §5.2); the base's query is not inherited. */
    public static function resolve(string $base, string $uri): string {
        if (preg_match('#^[a-z][a-z0-9+.-]*:#i', $uri) === 1) {
            return $uri;
        }
        if (preg_match('#^([a-z][a-z0-9+.-]*:)//([^/?\#]*)([^?\#]*)(\?[^\#]*)?#i', $base, $part) !== 1) {
            return $uri;
        }
        $root = "$part[1]//$part[2]";
        if (str_starts_with($uri, '//')) {
            return $part[1] . $uri;
        }
        if ($uri === '' || $uri[0] === '?' || $uri[0] === '#') {
            $query = $uri !== '' && $uri[0] === '?' ? '' : $part[4] ?? '';
            return $root . $part[3] . $query . $uri;
        }
        [$path, $rest] = preg_split('/(?=[?#])/', $uri, 2) + [1 => ''];
        if ($path[0] !== '/') {
            $path = substr($part[3], 0, (int) strrpos($part[3], '/') + 1) . $path;
        }
        return $root . self::withoutDots('/' . ltrim($path, '/')) . $rest;
    }

    /**
     * An address for reports and logs: where it leads stays readable, whatever could let somebody in is left out. That is a
     * query, a name with password, and whatever in the path looks like a signature, a time or a token.
     */
    public static function shown(string $url): string {
        if (preg_match('#^([a-z][a-z0-9+.-]*://)(?:[^/?\#]*@)?([^/?\#]*)([^?\#]*)([?\#])?#i', $url, $part) !== 1) {
            return '…';
        }
        $names = array_map(
            static fn(string $name): string => self::isSecret($name) ? '…' : $name,
            explode('/', $part[3]),
        );
        return $part[1] . $part[2] . implode('/', $names) . (isset($part[4]) ? '?…' : '');
    }

    /** `https://host:port` of an address; empty when it is none of the web. */
    public static function origin(string $url): string {
        if (
            preg_match(
                '#^(https?)://(?:[^/?\#@\\\\\s]*@)?(\[[0-9a-f:.]+\]|[^/?\#:@\\\\\s]+)(?::(\d+))?(?=[/?\#]|$)#i',
                $url,
                $part,
            ) !== 1
        ) {
            return '';
        }
        $scheme = strtolower($part[1]);
        $port = (int) ($part[3] ?? 0);
        $usual = $scheme === 'https' ? 443 : 80;
        return "$scheme://" . strtolower($part[2]) . ($port === 0 || $port === $usual ? '' : ":$port");
    }

    private static function isSecret(string $name): bool {
        $stem = (string) preg_replace('/\.[a-z0-9]{1,5}$/i', '', $name);
        return str_contains($name, '=') ||
            strlen($stem) > self::NAME_LENGTH ||
            preg_match('/^\d{9,}$/', $stem) === 1 ||
            // Shorter ones show by what they are made of: small and capital letters, and digits.
            (strlen($stem) >= 16 &&
                preg_match('/\d/', $stem) + preg_match('/[a-z]/', $stem) + preg_match('/[A-Z]/', $stem) === 3);
    }

    private static function withoutDots(string $path): string {
        $kept = [];
        $parts = explode('/', $path);
        foreach ($parts as $index => $part) {
            $last = $index === count($parts) - 1;
            if ($part === '..') {
                // The first one is empty: it stands before the root.
                if (count($kept) > 1) {
                    array_pop($kept);
                }
            } elseif ($part !== '.') {
                $kept[] = $part;
                continue;
            }
            if ($last) {
                $kept[] = '';
            }
        }
        return implode('/', $kept);
    }
}
