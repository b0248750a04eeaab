/** Sentences about offers that are not simply on sale. */
const strings = {
  from: (price: string) => `from ${price}`,
  opens: (when: string) => `On sale from ${when}`,
  opensLater: 'On sale soon',
  soldOut: 'Sold out',
  closed: 'Sales closed',
  next: 'Next price, once the one before is gone',
  nextFrom: (when: string) => `Next price, from ${when} at the latest`,
  nextAfter: (count: number) =>
    count === 1 ? 'Next price, once the last ticket before it is sold' : `Next price, once ${count} more are sold`,
  afterHall: 'Opens when the hall is full',
  handover: 'The hall is full — watch it live.',
  haveCode: 'I have a code',
  onlyCode: 'Tickets for this show are sold with a code.',
  code: 'Your code',
  useCode: 'Use it',
  opened: (offer: string) => `The code opens “${offer}”.`,
  taken: (code: string) => `The code ${code} is taken: you will see what it does before you pay.`,
};

export type NoteStrings = typeof strings;
export default strings;
