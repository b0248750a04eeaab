<?php
/** The mail of a gift, and what the giver's receipt says of it. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'gift.subject' => 'A gift for you: {title}',
        'gift.hello' => 'Hello {name}. Somebody has given you a concert at {venue}: the tickets below are yours.',
        'gift.words' => '“{message}”',
        'gift.enter' => 'Open my gift',
        'gift.given' =>
            'A gift for {name}. The tickets belong to them and come by mail on {date}; this link shows you the order.',
        'purchase.discount' => 'Discount {code}',
    ],
    'fr' => [
        'gift.subject' => 'Un cadeau pour vous : {title}',
        'gift.hello' => 'Bonjour {name}. On vous offre un concert chez {venue} : les billets ci-dessous sont à vous.',
        'gift.words' => '« {message} »',
        'gift.enter' => 'Ouvrir mon cadeau',
        'gift.given' =>
            'Un cadeau pour {name}. Les billets lui appartiennent et partent par e-mail le {date} ; ce lien vous montre la commande.',
        'purchase.discount' => 'Réduction {code}',
    ],
];
