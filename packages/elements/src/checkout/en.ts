/** Sentences of the checkout that every selling tag shares. */
const strings = {
  title: 'Your order',
  total: 'Total',
  includedTax: (rate: string) => `VAT ${rate} included`,
  country: 'Country you live in',
  countryHint: 'It decides whose VAT is in the price. The price stays the same.',
  countryChoose: 'Please choose',
  delivery: 'How you get it',
  pickup: 'I pick it up at the venue',
  post: 'By post',
  address: {
    name: 'Name',
    line1: 'Street and number',
    line2: 'More about the address (if needed)',
    postcode: 'Postcode',
    city: 'Town',
  },
  addressMissing: 'Please fill this in.',
  destination: 'Country',
  noWithdrawal: 'A concert on a date: the law gives no right to withdraw from it afterwards.',
  withdrawal: 'You can withdraw from buying goods within 14 days after you got them.',
  waiver: 'I want the replay to start at once, and I know that I lose my right to withdraw (14 days) with that.',
  accepting: 'By ordering you accept the',
  email: 'Your e-mail',
  emailHint: 'Your receipt and your link in go here.',
  otherEmail: (hint: string) =>
    `This device is logged in as ${hint}. Buying with another address switches it to that order.`,
  emailInvalid: 'Please enter a complete e-mail address, like bea@example.org.',
  didYouMean: (email: string) => `Did you mean ${email}?`,
  takeSuggestion: 'Yes, use that',
  keepEmail: 'No, mine is right',
  news: (seller: string) => `Write to me about future shows at ${seller}`,
  soldBy: (seller: string) => `Sold by ${seller}.`,
  terms: 'terms of sale',
  privacy: 'Privacy',
  pay: (amount: string) => `Pay ${amount}`,
  payQuoting: 'Checking the price…',
  getFree: 'Register for free',
  ordering: 'Reserving…',
  change: 'Change my order',
  retry: 'Try again',
  lookAgain: 'Check again',
  payment: (amount: string) => `Pay ${amount}`,
  reservedUntil: (time: string) => `Reserved for you until ${time}.`,
  testTitle: 'Test payment',
  testText: 'No money moves: this venue is trying out its shop. What you buy now is for testing only.',
  testApprove: 'Approve the test payment',
  testDecline: 'Decline it',
  redirectText: 'You pay on a secure page and come right back here.',
  payElsewhere: (amount: string) => `Pay ${amount} on the secure page`,
  noForm:
    'The payment form cannot be shown in this page. You can pay on the provider’s secure page and come right back here.',
  lateForm:
    'The payment form is taking long. You can wait for it, or pay on the provider’s secure page and come right back.',
  redirectLeaving: 'Opening the payment page…',
  settling: 'Waiting for the payment to be confirmed…',
  paying: 'Paying…',
  processingTitle: 'Your payment is on its way',
  processingText: (hint: string) =>
    `The bank takes a few days to send it. As soon as it has arrived, your tickets go to ${hint}. Your places are kept until then, and there is nothing left to do here.`,
  reference: (reference: string) => `Order ${reference}`,
  another: 'Order something else',
  elsewhere: 'Pay on the venue’s own page',
  /** What has changed, said once. */
  notices: {
    resumed: 'Your order is still here, waiting for its payment.',
    hold_ending: 'Your reservation ends in five minutes.',
    hold_last_minute: 'Your reservation ends in one minute.',
    hold_over:
      'Your reservation has run out. You can still pay: if the places are gone by then, your money goes back by itself.',
    cancelled: 'Your reservation was released. Nothing has been paid.',
    refunded:
      'Your payment came after the reservation had run out, and the places were gone. Your money is on its way back.',
  },
};

export type Strings = typeof strings;
export default strings;
