<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Instant;
use Parterre\Domain\Mark;
use Parterre\Domain\Secrets;
use Parterre\Plugin;
use Parterre\Store\Events;
use Parterre\Store\Marks;

/**
 * From a code in a film to the ticket it was watched with, for whoever may see addresses; here they are masked all the same. Each look
 * is written into the audit, of the order where one was found.
 *
 * - `POST /marks` `{code}` → `{found: [{show, ticket: {kind, source, state}, order, holder, device, handedOn, from, until, watchedMs}]}`,
 *   the newest first. `code` may have `?` for two letters nobody can read, so several may be found.
 */
final class MarksRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        // Whoever sees the orders of their own shows alone sees no address there either.
        $may = static fn(): bool => current_user_can(Roles::VIEW_PERSONAL) && Roles::onlyOwner() === null;
        $this->route('/marks', 'POST', $may, $this->look(...));
    }

    private function look(\WP_REST_Request $request): array|\WP_Error {
        $code = Mark::read(is_string($request['code']) ? $request['code'] : '');
        if ($code === null) {
            return self::invalid([
                'code' => __(
                    'A code has eight letters and digits. Type a question mark for one you cannot read, two at most.',
                    'parterre',
                ),
            ]);
        }
        $found = $this->plugin->get(Marks::class)->find($code);
        $events = $this->plugin->get(Events::class);
        foreach ($found ?: [['order_id' => null, 'ticket_id' => null]] as $row) {
            $detail = $row['ticket_id'] === null ? ['found' => false] : ['ticket' => $row['ticket_id']];
            $events->audit('mark.looked_up', $row['order_id'], $detail, get_current_user_id());
        }
        return ['found' => array_map(self::said(...), $found)];
    }

    /** @param array<string, mixed> $row @return array<string, mixed> */
    private static function said(array $row): array {
        return [
            'code' => $row['mark'],
            'show' => ['id' => $row['show_id'], 'title' => $row['show'] ?? ''],
            'ticket' => [
                'id' => $row['ticket_id'],
                'kind' => $row['kind'] ?? '',
                'source' => $row['source'] ?? '',
                'state' => $row['ticket_state'] ?? '',
            ],
            'order' =>
                $row['order_id'] === null
                    ? null
                    : ['id' => $row['order_id'], 'reference' => (string) $row['reference']],
            // Whose device it was; where its session has gone, whose order it was.
            'holder' => $row['hint'] ?? ($row['email'] === null ? '' : Secrets::emailHint($row['email'])),
            'device' => $row['label'] ?? '',
            'handedOn' => (int) $row['elsewhere'] === 1,
            'from' => Instant::toText($row['created_at']),
            'until' => Instant::toText($row['renewed_at']),
            'watchedMs' => $row['watched_ms'],
        ];
    }
}
