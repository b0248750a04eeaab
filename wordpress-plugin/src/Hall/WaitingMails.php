<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Mail\Letter;
use Parterre\Mail\Postman;
use Parterre\Mail\Texts;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Shows;
use Parterre\Store\Waiting;

/** What those who wait are told: that they do, that places are kept for them, that there is the stream. */
final class WaitingMails {
    public function __construct(
        private readonly Waiting $rows,
        private readonly WaitingList $list,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** @param string $what `joined`, `offered` or `stream`; nothing is sent that is no longer so */
    public function send(string $id, string $what): void {
        $entry = $this->rows->find($id);
        $show = $entry === null ? null : $this->shows->find($entry['show_id']);
        if ($entry === null || $show === null) {
            return;
        }
        $inLine = in_array($entry['state'], ['waiting', 'offered'], true);
        if (!$inLine || ($what === 'offered' && $entry['state'] !== 'offered')) {
            return;
        }
        $texts = new Texts($entry['locale']);
        $venue = $this->settings->venueName();
        // The secret goes into the fragment, which no server, log or cache sees.
        $link = strtok($entry['page'], '#') . '#parterre=waiting.' . $this->rows->secret($id);
        $letter = new Letter(
            $texts->say("waiting.$what.subject", ['title' => $show['title']]),
            $texts->language(),
            $venue,
        );
        $letter->heading($show['title'])->paragraph(
            $texts->say('when', [
                'date' => $texts->date($show['starts_at'], $show['time_zone']),
                'zone' => $show['time_zone'],
            ]),
        );
        if ($what === 'offered') {
            $this->offered($letter, $texts, $entry, $show, $link);
        } else {
            $letter->paragraph(
                $texts->say("waiting.$what." . ($entry['kind'] === 'hall' ? 'hall' : 'any'), [
                    'count' => (string) $entry['quantity'],
                ]),
            );
            $stream = $this->list->stream($show['id']);
            if ($stream !== null) {
                $letter
                    ->paragraph(
                        $texts->say('waiting.stream', [
                            'offer' => $stream['name'],
                            'price' => $texts->money($stream['price_minor'], $stream['currency']),
                        ]),
                    )
                    ->button($texts->say('waiting.toStream'), (string) strtok($entry['page'], '#'));
            }
            $letter->paragraph($texts->say('waiting.leaveWhy'))->button($texts->say('waiting.leave'), $link);
        }
        $this->postman->send("waiting_$what", $entry['email'], $letter);
    }

    private function offered(Letter $letter, Texts $texts, array $entry, array $show, string $link): void {
        $offer = $this->catalogue->offersById([(string) $entry['offer_id']])[$entry['offer_id']] ?? null;
        $letter
            ->paragraph($texts->say('waiting.offered.hello'))
            ->table([
                [
                    $entry['quantity'] . ' × ' . ($offer['name'] ?? $show['title']),
                    $offer === null
                        ? ''
                        : $texts->money($offer['price_minor'] * $entry['quantity'], $offer['currency']),
                ],
            ])
            ->paragraph(
                $texts->say('waiting.offered.until', [
                    'date' => $texts->date((int) $entry['offer_until'], $show['time_zone']),
                    'zone' => $show['time_zone'],
                ]),
            )
            ->button($texts->say('waiting.offered.take'), $link)
            ->paragraph($texts->say('waiting.offered.decline'));
    }
}
