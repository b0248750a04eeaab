<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;

/**
 * The demo venue's evenings, and what they sell: a set price tonight with a bundle, an early price that hands over to the next one,
 * places in the hall, a pass for two evenings, a session that one pays what one likes for, a hall that is full, a replay with a record.
 */
final class Evenings {
    /** Shows to come, and how many days away they are. */
    public const AHEAD_DAYS = ['current' => 4, 'workshop' => 8, 'velvet' => 11];

    private const MODERATOR = 'moderator@parterre.example';
    private const ZONE = 'Europe/Paris';
    private const MINUTE = 60_000;
    private const DAY = 86_400_000;

    public function __construct(private readonly Clock $clock, private readonly Media $media) {}

    /**
     * Dates and signals of each show at a moment, as columns of `shows`.
     *
     * @return array<string, array<string, ?int>>
     */
    public function timesAt(int $now): array {
        // A show begins on a round minute, as people announce it.
        $start = intdiv($now - 35 * self::MINUTE, 15 * self::MINUTE) * 15 * self::MINUTE;
        $ahead = array_map(fn(int $days): int => $this->evening($now + $days * self::DAY), self::AHEAD_DAYS);
        $past = $this->evening($now - 6 * self::DAY);
        $session = $this->evening($now - 12 * self::DAY);
        return [
            'ember' => [
                'doors_at' => $start - 45 * self::MINUTE,
                'starts_at' => $start,
                'ends_at' => $start + 3 * 60 * self::MINUTE,
                'live_at' => $start + 2 * self::MINUTE,
                'paused_at' => null,
                'ended_at' => null,
                'replay_at' => null,
                'replay_until' => $start + 30 * self::DAY,
            ],
            'current' => self::toCome($ahead['current'], 150),
            'halo' => self::over($past, 110 * self::MINUTE, $past + 36 * self::DAY),
            'moonlight' => self::over($session, 35 * self::MINUTE, $session + 200 * self::DAY),
            'workshop' => self::toCome($ahead['workshop'], 60),
            'velvet' => self::toCome($ahead['velvet'], 120),
        ];
    }

    /** @return array<string, ?int> */
    private static function toCome(int $start, int $minutes): array {
        return [
            'doors_at' => $start - 60 * self::MINUTE,
            'starts_at' => $start,
            'ends_at' => $start + $minutes * self::MINUTE,
            'replay_until' => $start + 30 * self::DAY,
        ];
    }

    /** @return array<string, ?int> */
    private static function over(int $start, int $length, int $until): array {
        return [
            'doors_at' => $start - 30 * self::MINUTE,
            'starts_at' => $start,
            'ends_at' => $start + $length,
            'live_at' => $start + self::MINUTE,
            'paused_at' => null,
            'ended_at' => $start + $length,
            'replay_at' => $start + $length + 60 * self::MINUTE,
            'replay_until' => $until,
        ];
    }

    /** Half past eight in the evening, in Paris, of the day a moment falls on. */
    private function evening(int $ms): int {
        $day = (new \DateTimeImmutable('@' . intdiv($ms, 1000)))->setTimezone(new \DateTimeZone(self::ZONE));
        return $day->setTime(20, 30)->getTimestamp() * 1000;
    }

