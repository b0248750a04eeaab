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
