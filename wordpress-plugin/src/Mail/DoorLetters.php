<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Secrets;
use Parterre\Jobs\Runner;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Holders;
use Parterre\Store\Honours;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\TicketAddresses;
use Parterre\Store\Tickets;

/** Writes the mails about getting in: before doors, when a ticket is shared, when somebody was honoured. */
final class DoorLetters {
    /** A show that moves by less has not been postponed: who had their mail has the evening right. */
    private const SAME_EVENING_MS = 12 * 3_600_000;
    /** How long links work where no show says until when its replay stands. */
    private const AFTER_SHOW_MS = 30 * 86_400_000;
    /** The code works until the show should be over, and a little longer. */
    private const CODE_AFTER_END_MS = 2 * 3_600_000;

    public function __construct(
        private readonly Db $db,
        private readonly Shows $shows,
        private readonly Tickets $tickets,
        private readonly Holders $holders,
        private readonly TicketAddresses $addresses,
        private readonly Honours $honours,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly Postman $postman,
        private readonly Runner $jobs,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Plans the mails of every show whose doors are near: one for each holder and evening, whatever runs twice. Spread over the time
     * there is, so that the host's limit is kept and the first ones can ask before the last have theirs.
     *
     * @return int how many were planned
     */
    public function plan(): int {
        $minutes = $this->settings->get('doors_mail_minutes');
        if ($minutes <= 0) {
            return 0;
        }
        $now = $this->clock->nowMs();
        $planned = 0;
        foreach ($this->shows->published() as $show) {
            $due = $show['doors_at'] - $minutes * 60_000;
            // Whoever buys after doors gets in from their receipt.
            if (
                $show['status'] !== 'confirmed' ||
                $now < $due ||
                $now >= $show['doors_at'] ||
                $show['forced'] !== null
            ) {
                continue;
            }
            $evening = $show['doors_mailed_for'];
            if ($evening === null || abs($evening - $show['doors_at']) >= self::SAME_EVENING_MS) {
                $evening = $show['doors_at'];
                $this->shows->update($show['id'], ['doors_mailed_for' => $evening]);
            }
            $gap = intdiv(60_000, max(1, $this->settings->get('mails_per_minute')));
            $delay = 0;
            foreach ($this->holders->ofShow($show['id'], $this->settings->livePayments()) as $holder) {
                $added = $this->jobs->later(
                    'mail.doors',
                    "mail.doors:{$show['id']}:$evening:" . substr($holder['email_hash'], 0, 32),
                    ['show' => $show['id'], 'holder' => $holder['email_hash']],
                    $delay,
                );
                if ($added) {
                    $planned++;
                    $delay += $gap;
                }
            }
        }
        return $planned;
    }

    /** The mail before doors. Whoever holds no valid ticket any more gets none, nor does anybody once the show moved or began. */
    public function doors(string $showId, string $emailHash): void {
        $show = $this->shows->find($showId);
        $holder = $show === null ? null : $this->holders->one($showId, $emailHash, $this->settings->livePayments());
        $now = $this->clock->nowMs();
        if (
            $show === null ||
            $holder === null ||
            $show['status'] !== 'confirmed' ||
            !in_array(Phase::at($show, $now), ['announced', 'doors'], true) ||
            // It was postponed since: the mail for the new evening comes when that is near.
            $show['doors_at'] - $now > $this->settings->get('doors_mail_minutes') * 60_000 + 60_000
        ) {
            return;
        }
        $page =
            $holder['page'] !== '' && $this->settings->allowsPage($holder['page'])
                ? $holder['page']
                : Views::showUrl($show);
        [$link, $code] = $this->db->transaction(function () use ($holder, $show): array {
            $until = $show['replay_until'] ?? $show['ends_at'] + self::AFTER_SHOW_MS;
            $link = $this->sessions->createLink('doors', $holder['email'], $holder['locale'], $until, false);
            $code = $this->sessions->createLink(
                'doors',
                $holder['email'],
                $holder['locale'],
                $show['ends_at'] + self::CODE_AFTER_END_MS,
                true,
            );
            $this->events->append('pass_link.sent', ['purpose' => 'doors'], ['show' => $show['id']]);
            return [$link, $code];
        });
        $texts = new Texts($holder['locale']);
        $venue = $this->settings->venueName();
        $letter = new Letter($texts->say('doors.subject', ['title' => $show['title']]), $texts->language(), $venue);
        $letter->paragraph($texts->say('doors.hello'))->table($this->hours($texts, $show, $holder['country']));
        $letter->button($texts->say('doors.enter'), Letters::link($page, $link['secret']));
        if ($this->settings->get('test_stream') !== '') {
            $letter
                ->button($texts->say('doors.try'), Letters::link($page, $link['secret']) . '&parterre-try')
                ->paragraph($texts->say('doors.tryWhy'));
        }
        $letter
            ->paragraph($texts->say('doors.code', ['code' => (string) $code['code']]))
            ->paragraph($texts->say('doors.codeWhy'))
            ->paragraph($texts->say('doors.tv'));
        $this->postman->send('doors', $holder['email'], $letter);
    }

    /** To whom a ticket was shared with, and to who shared it. */
    public function shared(string $addressId): void {
        $address = $this->addresses->find($addressId);
        $ticket = $address === null ? null : $this->tickets->find($address['ticket_id']);
        $show = $ticket === null ? null : $this->shows->find($ticket['show_id']);
        if ($address === null || $ticket === null || $show === null || $ticket['state'] !== 'valid') {
            return;
        }
        $owner = $this->holders->mailbox($ticket['email_hash']);
        $link = $this->db->transaction(function () use ($address, $ticket, $show): array {
            $until = $ticket['valid_until'] ?? ($show['replay_until'] ?? $show['ends_at'] + self::AFTER_SHOW_MS);
            $link = $this->sessions->createLink('shared', $address['email'], $address['locale'], $until, false);
            $this->events->append('pass_link.sent', ['purpose' => 'shared'], ['ticket' => $ticket['id']]);
            return $link;
        });
        $venue = $this->settings->venueName();
        $texts = new Texts($address['locale']);
        $words = ['title' => $show['title'], 'owner' => Secrets::emailHint($owner['email'] ?? '')];
        $letter = new Letter($texts->say('shared.subject', $words), $texts->language(), $venue);
        $letter
            ->paragraph($texts->say('shared.hello', $words))
            ->button($texts->say('shared.enter'), Letters::link($address['page'], $link['secret']))
            ->paragraph($texts->say('shared.why', $words));
        $this->postman->send('shared', $address['email'], $letter);
        if ($owner !== null) {
            $texts = new Texts($owner['locale']);
            $words = ['title' => $show['title'], 'guest' => $address['email']];
            $letter = new Letter($texts->say('shared.ownerSubject', $words), $texts->language(), $venue);
            $letter
                ->paragraph($texts->say('shared.ownerHello', $words))
                ->paragraph($texts->say('shared.ownerWhy', $words));
            $this->postman->send('shared', $owner['email'], $letter);
        }
    }

    /** To both, when a ticket is shared no longer. */
    public function unshared(string $ticketId, string $email, string $locale): void {
        $ticket = $this->tickets->find($ticketId);
        $show = $ticket === null ? null : $this->shows->find($ticket['show_id']);
        if ($ticket === null || $show === null) {
            return;
        }
        $owner = $this->holders->mailbox($ticket['email_hash']);
        foreach (
            [
                [$email, $locale, 'unshared.hello'],
                [$owner['email'] ?? '', $owner['locale'] ?? '', 'unshared.ownerHello'],
            ]
            as [$recipient, $language, $key]
        ) {
            if ($recipient === '') {
                continue;
            }
            $texts = new Texts($language);
            $words = ['title' => $show['title'], 'guest' => $email];
            $letter = new Letter(
                $texts->say('unshared.subject', $words),
                $texts->language(),
                $this->settings->venueName(),
            );
            $this->postman->send('unshared', $recipient, $letter->paragraph($texts->say($key, $words)));
        }
    }

    /** Asks an honoured guest to pay after all, once; not if a ticket has turned up meanwhile. */
    public function honour(string $id): void {
        $row = $this->honours->find($id);
        $show = $row === null ? null : $this->shows->find($row['show_id']);
        if ($row === null || $show === null || $row['state'] !== 'asked' || $row['email'] === null) {
            return;
        }
        $texts = new Texts($row['locale']);
        $words = ['title' => $show['title']];
        $letter = new Letter($texts->say('honour.subject', $words), $texts->language(), $this->settings->venueName());
        $letter
            ->paragraph($texts->say('honour.hello', $words))
            ->paragraph($texts->say('honour.ask'))
            ->button($texts->say('honour.buy'), Views::showUrl($show))
            ->paragraph($texts->say('honour.other'));
        $this->postman->send('honour', $row['email'], $letter);
    }

    /** @return list<array{0: string, 1: string}> doors and start in the show's zone, doors in the fan's where it is another */
    private function hours(Texts $texts, array $show, ?string $country): array {
        $when = static fn(int $at, string $zone): string => $texts->say('when', [
            'date' => $texts->date($at, $zone),
            'zone' => $zone,
        ]);
        $rows = [
            [$texts->say('doors.doors'), $when($show['doors_at'], $show['time_zone'])],
            [$texts->say('doors.starts'), $when($show['starts_at'], $show['time_zone'])],
        ];
        $zone = self::zoneOf($country, $show['time_zone'], $show['doors_at']);
        if ($zone !== null) {
            $rows[] = [$texts->say('doors.yours'), $when($show['doors_at'], $zone)];
        }
        return $rows;
    }

    /**
     * The zone a fan of a country lives in, null where its clocks show what the venue's show. Where nobody knows (no country, or one
     * with several hours), UTC: everybody can reckon from that.
     */
    public static function zoneOf(?string $country, string $showZone, int $at): ?string {
        $seconds = intdiv($at, 1000);
        $offset = static fn(string $zone): int => (timezone_open($zone) ?: new \DateTimeZone('UTC'))->getOffset(
            new \DateTimeImmutable("@$seconds"),
        );
        $zones =
            $country === null || preg_match('/^[A-Z]{2}$/D', $country) !== 1
                ? []
                : \DateTimeZone::listIdentifiers(\DateTimeZone::PER_COUNTRY, $country);
        $offsets = array_unique(array_map($offset, $zones));
        $zone = count($offsets) === 1 ? $zones[0] : 'UTC';
        return $offset($zone) === $offset($showZone) ? null : $zone;
    }
}