    /**
     * @param array<string, mixed> $texts
     * @return list<array<string, mixed>> as Programme::saveShow wants them
     */
    public function shows(array $texts): array {
        $times = $this->timesAt($this->clock->nowMs());
        $until = static fn(string $show): string => Instant::toText((int) $times[$show]['replay_until']);
        $pool = static fn(string $id, string $name, ?int $capacity, bool $full = false): array => [
            'id' => "pool_demo_$id",
            'name' => $texts['pools'][$name],
            'capacity' => $capacity,
            'soldElsewhere' => $full,
        ];
        $part = static fn(string $kind, ?string $pool, array $more = []): array => $more + [
            'kind' => $kind,
            'show' => null,
            'title' => $texts['parts'][$kind] ?? '',
            'pool' => $pool === null ? null : "pool_demo_$pool",
            'units' => 1,
            'from' => null,
            'until' => null,
            'capabilities' => [],
            'shareMinor' => null,
        ];
        $replay = static fn(string $show, array $more = []): array => $part(
            'replay',
            null,
            $more + ['until' => $until($show)],
        );
        $goods = static fn(string $product, string $pool): array => $part('merch', null, [
            'title' => $texts['products'][$product][0],
            'pool' => $pool,
        ]);
        $offer = static fn(
            string $id,
            string $text,
            int $priceMinor,
            array $parts,
            array $more = [],
        ): array => $more + [
            'id' => "offr_demo_$id",
            'name' => $texts['offers'][$text][0],
            'description' => $texts['offers'][$text][1],
            'priceMinor' => $priceMinor,
            'currency' => 'EUR',
            'opensAt' => null,
            'closesAt' => null,
            'closed' => false,
            'maxPerOrder' => 6,
            'parts' => $parts,
        ];
        $backstage = ['capabilities' => ['camera:backstage']];
        $stage = $this->camera('stage', $texts);
        return [
            $this->show('ember', $texts, $times, [
                'cameras' => [$stage, $this->camera('backstage', $texts, 'camera:backstage')],
                'pools' => [$pool('ember_stream', 'stream', 400)],
                'offers' => [
                    $offer('ember_live', 'live', 900, [$part('live', 'ember_stream')]),
                    $offer('ember_backstage', 'backstage', 1400, [
                        $part('live', 'ember_stream', $backstage),
                        $replay('ember', $backstage),
                    ]),
                    $offer('ember_poster', 'poster', 1900, [
                        $part('live', 'ember_stream'),
                        $goods('poster', Seeder::poolOf('poster')),
                    ]),
                ],
            ]),
            // Before the pass that draws on it.
            $this->show('velvet', $texts, $times, [
                'cameras' => [$stage],
                'pools' => [$pool('velvet_hall', 'hall', 200, true), $pool('velvet_stream', 'stream', 500)],
                'offers' => [
                    $offer('velvet_hall', 'hall', 2600, [$part('hall', 'velvet_hall'), $replay('velvet')]),
                    $offer(
                        'velvet_early',
                        'early_date',
                        900,
                        [$part('live', 'velvet_stream')],
                        ['closesAt' => Instant::toText((int) $times['velvet']['doors_at'] - 5 * self::DAY)],
                    ),
                    $offer(
                        'velvet_live',
                        'live',
                        1200,
                        [$part('live', 'velvet_stream')],
                        ['opensAfter' => 'offr_demo_velvet_early'],
                    ),
                    $offer('velvet_live_replay', 'live_replay', 1500, [
                        $part('live', 'velvet_stream', ['shareMinor' => 1200]),
                        $replay('velvet', ['shareMinor' => 300]),
                    ]),
                ],
            ]),
            $this->show('current', $texts, $times, [
                'cameras' => [$stage],
                'pools' => [
                    $pool('current_hall', 'hall', 120),
                    $pool('current_stream', 'stream', 500),
                    $pool('current_early', 'early', 10),
                ],
                'offers' => [
                    $offer(
                        'current_early',
                        'early',
                        700,
                        [$part('live', 'current_stream')],
                        ['quotas' => [['pool' => 'pool_demo_current_early', 'units' => 1]], 'maxPerPerson' => 2],
                    ),
                    $offer(
                        'current_live',
                        'live',
                        1000,
                        [$part('live', 'current_stream')],
                        ['opensAfter' => 'offr_demo_current_early'],
                    ),
                    $offer('current_live_replay', 'live_replay', 1300, [
                        $part('live', 'current_stream', ['shareMinor' => 1000]),
                        $replay('current', ['shareMinor' => 300]),
                    ]),
                    $offer('current_pass', 'pass', 1800, [
                        $part('live', 'current_stream', ['shareMinor' => 900]),
                        $part('live', 'velvet_stream', [
                            'show' => Seeder::SHOWS['velvet'],
                            'title' => $texts['shows']['velvet']['title'],
                            'shareMinor' => 900,
                        ]),
                    ]),
                    $offer(
                        'current_hall',
                        'hall',
                        2400,
                        [$part('hall', 'current_hall'), $replay('current')],
                        ['closesAt' => Instant::toText((int) $times['current']['doors_at'])],
                    ),
                    $offer(
                        'current_friends',
                        'friends',
                        500,
                        [$part('live', 'current_stream')],
                        ['hidden' => true, 'maxPerOrder' => 2],
                    ),
                ],
            ]),
            $this->show('halo', $texts, $times, [
                'cameras' => [$stage],
                'offers' => [
                    $offer('halo_replay', 'replay', 600, [$replay('halo')]),
                    $offer('halo_vinyl', 'replay_vinyl', 3300, [
                        $replay('halo'),
                        $goods('vinyl', Seeder::poolOf('vinyl')),
                    ]),
                ],
            ]),
            $this->show('moonlight', $texts, $times, ['access' => 'open', 'chat' => false, 'cameras' => [$stage]]),
            $this->show('workshop', $texts, $times, [
                'cameras' => [$stage],
                'pools' => [$pool('workshop_hall', 'hall', 60)],
                'offers' => [
                    $offer(
                        'workshop_choose',
                        'choose',
                        300,
                        [$part('live', null), $replay('workshop')],
                        ['pricing' => 'choose', 'maxMinor' => 20_000, 'suggestions' => [500, 800, 1500]],
                    ),
                    $offer(
                        'workshop_free',
                        'free',
                        0,
                        [$part('live', null)],
                        ['pricing' => 'free', 'maxPerOrder' => 1],
                    ),
                    $offer(
                        'workshop_hall',
                        'free_hall',
                        0,
                        [$part('hall', 'workshop_hall')],
                        ['pricing' => 'free', 'maxPerOrder' => 2, 'maxPerPerson' => 2],
                    ),
                ],
            ]),
        ];
    }

