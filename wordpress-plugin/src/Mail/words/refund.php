<?php
/** The mails about money that is under way, comes late or goes back. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'purchase.late' =>
            'Your payment arrived after your reservation had ended. There were still places, so they are yours.',
        'processing.subject' => 'Your payment is on its way: order {reference}',
        'processing.hello' =>
            'Thank you. Your bank has promised the payment of {amount} for order {reference}; with this way of paying it takes a few days.',
        'processing.next' =>
            'Your places are reserved until then. As soon as the money is here, we send your receipt and your link in.',
        'refund.subject' => 'Your refund for order {reference}',
        'refund.subjectFree' => 'Your order {reference} was cancelled',
        'refund.admin' => '{venue} sends you back {amount} for order {reference}.',
        'refund.withdrawal' => 'You have withdrawn from order {reference}. We send you back {amount}.',
        'refund.late_payment' =>
            'Your payment for order {reference} arrived after your reservation had ended, and by then the places were gone. We are sorry. We send you back all of it: {amount}.',
        'refund.cancelled_show' => 'The show of order {reference} does not take place. We send you back {amount}.',
        'refund.campaign' => 'The campaign did not go ahead. We send you back {amount} for order {reference}.',
        'refund.amends' =>
            'On {day}, the picture of “{title}” failed from {from} to {to}. You were inside, and we are sorry. We send you back {amount} for order {reference}.',
        'refund.provider' => '{venue} sends you back {amount} for order {reference}.',
        'refund.free' => 'Order {reference} was cancelled. Nothing had been paid.',
        'refund.when' => 'The money goes to where it came from. Your bank usually shows it within five to ten days.',
        'refund.what' => 'What goes back',
        'refund.amount' => 'Refund',
        'refund.ticketsGone' => 'The tickets listed here no longer let you in.',
        'refund.ticketsStay' => 'Everything else of this order stays as it is.',
        'refund.reason' => 'Reason: {reason}',
    ],
    'fr' => [
        'purchase.late' =>
            'Votre paiement nous est parvenu après la fin de votre réservation. Il restait des places : elles sont à vous.',
        'processing.subject' => 'Votre paiement est en route : commande {reference}',
        'processing.hello' =>
            'Merci. Votre banque a promis le paiement de {amount} pour la commande {reference} ; avec ce moyen de paiement, il faut compter quelques jours.',
        'processing.next' =>
            'Vos places vous sont réservées jusque-là. Dès que l’argent sera arrivé, nous vous enverrons votre reçu et votre lien d’accès.',
        'refund.subject' => 'Votre remboursement, commande {reference}',
        'refund.subjectFree' => 'Votre commande {reference} a été annulée',
        'refund.admin' => '{venue} vous rembourse {amount} pour la commande {reference}.',
        'refund.withdrawal' => 'Vous vous êtes rétracté pour la commande {reference}. Nous vous remboursons {amount}.',
        'refund.late_payment' =>
            'Votre paiement pour la commande {reference} nous est parvenu après la fin de votre réservation, et les places étaient parties. Nous en sommes désolés. Nous vous remboursons tout : {amount}.',
        'refund.cancelled_show' =>
            'Le spectacle de la commande {reference} n’aura pas lieu. Nous vous remboursons {amount}.',
        'refund.campaign' => 'La collecte n’a pas abouti. Nous vous remboursons {amount} pour la commande {reference}.',
        'refund.amends' =>
            'Le {day}, l’image de « {title} » a été interrompue de {from} à {to}. Vous étiez devant votre écran, et nous en sommes désolés. Nous vous remboursons {amount} sur la commande {reference}.',
        'refund.provider' => '{venue} vous rembourse {amount} pour la commande {reference}.',
        'refund.free' => 'La commande {reference} a été annulée. Rien n’avait été payé.',
        'refund.when' =>
            'L’argent retourne là d’où il est venu. Votre banque l’affiche en général sous cinq à dix jours.',
        'refund.what' => 'Ce qui est remboursé',
        'refund.amount' => 'Remboursement',
        'refund.ticketsGone' => 'Les billets de cette liste ne donnent plus accès.',
        'refund.ticketsStay' => 'Le reste de la commande ne change pas.',
        'refund.reason' => 'Motif : {reason}',
    ],
];
