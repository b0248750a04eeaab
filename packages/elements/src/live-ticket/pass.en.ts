/** Sentences for those who have a ticket. */
const strings = {
  over: 'This show is over.',
  youAreIn: 'You’re in!',
  yourTicket: 'Your ticket',
  mail: (hint: string) => `A mail with your receipt and your link is on its way to ${hint}.`,
  watchNow: 'Watch now',
  doorsOpen: 'The doors are open.',
  doorsAt: (when: string) => `Doors open ${when}. Come back to this page, on any device.`,
  hallDoorsAt: (when: string) => `Doors open ${when}. Show your code there: it is in the mail, and among your tickets.`,
  liveNow: 'The show is on.',
  replayOn: 'The replay is ready.',
  calendar: 'Add to calendar',
  pickUp: 'Your pick-up code',
  posted: (place: string) => `Your goods will be posted to ${place}. A mail tells you when they leave.`,
  pickUpAt: (place: string) => `Show it at ${place}.`,
  reference: (reference: string) => `Order ${reference}`,
  testTicket: 'Test ticket',
  another: 'Buy another ticket',
  calendarText: (url: string) => `Watch here: ${url}`,
};

export type PassStrings = typeof strings;
export default strings;
