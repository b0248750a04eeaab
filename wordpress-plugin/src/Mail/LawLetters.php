<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Law\ChoicePage;
use Parterre\Settings;
use Parterre\Store\BulkActs;
use Parterre\Store\Orders;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;
use Parterre\Store\Withdrawals;

/** Writes the mails about rights after a purchase. */
final class LawLetters {
    public function __construct(
        private readonly Orders $orders,
        private readonly Withdrawals $withdrawals,
        private readonly BulkActs $acts,
        private readonly Shows $shows,
        private readonly Tickets $tickets,
        private readonly ChoicePage $choices,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** A show was moved: the new date, and the choice. Does nothing for who has chosen meanwhile. */
    public function postponed(string $actId, string $orderId): void {
        $act = $this->acts->find($actId);
        $order = $this->orders->find($orderId);
        $show = $act === null ? null : $this->shows->find($act['show_id']);
        if (
            $act === null ||
            $show === null ||
            $order === null ||
            $order['state'] !== 'paid' ||
            $order['email'] === ''
        ) {
            return;
        }
        $texts = new Texts($order['locale']);
        $date = static fn(int $ms): string => $texts->date($ms, $show['time_zone']);
        $open = $act['new_starts_at'] === null;
        $subject = $texts->say($open ? 'postponed.subjectOpen' : 'postponed.subject', ['title' => $show['title']]);
        $letter = new Letter($subject, $texts->language(), $this->settings->venueName());
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter->paragraph(
            $texts->say($open ? 'postponed.open' : 'postponed.moved', [
                'old' => $date($act['old_starts_at']),
                'new' => $open ? '' : $date($act['new_starts_at']),
            ]),
        );
        if ($act['message'] !== '') {
            $letter->paragraph($act['message']);
        }
        $letter->paragraph($texts->say('postponed.keep'));
        if ($act['choose_until'] !== null) {
            $letter
                ->paragraph($texts->say('postponed.choose', ['date' => $date($act['choose_until'])]))
                ->button($texts->say('choice.button'), $this->choices->url($actId, $orderId));
        }
        $this->postman->send('postponed', $order['email'], $letter, $orderId);
    }

    /** A show was cancelled, and the venue asks before the money goes back. Does nothing for who has chosen meanwhile. */
    public function cancelled(string $actId, string $orderId): void {
        $act = $this->acts->find($actId);
        $order = $this->orders->find($orderId);
        $item = $this->acts->item($actId, $orderId);
        $show = $act === null ? null : $this->shows->find($act['show_id']);
        if (
            $act === null ||
            $show === null ||
            $order === null ||
            $order['email'] === '' ||
            $order['state'] !== 'paid' ||
            ($item['choice'] ?? '') !== ''
        ) {
            return;
        }
        $texts = new Texts($order['locale']);
        $date = static fn(int $ms): string => $texts->date($ms, $show['time_zone']);
        $letter = new Letter(
            $texts->say('cancelled.subject', ['title' => $show['title']]),
            $texts->language(),
            $this->settings->venueName(),
        );
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        $letter->paragraph($texts->say('cancelled.hello', ['old' => $date($act['old_starts_at'])]));
        if ($act['message'] !== '') {
            $letter->paragraph($act['message']);
        }
        $values = ['date' => $date((int) $act['choose_until']), 'venue' => $this->settings->venueName()];
        $letter
            ->paragraph($texts->say('cancelled.back', $values))
            ->paragraph($texts->say('cancelled.donate', $values))
            ->button($texts->say('choice.buttonCancelled'), $this->choices->url($actId, $orderId));
        $this->postman->send('cancelled', $order['email'], $letter, $orderId);
    }

    /** A parcel has left. */
    public function sent(string $deliveryId): void {
        $delivery = $this->tickets->delivery($deliveryId);
        $order = $delivery === null ? null : $this->orders->find($delivery['order_id']);
        if ($delivery === null || $order === null || $delivery['state'] !== 'sent' || $order['email'] === '') {
            return;
        }
        $texts = new Texts($order['locale']);
        $values = [
            'reference' => $order['reference'],
            'place' => $delivery['place'],
            'tracking' => $delivery['tracking'],
        ];
        $letter = new Letter($texts->say('sent.subject', $values), $texts->language(), $this->settings->venueName());
        $letter->paragraph($texts->say('sent.hello', $values));
        if ($delivery['tracking'] !== '') {
            $letter->paragraph($texts->say('sent.tracking', $values));
        }
        $letter->table(
            array_map(static fn(array $line): array => [$line['name'], '× ' . $line['quantity']], $delivery['lines']),
        );
        $this->postman->send('sent', $order['email'], $letter, $order['id']);
    }

    /** Acknowledges a withdrawal: from what, when, and what happens now (art. L221-21 Code de la consommation). */
    public function withdrawal(string $id): void {
        $row = $this->withdrawals->find($id);
        $order = $row === null ? null : $this->orders->find($row['order_id']);
        if ($row === null || $order === null || $order['email'] === '') {
            return;
        }
        $texts = new Texts($order['locale']);
        $amount = $texts->amount($row['amount_minor'], $order['currency']);
        $address = $this->settings->get('seller_address') ?: $this->settings->pickupPlace();
        $values = [
            'reference' => $order['reference'],
            'amount' => $amount,
            'date' => $texts->date($row['declared_at'], wp_timezone_string()),
            'address' => str_replace("\n", ', ', $this->settings->seller() . ', ' . $address),
        ];
        $letter = new Letter(
            $texts->say('withdrawal.subject', $values),
            $texts->language(),
            $this->settings->venueName(),
        );
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        $rows = array_map(
            static fn(int $place): array => [
                "{$order['lines'][$place]['quantity']} × {$order['lines'][$place]['name']}",
                $texts->money($order['lines'][$place]['total_minor'], $order['currency']),
            ],
            $row['places'],
        );
        $letter
            ->paragraph($texts->say('withdrawal.received', $values))
            ->table([...$rows, [$texts->say('withdrawal.amount'), $amount]])
            ->paragraph($texts->say($row['state'] === 'waiting' ? 'withdrawal.return' : 'withdrawal.now', $values))
            ->paragraph($texts->say('withdrawal.keep'));
        $this->postman->send('withdrawal', $order['email'], $letter, $order['id']);
    }
}
