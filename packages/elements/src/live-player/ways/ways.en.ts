/** Sentences for the other ways in, and for trying a ticket. */
const strings = {
  back: 'Back',
  tryTitle: 'Try your ticket',
  trying: 'The clip is on its way through the doors…',
  works: 'Your ticket works on this device. You are ready for the show.',
  seen: 'This is a test clip, not the show.',
  noPicture: 'Your ticket is good, but the picture does not play here. Try another browser or device before doors.',
  noPictureTitle: 'No picture on this device',
  failedTitle: 'This did not work',
  again: 'Try again',

  screenTitle: 'Watch on this screen with your phone',
  screenHow: 'Scan this code with the phone that has your ticket, or type these letters there, among your tickets.',
  letters: 'The letters',
  waiting: 'Waiting for your phone. The picture appears here by itself.',
  stopped: 'Nobody has confirmed for a while.',
  fresh: 'Show new letters',
  qr: 'Code to scan with your phone',
  newLetters: (letters: string) => `New letters: ${letters}`,

  phoneTitle: 'A screen asks to come in',
  phoneTicket: 'Open your ticket on this device first; then let the screen in.',

  guestTitle: 'Everybody is welcome tonight',
  guestWhy:
    'The doors are not working as they should. Leave your address and come in; the venue sets it right with you afterwards.',
  email: 'Your e-mail',
  comeIn: 'Come in',
};

export type WaysStrings = typeof strings;
export default strings;
