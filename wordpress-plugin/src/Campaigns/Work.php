<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Payments\Cards;
use Parterre\Store\Campaigns;
use Parterre\Store\Pledges;

/** Does what the clock brings about in campaigns: decides, charges, concludes. Every step can be interrupted and done again. */
final class Work {
    /** How long one campaign may keep a tick. */
    private const SECONDS = 15;

    public function __construct(
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly Pledging $pledging,
        private readonly Decision $decision,
        private readonly Charger $charger,
        private readonly Conclusion $conclusion,
        private readonly Crier $crier,
        private readonly Cards $cards,
        private readonly Runner $jobs,
        private readonly Clock $clock,
    ) {}

    /** Everything that is due, of every campaign. */
    public function tick(): void {
        $this->lookForCards();
        foreach ($this->campaigns->due() as $campaign) {
            try {
                $this->campaign($campaign);
            } catch (\Throwable $problem) {
                // One campaign's trouble is not the others'.
                Log::problem('campaign', $problem);
            }
        }
    }

    /** Everything that is due of one campaign. */
    public function campaign(string $id): void {
        $campaign = $this->campaigns->find($id);
        if ($campaign === null || $this->clock->nowMs() < $campaign['deadline']) {
            return;
        }
        if ($campaign['decided_at'] === null) {
            $this->lookAtCards($campaign);
            if ($this->decision->decide($id)) {
                $this->crier->tell($id);
            }
        }
        $this->conclusion->release($id);
        try {
            $this->charger->run($id, self::SECONDS);
        } finally {
            $this->conclusion->conclude($id);
        }
        $this->conclusion->refund($id);
    }

    /**
     * Has a campaign that is overdue looked after once this request is answered: a site without any cron decides when
     * somebody looks.
     *
     * @param array<string, mixed> $campaign
     */
    public function soon(array $campaign): void {
        if (Goal::stateAt($campaign, $this->clock->nowMs()) === 'deciding') {
            $this->jobs->now('campaign.work', "campaign.work:{$campaign['id']}:{$campaign['deadline']}", [
                'campaign' => $campaign['id'],
            ]);
        }
    }

    /** Lets go of a card that will not be charged any more. */
    public function forget(string $pledge): void {
        $row = $this->pledges->find($pledge);
        if ($row !== null && $row['setup_ref'] . $row['customer_ref'] . $row['method_ref'] !== '') {
            $this->cards->byName($row['gateway'])->forgetCard($row);
        }
    }

    /** Cards that were saved by somebody who closed the page at once, on a site that no webhook reaches. */
    private function lookForCards(): void {
        $until = microtime(true) + self::SECONDS;
        foreach ($this->cards->all() as $provider) {
            foreach ($provider->unheard(50) as $id) {
                $pledge = $this->pledges->find($id);
                try {
                    $pledge === null || $this->pledging->settleCard($pledge);
                } catch (\Throwable $problem) {
                    // The provider is away, or one pledge is in trouble: the next tick asks again.
                    Log::problem('looking for a saved card', $problem);
                }
                if (microtime(true) > $until) {
                    return;
                }
            }
        }
    }

    /** A card that was saved in the last minutes, and of which nobody has told us, counts too. */
    private function lookAtCards(array $campaign): void {
        if ($campaign['mode'] === 'keep') {
            return;
        }
        foreach ($this->pledges->inStates($campaign['id'], ['pending']) as $pledge) {
            try {
                $this->pledging->settleCard($pledge);
            } catch (Refusal $refusal) {
                // The provider is away: the decision waits for it, an hour at most.
                if ($this->clock->nowMs() < $campaign['deadline'] + 3_600_000) {
                    throw $refusal;
                }
            }
        }
    }
}
