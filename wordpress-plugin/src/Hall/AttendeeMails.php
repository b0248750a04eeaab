<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Mail\Letter;
use Parterre\Mail\Postman;
use Parterre\Mail\Texts;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Attendees;
use Parterre\Store\Catalogue;
use Parterre\Store\Codes;
use Parterre\Store\Shows;

/** The mail with the code for who was in the hall. */
final class AttendeeMails {
    public function __construct(
        private readonly Attendees $attendees,
        private readonly Codes $codes,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** Does nothing for a code that was switched off meanwhile, or that has done what it was for. */
    public function code(string $id): void {
        $row = $this->attendees->find($id);
        $code = $row === null ? null : $this->codes->find($row['code_id']);
        $show = $row === null ? null : $this->shows->find($row['show_id']);
        if ($row === null || $code === null || $show === null || $this->codes->stateOf($code) !== 'on') {
            return;
        }
        $offer = $this->catalogue->offersById($code['offers'])[$code['offers'][0] ?? ''] ?? null;
        $texts = new Texts($row['locale']);
        $values = [
            'title' => $show['title'],
            'date' => $texts->day($show['starts_at'], $show['time_zone']),
            'venue' => $this->settings->venueName(),
            'offer' => $offer['name'] ?? '',
            'code' => $code['code'],
        ];
        $letter = new Letter(
            $texts->say('attendee.subject', $values),
            $texts->language(),
            $this->settings->venueName(),
        );
        $letter->paragraph($texts->say('attendee.hello', $values));
        if ($code['type'] === 'price' && $offer !== null) {
            $letter->paragraph(
                $texts->say(
                    $code['value'] === 0 ? 'attendee.free' : 'attendee.price',
                    [
                        'price' => $texts->money($code['value'], $offer['currency']),
                    ] + $values,
                ),
            );
        }
        $letter
            ->button($texts->say('attendee.button'), self::url($show, $code['code']))
            ->paragraph($texts->say('attendee.code', $values));
        if ($code['closes_at'] !== null) {
            $letter->paragraph(
                $texts->say('attendee.until', ['date' => $texts->date($code['closes_at'], $show['time_zone'])]),
            );
        }
        $letter->paragraph($texts->say('attendee.why', $values));
        $this->postman->send('attendee', $row['email'], $letter);
        $this->attendees->mailed($id);
    }

    /** The show's page with the code in its fragment, which no server or log sees: the page types it in. */
    public static function url(array $show, string $code): string {
        return strtok(Views::showUrl($show), '#') . '#code=' . rawurlencode($code);
    }
}