    /**
     * @param array<string, mixed>               $texts
     * @param array<string, array<string, ?int>> $times
     * @param array<string, mixed>               $more
     * @return array<string, mixed>
     */
    private function show(string $name, array $texts, array $times, array $more): array {
        $text = $texts['shows'][$name];
        return [
            ...$more,
            'id' => Seeder::SHOWS[$name],
            'slug' => $text['slug'],
            'title' => $text['title'],
            'artists' => $text['artists'],
            'summary' => $text['summary'],
            'description' => $text['description'],
            'poster' => $this->media->image($name, $text['alt']),
            'place' => $texts['place'],
            'doorsAt' => Instant::toText((int) $times[$name]['doors_at']),
            'startsAt' => Instant::toText((int) $times[$name]['starts_at']),
            'endsAt' => Instant::toText((int) $times[$name]['ends_at']),
            'replayUntil' => Instant::toTextOrNull($times[$name]['replay_until']),
            'timeZone' => self::ZONE,
            'status' => 'confirmed',
            'access' => $more['access'] ?? 'ticket',
            'chat' => $more['chat'] ?? true,
            'published' => true,
            'owner' => get_current_user_id(),
            'pools' => $more['pools'] ?? [],
            'offers' => $more['offers'] ?? [],
            'crew' => [['email' => self::MODERATOR, 'role' => 'moderator', 'capabilities' => []]],
        ];
    }

    /**
     * @param array<string, mixed> $texts
     * @return array<string, mixed>
     */
    private function camera(string $stream, array $texts, ?string $capability = null): array {
        return [
            'id' => $stream,
            'label' => $texts['cameras'][$stream],
            'capability' => $capability,
            'offsetMs' => 0,
            'provider' => 'nginx',
            'liveStream' => $stream,
            'replayStream' => $stream === 'stage' ? 'replay' : 'replay-backstage',
            'backupStream' => "$stream-backup",
            'backupProvider' => '',
            'captions' => [],
            'features' => ['captions'],
        ];
    }
}
