/**
 * How Stripe's fields take on the page's look. They live in frames and inherit nothing, so colours, font and corners are read
 * where the tag stands and told to them, as plain values: `rgb(…)`, pixels.
 */
import type { Appearance } from '@stripe/stripe-js';

/** Red, green, blue, each 0–255, and how opaque, 0–1. */
type Colour = readonly [number, number, number, number];

/** A computed colour; null for a notation that is none of the two browsers give for sRGB. */
export function parseColour(computed: string): Colour | null {
  const numbers = (computed.match(/-?[\d.]+(e-?\d+)?%?/g) ?? []).map((part) =>
    part.endsWith('%') ? Number.parseFloat(part) / 100 : Number(part),
  );
  const [red, green, blue, alpha = 1] = numbers;
  if (red === undefined || green === undefined || blue === undefined) return null;
  if (/^rgba?\(/.test(computed)) return [red, green, blue, alpha];
  if (!computed.startsWith('color(srgb ')) return null;
  const channel = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 255);
  return [channel(red), channel(green), channel(blue), alpha];
}

/** What is seen of a colour in front of an opaque one. */
export const over = ([r, g, b, alpha]: Colour, [red, green, blue]: Colour): Colour => {
  const mix = (front: number, back: number) => Math.round(front * alpha + back * (1 - alpha));
  return [mix(r, red), mix(g, green), mix(b, blue), 1];
};

const text = ([red, green, blue]: Colour): string => `rgb(${red}, ${green}, ${blue})`;

/** Relative luminance, 0–1 (WCAG 2.2). */
export function luminance([red, green, blue]: Colour): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const BLACK: Colour = [0, 0, 0, 1];
const WHITE: Colour = [255, 255, 255, 1];

/** The first opaque background behind an element, looking out of shadow roots too; else the browser's canvas. */
function backgroundBehind(element: Element, canvas: Colour): Colour {
  const layers: Colour[] = [];
  let from: Element | null = element;
  while (from) {
    const colour = parseColour(getComputedStyle(from).backgroundColor);
    if (colour && colour[3] > 0) layers.push(colour);
    if (colour?.[3] === 1) break;
    const root: Node = from.getRootNode();
    from = from.assignedSlot ?? from.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return layers.reduceRight((behind, colour) => over(colour, behind), canvas);
}

/** The look of the page where this tag stands. `root` is the tag's shadow root, in which its own variables are known. */
export function appearanceOf(tag: HTMLElement, root: ParentNode & Node): Appearance {
  const probe = document.createElement('span');
  root.append(probe);
  try {
    const style = getComputedStyle(probe);
    const read = (value: string): Colour | null => {
      // Mixed with nothing, any notation (`oklch()`, a name) computes to sRGB.
      probe.style.color = `color-mix(in srgb, ${value} 100%, transparent 0%)`;
      return parseColour(style.color);
    };
    const canvas = read('Canvas') ?? WHITE;
    const background = backgroundBehind(tag, canvas);
    const dark = luminance(background) < 0.18;
    const ink = over(read('var(--_text)') ?? (dark ? WHITE : BLACK), background);
    const seen = (value: string, instead: Colour = ink) => text(over(read(value) ?? instead, background));
    probe.style.borderTopLeftRadius = 'var(--_radius)';
    const line = seen('color-mix(in srgb, var(--_text) 45%, transparent)');
    return {
      theme: dark ? 'night' : 'stripe',
      disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
      variables: {
        colorPrimary: seen('var(--_accent)'),
        colorBackground: text(background),
        colorText: text(ink),
        colorTextSecondary: seen('var(--_muted)'),
        colorDanger: seen('var(--_danger)'),
        fontFamily: style.fontFamily,
        fontSizeBase: style.fontSize,
        borderRadius: style.borderTopLeftRadius,
      },
      rules: {
        '.Input, .Block, .AccordionItem': { border: `1px solid ${line}`, boxShadow: 'none' },
        '.Input:focus': { outline: `3px solid ${seen('var(--_accent)')}`, boxShadow: 'none' },
      },
    };
  } finally {
    probe.remove();
  }
}
