<?php
/** The mails about rights after a purchase: withdrawing, a show that is cancelled or moved, goods on their way. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
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
