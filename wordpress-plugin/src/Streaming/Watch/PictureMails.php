<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Mail\Letter;
use Parterre\Mail\Postman;
use Parterre\Mail\Texts;
use Parterre\Settings;
use Parterre\Store\Shows;

/** Tells the crew and the owner of a show that its picture is lost, and that it is back. */
final class PictureMails {
    public function __construct(
        private readonly Shows $shows,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** @param array<string, mixed> $job show, camera, what (`lost` or `back`), at */
    public function send(array $job): void {
        $show = $this->shows->find((string) $job['show']);
        $cameras = array_column($show === null ? [] : $this->shows->cameras($show['id']), null, 'id');
        $camera = $cameras[(string) $job['camera']] ?? null;
        if ($show === null || $camera === null) {
            return;
        }
        $what = $job['what'] === 'back' ? 'back' : 'lost';
        foreach ($this->readers($show) as $email => $locale) {
            $texts = new Texts($locale);
            $values = [
                'title' => $show['title'],
                'camera' => $camera['label'],
                'time' => (new \DateTimeImmutable('@' . intdiv((int) $job['at'], 1000)))
                    ->setTimezone(timezone_open($show['time_zone']) ?: new \DateTimeZone('UTC'))
                    ->format('H:i:s'),
            ];
            $letter = new Letter(
                $texts->say("picture.$what.subject", $values),
                $texts->language(),
                $this->settings->venueName(),
            );
            $letter->paragraph($texts->say("picture.$what.text", $values));
            if ($what === 'lost') {
                $letter->paragraph($texts->say('picture.lost.fans', $values));
            }
            $letter
                ->button(
                    $texts->say('picture.desk'),
                    admin_url('admin.php?page=parterre&tab=desk&open=' . rawurlencode($show['id'])),
                )
                ->paragraph($texts->say('picture.why', $values));
            $this->postman->send('picture', $email, $letter);
        }
    }

    /**
     * Whoever looks after the stage of this show: its crew, its owner, and where nobody is named the site's administrator.
     *
     * @return array<string, string> locale by address
     */
    private function readers(array $show): array {
        $site = str_replace('_', '-', get_locale());
        $readers = [];
        $owner = $show['owner_id'] > 0 ? get_userdata($show['owner_id']) : false;
        if ($owner !== false) {
            $readers[strtolower($owner->user_email)] = str_replace('_', '-', get_user_locale($owner));
        }
        foreach ($this->shows->crew($show['id']) as $member) {
            // Artists are on stage, and moderators look after the room.
            if ($member['role'] === 'crew') {
                $readers += [strtolower($member['email']) => $site];
            }
        }
        return $readers === [] ? [strtolower((string) get_option('admin_email')) => $site] : $readers;
    }
}
