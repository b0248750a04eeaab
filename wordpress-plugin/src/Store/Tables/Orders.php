<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Who bought what, and what it gave. */
final class Orders {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'orders' => [
                'columns' => [
                    'id' => Column::ID,
                    'reference' => 'VARCHAR(16) NOT NULL',
                    'state' => Column::WORD,
                    'gateway' => Column::WORD,
                    'test' => Column::FLAG,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'locale' => 'VARCHAR(35) NOT NULL',
                    'currency' => Column::CURRENCY,
                    'total_minor' => Column::INT,
                    'refunded_minor' => Column::INT,
                    'discounts' => Column::TEXT,
                    // The codes it was priced with, as the venue writes them.
                    'codes' => Column::TEXT_OR_NULL,
                    // Declared by the buyer: where the fan lives decides the VAT.
                    'country' => 'VARCHAR(2) NULL',
                    // Where the VAT is due once paid, and what spoke for it: `{declared, card, network, flagged}`.
                    'tax_country' => 'VARCHAR(2) NULL',
                    'evidence' => Column::TEXT_OR_NULL,
                    // How goods are to reach the buyer, as the protocol's `DeliveryRequest`.
                    'delivery' => Column::TEXT_OR_NULL,
                    'key_hash' => Column::HASH,
                    'request_hash' => Column::HASH,
                    'page' => Column::ADDRESS,
                    'cart_id' => Column::ID_OR_NULL,
                    'consents' => Column::TEXT,
                    'attribution' => Column::TEXT_OR_NULL,
                    // Only where stock is limited; `pay_until` ends every unpaid order.
                    'hold_until' => Column::TIME_OR_NULL,
                    'pay_until' => Column::TIME_OR_NULL,
                    'created_at' => Column::TIME,
                    'paid_at' => Column::TIME_OR_NULL,
                    'closed_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['reference', 'key_hash'],
                'keys' => ['email_hash', 'state,hold_until', 'state,pay_until', 'created_at'],
            ],
            'order_lines' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID,
                    'position' => Column::INT,
                    'type' => Column::WORD,
                    'ref' => Column::ID,
                    'name' => 'VARCHAR(400) NOT NULL',
                    'quantity' => Column::INT,
                    'unit_minor' => Column::INT,
                    // What the buyer chose to pay for one piece; null where the venue set it.
                    'chosen_minor' => Column::INT_OR_NULL,
                    // Already taken off `total_minor`.
                    'discount_minor' => Column::INT,
                    'total_minor' => Column::INT,
                    'parts' => Column::TEXT,
                    // Units that one piece draws on, by pool: its parts' and its offer's quotas.
                    'pools' => Column::TEXT_OR_NULL,
                    // Snapshot of the VAT: `[{kind, country, rate, gross, tax}]`, rate in basis points.
                    'taxes' => Column::TEXT_OR_NULL,
                    'refunded_quantity' => Column::INT,
                    'refunded_minor' => Column::INT,
                ],
                'primary' => 'id',
                'unique' => ['order_id,position'],
                'keys' => ['ref'],
            ],
            'holds' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID,
                    'pool_id' => Column::ID,
                    'units' => Column::INT,
                    'state' => Column::WORD,
                    'expires_at' => Column::TIME,
                    // Keyed hash of the buyer's network while it holds limited stock.
                    'network_hash' => Column::HASH_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['pool_id,state,expires_at', 'order_id', 'network_hash,state'],
            ],
            // Orders whose tickets are somebody else's.
            'gifts' => [
                'columns' => [
                    'order_id' => Column::ID,
                    'name' => Column::NAME,
                    'email' => 'VARCHAR(254) NOT NULL',
                    'email_hash' => Column::HASH,
                    'message' => Column::TEXT,
                    'send_at' => Column::TIME,
                    'sent_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'order_id',
                'keys' => ['email_hash', 'send_at'],
            ],
            'tickets' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID_OR_NULL,
                    'line_id' => Column::ID_OR_NULL,
                    'part' => Column::INT,
                    'unit' => Column::INT,
                    'show_id' => Column::ID,
                    'kind' => Column::WORD,
                    'valid_from' => Column::TIME_OR_NULL,
                    'valid_until' => Column::TIME_OR_NULL,
                    'capabilities' => Column::TEXT,
                    'source' => Column::WORD,
                    'granted_by' => 'BIGINT NULL',
                    'state' => Column::WORD,
                    'test' => Column::FLAG,
                    'email_hash' => Column::HASH,
                    'created_at' => Column::TIME,
                    'voided_at' => Column::TIME_OR_NULL,
                    'void_reason' => Column::NAME,
                    // How often it was handed on; its code for the door is made from that too.
                    'transfers' => Column::INT,
                    // Only in the hall: a number without gaps per show, and what is printed on it.
                    'serial' => Column::INT_OR_NULL,
                    'category' => Column::NAME,
                    'price_minor' => Column::INT_OR_NULL,
                    // Who is in: derived from `checkins`, which keeps every mark.
                    'checkin_id' => Column::ID_OR_NULL,
                    'checked_at' => Column::TIME_OR_NULL,
                    'checked_by' => 'BIGINT NULL',
                    // The invitation that is its source.
                    'guest_id' => Column::ID_OR_NULL,
                ],
                'primary' => 'id',
                // One ticket per line, part and unit, whatever runs twice.
                'unique' => ['line_id,part,unit', 'show_id,serial', 'guest_id,unit'],
                'keys' => ['order_id', 'email_hash', 'show_id,kind'],
            ],
            'deliveries' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID,
                    'method' => Column::WORD,
                    'state' => Column::WORD,
                    'code' => 'VARCHAR(12) NOT NULL',
                    'place' => Column::NAME,
                    // Where it is posted to: the protocol's address, and its country.
                    'post_address' => Column::TEXT_OR_NULL,
                    'tracking' => Column::NAME,
                    'lines' => Column::TEXT,
                    'created_at' => Column::TIME,
                    'sent_at' => Column::TIME_OR_NULL,
                    'done_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['order_id', 'code'],
            ],
        ];
    }
}
