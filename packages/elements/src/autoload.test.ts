import { aTimeout, expect, fixture, html } from '@open-wc/testing';
import { autoload, type Loaders } from './autoload.ts';

/** A loader that counts its calls and fails as often as it is told to. */
function counting(failures = 0) {
  const loader = () => {
    loader.calls += 1;
    return loader.calls <= failures ? Promise.reject(new Error('offline')) : Promise.resolve();
  };
  loader.calls = 0;
  return loader;
}

describe('autoload', () => {
  let stop = () => {};
  const start = (loaders: Loaders, root: Element) => (stop = autoload(loaders, root));
  afterEach(() => stop());

  it('loads what is on the page, once, and nothing else', async () => {
    const present = counting();
    const absent = counting();
    const root = await fixture(
      html`<div>
        <auto-present></auto-present>
        <p><auto-present></auto-present></p>
      </div>`,
    );
    start({ 'auto-present': present, 'auto-absent': absent }, root);
    await aTimeout(0);
    expect([present.calls, absent.calls]).to.deep.equal([1, 0]);
  });

  it('loads what comes later, however deep', async () => {
    const late = counting();
    const root = await fixture(html`<div></div>`);
    start({ 'auto-late': late, 'auto-other': counting() }, root);
    const section = document.createElement('section');
    section.append(document.createElement('auto-late'));
    root.append(section);
    await aTimeout(0);
    expect(late.calls).to.equal(1);
  });

  it('tries again with the next tag when the code could not be loaded', async () => {
    const flaky = counting(1);
    const root = await fixture(html`<div><auto-flaky></auto-flaky></div>`);
    start({ 'auto-flaky': flaky }, root);
    await aTimeout(0);
    root.append(document.createElement('auto-flaky'));
    await aTimeout(0);
    expect(flaky.calls).to.equal(2);
  });

  it('leaves a tag to the copy of the script that came first', async () => {
    const [first, second] = [counting(), counting()];
    const root = await fixture(html`<div><auto-shared></auto-shared></div>`);
    const stopFirst = autoload({ 'auto-shared': first }, root);
    start({ 'auto-shared': second }, root);
    await aTimeout(0);
    stopFirst();
    expect([first.calls, second.calls]).to.deep.equal([1, 0]);
  });

  it('watches nothing any more once stopped', async () => {
    const never = counting();
    const root = await fixture(html`<div></div>`);
    start({ 'auto-never': never }, root)();
    root.append(document.createElement('auto-never'));
    await aTimeout(0);
    expect(never.calls).to.equal(0);
  });
});
