<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What can be bought, and the stock it draws on. */
final class Selling {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'pools' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID_OR_NULL,
                    'name' => Column::NAME,
                    'capacity' => Column::INT_OR_NULL,
                    'held' => Column::INT,
                    'sold' => Column::INT,
                    // Full whatever the numbers say: the rest is sold somewhere else.
                    'sold_elsewhere' => Column::FLAG,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
            ],
            'offers' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'name' => Column::NAME,
                    'description' => Column::TEXT,
                    // `fixed`, `free`, or `choose`: then `price_minor` is the least.
                    'pricing' => "VARCHAR(40) NOT NULL DEFAULT 'fixed'",
                    'price_minor' => Column::INT,
                    'max_minor' => Column::INT_OR_NULL,
                    'suggestions' => Column::TEXT_OR_NULL,
                    'currency' => Column::CURRENCY,
                    'opens_at' => Column::TIME_OR_NULL,
                    'closes_at' => Column::TIME_OR_NULL,
                    // Waits for this offer of the same show to be gone; `opened_at` is when it was, once.
                    'opens_after' => Column::ID_OR_NULL,
                    'opened_at' => Column::TIME_OR_NULL,
                    'closed' => Column::FLAG,
                    'hidden' => Column::FLAG,
                    'max_per_order' => 'INT NOT NULL DEFAULT 10',
                    'max_per_person' => Column::INT_OR_NULL,
                    'position' => Column::INT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id', 'opens_after'],
            ],
            // Quotas that an offer draws on besides the pools of its parts.
            'offer_pools' => [
                'columns' => [
                    'offer_id' => Column::ID,
                    'pool_id' => Column::ID,
                    'units' => 'INT NOT NULL DEFAULT 1',
                ],
                'primary' => 'offer_id,pool_id',
                'keys' => ['pool_id'],
            ],
            'codes' => [
                'columns' => [
                    'id' => Column::ID,
                    // As the venue writes it, and as it is compared.
                    'code' => Column::NAME,
                    'normal' => 'VARCHAR(40) NOT NULL',
                    'type' => Column::WORD,
                    // Basis points for `percent`, minor units for `amount` and `price`.
                    'value' => Column::INT,
                    // Offers and shows it is for; empty for all.
                    'offers' => Column::TEXT,
                    'shows' => Column::TEXT,
                    'opens_at' => Column::TIME_OR_NULL,
                    'closes_at' => Column::TIME_OR_NULL,
                    'max_uses' => Column::INT_OR_NULL,
                    'max_per_person' => Column::INT_OR_NULL,
                    // Pieces of one order it is for.
                    'pieces' => Column::INT_OR_NULL,
                    'uses' => Column::INT,
                    // Printed together.
                    'batch' => Column::ID_OR_NULL,
                    'label' => Column::NAME,
                    'disabled' => Column::FLAG,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'unique' => ['normal'],
                'keys' => ['batch', 'created_at'],
            ],
            'code_uses' => [
                'columns' => [
                    'code_id' => Column::ID,
                    'order_id' => Column::ID,
                    'email_hash' => Column::HASH,
                    // `active`, or `released` once the order gave it back.
                    'state' => Column::WORD,
                    'discount_minor' => Column::INT,
                    'at' => Column::TIME,
                ],
                'primary' => 'code_id,order_id',
                'keys' => ['order_id', 'code_id,email_hash,state'],
            ],
            'offer_parts' => [
                'columns' => [
                    'offer_id' => Column::ID,
                    'position' => Column::INT,
                    'show_id' => Column::ID_OR_NULL,
                    'kind' => Column::WORD,
                    'title' => Column::NAME,
                    'pool_id' => Column::ID_OR_NULL,
                    'units' => 'INT NOT NULL DEFAULT 1',
                    'valid_from' => Column::TIME_OR_NULL,
                    'valid_until' => Column::TIME_OR_NULL,
                    'capabilities' => Column::TEXT,
                    // Its weight in the price, by which VAT and rights split a mixed offer; null: not said.
                    'share_minor' => Column::INT_OR_NULL,
                ],
                'primary' => 'offer_id,position',
                'keys' => ['pool_id', 'show_id'],
            ],
            'products' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID_OR_NULL,
                    'name' => Column::NAME,
                    'description' => Column::TEXT,
                    'images' => Column::TEXT,
                    'position' => Column::INT,
                    'published' => Column::FLAG,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
            ],
            'variants' => [
                'columns' => [
                    'id' => Column::ID,
                    'product_id' => Column::ID,
                    'label' => Column::NAME,
                    'price_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'pool_id' => Column::ID_OR_NULL,
                    'max_per_order' => 'INT NOT NULL DEFAULT 10',
                    'position' => Column::INT,
                ],
                'primary' => 'id',
                'keys' => ['product_id', 'pool_id'],
            ],
            'carts' => [
                'columns' => [
                    'id' => Column::ID,
                    'currency' => Column::CURRENCY,
                    'lines' => Column::TEXT,
                    'created_at' => Column::TIME,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['updated_at'],
            ],
        ];
    }
}
