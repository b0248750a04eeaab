/** What every part of the checkout's form is given, and what it is: a function from what is known to what is drawn. */
import type { Money } from '@parterre/protocol';
import type { ParterreError } from '@parterre/protocol/errors';
import type { nothing, TemplateResult } from 'lit';
import type { Checkout, CheckoutNotice, CheckoutState } from '../checkout.ts';
import type { Strings } from '../en.ts';

export interface Form {
  readonly state: CheckoutState;
  /** Takes what the buyer types, chooses and presses. */
  readonly checkout: Checkout;
  readonly strings: Strings;
  /** Full BCP 47 tag for amounts, times and names of countries. */
  readonly language: string;
  /** The sentence for an error, in the tag's language. */
  readonly errorText: (error: ParterreError) => string;
  readonly noticeText: (notice: CheckoutNotice) => string;
  /** An amount as it stands in a column of figures: `12,00 €`. */
  readonly money: (amount: Money) => string;
  /** The form of a payment provider inside this page; null while there is none. */
  readonly provider: () => TemplateResult | null;
  /** A page of the venue that sells without this tag; null where there is none. */
  readonly plainUrl: string | null;
}

/** Draws nothing where it has nothing to say. */
export type FormPart = (form: Form) => TemplateResult | typeof nothing;
