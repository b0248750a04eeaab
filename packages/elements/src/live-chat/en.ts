const en = {
  title: 'Chat',
  viewers: (count: string) => `${count} watching`,
  readOnly: 'Here you can read along. A ticket lets you write.',
  needTicket: 'The chat is for everybody with a ticket.',
  notOpenYet: (time: string) => `The chat opens with the doors, ${time}.`,
  join: 'Join the room',
  rejoin: 'Come back in',
  over: 'The chat has ended. Thank you for being there.',
  noChat: 'This show has no chat.',
  noShow: 'This chat does not know which show it belongs to.',
};

export type ChatStrings = typeof en;
export default en;
