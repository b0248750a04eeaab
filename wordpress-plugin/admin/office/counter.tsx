import { Button, CheckboxControl, Notice, Spinner } from '@wordpress/components';
import { _n, __, sprintf } from '@wordpress/i18n';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, linkTo } from '../api';
import { Choice, Section, Text } from '../fields';
import { useRun } from '../run';
import { formatMoney, newId, parseDecimal } from '../values';
import { ShowChoice } from './show-choice';

interface Thing {
  id: string;
  name: string;
  priceMinor: number;
  /** Pieces that can still be had; null without an end. */
  left: number | null;
  maxPerOrder: number;
}

interface CounterOffer extends Thing {
  pricing: string;
  state: string;
  kinds: string[];
}

interface Till {
  method: Method;
  currency: string;
  takenMinor: number;
  backMinor: number;
  orders: number;
}

interface Stand {
  offers: CounterOffer[];
  goods: Thing[];
  /** Where the terms of sale are; null where there are none. */
  terms: string | null;
  till: Till[];
}

interface Quote {
  lines: { name: string; quantity: number; totalMinor: number }[];
  discounts: { label: string; amountMinor: number }[];
  totalMinor: number;
  currency: string;
}

interface Sale {
  order: string;
  reference: string;
  email: string;
  totalMinor: number;
  currency: string;
  /** Tickets for the hall, to print. */
  hall: number;
  till: Till[];
}

type Method = 'cash' | 'card' | 'transfer';

const methods = (): Record<Method, string> => ({
  cash: __('Cash', 'parterre'),
  card: __('Card terminal', 'parterre'),
  transfer: __('Transfer that has arrived', 'parterre'),
});

/** Sells at the counter, with the shop's prices and its stock. */
export function Counter({
  show,
  choose,
  openOrder,
}: {
  show: string | null;
  choose: (show: string) => void;
  openOrder: (id: string) => void;
}) {
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Counter', 'parterre')}</strong>
      </div>
      <ShowChoice show={show} choose={choose} />
      {show && <StandView key={show} show={show} openOrder={openOrder} />}
    </>
  );
}

function StandView({ show, openOrder }: { show: string; openOrder: (id: string) => void }) {
  const [stand, setStand] = useState<Stand | null>(null);
  const [problem, setProblem] = useState('');
  const [sale, setSale] = useState<Sale | null>(null);
  const load = useCallback(() => {
    ask<Stand>(`/counter/${show}`)
      .then(setStand)
      .catch((error: Error) => setProblem(error.message));
  }, [show]);
  useEffect(load, [load]);
  if (problem)
    return (
      <Notice status="error" isDismissible={false}>
        {problem}
      </Notice>
    );
  if (!stand) return <Spinner />;
  return (
    <>
      {sale ? (
        <Sold
          sale={sale}
          openOrder={openOrder}
          onNext={() => {
            setSale(null);
            load();
          }}
        />
      ) : (
        <Selling
          show={show}
          stand={stand}
          onSold={(sold) => {
            setSale(sold);
            setStand({ ...stand, till: sold.till });
          }}
        />
      )}
      <TillView till={stand.till} />
    </>
  );
}

