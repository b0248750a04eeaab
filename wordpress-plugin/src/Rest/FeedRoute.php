<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Realtime\Directory;
use Parterre\Realtime\Writer;
use Parterre\Store\Feeds;

/**
 * The feed's files through WordPress, for pages that cannot read them directly: another origin, or a host that blocks files
 * among the uploads. It costs a boot of WordPress per poll: fine for tens of fans, not for thousands.
 */
final class FeedRoute implements \Parterre\Module {
    private const FILE = 'head\.json|state\.json|open\.json|index\.json|chunk-\d+-\d+\.json';

    public function __construct(private readonly Feeds $feeds, private readonly Writer $writer) {}

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoute']);
        add_filter('rest_pre_serve_request', [$this, 'serve'], 30, 3);
    }

    public function registerRoute(): void {
        register_rest_route(Registrar::NAMESPACE, '/feed/(?P<dir>[0-9a-f]{32})/(?P<file>' . self::FILE . ')', [
            'methods' => 'GET',
            'callback' => [$this, 'read'],
            'permission_callback' => [$this, 'addressIsTheKey'],
        ]);
    }

    /** Whoever knows the 128 random bits of a lane's address may read it: `enter` tells the room's to ticket holders only. */
    public function addressIsTheKey(): bool {
        return true;
    }

    public function read(\WP_REST_Request $request): \WP_REST_Response {
        $lane = $this->feeds->byDirectory((string) $request['dir']);
        $directory = Directory::of((string) $request['dir']);
        if ($lane !== null && !$directory->exists()) {
            $this->writer->heal($lane);
        }
        $text = $lane === null ? null : $directory->read((string) $request['file']);
        if ($text === null) {
            $response = new \WP_REST_Response(['error' => ['code' => 'not_found', 'retryable' => false]], 404);
            $response->header('Cache-Control', 'no-store');
            return $response;
        }
        $tag = '"' . substr(hash('sha256', $text), 0, 32) . '"';
        $same = trim((string) $request->get_header('if-none-match')) === $tag;
        $response = new \WP_REST_Response($same ? null : $text, $same ? 304 : 200);
        $response->header('ETag', $tag);
        $response->header('Cache-Control', 'no-cache');
        return $response;
    }

    /** Sends a file as it is: encoding its JSON again would only cost time and lose its padding. */
    public function serve(mixed $served, mixed $result, \WP_REST_Request $request): mixed {
        if (
            $served ||
            !($result instanceof \WP_REST_Response) ||
            !str_starts_with($request->get_route(), '/' . Registrar::NAMESPACE . '/feed/') ||
            $request->get_method() !== 'GET'
        ) {
            return $served;
        }
        $text = $result->get_data();
        if ($result->get_status() === 304) {
            return true;
        }
        if ($result->get_status() !== 200 || !is_string($text)) {
            return $served;
        }
        // phpcs:ignore WordPress.Security.EscapeOutput -- JSON we encoded ourselves, sent as application/json with nosniff
        echo $text;
        return true;
    }
}
