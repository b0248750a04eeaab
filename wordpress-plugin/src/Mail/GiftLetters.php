<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Clock;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\JobQueue;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/** Tells those who were given tickets, on the day the giver chose. They learn who gives from the words alone: no address, no price. */
final class GiftLetters {
    public function __construct(
        private readonly Db $db,
        private readonly Orders $orders,
        private readonly Gifts $gifts,
        private readonly Tickets $tickets,
        private readonly Shows $shows,
        private readonly Sessions $sessions,
        private readonly Events $events,
        private readonly JobQueue $queue,
        private readonly Letters $letters,
        private readonly Postman $postman,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /** Sends the mail of a paid gift, or has it sent on its day. Does nothing for an order that is no gift. */
    public function plan(string $order): void {
        $gift = $this->gifts->ofOrders([$order])[$order] ?? null;
        if ($gift === null || $gift['sent_at'] !== null) {
            return;
        }
        $wait = $gift['send_at'] - $this->clock->nowMs();
        if ($wait > 0) {
            $this->queue->add('mail.gift', "mail.gift:$order", ['order' => $order], $wait);
        } else {
            $this->send($order);
        }
    }

    /** Sends it, unless it was sent, taken back, or forgotten on request. */
    public function send(string $orderId): void {
        $order = $this->orders->find($orderId);
        $gift = $this->gifts->ofOrders([$orderId])[$orderId] ?? null;
        if ($order === null || $gift === null || $order['state'] !== 'paid' || $gift['email'] === '') {
            return;
        }
        $tickets = array_values(
            array_filter(
                $this->tickets->ofOrders([$orderId]),
                static fn(array $ticket): bool => $ticket['state'] === 'valid' &&
                    $ticket['email_hash'] === $gift['email_hash'],
            ),
        );
        if ($tickets === [] || !$this->gifts->markSent($orderId)) {
            return;
        }
        $shows = $this->shows->findMany(array_column($tickets, 'show_id'));
        $texts = new Texts($order['locale']);
        $link = $this->db->transaction(function () use ($gift, $order, $tickets, $shows): array {
            $link = $this->sessions->createLink(
                'purchase',
                $gift['email'],
                $order['locale'],
                $this->letters->linkEnd($tickets, $shows),
                false,
            );
            $this->events->append('pass_link.sent', ['purpose' => 'purchase']);
            return $link;
        });
        $venue = $this->settings->venueName();
        $letter = new Letter(
            $texts->say('gift.subject', ['title' => reset($shows)['title'] ?? $venue]),
            $texts->language(),
            $venue,
        );
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter->paragraph($texts->say('gift.hello', ['name' => $gift['name'], 'venue' => $venue]));
        if ($gift['message'] !== '') {
            $letter->paragraph($texts->say('gift.words', ['message' => $gift['message']]));
        }
        $letter
            ->button($texts->say('gift.enter'), Letters::link($order['page'], $link['secret']))
            ->paragraph($texts->say('purchase.enterWhy'));
        $this->letters->shows($letter, $texts, $shows, $tickets);
        $this->letters->hallCodes($letter, $texts, $tickets);
        $this->letters->calendar($letter, $shows);
        $this->postman->send('gift', $gift['email'], $letter);
    }
}
