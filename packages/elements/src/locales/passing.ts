/**
 * The sentences that must be there when nothing can be fetched: for a device without a network, and for a site that does not
 * answer. Both languages travel with the code; all other sentences are fetched with the first error there is.
 */
export const passing = {
  en: {
    offline: 'You seem to be offline. What you entered is kept; try again once you are back.',
    unavailable: 'The venue’s site is out of breath. We keep trying; nothing is lost.',
  },
  fr: {
    offline: 'Vous semblez hors connexion. Votre saisie est conservée ; réessayez une fois de retour en ligne.',
    unavailable: 'Le site de la salle est à bout de souffle. Nous réessayons ; rien n’est perdu.',
  },
} as const;
