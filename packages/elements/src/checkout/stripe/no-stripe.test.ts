// A page that never gets Stripe's script. It is a file of its own because a page keeps the first script it was given.
import { expect, html, waitUntil } from '@open-wc/testing';
import { clearStage, control, memory, onPage, press, shows, type as typeInto } from '../../../test/stage.ts';
import { takeStripe } from '../../../test/stripe-venue.ts';
import '../../define/live-ticket.ts';
import type { LiveTicket } from '../../live-ticket/live-ticket.ts';

const scripts = (): HTMLScriptElement[] => [...document.querySelectorAll<HTMLScriptElement>('script[src*="stripe"]')];

async function filledIn(): Promise<LiveTicket> {
  const backend = memory();
  takeStripe(backend);
  const tag = await onPage<LiveTicket>(html`<live-ticket .backend=${backend} show="nuit-blanche"></live-ticket>`);
  await press(tag, 'Get this ticket');
  await typeInto(tag, '#checkout-email', 'bea@example.org');
  await control(tag, /^Pay /);
  return tag;
}

async function offersThePage(tag: LiveTicket): Promise<void> {
  await shows(tag, 'The payment form cannot be shown in this page.');
  const button = await control(tag, 'Pay €12.00 on the secure page');
  expect(button.getAttribute('aria-disabled')).to.equal('false');
  await expect(tag).to.be.accessible();
}

/** Whatever a script element is told to load fails, as a policy or a blocker makes it; what was asked for is noted. */
function blockScripts(asked: string[]): () => void {
  const { append, appendChild } = document.head;
  document.head.appendChild = <T extends Node>(node: T): T => {
    if (!(node instanceof HTMLScriptElement)) return appendChild.call(document.head, node) as T;
    asked.push(node.src);
    queueMicrotask(() => node.dispatchEvent(new Event('error')));
    return node;
  };
  return () => Object.assign(document.head, { append, appendChild });
}

describe('a page without Stripe’s script', () => {
  const asked: string[] = [];
  let unblock: () => void;

  beforeEach(() => {
    asked.length = 0;
    unblock = blockScripts(asked);
  });
  afterEach(() => {
    unblock();
    clearStage();
  });

  it('asks for it only once something is ordered, and from Stripe alone', async () => {
    const tag = await filledIn();
    expect(asked).to.deep.equal([]);
    expect(scripts()).to.have.length(0);
    await press(tag, /^Pay /);
    await waitUntil(() => asked.length > 0, 'the script should be asked for');
    expect(new Set(asked)).to.deep.equal(new Set(['https://js.stripe.com/dahlia/stripe.js']));
  });

  it('offers the provider’s page, and goes nowhere by itself', async () => {
    const before = location.href;
    const tag = await filledIn();
    await press(tag, /^Pay /);
    await offersThePage(tag);
    expect(location.href).to.equal(before);
  });

  it('offers the provider’s page where Trusted Types refuse the script’s address', async () => {
    const source = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, 'src')!;
    Object.defineProperty(HTMLScriptElement.prototype, 'src', {
      ...source,
      set: () => {
        throw new TypeError('This document requires TrustedScriptURL assignment.');
      },
    });
    try {
      const tag = await filledIn();
      await press(tag, /^Pay /);
      await offersThePage(tag);
    } finally {
      Object.defineProperty(HTMLScriptElement.prototype, 'src', source);
    }
  });

  it('offers the provider’s page where another plugin brought a Stripe.js of another train', async () => {
    Object.assign(globalThis, { Stripe: Object.assign(() => ({}), { version: 3 }) });
    try {
      const tag = await filledIn();
      await press(tag, /^Pay /);
      await offersThePage(tag);
    } finally {
      delete (globalThis as { Stripe?: unknown }).Stripe;
    }
  });
});
