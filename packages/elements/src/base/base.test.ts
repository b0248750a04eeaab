import { aTimeout, expect, fixture, html, waitUntil } from '@open-wc/testing';
import { LitElement, type TemplateResult } from 'lit';
import { announced, clearStage, memory, onPage, shows } from '../../test/stage.ts';
import { Announcer } from './announcer.ts';
import { define } from './define.ts';
import { chooseLanguage, LocaleController } from './locale-controller.ts';
import { findLanguage, findSetting } from './page.ts';
import { ParterreElement } from './parterre-element.ts';
import { States } from './states.ts';

interface Words {
  hello: string;
}

const slow: { release: () => void } = { release: () => {} };
const catalogue = {
  en: () => Promise.resolve({ default: { hello: 'Hello' } }),
  fr: () =>
    new Promise<{ default: Words }>((resolve) => {
      slow.release = () => resolve({ default: { hello: 'Bonjour' } });
    }),
};

class SampleTag extends ParterreElement<Words> {
  readonly announcer = new Announcer(this);
  readonly states = new States(this);

  constructor() {
    super(catalogue, 'show');
  }

  protected override render(): TemplateResult {
    const show = this.session.show?.state.show?.title ?? this.session.problem ?? 'loading';
    return html`${this.locale.strings?.hello ?? '…'} ${show} ${this.announcer.render()}`;
  }
}
define('base-sample', SampleTag);

describe('a tag’s language', () => {
  afterEach(clearStage);

  it('is the one around it, not the browser’s, and out of shadow roots too', async () => {
    const parent = await fixture(html`<section lang="fr-CA"><div></div></section>`);
    const inner = document.createElement('p');
    parent.querySelector('div')!.attachShadow({ mode: 'open' }).append(inner);
    expect(findLanguage(inner)).to.equal('fr-CA');
  });

  it('is one that is complete', () => {
    expect(['fr', 'fr-CA', 'FR', 'en-GB', 'de', ''].map(chooseLanguage)).to.deep.equal([
      'fr',
      'fr',
      'fr',
      'en',
      'en',
      'en',
    ]);
  });

  it('changes with the page, and the last change wins though its words come first', async () => {
    const tag = await onPage<SampleTag>(html`<base-sample></base-sample>`);
    await shows(tag, 'Hello');
    tag.parentElement!.lang = 'fr';
    await aTimeout(0);
    const late = slow.release;
    tag.parentElement!.lang = 'en';
    await aTimeout(0);
    late();
    await aTimeout(0);
    await shows(tag, 'Hello');
    tag.parentElement!.lang = 'fr';
    await aTimeout(0);
    slow.release();
    await shows(tag, 'Bonjour');
  });

  it('keeps the old words until the new ones are here', async () => {
    const tag = await onPage<SampleTag>(html`<base-sample></base-sample>`);
    await shows(tag, 'Hello');
    tag.parentElement!.lang = 'fr';
    await aTimeout(10);
    await shows(tag, 'Hello');
  });

  it('tells an error in the language that is shown', async () => {
    class Host extends LitElement {
      readonly locale = new LocaleController<Words>(this, catalogue);
    }
    define('base-locale', Host);
    const host = await onPage<Host>(html`<base-locale></base-locale>`);
    await waitUntil(() => host.locale.errorText('sold_out').startsWith('Sold out'));
  });
});

describe('finding venue and show on the page', () => {
  afterEach(clearStage);

  const block = (text: string) => {
    const script = document.createElement('script');
    script.type = 'application/json';
    script.dataset.parterre = '';
    script.textContent = text;
    return document.body.appendChild(script);
  };

  it('takes the own attribute, then what stands around, then what the server printed', async () => {
    const printed = block('{"backend":"https://printed.example/v1","show":"printed"}');
    const tag = await fixture(html`<p></p>`);
    expect(findSetting(tag, 'show')).to.equal('printed');
    const around = document.createElement('live-show');
    around.setAttribute('show', 'around');
    tag.before(around);
    around.append(tag);
    expect(findSetting(tag, 'show')).to.equal('around');
    expect(findSetting(tag, 'backend'), 'each setting for itself').to.equal('https://printed.example/v1');
    tag.setAttribute('show', 'own');
    expect(findSetting(tag, 'show')).to.equal('own');
    printed.remove();
  });

  it('does not guess between two live-shows', async () => {
    const parent = await fixture(html`<div></div>`);
    for (const show of ['one', 'two']) {
      const provider = document.createElement('live-show');
      provider.setAttribute('show', show);
      parent.append(provider);
    }
    const tag = parent.appendChild(document.createElement('p'));
    expect(findSetting(tag, 'show')).to.equal(null);
  });

  it('survives a block that is not JSON', async () => {
    const broken = block('{"show":');
    const { error } = console;
    const said: unknown[] = [];
    console.error = (...words: unknown[]) => void said.push(words);
    try {
      expect(findSetting(await fixture(html`<p></p>`), 'show')).to.equal(null);
    } finally {
      console.error = error;
      broken.remove();
    }
    expect(said).to.have.length(1);
  });

  it('hears of a block that is printed later', async () => {
    const backend = memory();
    const tag = await onPage<SampleTag>(html`<base-sample .backend=${backend}></base-sample>`);
    await shows(tag, 'no_show');
    const late = block('{"show":"lune-rousse"}');
    await shows(tag, 'Lune rousse');
    late.remove();
  });

  it('follows its own attribute from one show to another', async () => {
    const tag = await onPage<SampleTag>(html`<base-sample .backend=${memory()} show="lune-rousse"></base-sample>`);
    await shows(tag, 'Lune rousse');
    tag.setAttribute('show', 'nuit-blanche');
    await shows(tag, 'Nuit blanche');
    tag.show = 'orage';
    await shows(tag, 'Orage');
  });
});

describe('the small parts', () => {
  afterEach(clearStage);

  it('announces the same sentence twice as two, and forgets it when the tag leaves', async () => {
    const tag = await onPage<SampleTag>(html`<base-sample></base-sample>`);
    const region = () => tag.renderRoot.querySelector('[role=status]')!.textContent;
    tag.announcer.announce('Sold out');
    await tag.updateComplete;
    const first = region();
    tag.announcer.announce('Sold out');
    await tag.updateComplete;
    expect(region()).not.to.equal(first);
    expect(announced(tag)).to.equal('Sold out');
    const parent = tag.parentElement!;
    tag.remove();
    parent.append(tag);
    tag.requestUpdate();
    await tag.updateComplete;
    expect(announced(tag)).to.equal('');
  });

  it('keeps exactly the states it was told', async () => {
    const tag = await onPage<SampleTag>(html`<base-sample></base-sample>`);
    tag.states.set('live', false, null, 'loud');
    expect([tag.matches(':state(live)'), tag.matches(':state(loud)')]).to.deep.equal([true, true]);
    tag.states.set('loud');
    expect([tag.matches(':state(live)'), tag.matches(':state(loud)')]).to.deep.equal([false, true]);
  });

  it('leaves a tag alone that is defined already', () => {
    class Other extends HTMLElement {}
    define('base-sample', Other);
    expect(customElements.get('base-sample')).to.equal(SampleTag);
  });

  it('writes nothing on the host before it is connected', () => {
    const tag = document.createElement('base-sample');
    expect(tag.attributes).to.have.length(0);
    expect(tag.childNodes).to.have.length(0);
  });
});
