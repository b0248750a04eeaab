<?php
/** What the venue writes when a picture failed: a longer replay, a code, or that there was nothing to give back. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'amends.subject.replay' => '{title}: the replay stays longer',
        'amends.subject.code' => '{title}: the picture failed. Here is a code',
        'amends.subject.nothing' => '{title}: the picture failed',
        'amends.hello' => 'On {day}, the picture of “{title}” failed from {from} to {to}. We are sorry.',
        'amends.inside' =>
            'On {day}, the picture of “{title}” failed from {from} to {to}. You were inside, and we are sorry.',
        'amends.replay' => 'You can see the whole show again until {until}. There is nothing you need to do.',
        'amends.enter' => 'To the show',
        'amends.enterWhy' => 'The button brings you in on this device: please keep this mail to yourself.',
        'amends.percent' => 'For your next visit, this code takes off {percent}:',
        'amends.amount' => 'For your next visit, this code takes off {amount}:',
        'amends.once' => 'It works once.',
        'amends.pieces' => 'It works once, for up to {pieces} tickets of one order.',
        'amends.until' => 'It is valid until {until}.',
        'amends.programme' => 'See what is on',
        'amends.nothing' =>
            'Your ticket was free, so there is nothing to give back. We wanted to tell you all the same.',
        'amends.why' => '{venue} writes this mail once, to those it concerns.',
    ],
    'fr' => [
        'amends.subject.replay' => '{title} : le replay reste plus longtemps',
        'amends.subject.code' => '{title} : l’image a été interrompue, voici un code',
        'amends.subject.nothing' => '{title} : l’image a été interrompue',
        'amends.hello' =>
            'Le {day}, l’image de « {title} » a été interrompue de {from} à {to}. Nous en sommes désolés.',
        'amends.inside' =>
            'Le {day}, l’image de « {title} » a été interrompue de {from} à {to}. Vous étiez devant votre écran, et nous en sommes désolés.',
        'amends.replay' => 'Vous pouvez revoir le concert en entier jusqu’au {until}. Vous n’avez rien à faire.',
        'amends.enter' => 'Revoir le concert',
        'amends.enterWhy' => 'Ce bouton vous fait entrer sur cet appareil : gardez cet e-mail pour vous.',
        'amends.percent' => 'Pour votre prochaine venue, ce code vous donne {percent} de réduction :',
        'amends.amount' => 'Pour votre prochaine venue, ce code vous donne {amount} de réduction :',
        'amends.once' => 'Il sert une seule fois.',
        'amends.pieces' => 'Il sert une seule fois, pour {pieces} billets au plus d’une même commande.',
        'amends.until' => 'Il est valable jusqu’au {until}.',
        'amends.programme' => 'Voir le programme',
        'amends.nothing' =>
            'Votre billet était gratuit : il n’y a rien à rembourser. Nous tenions tout de même à vous le dire.',
        'amends.why' => '{venue} envoie cet e-mail une seule fois, aux personnes concernées.',
    ],
];
