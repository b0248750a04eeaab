<?php
declare(strict_types=1);

namespace Parterre;

/**
 * What went wrong where no fan could be told: the last fifty problems, for the owner's health page. Messages name what
 * failed, never who it was for.
 */
final class Log {
    private const OPTION = 'parterre_log';
    private const KEPT = 50;

    /** Notes a problem, and shows it to a developer where WordPress is set to debug. */
    public static function problem(string $where, \Throwable|string $what): void {
        $text =
            $what instanceof \Throwable
                ? $what->getMessage() . ' (' . basename($what->getFile()) . ':' . $what->getLine() . ')'
                : $what;
        self::note($where, $text);
        wp_trigger_error('', esc_html("Parterre: $where: $text"), E_USER_WARNING);
    }

    /** Notes what somebody was told already: a developer has nothing to mend. */
    public static function note(string $where, string $what): void {
        $entries = self::entries();
        array_unshift($entries, ['at' => time(), 'where' => $where, 'what' => mb_substr($what, 0, 500)]);
        update_option(self::OPTION, array_slice($entries, 0, self::KEPT), false);
    }

    /** @return list<array{at: int, where: string, what: string}> newest first; `at` in seconds */
    public static function entries(): array {
        $entries = get_option(self::OPTION, []);
        return is_array($entries) ? array_values($entries) : [];
    }
}
