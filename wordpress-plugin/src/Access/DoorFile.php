<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Secrets;
use Parterre\Realtime\Addresses;
use Parterre\Settings;
use Parterre\Store\Denials;
use Parterre\Store\Replays;
use Parterre\Store\Shows;
use Parterre\Streaming\Providers\PathToken;

/**
 * Keeps the one file that `verify.php` reads: public keys, the shows that are near, their epochs and who is denied, and what it
 * takes to sign a path. It is PHP that returns an array, so opcache holds it in memory, and who opens its address sees nothing.
 * Its name is random besides: a host that would hand out PHP as text does not know what to ask for.
 */
final class DoorFile {
    /** Shows further away cannot be entered with anything signed today. */
    private const AHEAD_MS = 2 * 86_400_000;
    private const MOST_SHOWS = 50;

    public function __construct(
        private readonly Keys $keys,
        private readonly Shows $shows,
        private readonly Replays $replays,
        private readonly Denials $denials,
        private readonly Addresses $addresses,
        private readonly Secrets $secrets,
        private readonly Settings $settings,
        private readonly Clock $clock,
        private readonly PathToken $pathToken,
    ) {}

    /** The folder of the file, of honoured entries and of devices. */
    public static function folder(): string {
        return rtrim((string) wp_upload_dir(null, false)['basedir'], '/') . '/parterre/doors';
    }

    /** Where a page finds the verifier; null where its file is not where it looks. */
    public function url(): ?string {
        /** Address of the verifier, for sites that have it elsewhere; null for none. */
        $url = apply_filters('parterre_verify_url', $this->usualUrl());
        return is_string($url) ? $url : null;
    }

    /** Where entries are written down while there is no database. */
    public function journal(): string {
        return self::folder() . '/' . $this->name('journal');
    }

    /** Writes the file anew, as a whole. @throws \RuntimeException when the folder cannot be written */
    public function write(): void {
        $folder = self::folder();
        $this->makeFolder($folder);
        $path = "$folder/" . $this->name('doors');
        $text =
            "<?php\n// Made by Parterre; changes are lost.\ndefined('PARTERRE_VERIFIER') || exit();\nreturn " .
            self::literal($this->doors()) .
            ";\n";
        if (is_file($path) && (string) file_get_contents($path) === $text) {
            return;
        }
        $temporary = "$path." . bin2hex(random_bytes(4)) . '.tmp';
        if (@file_put_contents($temporary, $text) !== strlen($text) || !@rename($temporary, $path)) {
            @unlink($temporary);
            throw new \RuntimeException('The file of the doors cannot be written.');
        }
        self::giveToSite($path);
        if (function_exists('opcache_invalidate')) {
            @opcache_invalidate($path, true);
        }
    }

    /** Whether the file is there and says what is true now. */
    public function isRight(): bool {
        $path = self::folder() . '/' . $this->name('doors');
        return is_file($path) && str_contains((string) file_get_contents($path), self::literal($this->doors()));
    }

    /** Forgets devices that were last heard of a day ago. */
    public function sweep(): void {
        foreach ((array) glob(self::folder() . '/places/*.json') as $file) {
            if ((int) @filemtime((string) $file) < time() - DAY_IN_SECONDS) {
                @unlink((string) $file);
            }
        }
    }

    /** @return array<string, mixed> */
    private function doors(): array {
        $now = $this->clock->nowMs();
        $shows = [];
        $slugs = [];
        foreach ($this->shows->published() as $show) {
            $phase = Phase::at($show, $now);
            if ($phase === 'archived' || ($phase === 'announced' && $show['doors_at'] - $now > self::AHEAD_MS)) {
                continue;
            }
            $shows[$show['id']] = $this->show($show);
            $slugs[$show['slug']] = $show['id'];
        }
        // Where there are too many, those that begin last are the ones that come.
        $shows = array_slice($shows, -self::MOST_SHOWS, null, true);
        try {
            $stream = $this->pathToken->facts();
        } catch (\RuntimeException) {
            // Its settings say what is wrong: the verifier then signs nothing for this provider, as WordPress does.
            $stream = ['base' => '', 'secret' => '', 'playlist' => ''];
        }
        return [
            'keys' => array_map('base64_encode', $this->keys->public()),
            'shows' => $shows,
            'slugs' => array_filter($slugs, static fn(string $id): bool => isset($shows[$id])),
            'stream_base' => $stream['base'],
            'stream_secret' => $stream['secret'],
            'stream_playlist' => $stream['playlist'],
            'grant_seconds' => $this->settings->get('grant_seconds'),
            'heartbeat_seconds' => $this->settings->get('heartbeat_seconds'),
            'origins' => $this->settings->origins(),
            'journal' => $this->name('journal'),
            'author_key' => $this->secrets->derive('verifier|author'),
            'sodium' => ABSPATH . WPINC . '/sodium_compat/autoload.php',
            'clock_offset_ms' => (int) apply_filters('parterre_clock_offset_ms', 0),
        ];
    }

