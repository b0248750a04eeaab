<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Embed\CurrentShow;
use Parterre\Embed\ShowPages;
use Parterre\Plugin;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Events;
use Parterre\Store\Shows;
use Parterre\Streaming\Stage;

/** Shows, as those who edit them see them. */
final class ShowsRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        // Who only runs the stage has the desk, which tells less.
        $edit = self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $one = '/shows/(?P<show>' . self::ID . ')';
        $this->route('/shows', 'GET', $edit, $this->listShows(...));
        $this->route('/shows', 'POST', $edit, $this->saveShow(...));
        $this->route($one, 'GET', $edit, $this->getShow(...));
        $this->route($one, 'PUT', $edit, $this->saveShow(...));
        $this->route("$one/stage", 'POST', $edit, $this->runStage(...));
    }

    private function listShows(): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        return [
            'shows' => array_map(
                fn(array $show): array => $this->withPhase($show, $now),
                $this->plugin->get(Programme::class)->list(Roles::onlyOwner()),
            ),
        ];
    }

    private function getShow(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->plugin->get(Programme::class)->show((string) $request['show']);
        if ($show === null || !Roles::mayEdit($show)) {
            return self::notFound();
        }
        return $this->withPhase($show, $this->plugin->get(Clock::class)->nowMs());
    }

    /** Creates or replaces a show; publishing one makes its page. */
    private function saveShow(\WP_REST_Request $request): array|\WP_Error {
        $programme = $this->plugin->get(Programme::class);
        $known = isset($request['show']) ? $programme->show((string) $request['show']) : null;
        if (isset($request['show']) && ($known === null || !Roles::mayEdit($known))) {
            return self::notFound();
        }
        $given = (array) $request->get_json_params();
        // Two people at one show: whoever saves second sees what the first one did before writing over it. Going live
        // or selling a ticket meanwhile is no edit.
        if ($known !== null && isset($given['fingerprint']) && $given['fingerprint'] !== self::fingerprint($known)) {
            return new \WP_Error(
                'parterre_changed',
                __('Somebody else has changed this show meanwhile. Load it again.', 'parterre'),
                ['status' => 409],
            );
        }
        [$show, $problems] = $this->plugin
            ->get(ShowInput::class)
            ->check($given, $known, $this->plugin->get(Settings::class)->get('currency'));
        $problems += $this->reachesElsewhere($show, $known);
        if ($problems !== []) {
            return self::invalid($problems);
        }
        try {
            $saved = $programme->saveShow($show);
        } catch (PoolTooSmall $refused) {
            return self::invalid($refused->problems());
        }
        if ($show['published']) {
            $this->plugin->get(ShowPages::class)->ensure($saved);
            if (!($known['published'] ?? false)) {
                $this->plugin->get(Events::class)->append('show.published', ['show' => $saved]);
            }
        }
        return $this->withPhase((array) $programme->show($saved), $this->plugin->get(Clock::class)->nowMs());
    }

    /** Go live, pause, resume, end, publish the replay, or take the last one back. */
    private function runStage(\WP_REST_Request $request): array|\WP_Error {
        $programme = $this->plugin->get(Programme::class);
        $show = $programme->show((string) $request['show']);
        if ($show === null || !Roles::mayEdit($show)) {
            return self::notFound();
        }
        $act = (string) $request['action'];
        if (!Stage::knows($act)) {
            return new \WP_Error('parterre_invalid', __('This is none of the choices.', 'parterre'), ['status' => 400]);
        }
        if (!$this->plugin->get(Stage::class)->act($show['id'], $act, 'desk', get_current_user_id())) {
            return self::conflict(__('The show has moved on meanwhile. Look again before you press.', 'parterre'));
        }
        return $this->withPhase((array) $programme->show($show['id']), $this->plugin->get(Clock::class)->nowMs());
    }

    /**
     * What a show would touch beyond itself: offers, pools and streams of other shows, tickets for other shows. Whoever edits only
     * their own shows may not reach into somebody else's; what somebody who may has already set up there stays.
     *
     * @param array<string, mixed>      $show
     * @param array<string, mixed>|null $known
     * @return array<string, string>
     */
    private function reachesElsewhere(array $show, ?array $known): array {
        $all = current_user_can(Roles::EDIT_ALL_SHOWS);
        $catalogue = $this->plugin->get(Catalogue::class);
        $refusal = __('This belongs to another show.', 'parterre');
        $problems = [];
        $own = $known['id'] ?? null;
        $drawn = array_column($known['pools'] ?? [], 'id');
        $given = array_map(
            static fn(array $offer): array => array_column($offer['parts'], 'show'),
            array_column($known['offers'] ?? [], null, 'id'),
        );
        $offers = $catalogue->offersById(array_column($show['offers'], 'id'));
        $pools = $catalogue->pools(array_column($show['pools'], 'id'));
        foreach ($show['offers'] as $index => $offer) {
            if (isset($offers[$offer['id']]) && $offers[$offer['id']]['show_id'] !== $own) {
                $problems["offers.$index.name"] = $refusal;
            }
            foreach ($offer['parts'] as $part) {
                if (in_array($part['show'], $given[$offer['id']] ?? [], true)) {
                    continue;
                }
                $other =
                    $part['show'] === null || $part['show'] === $own
                        ? null
                        : $this->plugin->get(Programme::class)->show($part['show']);
                if ($part['show'] !== null && $part['show'] !== $own && ($other === null || !Roles::mayEdit($other))) {
                    $problems["offers.$index.parts"] = $refusal;
                }
            }
        }
        foreach ($show['cameras'] as $index => $camera) {
            // A stream's name is all it takes to sign for it.
            foreach (
                $this->plugin
                    ->get(Shows::class)
                    ->ownersOfStreams([$camera['liveStream'], $camera['replayStream'], $camera['backupStream']])
                as $id => $owner
            ) {
                if ($id !== $own && !Roles::mayEdit(['owner' => $owner])) {
                    $problems["cameras.$index.liveStream"] = $refusal;
                }
            }
        }
        foreach ($show['pools'] as $index => $pool) {
            $owner = isset($pools[$pool['id']]) ? $pools[$pool['id']]['show_id'] : $own;
            if ($owner !== $own && !$all && !in_array($pool['id'], $drawn, true)) {
                $other = $owner === null ? null : $this->plugin->get(Programme::class)->show($owner);
                if ($other === null || !Roles::mayEdit($other)) {
                    $problems["pools.$index.name"] = $refusal;
                }
            }
        }
        return $problems;
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, mixed>
     */
    private function withPhase(array $show, int $now): array {
        $row = (array) $this->plugin->get(Shows::class)->find($show['id']);
        $fingerprint = self::fingerprint($show);
        return $show + [
            'phase' => Phase::at($row, $now),
            'url' => $show['published'] ? CurrentShow::url($row) : null,
            'editPage' => $show['page'] > 0 ? get_edit_post_link($show['page'], 'raw') : null,
            'mayEdit' => Roles::mayEdit($show),
            'fingerprint' => $fingerprint,
        ];
    }

    /**
     * Stands for everything an editor can change about a show, and for nothing that changes by itself.
     *
     * @param array<string, mixed> $show
     */
    private static function fingerprint(array $show): string {
        unset($show['signals'], $show['revision'], $show['page'], $show['ticketsSold']);
        foreach ($show['pools'] ?? [] as $index => $pool) {
            unset($show['pools'][$index]['held'], $show['pools'][$index]['sold']);
        }
        return md5((string) wp_json_encode($show));
    }
}
