<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Settings;
use Parterre\Store\Campaigns;

/** Says what counts towards a campaign now. Test pledges and real ones are never added up. */
final class Tally {
    public function __construct(private readonly Campaigns $campaigns, private readonly Settings $settings) {}

    /**
     * What everybody is told: what counts, or what was counted at the deadline.
     *
     * @param array<string, mixed> $campaign
     * @return array{amount_minor: int, supporters: int}
     */
    public function shown(array $campaign): array {
        return $campaign['decided_at'] === null
            ? $this->counted($campaign)
            : ['amount_minor' => $campaign['decided_minor'], 'supporters' => $campaign['decided_supporters']];
    }

    /**
     * What counts now: promises, or what was paid where money is kept.
     *
     * @param array<string, mixed> $campaign
     * @return array{amount_minor: int, supporters: int}
     */
    public function counted(array $campaign): array {
        return $campaign['mode'] === 'keep'
            ? $this->captured($campaign)
            : $this->campaigns->promised($campaign['id'], $this->isTest());
    }

    /**
     * Money that really came and has not gone back.
     *
     * @param array<string, mixed> $campaign
     * @return array{amount_minor: int, supporters: int}
     */
    public function captured(array $campaign): array {
        return $this->campaigns->captured($campaign['id'], $this->isTest());
    }

    /** Whether pledges are made without money now. */
    public function isTest(): bool {
        return !$this->settings->livePayments();
    }
}
