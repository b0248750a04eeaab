import type { ShowsStrings } from './en.ts';

const fr: ShowsStrings = {
  coming: 'Prochains concerts',
  replays: 'À revoir',
  live: 'En direct',
  doors: 'Portes ouvertes',
  paused: 'Courte pause',
  ended: 'Terminé',
  replay: 'À revoir',
  replayUntil: (date) => `jusqu’au ${date}`,
  open: 'En accès libre',
  registered: 'Gratuit, avec votre e-mail',
  from: (price) => `dès ${price}`,
  soldOut: 'Complet',
  upcoming: 'Bientôt en vente',
  postponed: 'Reporté',
  cancelled: 'Annulé',
  watch: 'Regarder',
  tickets: 'Billets',
  more: 'Voir le concert',
  noneComing: 'Aucun concert n’est annoncé pour l’instant. Revenez bientôt.',
  noReplays: 'Rien à revoir pour l’instant.',
  tryAgain: 'Réessayer',
  noBackend: 'Cette liste ne sait pas à quelle salle elle appartient.',
};

export default fr;
