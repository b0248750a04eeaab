<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Access\DoorFile;
use Parterre\Access\Honouring;
use Parterre\Domain\Instant;
use Parterre\Domain\Secrets;
use Parterre\Plugin;
use Parterre\Store\Events;
use Parterre\Store\Honours;
use Parterre\Store\Shows;

/** The doors of a show on the night: honour everybody, who was honoured, and calling in what was signed. */
final class DoorsRoutes extends Routes {
    private const MOST_ENTRIES = 500;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $run = self::can(Roles::RUN_STAGE, Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $edit = self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $show = '/shows/(?P<show>' . self::ID . ')/doors';
        $this->route($show, 'GET', $run, $this->look(...));
        $this->route($show, 'POST', $run, $this->act(...));
        $this->route("$show/(?P<entry>" . self::ID . ')', 'POST', $edit, $this->settle(...));
    }

    private function look(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        return $show === null ? self::notFound() : $this->state($show['id']);
    }

    /** Turns honouring on or off, or ends everything that was signed. */
    private function act(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $shows = $this->plugin->get(Shows::class);
        switch ((string) $request['action']) {
            case 'signed':
            case 'everybody':
            case 'off':
                $level = $request['action'] === 'off' ? null : (string) $request['action'];
                $this->plugin->get(Honouring::class)->set($show['id'], $level, get_current_user_id());
                break;
            case 'recall':
                $shows->update($show['id'], ['epoch' => $show['epoch'] + 1]);
                $this->plugin->get(Events::class)->audit('show.epoch', $show['id'], [], get_current_user_id());
                break;
            default:
                return new \WP_Error('parterre_invalid', __('This is none of the choices.', 'parterre'), [
                    'status' => 400,
                ]);
        }
        $this->plugin->get(\Parterre\Realtime\Announcer::class)->showChanged($show['id']);
        return $this->state($show['id']);
    }

    /** Asks somebody to pay after all, or leaves it at that. */
    private function settle(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        $entry = $show === null ? null : $this->plugin->get(Honours::class)->find((string) $request['entry']);
        if ($show === null || $entry === null || $entry['show_id'] !== $show['id']) {
            return self::notFound();
        }
        $honouring = $this->plugin->get(Honouring::class);
        $done =
            $request['action'] === 'ask'
                ? $honouring->ask($entry['id'], get_current_user_id())
                : $honouring->waive($entry['id'], get_current_user_id());
        if (!$done) {
            return new \WP_Error('parterre_refused', __('This is settled already.', 'parterre'), ['status' => 409]);
        }
        return $this->state($show['id']);
    }

    /** @return array<string, mixed> */
    private function state(string $id): array {
        $show = $this->plugin->get(Shows::class)->find($id);
        $honouring = $this->plugin->get(Honouring::class);
        $counts = $honouring->reconcile($id);
        return [
            'level' => $show['honour'],
            'active' => $honouring->level($show) !== null,
            'until' => Instant::toTextOrNull($show['honour_until']),
            'verifier' => $this->plugin->get(DoorFile::class)->url() !== null,
            'counts' => $counts,
            // Who only runs the stage needs to know how many, and not who.
            'entries' => !Roles::mayEdit(['owner' => $show['owner_id']] + $show)
                ? []
                : array_map(
                    static fn(array $row): array => [
                        'id' => $row['id'],
                        'proof' => $row['proof'],
                        // Masked, as everywhere: whoever has to write to them presses the button.
                        'who' => $row['email'] === null ? '' : Secrets::emailHint($row['email']),
                        'entries' => $row['entries'],
                        'away' => $row['via'] === 'verifier',
                        'state' => $row['state'],
                        'at' => Instant::toText($row['first_at']),
                    ],
                    $this->plugin->get(Honours::class)->ofShow($id, self::MOST_ENTRIES),
                ),
        ];
    }

    /** @return array<string, mixed>|null the show's row, when it is this person's to run */
    private function mine(\WP_REST_Request $request): ?array {
        $show = $this->plugin->get(Shows::class)->find((string) $request['show']);
        return $show !== null && Roles::mayRun(['owner' => $show['owner_id']] + $show) ? $show : null;
    }
}
