const en = {
  coming: 'Coming shows',
  replays: 'Replays',
  live: 'Live now',
  doors: 'Doors are open',
  paused: 'Short break',
  ended: 'Ended',
  replay: 'Replay',
  replayUntil: (date: string) => `until ${date}`,
  open: 'Free for everybody',
  registered: 'Free with your e-mail',
  from: (price: string) => `from ${price}`,
  soldOut: 'Sold out',
  upcoming: 'On sale soon',
  postponed: 'Postponed',
  cancelled: 'Cancelled',
  watch: 'Watch',
  tickets: 'Tickets',
  more: 'See the show',
  noneComing: 'No show is announced right now. Come back soon.',
  noReplays: 'No replay is available right now.',
  tryAgain: 'Try again',
  noBackend: 'This list does not know which venue it belongs to.',
};

export type ShowsStrings = typeof en;
export default en;
