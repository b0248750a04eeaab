<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Plugin;
use Parterre\Privacy\Register;
use Parterre\Store\Events;

/**
 * What a data-protection officer asks for.
 *
 * - `GET /privacy/register` → `{subjects: [{table, label, columns: [{name, purpose, retention, exported, erasure, because}]}]}`
 * - `GET /privacy/audit?page&perPage&search` → `{items: [{id, at, user, action, subject, detail}], total}`; `search` is an action's name or
 *   the id of what it was about.
 */
final class PrivacyRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = self::can(Roles::VIEW_AUDIT);
        $this->route(
            '/privacy/register',
            'GET',
            $may,
            fn(): array => ['subjects' => Register::inWords(get_user_locale())],
        );
        $this->route('/privacy/audit', 'GET', $may, $this->listAudit(...));
    }

    private function listAudit(\WP_REST_Request $request): array {
        [$limit, $offset] = self::slice($request);
        $search = trim((string) ($request['search'] ?? ''));
        $isAction = str_contains($search, '.');
        $page = $this->plugin
            ->get(Events::class)
            ->audited($isAction ? $search : null, $search === '' || $isAction ? null : $search, $limit, $offset);
        return [
            'items' => array_map(
                static fn(array $row): array => [
                    'id' => (string) $row['id'],
                    'at' => Instant::toText($row['at']),
                    'user' =>
                        $row['user_id'] === null
                            ? ''
                            : get_userdata($row['user_id'])->display_name ?? '#' . $row['user_id'],
                    'action' => $row['action'],
                    'subject' => (string) $row['subject'],
                    'detail' => (object) $row['detail'],
                ],
                $page['items'],
            ),
            'total' => $page['total'],
        ];
    }
}
