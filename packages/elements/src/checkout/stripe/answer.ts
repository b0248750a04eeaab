/** What Stripe's answer to a confirmation means. */
import type { StripeCheckoutConfirmResult } from '@stripe/stripe-js';
import type { Confirmation } from '../checkout.ts';
import type { StripeStrings } from './en.ts';

/** A refusal without a reason of the bank's may hide something that went through, once the fields are filled in. */
export function confirmationOf(
  result: StripeCheckoutConfirmResult,
  complete: boolean,
  words: StripeStrings | null,
): Confirmation {
  if (result.type === 'success') return { type: 'confirmed' };
  const { error } = result;
  if (error.code !== 'paymentFailed') return { type: complete ? 'unknown' : 'refused', sentence: error.message };
  return { type: 'refused', sentence: words?.declines[error.paymentFailed.declineCode ?? ''] ?? error.message };
}
