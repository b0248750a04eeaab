<?php
/** The code for the replay, mailed to who was in the hall, and what is printed on cards with codes. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'attendee.subject' => 'You were there: {title}, to see again',
        'attendee.hello' => 'On {date} you were in the hall for “{title}”. Thank you for coming!',
        'attendee.price' => 'For you the replay costs {price}: “{offer}”.',
        'attendee.free' => 'For you the replay is free: “{offer}”.',
        'attendee.button' => 'See it again',
        'attendee.code' => 'Your code is {code}. It works once, and the button has typed it in for you.',
        'attendee.until' => 'It is valid until {date}.',
        'attendee.why' =>
            '{venue} writes this mail once to the addresses of that evening, and uses them for nothing else.',
        'card.title' => 'See it again',
        'card.once' => 'Works once',
        'card.until' => 'Until {date}',
    ],
    'fr' => [
        'attendee.subject' => 'Vous y étiez : {title}, à revoir',
        'attendee.hello' => 'Le {date}, vous étiez dans la salle pour « {title} ». Merci d’être venu·e !',
        'attendee.price' => 'Pour vous, le replay est à {price} : « {offer} ».',
        'attendee.free' => 'Pour vous, le replay est offert : « {offer} ».',
        'attendee.button' => 'Revoir le concert',
        'attendee.code' =>
            'Votre code est {code}. Il sert une seule fois ; le bouton ci-dessus l’a déjà saisi pour vous.',
        'attendee.until' => 'Il est valable jusqu’au {date}.',
        'attendee.why' =>
            '{venue} envoie cet e-mail une seule fois aux adresses de cette soirée et ne les utilise pour rien d’autre.',
        'card.title' => 'À revoir',
        'card.once' => 'Valable une fois',
        'card.until' => 'Jusqu’au {date}',
    ],
];
