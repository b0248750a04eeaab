<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What has to be on paper. */
final class Law {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            // Invoices and credit notes: numbered without gaps, each with the hash of the one before in its series, never changed.
            'documents' => [
                'columns' => [
                    'id' => Column::ID,
                    'kind' => Column::WORD,
                    'series' => Column::WORD,
                    'number' => Column::INT,
                    // As people read it: `F2026-00001`.
                    'label' => Column::WORD,
                    'order_id' => Column::ID,
                    // The refund a credit note is for, or whose failure an invoice takes back; empty for what was sold.
                    'refund_id' => Column::HASH,
                    'issued_at' => Column::TIME,
                    'currency' => Column::CURRENCY,
                    'total_minor' => Column::INT,
                    'tax_minor' => Column::INT,
                    // Everything on it, as it was then.
                    'content' => Column::TEXT,
                    'previous_hash' => Column::HASH,
                    'hash' => Column::HASH,
                ],
                'primary' => 'id',
                'unique' => ['series,number', 'order_id,kind,refund_id'],
                'keys' => ['issued_at'],
            ],
            'document_series' => [
                'columns' => [
                    'series' => Column::WORD,
                    'number' => Column::INT,
                    'hash' => Column::HASH,
                ],
                'primary' => 'series',
            ],
            // A show cancelled or moved, or amends for it (`amends`), with everybody who has something for it.
            'bulk_acts' => [
                'columns' => [
                    'id' => Column::ID,
                    'show_id' => Column::ID,
                    // `cancel`, `postpone` or `amends`.
                    'kind' => Column::WORD,
                    // What the venue says to those it concerns.
                    'message' => Column::TEXT,
                    'old_starts_at' => Column::TIME,
                    // Null: the new date is not known yet, or there is none.
                    'new_starts_at' => Column::TIME_OR_NULL,
                    // Until when buyers may choose: the money back of a moved show, to leave it to the venue of a cancelled one.
                    'choose_until' => Column::TIME_OR_NULL,
                    'state' => Column::WORD,
                    'user_id' => 'BIGINT NULL',
                    'created_at' => Column::TIME,
                    'ended_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['show_id', 'state'],
            ],
            'bulk_items' => [
                'columns' => [
                    'act_id' => Column::ID,
                    // Where amends go to a person and not to who paid: the first of their tickets.
                    'order_id' => Column::ID,
                    // `waiting` (to be done), `asked` (the buyer may choose), `done`, `failed`.
                    'state' => Column::WORD,
                    // `refund`, `keep` or `donate`, empty while nobody has chosen; of amends what was given: `refund`, `code`, `replay`,
                    // `nothing` (there was nothing to give back), `unreachable` (no address is known).
                    'choice' => Column::NAME,
                    'amount_minor' => Column::INT,
                    'error' => Column::NAME,
                    'attempts' => Column::INT,
                    'locked_until' => Column::TIME_OR_NULL,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'act_id,order_id',
                'keys' => ['act_id,state', 'order_id'],
            ],
            // Declared by the buyer; `waiting` until goods that were handed over are back.
            'withdrawals' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID,
                    // Places of lines in the order.
                    'places' => Column::TEXT,
                    'amount_minor' => Column::INT,
                    'state' => Column::WORD,
                    'refund_id' => Column::ID_OR_NULL,
                    'declared_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['order_id', 'state'],
            ],
            // How what is left of a show is shared where it is not as usual; hundredths of a percent, together 10 000.
            'show_splits' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'artist' => Column::INT,
                    'crew' => Column::INT,
                    'venue' => Column::INT,
                    'user_id' => 'BIGINT NULL',
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'show_id',
            ],
            // Terms of sale as they read when somebody bought under them.
            'terms' => [
                'columns' => [
                    'version' => Column::ID,
                    'url' => Column::ADDRESS,
                    'text' => Column::TEXT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'version',
            ],
        ];
    }
}
