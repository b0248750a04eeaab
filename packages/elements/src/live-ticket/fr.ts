import type { TicketStrings } from './en.ts';

export default {
  title: 'Billets',
  titleOpen: 'En accès libre',
  openText: 'Ce concert ne demande aucun billet : regardez, tout simplement.',
  testMode: 'Mode d’essai : aucun argent ne circule et les billets servent aux essais.',
  postponed: 'Ce concert est reporté. Les billets restent valables ; la nouvelle date sera annoncée ici.',
  cancelled: 'Ce concert est annulé. Toutes les personnes ayant un billet reçoivent un e-mail.',
  over: 'Ce concert est terminé.',
  noOffers: 'Les billets ne sont pas encore en vente.',
  choose: 'Choisissez votre billet',
  free: 'Gratuit',
  left: (count: number) => (count === 1 ? 'Dernière place' : `Plus que ${count}`),
  have: 'J’ai déjà un billet',
  quantity: 'Combien',
  get: 'Prendre ce billet',
  getMany: (count: number) => `Prendre ${count} billets`,
  hall: 'Dans la salle',
  live: 'En direct',
  replay: 'Replay',
  replayUntil: (date: string) => `Replay jusqu’au ${date}`,
  merch: 'À retirer à la salle',
  tryAgain: 'Réessayer',
  noShow:
    'Cette billetterie ne sait pas de quel concert il s’agit. Choisissez-le dans le bloc ou donnez l’attribut show.',
  noBackend: 'Cette billetterie ne sait pas de quelle salle il s’agit. Donnez-lui l’attribut backend.',
} satisfies TicketStrings;
