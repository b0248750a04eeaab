<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Settings;
use Parterre\Store\Orders;
use Parterre\Store\Withdrawals;

/** Writes the mails about rights after a purchase. */
final class LawLetters {
    public function __construct(
        private readonly Orders $orders,
        private readonly Withdrawals $withdrawals,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

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
