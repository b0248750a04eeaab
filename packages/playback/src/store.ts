/** A value that tells its subscribers when it changed. States are replaced, never mutated. */
export class Store<State extends object> {
  #state: State;
  readonly #listeners = new Set<() => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Calls `listener` after every change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Replaces parts of the state; tells nobody when nothing moved. */
  protected set(part: Partial<State>): void {
    const moved = (Object.keys(part) as (keyof State)[]).some((key) => !Object.is(part[key], this.#state[key]));
    if (!moved) return;
    this.#state = { ...this.#state, ...part };
    for (const listener of [...this.#listeners]) listener();
  }
}
