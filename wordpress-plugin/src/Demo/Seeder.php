<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Admin\Programme;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Embed\ShowPages;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\Directory;
use Parterre\Settings;
use Parterre\Store\Desk;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;

/**
 * Loads the demo venue: one show live now, one on sale, one replay, one open to everybody, and merch. Running it again
 * adds what is missing, moves the dates so that the live show is still live, and leaves edits and orders alone.
 */
final class Seeder {
    /** Set once the demo is loaded; the hourly refresh looks at it. */
    public const OPTION = 'parterre_demo';

    public const SHOWS = [
        'ember' => 'show_demo_ember',
        'current' => 'show_demo_current',
        'halo' => 'show_demo_halo',
        'moonlight' => 'show_demo_moonlight',
    ];

    private const MODERATOR = 'moderator@parterre.example';
    private const ZONE = 'Europe/Paris';
    private const MINUTE = 60_000;
    private const DAY = 86_400_000;

    public function __construct(
        private readonly Clock $clock,
        private readonly Settings $settings,
        private readonly Programme $programme,
        private readonly Shows $shows,
        private readonly Desk $desk,
        private readonly ShowPages $pages,
        private readonly Media $media,
        private readonly Site $site,
        private readonly CampaignDemo $campaign,
        private readonly Announcer $announcer,
        private readonly Feeds $feeds,
    ) {}

    /**
     * @param bool|null $withSite whether to dress the whole site (front page, menu, colours, title); null does so only on
     *                            a site nobody has made their own yet
     * @return list<string> what was done, a sentence each
     */
    public function run(?bool $withSite = null): array {
        $texts = Texts::in(get_locale());
        $said = [];
        $this->settle($texts);
        $created = 0;
        foreach ($this->showsIn($texts) as $show) {
            if ($this->shows->find($show['id']) === null) {
                $this->programme->saveShow($show);
                $created++;
            }
        }
        $said[] = $created === 0 ? 'The shows were there already.' : "$created shows added.";
        $known = array_column($this->programme->products(), 'id');
        foreach ($this->productsIn($texts) as $position => $product) {
            if (!in_array($product['id'], $known, true)) {
                $this->programme->saveProduct($product, $position);
            }
        }
        $this->keepCurrent();
        $this->followAddress();
        foreach (self::SHOWS as $id) {
            $this->pages->ensure($id);
        }
        $campaign = $this->campaign->run();
        $passes = $this->site->passesPage($texts);
        $this->settings->set(['passes_url' => (string) get_permalink($passes)]);
        if ($withSite ?? $this->site->isUntouched()) {
            $this->site->dress(
                $texts,
                array_map(fn(string $id): array => (array) $this->shows->find($id), self::SHOWS),
                [$campaign],
            );
            $said[] = 'The site was dressed as the demo venue.';
        }
        update_option(self::OPTION, ['since' => time()], true);
        return $said;
    }

    /**
     * Forgets every show, order and page of the demo. Refused where somebody has really paid.
     *
     * @throws \RuntimeException with the reason
     */
    public function reset(): void {
        if ($this->desk->hasRealOrders()) {
            throw new \RuntimeException('This site holds orders that were really paid: nothing was deleted.');
        }
        $this->site->undress();
        $this->media->remove();
        foreach ($this->feeds->all() as $lane) {
            Directory::of($lane['dir'])->delete();
        }
        $this->desk->emptyAllTables();
        delete_option(self::OPTION);
        /** Everything the plugin stored is gone; whoever keeps something about it elsewhere deletes it. */
        do_action('parterre_emptied');
    }

    public function isLoaded(): bool {
        return get_option(self::OPTION) !== false;
    }

