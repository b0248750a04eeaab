/** A remote has four arrows and one button: the arrows go to the nearest control in their direction, as the eye expects. */

const ARROWS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** A control that is aside counts as farther away than one that is straight ahead. */
const ASIDE = 3;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far it is from one box to another in a direction; infinite when it is not that way. */
export function distance(from: Box, to: Box, [x, y]: readonly [number, number]): number {
  const across = (a: Box, b: Box) => [
    (b.left + b.right - a.left - a.right) / 2,
    (b.top + b.bottom - a.top - a.bottom) / 2,
  ];
  const [dx = 0, dy = 0] = across(from, to);
  const ahead = dx * x + dy * y;
  if (ahead <= 1) return Infinity;
  const gap =
    x === 0
      ? Math.max(0, to.left - from.right, from.left - to.right)
      : Math.max(0, to.top - from.bottom, from.top - to.bottom);
  return ahead + gap * ASIDE + Math.abs(x === 0 ? dx : dy) / ASIDE;
}

/** A television has a volume of its own, and arrows on ours would end there. */
const CONTROLS = 'button:not([disabled]), input:not([disabled], .volume), a[href]';

/** All that can be pressed in the player: over the picture and under it; in a menu while one is open. */
function within(controls: HTMLElement): HTMLElement[] {
  const own = controls.shadowRoot as ShadowRoot;
  const menu = own.querySelector('.menu');
  const roots: ParentNode[] = menu ? [menu] : [own, controls.getRootNode() as ShadowRoot];
  return roots
    .flatMap((root) => [...root.querySelectorAll<HTMLElement>(CONTROLS)])
    .filter((one) => one.checkVisibility?.() !== false && one.getClientRects().length > 0);
}

function focused(controls: HTMLElement): HTMLElement | null {
  const { activeElement } = controls.getRootNode() as ShadowRoot;
  const inside = activeElement === controls ? controls.shadowRoot?.activeElement : activeElement;
  return inside instanceof HTMLElement && inside.matches(CONTROLS) ? inside : null;
}

/** Moves the focus, or presses what has it. Tells whether the key is used up. */
export function moveFocus(controls: HTMLElement, event: KeyboardEvent): boolean {
  const from = focused(controls);
  if (event.key === 'Enter') {
    // A button hears it by itself; a choice does not.
    if (!(from instanceof HTMLInputElement) || from.type === 'range') return false;
    from.click();
    return true;
  }
  const direction = ARROWS[event.key];
  if (!direction) return false;
  // Along a slider the arrows are its own.
  if (from instanceof HTMLInputElement && from.type === 'range' && direction[0] !== 0) return false;
  const choices = within(controls).filter((one) => one !== from);
  if (!from) {
    choices[0]?.focus();
    return true;
  }
  const box = from.getBoundingClientRect();
  const [nearest] = choices
    .map((one) => ({ one, far: distance(box, one.getBoundingClientRect(), direction) }))
    .filter(({ far }) => far < Infinity)
    .sort((a, b) => a.far - b.far);
  nearest?.one.focus();
  return true;
}
