/** Looks like what it is: no money moves, and whoever plays the customer decides how the payment ends. */
import { html, type TemplateResult } from 'lit';
import type { Form } from './form.ts';

export function testGateway({ checkout, state: { busy }, strings }: Form): TemplateResult {
  const pay = (outcome: 'approve' | 'decline') => () => void checkout.payTest(outcome);
  const resting = busy ? 'true' : 'false';
  const label = busy === 'settling' ? strings.settling : busy ? strings.paying : strings.testApprove;
  return html`<div class="testing stack" part="test-gateway">
    <strong>${strings.testTitle}</strong>
    <p>${strings.testText}</p>
    <button class="button primary" type="button" part="buy" aria-disabled=${resting} @click=${pay('approve')}>
      ${label}
    </button>
    <button class="button" type="button" aria-disabled=${resting} @click=${pay('decline')}>
      ${strings.testDecline}
    </button>
  </div>`;
}