    /** Moves the dates of the demo's shows: the live one began a moment ago, the next one is some days away. */
    public function keepCurrent(): void {
        $this->campaign->keepCurrent();
        foreach ($this->timesAt($this->clock->nowMs()) as $name => $times) {
            $id = self::SHOWS[$name];
            $show = $this->shows->find($id);
            // Once the desk has ended the live show, that is what the person wanted to see.
            if ($show === null || ($name === 'ember' && $show['ended_at'] !== null)) {
                continue;
            }
            // An evening that is not over keeps its dates: they should not jump under somebody's eyes.
            if (
                $name === 'ember' &&
                $show['live_at'] !== null &&
                $this->clock->nowMs() - $show['live_at'] < 6 * 60 * self::MINUTE
            ) {
                continue;
            }
            if (
                $name === 'current' &&
                $show['doors_at'] - $this->clock->nowMs() > self::DAY &&
                $show['doors_at'] - $this->clock->nowMs() < 6 * self::DAY
            ) {
                continue;
            }
            if (
                $name !== 'ember' &&
                $name !== 'current' &&
                $show['replay_at'] !== null &&
                $show['replay_until'] > $this->clock->nowMs() + self::DAY
            ) {
                continue;
            }
            // Fans who have the page open see it too.
            $this->announcer->phase($id, $times, 'desk');
            $this->announcer->showChanged($id);
        }
    }

    /** Pictures lie on the site, whose address may be another than when they were chosen. */
    private function followAddress(): void {
        foreach (self::SHOWS as $id) {
            $poster = $this->shows->find($id)['poster'] ?? null;
            $url = isset($poster['attachment']) ? wp_get_attachment_url((int) $poster['attachment']) : false;
            if ($url !== false && $url !== $poster['url']) {
                $this->shows->update($id, ['poster' => ['url' => $url] + $poster]);
            }
        }
        foreach ($this->programme->products() as $position => $product) {
            $moved = $product['images'];
            foreach ($moved as &$image) {
                $url = isset($image['attachment']) ? wp_get_attachment_url((int) $image['attachment']) : false;
                if ($url !== false) {
                    $image['url'] = $url;
                }
            }
            unset($image);
            if ($moved !== $product['images']) {
                $this->programme->saveProduct(['images' => $moved] + $product, $position);
            }
        }
    }

    /** @param array<string, mixed> $texts */
    private function settle(array $texts): void {
        $values = [];
        foreach (
            ['venue_name' => $texts['title'], 'seller' => $texts['title'], 'pickup_place' => $texts['title']]
            as $name => $value
        ) {
            if ($this->settings->get($name) === '') {
                $values[$name] = $value;
            }
        }
        if ($this->settings->get('money_split') === []) {
            $values['money_split'] = [
                ['to' => 'artists', 'share' => 6000],
                ['to' => 'crew', 'share' => 2500],
                ['to' => 'venue', 'share' => 1500],
            ];
        }
        if (defined('PARTERRE_STAGE_URL') && defined('PARTERRE_STAGE_SECRET')) {
            // The stage may answer at another port than last time.
            $values['stream_base'] = (string) constant('PARTERRE_STAGE_URL');
            $values['stream_secret'] = (string) constant('PARTERRE_STAGE_SECRET');
            $values['test_stream'] = 'test';
        }
        if (defined('PARTERRE_DEMO_PAGES')) {
            $values['allowed_origins'] = array_values(
                array_unique([
                    ...$this->settings->get('allowed_origins'),
                    Settings::originOf((string) constant('PARTERRE_DEMO_PAGES')),
                ]),
            );
        }
        if ($values !== []) {
            $this->settings->set($values);
        }
    }

