import type { CampaignStrings } from './en.ts';

const fr: CampaignStrings = {
  none: 'Aucune campagne en ce moment.',
  tryAgain: 'Réessayer',
  progress: 'Avancement de la campagne',
  of: (target) => `sur ${target}`,
  supporters: (count) => (count < 2 ? `${count} soutien` : `${count} soutiens`),
  open: (time) => `Se termine ${time}`,
  upcoming: (time) => `Ouvre ${time}`,
  over: 'Terminée',
  keepRule: 'Ce que vous donnez est payé tout de suite, que l’objectif soit atteint ou non.',
  allRule: 'Votre carte n’est débitée que si l’objectif est atteint. Sinon, personne ne paie rien.',
  shareRule: (percent) =>
    `Si moins de ${percent} % de l’objectif peut être débité au final, tout le monde est remboursé.`,
  collecting: (captured, until) =>
    `L’objectif est atteint. Les cartes sont en cours de débit : ${captured} à ce jour, jusqu’au ${until}.`,
  reached: 'L’objectif est atteint. Merci !',
  missed: 'L’objectif n’est pas atteint. Personne n’a été débité.',
  kept: 'L’objectif n’est pas atteint, mais vos dons aident quand même : merci !',
  returned: 'Trop peu de paiements ont abouti : tout le monde est remboursé.',
  choose: 'Choisir',
  chooseNamed: (name, price) => `Choisir : ${name}, ${price}`,
  without: (minimum) => `Donner sans contrepartie, dès ${minimum}`,
  leftOf: (left, limit) => `${left} sur ${limit} disponibles`,
  gone: 'Épuisé',
  further: 'Et au-delà',
  done: 'atteint',
  thanks: 'Merci à',
};

export default fr;
