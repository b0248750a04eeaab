<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Access\Gate;
use Parterre\Access\Viewer;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Settings;
use Parterre\Store\Replays;
use Parterre\Store\Shows;
use Parterre\Streaming\Providers\PathToken;
use Parterre\Streaming\Providers\PlainHls;
use Parterre\Streaming\Providers\Providers;
use Parterre\Streaming\Replay\Films;

/** Makes grants to play. The check of the ticket is in here: nothing else can sign a stream. */
final class Playback {
    /** How long a clip to try a ticket with may play. */
    private const TEST_SECONDS = 120;
    /** How long the desk's own picture may play. */
    private const REHEARSAL_SECONDS = 300;
    private const LOOKOUT_SECONDS = 60;

    public function __construct(
        private readonly Providers $providers,
        private readonly PathToken $pathToken,
        private readonly PlainHls $plain,
        private readonly Gate $gate,
        private readonly Shows $shows,
        private readonly Films $films,
        private readonly Replays $replays,
        private readonly Settings $settings,
        private readonly Clock $clock,
        private readonly Trouble $trouble,
    ) {}

    /**
     * The grant of a viewer who is inside, or null while there is nothing to play or nothing they may.
     *
     * @param array<string, mixed> $show
     * @param string $lease the id of the lease that plays
     * @param int|null $until milliseconds since 1970, for an address that has to last; null for one that is renewed
     * @return array<string, mixed>|null the protocol's `Grant`
     * @throws Refusal cast_not_allowed, where an address that lasts needs more than a browser does
     */
    public function grant(Viewer $viewer, array $show, string $lease, ?int $until = null): ?array {
        $now = $this->clock->nowMs();
        $mode = Phase::at($show, $now);
        if (!in_array($mode, ['live', 'replay'], true) || !$this->mayPlay($viewer, $show)) {
            return null;
        }
        $seconds = $until === null ? $this->settings->get('grant_seconds') : intdiv($until - $now, 1000);
        $lives = [];
        $cameras = [];
        $features = [];
        $renewals = [];
        $cuts = $mode === 'replay' ? $this->films->cuts($show['id']) : [];
        foreach ($this->shows->cameras($show['id']) as $camera) {
            $missing =
                $camera['capability'] !== null && !$viewer->can($camera['capability']) ? $camera['capability'] : null;
            $film = $missing === null ? $this->film($cuts, $show['id'], $camera['id'], $lease, $seconds, $now) : null;
            $signed = match (true) {
                $missing !== null => null,
                $film !== null => $film,
                default => $this->sign($camera['provider'], $camera[$mode . '_stream'], $lease, $seconds, $now),
            };
            $backup =
                $signed !== null && $mode === 'live'
                    ? $this->sign(
                        $camera['backup_provider'] ?: $camera['provider'],
                        $camera['backup_stream'],
                        $lease,
                        $seconds,
                        $now,
                    )
                    : null;
            foreach (array_filter([$signed, $backup]) as $one) {
                $lives[] = $one['life'];
                $renewals[] = $one['renew'];
                array_push($features, ...$one['features']);
            }
            if ($signed !== null) {
                array_push($features, ...$camera['features']);
            }
            $cameras[] = [
                'camera' => $camera['id'],
                'label' => $camera['label'],
                'offsetMs' => $camera['offset_ms'],
                'url' => $signed['url'] ?? null,
                'backupUrl' => $backup['url'] ?? null,
                'missing' => $missing,
                'captions' => $signed === null ? [] : $camera['captions'],
                'prefixes' => $film['prefixes'] ?? [],
            ];
        }
        if ($renewals === []) {
            return null;
        }
        if ($until !== null && in_array('query', $features, true)) {
            // Every single request would have to carry the signature: nothing but our own engine does that.
            throw new Refusal('cast_not_allowed');
        }
        return [
            'mode' => $mode,
            'cameras' => $cameras,
            'sound' => $show['sound'],
            // The most careful way that any of the cameras needs.
            'renew' => match (true) {
                $until !== null => 'none',
                in_array('reload', $renewals, true) => 'reload',
                in_array('path', $renewals, true) => 'path',
                default => 'none',
            },
            'issuedAt' => Instant::toText($now),
            // A grant lasts no longer than the first of its addresses.
            'expiresAt' => Instant::toText(
                $until !== null && min($lives) >= $seconds ? $until : $now + min($lives) * 1000,
            ),
            'chapters' =>
                $mode === 'replay'
                    ? array_map(
                        static fn(array $chapter): array => [
                            'atMs' => $chapter['at_ms'],
                            'at' => Instant::toTextOrNull($chapter['media_at']),
                            'title' => $chapter['title'],
                        ],
                        $this->replays->chapters($show['id']),
                    )
                    : [],
            'until' => $mode === 'replay' ? Instant::toTextOrNull(self::replayEnds($viewer, $show)) : null,
            'features' => array_values(array_unique($features)),
            // `Door` knows whose it is.
            'mark' => null,
        ];
    }

