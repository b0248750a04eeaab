import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { pictureIn, PictureMark } from './mark.ts';

const CODE = 'AC7K3WXP';
const QUICK = { checkMs: 20, leastMs: 40, mostMs: 60 };
/** Looks after it, and leaves it where it is. */
const STILL = { checkMs: 20, leastMs: 1e9, mostMs: 1e9 };

const until = (what: () => unknown, message: string) => waitUntil(what, message, { timeout: 10_000, interval: 10 });

describe('a code over the picture', () => {
  let box: HTMLElement;
  let mark: PictureMark | null = null;
  const node = () => box.querySelector('span');
  const start = (times: typeof STILL) => (mark = new PictureMark(box, CODE, times));

  beforeEach(async () => {
    box = await fixture(html`<div><video></video></div>`);
    // A stage in fullscreen on a phone held upright.
    box.style.cssText = 'position: relative; inline-size: 400px; block-size: 800px';
  });
  afterEach(() => {
    mark?.stop();
    mark = null;
  });

  it('is drawn in two groups, within the picture and not beside it, and catches neither finger nor screen reader', () => {
    start(STILL);
    expect(node()?.textContent).to.equal('AC7K 3WXP');
    expect(node()?.getAttribute('aria-hidden')).to.equal('true');
    expect(getComputedStyle(node()!).pointerEvents).to.equal('none');
    const picture = pictureIn(400, 800, 16 / 9);
    const outer = box.getBoundingClientRect();
    const { left, right, top, bottom } = node()!.getBoundingClientRect();
    expect([left >= outer.left + picture.left, right <= outer.left + picture.left + picture.width]).to.eql([
      true,
      true,
    ]);
    expect([top >= outer.top + picture.top, bottom <= outer.top + picture.top + picture.height]).to.eql([true, true]);
    expect([Math.round(picture.top), Math.round(picture.height)]).to.eql([288, 225]);
  });

  it('grows with the picture, and stays in it when the shape changes', async () => {
    start(STILL);
    expect(getComputedStyle(node()!).fontSize).to.equal('12px');
    Object.assign(box.style, { inlineSize: '1600px', blockSize: '900px' });
    await until(() => getComputedStyle(node()!).fontSize === '22px', 'it should be larger in a larger picture');
    box.style.inlineSize = '320px';
    const { left } = box.getBoundingClientRect();
    await until(() => node()!.getBoundingClientRect().right <= left + 320, 'it should follow into a smaller one');
  });

  it('jumps to another place, without any motion between', async () => {
    start(QUICK);
    const place = () => `${node()!.style.left} ${node()!.style.top}`;
    const first = place();
    expect(getComputedStyle(node()!).transitionProperty).to.match(/^(none|all)$/);
    expect(getComputedStyle(node()!).transitionDuration).to.equal('0s');
    await until(() => place() !== first, 'it should be elsewhere after a while');
    expect(box.getAnimations({ subtree: true })).to.have.length(0);
  });

  it('is put back when it was taken away, hidden, made faint or written over', async () => {
    start(STILL);
    const whole = () =>
      node()?.textContent === 'AC7K 3WXP' &&
      node()!.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const acts: Readonly<Record<string, () => void>> = {
      removed: () => node()?.remove(),
      elsewhere: () => document.body.append(node()!),
      display: () => node()?.style.setProperty('display', 'none', 'important'),
      opacity: () => node()?.style.setProperty('opacity', '0', 'important'),
      unstyled: () => node()?.removeAttribute('style'),
      rewritten: () => (node()!.textContent = 'ZZZZ ZZZZ'),
    };
    for (const [name, act] of Object.entries(acts)) {
      const before = node();
      act();
      await until(() => node() !== before && whole(), `it should be back after it was ${name}`);
      expect(document.querySelectorAll('body > span'), name).to.have.length(0);
    }
  });

  it('heeds no rule of a style sheet', async () => {
    const sheet = document.createElement('style');
    sheet.textContent = 'span { display: none !important; opacity: 0 !important; clip-path: inset(50%) !important; }';
    box.append(sheet);
    start(STILL);
    const { display, opacity, clipPath } = getComputedStyle(node()!);
    expect([display, opacity, clipPath]).to.eql(['block', '1', 'none']);
  });

  it('is gone when it ends, and does not come back', async () => {
    start(QUICK).stop();
    expect(node()).to.equal(null);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(node()).to.equal(null);
  });
});