    /** @return array<string, mixed> */
    private function show(array $show): array {
        $facts = array_intersect_key(
            $show,
            array_flip([
                ...['doors_at', 'starts_at', 'status', 'access', 'live_at', 'paused_at', 'ended_at', 'replay_at'],
                ...['replay_until', 'forced', 'held_at', 'epoch', 'honour', 'honour_until', 'sound'],
            ]),
        );
        $room = null;
        try {
            $room = $this->addresses->of($show['id'], 'room', '');
        } catch (\RuntimeException) {
            // A room that cannot be read now is no reason to keep anybody out.
        }
        $films = $this->replays->parts($show['id']);
        return $facts + [
            'cameras' => array_map(
                static fn(array $camera): array => array_intersect_key(
                    // A film is put together by WordPress alone.
                    isset($films[$camera['id']]) ? ['replay_stream' => ''] + $camera : $camera,
                    array_flip([
                        ...['id', 'label', 'capability', 'offset_ms', 'provider', 'live_stream', 'replay_stream'],
                        ...['backup_stream', 'backup_provider', 'captions', 'features'],
                    ]),
                ),
                $this->shows->cameras($show['id']),
            ),
            // Files are there without WordPress; its own route is not.
            'room_url' =>
                $room !== null &&
                str_contains($room, '/parterre/feed/') &&
                !str_contains($room, 'rest_route') &&
                !str_contains($room, '/wp-json/')
                    ? $room
                    : null,
            'denied' => $this->denials->ofShow($show['id']),
        ];
    }

    private function usualUrl(): ?string {
        $site = get_current_blog_id();
        $expected = rtrim(WP_CONTENT_DIR, '/') . '/uploads' . ($site > 1 ? "/sites/$site" : '') . '/parterre/doors';
        if (self::folder() !== $expected) {
            return null;
        }
        $url = plugins_url('verify.php', PARTERRE_FILE);
        return $site > 1 ? "$url?site=$site" : $url;
    }

    private function name(string $what): string {
        return "$what-" . substr($this->secrets->derive("file|$what"), 0, 32) . '.php';
    }

    /** A value as PHP writes it down: what opcache keeps, nothing has to be parsed again for. */
    private static function literal(mixed $value): string {
        if (!is_array($value)) {
            return match (true) {
                is_string($value) => "'" . addcslashes($value, "'\\") . "'",
                is_bool($value) => $value ? 'true' : 'false',
                default => $value === null ? 'null' : (string) $value,
            };
        }
        $parts = [];
        foreach ($value as $key => $item) {
            $parts[] = (array_is_list($value) ? '' : self::literal($key) . '=>') . self::literal($item);
        }
        return '[' . implode(',', $parts) . ']';
    }

    private function makeFolder(string $folder): void {
        if (!is_dir("$folder/places")) {
            wp_mkdir_p("$folder/places");
            array_map([self::class, 'giveToSite'], [dirname($folder), $folder, "$folder/places"]);
        }
        if (!is_file("$folder/.htaccess")) {
            @file_put_contents(
                "$folder/.htaccess",
                "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n",
            );
            @file_put_contents("$folder/index.html", '');
        }
        $journal = $this->journal();
        if (!is_file($journal)) {
            // Whoever opens its address runs this line and nothing else.
            @file_put_contents($journal, "<?php exit(); ?>\n");
            self::giveToSite($journal);
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
}
