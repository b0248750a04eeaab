<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Campaigns\Tally;
use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Payments\Cards;
use Parterre\Payments\Pricing;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Orders;

/** Campaigns and pledges as the protocol shows them. What is not named here is told to nobody. */
final class CampaignViews {
    /** Most supporters whose names are told. */
    private const NAMED = 60;

    public function __construct(
        private readonly Campaigns $campaigns,
        private readonly Catalogue $catalogue,
        private readonly Pricing $pricing,
        private readonly Tally $tally,
        private readonly Orders $orders,
        private readonly Cards $cards,
        private readonly Views $views,
        private readonly Clock $clock,
    ) {}

    /**
     * @param array<string, mixed> $row with `rewards`
     * @return array<string, mixed> the protocol's `Campaign`
     */
    public function campaign(array $row): array {
        $state = Goal::stateAt($row, $this->clock->nowMs());
        $tally = $this->tally->shown($row);
        $currency = $row['currency'];
        $collecting = $row['mode'] === 'allOrNothing' && !in_array($row['result'], [null, 'missed'], true);
        return [
            'id' => $row['id'],
            'slug' => $row['slug'],
            'title' => $row['title'],
            'summary' => $row['summary'],
            'description' => $row['description'],
            'picture' => $row['picture'] === null ? null : array_diff_key($row['picture'], ['attachment' => 0]),
            'url' => self::url($row),
            /** Address of the plain page of a campaign, which sells without scripts; null when there is none. */
            'plainUrl' => apply_filters('parterre_plain_campaign_url', null, $row),
            'show' => $row['show_id'],
            'mode' => $row['mode'],
            'goal' => ['kind' => $row['goal_kind'], 'target' => $row['goal_target']],
            'minimumCapturedPercent' => $row['minimum_percent'],
            'opensAt' => Instant::toText($row['opens_at']),
            'deadline' => Instant::toText($row['deadline']),
            'timeZone' => self::zone(),
            'state' => $state,
            'result' => $row['result'],
            'raised' => Money::of($tally['amount_minor'], $currency),
            'supporters' => $tally['supporters'],
            'captured' => $collecting ? Money::of($this->tally->captured($row)['amount_minor'], $currency) : null,
            'confirmUntil' => $state === 'collecting' ? Instant::toText($row['decided_at'] + Goal::CONFIRM_MS) : null,
            'minimum' => Money::of($row['minimum_minor'], $currency),
            'rewards' => $this->rewards($row),
            'stretchGoals' => array_map(
                static fn(array $stretch): array => [
                    'target' => $stretch['target'],
                    'title' => $stretch['title'],
                    'reached' => Goal::isReached($row['goal_kind'], $stretch['target'], $tally),
                ],
                $row['stretch'],
            ),
            'named' => array_map(
                static fn(string $name): array => ['name' => $name],
                $this->campaigns->names($row['id'], $this->tally->isTest(), self::NAMED),
            ),
            'serverTime' => $this->views->now(),
        ];
    }

    /** The page about a campaign: its WordPress page while it is published, else the site's front page. */
    public static function url(array $campaign): string {
        $url =
            $campaign['page_id'] > 0 && get_post_status($campaign['page_id']) === 'publish'
                ? get_permalink($campaign['page_id'])
                : false;
        /** Address of the page about a campaign. */
        return (string) apply_filters('parterre_campaign_url', $url ?: home_url('/'), $campaign);
    }

    /**
     * @param array<string, mixed> $pledge
     * @param array{type: string}|null $step the form for its card; null tells the one that was prepared before
     * @return array<string, mixed> the protocol's `Pledge`
     */
    public function pledge(array $pledge, ?array $step = null): array {
        $campaign = $this->campaigns->find($pledge['campaign_id']) ?? throw new Refusal('not_found');
        $order = $pledge['order_id'] === null ? null : $this->orders->find($pledge['order_id']);
        $state = self::state($pledge, $order, $campaign);
        $reward = array_column($campaign['rewards'], null, 'id')[$pledge['reward_id']] ?? null;
        return [
            'id' => $pledge['id'],
            'campaign' => $pledge['campaign_id'],
            'state' => $state,
            'reward' =>
                $reward === null
                    ? null
                    : [
                        'id' => $reward['id'],
                        'name' => $reward['name'],
                        'price' => Money::of($reward['price_minor'], $campaign['currency']),
                    ],
            'extra' => Money::of($pledge['extra_minor'], $pledge['currency']),
            'total' => Money::of($pledge['total_minor'], $pledge['currency']),
            'name' => $pledge['public_name'],
            'createdAt' => Instant::toText($pledge['created_at']),
            'step' =>
                $state === 'pending' && $order === null && $this->isOpen($campaign)
                    ? $step ?? ($this->cards->byName($pledge['gateway'])->step($pledge) ?? ['type' => 'none'])
                    : null,
            'confirmUntil' =>
                $state === 'needs-action' ? Instant::toText($campaign['decided_at'] + Goal::CONFIRM_MS) : null,
            'order' => $order === null ? null : $this->views->order($order),
            'emailHint' => Secrets::emailHint($pledge['email']),
            'test' => (bool) $pledge['test'],
        ];
    }

    /** What a pledge is: where it became an order, the order knows better. */
    public static function state(array $pledge, ?array $order, array $campaign): string {
        return match (true) {
            $order === null => $pledge['state'],
            $order['state'] === 'paid' => 'paid',
            $order['state'] === 'refunded' => 'refunded',
            $campaign['mode'] === 'keep' => in_array($order['state'], ['pending', 'processing'], true)
                ? 'pending'
                : 'withdrawn',
            default => $pledge['state'],
        };
    }

    /** @return list<array<string, mixed>> the protocol's `Reward`s */
    private function rewards(array $campaign): array {
        $draws = array_map(
            static fn(array $reward): array => [['pool_id' => $reward['pool_id'], 'units' => 1]],
            array_column($campaign['rewards'], null, 'id'),
        );
        $left = $this->pricing->left($draws);
        $pools = $this->catalogue->pools(array_values(array_filter(array_column($campaign['rewards'], 'pool_id'))));
        return array_map(
            static fn(array $reward): array => [
                'id' => $reward['id'],
                'name' => $reward['name'],
                'description' => $reward['description'],
                'price' => Money::of($reward['price_minor'], $campaign['currency']),
                'limit' => $pools[$reward['pool_id'] ?? '']['capacity'] ?? null,
                'left' => $left[$reward['id']],
                'includes' => array_map([Views::class, 'part'], $reward['parts']),
            ],
            $campaign['rewards'],
        );
    }

    private function isOpen(array $campaign): bool {
        return Goal::stateAt($campaign, $this->clock->nowMs()) === 'open';
    }

    /** A site may be set to a bare offset, which is no zone; UTC then says at least what it means. */
    private static function zone(): string {
        return preg_match('/^[A-Za-z][A-Za-z0-9_+\/-]*$/D', wp_timezone_string()) ? wp_timezone_string() : 'UTC';
    }
}
