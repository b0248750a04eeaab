import type { MemoryBackend } from '@parterre/backend/memory';
import { expect, html, oneEvent, waitUntil } from '@open-wc/testing';
import { buyTicket } from '../../test/people.ts';
import { announced, clearStage, control, memory, onPage, press, shows, textOf, type } from '../../test/stage.ts';
import '../define/live-merch.ts';
import { resetSessions } from '../session/registry.ts';
import type { LiveMerch, LiveMerchPurchaseEvent } from './live-merch.ts';

const shop = (backend: MemoryBackend, lang = 'en', show = 'lune-rousse') =>
  onPage<LiveMerch>(html`<live-merch .backend=${backend} show=${show}></live-merch>`, lang);

const ADD_SHIRT = 'Add to cart: T-shirt « Parterre », S';

async function checkOut(tag: LiveMerch): Promise<void> {
  await press(tag, 'Order');
  await type(tag, '#checkout-email', 'bea@example.org');
  await press(tag, /^Pay /);
  await press(tag, 'Approve the test payment');
  await shows(tag, 'Thank you!');
}

describe('<live-merch>', () => {
  afterEach(clearStage);

  it('is accessible with products, a cart, the checkout and after it', async () => {
    const tag = await shop(memory());
    await control(tag, ADD_SHIRT);
    await expect(tag).to.be.accessible();
    await press(tag, ADD_SHIRT);
    await shows(tag, 'Your cart');
    await expect(tag).to.be.accessible();
    await press(tag, 'Order');
    await shows(tag, 'Your e-mail');
    await expect(tag).to.be.accessible();
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Pay /);
    await press(tag, 'Approve the test payment');
    await shows(tag, 'Your pick-up code');
    await expect(tag).to.be.accessible();
  });

  it('shows what belongs to the show and what is always for sale, and nothing of other shows', async () => {
    const tag = await shop(memory());
    await shows(tag, 'T-shirt « Parterre »');
    const names = [...tag.renderRoot.querySelectorAll('[part=product] h3')].map((one) => one.textContent);
    expect(names).to.deep.equal(['T-shirt « Parterre »', 'Affiche « Lune rousse »']);
  });

  it('offers the variants there are, and not those that are sold out', async () => {
    const tag = await shop(memory());
    await shows(tag, 'T-shirt « Parterre »');
    const sizes = [...tag.renderRoot.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(sizes.map((one) => one.disabled)).to.deep.equal([false, false, true]);
    expect(sizes.map((one) => one.checked)).to.deep.equal([true, false, false]);
    sizes[1]!.click();
    await tag.updateComplete;
    await shows(tag, '3 left');
    await control(tag, 'Add to cart: T-shirt « Parterre », M');
  });

  it('keeps the cart on the server, counts and takes out again', async () => {
    const backend = memory();
    const tag = await shop(backend);
    await press(tag, ADD_SHIRT);
    await waitUntil(() => announced(tag) === 'T-shirt « Parterre », S is in your cart. Total €25.');
    await press(tag, 'One T-shirt « Parterre », S more');
    await shows(tag, '€50.00');
    expect(Object.values(backend.state.carts)[0]!.lines).to.deep.equal([{ variant: 'vrnt_tee_s', quantity: 2 }]);
    await press(tag, 'One T-shirt « Parterre », S less');
    await shows(tag, 'Total€25.00');
    await press(tag, 'Remove T-shirt « Parterre », S');
    await waitUntil(() => !textOf(tag).includes('Your cart'));
  });

  it('loses nothing to quick fingers', async () => {
    const backend = memory();
    const tag = await shop(backend);
    const shirt = await control(tag, ADD_SHIRT);
    const poster = await control(tag, 'Add to cart: Affiche « Lune rousse »');
    for (const button of [shirt, poster, shirt]) button.click();
    await shows(tag, 'Total€65.00');
    expect(Object.values(backend.state.carts)).to.have.length(1);
    expect(Object.values(backend.state.carts)[0]!.lines).to.deep.include({ variant: 'vrnt_tee_s', quantity: 2 });
  });

  it('finds the cart again after a reload', async () => {
    const backend = memory();
    await press(await shop(backend), ADD_SHIRT);
    await waitUntil(() => Object.values(backend.state.carts).length === 1);
    const again = await shop(backend);
    await shows(again, 'Your cart');
  });

  it('sells what is in the cart and gives a pick-up code', async () => {
    const backend = memory();
    const tag = await shop(backend);
    await press(tag, ADD_SHIRT);
    const bought = oneEvent(tag, 'live-merch-purchase') as Promise<LiveMerchPurchaseEvent>;
    await checkOut(tag);
    const { order } = await bought;
    const [delivery] = order.deliveries;
    expect(delivery!.code).to.match(/^[A-Z0-9]{6}$/);
    expect(tag.renderRoot.querySelector('.code')!.textContent!.trim()).to.equal(delivery!.code);
    expect(tag.shadowRoot!.activeElement?.id).to.equal('thanks');
    expect(backend.state.pools['pool_tee_s']!.sold).to.equal(1);
    await press(tag, 'Keep looking');
    await waitUntil(() => !textOf(tag).includes('Your cart'), 'the bought cart should be gone');
  });

  it('says when stock ran out meanwhile, and offers to take what is left', async () => {
    const backend = memory();
    const tag = await shop(backend);
    await press(tag, ADD_SHIRT);
    await press(tag, 'One T-shirt « Parterre », S more');
    await shows(tag, '€50.00');
    backend.desk.setCapacity('pool_tee_s', 1);
    // Any change of the cart brings the truth with it; so does opening it again.
    resetSessions();
    const again = await shop(backend);
    await shows(again, 'Only 1 left');
    expect((await control(again, 'Order')) as HTMLButtonElement).to.have.property('disabled', true);
    await press(again, 'Adjust');
    await waitUntil(() => !textOf(again).includes('Only 1 left'));
    expect(Object.values(backend.state.carts)[0]!.lines).to.deep.equal([{ variant: 'vrnt_tee_s', quantity: 1 }]);
  });

  it('follows the stock while the page is open', async () => {
    const backend = memory();
    const tag = await shop(backend);
    await control(tag, 'Add to cart: Affiche « Lune rousse »');
    await buyTicket(backend, 'other@example.org');
    backend.desk.setCapacity('pool_affiche', 0);
    await control(tag, 'Sold out: Affiche « Lune rousse »');
  });

  it('keeps the shop when the server is away, and says so', async () => {
    const backend = memory();
    const tag = await shop(backend);
    await control(tag, ADD_SHIRT);
    backend.faults.fail = () => 'unavailable';
    await press(tag, ADD_SHIRT);
    await shows(tag, 'out of breath');
    await shows(tag, 'T-shirt « Parterre »');
    backend.faults.fail = () => null;
    await press(tag, ADD_SHIRT);
    await shows(tag, 'Your cart');
    expect(textOf(tag)).not.to.contain('out of breath');
  });

  it('speaks French throughout', async () => {
    const tag = await shop(memory(), 'fr');
    await press(tag, /^Ajouter au panier.*S$/);
    await shows(tag, 'Votre panier');
    await press(tag, 'Commander');
    await type(tag, '#checkout-email', 'bea@example.org');
    await press(tag, /^Payer/);
    await press(tag, 'Accepter le paiement d’essai');
    await shows(tag, 'Votre code de retrait');
  });
});
