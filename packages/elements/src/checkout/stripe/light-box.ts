/**
 * A box in the page's own DOM that shows inside a tag. Stripe's fields refuse to be in a shadow root, so the box hangs below the
 * outermost host and comes in through a slot at each level: tags inside other people's components work as well.
 */

let boxes = 0;

export class LightBox {
  /** Of the slot that the tag draws where the box shall appear. No two boxes of a page share one. */
  readonly slot: string;
  /** What others may fill. */
  readonly element: HTMLElement;
  readonly #relays: HTMLSlotElement[] = [];

  constructor() {
    this.slot = `parterre-pay-${++boxes}`;
    this.element = document.createElement('div');
    this.element.slot = this.slot;
  }

  /** Hangs it up for a tag as that stands now; again after the tag was moved. */
  place(tag: HTMLElement): void {
    this.remove();
    let host: Element = tag;
    for (let root = host.getRootNode(); root instanceof ShadowRoot; root = host.getRootNode()) {
      const relay = document.createElement('slot');
      relay.name = relay.slot = this.slot;
      this.#relays.push(relay);
      host.append(relay);
      host = root.host;
    }
    host.append(this.element);
  }

  /** Whether it is kept out of the tag's slot, where that is drawn: a component around it may hand out its slots by itself. */
  isKeptOut(root: ParentNode): boolean {
    const slot = root.querySelector<HTMLSlotElement>(`slot[name="${this.slot}"]`);
    return slot !== null && !slot.assignedElements({ flatten: true }).includes(this.element);
  }

  remove(): void {
    this.element.remove();
    for (const relay of this.#relays.splice(0)) relay.remove();
  }
}
