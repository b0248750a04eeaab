<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Log;
use Parterre\Plugin;
use Parterre\Store\Shows;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Replay\Films;

/**
 * The playlists of a replay that is made of parts: text that is put together for one viewer. What it names lies with the providers of the
 * recordings and is signed as the viewer's grant is; no segment passes through here.
 *
 * 403 for a token that this site did not write, 410 for one that has run out and for a film that is cut otherwise by now (a new grant
 * says where it is), 404 while there is no replay.
 */
final class FilmRoute implements \Parterre\Module {
    private const TOKEN = '[A-Za-z0-9_-]{20,600}\.[0-9a-f]{43}';
    private const TYPE = 'application/vnd.apple.mpegurl';

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoute']);
        add_filter('rest_pre_serve_request', [$this, 'serve'], 30, 3);
    }

    public function registerRoute(): void {
        register_rest_route(
            Registrar::NAMESPACE,
            '/film/(?P<token>' . self::TOKEN . ')/(?P<revision>[0-9a-f]{12})/(?P<file>[a-z]\w{0,11}\.m3u8)',
            ['methods' => 'GET', 'callback' => [$this, 'read'], 'permission_callback' => [$this, 'tokenIsTheKey']],
        );
    }

    /** Whoever has the token was let in by `Playback`: players send nothing else. */
    public function tokenIsTheKey(): bool {
        return true;
    }

    public function read(\WP_REST_Request $request): \WP_REST_Response {
        $films = $this->plugin->get(Films::class);
        $claims = $films->read((string) $request['token']);
        if ($claims === null) {
            return self::refused(403, 'forbidden');
        }
        $now = $this->plugin->get(Clock::class)->nowMs();
        if ($claims['issuedMs'] + $claims['ttl'] * 1000 <= $now) {
            return self::refused(410, 'not_found');
        }
        if ($this->plugin->get(Throttle::class)->wait('film', $claims['lease']) > 0) {
            return self::refused(429, 'rate_limited');
        }
        $show = $this->plugin->get(Shows::class)->find($claims['show']);
        $open =
            $claims['lease'] === Films::PREVIEW ||
            ($show !== null && $show['status'] !== 'cancelled' && Phase::at($show, $now) === 'replay');
        if ($show === null || !$open) {
            return self::refused(404, 'not_found');
        }
        $cut = $films->cuts($show['id'])[$claims['camera']] ?? null;
        if ($cut === null || Films::revision($cut) !== $request['revision']) {
            return self::refused(410, 'not_found');
        }
        $film = $films->film($cut);
        $file = (string) $request['file'];
        if ($file === 'master.m3u8') {
            // Whole addresses: where the site has no pretty ones, the route is in the query, which nothing is relative to.
            $base = $films->base((string) $request['token']) . $request['revision'];
            return self::playlist($film->master(static fn(string $name): string => "$base/$name"));
        }
        try {
            $folders = $films->folders(
                $cut,
                $claims['lease'],
                $claims['ttl'],
                $claims['issuedMs'],
                $this->plugin->get(Playback::class)->provider(...),
            );
        } catch (\RuntimeException $problem) {
            Log::problem('signing a film', $problem);
            $folders = null;
        }
        $text = $folders === null ? null : $film->media($file, $folders);
        return $text === null ? self::refused(404, 'not_found') : self::playlist($text);
    }

    /** Sends the text as it is, packed where the player takes it: signed addresses repeat themselves thousands of times. */
    public function serve(mixed $served, mixed $result, \WP_REST_Request $request): mixed {
        if (
            $served ||
            !($result instanceof \WP_REST_Response) ||
            $result->get_status() !== 200 ||
            !is_string($result->get_data()) ||
            !str_starts_with($request->get_route(), '/' . Registrar::NAMESPACE . '/film/') ||
            $request->get_method() !== 'GET'
        ) {
            return $served;
        }
        $text = $result->get_data();
        if (!headers_sent()) {
            header('Content-Type: ' . self::TYPE);
            if (
                function_exists('gzencode') &&
                !ini_get('zlib.output_compression') &&
                preg_match('/\bgzip\b/', (string) $request->get_header('accept-encoding')) === 1
            ) {
                header('Content-Encoding: gzip');
                header('Vary: Accept-Encoding', false);
                $text = (string) gzencode($text, 5);
            }
        }
        // phpcs:ignore WordPress.Security.EscapeOutput -- a playlist, sent as one with nosniff
        echo $text;
        return true;
    }

    private static function playlist(string $text): \WP_REST_Response {
        $response = new \WP_REST_Response($text);
        $response->header('Cache-Control', 'no-store, private');
        return $response;
    }

    private static function refused(int $status, string $code): \WP_REST_Response {
        $response = new \WP_REST_Response(['error' => ['code' => $code, 'retryable' => $status === 429]], $status);
        $response->header('Cache-Control', 'no-store, private');
        return $response;
    }
}