/** What is sold, for how much, and how it is paid. */
function Selling({ show, stand, onSold }: { show: string; stand: Stand; onSold: (sale: Sale) => void }) {
  const { locale, currency } = window.parterreAdmin;
  const money = (minor: number) => formatMoney(minor, currency, locale);
  const [counts, setCounts] = useState<Record<string, number>>({});
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [code, setCode] = useState('');
  const [email, setEmail] = useState('');
  const [method, setMethod] = useState<Method>('cash');
  const [terms, setTerms] = useState(false);
  const [handedOver, setHandedOver] = useState(true);
  const [quote, setQuote] = useState<Quote | null>(null);
  const [refusal, setRefusal] = useState('');
  // One key for one sale: pressing twice, or again after a lost answer, sells once.
  const key = useRef(newId('sale'));
  const { busy, problems, run, notice } = useRun();
  const lines = [
    ...stand.offers.map((offer) => ({
      type: 'offer',
      offer: offer.id,
      quantity: counts[offer.id] ?? 0,
      ...(offer.pricing === 'choose'
        ? { amountMinor: parseDecimal(chosen[offer.id] ?? '', currency) ?? offer.priceMinor }
        : {}),
    })),
    ...stand.goods.map(({ id }) => ({ type: 'variant', variant: id, quantity: counts[id] ?? 0 })),
  ].filter(({ quantity }) => quantity > 0);
  const codes = code.trim() === '' ? [] : [code.trim()];
  const wish = JSON.stringify({ lines, codes });
  const empty = lines.length === 0;
  useEffect(() => {
    setQuote(null);
    setRefusal('');
    // Another sale is another key: a server that has seen the first one must not take this for it.
    key.current = newId('sale');
    if (empty) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      ask<Quote>(`/counter/${show}/quote`, 'POST', JSON.parse(wish) as object)
        .then((answer) => wanted && setQuote(answer))
        .catch((error: Error) => wanted && setRefusal(error.message));
    }, 250);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [show, wish, empty]);
  const streams = stand.offers.some(
    ({ id, kinds }) => (counts[id] ?? 0) > 0 && (kinds.includes('live') || kinds.includes('replay')),
  );
  const goods = stand.goods.some(({ id }) => (counts[id] ?? 0) > 0);
  const sell = () =>
    void run('sell', async () => {
      onSold(
        await ask<Sale>(`/counter/${show}`, 'POST', {
          key: key.current,
          lines,
          codes,
          email,
          method,
          terms,
          handedOver,
          expectedMinor: quote?.totalMinor,
        }),
      );
    });
  const stepper = (thing: Thing, closed: string) => {
    const most = Math.min(thing.maxPerOrder, thing.left ?? thing.maxPerOrder);
    const count = counts[thing.id] ?? 0;
    const set = (next: number) => setCounts({ ...counts, [thing.id]: Math.max(0, Math.min(most, next)) });
    return (
      <li key={thing.id}>
        <span>
          {thing.name}
          <small>
            {money(thing.priceMinor)}
            {thing.left !== null &&
              /* translators: %d: how many can still be had */
              ` · ${sprintf(__('%d left', 'parterre'), thing.left)}`}
          </small>
        </span>
        {closed || most === 0 ? (
          <span>{closed || __('Sold out', 'parterre')}</span>
        ) : (
          <span className="parterre-stepper" role="group" aria-label={thing.name}>
            <Button
              variant="secondary"
              aria-label={
                /* translators: %s: what is sold */
                sprintf(__('One less: %s', 'parterre'), thing.name)
              }
              disabled={count === 0}
              accessibleWhenDisabled
              onClick={() => set(count - 1)}
            >
              −
            </Button>
            <output>{count}</output>
            <Button
              variant="secondary"
              aria-label={
                /* translators: %s: what is sold */
                sprintf(__('One more: %s', 'parterre'), thing.name)
              }
              disabled={count >= most}
              accessibleWhenDisabled
              onClick={() => set(count + 1)}
            >
              +
            </Button>
          </span>
        )}
      </li>
    );
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sell();
      }}
    >
      <Section title={__('What is sold', 'parterre')}>
        {stand.offers.length + stand.goods.length === 0 && (
          <p className="parterre-empty">{__('This show sells nothing.', 'parterre')}</p>
        )}
        <ul className="parterre-lines">
          {stand.offers.map((offer) => stepper(offer, offer.state === 'open' ? '' : (saleStates()[offer.state] ?? '')))}
          {stand.goods.map((thing) => stepper(thing, ''))}
        </ul>
        {stand.offers
          .filter(({ id, pricing }) => pricing === 'choose' && (counts[id] ?? 0) > 0)
          .map((offer) => (
            <Text
              key={offer.id}
              /* translators: 1: what is sold, 2: currency */
              label={sprintf(__('What the buyer pays: %1$s (%2$s)', 'parterre'), offer.name, currency)}
              value={chosen[offer.id] ?? ''}
              placeholder={money(offer.priceMinor)}
              onChange={(text) => setChosen({ ...chosen, [offer.id]: text })}
            />
          ))}
        <Text label={__('Promo code', 'parterre')} value={code} onChange={setCode} />
        {refusal && (
          <Notice status="warning" isDismissible={false}>
            {refusal}
          </Notice>
        )}
        {quote && (
          <ul className="parterre-lines" aria-live="polite">
            {quote.discounts.map(({ label, amountMinor }) => (
              <li key={label}>
                <span>{label}</span>
                <span className="parterre-amount">−{money(amountMinor)}</span>
              </li>
            ))}
            <li className="is-total">
              <span>{__('Total', 'parterre')}</span>
              <output className="parterre-amount">{money(quote.totalMinor)}</output>
            </li>
          </ul>
        )}
      </Section>
      <Section title={__('Buyer and payment', 'parterre')}>
        {notice}
        <div className="parterre-grid">
          <Text
            type="email"
            label={__('E-mail address', 'parterre')}
            value={email}
            onChange={setEmail}
            problem={problems['email']}
            help={
              streams
                ? __('Needed: the livestream and the replay open by mail.', 'parterre')
                : __('For the receipt; may stay empty.', 'parterre')
            }
          />
          <Choice
            label={__('Paid by', 'parterre')}
            value={method}
            options={(Object.entries(methods()) as [Method, string][]).map(([value, label]) => ({ value, label }))}
            onChange={setMethod}
            problem={problems['method']}
          />
        </div>
        {goods && (
          <CheckboxControl
            __nextHasNoMarginBottom
            label={__('The goods are taken along now', 'parterre')}
            checked={handedOver}
            onChange={setHandedOver}
          />
        )}
        {stand.terms && (
          <p>
            <CheckboxControl
              __nextHasNoMarginBottom
              label={__('The buyer knows the terms of sale, which hang at the counter', 'parterre')}
              checked={terms}
              onChange={setTerms}
            />
            <a href={stand.terms} target="_blank" rel="noreferrer">
              {__('Read them', 'parterre')}
            </a>
          </p>
        )}
        <Button
          className="parterre-big"
          variant="primary"
          type="submit"
          isBusy={busy !== ''}
          disabled={busy !== '' || !quote || (streams && email === '') || (stand.terms !== null && !terms)}
          accessibleWhenDisabled
        >
          {quote
            ? /* translators: %s: amount of money */
              sprintf(__('%s taken: sell', 'parterre'), money(quote.totalMinor))
            : __('Sell', 'parterre')}
        </Button>
      </Section>
    </form>
  );
}

