import { Button, Notice, TextControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useRef, useState } from 'react';
import { ask } from '../api';
import { formatMoney, newId } from '../values';
import type { OrderDetail, OrderLine } from './order';

const left = (line: OrderLine): number => line.quantity - line.refundedQuantity;

/** Whether anything of a line can still go back. */
export const isInForce = (line: OrderLine): boolean => left(line) > 0;

/** What pieces of a line are worth when they go back, by the server's rule (`Domain/Refunding`), which compares. */
function worth(line: OrderLine, quantity: number): number {
  let amount = 0;
  const rest = line.totalMinor - line.refundedMinor;
  for (let pieces = left(line), index = 0; index < quantity; index++, pieces--)
    amount += Math.floor((rest - amount) / pieces);
  return amount;
}

/** Chooses pieces to give back. The amount is shown before; the server computes it again. */
export function RefundForm({
  order,
  onClose,
  onDone,
}: {
  order: OrderDetail;
  onClose: () => void;
  onDone: (sentence: string) => void;
}) {
  const [pieces, setPieces] = useState<Record<string, number>>({});
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  // One key for one refund: pressing twice, or again after a lost answer, gives back once.
  const key = useRef(newId('rfnd'));
  const { locale } = window.parterreAdmin;
  const money = (minor: number) => formatMoney(minor, order.currency, locale);
  const open = order.lines.filter(isInForce);
  const amount = open.reduce(
    (sum, line) => sum + worth(line, pieces[line.id] ?? 0) * ((pieces[line.id] ?? 0) > 0 ? 1 : 0),
    0,
  );
  const all = () => setPieces(Object.fromEntries(open.map((line) => [line.id, left(line)])));
  const send = async () => {
    setBusy(true);
    setProblem('');
    try {
      await ask(`/orders/${order.id}/refunds`, 'POST', {
        key: key.current,
        reason,
        lines: Object.entries(pieces)
          .filter(([, quantity]) => quantity > 0)
          .map(([line, quantity]) => ({ line, quantity })),
        expectedMinor: amount,
      });
      onDone(
        order.gateway === 'counter'
          ? /* translators: %s: amount of money */
            sprintf(__('Hand %s back: the counter took it by hand.', 'parterre'), money(amount))
          : /* translators: %s: amount of money */
            sprintf(__('%s is on its way back to the buyer.', 'parterre'), money(amount)),
      );
    } catch (error) {
      setProblem((error as Error).message);
      setBusy(false);
    }
  };
  return (
    <section className="parterre-section" aria-labelledby="parterre-refund">
      <h2 id="parterre-refund">{__('Refund', 'parterre')}</h2>
      <p className="parterre-help">
        {__(
          'Choose what goes back. Its tickets stop working, its places are on sale again, and the buyer is told by mail.',
          'parterre',
        )}
      </p>
      <ul className="parterre-lines">
        {open.map((line) => (
          <li key={line.id}>
            <label htmlFor={`refund-${line.id}`}>
              {line.name}
              <small>
                {/* translators: %d: number of pieces */}
                {sprintf(__('%d in force', 'parterre'), left(line))}
              </small>
            </label>
            <input
              id={`refund-${line.id}`}
              className="parterre-input is-number"
              type="number"
              inputMode="numeric"
              min={0}
              max={left(line)}
              value={pieces[line.id] ?? 0}
              onChange={(event) =>
                setPieces({
                  ...pieces,
                  [line.id]: Math.max(0, Math.min(left(line), Math.trunc(Number(event.target.value) || 0))),
                })
              }
            />
          </li>
        ))}
        <li className="is-total">
          <span>{__('Goes back', 'parterre')}</span>
          <output className="parterre-amount">{money(amount)}</output>
        </li>
      </ul>
      <TextControl
        __next40pxDefaultSize
        label={__('Reason (stays in the books)', 'parterre')}
        value={reason}
        maxLength={200}
        onChange={setReason}
      />
      {problem && (
        <Notice status="error" isDismissible={false}>
          {problem}
        </Notice>
      )}
      <div className="parterre-row">
        <Button __next40pxDefaultSize variant="tertiary" onClick={all} disabled={busy}>
          {__('Everything', 'parterre')}
        </Button>
        <Button
          __next40pxDefaultSize
          variant="primary"
          isDestructive
          isBusy={busy}
          disabled={busy || !Object.values(pieces).some((quantity) => quantity > 0)}
          onClick={() => void send()}
        >
          {/* translators: %s: amount of money */}
          {sprintf(__('Give %s back', 'parterre'), money(amount))}
        </Button>
        <Button __next40pxDefaultSize variant="tertiary" onClick={onClose} disabled={busy}>
          {__('Leave it', 'parterre')}
        </Button>
      </div>
    </section>
  );
}
