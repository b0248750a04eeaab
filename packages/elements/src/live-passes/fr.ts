import type { PassesStrings } from './en.ts';

export default {
  title: 'Vos billets',
  tryAgain: 'Réessayer',
  noBackend: 'Ces billets ne savent pas de quelle salle il s’agit. Donnez l’attribut backend à la balise.',
  elsewhere: 'Vos billets achetés sur un autre appareil s’ouvrent ici par e-mail.',
  open: 'Ouvrir mes billets par e-mail',
} satisfies PassesStrings;
