/**
 * What a fan reads when something did not work: what happened, and the way on. What the owner or the developer should do is
 * in docs/errors.md. A function takes the whole seconds to wait.
 */
import type { ErrorCode } from '@parterre/protocol/errors';
import { passing } from './passing.ts';

const inSeconds = (seconds: number): string => (seconds === 1 ? 'in one second' : `in ${seconds} seconds`);

const errors = {
  ...passing.en,

  bad_request: 'Something in this form is not as it should be. Please check what you entered.',
  not_found: 'We can’t find this any more. It may have been moved or removed.',
  rate_limited: (seconds: number) => `That was a lot at once. Please try again ${inSeconds(seconds)}.`,
  not_supported: 'This venue does not offer that here.',
  too_large: 'That is too long to send. Please shorten it.',

  timeout: 'The venue’s site is taking too long to answer. Please try again.',
  blocked_by_site: 'Something on the venue’s site is in the way. Please try again in a moment.',
  bad_response: 'The venue’s site gave an answer we don’t understand. Please try again in a moment.',
  aborted: 'This was stopped.',

  session_required: 'Please open your ticket first.',
  session_expired: 'You have been away for a while. Ask for a new link by e-mail to come back in.',
  session_replaced: 'Your ticket is now open on other devices. Ask for a new link by e-mail to use it here again.',
  forbidden: 'You can’t do that with this ticket.',
  offer_not_found: 'This ticket is not on sale any more. Please choose another.',
  variant_not_found: 'This article is not on sale any more. Please choose another.',
  not_on_sale: 'Sales for this are not open right now.',
  sold_out: 'Sold out: somebody was a little faster. Places of unfinished orders may come back within ten minutes.',
  quantity_limit: 'That is more than one person can order.',
  wrong_currency: 'This can’t be paid in that currency.',
  price_changed: 'The price has just changed. Here is the new total; nothing has been paid.',
  idempotency_conflict: 'This order had already been sent with other contents. Please try again.',
  page_not_allowed: 'The venue does not sell on this page. Please buy on the venue’s own site.',
  order_closed: 'This order is already closed.',
  hold_expired: 'Your reservation has run out and the places are gone. Nothing has been paid.',
  payment_declined: 'The payment was declined. Your places are still reserved; try again or pay another way.',
  payment_pending: 'Your payment is still on its way. This can take a moment.',
  link_invalid: 'This link does not open anything. Ask for a new one by e-mail.',
  link_expired: 'This link is too old. Ask for a new one by e-mail.',
  code_invalid: 'This code does not fit. Check the six digits, or ask for a new mail.',
  no_ticket: 'You need a ticket for this.',
  not_open_yet: 'The doors are not open yet.',
  show_cancelled: 'This show has been cancelled.',
  show_over: 'This show is over.',
  lease_lost: 'You are now watching on another device.',
  ticket_void: 'This ticket is no longer valid. Please write to the venue.',
  chat_closed: 'The chat is closed for now.',
  muted: 'You can’t write for the moment. A moderator has paused your messages.',
  slow_mode: (seconds: number) => `One at a time: you can write again ${inSeconds(seconds)}.`,
  text_refused: 'This message is empty, or the same as your last one.',
  message_not_found: 'This message is already gone.',
  name_refused: 'Please choose another name.',
  cart_not_found: 'Your cart had expired. Please add what you want again.',
  still_on_sale: 'Good news: there are places right now. You can buy them above.',
  device_not_found: 'This device is already logged out.',
  delivery_unavailable: 'We can’t post these goods there. Choose another way to get them.',
  terms_required: 'Please accept the terms of sale to order.',
  not_withdrawable: 'This can’t be withdrawn from: the law gives no such right here, or its time is over.',
  assertion_invalid: 'This proof of your ticket can’t be read. Open your ticket again.',
  assertion_stale: 'This proof of your ticket is too old. Open your ticket again.',
  not_honoured: 'The venue lets in by ticket again. Please open yours.',
  no_test_clip: 'The venue has no test clip. Your ticket will work at the doors all the same.',
  pairing_not_found: 'No screen shows these letters. Check them, or have the screen show new ones.',
  pairing_expired: 'These letters are too old. Here are new ones.',
  address_limit: 'This ticket is already shared with as many people as it can be.',
  address_not_found: 'This address has already been taken off the ticket.',
  campaign_closed: 'This campaign is not taking pledges right now.',
  reward_not_found: 'This reward no longer exists. Please choose another.',
  pledge_too_small: 'Please pledge a little more: this is less than the campaign can take.',
  mandate_required: 'Please allow your card to be charged if the goal is reached.',
  pledge_closed: 'This pledge can no longer be changed.',
} satisfies Record<ErrorCode, string | ((seconds: number) => string)>;

export default errors as Record<ErrorCode, string | ((seconds: number) => string)>;
