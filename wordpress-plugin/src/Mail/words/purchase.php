<?php
/** The mails of a purchase and of a pass link, and what all mails share. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'purchase.subject' => 'You are in: {title}',
        'purchase.subjectGoods' => 'Your order at {venue}',
        'purchase.hello' => 'Thank you. Your order {reference} is confirmed.',
        'purchase.enter' => 'Open my tickets',
        'purchase.enterWhy' =>
            'This link lets you in on two devices, until the replay ends. Keep it to yourself: a third device logs the first one out.',
        'purchase.receipt' => 'Receipt',
        'purchase.total' => 'Total',
        'purchase.free' => 'Free',
        'purchase.pickup' => 'To pick up at {place}',
        'purchase.pickupCode' => 'Show this code at the counter: {code}',
        'purchase.seller' => 'Sold by {seller}',
        'purchase.paidOn' => 'Paid on {date}',
        'pass.subject' => '{code} is your code for {venue}',
        'pass.hello' => 'Somebody, hopefully you, asked for access to the tickets of this address.',
        'pass.enter' => 'Open my tickets',
        'pass.code' => 'Or type this code: {code}',
        'pass.expires' =>
            'Link and code work for 15 minutes. If it was not you, do nothing: without this mail nobody gets in.',
        'kind.hall' => 'In the hall',
        'kind.live' => 'Livestream',
        'kind.replay' => 'Replay',
        'test' => 'TEST: no money moved. Tickets of this order stop working when the venue starts selling for real.',
        'when' => '{date} ({zone})',
    ],
    'fr' => [
        'purchase.subject' => 'Vous y êtes : {title}',
        'purchase.subjectGoods' => 'Votre commande chez {venue}',
        'purchase.hello' => 'Merci. Votre commande {reference} est confirmée.',
        'purchase.enter' => 'Ouvrir mes billets',
        'purchase.enterWhy' =>
            'Ce lien vous fait entrer sur deux appareils, jusqu’à la fin du replay. Gardez-le pour vous : un troisième appareil déconnecte le premier.',
        'purchase.receipt' => 'Reçu',
        'purchase.total' => 'Total',
        'purchase.free' => 'Gratuit',
        'purchase.pickup' => 'À retirer à {place}',
        'purchase.pickupCode' => 'Montrez ce code au comptoir : {code}',
        'purchase.seller' => 'Vendu par {seller}',
        'purchase.paidOn' => 'Payé le {date}',
        'pass.subject' => '{code} est votre code pour {venue}',
        'pass.hello' => 'Quelqu’un, vous sans doute, a demandé l’accès aux billets de cette adresse.',
        'pass.enter' => 'Ouvrir mes billets',
        'pass.code' => 'Ou saisissez ce code : {code}',
        'pass.expires' =>
            'Le lien et le code sont valables 15 minutes. Si ce n’était pas vous, ne faites rien : sans ce message, personne n’entre.',
        'kind.hall' => 'Dans la salle',
        'kind.live' => 'En direct',
        'kind.replay' => 'Replay',
        'test' =>
            'TEST : aucun argent n’a circulé. Les billets de cette commande ne marcheront plus quand la salle vendra pour de bon.',
        'when' => '{date} ({zone})',
    ],
];
