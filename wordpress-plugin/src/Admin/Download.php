<?php
declare(strict_types=1);

namespace Parterre\Admin;

/** Answers a request with a file, line by line, and ends it: a year of sales needs no more memory than an evening. */
final class Download {
    /** @param iterable<string> $lines of CSV */
    public static function csv(string $file, iterable $lines): never {
        while (ob_get_level() > 0) {
            ob_end_clean();
        }
        header('Content-Type: text/csv; charset=UTF-8');
        header('Content-Disposition: attachment; filename="' . sanitize_file_name($file) . '"');
        header('Cache-Control: no-store, private');
        header('X-Content-Type-Options: nosniff');
        foreach ($lines as $line) {
            // phpcs:ignore WordPress.Security.EscapeOutput -- CSV, sent as text/csv with nosniff
            echo $line;
        }
        exit();
    }
}
