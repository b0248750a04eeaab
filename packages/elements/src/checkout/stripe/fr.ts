import type { StripeStrings } from './en.ts';

export default {
  or: 'ou',
  handledBy: 'Vos coordonnées bancaires vont directement à Stripe. La salle ne les voit jamais.',
  declines: {
    insufficient_funds: 'D’après la banque, la provision de cette carte est insuffisante. Essayez-en une autre.',
    expired_card: 'Cette carte a expiré. Essayez-en une autre.',
    incorrect_cvc: 'Le code de sécurité n’est pas bon. Vérifiez les trois ou quatre chiffres inscrits sur la carte.',
    invalid_cvc: 'Le code de sécurité n’est pas bon. Vérifiez les trois ou quatre chiffres inscrits sur la carte.',
    incorrect_number: 'Le numéro de carte n’est pas bon. Vérifiez-le.',
    invalid_number: 'Le numéro de carte n’est pas bon. Vérifiez-le.',
    card_not_supported: 'Ce type de carte n’est pas accepté ici. Essayez-en une autre.',
    currency_not_supported: 'Cette carte ne permet pas de payer dans cette devise. Essayez-en une autre.',
    card_velocity_exceeded: 'Cette carte a atteint son plafond. Essayez-en une autre ou voyez avec votre banque.',
    withdrawal_count_limit_exceeded:
      'Cette carte a atteint son plafond. Essayez-en une autre ou voyez avec votre banque.',
    authentication_required:
      'Votre banque veut s’assurer que c’est bien vous. Réessayez et confirmez auprès de votre banque.',
    authentication_not_handled:
      'Votre banque n’a pas pu confirmer que c’est bien vous. Réessayez ou utilisez une autre carte.',
    processing_error: 'La banque n’a pas pu répondre. Rien n’a été débité : réessayez dans un instant.',
    issuer_not_available: 'Votre banque est injoignable. Rien n’a été débité : réessayez dans un instant.',
    try_again_later: 'Votre banque est injoignable. Rien n’a été débité : réessayez dans un instant.',
    generic_decline:
      'Votre banque a refusé le paiement sans dire pourquoi. Essayez une autre carte ou voyez avec votre banque.',
    do_not_honor:
      'Votre banque a refusé le paiement sans dire pourquoi. Essayez une autre carte ou voyez avec votre banque.',
  } as Readonly<Record<string, string>>,
} satisfies StripeStrings;
