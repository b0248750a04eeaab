/** Defines a tag unless it is defined already: a page may well include the script twice, or two versions of it. */
export function define(tag: string, element: CustomElementConstructor): void {
  const existing = customElements.get(tag);
  if (!existing) customElements.define(tag, element);
  else if (existing !== element)
    console.info(`Parterre: <${tag}> was already defined by another copy of the script; that one stays.`);
}