const saleStates = (): Record<string, string> => ({
  upcoming: __('Not yet', 'parterre'),
  soldOut: __('Sold out', 'parterre'),
  closed: __('Closed', 'parterre'),
});

/** What was just sold, and the tickets to print. */
function Sold({ sale, openOrder, onNext }: { sale: Sale; openOrder: (id: string) => void; onNext: () => void }) {
  const { locale } = window.parterreAdmin;
  return (
    <Section title={__('Sold', 'parterre')}>
      <p role="status">
        {/* translators: 1: reference of an order, 2: amount of money */}
        {sprintf(
          __('Order %1$s over %2$s is paid.', 'parterre'),
          sale.reference,
          formatMoney(sale.totalMinor, sale.currency, locale),
        )}{' '}
        {sale.email &&
          /* translators: %s: shortened e-mail address */
          sprintf(__('The mail goes to %s.', 'parterre'), sale.email)}
      </p>
      <div className="parterre-row">
        {sale.hall > 0 && (
          <Button
            __next40pxDefaultSize
            variant="primary"
            href={linkTo(`/orders/${sale.order}/hall-tickets`)}
            target="_blank"
          >
            {/* translators: %d: number of tickets */}
            {sprintf(__('Print the tickets (%d)', 'parterre'), sale.hall)}
          </Button>
        )}
        <Button __next40pxDefaultSize variant={sale.hall > 0 ? 'secondary' : 'primary'} onClick={onNext}>
          {__('Next buyer', 'parterre')}
        </Button>
        <Button __next40pxDefaultSize variant="tertiary" onClick={() => openOrder(sale.order)}>
          {__('Open the order', 'parterre')}
        </Button>
      </div>
    </Section>
  );
}

/** What should be in the till tonight. */
function TillView({ till }: { till: Till[] }) {
  const { locale } = window.parterreAdmin;
  const names = methods();
  if (till.length === 0) return null;
  return (
    <Section title={__('Over the counter today', 'parterre')}>
      <ul className="parterre-lines">
        {till.map((one) => (
          <li key={`${one.method} ${one.currency}`}>
            <span>
              {names[one.method]}
              <small>
                {/* translators: %d: number of orders */}
                {sprintf(_n('%d order', '%d orders', one.orders, 'parterre'), one.orders)}
              </small>
            </span>
            <span className="parterre-amount">
              {formatMoney(one.takenMinor - one.backMinor, one.currency, locale)}
              {one.backMinor > 0 && <small>−{formatMoney(one.backMinor, one.currency, locale)}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
