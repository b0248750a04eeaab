<?php
declare(strict_types=1);

namespace Parterre\Mail;

use Parterre\Law\Amends;
use Parterre\Settings;
use Parterre\Store\Orders;
use Parterre\Store\Refunds;

/** Writes the mails about money that is under way or goes back. */
final class MoneyLetters {
    public function __construct(
        private readonly Orders $orders,
        private readonly Refunds $refunds,
        private readonly AmendsLetters $amends,
        private readonly Postman $postman,
        private readonly Settings $settings,
    ) {}

    /** A delayed payment was promised. Does nothing once it has come or failed. */
    public function processing(string $orderId): void {
        $order = $this->orders->find($orderId);
        if ($order === null || $order['state'] !== 'processing') {
            return;
        }
        $texts = new Texts($order['locale']);
        $values = [
            'reference' => $order['reference'],
            'amount' => $texts->money($order['total_minor'], $order['currency']),
        ];
        $letter = $this->letter($order, $texts, $texts->say('processing.subject', $values));
        $letter->paragraph($texts->say('processing.hello', $values))->paragraph($texts->say('processing.next'));
        $this->postman->send('processing', $order['email'], $letter, $orderId);
    }

    /** Money went back, or a free order was cancelled. Does nothing for a refund that did not go through. */
    public function refund(string $refundId): void {
        $refund = $this->refunds->find($refundId);
        $order = $refund === null ? null : $this->orders->find($refund['order_id']);
        if ($refund === null || $order === null || $refund['state'] === 'failed' || $order['email'] === '') {
            return;
        }
        $texts = new Texts($order['locale']);
        $amount = $texts->money($refund['amount_minor'], $order['currency']);
        $values = [
            'reference' => $order['reference'],
            'amount' => $amount,
            'venue' => $this->settings->venueName(),
        ];
        $free = $refund['amount_minor'] === 0;
        $why = $refund['origin'];
        if ($why === 'amends') {
            // One that is tried again has a key of its own.
            $facts = $this->amends->facts(Amends::actOf($refund) ?? '', $texts);
            $why = $facts === [] ? 'admin' : $why;
            $values += $facts;
        }
        $letter = $this->letter($order, $texts, $texts->say($free ? 'refund.subjectFree' : 'refund.subject', $values));
        $letter->paragraph($texts->say($free ? 'refund.free' : "refund.$why", $values));
        if ($refund['reason'] !== '') {
            $letter->paragraph($texts->say('refund.reason', ['reason' => $refund['reason']]));
        }
        $names = array_column($order['lines'], 'name', 'id');
        $pieces = array_filter($refund['lines'], static fn(array $piece): bool => $piece['quantity'] > 0);
        $rows = array_map(
            static fn(array $piece): array => [
                "{$piece['quantity']} × {$names[$piece['line']]}",
                $texts->money($piece['amountMinor'], $order['currency']),
            ],
            array_values($pieces),
        );
        if (!$free) {
            $rows[] = [$texts->say('refund.amount'), $amount];
            $letter->heading($texts->say('refund.what'))->table($rows)->paragraph($texts->say('refund.when'));
        }
        $given = $order['paid_at'] !== null;
        if ($given && $pieces !== []) {
            $letter->paragraph($texts->say('refund.ticketsGone'));
        }
        if ($given && $order['state'] !== 'refunded') {
            $letter->paragraph($texts->say('refund.ticketsStay'));
        }
        $this->postman->send('refund', $order['email'], $letter, $order['id']);
    }

    private function letter(array $order, Texts $texts, string $subject): Letter {
        $letter = new Letter($subject, $texts->language(), $this->settings->venueName());
        if ($order['test']) {
            $letter->banner($texts->say('test'));
        }
        return $letter;
    }
}
