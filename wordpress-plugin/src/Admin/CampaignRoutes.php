<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Campaigns\CampaignPages;
use Parterre\Campaigns\Crier;
use Parterre\Campaigns\PhaseOne;
use Parterre\Campaigns\Sheet;
use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Instant;
use Parterre\Domain\Money;
use Parterre\Plugin;
use Parterre\Rest\CampaignViews;
use Parterre\Settings;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Pledges;
use Parterre\Store\Shows;

/**
 * Campaigns at the desk.
 *
 * - `GET /campaigns` → `{campaigns}`
 * - `GET /campaigns/{campaign}` → the campaign with `sheet`, `counts` (pledges by state) and `locked`
 * - `POST /campaigns`, `PUT /campaigns/{campaign}` → the same. Once somebody has pledged, goal, mode, currency, rule and rewards are
 *   what they are; the deadline can be put off, see `Domain\Goal`.
 * - `DELETE /campaigns/{campaign}`, unless somebody has pledged
 * - `POST /campaigns/phase-one` makes an open show and its campaign → `{show, campaign}`
 */
final class CampaignRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $may = self::can(Roles::RUN_CAMPAIGNS);
        $one = '/campaigns/(?P<campaign>' . self::ID . ')';
        $this->route('/campaigns/phase-one', 'POST', $may, $this->phaseOne(...));
        $this->route('/campaigns', 'GET', $may, $this->listCampaigns(...));
        $this->route('/campaigns', 'POST', $may, $this->save(...));
        $this->route($one, 'GET', $may, $this->getCampaign(...));
        $this->route($one, 'PUT', $may, $this->save(...));
        $this->route($one, 'DELETE', $may, $this->delete(...));
    }

    private function listCampaigns(): array {
        return ['campaigns' => array_map($this->view(...), $this->plugin->get(Campaigns::class)->all())];
    }

    private function getCampaign(\WP_REST_Request $request): array|\WP_Error {
        $row = $this->plugin->get(Campaigns::class)->find((string) $request['campaign']);
        return $row === null ? self::notFound() : $this->whole($row);
    }

    private function phaseOne(): array {
        $made = $this->plugin->get(PhaseOne::class)->make(get_current_user_id());
        $this->plugin->get(Events::class)->audit('campaign.phase_one', $made['campaign'], $made, get_current_user_id());
        return $made;
    }

    private function delete(\WP_REST_Request $request): array|\WP_Error {
        $campaigns = $this->plugin->get(Campaigns::class);
        $id = (string) $request['campaign'];
        if ($campaigns->find($id) === null) {
            return self::notFound();
        }
        if ($campaigns->hasPledges($id)) {
            return self::invalid([
                'campaign' => __('Somebody has pledged: it can be taken off the site, not deleted.', 'parterre'),
            ]);
        }
        $campaigns->delete($id);
        $this->plugin->get(Events::class)->audit('campaign.delete', $id, [], get_current_user_id());
        return [];
    }

    private function save(\WP_REST_Request $request): array|\WP_Error {
        $campaigns = $this->plugin->get(Campaigns::class);
        $id = isset($request['campaign']) ? (string) $request['campaign'] : null;
        $problems = [];
        $saved = $this->plugin
            ->get(Db::class)
            ->transaction(function () use ($campaigns, $id, $request, &$problems): ?string {
                // Locked, so that nobody pledges between the look and the change.
                $row = $id === null ? null : $campaigns->lock($id);
                if ($id !== null && $row === null) {
                    return null;
                }
                $fields = $this->facts($request, $problems);
                $locked = $row !== null && $campaigns->hasPledges($row['id']);
                if (!$locked) {
                    $fields += $this->terms($request, $problems);
                }
                $fields += $this->dates($request, $row, $locked, $problems);
                $rewards = $locked ? null : $this->rewards($request, $row, $problems);
                if ($problems !== []) {
                    return null;
                }
                if ($row === null) {
                    $saved = $campaigns->create(
                        $fields + [
                            'slug' => $this->slug($fields['title']),
                            'currency' => $this->plugin->get(Settings::class)->get('currency'),
                            'owner_id' => get_current_user_id(),
                        ],
                    );
                } else {
                    $saved = $row['id'];
                    $campaigns->update($saved, $fields);
                }
                if ($rewards !== null) {
                    $campaigns->setRewards($saved, $rewards);
                }
                return $saved;
            });
        if ($problems !== []) {
            return self::invalid($problems);
        }
        if ($saved === null) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('campaign.save', $saved, [], get_current_user_id());
        $row = $campaigns->find($saved);
        if ($row['published']) {
            $this->plugin->get(CampaignPages::class)->ensure($saved);
            $this->plugin->get(Crier::class)->tell($saved);
        }
        return $this->whole($campaigns->find($saved) ?? $row);
    }

    /**
     * What may always be edited.
     *
     * @param array<string, string> $problems
     * @return array<string, mixed> columns of `campaigns`
     */
    private function facts(\WP_REST_Request $request, array &$problems): array {
        $title = ShowInput::line($request['title'] ?? '', 200);
        if ($title === '') {
            $problems['title'] = __('A campaign needs a title.', 'parterre');
        }
        $show = (string) ($request['show'] ?? '');
        if ($show !== '' && $this->plugin->get(Shows::class)->find($show) === null) {
            $problems['show'] = __('There is no such show.', 'parterre');
        }
        $thresholds = [];
        foreach (array_keys(Sheet::MEASURES) as $measure) {
            $value = ((array) ($request['thresholds'] ?? []))[$measure] ?? null;
            if (is_int($value) && $value >= 0 && $value <= Money::MAX_MINOR) {
                $thresholds[$measure] = $value;
            }
        }
        $stretch = [];
        foreach (array_values(array_filter((array) ($request['stretch'] ?? []), 'is_array')) as $goal) {
            $name = ShowInput::line($goal['title'] ?? '', 200);
            if ($name !== '' && is_int($goal['target'] ?? null) && $goal['target'] > 0) {
                $stretch[] = ['target' => min(Money::MAX_MINOR, $goal['target']), 'title' => $name];
            }
        }
        return [
            'title' => $title,
            'summary' => ShowInput::line($request['summary'] ?? '', 500),
            'description' => ShowInput::lines($request['description'] ?? '', 5000),
            'picture' => self::picture($request['picture'] ?? null),
            'show_id' => $show === '' ? null : $show,
            'stretch' => $stretch,
            'thresholds' => $thresholds,
            'published' => (bool) ($request['published'] ?? false),
        ];
    }

    /**
     * What supporters rely on: fixed with the first pledge.
     *
     * @param array<string, string> $problems
     * @return array<string, mixed>
     */
    private function terms(\WP_REST_Request $request, array &$problems): array {
        $target = $request['goalTarget'] ?? null;
        if (!is_int($target) || $target < 1 || $target > Money::MAX_MINOR) {
            $problems['goalTarget'] = __('A campaign needs a goal.', 'parterre');
        }
        $percent = $request['minimumPercent'] ?? null;
        if ($percent !== null && (!is_int($percent) || $percent < 1 || $percent > 100)) {
            $problems['minimumPercent'] = __('A share between 1 and 100 percent.', 'parterre');
        }
        $minimum = $request['minimumMinor'] ?? 0;
        // Below half a unit a payment costs more than it brings, and providers refuse it.
        if (!is_int($minimum) || $minimum < 50 || $minimum > Money::MAX_MINOR) {
            $problems['minimumMinor'] = __('At least 0.50, so that a payment is worth its fee.', 'parterre');
        }
        return [
            'mode' => $request['mode'] === 'keep' ? 'keep' : 'allOrNothing',
            'goal_kind' => $request['goalKind'] === 'supporters' ? 'supporters' : 'amount',
            'goal_target' => (int) $target,
            'minimum_percent' => $request['mode'] === 'keep' || $percent === null ? null : (int) $percent,
            'minimum_minor' => (int) $minimum,
        ];
    }

    /**
     * @param array<string, string> $problems
     * @return array<string, mixed>
     */
    private function dates(\WP_REST_Request $request, ?array $row, bool $locked, array &$problems): array {
        $now = $this->plugin->get(Clock::class)->nowMs();
        $opens = Instant::parse((string) ($request['opensAt'] ?? ''));
        $deadline = Instant::parse((string) ($request['deadline'] ?? ''));
        if ($deadline === null || ($opens === null && !$locked)) {
            $problems[$deadline === null ? 'deadline' : 'opensAt'] = __('This needs a date.', 'parterre');
            return [];
        }
        if (!$locked) {
            if ($deadline <= $opens) {
                $problems['deadline'] = __('The deadline comes after the opening.', 'parterre');
            }
            return ['opens_at' => $opens, 'deadline' => $deadline];
        }
        if ($deadline === $row['deadline']) {
            return [];
        }
        if ($row['decided_at'] !== null || $now >= $row['deadline']) {
            $problems['deadline'] = __('The deadline has passed: the result stands.', 'parterre');
        } elseif (!Goal::mayMoveDeadline($row['first_deadline'] ?? $row['deadline'], $row['deadline'], $deadline)) {
            $problems['deadline'] = __('It can be put off by 30 days in all, and never brought forward.', 'parterre');
        }
        return ['deadline' => $deadline];
    }

    /**
     * @param array<string, string> $problems
     * @return list<array<string, mixed>>
     */
    private function rewards(\WP_REST_Request $request, ?array $row, array &$problems): array {
        $catalogue = $this->plugin->get(Catalogue::class);
        $known = array_column($row['rewards'] ?? [], null, 'id');
        $rewards = [];
        foreach (array_values(array_filter((array) ($request['rewards'] ?? []), 'is_array')) as $index => $one) {
            $name = ShowInput::line($one['name'] ?? '', 200);
            $price = $one['priceMinor'] ?? null;
            if ($name === '') {
                $problems["rewards.$index.name"] = __('A reward needs a name.', 'parterre');
            }
            if (!is_int($price) || $price < 50 || $price > Money::MAX_MINOR) {
                $problems["rewards.$index.priceMinor"] = __('This needs a price of at least 0.50.', 'parterre');
            }
            $limit = $one['limit'] ?? null;
            $limit = is_int($limit) && $limit >= 0 ? $limit : null;
            $before = $known[(string) ($one['id'] ?? '')] ?? null;
            $pool = $before['pool_id'] ?? null;
            if ($limit !== null && $pool === null && $problems === []) {
                $pool = $catalogue->createPool(null, $name, $limit);
            } elseif ($pool !== null) {
                $catalogue->setCapacity($pool, $limit);
            }
            $rewards[] = ($before === null ? [] : ['id' => $before['id']]) + [
                'name' => $name,
                'description' => ShowInput::lines($one['description'] ?? '', 1000),
                'price_minor' => (int) $price,
                'pool_id' => $pool,
                'parts' => $this->parts($one, $name),
            ];
        }
        return array_slice($rewards, 0, 30);
    }

    /**
     * What a reward lets into and hands over.
     *
     * @return list<array<string, mixed>>
     */
    private function parts(array $reward, string $name): array {
        $parts = [];
        $show = (string) ($reward['show'] ?? '');
        $kinds = array_intersect(['hall', 'live', 'replay'], (array) ($reward['kinds'] ?? []));
        $known = $show !== '' && $this->plugin->get(Shows::class)->find($show) !== null;
        foreach ($known ? $kinds : [] as $kind) {
            $parts[] = ['kind' => $kind, 'show_id' => $show, 'title' => $name];
        }
        if ((bool) ($reward['goods'] ?? false)) {
            $parts[] = ['kind' => 'merch', 'show_id' => $known ? $show : null, 'title' => $name];
        }
        return array_map(
            static fn(array $part): array => $part + [
                'pool_id' => null,
                'units' => 1,
                'valid_from' => null,
                'valid_until' => null,
                'capabilities' => [],
            ],
            $parts,
        );
    }

    /** @return array<string, mixed>|null */
    private static function picture(mixed $given): ?array {
        $url = is_array($given) ? esc_url_raw((string) ($given['url'] ?? ''), ['http', 'https']) : '';
        if ($url === '') {
            return null;
        }
        $size = static fn(mixed $value): ?int => is_int($value) && $value > 0 ? $value : null;
        return [
            'url' => $url,
            'alt' => ShowInput::line($given['alt'] ?? '', 300),
            'width' => $size($given['width'] ?? null),
            'height' => $size($given['height'] ?? null),
        ] + (is_int($given['attachment'] ?? null) ? ['attachment' => $given['attachment']] : []);
    }

    private function slug(string $title): string {
        $slug = substr(sanitize_title($title), 0, 50);
        return ($slug === '' ? 'campaign' : $slug) . '-' . strtolower(bin2hex(random_bytes(3)));
    }

    /** @return array<string, mixed> */
    private function whole(array $row): array {
        return $this->view($row) + [
            'sheet' => $this->plugin->get(Sheet::class)->of($row),
            'counts' => (object) $this->plugin->get(Pledges::class)->counts($row['id']),
            'locked' => $this->plugin->get(Campaigns::class)->hasPledges($row['id']),
        ];
    }

    /** @return array<string, mixed> */
    private function view(array $row): array {
        $pools = $this->plugin
            ->get(Catalogue::class)
            ->pools(array_values(array_filter(array_column($row['rewards'], 'pool_id'))));
        $public = $this->plugin->get(CampaignViews::class)->campaign($row);
        return [
            'id' => $row['id'],
            'title' => $row['title'],
            'summary' => $row['summary'],
            'description' => $row['description'],
            'picture' => $row['picture'],
            'show' => $row['show_id'],
            'mode' => $row['mode'],
            'goalKind' => $row['goal_kind'],
            'goalTarget' => $row['goal_target'],
            'currency' => $row['currency'],
            'minimumPercent' => $row['minimum_percent'],
            'minimumMinor' => $row['minimum_minor'],
            'opensAt' => Instant::toText($row['opens_at']),
            'deadline' => Instant::toText($row['deadline']),
            'stretch' => $row['stretch'],
            'thresholds' => (object) $row['thresholds'],
            'published' => (bool) $row['published'],
            'url' => $row['published'] ? $public['url'] : null,
            'state' => $public['state'],
            'result' => $row['result'],
            'raisedMinor' => $public['raised']['amountMinor'],
            'supporters' => $public['supporters'],
            'rewards' => array_map(
                static fn(array $reward): array => [
                    'id' => $reward['id'],
                    'name' => $reward['name'],
                    'description' => $reward['description'],
                    'priceMinor' => $reward['price_minor'],
                    'limit' => $pools[$reward['pool_id'] ?? '']['capacity'] ?? null,
                    'show' => array_values(array_filter(array_column($reward['parts'], 'show_id')))[0] ?? null,
                    'kinds' => array_values(
                        array_intersect(['hall', 'live', 'replay'], array_column($reward['parts'], 'kind')),
                    ),
                    'goods' => in_array('merch', array_column($reward['parts'], 'kind'), true),
                ],
                $row['rewards'],
            ),
        ];
    }
}
