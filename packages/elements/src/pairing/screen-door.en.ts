/** Sentences for whoever lets a screen in. */
const strings = {
  how: 'Open the show’s page on the television and choose to watch with your phone. It shows six letters: type them here.',
  letters: 'The six letters on the screen',
  look: 'Continue',
  question: (device: string) => `Let “${device}” in on your ticket?`,
  asks: (title: string, site: string) => `It wants to watch ${title}, on a page of ${site}.`,
  near: 'It is on the same network as you.',
  far: 'It is not on your network. Only go on if you see these letters on the screen with your own eyes: whoever sent them to you wants to watch on your ticket.',
  devices:
    'It becomes one of the two devices that watch on your ticket at a time. You can log it out among your devices.',
  letIn: 'Let it in',
  no: 'No',
  done: 'The screen is in. The picture starts there by itself.',
};

export type ScreenDoorStrings = typeof strings;
export default strings;
