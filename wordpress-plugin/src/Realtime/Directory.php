<?php
declare(strict_types=1);

namespace Parterre\Realtime;

/**
 * The folder of one lane among the uploads, and safe writing in it. A file is replaced by rename: a reader gets the old or
 * the new one, never a half (writing in place broke a quarter of concurrent reads when measured).
 */
final class Directory {
    /** Only the holder of the lock writes, so one name is enough, and a killed writer leaves at most one file behind. */
    private const TEMPORARY = '.writing';
    private const LOCK = '.lock';

    /** @param string $path without a slash at the end */
    public function __construct(private readonly string $path) {}

    /** Where all lanes of this site are. */
    public static function root(): string {
        return rtrim((string) wp_upload_dir(null, false)['basedir'], '/') . '/parterre/feed';
    }

    public static function rootUrl(): string {
        return rtrim((string) wp_upload_dir(null, false)['baseurl'], '/') . '/parterre/feed';
    }

    public static function of(string $dir): self {
        return new self(self::root() . '/' . $dir);
    }

    public function exists(): bool {
        return is_dir($this->path);
    }

    /** Makes the folder, and what keeps web servers from listing or compressing it. */
    public function make(): void {
        if (is_dir($this->path)) {
            return;
        }
        if (!wp_mkdir_p($this->path) && !is_dir($this->path)) {
            throw new \RuntimeException('The feed\'s folder among the uploads cannot be made.');
        }
        array_map([self::class, 'giveToSite'], [dirname(self::root()), self::root(), $this->path]);
        self::guard(self::root());
    }

    /** The text of a file, or null when it is not there. */
    public function read(string $name): ?string {
        $path = "$this->path/$name";
        // is_file first: a missing file is ordinary here and must not reach anybody's error log.
        $text = is_file($path) ? @file_get_contents($path) : false;
        return $text === false ? null : $text;
    }

    /** When a file was last replaced, in seconds; 0 when it is not there. */
    public function modifiedAt(string $name): int {
        clearstatcache(true, "$this->path/$name");
        return is_file("$this->path/$name") ? (int) @filemtime("$this->path/$name") : 0;
    }

    /** Replaces a file as a whole. Call it only while holding the lock. */
    public function write(string $name, string $text): void {
        $temporary = $this->path . '/' . self::TEMPORARY;
        $written = @file_put_contents($temporary, $text) === strlen($text);
        self::giveToSite($temporary);
        if (!$written || !@rename($temporary, "$this->path/$name")) {
            throw new \RuntimeException("The feed's file $name cannot be written.");
        }
    }

    public function remove(string $name): void {
        if (is_file("$this->path/$name")) {
            @unlink("$this->path/$name");
        }
    }

    /** Removes older revisions of a chunk. */
    public function removeOlder(int $chunk, int $revision): void {
        foreach ((array) glob("$this->path/chunk-$chunk-*.json") as $file) {
            if (preg_match('/-(\d+)\.json$/', (string) $file, $match) && (int) $match[1] < $revision) {
                @unlink((string) $file);
            }
        }
    }

    /** Removes the folder with all that is in it. */
    public function delete(): void {
        if (!is_dir($this->path)) {
            return;
        }
        // The head first: readers then learn at once that the lane is gone.
        $this->remove('head.json');
        foreach (array_diff((array) scandir($this->path), ['.', '..']) as $name) {
            @unlink("$this->path/$name");
        }
        @rmdir($this->path);
    }

    /**
     * Runs `$work` while holding the lane's lock, or answers null when `$isDone` says that somebody else did the work
     * meanwhile. A dead holder's lock is released by the system.
     *
     * @template T
     * @param callable(): bool $isDone
     * @param callable(): T    $work
     * @return T|null
     */
    public function locked(callable $isDone, callable $work): mixed {
        $this->make();
        $handle = @fopen($this->path . '/' . self::LOCK, 'c');
        if ($handle === false) {
            throw new \RuntimeException('The feed\'s lock cannot be opened.');
        }
        self::giveToSite($this->path . '/' . self::LOCK);
        try {
            // Not a blocking lock: a holder that hangs must not hang every writer with it.
            $until = microtime(true) + 10;
            while (!flock($handle, LOCK_EX | LOCK_NB)) {
                if ($isDone()) {
                    return null;
                }
                if (microtime(true) > $until) {
                    throw new \RuntimeException('The feed\'s lock was not to be had within ten seconds.');
                }
                usleep(3_000);
            }
            return $work();
        } finally {
            flock($handle, LOCK_UN);
            fclose($handle);
        }
    }

    /** What WP-CLI makes as root must stay writable for the site: it gets the owner of the uploads. */
    private static function giveToSite(string $path): void {
        if (!function_exists('posix_geteuid') || posix_geteuid() !== 0) {
            return;
        }
        $uploads = rtrim((string) wp_upload_dir(null, false)['basedir'], '/');
        $owner = is_dir($uploads) ? fileowner($uploads) : false;
        if ($owner !== false && $owner !== 0 && file_exists($path)) {
            @chown($path, $owner);
            @chgrp($path, (int) filegroup($uploads));
        }
    }

    private static function guard(string $root): void {
        // mod_deflate appends `-gzip` to an ETag and then never answers 304 to it; heads are too small to gain anything.
        $rules =
            "Options -Indexes\n<IfModule mod_env.c>\nSetEnv no-gzip 1\n</IfModule>\n<IfModule mod_headers.c>\nHeader set X-Content-Type-Options nosniff\nHeader set Cache-Control no-cache\nHeader set X-Robots-Tag noindex\n</IfModule>\n";
        if (!is_file("$root/.htaccess")) {
            @file_put_contents("$root/.htaccess", $rules);
        }
        if (!is_file("$root/index.html")) {
            @file_put_contents("$root/index.html", '');
        }
    }
}
