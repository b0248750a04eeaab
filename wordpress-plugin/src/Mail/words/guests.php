<?php
/** The invitation of a guest, and what is printed on a ticket for the hall. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'guest.subject' => 'Invitation: {title}',
        'guest.hello' => '{name}, you are our guest. Your invitation is for {count} × {kind}.',
        'guest.open' => 'Open my invitation',
        'guest.openWhy' =>
            'This link lets you in on two devices, until the replay ends. Keep it to yourself: a third device logs the first one out.',
        'guest.codes' => 'At the door, show this mail or say your number:',
        'guest.print' => 'Show or print the tickets',
        'ticket.title' => 'Tickets for the hall',
        'ticket.date' => 'Begins',
        'ticket.doors' => 'Doors',
        'ticket.place' => 'Place',
        'ticket.category' => 'Category',
        'ticket.price' => 'Price',
        'ticket.order' => 'Order',
        'ticket.invitation' => 'Invitation',
        'ticket.number' => 'No. {number}',
        'ticket.code' => 'QR code of the ticket {code}',
        'ticket.none' => 'There is no ticket for the hall here.',
        'ticket.nobody' => 'Please open this page from your tickets.',
    ],
    'fr' => [
        'guest.subject' => 'Invitation : {title}',
        'guest.hello' => '{name}, vous êtes notre invité·e. Votre invitation vaut pour {count} × {kind}.',
        'guest.open' => 'Ouvrir mon invitation',
        'guest.openWhy' =>
            'Ce lien vous fait entrer sur deux appareils, jusqu’à la fin du replay. Gardez-le pour vous : un troisième appareil déconnecte le premier.',
        'guest.codes' => 'À l’entrée, montrez cet e-mail ou donnez votre numéro :',
        'guest.print' => 'Afficher ou imprimer les billets',
        'ticket.title' => 'Billets pour la salle',
        'ticket.date' => 'Début',
        'ticket.doors' => 'Ouverture des portes',
        'ticket.place' => 'Lieu',
        'ticket.category' => 'Catégorie',
        'ticket.price' => 'Prix',
        'ticket.order' => 'Commande',
        'ticket.invitation' => 'Invitation',
        'ticket.number' => 'N° {number}',
        'ticket.code' => 'Code QR du billet {code}',
        'ticket.none' => 'Il n’y a pas de billet pour la salle ici.',
        'ticket.nobody' => 'Ouvrez cette page depuis vos billets.',
    ],
];
