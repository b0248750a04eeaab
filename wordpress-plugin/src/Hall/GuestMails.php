<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Domain\Clock;
use Parterre\Mail\Letter;
use Parterre\Mail\Letters;
use Parterre\Mail\Postman;
use Parterre\Mail\Texts;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Guests;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;

/** The invitation: what for, for how many, and the link that opens it. */
final class GuestMails {
    private const AFTER_SHOW_MS = 30 * 86_400_000;

    public function __construct(
        private readonly Db $db,
        private readonly Guests $guests,
        private readonly Shows $shows,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly TicketCode $codes,
        private readonly TicketPage $page,
        private readonly Postman $postman,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** Does nothing for an invitation that was taken back meanwhile. */
    public function invitation(string $id): void {
        $guest = $this->guests->find($id);
        $show = $guest === null ? null : $this->shows->find($guest['show_id']);
        if ($guest === null || $show === null || $guest['state'] !== 'invited' || $guest['email'] === '') {
            return;
        }
        $end = max($show['replay_until'] ?? 0, $show['ends_at'] + self::AFTER_SHOW_MS, $this->clock->nowMs() + 900_000);
        $link = $this->db->transaction(function () use ($guest, $end): array {
            $this->events->append('pass_link.sent', ['purpose' => 'purchase']);
            return $this->sessions->createLink('purchase', $guest['email'], $guest['locale'], $end, false);
        });
        $texts = new Texts($guest['locale']);
        $letter = new Letter(
            $texts->say('guest.subject', ['title' => $show['title']]),
            $texts->language(),
            $this->settings->venueName(),
        );
        $letter
            ->heading($show['title'])
            ->paragraph(
                $texts->say('when', [
                    'date' => $texts->date($show['starts_at'], $show['time_zone']),
                    'zone' => $show['time_zone'],
                ]),
            )
            ->paragraph(
                $texts->say('guest.hello', [
                    'name' => $guest['name'],
                    'count' => (string) $guest['quantity'],
                    'kind' => $texts->say('kind.' . $guest['kind']),
                ]),
            )
            ->button($texts->say('guest.open'), Letters::link(Views::showUrl($show), $link['secret']));
        if ($guest['kind'] === 'hall') {
            // What was handed on is another's now, with another code.
            $mine = array_values(
                array_filter(
                    $this->guests->tickets($id),
                    static fn(array $ticket): bool => $ticket['email_hash'] === $guest['email_hash'],
                ),
            );
            $letter
                ->paragraph($texts->say('guest.codes'))
                ->table(
                    array_map(
                        fn(array $ticket): array => [
                            $texts->say('ticket.number', ['number' => (string) $ticket['serial']]),
                            $this->codes->of($ticket),
                        ],
                        $mine,
                    ),
                );
            $print = $this->page->link($mine, $texts->language());
            if ($print !== null) {
                $letter->button($texts->say('guest.print'), $print);
            }
        } else {
            $letter->paragraph($texts->say('guest.openWhy'));
        }
        $this->postman->send('guest', $guest['email'], $letter);
    }
}
