<?php
/** Who may come in besides the buyer. What the fields mean: `../columns.php`. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

$personal = static fn(string $purpose, string $retention, bool $export, string $erase, string $because = ''): array => [
    'purpose' => $purpose,
    'retention' => $retention,
    'export' => $export,
    'erase' => $erase,
    'because' => $because,
];
$replay = 'until the replay has ended';
$settled = '90 days after the show';

return [
    'session_tickets' => [
        'personal' => [
            'session_id' => $personal('What a device may use', '30 days after the last use', false, 'delete'),
        ],
        'impersonal' => ['ticket_id'],
    ],
    'ticket_addresses' => [
        'personal' => [
            'email' => $personal('Let in somebody the ticket was shared with', $replay, true, 'delete'),
            'email_hash' => $personal('Find the tickets shared with an address', $replay, false, 'delete'),
            'locale' => $personal('Write the mail in their language', $replay, true, 'delete'),
            'page' => $personal('The page the mail leads to', $replay, false, 'delete'),
            'added_at' => $personal('When it was shared', $replay, true, 'delete'),
        ],
        'impersonal' => ['id', 'ticket_id'],
    ],
    'transfers' => [
        'personal' => [
            'from_email' => $personal('Tell who handed a ticket on, or moved an order', $replay, true, 'delete'),
            'from_hash' => $personal('Find what an address has handed on', $replay, false, 'delete'),
            'email' => $personal('Let in whom a ticket was handed on to', $replay, true, 'delete'),
            'email_hash' => $personal('Find what was handed on to an address', $replay, false, 'delete'),
            'locale' => $personal('Write the mail in their language', $replay, true, 'delete'),
            'page' => $personal('The page the mail leads to', $replay, false, 'delete'),
            'created_at' => $personal('When it was handed on', $replay, true, 'delete'),
            'settled_at' => $personal('When it was accepted', $replay, true, 'delete'),
            'by_user' => $personal(
                'Who at the box office did it',
                $replay,
                false,
                'keep',
                'A WordPress user, whose own eraser answers for it',
            ),
        ],
        'impersonal' => ['id', 'ticket_id', 'order_id', 'state', 'expires_at'],
    ],
    'denials' => [
        'personal' => [],
        'impersonal' => ['ticket_id', 'show_id', 'reason', 'issued_until', 'created_at'],
    ],
    'honours' => [
        'personal' => [
            'subject' => $personal('Count a person who was let in without proof once', $settled, false, 'delete'),
            'email' => $personal('Ask afterwards for what was not paid', $settled, true, 'delete'),
            'email_hash' => $personal('Find the ticket that was paid after all', $settled, false, 'delete'),
            'locale' => $personal('Write the mail in their language', $settled, true, 'delete'),
            'entries' => $personal('How often they came in', $settled, true, 'delete'),
            'first_at' => $personal('When they came in', $settled, true, 'delete'),
            'last_at' => $personal('When they came in', $settled, true, 'delete'),
        ],
        'impersonal' => ['id', 'show_id', 'proof', 'via', 'ticket_id', 'matched_ticket_id', 'state', 'settled_at'],
    ],
    'pairings' => [
        'personal' => [
            'code_hash' => $personal('Recognise the letters of a screen', 'one day', false, 'delete'),
            'secret_hash' => $personal('Recognise the screen', 'one day', false, 'delete'),
            'device_label' => $personal('Say which screen asks', 'one day', true, 'delete'),
            'site' => $personal('Say which page asks', 'one day', true, 'delete'),
            'network_hash' => $personal('Say whether the screen is nearby', 'one day', false, 'delete'),
            'confirmed_by' => $personal('Whose tickets let the screen in', 'one day', false, 'delete'),
        ],
        'impersonal' => ['id', 'show_id', 'state', 'created_at', 'expires_at'],
    ],
];
