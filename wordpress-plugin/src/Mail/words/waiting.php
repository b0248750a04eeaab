<?php
/** The mails of the waiting list. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'waiting.joined.subject' => 'You are on the waiting list: {title}',
        'waiting.joined.hall' =>
            'You are on the waiting list, for {count} in the hall. If places come back, we keep them for you for a while and write to you.',
        'waiting.joined.any' =>
            'You are on the waiting list, for {count} in the hall or online. If places come back, we keep them for you for a while and write to you.',
        'waiting.stream.subject' => 'The hall is full: {title} is live online too',
        'waiting.stream.hall' => 'The hall is full. You keep your place on the waiting list, for {count} in the hall.',
        'waiting.stream.any' => 'The hall is full. You keep your place on the waiting list, for {count}.',
        'waiting.stream' => 'You can also watch it live from home: {offer}, {price}.',
        'waiting.toStream' => 'See the livestream',
        'waiting.leaveWhy' => 'Changed your mind? One click, and somebody else moves up.',
        'waiting.leave' => 'My place on the list',
        'waiting.offered.subject' => 'Places for you: {title}',
        'waiting.offered.hello' => 'Places have come back, and it is your turn. We are keeping them for you:',
        'waiting.offered.until' => 'They are yours until {date} ({zone}). After that they go to the next in line.',
        'waiting.offered.take' => 'Take my places',
        'waiting.offered.decline' =>
            'If you no longer want them, the same link lets you leave the list: somebody else will be glad.',
    ],
    'fr' => [
        'waiting.joined.subject' => 'Vous êtes sur la liste d’attente : {title}',
        'waiting.joined.hall' =>
            'Vous êtes sur la liste d’attente, pour {count} en salle. Si des places reviennent, nous vous les gardons un moment et nous vous écrivons.',
        'waiting.joined.any' =>
            'Vous êtes sur la liste d’attente, pour {count} en salle ou en ligne. Si des places reviennent, nous vous les gardons un moment et nous vous écrivons.',
        'waiting.stream.subject' => 'La salle est complète : {title} se joue aussi en direct',
        'waiting.stream.hall' =>
            'La salle est complète. Vous gardez votre place sur la liste d’attente, pour {count} en salle.',
        'waiting.stream.any' => 'La salle est complète. Vous gardez votre place sur la liste d’attente, pour {count}.',
        'waiting.stream' => 'Vous pouvez aussi le regarder en direct de chez vous : {offer}, {price}.',
        'waiting.toStream' => 'Voir le direct',
        'waiting.leaveWhy' => 'Vous avez changé d’avis ? Un clic, et quelqu’un d’autre avance.',
        'waiting.leave' => 'Ma place sur la liste',
        'waiting.offered.subject' => 'Des places pour vous : {title}',
        'waiting.offered.hello' => 'Des places sont revenues et c’est votre tour. Nous vous les gardons :',
        'waiting.offered.until' =>
            'Elles sont à vous jusqu’au {date} ({zone}). Ensuite, elles iront à la personne suivante.',
        'waiting.offered.take' => 'Prendre mes places',
        'waiting.offered.decline' =>
            'Si vous n’en voulez plus, le même lien vous permet de quitter la liste : vous ferez un heureux.',
    ],
];
