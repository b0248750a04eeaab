import type { Strings } from './en.ts';

export default {
  title: 'Votre commande',
  total: 'Total',
  email: 'Votre e-mail',
  emailHint: 'Vous y recevrez votre reçu et votre lien d’accès.',
  otherEmail: (hint: string) =>
    `Cet appareil est connecté : ${hint}. Acheter avec une autre adresse le fait passer à cette commande.`,
  emailInvalid: 'Saisissez une adresse e-mail complète, comme bea@example.org.',
  didYouMean: (email: string) => `Vouliez-vous dire ${email} ?`,
  takeSuggestion: 'Oui, cette adresse',
  keepEmail: 'Non, la mienne est juste',
  news: (seller: string) => `Écrivez-moi pour les prochains concerts : ${seller}`,
  soldBy: (seller: string) => `Vendu par ${seller}.`,
  terms: 'Conditions de vente',
  privacy: 'Vie privée',
  pay: (amount: string) => `Payer ${amount}`,
  payQuoting: 'Vérification du prix…',
  getFree: 'S’inscrire gratuitement',
  ordering: 'Réservation…',
  change: 'Modifier ma commande',
  retry: 'Réessayer',
  lookAgain: 'Vérifier à nouveau',
  payment: (amount: string) => `Payer ${amount}`,
  reservedUntil: (time: string) => `Réservé pour vous jusqu’à ${time}.`,
  testTitle: 'Paiement d’essai',
  testText: 'Aucun argent ne circule : la salle essaie sa boutique. Ce que vous achetez maintenant sert aux essais.',
  testApprove: 'Accepter le paiement d’essai',
  testDecline: 'Le refuser',
  redirectText: 'Vous payez sur une page sécurisée et revenez aussitôt ici.',
  payElsewhere: (amount: string) => `Payer ${amount} sur la page sécurisée`,
  noForm:
    'Le formulaire de paiement ne peut pas s’afficher dans cette page. Vous pouvez payer sur la page sécurisée du prestataire, puis revenir aussitôt ici.',
  lateForm:
    'Le formulaire de paiement tarde à s’afficher. Vous pouvez l’attendre, ou payer sur la page sécurisée du prestataire et revenir aussitôt.',
  redirectLeaving: 'Ouverture de la page de paiement…',
  settling: 'En attente de la confirmation du paiement…',
  paying: 'Paiement…',
  processingTitle: 'Votre paiement est en route',
  processingText: (hint: string) =>
    `La banque met quelques jours à le transmettre. Dès son arrivée, vos billets partent pour ${hint}. D’ici là vos places vous sont gardées : vous n’avez plus rien à faire.`,
  reference: (reference: string) => `Commande ${reference}`,
  another: 'Commander autre chose',
  elsewhere: 'Payer sur le site de la salle',
  notices: {
    resumed: 'Votre commande est toujours là, en attente de paiement.',
    hold_ending: 'Votre réservation se termine dans cinq minutes.',
    hold_last_minute: 'Votre réservation se termine dans une minute.',
    hold_over:
      'Votre réservation a expiré. Vous pouvez encore payer : s’il n’y a plus de place, vous serez remboursé automatiquement.',
    cancelled: 'Votre réservation est annulée. Rien n’a été payé.',
    refunded:
      'Votre paiement est arrivé après la fin de la réservation, et il n’y avait plus de place. Nous vous remboursons.',
  },
} satisfies Strings;
