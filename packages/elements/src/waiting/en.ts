/** Sentences of the waiting list: joining, waiting, taking what came back, leaving. */
const strings = {
  hallFull: 'The hall is full.',
  allFull: 'There are no places left.',
  join: 'Join the waiting list',
  title: 'Waiting list',
  text: 'If places come back, we keep them for you for a while and write to you. First come, first served.',
  howMany: 'How many places',
  kind: 'What would you like?',
  hall: 'In the hall only',
  any: 'In the hall or online, whichever comes first',
  email: 'Your e-mail',
  emailInvalid: 'Please enter a complete e-mail address, like bea@example.org.',
  send: 'Put me on the list',
  sending: 'One moment…',
  cancel: 'Never mind',
  joined: (email: string) =>
    `If there was no place for ${email} on the list yet, there is one now. We have sent a mail, with a link to leave it at any time.`,
  waitingTitle: 'You are on the waiting list',
  waiting: (count: number) =>
    count === 1
      ? 'We write to you as soon as a place comes back.'
      : `We write to you as soon as ${count} places come back.`,
  offeredTitle: 'It is your turn',
  offered: (count: number, until: string) =>
    count === 1 ? `One place is kept for you until ${until}.` : `${count} places are kept for you until ${until}.`,
  take: (count: number) => (count === 1 ? 'Take my place' : `Take my ${count} places`),
  bought: 'You have taken your places. Enjoy the show!',
  missed: 'The time for these places has passed, and they went to the next in line. You can join the list again.',
  left: 'You are no longer on the waiting list.',
  leave: 'Leave the waiting list',
  leaving: 'Leaving…',
};

export type WaitingStrings = typeof strings;
export default strings;
