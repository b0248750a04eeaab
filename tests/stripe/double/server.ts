// The double as an HTTP server: keys, version, idempotency and faults around the routes; the buyer's pages; `/_double/`.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { browserAnswer } from './browser-api.ts';
import { control } from './control.ts';
import { invalid, StripeError } from './errors.ts';
import type { Fault } from './faults.ts';
import { decodeForm } from './forms.ts';
import { keyOf, mayDo } from './keys.ts';
import { pageAnswer } from './pages.ts';
import type { StripeDouble } from './double.ts';
import { makeId } from './world.ts';

/** Longer than anybody in Stripe's documentation sends. */
const MOST_BYTES = 1_000_000;
const KEY_LIVES_SECONDS = 24 * 3600;

/** A request to the API, as it came and as it was answered. */
export interface LoggedRequest {
  method: string;
  path: string;
  query: string;
  /** As sent: a form. */
  body: string;
  headers: Record<string, string>;
  /** Decoded parameters of body or query; empty where they could not be read. */
  parameters: Record<string, unknown>;
  /** What was answered; 0 when nothing was. */
  status: number;
  /** Whether the answer was that of an earlier request with the same key. */
  replayed: boolean;
}

interface Remembered {
  fingerprint: string;
  endpoint: string;
  at: number;
  /** Undefined while the first request is being answered. */
  answer: { status: number; text: string } | undefined;
}

export interface Answer {
  status: number;
  type?: string;
  body: string;
  headers?: Record<string, string>;
}

/** Answers on a port until closed. */
export class DoubleServer {
  readonly double: StripeDouble;
  readonly log: LoggedRequest[] = [];
  readonly #server: Server;
  readonly #remembered = new Map<string, Remembered>();
  readonly #hanging = new Set<ServerResponse>();