    /**
     * Dates and signals of each show at a moment, as columns of `shows`.
     *
     * @return array<string, array<string, ?int>>
     */
    private function timesAt(int $now): array {
        // A show begins on a round minute, as people announce it.
        $start = intdiv($now - 35 * self::MINUTE, 15 * self::MINUTE) * 15 * self::MINUTE;
        $next = $this->evening($now + 4 * self::DAY);
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
            'current' => [
                'doors_at' => $next - 60 * self::MINUTE,
                'starts_at' => $next,
                'ends_at' => $next + 150 * self::MINUTE,
                'replay_until' => $next + 30 * self::DAY,
            ],
            'halo' => self::over($past, 110 * self::MINUTE, $past + 36 * self::DAY),
            'moonlight' => self::over($session, 35 * self::MINUTE, $session + 200 * self::DAY),
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
    private function showsIn(array $texts): array {
        $now = $this->clock->nowMs();
        $times = $this->timesAt($now);
        $pool = static fn(string $id, string $name, ?int $capacity): array => [
            'id' => "pool_demo_$id",
            'name' => $texts['pools'][$name],
            'capacity' => $capacity,
        ];
        $until = static fn(string $show): string => Instant::toText((int) $times[$show]['replay_until']);
        $part = static fn(string $kind, ?string $pool, ?string $until = null, array $capabilities = []): array => [
            'kind' => $kind,
            'show' => null,
            'title' => $texts['parts'][$kind],
            'pool' => $pool === null ? null : "pool_demo_$pool",
            'units' => 1,
            'from' => null,
            'until' => $until,
            'capabilities' => $capabilities,
        ];
        $offer = static fn(string $id, string $text, int $priceMinor, array $parts, ?int $closes = null): array => [
            'id' => "offr_demo_$id",
            'name' => $texts['offers'][$text][0],
            'description' => $texts['offers'][$text][1],
            'priceMinor' => $priceMinor,
            'currency' => 'EUR',
            'opensAt' => null,
            'closesAt' => Instant::toTextOrNull($closes),
            'closed' => false,
            'maxPerOrder' => 6,
            'parts' => $parts,
        ];
        $backstage = ['camera:backstage'];
        return [
            $this->show('ember', $texts, $times, [
                'cameras' => [$this->camera('stage', $texts), $this->camera('backstage', $texts, 'camera:backstage')],
                'pools' => [$pool('ember_stream', 'stream', 400)],
                'offers' => [
                    $offer('ember_live', 'live', 900, [$part('live', 'ember_stream')]),
                    $offer('ember_backstage', 'backstage', 1400, [
                        $part('live', 'ember_stream', null, $backstage),
                        $part('replay', null, $until('ember'), $backstage),
                    ]),
                ],
            ]),
            $this->show('current', $texts, $times, [
                'cameras' => [$this->camera('stage', $texts)],
                'pools' => [$pool('current_hall', 'hall', 120), $pool('current_stream', 'stream', 500)],
                'offers' => [
                    $offer('current_live', 'live', 1000, [$part('live', 'current_stream')]),
                    $offer('current_live_replay', 'live_replay', 1300, [
                        $part('live', 'current_stream'),
                        $part('replay', null, $until('current')),
                    ]),
                    $offer(
                        'current_hall',
                        'hall',
                        2400,
                        [$part('hall', 'current_hall'), $part('replay', 'current_stream', $until('current'))],
                        (int) $times['current']['doors_at'],
                    ),
                ],
            ]),
            $this->show('halo', $texts, $times, [
                'cameras' => [$this->camera('stage', $texts)],
                'offers' => [$offer('halo_replay', 'replay', 600, [$part('replay', null, $until('halo'))])],
            ]),
            $this->show('moonlight', $texts, $times, [
                'access' => 'open',
                'chat' => false,
                'cameras' => [$this->camera('stage', $texts)],
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
            'id' => self::SHOWS[$name],
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
            'captions' => [],
            'features' => ['captions'],
        ];
    }

    /**
     * @param array<string, mixed> $texts
     * @return list<array<string, mixed>> as Programme::saveProduct wants them
     */
    private function productsIn(array $texts): array {
        $variant = static fn(string $id, string $label, int $priceMinor, ?int $stock, int $max = 5): array => [
            'id' => "vrnt_demo_$id",
            'label' => $label,
            'priceMinor' => $priceMinor,
            'currency' => 'EUR',
            'stock' => $stock,
            'maxPerOrder' => $max,
        ];
        $product = fn(string $name, ?string $show, array $variants): array => [
            'id' => "prod_demo_$name",
            'show' => $show,
            'name' => $texts['products'][$name][0],
            'description' => $texts['products'][$name][1],
            'images' => array_values(array_filter([$this->media->image($name, $texts['products'][$name][2])])),
            'published' => true,
            'variants' => $variants,
        ];
        return [
            $product('shirt', self::SHOWS['ember'], [
                $variant('shirt_s', 'S', 2500, 8),
                $variant('shirt_m', 'M', 2500, 12),
                $variant('shirt_l', 'L', 2500, 5),
                $variant('shirt_xl', 'XL', 2500, 0),
            ]),
            $product('vinyl', null, [$variant('vinyl', '', 3000, 40, 2)]),
            $product('poster', null, [$variant('poster', '', 1200, null)]),
        ];
    }
}
