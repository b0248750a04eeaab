/** Custom states (`:state(live)`) for themes; browsers without them lose a style hook, nothing else. */
export class States {
  readonly #internals: ElementInternals;

  constructor(host: HTMLElement) {
    this.#internals = host.attachInternals();
  }

  /** Turns exactly these states on, and off whatever was on before. */
  set(...names: readonly (string | false | null | undefined)[]): void {
    const { states } = this.#internals;
    if (!states) return; // Firefox before 126.
    const wanted = names.filter((name): name is string => Boolean(name));
    for (const name of [...states]) if (!wanted.includes(name)) states.delete(name);
    for (const name of wanted) {
      try {
        states.add(name);
      } catch {
        return; // Chrome before 125 and Safari before 17.4 allow only names with two hyphens.
      }
    }
  }
}
