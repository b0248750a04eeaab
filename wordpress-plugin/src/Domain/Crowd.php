<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * What gives way when more fans are inside than the host can serve at full pace: first the chat, then how often pages ask; buying and
 * the picture never. With as many as are comfortable nothing changes; with more, chat lines in all stay what they were then, and so do
 * heartbeats, because each fan has a smaller share.
 */
final class Crowd {
    /**
     * Fans at once that the five-euro host of the tests served for ten minutes, with a chat line a minute each, while five a minute
     * bought and waited 1.6 s (p95). `npm run bench -- show-night`: four PHP workers of 128 MB, fifteen database connections, on two
     * cores that other work kept busy, so that the site had a quarter of a core; that is some 800 for each core a host has to itself.
     * Site Health and README say it; the setting `fans_at_once` takes its place where a host serves more.
     */
    public const FANS_AT_ONCE = 200;

    /** A heartbeat every four minutes still renews a picture that is good for fifteen, twice over. */
    private const MOST = 4.0;
    /** Nobody waits longer than this for a line, however many are inside: a chat that cannot be used is none. */
    private const MOST_CHAT_SECONDS = 120;
    /** The chat brakes gently from what is comfortable to this much of it. */
    private const FULL = 1.25;
    /** A file of the feed costs a small part of what PHP costs, so reading slows much later than asking. */
    private const FILES_PER_REQUEST = 5;

    /** How much slower pages are to ask: 1 up to what is comfortable, at most 4. */
    public static function stretch(int $inside, int $comfortable): float {
        return min(self::MOST, max(1.0, $inside / max(1, $comfortable)));
    }

    /** How much slower pages are to look at the feed's files. */
    public static function feedStretch(int $inside, int $comfortable): float {
        return self::stretch($inside, self::FILES_PER_REQUEST * $comfortable);
    }

    /**
     * Seconds a fan waits between two lines: none while the room says no more than a line a minute of as many as are comfortable; so
     * many that they all together say no more, once it says a quarter more.
     */
    public static function chatSeconds(int $linesLastMinute, int $inside, int $comfortable): int {
        $comfortable = max(1, $comfortable);
        $fill = $linesLastMinute / $comfortable;
        if ($fill <= 1) {
            return 0;
        }
        $share = min(1.0, ($fill - 1) / (self::FULL - 1));
        return min(self::MOST_CHAT_SECONDS, (int) ceil($share * 60 * max(1.0, $inside / $comfortable)));
    }
}
