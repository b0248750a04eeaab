import type { WaysStrings } from './ways.en.ts';

export default {
  back: 'Retour',
  tryTitle: 'Essayez votre billet',
  trying: 'La vidéo d’essai passe les portes…',
  works: 'Votre billet marche sur cet appareil. Vous êtes prêt pour le concert.',
  seen: 'C’est une vidéo d’essai, pas le concert.',
  noPicture:
    'Votre billet est bon, mais l’image ne passe pas ici. Essayez un autre navigateur ou un autre appareil avant l’ouverture des portes.',
  noPictureTitle: 'Pas d’image sur cet appareil',
  failedTitle: 'Cela n’a pas marché',
  again: 'Réessayer',

  screenTitle: 'Regarder sur cet écran avec votre téléphone',
  screenHow:
    'Scannez ce code avec le téléphone qui a votre billet, ou saisissez-y ces lettres, dans la page de vos billets.',
  letters: 'Les lettres',
  waiting: 'En attente de votre téléphone. L’image apparaîtra ici toute seule.',
  stopped: 'Personne n’a confirmé depuis un moment.',
  fresh: 'Afficher de nouvelles lettres',
  qr: 'Code à scanner avec votre téléphone',
  newLetters: (letters: string) => `Nouvelles lettres : ${letters}`,

  phoneTitle: 'Un écran demande à entrer',
  phoneTicket: 'Ouvrez d’abord votre billet sur cet appareil ; vous pourrez ensuite laisser entrer l’écran.',

  guestTitle: 'Ce soir, tout le monde est le bienvenu',
  guestWhy:
    'Les portes ne marchent pas comme il faut. Laissez votre adresse et entrez ; la salle règlera cela avec vous ensuite.',
  email: 'Votre adresse e-mail',
  comeIn: 'Entrer',
} satisfies WaysStrings;
