<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Carts;
use Parterre\Store\Events;
use Parterre\Store\Gifts;
use Parterre\Store\Orders;
use Parterre\Store\Stock;
use Parterre\Store\Tickets;

/**
 * What a paid order gives, and what becomes of it when money moves back. It decides nothing: Settle and Refunds call it inside
 * their transactions, with the order's row locked.
 */
final class Fulfilment {
    public function __construct(
        private readonly Stock $stock,
        private readonly Tickets $tickets,
        private readonly Gifts $gifts,
        private readonly Carts $carts,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Settings $settings,
    ) {}

    /**
     * Makes the tickets and the delivery of an order that is being paid.
     *
     * @param array<string, mixed> $order with `lines`
     */
    public function issue(array $order): void {
        $holder = $this->gifts->holder($order);
        foreach ($order['lines'] as $line) {
            foreach ($line['parts'] as $position => $part) {
                if ($part['kind'] === 'merch' || $part['show_id'] === null) {
                    continue;
                }
                for ($unit = 0; $unit < $line['quantity']; $unit++) {
                    $this->issueTicket($order, $holder, $line, $part, $position, $unit);
                }
            }
        }
        $goods = self::goods($order['lines']);
        if ($goods !== []) {
            $delivery = $this->tickets->deliver($order, $this->settings->pickupPlace(), $goods);
            if ($delivery !== null) {
                $this->events->append('delivery.created', ['delivery' => $delivery, 'order' => $order['id']]);
            }
        }
        if ($order['cart_id'] !== null) {
            // What was bought is no longer in the basket.
            $this->carts->replace($order['cart_id'], $order['currency'], []);
        }
    }

    /**
     * Takes back what refunded pieces gave: their tickets, stock and goods.
     *
     * @param array<string, mixed> $order with `lines` as they are after the refund
     * @param list<array{line: string, quantity: int, units: list<int>}> $pieces
     * @return list<string> the pools that moved
     */
    public function takeBack(array $order, array $pieces, string $reason): array {
        $lines = array_column($order['lines'], null, 'id');
        $gone = [];
        $units = [];
        foreach ($pieces as $piece) {
            $gone[$piece['line']] = $piece['units'];
            foreach (Orders::pieceUnits($lines[$piece['line']]) as $pool => $count) {
                $units[$pool] = ($units[$pool] ?? 0) + $count * $piece['quantity'];
            }
        }
        foreach ($this->tickets->ofOrders([$order['id']]) as $ticket) {
            if (in_array($ticket['unit'], $gone[$ticket['line_id']] ?? [], true)) {
                $this->void($ticket, $reason);
                if (!in_array($ticket['email_hash'], ['', $order['email_hash']], true)) {
                    // A gift, or handed on: whoever has it hears nothing of the buyer's refund otherwise. One mail a show.
                    $whose = substr($ticket['email_hash'], 0, 16);
                    $key = "mail.taken_back:{$order['id']}:{$ticket['show_id']}:$whose";
                    $this->jobs->now('mail.taken_back', $key, ['ticket' => $ticket['id']]);
                }
            }
        }
        $this->tickets->deliverOnly($order['id'], self::goods($order['lines']));
        return $this->stock->unsellUnits($order['id'], $units);
    }

    /** Lets an order's tickets rest while the bank has the money. */
    public function suspend(string $order): void {
        foreach ($this->tickets->ofOrders([$order]) as $ticket) {
            $this->void($ticket, 'dispute');
        }
    }

    /** The bank gave the money back: what rested for that reason works again. */
    public function restore(string $order): void {
        foreach ($this->tickets->ofOrders([$order]) as $ticket) {
            if ($this->tickets->restore($ticket['id'], 'dispute')) {
                $this->events->append(
                    'ticket.restored',
                    ['ticket' => $ticket['id'], 'reason' => 'dispute'],
                    ['show' => $ticket['show_id'], 'order' => $order],
                );
            }
        }
    }

    /**
     * Goods of the pieces that are in force.
     *
     * @param list<array<string, mixed>> $lines
     * @return list<array{name: string, quantity: int}>
     */
    public static function goods(array $lines): array {
        $goods = [];
        foreach ($lines as $line) {
            $pieces = $line['quantity'] - ($line['refunded_quantity'] ?? 0);
            foreach ($pieces > 0 ? $line['parts'] : [] as $part) {
                if ($part['kind'] === 'merch' || $part['show_id'] === null) {
                    $name = $part['title'] !== '' ? $part['title'] : $line['name'];
                    $goods[] = ['name' => $name, 'quantity' => $pieces * $part['units']];
                }
            }
        }
        return $goods;
    }

    private function issueTicket(
        array $order,
        string $holder,
        array $line,
        array $part,
        int $position,
        int $unit,
    ): void {
        $source = $line['total_minor'] > 0 ? 'paid' : 'free';
        $ticket = $this->tickets->issue([
            'order_id' => $order['id'],
            'line_id' => $line['id'],
            'part' => $position,
            'unit' => $unit,
            'show_id' => $part['show_id'],
            'kind' => $part['kind'],
            'valid_from' => $part['valid_from'],
            'valid_until' => $part['valid_until'],
            'capabilities' => $part['capabilities'],
            'source' => $source,
            'test' => $order['test'],
            // A gift is its receiver's.
            'email_hash' => $holder,
            'category' => mb_substr($line['name'], 0, 200),
            // What this one piece cost; the first ones carry the cents that do not divide.
            'price_minor' =>
                intdiv($line['total_minor'], $line['quantity']) +
                ($unit < $line['total_minor'] % $line['quantity'] ? 1 : 0),
        ]);
        if ($ticket !== null) {
            $this->events->append(
                'ticket.issued',
                ['ticket' => $ticket, 'show' => $part['show_id'], 'kind' => $part['kind'], 'source' => $source],
                ['order' => $order['id']],
            );
        }
    }

    private function void(array $ticket, string $reason): void {
        if ($this->tickets->void($ticket['id'], $reason)) {
            $this->events->append(
                'ticket.voided',
                ['ticket' => $ticket['id'], 'reason' => $reason],
                ['show' => $ticket['show_id'], 'order' => $ticket['order_id']],
            );
        }
    }
}
