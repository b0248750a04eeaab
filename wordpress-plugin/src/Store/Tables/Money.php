<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What providers told us, what goes back, and every movement of money. */
final class Money {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            // What we know of an order's payment at its provider, as it was when last looked at.
            'payments' => [
                'columns' => [
                    'order_id' => Column::ID,
                    'gateway' => Column::WORD,
                    'state' => Column::WORD,
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'livemode' => Column::FLAG,
                    'created_at' => Column::TIME,
                    'updated_at' => Column::TIME,
                    'method' => Column::NAME,
                    'fee_minor' => Column::INT_OR_NULL,
                    // The card's bank: evidence of where the buyer lives.
                    'card_country' => 'VARCHAR(2) NULL',
                    'session_id' => Column::NAME,
                    'intent_id' => Column::NAME,
                    'charge_id' => Column::NAME,
                    // `elements` or `hosted`, as the buyer chose.
                    'choice' => Column::NAME,
                    // The step a page needs to go on paying; forgotten once nothing can be paid.
                    'step' => Column::TEXT_OR_NULL,
                    'step_until' => Column::TIME_OR_NULL,
                    // How many payments were prepared at the provider: each has its own idempotency key.
                    'attempt' => Column::INT,
                    // Why what the provider says is not believed: `amount`, `currency`, `mode`, `order`; empty when it is.
                    'problem' => Column::NAME,
                    'checked_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'order_id',
                'keys' => ['session_id', 'intent_id', 'charge_id', 'problem'],
            ],
            // The test gateway's own memory.
            'test_payments' => [
                'columns' => [
                    'order_id' => Column::ID,
                    'state' => Column::WORD,
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'livemode' => Column::FLAG,
                    'refunds' => Column::TEXT,
                    'disputes' => Column::TEXT,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'order_id',
            ],
            // What a provider sent to the venue's bank, as it says.
            'payouts' => [
                'columns' => [
                    'id' => 'VARCHAR(120) NOT NULL',
                    'gateway' => Column::WORD,
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    // The provider's word: `pending`, `in_transit`, `paid`, `failed`, `canceled`.
                    'state' => Column::WORD,
                    'created_at' => Column::TIME,
                    'arrives_at' => Column::TIME,
                    // When what it is made of was read to its end.
                    'read_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'keys' => ['created_at', 'read_at'],
            ],
            // What a payout is made of: each movement on the provider's account, matched to ours.
            'payout_items' => [
                'columns' => [
                    'id' => 'VARCHAR(120) NOT NULL',
                    'payout_id' => 'VARCHAR(120) NOT NULL',
                    // As in the ledger; `fee` for what the provider takes apart from an order, `other` for the rest.
                    'kind' => Column::WORD,
                    // The provider's charge, refund or dispute.
                    'source_id' => 'VARCHAR(120) NOT NULL',
                    'order_id' => Column::ID_OR_NULL,
                    // As on the account: what comes in is positive. The fee is positive where it is taken.
                    'amount_minor' => Column::INT,
                    'fee_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'happened_at' => Column::TIME,
                    // What does not fit: `stranger` (no order of ours), `missing`, `amount`, `fee`, `currency`; empty where all does.
                    'problem' => Column::NAME,
                ],
                'primary' => 'id',
                'keys' => ['payout_id', 'order_id', 'problem'],
            ],
            // What was taken by hand at the counter, and what was handed back.
            'counter_payments' => [
                'columns' => [
                    'order_id' => Column::ID,
                    // `cash`, `card` (the venue's own terminal), `transfer`.
                    'method' => Column::WORD,
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'refunds' => Column::TEXT,
                    'user_id' => 'BIGINT NOT NULL',
                    'taken_at' => Column::TIME,
                ],
                'primary' => 'order_id',
                'keys' => ['taken_at'],
            ],
            'refunds' => [
                'columns' => [
                    'id' => Column::ID,
                    'order_id' => Column::ID,
                    // Whoever asks names their wish, so that asking twice is asking once.
                    'request_key' => 'VARCHAR(100) NOT NULL',
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    // `[{line, quantity, amountMinor, units}]`: what goes back; a quantity of 0 is money alone.
                    'lines' => Column::TEXT,
                    'origin' => Column::WORD,
                    'reason' => Column::NAME,
                    'user_id' => 'BIGINT NULL',
                    // `requested` (nobody was asked yet, or nobody knows), `pending`, `succeeded`, `failed`.
                    'state' => Column::WORD,
                    'provider_id' => Column::NAME,
                    'error' => Column::NAME,
                    'attempts' => Column::INT,
                    'created_at' => Column::TIME,
                    // When tickets, stock and ledger followed.
                    'applied_at' => Column::TIME_OR_NULL,
                    'ended_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'id',
                'unique' => ['order_id,request_key'],
                'keys' => ['state,created_at', 'provider_id', 'applied_at'],
            ],
            // Append-only; each row holds the hash of the one before.
            'ledger' => [
                'columns' => [
                    'chain' => Column::WORD,
                    'number' => Column::NUMBER,
                    'at' => Column::TIME,
                    // When it happened at the provider.
                    'happened_at' => Column::TIME,
                    'kind' => Column::WORD,
                    'order_id' => Column::ID,
                    'gateway' => Column::WORD,
                    'provider_id' => 'VARCHAR(120) NOT NULL',
                    // Positive comes in, negative goes out.
                    'amount_minor' => Column::INT,
                    'currency' => Column::CURRENCY,
                    'livemode' => Column::FLAG,
                    'test' => Column::FLAG,
                    'previous_hash' => Column::HASH,
                    'hash' => Column::HASH,
                ],
                'primary' => 'chain,number',
                'unique' => ['gateway,kind,provider_id'],
                'keys' => ['order_id', 'happened_at'],
            ],
            'chains' => [
                'columns' => [
                    'name' => Column::WORD,
                    'number' => Column::NUMBER,
                    'hash' => Column::HASH,
                ],
                'primary' => 'name',
            ],
            // What providers said has happened: which order to look at, never what to believe.
            'webhook_events' => [
                'columns' => [
                    'id' => 'VARCHAR(120) NOT NULL',
                    'gateway' => Column::WORD,
                    'type' => Column::NAME,
                    'order_id' => Column::ID_OR_NULL,
                    // The provider's ids that lead to the order, where its event named none.
                    'objects' => Column::TEXT,
                    'happened_at' => Column::TIME,
                    'received_at' => Column::TIME,
                    // `webhook`, or `list` where we asked for what we might have missed.
                    'source' => Column::WORD,
                    // `new`, `done`, or `ignored` when it is about nothing of ours.
                    'state' => Column::WORD,
                ],
                'primary' => 'gateway,id',
                'keys' => ['received_at'],
            ],
        ];
    }
}
