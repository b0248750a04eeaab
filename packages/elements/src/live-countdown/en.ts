const strings = {
  toDoors: 'Doors open in',
  toStart: 'The show starts in',
  doors: 'Doors are open',
  anyMoment: 'Any moment now',
  live: 'Live now',
  paused: 'Short break',
  ended: 'The show is over',
  replay: 'Replay',
  replayUntil: (date: string) => `Replay until ${date}`,
  postponed: 'Postponed',
  postponedText: 'A new date will be announced here.',
  cancelled: 'Cancelled',
  left: (duration: string) => `${duration} to go`,
  yourTime: (time: string) => `${time} where you are`,
  noShow: 'This countdown does not know its show. Choose one in the block, or give the tag a show attribute.',
  noBackend: 'This countdown does not know its venue. Give the tag a backend attribute.',
};

export type CountdownStrings = typeof strings;
export default strings;
