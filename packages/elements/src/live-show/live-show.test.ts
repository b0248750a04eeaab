import { expect, fixture, html } from '@open-wc/testing';
import { clearStage, memory, onPage, shows, textOf } from '../../test/stage.ts';
import '../define/live-countdown.ts';
import '../define/live-show.ts';
import type { LiveCountdown } from '../live-countdown/live-countdown.ts';
import { LiveShow } from './live-show.ts';

describe('<live-show>', () => {
  afterEach(clearStage);

  it('is accessible and draws nothing of its own', async () => {
    const tag = await onPage<LiveShow>(html`<live-show show="x"><p>Text</p></live-show>`);
    await expect(tag).to.be.accessible();
    expect(getComputedStyle(tag).display).to.equal('contents');
    expect(tag.getBoundingClientRect().height).to.equal(0);
  });

  it('tells the tags inside it which venue and show they are about', async () => {
    const tag = await onPage<LiveShow>(
      html`<live-show .backend=${memory()} show="lune-rousse"
        ><div><live-countdown></live-countdown></div
      ></live-show>`,
    );
    await shows(tag.querySelector<LiveCountdown>('live-countdown')!, 'Live now');
  });

  it('tells the whole page when it is the only one, wherever it stands', async () => {
    const tag = await onPage<LiveCountdown>(html`<live-countdown></live-countdown>`);
    await shows(tag, 'does not know its venue');
    await onPage<LiveShow>(html`<live-show .backend=${memory()} show="lune-rousse"></live-show>`);
    await shows(tag, 'Live now');
  });

  it('is heard when its show or backend changes', async () => {
    const tag = await onPage<LiveShow>(
      html`<live-show .backend=${memory()} show="lune-rousse"><live-countdown></live-countdown></live-show>`,
    );
    const inner = tag.querySelector<LiveCountdown>('live-countdown')!;
    await shows(inner, 'Live now');
    tag.show = 'nuit-blanche';
    await shows(inner, 'The show starts in');
    const other = memory();
    other.desk.setStatus('show_nuit_blanche', 'postponed');
    tag.backend = other;
    await shows(inner, 'Postponed');
  });

  it('leaves a tag with its own attributes alone', async () => {
    const backend = memory();
    const tag = await onPage<LiveShow>(
      html`<live-show .backend=${backend} show="lune-rousse"
        ><live-countdown show="orage"></live-countdown
      ></live-show>`,
    );
    const inner = tag.querySelector<LiveCountdown>('live-countdown')!;
    await shows(inner, 'Cancelled');
    expect(textOf(inner)).not.to.contain('Live now');
  });

  it('takes a backend that was set before it was defined', async () => {
    const tag = document.createElement('live-show-late') as LiveShow;
    const backend = memory();
    tag.backend = backend;
    await fixture(html`<div>${tag}</div>`);
    customElements.define('live-show-late', class extends LiveShow {});
    expect(tag.backend).to.equal(backend);
    expect(Object.hasOwn(tag, 'backend')).to.equal(false);
  });

  it('reflects text to attributes', () => {
    const tag = document.createElement('live-show');
    tag.backend = 'https://venue.example/wp-json/parterre/v1';
    expect(tag.getAttribute('backend')).to.equal('https://venue.example/wp-json/parterre/v1');
    tag.backend = null;
    expect(tag.hasAttribute('backend')).to.equal(false);
  });
});
