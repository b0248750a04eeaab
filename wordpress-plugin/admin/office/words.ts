/** What states and kinds are called on the desk. */
import { __ } from '@wordpress/i18n';

export function orderStates(): Record<string, string> {
  return {
    pending: __('Being paid', 'parterre'),
    processing: __('Payment on its way', 'parterre'),
    paid: __('Paid', 'parterre'),
    disputed: __('Disputed', 'parterre'),
    failed: __('Failed', 'parterre'),
    expired: __('Expired', 'parterre'),
    cancelled: __('Cancelled', 'parterre'),
    refunded: __('Refunded', 'parterre'),
  };
}

export function refundStates(): Record<string, string> {
  return {
    requested: __('About to leave', 'parterre'),
    pending: __('On its way', 'parterre'),
    succeeded: __('Arrived', 'parterre'),
    failed: __('Failed', 'parterre'),
  };
}

export function ticketKinds(): Record<string, string> {
  return {
    hall: __('In the hall', 'parterre'),
    live: __('Livestream', 'parterre'),
    replay: __('Replay', 'parterre'),
    merch: __('Merch', 'parterre'),
  };
}

export function ticketSources(): Record<string, string> {
  return {
    paid: __('Paid for', 'parterre'),
    free: __('Free', 'parterre'),
    grant: __('Invited', 'parterre'),
    honour: __('Let in on trust', 'parterre'),
  };
}

export function ticketStates(): Record<string, string> {
  return { valid: __('Valid', 'parterre'), void: __('Void', 'parterre') };
}

/** What events and acts are called in an order's history; one that is missing here shows its own name. */
export function happenings(): Record<string, string> {
  return {
    'order.created': __('Order placed', 'parterre'),
    'order.paid': __('Paid', 'parterre'),
    'order.failed': __('Payment failed', 'parterre'),
    'order.expired': __('Not paid in time', 'parterre'),
    'order.cancelled': __('Cancelled by the buyer', 'parterre'),
    'order.refund': __('Refunded', 'parterre'),
    'order.settle': __('Payment provider asked again', 'parterre'),
    'order.sold_at_counter': __('Sold at the counter', 'parterre'),
    'order.tickets_printed': __('Tickets printed', 'parterre'),
    'order.refund_again': __('Refund tried again', 'parterre'),
    'order.refund_failed': __('Refund refused', 'parterre'),
    'bulk.chosen': __('Chosen at the desk, for a show cancelled or moved', 'parterre'),
    'show.amends': __('Made good for a picture that failed', 'parterre'),
    'order.address_revealed': __('Address looked at', 'parterre'),
    'mark.looked_up': __('Code in the picture looked up', 'parterre'),
    'order.resent': __('Confirmation sent again', 'parterre'),
    'order.readdressed': __('Moved to another address', 'parterre'),
    'ticket.handed_on': __('Ticket handed on by the box office', 'parterre'),
    'ticket.transferred': __('Ticket handed on', 'parterre'),
    'payment.mismatch': __('The payment did not fit the order', 'parterre'),
    'ticket.issued': __('Ticket issued', 'parterre'),
    'ticket.voided': __('Ticket voided', 'parterre'),
    'delivery.created': __('Goods to hand over', 'parterre'),
    'session.started': __('A device came in', 'parterre'),
    'pass_link.sent': __('Pass link sent', 'parterre'),
    'pass_link.redeemed': __('Pass link opened', 'parterre'),
    'entry.granted': __('Entered the show', 'parterre'),
  };
}

export const options = (words: Record<string, string>): { value: string; label: string }[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** A moment by the venue's clocks, or a show's, wherever the desk is: everybody who works there says the same hour. */
export function formatInstant(instant: string, locale: string, timeZone = window.parterreAdmin.timeZone): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}

/** What divides the lines of a pasted list, as the server sees it (PCRE's `\\R`). */
export const LINES = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/;
