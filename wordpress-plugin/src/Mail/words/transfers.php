<?php
/** Mails about what moves to another mailbox: a ticket that is handed on, an order that gets another address. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'transfer.ticket' => 'a ticket for “{title}”',
        'transfer.order' => 'the order {reference}',
        'transfer.subject' => 'Yours to accept: {what}',
        'transfer.hello' => '{owner} hands {what} on to you. It is yours as soon as you accept it.',
        'transfer.helloOrder' =>
            'Somebody has asked to move {what} with its tickets to this address. Accept it if that was you.',
        'transfer.accept' => 'Accept',
        'transfer.why' =>
            'The link works for a week. If you do not know what this is about, do nothing: then everything stays as it is.',
        'transfer.askedSubject' => 'You are handing on: {what}',
        'transfer.askedHello' => 'You have asked to hand {what} on to {guest}.',
        'transfer.askedWhy' =>
            'Until they accept it, it is yours, and you can take it back among your tickets. Afterwards it lets in them alone. If it was not you, take it back now and write to us.',
        'transferred.subject' => 'It is yours: {what}',
        'transferred.hello' => '{owner} has handed {what} on to you. It is yours now, and yours alone.',
        'transferred.helloOffice' =>
            'At its box office the venue has handed {what} on to you. It is yours now, and yours alone.',
        'transferred.ownerSubject' => 'Handed on: {what}',
        'transferred.ownerHello' =>
            '{what} belongs to {guest} now. It no longer lets you in, nor does any code or paper of it that you still have.',
        'transferred.ownerOrder' =>
            '{what} and its tickets belong to the address {guest} now. This address, and the devices that used it, open them no longer.',
        'takenBack.subject' => 'No longer valid: your ticket for “{title}”',
        'takenBack.hello' => 'Your ticket for “{title}” no longer lets you in.',
        'takenBack.why' =>
            'Somebody else bought it, and the money has gone back to them. Ask whoever you have it from, or us: {venue}.',
        'transferred.ownerWhy' => 'If you did not want this, write to us at once: {venue}.',
    ],
    'fr' => [
        'transfer.ticket' => 'un billet pour « {title} »',
        'transfer.order' => 'la commande {reference}',
        'transfer.subject' => 'À accepter : {what}',
        'transfer.hello' => '{owner} vous transmet {what}. Dès que vous l’acceptez, c’est à vous.',
        'transfer.helloOrder' =>
            'Quelqu’un a demandé à rattacher {what} et ses billets à cette adresse. Acceptez si c’était bien vous.',
        'transfer.accept' => 'Accepter',
        'transfer.why' =>
            'Le lien est valable une semaine. Si vous ne savez pas de quoi il s’agit, ne faites rien : tout restera comme avant.',
        'transfer.askedSubject' => 'Vous transmettez : {what}',
        'transfer.askedHello' => 'Vous avez demandé à transmettre {what} à {guest}.',
        'transfer.askedWhy' =>
            'Tant que ce n’est pas accepté, c’est toujours à vous, et vous pouvez l’annuler depuis vos billets. Ensuite, seule cette personne pourra entrer. Si ce n’était pas vous, annulez tout de suite et écrivez-nous.',
        'transferred.subject' => 'C’est à vous : {what}',
        'transferred.hello' => '{owner} vous a transmis {what}. C’est désormais à vous, et à vous seul.',
        'transferred.helloOffice' =>
            'À sa billetterie, la salle vous a transmis {what}. C’est désormais à vous, et à vous seul.',
        'transferred.ownerSubject' => 'Transmis : {what}',
        'transferred.ownerHello' =>
            'C’est fait : {what} appartient désormais à {guest} et ne vous laisse plus entrer, pas plus que les codes ou les impressions que vous en auriez gardés.',
        'transferred.ownerOrder' =>
            'C’est fait : {what} et ses billets sont désormais rattachés à l’adresse {guest}. Cette adresse-ci et les appareils qui l’utilisaient n’y donnent plus accès.',
        'takenBack.subject' => 'Plus valable : votre billet pour « {title} »',
        'takenBack.hello' => 'Votre billet pour « {title} » ne vous laisse plus entrer.',
        'takenBack.why' =>
            'Une autre personne l’avait acheté, et l’argent lui a été rendu. Demandez à qui vous l’a donné, ou à nous : {venue}.',
        'transferred.ownerWhy' => 'Si ce n’est pas ce que vous vouliez, écrivez-nous sans attendre : {venue}.',
    ],
];
