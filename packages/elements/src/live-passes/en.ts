const strings = {
  title: 'Your tickets',
  tryAgain: 'Try again',
  noBackend: 'These tickets do not know their venue. Give the tag a backend attribute.',
  elsewhere: 'Tickets bought on another device open here by e-mail.',
  open: 'Open my tickets by e-mail',
};

export type PassesStrings = typeof strings;
export default strings;
