<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Realtime\Announcer;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\Feeds;

/** Tells whoever watches the show of a campaign how it stands: numbers, no names. */
final class Crier {
    public function __construct(
        private readonly Db $db,
        private readonly Campaigns $campaigns,
        private readonly Tally $tally,
        private readonly Feeds $feeds,
        private readonly Announcer $announcer,
    ) {}

    public function tell(string $id): void {
        $campaign = $this->campaigns->find($id);
        if ($campaign === null || $campaign['show_id'] === null || !$campaign['published']) {
            return;
        }
        $tally = $this->tally->shown($campaign);
        $lane = $this->feeds->lane($campaign['show_id'], 'public');
        $this->db->transaction(function () use ($campaign, $tally, $lane): void {
            $this->feeds->append($lane['id'], 'campaign.changed', [
                'campaign' => $campaign['id'],
                'raisedMinor' => $tally['amount_minor'],
                'supporters' => $tally['supporters'],
            ]);
        });
        $this->announcer->publishLater($lane['id']);
    }

    /** @param list<int|string> $pools whose stock moved: offers may draw on them too */
    public function stock(array $pools): void {
        $this->announcer->stock(array_map('strval', $pools));
    }
}
