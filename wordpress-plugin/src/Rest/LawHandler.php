<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Gate;
use Parterre\Domain\Refusal;
use Parterre\Law\Withdrawals;
use Parterre\Store\Orders;

/** Rights that remain after a purchase. */
final class LawHandler {
    public function __construct(
        private readonly Withdrawals $withdrawals,
        private readonly Orders $orders,
        private readonly Gate $gate,
        private readonly Views $views,
    ) {}

    /** @return array<string, mixed> */
    public function withdrawOrder(array $input, Call $call): array {
        $order = $this->gate->order($call->session(), $input['order']) ?? throw new Refusal('not_found');
        $withdrawal = $this->withdrawals->declare($order['id'], $input['lines'] ?? null, $input['confirm']);
        return [
            'order' => $this->views->order($this->orders->find($order['id']) ?? $order),
            'withdrawal' => $withdrawal,
        ];
    }
}
