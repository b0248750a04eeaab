/** What the form in the page says besides Stripe's own fields, which speak the buyer's language by themselves. */
const strings = {
  or: 'or',
  handledBy: 'Your card details go straight to Stripe. The venue never sees them.',
  /** By Stripe's decline code; the others are told in Stripe's own words. */
  declines: {
    insufficient_funds: 'The bank says there is not enough money on this card. Please try another one.',
    expired_card: 'This card has expired. Please try another one.',
    incorrect_cvc: 'The security code is not right. Please check the three or four figures on the card.',
    invalid_cvc: 'The security code is not right. Please check the three or four figures on the card.',
    incorrect_number: 'The card number is not right. Please check it.',
    invalid_number: 'The card number is not right. Please check it.',
    card_not_supported: 'This kind of card cannot be used here. Please try another one.',
    currency_not_supported: 'This card cannot pay in this currency. Please try another one.',
    card_velocity_exceeded: 'This card has reached its limit. Please try another one, or ask your bank.',
    withdrawal_count_limit_exceeded: 'This card has reached its limit. Please try another one, or ask your bank.',
    authentication_required: 'Your bank wants to be sure that it is you. Please try again and confirm with your bank.',
    authentication_not_handled: 'Your bank could not confirm that it is you. Please try again, or use another card.',
    processing_error: 'The bank could not answer just now. Nothing was charged: please try again in a moment.',
    issuer_not_available: 'Your bank cannot be reached just now. Nothing was charged: please try again in a moment.',
    try_again_later: 'Your bank cannot be reached just now. Nothing was charged: please try again in a moment.',
    generic_decline: 'Your bank refused the payment without saying why. Please try another card, or ask your bank.',
    do_not_honor: 'Your bank refused the payment without saying why. Please try another card, or ask your bank.',
  } as Readonly<Record<string, string>>,
};

export type StripeStrings = typeof strings;
export default strings;
