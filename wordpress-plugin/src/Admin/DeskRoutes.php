<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Embed\CurrentShow;
use Parterre\Plugin;
use Parterre\Store\Events;
use Parterre\Store\Leases;
use Parterre\Store\Pictures;
use Parterre\Store\Shows;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Stage;
use Parterre\Streaming\Watch\Alarm;
use Parterre\Streaming\Watch\Decision;
use Parterre\Streaming\Watch\Figures;
use Parterre\Streaming\Watch\Watch;

/**
 * The desk of a show on its night: whether the picture arrives, what viewers see, and what can be done. It tells nobody's name or
 * address, no order, no price, no stream and no key: it is read over a phone's mobile data by somebody who was given no more.
 */
final class DeskRoutes extends Routes {
    /** Shows further away stand on no desk. */
    private const AHEAD_MS = 14 * 86_400_000;
    private const BEHIND_MS = 2 * 86_400_000;
    private const SENTENCE_LENGTH = 200;
    private const ACTS_TOLD = 12;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $run = self::can(Roles::RUN_STAGE, Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $one = '/desk/(?P<show>' . self::ID . ')';
        $this->route('/desk', 'GET', $run, $this->listShows(...));
        $this->route($one, 'GET', $run, $this->look(...));
        $this->route($one, 'POST', $run, $this->act(...));
        $this->route("$one/picture", 'POST', $run, $this->picture(...));
    }

