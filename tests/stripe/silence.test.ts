// The worst evening that has to go well: the €5 host, on which no cron runs and the site cannot call itself, and a Stripe that tells nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStripeVenue, type StripeVenue } from './venue.ts';

let venue: StripeVenue;
beforeAll(async () => {
  venue = await openStripeVenue({ profile: 'shared' });
  // No secret: were a webhook to come, it would be refused.
  await venue.useSecret('');
});
afterAll(() => venue?.close());

describe('with zero webhooks and cron off', () => {
  it('lets three buyers at once from paid to inside within ten seconds, and their mails leave within thirty', async () => {
    expect(await venue.stack.wp('config', 'get', 'DISABLE_WP_CRON')).toMatch(/^(1|true)/);
    const buyers = await Promise.all([1, 2, 3].map(() => venue.order()));
    const mailsTo = async ({ key }: { key: string }) =>
      (await venue.stack.mails()).filter(({ to }) => to.includes(`buyer-${key}@example.org`));
    await Promise.all(
      buyers.map(async (bought) => {
        venue.double.pay(bought.session.id);
        const paid = Date.now();
        await venue.settled(bought, 'paid');
        const entry = await venue.backend.act(
          'enter',
          { show: 'tonight', device: `phone-${bought.key}`.slice(0, 60) },
          { session: bought.token },
        );
        expect(entry.grant?.cameras).toHaveLength(1);
        expect(Date.now() - paid, 'from paid to inside').toBeLessThan(10_000);
        const left = paid + 30_000 - Date.now();
        await expect.poll(async () => (await mailsTo(bought)).length, { timeout: left, interval: 250 }).toBe(1);
        expect((await mailsTo(bought))[0]?.text).toMatch(/#parterre=[\w-]{43}/);
      }),
    );
    // Nothing of this was told by Stripe, and nothing was done by a tick.
    expect(venue.double.webhooks.deliveries).toEqual([]);
    expect(await venue.stack.sql('SELECT id FROM wp_parterre_webhook_events')).toEqual([]);
  });
});
