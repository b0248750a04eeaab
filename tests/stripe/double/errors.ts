// What Stripe says when it says no.

interface Details {
  code?: string;
  param?: string;
  decline_code?: string;
  /** The rest of the error's body: the intent a declined payment belongs to. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** A refusal in the shape of Stripe's: HTTP status, `type`, sentence, and mostly a `code` and the parameter it is about. */
export class StripeError extends Error {
  readonly status: number;
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly details: Details;

  constructor(status: number, type: StripeError['type'], message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }

  /** The answer's body. */
  body(): { error: Record<string, unknown> } {
    const { code, param, decline_code, more } = this.details;
    return {
      error: {
        ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : {}),
        ...(decline_code ? { decline_code } : {}),
        message: this.message,
        ...(param ? { param } : {}),
        type: this.type,
        ...more,
      },
    };
  }
}

/** A request that is wrong in itself: 400. */
export function invalid(message: string, param?: string, code?: string): StripeError {
  return new StripeError(400, 'invalid_request_error', message, { param, code });
}

/** `parameter_unknown`: the version does not know this parameter here. */
export function unknownParameter(param: string): StripeError {
  return invalid(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
}

export function missingParameter(param: string): StripeError {
  return invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
}

/** `what` is Stripe's word for it, such as `payment_intent`. */
export function noSuch(what: string, id: string, hint = ''): StripeError {
  const param = what === 'checkout.session' ? 'session' : what;
  return new StripeError(404, 'invalid_request_error', `No such ${what}: '${id}'${hint}`, {
    param,
    code: 'resource_missing',
  });
}
