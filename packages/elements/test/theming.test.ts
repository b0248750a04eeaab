import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseStyles } from '../src/base/base.styles.ts';

const root = new URL('../../../', import.meta.url).pathname;
const documentation = readFileSync(`${root}docs/theming.md`, 'utf8');
const sources = globSync('packages/elements/src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => readFileSync(root + path, 'utf8'))
  .join('\n');

type Colour = readonly [number, number, number];

const hex = (text: string): Colour => [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16)) as unknown as Colour;
/** `color-mix(in srgb, a share, b)` */
const mix = (a: Colour, share: number, b: Colour): Colour =>
  a.map((value, index) => value * share + b[index]! * (1 - share)) as unknown as Colour;

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances. */
function contrast(a: Colour, b: Colour): number {
  const luminance = (colour: Colour) => {
    const [red, green, blue] = colour.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

/** The colour and share of a default such as `color-mix(in srgb, #d32f2f 62%, currentColor)`. */
function mixed(property: string): [Colour, number] {
  const found = new RegExp(`--parterre-${property}, color-mix\\(in srgb, (\\S+) (\\d+)%`).exec(baseStyles.cssText)!;
  const colour = found[1] === 'var(--_accent)' ? accent : found[1] === 'currentColor' ? null : hex(found[1]!);
  return [colour as Colour, Number(found[2]) / 100];
}

const accent = hex(/--parterre-accent, (#\w{6})/.exec(baseStyles.cssText)![1]!);
const pages = [
  ['a light page', hex('#ffffff'), hex('#16131a')],
  ['a dark page', hex('#131116'), hex('#f3eff5')],
] as const;

describe('docs/theming.md', () => {
  const used = new Set([...sources.matchAll(/var\((--parterre-[a-z-]+)/g)].map((found) => found[1]!));
  const documented = new Set([...documentation.matchAll(/^\| `(--parterre-[a-z-]+)`/gm)].map((found) => found[1]!));

  it('lists every custom property that a tag reads, and no other', () => {
    expect([...documented].sort()).toEqual([...used].sort());
  });

  it.each(['live-ticket', 'live-countdown', 'live-passes'])('lists only parts that %s really has', (tag) => {
    const rows = [...documentation.matchAll(new RegExp(`^\\| \`${tag}\` +\\| (.+) \\|$`, 'gm'))].map((row) => row[1]!);
    for (const [, part] of rows[0]!.matchAll(/`([a-z-]+)`/g)) expect(sources).toContain(`part="${part}"`);
    expect(rows[0]).toMatch(/`/);
  });
});

describe('the default theme', () => {
  it.each(pages)('reads on %s: warnings, good news, accent and muted text', (_name, page, text) => {
    for (const property of ['danger', 'ok', 'accent-text']) {
      const [colour, share] = mixed(property);
      expect(contrast(mix(colour, share, text), page), property).toBeGreaterThanOrEqual(4.5);
    }
    const [, share] = mixed('muted');
    expect(contrast(mix(text, share, page), page), 'muted').toBeGreaterThanOrEqual(4.5);
  });

  it('reads on the accent, and the accent is seen on both pages', () => {
    expect(contrast(accent, hex('#ffffff'))).toBeGreaterThanOrEqual(4.5);
    for (const [, page] of pages) expect(contrast(accent, page)).toBeGreaterThanOrEqual(3);
  });
});
