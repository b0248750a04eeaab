<?php
declare(strict_types=1);

namespace Parterre\Demo;

use Parterre\Admin\Programme;
use Parterre\Domain\Clock;
use Parterre\Embed\ShowPages;
use Parterre\Realtime\Announcer;
use Parterre\Realtime\Directory;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Desk;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;

/**
 * Loads the demo venue: one show live now, three on sale (one of them sold out in the hall), one replay, one open to everybody, and
 * merch. Running it again adds what is missing, moves the dates so that the live show is still live, and leaves edits and orders alone.
 */
final class Seeder {
    /** Set once the demo is loaded; the hourly refresh looks at it. */
    public const OPTION = 'parterre_demo';

    public const SHOWS = [
        'ember' => 'show_demo_ember',
        'current' => 'show_demo_current',
        'halo' => 'show_demo_halo',
        'moonlight' => 'show_demo_moonlight',
        'workshop' => 'show_demo_workshop',
        'velvet' => 'show_demo_velvet',
    ];

    private const MINUTE = 60_000;
    private const DAY = 86_400_000;

    public function __construct(
        private readonly Clock $clock,
        private readonly Settings $settings,
        private readonly Programme $programme,
        private readonly Evenings $evenings,
        private readonly BoxOffice $boxOffice,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Desk $desk,
        private readonly ShowPages $pages,
        private readonly Media $media,
        private readonly Site $site,
        private readonly CampaignDemo $campaign,
        private readonly ReplayDemo $replay,
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
        foreach ($this->evenings->shows($texts) as $show) {
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
        $this->boxOffice->open($texts);
        $this->keepCurrent();
        $this->followAddress();
        $this->replay->run($texts);
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

    /** The pool of a product with one variant. */
    public static function poolOf(string $variant): string {
        return Programme::poolOfVariant("vrnt_demo_$variant");
    }

    public function isLoaded(): bool {
        return get_option(self::OPTION) !== false;
    }

    /** Moves the dates of the demo's shows: the live one began a moment ago, the next one is some days away. */
    public function keepCurrent(): void {
        $this->campaign->keepCurrent();
        // What was not looked at in time is cut once it has been.
        $this->replay->run(Texts::in(get_locale()));
        foreach ($this->evenings->timesAt($this->clock->nowMs()) as $name => $times) {
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
            $ahead = Evenings::AHEAD_DAYS[$name] ?? null;
            if (
                $ahead !== null &&
                $show['doors_at'] - $this->clock->nowMs() > self::DAY &&
                $show['doors_at'] - $this->clock->nowMs() < ($ahead + 2) * self::DAY
            ) {
                continue;
            }
            if (
                $name !== 'ember' &&
                $ahead === null &&
                $show['replay_at'] !== null &&
                $show['replay_until'] > $this->clock->nowMs() + self::DAY
            ) {
                continue;
            }
            // What opens, closes and ends with the show moves along.
            $this->catalogue->moveDates($id, $times['starts_at'] - $show['starts_at']);
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
