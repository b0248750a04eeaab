<?php
/** The mails to supporters of a campaign. */

declare(strict_types=1);

defined('ABSPATH') || defined('PARTERRE_TESTS') || exit();

return [
    'en' => [
        'pledge.promised.subject' => 'You support “{campaign}”',
        'pledge.promised.text' =>
            'Thank you! You pledged {total}. Nothing is charged now: your card is charged only if the goal is reached by {deadline}.',
        'pledge.promised.button' => 'See my pledge',
        'pledge.promised.after' => 'Until then you can change your pledge or withdraw it with this link.',
        'pledge.needsAction.subject' => '“{campaign}”: please confirm your pledge',
        'pledge.needsAction.text' =>
            'The goal was reached! Your card could not be charged without you, though: your bank wants you to confirm the payment of {total}, or the card was declined. Please confirm it, or use another card.',
        'pledge.needsAction.button' => 'Confirm my pledge',
        'pledge.needsAction.after' =>
            'You have until {until}. After that your pledge lapses and your reward is free again.',
        'pledge.released.subject' => '“{campaign}”: the goal was not reached',
        'pledge.released.text' =>
            'The goal of “{campaign}” was not reached. Nothing was charged, and your card is no longer kept. Thank you for having been part of it.',
        'pledge.refunded.subject' => '“{campaign}”: you get your money back',
        'pledge.refunded.text' =>
            'Too few payments went through for “{campaign}” to go ahead, so everybody is refunded, as was said before you pledged. Your {total} are on their way back; banks take up to ten days.',
        'pledge.mandate' => 'What you agreed to',
    ],
    'fr' => [
        'pledge.promised.subject' => 'Vous soutenez « {campaign} »',
        'pledge.promised.text' =>
            'Merci ! Votre promesse de soutien s’élève à {total}. Rien n’est débité maintenant : votre carte ne le sera que si l’objectif est atteint d’ici au {deadline}.',
        'pledge.promised.button' => 'Voir mon soutien',
        'pledge.promised.after' => 'D’ici là, ce lien vous permet de modifier votre promesse ou de la retirer.',
        'pledge.needsAction.subject' => '« {campaign} » : confirmez votre soutien',
        'pledge.needsAction.text' =>
            'L’objectif est atteint ! Votre carte n’a cependant pas pu être débitée sans vous : votre banque vous demande de confirmer le paiement de {total}, ou la carte a été refusée. Confirmez-le ou utilisez une autre carte.',
        'pledge.needsAction.button' => 'Confirmer mon soutien',
        'pledge.needsAction.after' =>
            'Vous avez jusqu’au {until}. Passé ce délai, votre promesse s’éteint et votre contrepartie est remise à disposition.',
        'pledge.released.subject' => '« {campaign} » : l’objectif n’est pas atteint',
        'pledge.released.text' =>
            'L’objectif de « {campaign} » n’a pas été atteint. Rien n’a été débité et votre carte n’est plus enregistrée. Merci d’avoir été des nôtres.',
        'pledge.refunded.subject' => '« {campaign} » : vous êtes remboursé',
        'pledge.refunded.text' =>
            'Trop peu de paiements ont abouti pour que « {campaign} » se fasse : tout le monde est remboursé, comme annoncé avant votre soutien. Vos {total} sont en route ; les banques prennent jusqu’à dix jours.',
        'pledge.mandate' => 'Ce que vous avez accepté',
    ],
];
