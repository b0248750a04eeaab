import type { PassLinkStrings } from './en.ts';

export default {
  openTitle: 'Heureux de vous revoir',
  openText: 'Un clic sur ce bouton ouvre vos billets sur cet appareil.',
  open: 'Ouvrir mon billet',
  opening: 'Ouverture…',
  title: 'Ouvrez votre billet',
  text: 'Nous envoyons un lien et un code à six chiffres à l’adresse de votre achat.',
  email: 'Votre e-mail',
  emailInvalid: 'Saisissez une adresse e-mail complète, comme bea@example.org.',
  send: 'Recevoir l’e-mail',
  sending: 'Envoi…',
  sent: (email: string) =>
    `S’il existe un billet pour ${email}, un e-mail est en route. Cliquez sur son lien ou saisissez ici ses six chiffres.`,
  didYouMean: (email: string) => `Vouliez-vous dire ${email} ?`,
  useIt: 'Utiliser cette adresse',
  code: 'Code à six chiffres',
  enter: 'Ouvrir mon billet',
  again: 'Utiliser une autre adresse',
  cancel: 'Annuler',
  welcome: 'C’est ouvert : vos billets sont sur cet appareil.',
} satisfies PassLinkStrings;
