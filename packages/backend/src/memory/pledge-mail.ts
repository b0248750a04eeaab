/** Mails to supporters, in both languages. */

/** What happened to a pledge that its supporter has to hear of. */
export type PledgeNews = 'promised' | 'needsAction' | 'released' | 'refunded';

export interface PledgeWords {
  readonly total: string;
  readonly campaign: string;
  readonly venue: string;
  /** Empty where there is nothing to open. */
  readonly link: string;
}

interface Mail {
  readonly subject: string;
  readonly text: string;
}

const english: Record<PledgeNews, (words: PledgeWords) => Mail> = {
  promised: ({ total, campaign, link }) => ({
    subject: `You support “${campaign}”`,
    text: `Thank you! You pledged ${total}. Nothing is charged now: your card is charged only if the goal is reached at the deadline.\n\nTo change or withdraw your pledge until then:\n${link}`,
  }),
  needsAction: ({ total, campaign, link }) => ({
    subject: `“${campaign}”: please confirm your pledge`,
    text: `The goal was reached, but your bank wants you to confirm the payment of ${total} yourself. You have seven days:\n${link}`,
  }),
  released: ({ campaign }) => ({
    subject: `“${campaign}”: the goal was not reached`,
    text: `The goal was not reached. Nothing was charged, and your card is no longer kept. Thank you for having been part of it.`,
  }),
  refunded: ({ total, campaign }) => ({
    subject: `“${campaign}”: you get your money back`,
    text: `Too few payments could be made for the project to go ahead. Your ${total} are on their way back to your card.`,
  }),
};

const french: Record<PledgeNews, (words: PledgeWords) => Mail> = {
  promised: ({ total, campaign, link }) => ({
    subject: `Vous soutenez « ${campaign} »`,
    text: `Merci ! Votre promesse : ${total}. Rien n’est débité maintenant : votre carte ne le sera que si l’objectif est atteint à la date limite.\n\nPour modifier ou retirer votre promesse d’ici là :\n${link}`,
  }),
  needsAction: ({ total, campaign, link }) => ({
    subject: `« ${campaign} » : confirmez votre soutien`,
    text: `L’objectif est atteint, mais votre banque vous demande de confirmer vous-même le paiement de ${total}. Vous avez sept jours :\n${link}`,
  }),
  released: ({ campaign }) => ({
    subject: `« ${campaign} » : l’objectif n’est pas atteint`,
    text: `L’objectif n’a pas été atteint. Rien n’a été débité, et votre carte n’est plus enregistrée. Merci d’avoir été des nôtres.`,
  }),
  refunded: ({ total, campaign }) => ({
    subject: `« ${campaign} » : vous êtes remboursé`,
    text: `Trop peu de paiements ont abouti pour que le projet se fasse. Vos ${total} sont en route vers votre carte.`,
  }),
};

export const pledgeMail = (news: PledgeNews, words: PledgeWords, inFrench: boolean): Mail =>
  (inFrench ? french : english)[news](words);
