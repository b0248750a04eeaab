<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Store\Audience;
use Parterre\Store\Campaigns;
use Parterre\Store\Catalogue;
use Parterre\Store\Pledges;

/**
 * The go/no-go sheet of a campaign: what its show and it achieved, what the venue wanted to see, and the verdict on each. It is
 * computed from what is recorded anyway, so that it is there from the first second and never out of step.
 */
final class Sheet {
    /** What is measured, in the order of the sheet, and in which unit. */
    public const MEASURES = [
        'peak' => 'people',
        'viewers' => 'people',
        'watchMinutes' => 'minutes',
        'supporters' => 'people',
        'conversionPercent' => 'percent',
        'raised' => 'money',
        'goalPercent' => 'percent',
        'captured' => 'money',
        'capturedPercent' => 'percent',
        'sellThroughPercent' => 'percent',
    ];

    public function __construct(
        private readonly Audience $audience,
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly Catalogue $catalogue,
        private readonly Tally $tally,
        private readonly Clock $clock,
    ) {}

    /**
     * @param array<string, mixed> $campaign with `rewards`
     * @return array{measures: list<array{measure: string, unit: string, value: int|null, threshold: int|null, verdict: string|null}>, verdict: string}
     *         value: null where it cannot be said yet; verdict: `met`, `missed`, null without a threshold or a value; of all:
     *         `early` (it can still change), `go`, `noGo`, `none` (nothing was asked for)
     */
    public function of(array $campaign): array {
        $audience =
            $campaign['show_id'] === null
                ? ['viewers' => 0, 'peak' => 0, 'watched_ms' => 0]
                : $this->audience->ofShow($campaign['show_id']);
        $hasShow = $campaign['show_id'] !== null;
        $tally = $this->tally->shown($campaign);
        $charged = $campaign['mode'] === 'keep' || $campaign['decided_at'] !== null;
        $captured = $charged ? $this->tally->captured($campaign) : null;
        $values = [
            'peak' => $hasShow ? $audience['peak'] : null,
            'viewers' => $hasShow ? $audience['viewers'] : null,
            'watchMinutes' =>
                $audience['viewers'] > 0 ? intdiv($audience['watched_ms'], $audience['viewers'] * 60_000) : null,
            'supporters' => $tally['supporters'],
            'conversionPercent' =>
                $audience['viewers'] > 0 ? intdiv($tally['supporters'] * 100, $audience['viewers']) : null,
            'raised' => $tally['amount_minor'],
            'goalPercent' => Goal::percent($campaign['goal_kind'], $campaign['goal_target'], $tally),
            'captured' => $captured['amount_minor'] ?? null,
            'capturedPercent' =>
                $captured === null || $tally['amount_minor'] === 0
                    ? null
                    : intdiv($captured['amount_minor'] * 100, $tally['amount_minor']),
            'sellThroughPercent' => $this->sellThrough($campaign),
        ];
        $measures = [];
        foreach (self::MEASURES as $measure => $unit) {
            $threshold = $campaign['thresholds'][$measure] ?? null;
            $value = $values[$measure];
            $measures[] = [
                'measure' => $measure,
                'unit' => $unit,
                'value' => $value,
                'threshold' => $threshold,
                'verdict' => $threshold === null || $value === null ? null : ($value >= $threshold ? 'met' : 'missed'),
            ];
        }
        return ['measures' => $measures, 'verdict' => $this->verdict($campaign, $measures)];
    }

    /** @param list<array<string, mixed>> $measures */
    private function verdict(array $campaign, array $measures): string {
        $asked = array_filter($measures, static fn(array $measure): bool => $measure['threshold'] !== null);
        return match (true) {
            $asked === [] => 'none',
            Goal::stateAt($campaign, $this->clock->nowMs()) !== 'done' => 'early',
            array_filter($asked, static fn(array $measure): bool => $measure['verdict'] !== 'met') === [] => 'go',
            default => 'noGo',
        };
    }

    /** Share of the limited rewards that are taken; null where none is limited. */
    private function sellThrough(array $campaign): ?int {
        $taken = $this->pledges->countsByReward($campaign['id']);
        $pools = $this->catalogue->pools(array_values(array_filter(array_column($campaign['rewards'], 'pool_id'))));
        $there = $gone = 0;
        foreach ($campaign['rewards'] as $reward) {
            $capacity = $pools[$reward['pool_id'] ?? '']['capacity'] ?? null;
            if ($capacity !== null) {
                $there += $capacity;
                $gone += $taken[$reward['id']] ?? 0;
            }
        }
        return $there === 0 ? null : intdiv($gone * 100, $there);
    }
}
