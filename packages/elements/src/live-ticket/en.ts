const strings = {
  title: 'Tickets',
  titleOpen: 'Free for everybody',
  openText: 'This show needs no ticket: just watch.',
  testMode: 'Test mode: no money moves, and tickets are for testing only.',
  postponed: 'This show is postponed. Tickets stay valid; the new date will be announced here.',
  cancelled: 'This show is cancelled. Everybody with a ticket gets a mail.',
  over: 'This show is over.',
  noOffers: 'Tickets are not on sale yet.',
  choose: 'Choose your ticket',
  free: 'Free',
  left: (count: number) => (count === 1 ? 'Last one' : `${count} left`),
  have: 'I already have a ticket',
  quantity: 'How many',
  get: 'Get this ticket',
  getMany: (count: number) => `Get ${count} tickets`,
  hall: 'In the hall',
  live: 'Livestream',
  replay: 'Replay',
  replayUntil: (date: string) => `Replay until ${date}`,
  merch: 'Pick-up at the venue',
  tryAgain: 'Try again',
  noShow: 'This ticket box does not know its show: choose one in the block, or set its show attribute.',
  noBackend: 'This ticket box does not know its venue: set its backend attribute.',
};

export type TicketStrings = typeof strings;
export default strings;