    /**
     * The live picture for who runs the stage, whatever the phase: before doors it is seen by them alone. No operation answers it;
     * who asks has been found entitled by the desk.
     *
     * @param string $viewer stands for the person at the desk
     * @return array<string, mixed>|null the protocol's `Grant`; null when there is no live stream
     */
    public function rehearsal(array $show, string $viewer): ?array {
        $now = $this->clock->nowMs();
        $cameras = [];
        $lives = [];
        $features = [];
        foreach ($this->shows->cameras($show['id']) as $camera) {
            $signed = $this->sign($camera['provider'], $camera['live_stream'], $viewer, self::REHEARSAL_SECONDS, $now);
            if ($signed === null) {
                continue;
            }
            $lives[] = $signed['life'];
            array_push($features, ...$signed['features'], ...$camera['features']);
            $cameras[] = [
                'camera' => $camera['id'],
                'label' => $camera['label'],
                'offsetMs' => $camera['offset_ms'],
                'url' => $signed['url'],
                'backupUrl' => null,
                'missing' => null,
                'captions' => [],
                'prefixes' => [],
            ];
        }
        return $cameras === []
            ? null
            : [
                'mode' => 'live',
                'cameras' => $cameras,
                'sound' => $show['sound'],
                // The desk loads again: it is one screen, and its address shall not live long.
                'renew' => 'reload',
                'issuedAt' => Instant::toText($now),
                'expiresAt' => Instant::toText($now + min($lives) * 1000),
                'chapters' => [],
                'until' => null,
                'features' => array_values(array_unique($features)),
                'mark' => null,
            ];
    }

    /** Where a stream's picture is looked for by the site itself; null where it cannot be signed. */
    public function lookout(string $provider, string $stream): ?string {
        return $this->sign($provider, $stream, 'watch', self::LOOKOUT_SECONDS, $this->clock->nowMs())['url'] ?? null;
    }

    /**
     * A grant for the clip that proves before doors that a ticket works on a device; null when the venue has none. It is signed
     * as the show's own streams are, and lives two minutes.
     *
     * @param string $lease the id of the lease that tries
     * @return array<string, mixed>|null the protocol's `Grant`
     */
    public function testGrant(string $lease): ?array {
        $stream = $this->settings->get('test_stream');
        if ($stream === '') {
            return null;
        }
        $now = $this->clock->nowMs();
        $provider = preg_match('#^https?://#i', $stream) === 1 ? $this->plain : $this->pathToken;
        try {
            $url = $provider->signPlayback($stream, $lease, self::TEST_SECONDS, $now);
        } catch (\RuntimeException $problem) {
            $this->trouble->note($provider->name(), 'signing', $problem->getMessage());
            return null;
        }
        $camera = [
            'camera' => 'test',
            'label' => '',
            'offsetMs' => 0,
            'backupUrl' => null,
            'missing' => null,
            'captions' => [],
            'prefixes' => [],
        ];
        return [
            'mode' => 'test',
            'cameras' => [['url' => $url] + $camera],
            'sound' => 'own',
            'renew' => 'none',
            'issuedAt' => Instant::toText($now),
            'expiresAt' => Instant::toText($now + self::TEST_SECONDS * 1000),
            'chapters' => [],
            'until' => null,
            'features' => [],
            'mark' => null,
        ];
    }

    /** The provider of this name, null when it is not there any more. */
    public function provider(string $name): ?Provider {
        return $this->providers->find($name);
    }

    /** @return array<string, Provider> by name */
    public function providers(): array {
        return $this->providers->all();
    }

    /**
     * A stream signed for a viewer.
     *
     * @return array{url: string, renew: string, life: int, features: list<string>}|null null without a stream, and where the provider
     *     lacks what it takes: one camera that was set up wrong must not darken the others
     */
    private function sign(string $provider, string $stream, string $lease, int $grantSeconds, int $nowMs): ?array {
        $its = $stream === '' ? null : $this->provider($provider);
        if ($its === null) {
            return null;
        }
        $life = $its->lifetimeSeconds($grantSeconds) ?? $grantSeconds;
        try {
            $url = $its->signPlayback($stream, $lease, $life, $nowMs);
        } catch (\RuntimeException $problem) {
            $this->trouble->note($provider, 'signing', $problem->getMessage());
            return null;
        }
        return ['url' => $url, 'renew' => $its->renew(), 'life' => $life, 'features' => $its->features()];
    }

    /**
     * A camera's film, signed for a viewer.
     *
     * @return array{url: string, prefixes: list<string>, renew: string, life: int, features: list<string>}|null
     */
    private function film(array $cuts, string $show, string $camera, string $lease, int $seconds, int $nowMs): ?array {
        try {
            return $this->films->address($cuts, $show, $camera, $lease, $seconds, $nowMs, $this->provider(...));
        } catch (\RuntimeException $problem) {
            $this->trouble->note('film', 'signing', $problem->getMessage());
            return null;
        }
    }

    /** With the last of this person's tickets, and never later than the show's own window; null where nothing ends it. */
    public static function replayEnds(Viewer $viewer, array $show): ?int {
        $tickets = array_filter($viewer->valid, static fn(array $ticket): bool => $ticket['kind'] === 'replay');
        $ends = array_column($tickets, 'valid_until');
        $last = $ends === [] || in_array(null, $ends, true) ? null : max($ends);
        $known = array_filter([$last, $show['replay_until']], static fn(?int $end): bool => $end !== null);
        return $known === [] ? null : min($known);
    }

    private function mayPlay(Viewer $viewer, array $show): bool {
        return $show['status'] !== 'cancelled' &&
            ($show['access'] === 'open' ||
                $viewer->isModerator() ||
                $this->gate->admission($viewer, $show)['refusal'] === null);
    }
}
