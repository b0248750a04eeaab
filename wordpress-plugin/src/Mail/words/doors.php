<?php
/** Mails about getting in: before doors, a shared ticket, an entry that was honoured. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'doors.subject' => 'Tonight: {title}',
        'doors.hello' => 'Doors open soon. Here is everything you need.',
        'doors.doors' => 'Doors',
        'doors.starts' => 'Start',
        'doors.yours' => 'Doors where you are',
        'doors.enter' => 'Open my ticket',
        'doors.try' => 'Try my ticket now',
        'doors.tryWhy' =>
            'A short clip plays through the same door as the show. If you see it, your ticket works on that device.',
        'doors.code' => 'On another device, ask for your ticket with this address and type this code: {code}',
        'doors.codeWhy' =>
            'The code works until the end of the show. Five wrong tries end it; the link goes on working.',
        'doors.tv' =>
            'On a television, open the show’s page and choose “Another way in”: it shows six letters that you type on your phone.',
        'shared.subject' => 'A ticket for you: {title}',
        'shared.hello' => '{owner} shares a ticket for “{title}” with you.',
        'shared.enter' => 'Open the ticket',
        'shared.why' =>
            'You watch on the devices of that ticket: two at a time for all of you. If you do not know {owner}, do nothing.',
        'shared.ownerSubject' => 'You share your ticket: {title}',
        'shared.ownerHello' => 'You have let {guest} use your ticket for “{title}”.',
        'shared.ownerWhy' =>
            'You watch on the same devices: two at a time for all of you. You can take it back among your tickets at any time. If it was not you, do so now.',
        'unshared.subject' => 'No longer shared: {title}',
        'unshared.hello' => 'The ticket for “{title}” is no longer shared with you.',
        'unshared.ownerHello' => 'You no longer share your ticket for “{title}” with {guest}.',
        'honour.subject' => 'You were our guest: {title}',
        'honour.hello' =>
            'On the night of “{title}” our doors did not work as they should, so we let everybody in, you too. We found no ticket for this address.',
        'honour.ask' => 'If you bought none, you can still do so: it is what the artists live on.',
        'honour.buy' => 'Buy a ticket',
        'honour.other' =>
            'If you bought one with another address, everything is in order: write to us, or do nothing. This is the only mail about it.',
    ],
    'fr' => [
        'doors.subject' => 'Ce soir : {title}',
        'doors.hello' => 'Les portes ouvrent bientôt. Voici tout ce qu’il vous faut.',
        'doors.doors' => 'Ouverture des portes',
        'doors.starts' => 'Début',
        'doors.yours' => 'Ouverture des portes chez vous',
        'doors.enter' => 'Ouvrir mon billet',
        'doors.try' => 'Essayer mon billet maintenant',
        'doors.tryWhy' =>
            'Une courte vidéo passe par la même porte que le concert. Si vous la voyez, votre billet marche sur cet appareil.',
        'doors.code' => 'Sur un autre appareil, demandez votre billet avec cette adresse et saisissez ce code : {code}',
        'doors.codeWhy' =>
            'Le code est valable jusqu’à la fin du concert. Cinq essais manqués l’annulent ; le lien, lui, continue de marcher.',
        'doors.tv' =>
            'Sur une télévision, ouvrez la page du concert et choisissez « Entrer autrement » : six lettres s’affichent, saisissez-les sur votre téléphone.',
        'shared.subject' => 'Un billet pour vous : {title}',
        'shared.hello' => '{owner} partage avec vous un billet pour « {title} ».',
        'shared.enter' => 'Ouvrir le billet',
        'shared.why' =>
            'Vous regardez sur les appareils de ce billet : deux à la fois pour vous tous. Si vous ne connaissez pas {owner}, ne faites rien.',
        'shared.ownerSubject' => 'Vous partagez votre billet : {title}',
        'shared.ownerHello' => 'Vous avez permis à {guest} d’utiliser votre billet pour « {title} ».',
        'shared.ownerWhy' =>
            'Vous regardez sur les mêmes appareils : deux à la fois pour vous tous. Vous pouvez y mettre fin à tout moment depuis vos billets. Si ce n’était pas vous, faites-le maintenant.',
        'unshared.subject' => 'Fin du partage : {title}',
        'unshared.hello' => 'Le billet pour « {title} » n’est plus partagé avec vous.',
        'unshared.ownerHello' => 'Vous ne partagez plus votre billet pour « {title} » avec {guest}.',
        'honour.subject' => 'Vous étiez notre invité : {title}',
        'honour.hello' =>
            'Le soir de « {title} », nos portes n’ont pas marché comme il faut ; nous avons laissé entrer tout le monde, vous aussi. Nous n’avons pas trouvé de billet à cette adresse.',
        'honour.ask' => 'Si vous n’en avez pas acheté, il est encore temps : c’est ce qui fait vivre les artistes.',
        'honour.buy' => 'Acheter un billet',
        'honour.other' =>
            'Si vous en aviez un à une autre adresse, tout est en ordre : écrivez-nous, ou ne faites rien. Ce message est le seul à ce sujet.',
    ],
];
