<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Plugin;
use Parterre\Store\Recordings;
use Parterre\Store\Replays;
use Parterre\Store\Shows;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Provider;
use Parterre\Streaming\Replay\CutRefused;
use Parterre\Streaming\Replay\Cutting;
use Parterre\Streaming\Replay\Films;
use Parterre\Streaming\Replay\Inspection;
use Parterre\Streaming\Replay\Part;
use Parterre\Streaming\Replay\Proposal;
use Parterre\Streaming\Replay\Recorder;

/**
 * The replay of a show: what was recorded, what of it plays in which order, its chapters, and whether fans see it. For those who run the
 * stage of the show.
 *
 * - `GET /shows/{show}/replay` → `{phase, publishedAt, until, cameras: [{id, label, parts: [{recording, fromMs, toMs, cutFromMs, cutToMs,
 *   startMs}], durationMs, proposal}], recordings: [{id, mine, camera, provider, stream, source, startedAt, dated, durationMs, state:
 *   found|checking|ready|broken, checked, total, problem, missing}], chapters: [{atMs, title}], proposedChapters, providers: [{name, label}], mayAdd}`. Milliseconds;
 *   `cutFromMs` and `cutToMs` are where segments meet, `startMs` where the part begins in the film.
 * - `PUT /shows/{show}/replay/parts` `{camera, parts: [{recording, fromMs, toMs}]}`, `PUT /shows/{show}/replay/chapters` `{chapters}` → the same.
 * - `POST /shows/{show}/replay/publish` `{until}` (an instant or null), `POST /shows/{show}/replay/unpublish` → the same.
 * - `GET /shows/{show}/replay/preview?recording` or `?camera` → `{url}`: an address for the person who cuts, good for an hour.
 * - `POST /shows/{show}/recordings` `{provider, stream, camera}` takes an address or a name, `POST /shows/{show}/recordings/look` looks at
 *   the live streams → the replay.
 * - `POST /recordings/{id}` `{show, camera, startedAt}`: claims it for the show, says which camera it is of and when it began.
 *   `POST /recordings/{id}/check` looks again, `POST /recordings/{id}/work` goes on for a few seconds, `DELETE /recordings/{id}` forgets it; each
 *   with `?show` → the replay of that show.
 */
