import type { WaitingStrings } from './en.ts';

export default {
  hallFull: 'La salle est complète.',
  allFull: 'Il n’y a plus de place.',
  join: 'Rejoindre la liste d’attente',
  title: 'Liste d’attente',
  text: 'Si des places reviennent, nous vous les gardons un moment et nous vous écrivons. Premier arrivé, premier servi.',
  howMany: 'Combien de places',
  kind: 'Que souhaitez-vous ?',
  hall: 'En salle uniquement',
  any: 'En salle ou en ligne, selon ce qui se libère',
  email: 'Votre e-mail',
  emailInvalid: 'Saisissez une adresse e-mail complète, comme bea@example.org.',
  send: 'M’inscrire sur la liste',
  sending: 'Un instant…',
  cancel: 'Annuler',
  joined: (email: string) =>
    `Si ${email} n’était pas encore sur la liste, c’est fait. Un e-mail vous attend, avec un lien pour la quitter à tout moment.`,
  waitingTitle: 'Vous êtes sur la liste d’attente',
  waiting: (count: number) =>
    count === 1
      ? 'Nous vous écrivons dès qu’une place revient.'
      : `Nous vous écrivons dès que ${count} places reviennent.`,
  offeredTitle: 'C’est votre tour',
  offered: (count: number, until: string) =>
    count === 1
      ? `Une place vous est gardée jusqu’au ${until}.`
      : `${count} places vous sont gardées jusqu’au ${until}.`,
  take: (count: number) => (count === 1 ? 'Prendre ma place' : `Prendre mes ${count} places`),
  bought: 'Vous avez pris vos places. Bon concert !',
  missed:
    'Le délai pour ces places est passé ; elles sont allées à la personne suivante. Vous pouvez vous réinscrire sur la liste.',
  left: 'Vous n’êtes plus sur la liste d’attente.',
  leave: 'Quitter la liste d’attente',
  leaving: 'Un instant…',
} satisfies WaitingStrings;
