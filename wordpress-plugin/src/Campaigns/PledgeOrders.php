<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Domain\Ids;
use Parterre\Domain\Money;
use Parterre\Domain\Secrets;
use Parterre\Law\Vat;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Pledges;
use Parterre\Store\Rows;
use Parterre\Store\Stock;

/**
 * Makes the order that a pledge is paid with: one for each pledge, for ever. From there on it is an order like any other, so that
 * tickets, refunds, VAT, documents and the ledger have one way only.
 */
final class PledgeOrders {
    public function __construct(
        private readonly Orders $orders,
        private readonly Pledges $pledges,
        private readonly Stock $stock,
        private readonly Events $events,
        private readonly Vat $vat,
        private readonly Secrets $secrets,
    ) {}

    /**
     * Must run in a transaction that has the pledge's row locked. What the pledge holds becomes the order's.
     *
     * @param array<string, mixed> $pledge without an order yet
     * @param array<string, mixed> $campaign with `rewards`
     * @param int|null $holdUntil null when its stock is committed
     * @return string the order's id
     */
    public function make(array $pledge, array $campaign, ?int $holdUntil, int $payUntil): string {
        $consents =
            $pledge['terms_version'] === ''
                ? '{}'
                : Rows::json(['terms' => true, 'termsVersion' => $pledge['terms_version']]);
        $id = Ids::make('ordr');
        $reward = Choice::reward($campaign, $pledge['reward_id']);
        $lines = [];
        if ($reward !== null) {
            $lines[] = self::line(
                'reward',
                $reward['id'],
                $reward['name'],
                $reward['price_minor'],
                $reward['parts'],
                Choice::units($reward),
            );
        }
        if ($pledge['extra_minor'] > 0) {
            $lines[] = self::line('donation', $campaign['id'], $campaign['title'], $pledge['extra_minor'], [], []);
        }
        $this->orders->create(
            [
                'id' => $id,
                'state' => 'pending',
                'gateway' => $pledge['gateway'],
                'test' => $pledge['test'],
                'email' => $pledge['email'],
                'email_hash' => $pledge['email_hash'],
                'locale' => $pledge['locale'],
                'currency' => $pledge['currency'],
                'total_minor' => $pledge['total_minor'],
                'discounts' => '[]',
                'key_hash' => $this->secrets->hashToken('pledge|' . $pledge['id']),
                'request_hash' => $this->secrets->hashToken('pledge|' . $pledge['id']),
                'page' => $pledge['page'],
                'cart_id' => null,
                'consents' => $consents,
                'attribution' => null,
                'hold_until' => $holdUntil,
                'pay_until' => $payUntil,
            ],
            $this->vat->ofLines($lines, $this->vat->home(), null),
        );
        $this->stock->move($pledge['id'], $id);
        $this->pledges->keep($pledge['id'], ['order_id' => $id]);
        foreach ($this->pledges->sessionsOf($pledge['id']) as $session) {
            $this->orders->joinSession($id, $session);
        }
        $this->events->append('order.created', [
            'order' => $id,
            'total' => Money::of($pledge['total_minor'], $pledge['currency']),
        ]);
        return $id;
    }

    /** Lets one more device see the order of a pledge. */
    public function join(string $order, string $session): void {
        $this->orders->joinSession($order, $session);
    }

    /**
     * @param list<array<string, mixed>> $parts
     * @param array<string, int> $pools
     * @return array<string, mixed> a row of `order_lines`
     */
    private static function line(
        string $type,
        string $ref,
        string $name,
        int $minor,
        array $parts,
        array $pools,
    ): array {
        return [
            'type' => $type,
            'ref' => $ref,
            'name' => $name,
            'quantity' => 1,
            'unit_minor' => $minor,
            'total_minor' => $minor,
            'parts' => $parts,
            'pools' => $pools,
        ];
    }
}
