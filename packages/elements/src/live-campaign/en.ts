const en = {
  none: 'There is no campaign right now.',
  tryAgain: 'Try again',
  progress: 'How far the campaign is',
  of: (target: string) => `of ${target}`,
  supporters: (count: number) => (count === 1 ? '1 supporter' : `${count} supporters`),
  open: (time: string) => `Ends ${time}`,
  upcoming: (time: string) => `Opens ${time}`,
  over: 'Ended',
  keepRule: 'What you give is paid at once, whether or not the goal is reached.',
  allRule: 'Your card is charged only if the goal is reached. If not, nobody pays anything.',
  shareRule: (percent: number) =>
    `If less than ${percent} % of the goal can be charged in the end, everybody gets their money back.`,
  collecting: (captured: string, until: string) =>
    `The goal was reached. Cards are being charged: ${captured} so far, until ${until}.`,
  reached: 'The goal was reached. Thank you!',
  missed: 'The goal was not reached. Nobody was charged.',
  kept: 'The goal was not reached. What was given helps all the same: thank you!',
  returned: 'Too few payments went through: everybody gets their money back.',
  choose: 'Choose this',
  chooseNamed: (name: string, price: string) => `Choose this: ${name}, ${price}`,
  without: (minimum: string) => `Give without a reward, from ${minimum}`,
  leftOf: (left: number, limit: number) => `${left} of ${limit} left`,
  gone: 'All taken',
  further: 'And if there is more',
  done: 'reached',
  thanks: 'Thanks to',
};

export type CampaignStrings = typeof en;
export default en;
