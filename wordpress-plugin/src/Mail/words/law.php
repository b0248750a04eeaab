<?php
/** The mails about rights after a purchase: withdrawing, a show that is cancelled or moved, goods on their way. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'sent.subject' => 'Your parcel is on its way: order {reference}',
        'sent.hello' => 'We have posted your order {reference} to {place}.',
        'sent.tracking' => 'The carrier’s number is {tracking}.',
        'postponed.subject' => 'New date: {title}',
        'postponed.subjectOpen' => 'Postponed: {title}',
        'postponed.moved' => 'The show of {old} moves to {new}.',
        'postponed.open' => 'The show of {old} is postponed. We tell you the new date as soon as it is known.',
        'postponed.keep' => 'Your ticket stays valid; you need not do anything.',
        'postponed.choose' => 'If you cannot come, you can have your money back until {date}.',
        'cancelled.subject' => 'Cancelled: {title}',
        'cancelled.hello' => 'The show of {old} is cancelled. We are sorry.',
        'cancelled.back' => 'You get your money back: on {date} without doing anything, or now if you say so.',
        'cancelled.donate' =>
            'If you like, you can leave the price of your ticket to {venue} instead. It is entirely up to you.',
        'choice.title' => 'Your ticket',
        'choice.button' => 'Keep the ticket or have the money back',
        'choice.buttonCancelled' => 'Money back, or leave it to the venue',
        'choice.untilCancelled' => 'You can choose until {date}. Without a choice your money goes back to you then.',
        'choice.donate' => 'The venue may keep it',
        'choice.is.donate' => 'You leave the price of your ticket to the venue. Thank you!',
        'choice.until' => 'You can choose until {date}. Without a choice you keep your ticket.',
        'choice.keep' => 'I keep my ticket',
        'choice.refund' => 'I want my money back',
        'choice.is.keep' => 'You keep your ticket.',
        'choice.is.refund' => 'Your money is on its way back to you. The ticket is no longer valid.',
        'choice.closed' => 'This can no longer be changed.',
        'post.heading' => 'Posted to {place}',
        'post.next' => 'We write to you when it is on its way.',
        'withdrawal.subject' => 'Your withdrawal from order {reference}',
        'withdrawal.received' => 'On {date} you withdrew from the contract of order {reference} in these parts:',
        'withdrawal.amount' => 'To be refunded',
        'withdrawal.now' => 'We send you back {amount}, by the way you paid. A mail tells you when it has left.',
        'withdrawal.return' =>
            'Please send or bring the goods back within 14 days: {address}. The cost of sending them is yours. Once they are here we send you back {amount}, by the way you paid.',
        'withdrawal.keep' => 'This mail is the acknowledgement of your withdrawal. Please keep it.',
    ],
    'fr' => [
        'sent.subject' => 'Votre colis est parti : commande {reference}',
        'sent.hello' => 'Votre commande {reference} a été envoyée à {place}.',
        'sent.tracking' => 'Numéro de suivi du transporteur : {tracking}.',
        'postponed.subject' => 'Nouvelle date : {title}',
        'postponed.subjectOpen' => 'Reporté : {title}',
        'postponed.moved' => 'Le concert du {old} est reporté au {new}.',
        'postponed.open' =>
            'Le concert du {old} est reporté. Nous vous dirons la nouvelle date dès qu’elle sera connue.',
        'postponed.keep' => 'Votre billet reste valable ; vous n’avez rien à faire.',
        'postponed.choose' => 'Si vous ne pouvez pas venir, vous pouvez être remboursé jusqu’au {date}.',
        'cancelled.subject' => 'Annulé : {title}',
        'cancelled.hello' => 'Le concert du {old} est annulé. Nous en sommes désolés.',
        'cancelled.back' => 'Vous êtes remboursé : le {date} sans rien faire, ou tout de suite si vous le demandez.',
        'cancelled.donate' =>
            'Si vous le souhaitez, vous pouvez laisser le prix de votre billet à {venue}. Vous êtes entièrement libre.',
        'choice.title' => 'Votre billet',
        'choice.button' => 'Garder le billet ou être remboursé',
        'choice.buttonCancelled' => 'Être remboursé, ou laisser le prix à la salle',
        'choice.untilCancelled' =>
            'Vous pouvez choisir jusqu’au {date}. Sans réponse, vous serez remboursé à cette date.',
        'choice.donate' => 'Je laisse le prix à la salle',
        'choice.is.donate' => 'Vous laissez le prix de votre billet à la salle. Merci !',
        'choice.until' => 'Vous pouvez choisir jusqu’au {date}. Sans réponse, vous gardez votre billet.',
        'choice.keep' => 'Je garde mon billet',
        'choice.refund' => 'Je veux être remboursé',
        'choice.is.keep' => 'Vous gardez votre billet.',
        'choice.is.refund' => 'Votre remboursement est en route. Le billet n’est plus valable.',
        'choice.closed' => 'Ce choix ne peut plus être modifié.',
        'post.heading' => 'Envoi à {place}',
        'post.next' => 'Nous vous écrirons quand le colis partira.',
        'withdrawal.subject' => 'Votre rétractation, commande {reference}',
        'withdrawal.received' =>
            'Le {date}, vous vous êtes rétracté du contrat de la commande {reference} pour ces éléments :',
        'withdrawal.amount' => 'À rembourser',
        'withdrawal.now' =>
            'Nous vous remboursons {amount} par le moyen de paiement que vous avez utilisé. Un message vous dira quand c’est parti.',
        'withdrawal.return' =>
            'Merci de renvoyer ou de rapporter les articles sous 14 jours : {address}. Les frais de renvoi sont à votre charge. Dès que nous les aurons reçus, nous vous rembourserons {amount} par le moyen de paiement que vous avez utilisé.',
        'withdrawal.keep' => 'Ce message est l’accusé de réception de votre rétractation. Conservez-le.',
    ],
];