final class ReplayRoutes extends Routes {
    private const SECONDS = 4;
    private const PREVIEW_SECONDS = 3600;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $stage = self::can(Roles::RUN_STAGE, Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS);
        $show = '/shows/(?P<show>' . self::ID . ')';
        $recording = '/recordings/(?P<recording>' . self::ID . ')';
        $this->route("$show/replay", 'GET', $stage, $this->of($this->view(...)));
        $this->route("$show/replay/parts", 'PUT', $stage, $this->of($this->cut(...)));
        $this->route("$show/replay/chapters", 'PUT', $stage, $this->of($this->chapters(...)));
        $this->route("$show/replay/publish", 'POST', $stage, $this->of($this->publish(...)));
        $this->route("$show/replay/unpublish", 'POST', $stage, $this->of($this->unpublish(...)));
        $this->route("$show/replay/preview", 'GET', $stage, $this->of($this->preview(...)));
        $this->route("$show/recordings", 'POST', $stage, $this->of($this->add(...)));
        $this->route("$show/recordings/look", 'POST', $stage, $this->of($this->look(...)));
        $this->route($recording, 'POST', $stage, $this->ofRecording($this->change(...)));
        $this->route("$recording/check", 'POST', $stage, $this->ofRecording($this->check(...)));
        $this->route("$recording/work", 'POST', $stage, $this->ofRecording($this->work(...)));
        $this->route($recording, 'DELETE', $stage, $this->ofRecording($this->forget(...)));
    }

    private function cut(array $show, \WP_REST_Request $request): array|\WP_Error {
        $camera = self::word($request['camera']);
        $parts = self::listOf($request['parts'], ['fromMs', 'toMs'], 'recording', Cutting::MOST_PARTS + 1);
        if (
            $camera === null ||
            $parts === null ||
            !in_array($camera, array_column($this->cameras($show), 'id'), true)
        ) {
            return self::notFound();
        }
        return $this->tried(
            $show,
            fn() => $this->plugin->get(Cutting::class)->cut($show, $camera, $parts, get_current_user_id()),
        );
    }

    private function chapters(array $show, \WP_REST_Request $request): array|\WP_Error {
        $chapters = self::listOf($request['chapters'], ['atMs'], 'title', Cutting::MOST_CHAPTERS);
        if ($chapters === null) {
            return self::invalid(['chapters' => __('These are too many, or some are none.', 'parterre')]);
        }
        $chapters = array_map(
            static fn(array $chapter): array => ['title' => ShowInput::line($chapter['title'], 120)] + $chapter,
            $chapters,
        );
        $problems = [];
        foreach ($chapters as $index => $chapter) {
            if ($chapter['title'] === '') {
                $problems["chapters.$index"] = __('A chapter needs a name.', 'parterre');
            }
        }
        if ($problems !== []) {
            return self::invalid($problems);
        }
        $this->plugin->get(Cutting::class)->nameChapters($show, $chapters, get_current_user_id());
        return $this->view($show);
    }

    private function publish(array $show, \WP_REST_Request $request): array|\WP_Error {
        $given = $request['until'];
        $until = $given === null || $given === '' ? null : Instant::parse((string) $given);
        if ($until === null && $given !== null && $given !== '') {
            return self::invalid(['until' => __('This needs a day in the future.', 'parterre')]);
        }
        return $this->tried(
            $show,
            fn() => $this->plugin->get(Cutting::class)->publish($show, $until, get_current_user_id()),
        );
    }

    private function unpublish(array $show): array|\WP_Error {
        return $this->tried($show, fn() => $this->plugin->get(Cutting::class)->unpublish($show, get_current_user_id()));
    }

    private function preview(array $show, \WP_REST_Request $request): array|\WP_Error {
        $films = $this->plugin->get(Films::class);
        $playback = $this->plugin->get(Playback::class);
        $now = $this->plugin->get(Clock::class)->nowMs();
        $camera = self::word($request['camera']);
        $recording = $this->recording($show, self::word($request['recording']) ?? '');
        try {
            if ($camera !== null) {
                $cuts = $films->cuts($show['id']);
                $ttl = self::PREVIEW_SECONDS;
                $its = $films->address(
                    $cuts,
                    $show['id'],
                    $camera,
                    Films::PREVIEW,
                    $ttl,
                    $now,
                    $playback->provider(...),
                );
                return $its === null ? self::notFound() : ['url' => $its['url']];
            }
            $provider = $recording === null ? null : $playback->provider($recording['provider']);
            if ($provider === null) {
                return self::notFound();
            }
            $life = $provider->lifetimeSeconds(self::PREVIEW_SECONDS) ?? self::PREVIEW_SECONDS;
            return ['url' => $provider->signPlayback($recording['stream'], Films::PREVIEW, $life, $now)];
        } catch (\RuntimeException) {
            return self::conflict(
                __('The provider is not set up completely: its settings say what is missing.', 'parterre'),
            );
        }
    }

    private function add(array $show, \WP_REST_Request $request): array|\WP_Error {
        $provider = (string) $request['provider'];
        $stream = trim((string) $request['stream']);
        $camera = $this->camera($show, $request['camera']);
        $its = $this->plugin->get(Playback::class)->provider($provider);
        $wrong = $its?->streamProblem($stream);
        $problem = match (true) {
            $its === null => [
                'provider' => __('This is none of the choices.', 'parterre'),
            ],
            $stream === '' || strlen($stream) > 2000 => [
                'stream' => __('This needs an address, or the name of a stream.', 'parterre'),
            ],
            $wrong !== null => ['stream' => $wrong],
            // A name opens whatever is kept under it, another promoter's show too.
            $provider !== 'plain' && Roles::onlyOwner() !== null => [
                'stream' => __('Only the venue can add a recording by its name.', 'parterre'),
            ],
            default => null,
        };
        if ($problem !== null) {
            return self::invalid($problem);
        }
        $this->plugin->get(Recorder::class)->add($show['id'], $camera, $provider, $stream);
        return $this->view($show);
    }

    private function look(array $show): array {
        $this->plugin->get(Recorder::class)->look($show);
        return $this->view($show);
    }

    private function change(array $show, array $recording, \WP_REST_Request $request): array|\WP_Error {
        $started = $request['startedAt'] === null ? null : Instant::parse((string) $request['startedAt']);
        if ($started === null && $request['startedAt'] !== null) {
            return self::invalid(['startedAt' => __('This is no date.', 'parterre')]);
        }
        $fields = ['show_id' => $show['id'], 'camera' => $this->camera($show, $request['camera'])];
        // What its playlist says is better than what anybody types.
        if (!($recording['detail']['dated'] ?? false)) {
            $fields['started_at'] = $started;
        }
        $this->plugin->get(Recordings::class)->update($recording['id'], $fields);
        return $this->view($show);
    }

    private function check(array $show, array $recording): array {
        $this->plugin->get(Inspection::class)->begin($recording['id']);
        return $this->view($show);
    }

    private function work(array $show, array $recording): array {
        $this->plugin->get(Inspection::class)->work($recording['id'], self::SECONDS);
        return $this->view($show);
    }

    private function forget(array $show, array $recording): array|\WP_Error {
        return $this->plugin->get(Recordings::class)->delete($recording['id'])
            ? $this->view($show)
            : self::conflict(__('A part of the replay uses this recording: take it out first.', 'parterre'));
    }

    /** @return array<string, mixed> */
    private function view(array $show): array {
        $show = $this->plugin->get(Shows::class)->find($show['id']) ?? $show;
        $recordings = $this->plugin->get(Recordings::class)->ofShow($show['id'], Roles::onlyOwner() === null);
        $parts = $this->plugin->get(Replays::class)->parts($show['id']);
        $films = $this->plugin->get(Films::class);
        $mine = array_filter($recordings, static fn(array $row): bool => $row['show_id'] === $show['id']);
        $cameras = [];
        $proposed = [];
        foreach ($this->cameras($show) as $index => $camera) {
            $own = array_values(
                array_filter(
                    $mine,
                    // What nobody has said is of the first one.
                    static fn(array $row): bool => $row['camera'] === $camera['id'] ||
                        ($index === 0 && $row['camera'] === null),
                ),
            );
            $cut = $films->cuts($show['id'])[$camera['id']] ?? null;
            $film = $cut === null ? null : $films->film($cut);
            if ($index === 0 && $film !== null) {
                $proposed = Proposal::chapters($film, $show['artists']);
            }
            $cameras[] = [
                'id' => $camera['id'],
                'label' => $camera['label'],
                'parts' => array_map(
                    static fn(int $place, array $row): array => [
                        'recording' => $row['recording_id'],
                        'fromMs' => $row['from_ms'],
                        'toMs' => $row['to_ms'],
                        'cutFromMs' => self::ms($film?->parts[$place] ?? null, true) ?? $row['from_ms'],
                        'cutToMs' => self::ms($film?->parts[$place] ?? null, false) ?? $row['to_ms'],
                        'startMs' => $film === null ? null : (int) round($film->startOf($place) / 1000),
                    ],
                    array_keys($parts[$camera['id']] ?? []),
                    $parts[$camera['id']] ?? [],
                ),
                'durationMs' => $film?->durationMs(),
                'proposal' => Proposal::parts($show, $own),
            ];
        }
        $phase = Phase::at($show, $this->plugin->get(Clock::class)->nowMs());
        return [
            'phase' => $phase,
            'publishedAt' => $phase === 'replay' ? Instant::toTextOrNull($show['replay_at']) : null,
            'until' => Instant::toTextOrNull($show['replay_until']),
            'cameras' => $cameras,
            'recordings' => array_map(
                static fn(array $row): array => self::recordingView($row, $show['id']),
                $recordings,
            ),
            'chapters' => array_map(
                static fn(array $chapter): array => ['atMs' => $chapter['at_ms'], 'title' => $chapter['title']],
                $this->plugin->get(Replays::class)->chapters($show['id']),
            ),
            'proposedChapters' => $proposed,
            'providers' => array_map(
                static fn(Provider $provider): array => ['name' => $provider->name(), 'label' => $provider->label()],
                array_values($this->plugin->get(Playback::class)->providers()),
            ),
            'mayAdd' => Roles::onlyOwner() === null,
        ];
    }

    /** @return array<string, mixed> */
    private static function recordingView(array $row, string $show): array {
        return [
            'id' => $row['id'],
            'mine' => $row['show_id'] === $show,
            'camera' => $row['camera'],
            'provider' => $row['provider'],
            'stream' => $row['stream'],
            'source' => $row['source'],
            'startedAt' => Instant::toTextOrNull($row['started_at']),
            'dated' => (bool) ($row['detail']['dated'] ?? false),
            'durationMs' => $row['duration_ms'],
            'state' => $row['state'],
            'checked' => $row['checked'],
            'total' => $row['total'],
            'problem' => $row['problem'],
            'missing' => is_int($row['detail']['missing'] ?? null) ? $row['detail']['missing'] : 0,
        ];
    }

    private static function ms(?Part $part, bool $from): ?int {
        return $part === null ? null : (int) round(($from ? $part->fromUs : $part->toUs) / 1000);
    }

    /** @param callable(): void $act */
    private function tried(array $show, callable $act): array|\WP_Error {
        try {
            $act();
        } catch (CutRefused $refused) {
            return self::conflict(self::sentence($refused->reason));
        }
        return $this->view($show);
    }

    private static function sentence(string $reason): string {
        return match ($reason) {
            CutRefused::UNKNOWN => __(
                'One of these recordings belongs to another show, or is not there any more.',
                'parterre',
            ),
            CutRefused::NOT_READY => __('One of these recordings has not been checked yet, or is broken.', 'parterre'),
            CutRefused::ALONE => __(
                'One of these recordings can only be played whole: its provider gives every viewer addresses of their own. Use it alone, or join the recordings at the provider and add the result.',
                'parterre',
            ),
            CutRefused::EMPTY => __(
                'One of the parts is empty: its end has to come after its beginning, within the recording.',
                'parterre',
            ),
            CutRefused::TOO_MANY => __('These are too many parts.', 'parterre'),
            CutRefused::CODECS => __(
                'These recordings cannot be joined: they were encoded in different ways (codec, or MPEG-TS beside MP4). Have one of them converted, or leave it out.',
                'parterre',
            ),
            CutRefused::SOUND => __(
                'These recordings cannot be joined: in one the sound lies beside the picture, in the other it is in it. Have one of them converted, or leave it out.',
                'parterre',
            ),
            CutRefused::NOTHING => __('There is nothing to publish yet: choose at least one part.', 'parterre'),
            CutRefused::RUNNING => __('The show is still running. End it first.', 'parterre'),
            CutRefused::EARLY => __('The show has not begun yet. Its replay can be published afterwards.', 'parterre'),
            CutRefused::CANCELLED => __('This show is cancelled.', 'parterre'),
            CutRefused::PAST => __('This needs a day in the future.', 'parterre'),
            default => $reason,
        };
    }

    /** A handler that gets a show the person may run. @param callable(array<string, mixed>, \WP_REST_Request): (array|\WP_Error) $handler */
    private function of(callable $handler): callable {
        return function (\WP_REST_Request $request) use ($handler): array|\WP_Error {
            $show = $this->show((string) $request['show']);
            return $show === null ? self::notFound() : $handler($show, $request);
        };
    }

    /** A handler that gets a recording too, one of the show or of none. */
    private function ofRecording(callable $handler): callable {
        return $this->of(function (array $show, \WP_REST_Request $request) use ($handler): array|\WP_Error {
            $recording = $this->recording($show, (string) $request['recording']);
            return $recording === null ? self::notFound() : $handler($show, $recording, $request);
        });
    }

    /** @return array<string, mixed>|null */
    private function show(string $id): ?array {
        $show = $this->plugin->get(Shows::class)->find($id);
        return $show !== null && Roles::mayRun(['owner' => $show['owner_id']]) ? $show : null;
    }

    /** @return array<string, mixed>|null */
    private function recording(array $show, string $id): ?array {
        $row = $this->plugin->get(Recordings::class)->find($id);
        $theirs =
            $row !== null &&
            ($row['show_id'] === $show['id'] || ($row['show_id'] === null && Roles::onlyOwner() === null));
        return $theirs ? $row : null;
    }

    /** @return list<array<string, mixed>> */
    private function cameras(array $show): array {
        return $this->plugin->get(Shows::class)->cameras($show['id']);
    }

    private function camera(array $show, mixed $given): ?string {
        return in_array($given, array_column($this->cameras($show), 'id'), true) ? (string) $given : null;
    }

    /**
     * @param list<string> $numbers names of whole numbers from 0 to a week in milliseconds
     * @return list<array<string, mixed>>|null null when it is no such list
     */
    private static function listOf(mixed $given, array $numbers, string $text, int $most): ?array {
        if (!is_array($given) || count($given) > $most) {
            return null;
        }
        $list = [];
        foreach (array_values($given) as $one) {
            if (!is_array($one) || !is_string($one[$text] ?? null)) {
                return null;
            }
            $entry = [$text => $one[$text]];
            foreach ($numbers as $name) {
                if (!is_int($one[$name] ?? null) || $one[$name] < 0 || $one[$name] > 604_800_000) {
                    return null;
                }
                $entry[$name] = $one[$name];
            }
            $list[] = $entry;
        }
        return $list;
    }
}
