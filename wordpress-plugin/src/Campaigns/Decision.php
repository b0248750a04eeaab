<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Clock;
use Parterre\Domain\Goal;
use Parterre\Domain\Money;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Pledges;

/**
 * Decides whether a campaign has made it: once, at its deadline, with its row locked. What was counted is written down and is
 * the answer from then on, whatever happens to single pledges later.
 */
final class Decision {
    public function __construct(
        private readonly Db $db,
        private readonly Campaigns $campaigns,
        private readonly Pledges $pledges,
        private readonly Tally $tally,
        private readonly Events $events,
        private readonly Clock $clock,
    ) {}

    /** Counts, unless somebody has. Tells whether it was this call that decided. */
    public function decide(string $id): bool {
        return $this->db->transaction(function () use ($id): bool {
            $campaign = $this->campaigns->lock($id);
            if ($campaign === null || Goal::stateAt($campaign, $this->clock->nowMs()) !== 'deciding') {
                return false;
            }
            $tally = $this->tally->counted($campaign);
            $reached = Goal::isReached($campaign['goal_kind'], $campaign['goal_target'], $tally);
            $now = $this->clock->nowMs();
            // Where money is kept, or where there is none to charge, nothing is left to wait for.
            $over = $campaign['mode'] === 'keep' || !$reached;
            $this->campaigns->update($id, [
                'decided_at' => $now,
                'decided_minor' => $tally['amount_minor'],
                'decided_supporters' => $tally['supporters'],
                'result' => $reached ? 'reached' : 'missed',
                'concluded_at' => $over ? $now : null,
            ]);
            if (!$over) {
                $this->pledges->charge($id);
            }
            $this->events->append('campaign.decided', [
                'campaign' => $id,
                'result' => $reached ? 'reached' : 'missed',
                'raised' => Money::of($tally['amount_minor'], $campaign['currency']),
                'supporters' => $tally['supporters'],
            ]);
            return true;
        });
    }
}
