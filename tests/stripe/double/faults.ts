// What goes wrong between the plugin and Stripe, on order.

export interface Fault {
  /** Requests whose `METHOD /path` matches. */
  match?: RegExp;
  /** How many of them; 1 when not said. */
  times?: number;
  /**
   * A status answers with an error of that kind (409 a lock, 429 too many, 5xx Stripe is ill); `timeout` never answers,
   * `cut` closes the connection.
   */
  with: number | 'timeout' | 'cut';
  /** Whether what was asked for has happened all the same. `before` when not said. */
  when?: 'before' | 'after';
  /** Seconds, for 429 and 503. */
  retryAfter?: number;
}

/** A lie in an answer: fields of the object (or of an expanded one) that are told otherwise. */
export interface Lie {
  match?: RegExp;
  times?: number;
  /** By path: `{ amount_total: 1, 'payment_intent.currency': 'usd' }`. */
  fields: Record<string, unknown>;
}

interface Counted {
  match: RegExp;
  left: number;
}

export class Faults {
  #faults: (Fault & Counted)[] = [];
  #lies: (Lie & Counted)[] = [];

  add(fault: Fault): void {
    this.#faults.push({ ...fault, match: fault.match ?? /./, left: fault.times ?? 1 });
  }

  lie(lie: Lie): void {
    this.#lies.push({ ...lie, match: lie.match ?? /^GET /, left: lie.times ?? 1 });
  }

  clear(): void {
    this.#faults = [];
    this.#lies = [];
  }

  /** The fault for this request, used up. */
  next(request: string): Fault | undefined {
    const fault = this.#faults.find(({ match, left }) => left > 0 && match.test(request));
    if (fault) fault.left -= 1;
    return fault;
  }

  /** The answer to this request, perhaps with a lie in it. */
  told(request: string, answer: unknown): unknown {
    const lie = this.#lies.find(({ match, left }) => left > 0 && match.test(request));
    if (!lie) return answer;
    lie.left -= 1;
    const bent = structuredClone(answer);
    for (const [path, value] of Object.entries(lie.fields)) {
      const names = path.split('.');
      const last = names.pop() ?? '';
      let at = bent as Record<string, unknown>;
      for (const name of names) at = at[name] as Record<string, unknown>;
      if (typeof at !== 'object' || at === null || !(last in at))
        throw new Error(`There is no ${path} in the answer to ${request} that could be told otherwise.`);
      at[last] = value;
    }
    return bent;
  }
}
