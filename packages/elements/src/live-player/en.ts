const en = {
  player: (title: string) => `Player: ${title}`,
  loading: 'Loading the show',
  misplaced: 'Give this player the attributes backend and show.',
  plainPage: 'Open the show’s own page',
  tryAgain: 'Try again',

  live: 'Live',
  replay: 'Replay',
  doorsIn: 'Doors open in',
  startsIn: 'Starts in',
  anyMoment: 'Any moment now',
  doorsOpen: 'Doors are open',
  inside: 'You are in. The picture appears here by itself when the show begins.',
  haveTicket: 'Your ticket is on this device. This is where you will watch.',
  cancelledTitle: 'This show has been cancelled',
  cancelledText: 'If you have a ticket, the venue will write to you.',
  postponedTitle: 'This show has been postponed',
  postponedText: 'Tickets stay valid for the new date.',

  liveNow: 'Live now',
  replayReady: 'The replay is ready',
  needTicket: 'A ticket lets you in, on any of your devices.',
  needRegistration: 'Register with your e-mail to watch. It is free.',
  getTicket: (price: string | null) => (price ? `Get a ticket · from ${price}` : 'Get a ticket'),
  register: 'Register',
  alreadyHave: 'I already have a ticket',
  opening: 'Opening your place',
  watchLive: 'Watch live',
  watchReplay: 'Watch the replay',
  resumeAt: (time: string) => `Resume at ${time}`,
  startOver: 'Start over',
  tryTicket: 'Try my ticket',
  otherWays: 'Another way in',
  replayUntil: (date: string) => `Replay until ${date}`,

  pausedTitle: 'A short break',
  pausedText: 'The show goes on in a moment, here and by itself.',
  endedTitle: 'That was it. Thank you for being here!',
  endedText: 'If the venue publishes a replay, you will find it here.',
  archivedTitle: 'This show is over',
  archivedText: 'Its replay is not available any more.',
  soldOut: 'Sold out',
  salesClosed: 'Tickets are not on sale any more.',

  leaseTitle: 'Watching on another device',
  leaseText: 'Your ticket is now playing elsewhere. You can bring the picture back here.',
  watchHere: 'Watch here',
  lostTitle: 'This picture has stopped',

  engineFailed: 'The player could not be loaded. Please check your connection and try again.',

  saysLive: 'The show is live.',
  saysPaused: 'The show is paused.',
  saysEnded: 'The show has ended.',
};

export type PlayerStrings = typeof en;
export default en;
