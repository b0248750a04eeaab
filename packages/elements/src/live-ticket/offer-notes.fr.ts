import type { NoteStrings } from './offer-notes.en.ts';

export default {
  from: (price: string) => `dès ${price}`,
  opens: (when: string) => `En vente à partir du ${when}`,
  opensLater: 'Bientôt en vente',
  soldOut: 'Complet',
  closed: 'Vente close',
  next: 'Tarif suivant, une fois le précédent épuisé',
  nextFrom: (when: string) => `Tarif suivant, au plus tard le ${when}`,
  nextAfter: (count: number) =>
    count === 1
      ? 'Tarif suivant, dès que le dernier billet précédent est vendu'
      : `Tarif suivant, après encore ${count} billets`,
  afterHall: 'S’ouvre quand la salle est complète',
  handover: 'La salle est complète — regardez en direct.',
  haveCode: 'J’ai un code',
  onlyCode: 'Les billets de ce concert se vendent avec un code.',
  code: 'Votre code',
  useCode: 'Valider',
  opened: (offer: string) => `Ce code ouvre « ${offer} ».`,
  taken: (code: string) => `Le code ${code} est pris en compte : vous verrez son effet avant de payer.`,
} satisfies NoteStrings;
