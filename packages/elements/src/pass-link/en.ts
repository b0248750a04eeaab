/** Sentences for coming back in: the link in a mail, its six digits. */
const strings = {
  openTitle: 'Welcome back',
  openText: 'One click opens your tickets on this device.',
  open: 'Open my ticket',
  opening: 'Opening…',
  title: 'Open your ticket',
  text: 'We send a link and a six-digit code to the address you bought with.',
  email: 'Your e-mail',
  emailInvalid: 'Please enter a complete e-mail address, like bea@example.org.',
  send: 'Send me the mail',
  sending: 'Sending…',
  sent: (email: string) =>
    `If there is a ticket for ${email}, a mail is on its way. Click its link, or type its six digits here.`,
  didYouMean: (email: string) => `Did you mean ${email}?`,
  useIt: 'Use that address',
  code: 'Six-digit code',
  enter: 'Open my ticket',
  again: 'Use another address',
  cancel: 'Never mind',
  welcome: 'You are in: your tickets are open on this device.',
};

export type PassLinkStrings = typeof strings;
export default strings;
