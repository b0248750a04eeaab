import type { PassStrings } from './pass.en.ts';

export default {
  over: 'Ce concert est terminé.',
  youAreIn: 'Vous y êtes !',
  yourTicket: 'Votre billet',
  mail: (hint: string) => `Un e-mail avec votre reçu et votre lien est en route vers ${hint}.`,
  watchNow: 'Regarder maintenant',
  doorsOpen: 'Les portes sont ouvertes.',
  doorsAt: (when: string) => `Ouverture des portes : ${when}. Revenez sur cette page, sur l’appareil de votre choix.`,
  hallDoorsAt: (when: string) =>
    `Ouverture des portes : ${when}. Montrez votre code à l’entrée : il est dans l’e-mail et parmi vos billets.`,
  liveNow: 'Le concert a commencé.',
  replayOn: 'Le replay est prêt.',
  calendar: 'Ajouter à l’agenda',
  pickUp: 'Votre code de retrait',
  posted: (place: string) => `Vos articles seront envoyés à ${place}. Un e-mail vous préviendra de leur départ.`,
  pickUpAt: (place: string) => `À présenter : ${place}.`,
  reference: (reference: string) => `Commande ${reference}`,
  testTicket: 'Billet d’essai',
  another: 'Acheter un autre billet',
  calendarText: (url: string) => `À regarder ici : ${url}`,
} satisfies PassStrings;
