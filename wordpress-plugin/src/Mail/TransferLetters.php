<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Domain\Secrets;
use Parterre\Rest\Views;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\Holders;
use Parterre\Store\Orders;
use Parterre\Store\Sessions;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;
use Parterre\Store\Transfers;

/** Writes to both mailboxes when something moves from one to the other. Neither learns the other's address in full from us. */
final class TransferLetters {
    public function __construct(
        private readonly Db $db,
        private readonly Transfers $transfers,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Shows $shows,
        private readonly Sessions $sessions,
        private readonly Gifts $gifts,
        private readonly Holders $holders,
        private readonly Events $events,
        private readonly Letters $letters,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** What waits to be accepted: to whom it is offered, and to who offers it. */
    public function asked(string $id): void {
        $transfer = $this->transfers->find($id);
        if ($transfer === null || $transfer['state'] !== 'waiting') {
            return;
        }
        $link = $this->link($transfer, 'transfer', $transfer['expires_at']);
        $texts = new Texts($transfer['locale']);
        $words = $this->words($transfer, $texts);
        $letter = new Letter($texts->say('transfer.subject', $words), $texts->language(), $this->settings->venueName());
        $letter
            ->paragraph($texts->say($transfer['ticket_id'] === null ? 'transfer.helloOrder' : 'transfer.hello', $words))
            ->button($texts->say('transfer.accept'), Letters::link($this->page($transfer), $link['secret']))
            ->paragraph($texts->say('transfer.why'));
        $this->postman->send('transfer', $transfer['email'], $letter, $transfer['order_id']);
        $this->toFormer(
            $transfer,
            $texts,
            'transfer.askedSubject',
            ['transfer.askedHello', 'transfer.askedWhy'],
            // Who typed an address may see it: a mistake is found here.
            ['guest' => $transfer['email']] + $words,
        );
    }

    /** What has moved. An order's new address gets its confirmation besides (`Access\Transfers`). */
    public function done(string $id): void {
        $transfer = $this->transfers->find($id);
        if ($transfer === null || $transfer['state'] !== 'done') {
            return;
        }
        $texts = new Texts($transfer['locale']);
        $words = $this->words($transfer, $texts);
        if ($transfer['ticket_id'] !== null) {
            $this->toNewHolder($transfer, $texts, $words);
        }
        $this->toFormer(
            $transfer,
            $texts,
            'transferred.ownerSubject',
            [
                $transfer['ticket_id'] === null ? 'transferred.ownerOrder' : 'transferred.ownerHello',
                'transferred.ownerWhy',
            ],
            $words,
        );
    }

    /** To whoever holds a ticket that somebody else bought and got the money back for. A gift nobody was told of stays untold. */
    public function takenBack(string $id): void {
        $ticket = $this->tickets->find($id);
        $show = $ticket === null ? null : $this->shows->find($ticket['show_id']);
        if ($ticket === null || $show === null || $ticket['state'] === 'valid' || $ticket['email_hash'] === '') {
            return;
        }
        $order = $ticket['order_id'] === null ? null : $this->orders->find($ticket['order_id']);
        $gift = $order === null ? null : $this->gifts->ofOrders([$order['id']])[$order['id']] ?? null;
        $isGift = $gift !== null && $gift['email_hash'] === $ticket['email_hash'];
        if ($isGift && $gift['sent_at'] === null) {
            return;
        }
        $known = $this->holders->mailbox($ticket['email_hash']);
        $email = $known['email'] ?? ($isGift ? $gift['email'] : '');
        if ($email === '') {
            return;
        }
        $texts = new Texts($known['locale'] ?? ($order['locale'] ?? get_locale()));
        $words = ['title' => $show['title'], 'venue' => home_url('/')];
        $letter = new Letter(
            $texts->say('takenBack.subject', $words),
            $texts->language(),
            $this->settings->venueName(),
        );
        $letter->paragraph($texts->say('takenBack.hello', $words))->paragraph($texts->say('takenBack.why', $words));
        $this->postman->send('taken_back', $email, $letter);
    }

    /** @param array<string, string> $words */
    private function toNewHolder(array $transfer, Texts $texts, array $words): void {
        $tickets = $this->piece($transfer);
        $shows = $this->shows->findMany(array_column($tickets, 'show_id'));
        if ($tickets === []) {
            return;
        }
        $link = $this->link($transfer, 'purchase', $this->letters->linkEnd($tickets, $shows));
        $letter = new Letter(
            $texts->say('transferred.subject', $words),
            $texts->language(),
            $this->settings->venueName(),
        );
        if ($tickets[0]['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter
            ->paragraph(
                $texts->say($transfer['by_user'] === null ? 'transferred.hello' : 'transferred.helloOffice', $words),
            )
            ->button($texts->say('purchase.enter'), Letters::link($this->page($transfer), $link['secret']))
            ->paragraph($texts->say('purchase.enterWhy'));
        $this->letters->shows($letter, $texts, $shows, $tickets);
        $this->letters->hallCodes($letter, $texts, $tickets);
        $this->letters->calendar($letter, $shows);
        $this->postman->send('transferred', $transfer['email'], $letter);
    }

    /**
     * @param list<string> $sentences
     * @param array<string, string> $words
     */
    private function toFormer(array $transfer, Texts $texts, string $subject, array $sentences, array $words): void {
        if ($transfer['from_email'] === '') {
            return;
        }
        $letter = new Letter($texts->say($subject, $words), $texts->language(), $this->settings->venueName());
        foreach ($sentences as $sentence) {
            $text = $texts->say($sentence, $words);
            $letter->paragraph(mb_strtoupper(mb_substr($text, 0, 1)) . mb_substr($text, 1));
        }
        $this->postman->send('transfer', $transfer['from_email'], $letter, $transfer['order_id']);
    }

    /** @return array<string, string> */
    private function words(array $transfer, Texts $texts): array {
        $ticket = $transfer['ticket_id'] === null ? null : $this->tickets->find($transfer['ticket_id']);
        $show = $ticket === null ? null : $this->shows->find($ticket['show_id']);
        $order = $transfer['order_id'] === null ? null : $this->orders->find($transfer['order_id']);
        return [
            'what' =>
                $ticket === null
                    ? $texts->say('transfer.order', ['reference' => $order['reference'] ?? ''])
                    : $texts->say('transfer.ticket', ['title' => $show['title'] ?? '']),
            'owner' => Secrets::emailHint($transfer['from_email']),
            'guest' => Secrets::emailHint($transfer['email']),
            'venue' => home_url('/'),
        ];
    }

    /** Tickets that moved together and are still with whom they moved to. @return list<array<string, mixed>> */
    private function piece(array $transfer): array {
        $first = $this->tickets->find((string) $transfer['ticket_id']);
        return $first === null
            ? []
            : array_values(
                array_filter(
                    $this->tickets->atShow($first['show_id'], $transfer['email_hash']),
                    static fn(array $ticket): bool => $ticket['id'] === $first['id'] ||
                        ($first['line_id'] !== null &&
                            $ticket['line_id'] === $first['line_id'] &&
                            $ticket['unit'] === $first['unit']),
                ),
            );
    }

    private function page(array $transfer): string {
        if ($transfer['page'] !== '' && $this->settings->allowsPage($transfer['page'])) {
            return $transfer['page'];
        }
        $ticket = $transfer['ticket_id'] === null ? null : $this->tickets->find($transfer['ticket_id']);
        $show = $ticket === null ? null : $this->shows->find($ticket['show_id']);
        return $show === null ? home_url('/') : Views::showUrl($show);
    }

    /** @return array{id: string, secret: string, code: ?string} */
    private function link(array $transfer, string $purpose, int $until): array {
        return $this->db->transaction(function () use ($transfer, $purpose, $until): array {
            $this->events->append('pass_link.sent', ['purpose' => $purpose]);
            return $this->sessions->createLink(
                $purpose,
                $transfer['email'],
                $transfer['locale'],
                $until,
                false,
                null,
                $purpose === 'transfer' ? $transfer['id'] : null,
            );
        });
    }
}
