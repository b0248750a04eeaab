<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** When a live picture failed, and what the venue did about it for those who were inside. */
final class Amends {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'failures' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    'from_at' => Column::TIME,
                    // Null while it lasts.
                    'until_at' => Column::TIME_OR_NULL,
                    // `watch` noted it, or somebody did by `hand`.
                    'source' => Column::WORD,
                    'user_id' => 'BIGINT NULL',
                    'created_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id,from_at'],
            ],
            // What an act of `bulk_acts` of the kind `amends` does.
            'amends' => [
                'columns' => [
                    'act_id' => Column::ID,
                    'show_id' => Column::ID,
                    // `replay`, `refund` or `code`.
                    'what' => Column::WORD,
                    'from_at' => Column::TIME,
                    'until_at' => Column::TIME,
                    // Of the price, in hundredths of a percent; of a code that takes off an amount, null.
                    'percent' => Column::INT_OR_NULL,
                    'amount_minor' => Column::INT_OR_NULL,
                    // Until when the replay plays, or the code is taken.
                    'valid_until' => Column::TIME_OR_NULL,
                    // Whether whoever had the live stream alone gets the replay too.
                    'with_live' => Column::FLAG,
                ],
                'primary' => 'act_id',
                'keys' => ['show_id,what'],
            ],
            // Whose ticket it concerns, as it was known when the act began.
            'amend_tickets' => [
                'columns' => [
                    'act_id' => Column::ID,
                    'ticket_id' => Column::ID,
                    // Of `bulk_items`: the order that gets money, or the first ticket of whoever gets something.
                    'item_id' => Column::ID,
                ],
                'primary' => 'act_id,ticket_id',
                'keys' => ['act_id,item_id', 'ticket_id'],
            ],
        ];
    }
}