    /** Shows that are near, the one that is on first; with `which=all` every one, newest first, for what is done afterwards. */
    private function listShows(\WP_REST_Request $request): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $mine = array_filter($this->plugin->get(Shows::class)->published(), self::mayRun(...));
        if ($request['which'] === 'all') {
            return [
                'shows' => array_map(
                    static fn(array $show): array => self::summary($show, $now),
                    array_reverse(array_values($mine)),
                ),
            ];
        }
        $near = array_filter(
            $mine,
            static fn(array $show): bool => in_array(Phase::at($show, $now), ['live', 'paused'], true) ||
                ($show['starts_at'] - $now < self::AHEAD_MS && $now - $show['ends_at'] < self::BEHIND_MS),
        );
        $rank = static fn(array $show): int => in_array(Phase::at($show, $now), ['live', 'paused', 'doors'], true)
            ? 0
            : 1;
        usort(
            $near,
            static fn(array $a, array $b): int => [$rank($a), abs($a['starts_at'] - $now)] <=> [
                $rank($b),
                abs($b['starts_at'] - $now),
            ],
        );
        return ['shows' => array_map(static fn(array $show): array => self::summary($show, $now), $near)];
    }

    private function look(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $this->plugin->get(Pictures::class)->deskOpen($show['id']);
        if (Watch::concerns($show, $this->plugin->get(Clock::class)->nowMs())) {
            $this->plugin->get(Watch::class)->look($show['id']);
        }
        return $this->state($show['id'], (int) $request['minute']);
    }

    /** Does what was pressed; a refusal says that somebody was quicker. */
    private function act(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $act = (string) $request['act'];
        $sentence = is_string($request['sentence'] ?? null) ? trim($request['sentence']) : '';
        // A replay is published, and a show taken back to its beginning, where shows are edited.
        if (!Stage::knows($act) || in_array($act, ['replay', 'reset'], true)) {
            return new \WP_Error('parterre_invalid', __('This is none of the choices.', 'parterre'), ['status' => 400]);
        }
        if (mb_strlen($sentence, 'UTF-8') > self::SENTENCE_LENGTH || preg_match('/[\x00-\x1f\x7f]/', $sentence) === 1) {
            return self::invalid([
                'sentence' => sprintf(
                    /* translators: %d: number of characters */
                    __('One line of at most %d characters.', 'parterre'),
                    self::SENTENCE_LENGTH,
                ),
            ]);
        }
        if (!$this->plugin->get(Stage::class)->act($show['id'], $act, 'desk', get_current_user_id(), $sentence)) {
            return self::conflict(__('The show has moved on meanwhile. Look again before you press.', 'parterre'));
        }
        return $this->state($show['id'], 0);
    }

    /** The picture for the desk itself, before doors too. */
    private function picture(\WP_REST_Request $request): array|\WP_Error {
        $show = $this->mine($request);
        if ($show === null) {
            return self::notFound();
        }
        $grant = $this->plugin->get(Playback::class)->rehearsal($show, 'desk_' . get_current_user_id());
        return $grant === null
            ? self::conflict(__('This show has no live picture: enter its camera first.', 'parterre'))
            : ['grant' => $grant, 'now' => $this->plugin->get(Clock::class)->nowMs()];
    }

    /**
     * @param int $knownMinute the minute whose figures the desk has already
     * @return array<string, mixed>
     */
    private function state(string $id, int $knownMinute): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $show = $this->plugin->get(Shows::class)->find($id) ?? throw new \LogicException('There is no such show.');
        $pictures = $this->plugin->get(Watch::class)->pictures($id);
        $starts = Decision::startsAt($show, $pictures, $now);
        $ends = Decision::endsAt($show, $pictures, $now);
        $figures = $knownMinute === intdiv($now, 60_000) ? null : $this->plugin->get(Figures::class)->of($id);
        $acts = array_diff(Stage::possible($show, $now), ['replay', 'reset']);
        return [
            ...self::summary($show, $now),
            'doorsAt' => Instant::toText($show['doors_at']),
            'endsAt' => Instant::toText($show['ends_at']),
            'liveAt' => Instant::toTextOrNull($show['live_at']),
            'url' => CurrentShow::url($show),
            'now' => $now,
            'acts' => array_values($acts),
            'doorsForced' => $show['forced'] === 'doors',
            'held' => $show['held_at'] !== null,
            'notice' => $show['notice'],
            'byItself' => match (true) {
                $starts !== null => ['act' => 'live', 'at' => Instant::toText($starts)],
                $ends !== null && $now >= $show['ends_at'] => ['act' => 'end', 'at' => Instant::toText($ends)],
                default => null,
            },
            'pictures' => array_map(
                static fn(array $picture): array => [
                    'camera' => $picture['camera'],
                    'label' => $picture['label'],
                    'state' => $picture['state'],
                    'since' => Instant::toText($picture['since']),
                    'seenAt' => Instant::toTextOrNull($picture['seen_at']),
                    'source' => $picture['source'],
                    'backup' => (bool) ($picture['memo']['backup'] ?? false),
                ],
                $pictures,
            ),
            'rings' => Alarm::rings(Phase::at($show, $now), $pictures, $now),
            'viewers' => $this->plugin->get(Leases::class)->count($id),
            'figures' => $figures,
            'log' => $this->log($id),
        ];
    }

    /** @return list<array{at: string, act: string, who: string|null, sentence: string|null}> who did what, newest first */
    private function log(string $show): array {
        return array_map(static function (array $row): array {
            $user = $row['user_id'] === null ? false : get_userdata($row['user_id']);
            return [
                'at' => Instant::toText($row['at']),
                'act' => substr($row['action'], strlen('stage.')),
                // Colleagues know each other; null is what happened by itself.
                'who' => $user === false ? null : $user->display_name,
                'sentence' => $row['detail']['notice'] ?? null,
            ];
        }, $this->plugin->get(Events::class)->actsOnStage($show, self::ACTS_TOLD));
    }

    /** @return array<string, mixed> */
    private static function summary(array $show, int $now): array {
        return [
            'id' => $show['id'],
            'title' => $show['title'],
            'startsAt' => Instant::toText($show['starts_at']),
            'timeZone' => $show['time_zone'],
            'phase' => Phase::at($show, $now),
            'status' => $show['status'],
        ];
    }

    /** @return array<string, mixed>|null the show's row, when it is this person's to run */
    private function mine(\WP_REST_Request $request): ?array {
        $show = $this->plugin->get(Shows::class)->find((string) $request['show']);
        return $show !== null && $show['published'] && self::mayRun($show) ? $show : null;
    }

    private static function mayRun(array $show): bool {
        return Roles::mayRun(['owner' => $show['owner_id']] + $show);
    }
}
