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
    'guests' => [
        'personal' => [
            'name' => [
                'purpose' => 'Greet a guest at the door',
                'retention' => 'one year after the show',
                'export' => true,
                'erase' => 'blank',
                'because' => '',
            ],
            'email' => [
                'purpose' => 'Send the invitation',
                'retention' => 'one year after the show',
                'export' => true,
                'erase' => 'blank',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Invite an address once',
                'retention' => 'one year after the show',
                'export' => false,
                'erase' => 'blank',
                'because' => '',
            ],
            'note' => [
                'purpose' => 'Why somebody is invited',
                'retention' => 'one year after the show',
                'export' => true,
                'erase' => 'blank',
                'because' => '',
            ],
            'locale' => [
                'purpose' => 'Write the invitation in the guest\'s language',
                'retention' => 'one year after the show',
                'export' => false,
                'erase' => 'keep',
                'because' => 'Tells nothing of a person once the address is gone',
            ],
            'invited_by' => [
                'purpose' => 'Who gave a ticket away',
                'retention' => 'one year after the show',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => ['id', 'show_id', 'list', 'quantity', 'kind', 'state', 'created_at', 'withdrawn_at'],
    ],
    'attendees' => [
        'personal' => [
            'email' => [
                'purpose' => 'Send the code for the replay to who was in the hall',
                'retention' => '30 days after the replay',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'email_hash' => [
                'purpose' => 'Give an address one code',
                'retention' => '30 days after the replay',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
            'locale' => [
                'purpose' => 'Write the mails in the fan\'s language',
                'retention' => '30 days after the replay',
                'export' => true,
                'erase' => 'delete',
                'because' => '',
            ],
            'code_id' => [
                'purpose' => 'Send the same code again when it is lost',
                'retention' => '30 days after the replay',
                'export' => false,
                'erase' => 'delete',
                'because' => '',
            ],
        ],
        'impersonal' => ['id', 'show_id', 'batch', 'created_at', 'mailed_at'],
    ],
    'guest_lists' => ['personal' => [], 'impersonal' => ['show_id', 'name', 'most']],
    'checkins' => [
        'personal' => [
            'user_id' => [
                'purpose' => 'Who let somebody in',
                'retention' => 'one year after the show',
                'export' => false,
                'erase' => 'keep',
                'because' => 'A WordPress user, whose own eraser answers for it',
            ],
        ],
        'impersonal' => ['id', 'ticket_id', 'show_id', 'kind', 'at', 'received_at', 'device'],
    ],
    'hall_series' => ['personal' => [], 'impersonal' => ['show_id', 'last']],
];
