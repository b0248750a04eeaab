<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Admin\Programme;
use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Settings;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;

/**
 * The first phase of a venue's project, in one click (mission P1, P2): a livestream in open access, and a campaign of
 * 10 000 € beside it whose result and audience decide about the second phase. Both are drafts, to be edited and published.
 */
final class PhaseOne {
    private const DAY_MS = 86_400_000;

    public function __construct(
        private readonly Db $db,
        private readonly Programme $programme,
        private readonly Campaigns $campaigns,
        private readonly Catalogue $catalogue,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** @return array{show: string, campaign: string} */
    public function make(int $owner): array {
        return $this->db->transaction(function () use ($owner): array {
            $now = $this->clock->nowMs();
            // Three weeks away, at eight in the evening of the venue's zone.
            $zone = wp_timezone();
            $evening = (new \DateTimeImmutable('@' . intdiv($now + 21 * self::DAY_MS, 1000)))
                ->setTimezone($zone)
                ->setTime(20, 0);
            $starts = $evening->getTimestamp() * 1000;
            $currency = $this->settings->get('currency');
            $show = $this->programme->saveShow([
                'slug' => 'direct-' . strtolower(bin2hex(random_bytes(3))),
                'title' => __('Our first livestream', 'parterre'),
                'artists' => [],
                'summary' => __(
                    'An evening from the hall, live and open to everybody: no ticket, no registration.',
                    'parterre',
                ),
                'description' => __(
                    'Tonight we try out something new: the concert goes out live, free for everybody. If you like it, help us make a season of it.',
                    'parterre',
                ),
                'poster' => null,
                'place' => ['name' => $this->settings->venueName(), 'address' => '', 'city' => '', 'country' => ''],
                'doorsAt' => Instant::toText($starts - 1_800_000),
                'startsAt' => Instant::toText($starts),
                'endsAt' => Instant::toText($starts + 7_200_000),
                'timeZone' => str_contains(wp_timezone_string(), '/') ? wp_timezone_string() : 'Europe/Paris',
                'status' => 'confirmed',
                'access' => 'open',
                'replayUntil' => null,
                'chat' => true,
                'published' => false,
                'owner' => $owner,
                'cameras' => [],
                'pools' => [],
                'offers' => [],
                'crew' => [],
            ]);
            $campaign = $this->campaigns->create([
                'slug' => 'saison-' . strtolower(bin2hex(random_bytes(3))),
                'title' => __('A season of live concerts', 'parterre'),
                'summary' => __(
                    'The first evening is free. With 10,000 € we equip the hall for a whole season.',
                    'parterre',
                ),
                'description' => __(
                    'Cameras, an encoder, somebody at the controls: that is what a season of livestreams takes. If the goal is reached, the first concert of the season is yours.',
                    'parterre',
                ),
                'picture' => null,
                'show_id' => $show,
                'mode' => 'allOrNothing',
                'goal_kind' => 'amount',
                'goal_target' => 1_000_000,
                'currency' => $currency,
                'minimum_percent' => 80,
                'opens_at' => $now,
                'deadline' => $starts + 14 * self::DAY_MS,
                'minimum_minor' => 500,
                'stretch' => [
                    ['target' => 1_500_000, 'title' => __('One more camera, and one more concert', 'parterre')],
                ],
                // What the second phase depends on: the audience and the result of the campaign.
                'thresholds' => [
                    'peak' => 150,
                    'watchMinutes' => 20,
                    'conversionPercent' => 10,
                    'goalPercent' => 100,
                    'capturedPercent' => 90,
                ],
                'published' => false,
                'owner_id' => $owner,
            ]);
            $this->campaigns->setRewards($campaign, [
                [
                    'name' => __('Thank you', 'parterre'),
                    'description' => __('Your name among the supporters, if you like, and our thanks.', 'parterre'),
                    'price_minor' => 1000,
                ],
                [
                    'name' => __('The signed poster', 'parterre'),
                    'description' => __(
                        'The poster of the evening, signed by the artists, to pick up at the venue.',
                        'parterre',
                    ),
                    'price_minor' => 4000,
                    'pool_id' => $this->catalogue->createPool(null, __('The signed poster', 'parterre'), 50),
                    'parts' => [self::goods(__('The signed poster', 'parterre'))],
                ],
                [
                    'name' => __('An evening at the controls', 'parterre'),
                    'description' => __(
                        'You spend the first evening of the season with us, at the controls.',
                        'parterre',
                    ),
                    'price_minor' => 15_000,
                    'pool_id' => $this->catalogue->createPool(null, __('An evening at the controls', 'parterre'), 10),
                    'parts' => [self::goods(__('An evening at the controls', 'parterre'))],
                ],
            ]);
            return ['show' => $show, 'campaign' => $campaign];
        });
    }

    /** @return array<string, mixed> something handed over at the venue */
    private static function goods(string $title): array {
        return [
            'kind' => 'merch',
            'show_id' => null,
            'title' => $title,
            'pool_id' => null,
            'units' => 1,
            'valid_from' => null,
            'valid_until' => null,
            'capabilities' => [],
        ];
    }
}
