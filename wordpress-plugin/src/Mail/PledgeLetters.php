<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Goal;
use Parterre\Settings;
use Parterre\Store\Campaigns;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Pledges;
use Parterre\Store\Sessions;

/** Writes to supporters: what they promised, that their bank wants them, that the goal was missed, that money goes back. */
final class PledgeLetters {
    private const DAY_MS = 86_400_000;

    public function __construct(
        private readonly Db $db,
        private readonly Pledges $pledges,
        private readonly Campaigns $campaigns,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /**
     * Writes one letter; nothing when the pledge has moved on since.
     *
     * @param string $news `promised`, `needsAction`, `released`, `refunded`
     */
    public function write(string $id, string $news): void {
        $pledge = $this->pledges->find($id);
        $campaign = $pledge === null ? null : $this->campaigns->find($pledge['campaign_id']);
        $state = [
            'promised' => 'promised',
            'needsAction' => 'needs-action',
            'released' => 'released',
            'refunded' => 'refunded',
        ][$news];
        if ($pledge === null || $campaign === null || $pledge['state'] !== $state) {
            return;
        }
        $texts = new Texts($pledge['locale']);
        $venue = $this->settings->venueName();
        $values = [
            'campaign' => $campaign['title'],
            'venue' => $venue,
            'total' => $texts->money($pledge['total_minor'], $pledge['currency']),
            'deadline' => $texts->date($campaign['deadline'], wp_timezone_string()),
            'until' => $texts->date(($campaign['decided_at'] ?? 0) + Goal::CONFIRM_MS, wp_timezone_string()),
        ];
        $letter = new Letter($texts->say("pledge.$news.subject", $values), $texts->language(), $venue);
        if ($pledge['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter->paragraph($texts->say("pledge.$news.text", $values));
        if ($news === 'promised' || $news === 'needsAction') {
            $ends = ($campaign['decided_at'] ?? $campaign['deadline']) + Goal::CONFIRM_MS + self::DAY_MS;
            $link = $this->db->transaction(function () use ($pledge, $ends): array {
                $this->events->append('pass_link.sent', ['purpose' => 'purchase']);
                return $this->sessions->createLink('purchase', $pledge['email'], $pledge['locale'], $ends, false);
            });
            $letter
                ->button($texts->say("pledge.$news.button"), Letters::link($pledge['page'], $link['secret']))
                ->paragraph($texts->say("pledge.$news.after", $values));
        }
        if ($news === 'promised' && $pledge['mandate'] !== null) {
            // What a bank may ask for belongs into the supporter's hands too.
            $letter->heading($texts->say('pledge.mandate'))->paragraph($pledge['mandate']);
        }
        $letter->paragraph($texts->say('purchase.seller', ['seller' => $this->settings->seller()]));
        $this->postman->send('pledge', $pledge['email'], $letter, $pledge['order_id']);
    }
}
