<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Module;

/**
 * Routes of the back office for one resource: `parterre-admin/v1`, with WordPress's cookie, nonce and our capabilities. They are
 * no part of the published protocol and may change with any version.
 */
abstract class Routes implements Module {
    public const BASE = 'parterre-admin/v1';
    /** An id in a path. */
    protected const ID = '[A-Za-z0-9_-]{1,64}';

    public function register(): void {
        add_action('rest_api_init', [$this, 'registerRoutes']);
    }

    /** Names every route with who may call it. */
    abstract public function registerRoutes(): void;

    /** Whoever has one of these capabilities. */
    protected static function can(string ...$capabilities): callable {
        return static fn(): bool => array_filter($capabilities, 'current_user_can') !== [];
    }

    protected function route(string $path, string $method, callable $permission, callable $callback): void {
        register_rest_route(self::BASE, $path, [
            'methods' => $method,
            'permission_callback' => $permission,
            'callback' => static function (\WP_REST_Request $request) use ($callback) {
                $answer = $callback($request);
                if ($answer instanceof \WP_Error) {
                    return $answer;
                }
                $response = rest_ensure_response($answer);
                $response->header('Cache-Control', 'no-store, private');
                return $response;
            },
        ]);
    }

    /** @return array{0: int, 1: int} how many to answer and how many to leave out before, from `page` and `perPage` */
    protected static function slice(\WP_REST_Request $request): array {
        $limit = max(1, min(100, (int) ($request['perPage'] ?? 25)));
        return [$limit, (max(1, (int) ($request['page'] ?? 1)) - 1) * $limit];
    }

    /** A word or an id that was sent; null when it is none. */
    protected static function word(mixed $given): ?string {
        return is_string($given) && preg_match('/^' . self::ID . '$/D', $given) ? $given : null;
    }

    /** @return list<string> the words of a list with commas */
    protected static function words(mixed $given): array {
        return is_string($given) ? array_values(array_filter(array_map(self::word(...), explode(',', $given)))) : [];
    }

    protected static function notFound(): \WP_Error {
        return new \WP_Error('parterre_not_found', __('This is not here, or it is not yours.', 'parterre'), [
            'status' => 404,
        ]);
    }

    /** A no that is nobody's mistake: what was asked for cannot be done as things stand. */
    protected static function conflict(string $sentence): \WP_Error {
        return new \WP_Error('parterre_refused', $sentence, ['status' => 409]);
    }

    /** @param array<string, string> $problems a sentence by field */
    protected static function invalid(array $problems): \WP_Error {
        return new \WP_Error('parterre_invalid', __('Some fields need another look.', 'parterre'), [
            'status' => 422,
            'problems' => $problems,
        ]);
    }
}
