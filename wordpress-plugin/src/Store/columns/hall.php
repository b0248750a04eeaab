<?php
/** The hall beside the stream. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'waiting' => [
        'personal' => [
            'email' => [
                'purpose' => 'Tell who waits that places came back',
                'retention' => '30 days after the show',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Give an address one place in line',
                'retention' => '30 days after the show',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'locale' => [
                'purpose' => 'Write the mails in the fan\'s language',
                'retention' => '30 days after the show',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'page' => [
                'purpose' => 'Lead the mails back to the page of the list',
                'retention' => '30 days after the show',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'secret_hash' => [
                'purpose' => 'Recognise the link of a mail',
                'retention' => '30 days after the show',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'joined_at' => [
                'purpose' => 'Who waited longest',
                'retention' => '30 days after the show',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'quantity' => [
                'purpose' => 'How many places are wanted',
                'retention' => '30 days after the show',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => [
            'id',
            'show_id',
            'kind',
            'state',
            'offered_at',
            'offer_until',
            'offer_id',
            'order_id',
            'told_stream_at',
            'ended_at',
        ],
    ],
];
