import type { MerchStrings } from './en.ts';

const fr: MerchStrings = {
  title: 'La boutique',
  empty: 'Rien n’est en vente pour l’instant.',
  tryAgain: 'Réessayer',
  choose: 'Choisir',
  add: 'Ajouter au panier',
  addNamed: (name) => `Ajouter au panier : ${name}`,
  added: (name, total) => `${name} est dans votre panier. Total ${total}.`,
  soldOut: 'Épuisé',
  left: (count) => (count === 1 ? 'Dernier exemplaire' : `Plus que ${count}`),
  from: (price) => `dès ${price}`,
  cart: 'Votre panier',
  items: (count) => (count === 1 ? '1 article' : `${count} articles`),
  total: 'Total',
  order: 'Commander',
  less: (name) => `Un ${name} de moins`,
  more: (name) => `Un ${name} de plus`,
  remove: (name) => `Retirer ${name}`,
  only: (count) => (count ? `Il n’en reste que ${count} : ajustez votre panier.` : 'Plus disponible.'),
  adjust: 'Ajuster',
  pickUp: 'À retirer à la salle avec un code. Si l’envoi est possible, vous le choisissez en commandant.',
  testMode: 'Cette salle essaie sa boutique : aucun argent ne circule.',
  thanks: 'Merci ! Votre commande est confirmée.',
  code: 'Votre code de retrait',
  posted: (place) => `Envoi à ${place}. Un e-mail vous préviendra de son départ.`,
  codeHint: (place) => `À montrer au comptoir, ${place}. Il est aussi dans votre e-mail.`,
  reference: (reference) => `Commande ${reference}`,
  again: 'Continuer',
  noBackend: 'Cette boutique ne sait pas à quelle salle elle appartient.',
};

export default fr;
