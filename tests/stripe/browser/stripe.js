// Stands for https://js.stripe.com/dahlia/stripe.js in tests: served in its place by `intercept.ts`. The names are those of the
// pinned train; names of other trains throw as the real script's do. It talks to the double, as the real one talks to Stripe.
(() => {
  'use strict';
  const { train, api, wallets } = __STAND_IN__;
  const FRAMES = `https://js.stripe.com/${train}`;
  let frames = 0;

  class IntegrationError extends Error {
    name = 'IntegrationError';
  }

  /** A text, so that no preflight is needed. */
  async function ask(act, asked) {
    let response;
    try {
      response = await fetch(`${api}/_browser/${act}`, { method: 'POST', body: JSON.stringify(asked) });
    } catch {
      return {
        error: {
          type: 'api_connection_error',
          message: 'We are experiencing issues connecting to our payments provider.',
        },
      };
    }
    return response.json();
  }

  // ── Elements ──────────────────────────────────────────────────────────────────────────────────────────────────────

  class Element {
    #listeners = new Map();
    #type;
    #page;
    #options;
    #frame = null;
    #place = null;
    #id = `stripe-frame-${++frames}`;
    /** What its fields say, as far as it was told. */
    state = { complete: false, empty: true, means: '', country: 'FR', problem: 'Your card number is incomplete.' };

    constructor(type, page, options) {
      this.#type = type;
      this.#page = page;
      this.#options = options;
    }

    on(event, listener) {
      this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
      return this;
    }

    once(event, listener) {
      const once = (detail) => (this.off(event, once), listener(detail));
      return this.on(event, once);
    }

    off(event, listener) {
      const left = listener ? (this.#listeners.get(event) ?? []).filter((one) => one !== listener) : [];
      this.#listeners.set(event, left);
      return this;
    }

    emit(event, detail = {}) {
      for (const listener of this.#listeners.get(event) ?? []) listener({ elementType: this.#type, ...detail });
    }

    mount(target) {
      const place = typeof target === 'string' ? document.querySelector(target) : target;
      if (!place)
        throw new IntegrationError(
          `The selector you specified (${target}) applies to no DOM elements that are currently on the page.`,
        );
      if (place.getRootNode() instanceof ShadowRoot)
        throw new IntegrationError('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
      if (this.#place) throw new IntegrationError('This Element has already been mounted.');
      this.#place = place;
      place.classList.add('StripeElement');
      const frame = document.createElement('iframe');
      frame.title = this.#type === 'payment' ? 'Secure payment input frame' : 'Secure express checkout frame';
      frame.name = this.#id;
      frame.allow = 'payment *';
      frame.style.cssText = 'border: 0; width: 100%; display: block; height: 0';
      frame.src = `${FRAMES}/${this.#page}#${new URLSearchParams({ id: this.#id, wallets: wallets.join(' '), types: this.types?.join(' ') ?? '', height: this.#options?.buttonHeight ?? 44 })}`;
      this.#frame = frame;
      addEventListener('message', this.#hear);
      place.append(frame);
      // A frame that a policy keeps out says nothing at all.
      this.#patience = setTimeout(() => {
        this.emit('loaderror', { error: { type: 'api_connection_error', message: 'The frame could not be loaded.' } });
      }, 6000);
    }

    #patience = 0;

    #hear = ({ origin, data }) => {
      if (origin !== new URL(FRAMES).origin || data?.id !== this.#id) return;
      if (data.type === 'ready') {
        clearTimeout(this.#patience);
        const offered = this.#type === 'expressCheckout' ? { availablePaymentMethods: available() } : {};
        this.emit('ready', offered);
      } else if (data.type === 'resize') this.#frame.style.height = `${data.height}px`;
      else if (data.type === 'change') {
        Object.assign(this.state, data.state);
        const { complete, empty, kind, country } = this.state;
        this.emit('change', {
          ...{ complete, empty, collapsed: false },
          value: { type: kind, billingDetails: { address: { country, postalCode: null } } },
        });
      } else if (data.type === 'wallet') {
        this.state.means = data.wallet;
        // On the page's own Checkout there is nothing to resolve; elsewhere the page may still say no.
        this.emit('confirm', {
          ...{
            expressPaymentType: data.wallet,
            billingDetails: { name: 'Bea Wallet', email: 'bea.wallet@example.org' },
          },
          paymentFailed: ({ message } = {}) =>
            this.#frame?.contentWindow?.postMessage({ type: 'failed', message }, '*'),
          wallet: data.wallet,
        });
      } else this.emit(data.type);
    };

    /** Ways to pay of the session it belongs to; null before that is known. */
    types = null;

    update() {
      return Promise.resolve();
    }

    focus() {
      this.#frame?.contentWindow?.postMessage({ type: 'focus' }, '*');
    }

    collapse() {}

    unmount() {
      clearTimeout(this.#patience);
      removeEventListener('message', this.#hear);
      this.#frame?.remove();
      this.#place?.classList.remove('StripeElement');
      this.#frame = this.#place = null;
    }

    destroy() {
      this.unmount();
      this.#listeners.clear();
    }
  }

  const WALLETS = { apple_pay: 'applePay', google_pay: 'googlePay', link: 'link' };
  const available = () =>
    wallets.length === 0 ? undefined : Object.fromEntries(wallets.map((wallet) => [WALLETS[wallet], true]));

  // ── The bank's question, in the page ──────────────────────────────────────────────────────────────────────────────

  /** @returns what the double said to the buyer's answer */
  function challenge(url) {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', '3D Secure');
    const say = (text) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = text;
      button.style.cssText = 'display: block; min-height: 44px; margin: 1rem';
      return button;
    };
    const [yes, no] = [say('Complete authentication'), say('Fail authentication')];
    dialog.append('Your bank wants to know whether it is you.', yes, no);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
      const answer = async (act) => {
        const place = `${api}${new URL(url).pathname}`;
        const response = await fetch(place, { method: 'POST', body: new URLSearchParams({ act, 'in-page': '1' }) });
        dialog.remove();
        resolve(await response.json());
      };
      yes.addEventListener('click', () => answer('complete'));
      no.addEventListener('click', () => answer('fail'));
      dialog.addEventListener('cancel', () => answer('fail'));
    });
  }

  /** Cards that ask always do so on a page of their bank's; others in a dialog. */
  const asksElsewhere = (means) => means.replaceAll(' ', '') === '4000002760003184' || means === 'card-3ds-always';
  const never = () => new Promise(() => {});

  // ── Checkout ──────────────────────────────────────────────────────────────────────────────────────────────────────

  const money = (minorUnitsAmount, currency) => ({ minorUnitsAmount, amount: `${minorUnitsAmount / 100} ${currency}` });

  /** A session as the page may see it. */
  function shown(session) {
    const zero = money(0, session.currency);
    const total = money(session.amount_total ?? 0, session.currency);
    return {
      ...{ id: session.id, currency: session.currency ?? '', email: session.email, livemode: session.livemode },
      status:
        session.status === 'complete'
          ? { type: 'complete', paymentStatus: session.payment_status }
          : { type: session.status },
      ...{ canConfirm: session.status === 'open', minorUnitsAmountDivisor: 100 },
      lastPaymentError: session.last_payment_error ? { message: session.last_payment_error } : null,
      lineItems: session.items.map((item) => ({
        ...{ id: item.id, name: item.name, quantity: item.quantity, total: money(item.amount, session.currency) },
      })),
      total: {
        ...{ appliedBalance: zero, discount: zero, shippingRate: zero, surcharge: zero, taxExclusive: zero },
        taxInclusive: zero,
        subtotal: total,
        total,
      },
      ...{
        billingAddress: null,
        shippingAddress: null,
        phoneNumber: null,
        savedPaymentMethods: null,
        taxAmounts: null,
      },
      tax: { status: 'ready' },
    };
  }

  function checkoutElements(key, options) {
    if (!options?.clientSecret) throw new IntegrationError('initCheckoutElementsSdk needs a clientSecret.');
    const elements = {};
    const listeners = [];
    let session = null;
    let types = null;
    let secret = '';
    const failed = ({ message, decline_code, type }) => ({
      type: 'error',
      error:
        type === 'card_error'
          ? { message, code: 'paymentFailed', paymentFailed: { declineCode: decline_code ?? null } }
          : { message, code: null },
    });
    const take = (fresh) => {
      session = shown(fresh);
      types = fresh.payment_method_types;
      for (const listener of listeners) listener(session);
      return { type: 'success', session };
    };
    const create = (type, page) => (given) => {
      if (elements[type]) throw new IntegrationError(`A ${type} Element was created already.`);
      const element = (elements[type] = new Element(type, page, given));
      element.types = types;
      const { destroy } = element;
      element.destroy = () => (delete elements[type], destroy.call(element));
      return element;
    };
    const refresh = async () => {
      const answer = await ask('session', { key, clientSecret: secret });
      return answer.error ? failed(answer.error) : take(answer);
    };

    const actions = {
      getSession: () => session,
      updateEmail: async (email) => {
        const answer = await ask('email', { key, clientSecret: secret, email });
        if (!answer.error) return take(answer);
        return { type: 'error', error: { message: answer.error.message, code: 'invalidEmail' } };
      },
      runServerUpdate: async (work) => {
        try {
          await work();
        } catch (error) {
          return { type: 'error', error: { message: error.message, code: null } };
        }
        return refresh();
      },
      validateElements: async () => {
        const { payment } = elements;
        if (!payment)
          return { type: 'error', error: { code: 'no_elements', message: 'No elements.', validation_errors: [] } };
        if (payment.state.complete) return { type: 'success', session };
        const { problem: message } = payment.state;
        return {
          type: 'error',
          error: { code: 'validation_error', message, validation_errors: [{ element: 'payment', message }] },
        };
      },
      confirm: async ({ returnUrl, redirect = 'always', email, expressCheckoutConfirmEvent: express } = {}) => {
        const state = express ? { means: express.wallet, country: 'FR', complete: true } : elements.payment?.state;
        if (!state) throw new IntegrationError('Create a Payment Element before confirming.');
        if (!state.complete) return { type: 'error', error: { message: state.problem, code: null } };
        const answer = await ask('confirm', {
          ...{ key, clientSecret: secret, means: state.means, country: state.country, returnUrl },
          email: email ?? express?.billingDetails?.email,
        });
        if (answer.error && !answer.result) return failed(answer.error);
        if (answer.result === 'declined') return failed({ ...answer.error, type: 'card_error' });
        if (answer.result === 'requires_action') {
          if (asksElsewhere(state.means)) {
            location.assign(answer.url);
            return never();
          }
          const said = await challenge(answer.url);
          if (said.result === 'declined') return failed(said.error);
        }
        if (redirect === 'always') {
          const place = returnUrl ?? answer.session.return_url;
          location.assign(place.replaceAll('{CHECKOUT_SESSION_ID}', answer.session.id));
          return never();
        }
        return refresh();
      },
    };

    return {
      on: (event, listener) => void (event === 'change' && listeners.push(listener)),
      loadActions: async () => {
        secret = await options.clientSecret;
        const answer = await refresh();
        return answer.type === 'success' ? { type: 'success', actions } : { type: 'error', error: answer.error };
      },
      changeAppearance() {},
      loadFonts() {},
      getPaymentElement: () => elements.payment ?? null,
      getExpressCheckoutElement: () => elements.expressCheckout ?? null,
      createPaymentElement: create('payment', 'fields.html'),
      createExpressCheckoutElement: create('expressCheckout', 'wallets.html'),
    };
  }

  // ── Stripe ────────────────────────────────────────────────────────────────────────────────────────────────────────

  const gone = (name, instead) => () => {
    throw new IntegrationError(
      `stripe.${name} is not available in this version of Stripe.js (${train}). Use ${instead} instead.`,
    );
  };

  /** An intent the venue made: charged on the buyer's own click, with the card it has. */
  async function confirmIntent(key, { clientSecret, confirmParams, redirect = 'always' }) {
    const returnUrl = confirmParams?.return_url;
    const answer = await ask('confirmIntent', { key, clientSecret, returnUrl });
    if (answer.error) return { error: answer.error };
    if (answer.result === 'requires_action') {
      const said = await challenge(answer.url);
      if (said.result === 'declined') return { error: said.error };
    }
    if (redirect === 'always' && returnUrl) {
      location.assign(returnUrl);
      return never();
    }
    return { paymentIntent: { id: clientSecret.split('_secret_')[0], object: 'payment_intent', status: 'succeeded' } };
  }

  function Stripe(key, options = {}) {
    if (typeof key !== 'string' || key === '')
      throw new IntegrationError('Please call Stripe() with your publishable key. You used an empty string.');
    if (/^(sk|rk)_/.test(key))
      throw new IntegrationError(
        'You should not use your secret key with Stripe.js.\n        Please pass a publishable key instead.',
      );
    return {
      _registerWrapper() {},
      _locale: options.locale ?? 'auto',
      initCheckoutElementsSdk: (given) => checkoutElements(key, given),
      confirmPayment: (given) => confirmIntent(key, given),
      handleNextAction: (given) => confirmIntent(key, { ...given, redirect: 'if_required' }),
      initCheckout: gone('initCheckout', 'stripe.initCheckoutElementsSdk'),
      initEmbeddedCheckout: gone('initEmbeddedCheckout', 'stripe.createEmbeddedCheckoutPage'),
      createSource: gone('createSource', 'stripe.createPaymentMethod'),
      retrieveSource: gone('retrieveSource', 'stripe.retrievePaymentIntent'),
    };
  }
  Stripe.version = train;
  globalThis.Stripe = Stripe;
})();
