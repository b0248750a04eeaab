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
                    'price_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'opens_at' => Column::TIME_OR_NULL,
                    'closes_at' => Column::TIME_OR_NULL,
                    'closed' => Column::FLAG,
                    'max_per_order' => 'INT NOT NULL DEFAULT 10',
                    'position' => Column::INT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id'],
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
