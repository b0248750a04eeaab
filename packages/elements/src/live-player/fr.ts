import type { PlayerStrings } from './en.ts';

const fr = {
  player: (title) => `Lecteur : ${title}`,
  loading: 'Chargement du concert',
  misplaced: 'Il manque les attributs backend et show.',
  plainPage: 'Ouvrir la page du concert',
  tryAgain: 'Réessayer',

  live: 'En direct',
  replay: 'Replay',
  doorsIn: 'Ouverture des portes dans',
  startsIn: 'Début dans',
  anyMoment: 'D’un instant à l’autre',
  doorsOpen: 'Les portes sont ouvertes',
  inside: 'Vous y êtes. L’image viendra d’elle-même dès le début du concert.',
  haveTicket: 'Votre billet est sur cet appareil. Vous regarderez ici.',
  cancelledTitle: 'Ce concert est annulé',
  cancelledText: 'Si vous avez un billet, la salle vous écrira.',
  postponedTitle: 'Ce concert est reporté',
  postponedText: 'Les billets restent valables pour la nouvelle date.',

  liveNow: 'En direct maintenant',
  replayReady: 'Le replay est disponible',
  needTicket: 'Un billet vous ouvre les portes, sur tous vos appareils.',
  needRegistration: 'Inscrivez-vous avec votre e-mail pour regarder. C’est gratuit.',
  getTicket: (price) => (price ? `Prendre un billet · dès ${price}` : 'Prendre un billet'),
  register: 'S’inscrire',
  alreadyHave: 'J’ai déjà un billet',
  opening: 'Nous ouvrons votre place',
  watchLive: 'Regarder en direct',
  watchReplay: 'Regarder le replay',
  resumeAt: (time) => `Reprendre à ${time}`,
  tryTicket: 'Essayer mon billet',
  otherWays: 'Entrer autrement',
  startOver: 'Revoir depuis le début',
  replayUntil: (date) => `Replay jusqu’au ${date}`,

  pausedTitle: 'Petite pause',
  pausedText: 'Le concert reprend dans un instant, ici et de lui-même.',
  endedTitle: 'C’est fini. Merci d’avoir été là !',
  endedText: 'Si la salle publie un replay, vous le trouverez ici.',
  archivedTitle: 'Ce concert est terminé',
  archivedText: 'Son replay n’est plus disponible.',
  soldOut: 'Complet',
  salesClosed: 'Les billets ne sont plus en vente.',

  leaseTitle: 'Lecture sur un autre appareil',
  leaseText: 'Votre billet est utilisé ailleurs. Vous pouvez ramener l’image ici.',
  watchHere: 'Regarder ici',
  lostTitle: 'L’image s’est arrêtée',

  engineFailed: 'Le lecteur n’a pas pu être chargé. Vérifiez votre connexion et réessayez.',

  saysLive: 'Le concert est en direct.',
  saysPaused: 'Le concert est en pause.',
  saysEnded: 'Le concert est terminé.',
} satisfies PlayerStrings;

export default fr;
