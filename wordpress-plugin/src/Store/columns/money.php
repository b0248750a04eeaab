<?php
/** What providers told us, what goes back, and every movement of money. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'payments' => [
        'personal' => [
            'card_country' => [
                'purpose' => 'Prove in which country the buyer lives, for the VAT',
                'retention' => 'ten years after payment (accounting)',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Receipts are kept for ten years',
            ],
        ],
        'impersonal' => [
            'order_id',
            'gateway',
            'state',
            'amount_minor',
            'currency',
            'livemode',
            'created_at',
            'updated_at',
            'method',
            'fee_minor',
            'session_id',
            'intent_id',
            'charge_id',
            'choice',
            'step',
            'step_until',
            'attempt',
            'problem',
            'checked_at',
        ],
    ],
    'test_payments' => [
        'personal' => [],
        'impersonal' => [
            'order_id',
            'state',
            'amount_minor',
            'currency',
            'livemode',
            'refunds',
            'disputes',
            'updated_at',
        ],
    ],
    'payouts' => [
        'personal' => [],
        'impersonal' => ['id', 'gateway', 'amount_minor', 'currency', 'state', 'created_at', 'arrives_at', 'read_at'],
    ],
    'payout_items' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'payout_id',
            'kind',
            'source_id',
            'order_id',
            'amount_minor',
            'fee_minor',
            'currency',
            'happened_at',
            'problem',
        ],
    ],
    'counter_payments' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who took money at the counter',
                'retention' => 'ten years after payment (accounting)',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => ['order_id', 'method', 'amount_minor', 'currency', 'refunds', 'taken_at'],
    ],
    'refunds' => [
        'personal' => [
            'reason' => [
                'purpose' => 'Why money went back, in the words of whoever gave it',
                'retention' => 'ten years after payment (accounting)',
                'export' => true,
                'erase' => 'keep',
                'because' => 'Receipts are kept for ten years',
            ],
            'user_id' => [
                'purpose' => 'Who gave money back',
                'retention' => 'ten years after payment (accounting)',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => [
            'id',
            'order_id',
            'request_key',
            'amount_minor',
            'currency',
            'lines',
            'origin',
            'state',
            'provider_id',
            'error',
            'attempts',
            'created_at',
            'applied_at',
            'ended_at',
        ],
    ],
    'ledger' => [
        'personal' => [],
        'impersonal' => [
            'chain',
            'number',
            'at',
            'happened_at',
            'kind',
            'order_id',
            'gateway',
            'provider_id',
            'amount_minor',
            'currency',
            'livemode',
            'test',
            'previous_hash',
            'hash',
        ],
    ],
    'chains' => ['personal' => [], 'impersonal' => ['name', 'number', 'hash']],
    'webhook_events' => [
        'personal' => [],
        'impersonal' => [
            'id',
            'gateway',
            'type',
            'order_id',
            'objects',
            'happened_at',
            'received_at',
            'source',
            'state',
        ],
    ],
];
