import type { ChatStrings } from './en.ts';

const fr: ChatStrings = {
  title: 'Discussion',
  viewers: (count) => `${count} dans la salle`,
  readOnly: 'Ici, vous pouvez lire. Un billet permet d’écrire.',
  needTicket: 'La discussion est ouverte à toutes les personnes munies d’un billet.',
  notOpenYet: (time) => `La discussion ouvre avec les portes, ${time}.`,
  join: 'Entrer dans la salle',
  rejoin: 'Revenir',
  over: 'La discussion est terminée. Merci d’avoir été là.',
  noChat: 'Ce concert n’a pas de discussion.',
  noShow: 'Cette discussion ne sait pas à quel concert elle appartient.',
};

export default fr;