  constructor(double: StripeDouble) {
    this.double = double;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: Error) => {
        // A mistake of the double itself must not look like one of Stripe's.
        console.error(error);
        if (!response.headersSent) send(response, { status: 599, body: `The double broke: ${error.stack}` });
        else response.destroy();
      });
    });
    this.#server.keepAliveTimeout = 1000;
  }

  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const response of this.#hanging) response.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.double.url);
    const body = await bodyOf(request);
    const method = request.method ?? 'GET';
    this.double.checkout.sweep();
    if (url.pathname.startsWith('/v1/')) return this.#api(method, url, body, request, response);
    const answer =
      (await control(this.double, method, url, body)) ??
      browserAnswer(this.double, method, url, body) ??
      pageAnswer(this.double, method, url, body);
    send(response, answer ?? { status: 404, body: 'There is nothing here.' });
  }

  async #api(
    method: string,
    url: URL,
    body: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const entry: LoggedRequest = {
      ...{ method, path: url.pathname, query: url.search.slice(1), body, parameters: {}, status: 0, replayed: false },
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    };
    this.log.push(entry);
    const id = makeId('req', 14);
    const fault = this.double.faults.next(`${method} ${url.pathname}`);
    if (fault && fault.when !== 'after') return this.#fail(fault, entry, response);
    const answer = this.#respond(entry, id, fault);
    if (fault) return this.#fail(fault, entry, response);
    entry.status = answer.status;
    send(response, {
      ...answer,
      headers: { 'request-id': id, 'stripe-version': entry.headers['stripe-version'] ?? '', ...answer.headers },
    });
  }

  #respond(entry: LoggedRequest, requestId: string, fault: Fault | undefined): Answer {
    const { double } = this;
    let memory: { name: string; remembered: Remembered } | undefined;
    try {
      const key = keyOf(entry.headers['authorization'], double.keys);
      checkVersion(entry.headers['stripe-version'], double.version);
      const found = double.routes.find(entry.method, entry.path);
      if (!found)
        throw new StripeError(
          404,
          'invalid_request_error',
          `Unrecognized request URL (${entry.method}: ${entry.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
        );
      mayDo(key, found.route.permission, double.world.account.id);
      if (entry.method === 'POST' && entry.body) checkType(entry.headers['content-type']);
      entry.parameters = decodeForm(entry.method === 'POST' ? entry.body : entry.query);
      const idempotencyKey = entry.method === 'POST' ? (entry.headers['idempotency-key'] ?? null) : null;
      if (idempotencyKey !== null) {
        const known = this.#recall(idempotencyKey, key.livemode, entry);
        if (known) {
          entry.replayed = true;
          return {
            ...known,
            body: known.text,
            headers: { 'idempotent-replayed': 'true', 'idempotency-key': idempotencyKey },
          };
        }
        memory = this.#remember(idempotencyKey, key.livemode, entry);
      }
      double.world.cause = { id: requestId, key: idempotencyKey };
      const call = { livemode: key.livemode, version: double.version };
      const result = found.route.answer(call, found.ids, entry.parameters as never);
      const text = JSON.stringify(double.faults.told(`${entry.method} ${entry.path}`, result), null, 2);
      if (memory)
        memory.remembered.answer =
          // What Stripe keeps is what it answered, be it an error of its own.
          typeof fault?.with === 'number'
            ? { status: fault.with, text: JSON.stringify(errorOf(fault.with).body()) }
            : { status: 200, text };
      return { status: 200, body: text, ...(idempotencyKey ? { headers: { 'idempotency-key': idempotencyKey } } : {}) };
    } catch (error) {
      if (!(error instanceof StripeError)) throw error;
      const text = JSON.stringify(error.body(), null, 2);
      // A refused payment has happened; a request that was wrong has not, and may come again, mended, with its key.
      if (memory && error.status === 402) memory.remembered.answer = { status: 402, text };
      else if (memory) this.#remembered.delete(memory.name);
      return { status: error.status, body: text, headers: error.details.headers ?? {} };
    } finally {
      double.world.cause = null;
    }
  }

  /** Forgets every key, as Stripe may after a day. */
  forgetKeys(): void {
    this.#remembered.clear();
  }

  #recall(key: string, livemode: boolean, entry: LoggedRequest): { status: number; text: string } | undefined {
    if (key.length > 255 || key === '')
      throw new StripeError(400, 'idempotency_error', 'Idempotency keys must be 1 to 255 characters long.');
    const name = `${livemode} ${key}`;
    const known = this.#remembered.get(name);
    if (!known) return undefined;
    if (known.at + KEY_LIVES_SECONDS < this.double.clock.now()) {
      this.#remembered.delete(name);
      return undefined;
    }
    if (known.endpoint !== `${entry.method} ${entry.path}`)
      throw new StripeError(
        400,
        'idempotency_error',
        `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${known.endpoint.split(' ')[1]}'). Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    if (known.fingerprint !== fingerprint(entry))
      throw new StripeError(
        400,
        'idempotency_error',
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    if (!known.answer)
      throw new StripeError(
        409,
        'idempotency_error',
        `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
        { code: 'idempotency_key_in_use' },
      );
    return known.answer;
  }

  #remember(key: string, livemode: boolean, entry: LoggedRequest): { name: string; remembered: Remembered } {
    const name = `${livemode} ${key}`;
    const remembered: Remembered = {
      fingerprint: fingerprint(entry),
      endpoint: `${entry.method} ${entry.path}`,
      at: this.double.clock.now(),
      answer: undefined,
    };
    this.#remembered.set(name, remembered);
    return { name, remembered };
  }

  #fail(fault: Fault, entry: LoggedRequest, response: ServerResponse): void {
    if (fault.with === 'cut') {
      response.socket?.destroy();
      return;
    }
    if (fault.with === 'timeout') {
      this.#hanging.add(response);
      response.once('close', () => this.#hanging.delete(response));
      return;
    }
    entry.status = fault.with;
    const error = errorOf(fault.with);
    send(response, {
      status: fault.with,
      body: JSON.stringify(error.body()),
      headers: {
        'request-id': makeId('req', 14),
        ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
        ...(fault.with === 429 ? { 'stripe-rate-limited-reason': 'global-rate' } : {}),
      },
    });
  }
}

const fingerprint = (entry: LoggedRequest): string => JSON.stringify(sorted(entry.parameters));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}

/** What Stripe says with a status that is not about the request. */
function errorOf(status: number): StripeError {
  if (status === 429)
    return new StripeError(
      429,
      'invalid_request_error',
      'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      { code: 'rate_limit' },
    );
  if (status === 409)
    return new StripeError(
      409,
      'invalid_request_error',
      'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.',
      { code: 'lock_timeout' },
    );
  return new StripeError(status, 'api_error', 'An unknown error occurred.');
}

/** The double speaks one version; Stripe itself would fall back to the account's, which is how shops break years later. */
function checkVersion(sent: string | undefined, version: string): void {
  if (sent === undefined)
    throw invalid(
      `You did not send a Stripe-Version. Stripe would speak the account's default version; this double speaks ${version} only.`,
    );
  if (sent !== version) throw invalid(`Invalid Stripe API version: ${sent}. This double speaks ${version} only.`);
}

function checkType(type: string | undefined): void {
  if (!type?.toLowerCase().startsWith('application/x-www-form-urlencoded'))
    throw invalid(`Invalid content type: ${type}. This API takes application/x-www-form-urlencoded.`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error('A request of this size is a mistake.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': answer.type ?? 'application/json',
    'cache-control': 'no-store',
    ...answer.headers,
  });
  response.end(answer.body);
}
