<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Domain\Tax;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Payments\Refunds;
use Parterre\Realtime\Announcer;
use Parterre\Store\BulkActs as Records;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\JobQueue;
use Parterre\Store\Orders;
use Parterre\Store\Refunds as RefundRecords;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/**
 * Cancels or moves a show for everybody at once. Cancelled: every order gets back what it paid for that show, at once or, where the
 * venue asks first, on a day until which a buyer may leave it to the venue instead. Moved: every ticket goes along, every buyer is
 * written to and may have the money back until a day. Each order is a step of its own under a key of its own,
 * so that a worker that dies half-way, or two at once, do nothing twice; any later tick, or the screen that watches, goes on. So goes
 * what is made good for a picture that failed, which `Amends` begins and does.
 */
final class BulkActs {
    /** Longer than a provider takes to answer. */
    private const LEASE_MS = 120_000;
    private const MAX_ATTEMPTS = 8;
    /** Pause between two mails of an act: what a small host takes. */
    private const MAIL_PAUSE_MS = 2_000;

    public function __construct(
        private readonly Db $db,
        private readonly Records $records,
        private readonly Shows $shows,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Refunds $refunds,
        private readonly RefundRecords $refundRecords,
        private readonly Amends $amends,
        private readonly Announcer $announcer,
        private readonly Events $events,
        private readonly JobQueue $queue,
        private readonly Runner $jobs,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * Begins an act: from here on the show is cancelled or moved, whatever happens to the rest.
     *
     * @param array<string, mixed> $show
     * @param array{starts_at: int, doors_at: int, ends_at: int}|null $dates the new ones; null when there are none (yet)
     * @param int|null $chooseUntil until when a buyer can choose: of a moved show, to have the money back; of a cancelled one, to leave
     *        it to the venue. Null asks nobody: tickets move along, money goes back
     * @return string the act's id
     */
    public function begin(
        array $show,
        string $kind,
        ?array $dates,
        ?int $chooseUntil,
        string $message,
        int $user,
    ): string {
        $id = $this->db->transaction(function () use ($show, $kind, $dates, $chooseUntil, $message, $user): string {
            $fields = match (true) {
                $kind === 'cancel' => ['status' => 'cancelled'],
                // A show whose new date is known is on again; without one it opens no doors by the clock.
                $dates === null => ['status' => 'postponed'],
                default => ['status' => 'confirmed'] + $dates,
            };
            if ($dates !== null && $kind === 'postpone') {
                $shift = $dates['starts_at'] - $show['starts_at'];
                $this->records->shiftWindows($show['id'], $shift);
                if ($show['replay_until'] !== null) {
                    $fields['replay_until'] = $show['replay_until'] + $shift;
                }
            }
            $this->announcer->phase($show['id'], $fields, 'desk');
            $id = $this->records->begin([
                'show_id' => $show['id'],
                'kind' => $kind,
                'message' => $message,
                'old_starts_at' => $show['starts_at'],
                'new_starts_at' => $dates['starts_at'] ?? null,
                'choose_until' => $chooseUntil,
                'user_id' => $user,
            ]);
            $this->events->audit("show.$kind", $show['id'], ['act' => $id], $user);
            return $id;
        });
        $this->jobs->now('bulk.work', "bulk.work:$id", ['act' => $id]);
        return $id;
    }

    /** Goes on with every act that has something left. @return int orders done */
    public function workAll(int $seconds): int {
        $until = microtime(true) + $seconds;
        $count = 0;
        foreach ($this->records->running() as $act) {
            $count += $this->work($act, (int) max(1, $until - microtime(true)));
        }
        return $count;
    }

    /** Goes on with one act for at most this long. @return int orders done */
    public function work(string $id, int $seconds): int {
        $act = $this->records->find($id);
        if ($act === null || $act['state'] !== 'running') {
            return 0;
        }
        if ($this->isOver($act)) {
            $act['kind'] === 'cancel' ? $this->records->takeSilenceAsRefund($id) : $this->records->closeChoices($id);
        }
        $until = microtime(true) + $seconds;
        $count = 0;
        while (microtime(true) < $until && ($item = $this->records->claim($id, self::LEASE_MS)) !== null) {
            $this->step($act, $item, $count++);
        }
        $this->records->endIfDone($id);
        return $count;
    }

    /**
     * What somebody may choose: of a moved show to keep the ticket or have the money back, of a cancelled one to have the money back
     * or leave it to the venue.
     *
     * @return list<string>
     */
    public static function choices(array $act): array {
        return $act['kind'] === 'cancel' ? ['refund', 'donate'] : ['keep', 'refund'];
    }

    /**
     * What a buyer chooses, or the desk for them. Keeping can still become the money back, until the day; the other two are for good. A wish
     * for money is written down first: whatever happens then, a worker sees to it.
     *
     * @throws Refusal `not_found`; `order_closed` when the time is over or the money went back
     */
    public function choose(string $id, string $orderId, string $choice): void {
        $act = $this->records->find($id);
        $item = $this->records->item($id, $orderId);
        if ($act === null || $item === null || !in_array($choice, self::choices($act), true)) {
            throw new Refusal('not_found');
        }
        if (!$this->mayChoose($act, $item)) {
            throw new Refusal('order_closed');
        }
        $to = ['keep' => 'asked', 'refund' => 'waiting', 'donate' => 'done'][$choice];
        $this->db->transaction(function () use ($act, $item, $orderId, $to, $choice): void {
            if (!$this->records->move($act['id'], $orderId, [$item['state']], $to, ['choice' => $choice])) {
                throw new Refusal('order_closed');
            }
            if ($choice === 'donate') {
                $this->voidTickets($act, $orderId);
            }
        });
        if ($choice === 'refund') {
            $this->step($act, ['choice' => 'refund'] + $item, 0);
        }
        $this->records->endIfDone($id);
    }

    public function mayChoose(array $act, array $item): bool {
        if ($act['kind'] === 'amends') {
            return false;
        }
        $open = $act['kind'] === 'cancel' ? ['asked'] : ['waiting', 'asked'];
        return in_array($item['state'], $open, true) && $item['choice'] !== 'refund' && !$this->isOver($act);
    }

    /**
     * What would go back if the show were cancelled now, without doing anything. Orders that test are no money: they count where there
     * are no others.
     *
     * @return array{orders: int, currencies: array<string, int>} minor units by currency
     */
    public function preview(string $show): array {
        $sums = [];
        $ids = $this->records->ordersOf($show);
        foreach ($ids as $id) {
            $order = $this->orders->find($id);
            if ($order !== null) {
                $due = $this->due($show, $order);
                $sum = &$sums[(int) $order['test']][$order['currency']];
                $sum = ($sum ?? 0) + $due['money'] + array_sum(array_column($due['pieces'], 'amountMinor'));
                unset($sum);
            }
        }
        return ['orders' => count($ids), 'currencies' => $sums[0] ?? ($sums[1] ?? [])];
    }

    /** The key of an order's page of choice: only this site can make it. */
    public function key(string $act, string $order): string {
        return substr($this->secrets->derive("bulk|$act|$order"), 0, 43);
    }

    private function step(array $act, array $item, int $place): void {
        $orderId = $item['order_id'];
        try {
            if ($act['kind'] === 'amends') {
                $this->amends->carryOut($act, $item);
                return;
            }
            $asks = $act['choose_until'] !== null && !$this->isOver($act);
            if ($item['choice'] === 'refund' || ($act['kind'] === 'cancel' && !$asks)) {
                $order = $this->orders->find($orderId) ?? throw new \LogicException('An order vanished.');
                $amount = $this->giveBack($act, $order);
                $this->records->move($act['id'], $orderId, ['waiting'], 'done', [
                    'choice' => 'refund',
                    'amount_minor' => $amount,
                    'error' => '',
                ]);
                return;
            }
            $mail = $act['kind'] === 'cancel' ? 'mail.cancelled' : 'mail.postponed';
            $this->queue->add(
                $mail,
                "$mail:{$act['id']}:$orderId",
                ['act' => $act['id'], 'order' => $orderId],
                $place * self::MAIL_PAUSE_MS,
            );
            // Without a day to choose by there is nothing to wait for.
            $this->records->move($act['id'], $orderId, ['waiting'], $act['choose_until'] === null ? 'done' : 'asked', [
                'error' => '',
            ]);
        } catch (\Throwable $problem) {
            if (!($problem instanceof Refusal)) {
                Log::problem('bulk act', $problem);
            }
            $why = $problem instanceof Refusal ? $problem->errorCode : $problem->getMessage();
            if ($item['attempts'] >= self::MAX_ATTEMPTS) {
                $this->records->move($act['id'], $orderId, ['waiting'], 'failed', ['error' => mb_substr($why, 0, 200)]);
            } else {
                $this->records->putBack($act['id'], $orderId, $why, 30_000 * $item['attempts']);
            }
        }
    }

    /**
     * Gives back what an order paid for a show (`due`). Tickets of the show are void either way.
     *
     * @return int minor units
     */
    private function giveBack(array $act, array $order): int {
        $key = "bulk:{$act['id']}";
        // What a worker that died had asked for is finished before anything else is reckoned.
        $amount = 0;
        $asked = [];
        foreach ([$key, "$key:share"] as $one) {
            $row = $this->refundRecords->findByKey($order['id'], $one);
            $asked[$one] = $row !== null;
            $amount += $row === null ? 0 : $this->send($row);
        }
        $order = $this->orders->find($order['id']) ?? throw new \LogicException('An order vanished.');
        if ($order['state'] !== 'paid') {
            return $amount;
        }
        ['pieces' => $pieces, 'money' => $money] = $this->due($act['show_id'], $order);
        $pieces = array_map(static fn(array $piece): array => array_diff_key($piece, ['amountMinor' => 1]), $pieces);
        if ($pieces !== [] && !$asked[$key]) {
            $amount += $this->refund($order['id'], $pieces, null, $act, $key);
        }
        if ($money > 0 && !$asked["$key:share"]) {
            $amount += $this->refund($order['id'], null, $money, $act, "$key:share");
        }
        $this->voidTickets($act, $order['id']);
        return $amount;
    }

    /**
     * What an order is owed for a show: its lines wholly, and of a line that is for other things too, the show's share in money.
     *
     * @return array{pieces: list<array{line: string, quantity: int, amountMinor: int}>, money: int} minor units
     */
    private function due(string $show, array $order): array {
        $force = $this->refunds->inForce($order);
        $pieces = [];
        $money = 0;
        foreach ($order['lines'] as $line) {
            $weights = [];
            $counts = [];
            foreach ($line['parts'] as $part) {
                $its = $part['show_id'] === $show && $part['kind'] !== 'merch' ? 'show' : 'other';
                $weights[$its] = ($weights[$its] ?? 0) + ($part['share_minor'] ?? 0);
                $counts[$its] = ($counts[$its] ?? 0) + 1;
            }
            $left = $force[$line['id']];
            if (!isset($weights['show']) || $left['quantity'] < 1) {
                continue;
            }
            if (!isset($weights['other'])) {
                $pieces[] = [
                    'line' => $line['id'],
                    'quantity' => $left['quantity'],
                    'amountMinor' => $left['amountMinor'],
                ];
                continue;
            }
            $parts = array_sum($weights) > 0 ? $weights : $counts;
            $money += Tax::shareOut($left['amountMinor'], [$parts['show'], $parts['other']])[0];
        }
        return ['pieces' => $pieces, 'money' => $money];
    }

    /** Tickets of the show let nobody in any more. */
    private function voidTickets(array $act, string $order): void {
        foreach ($this->tickets->ofOrders([$order]) as $ticket) {
            if ($ticket['show_id'] === $act['show_id'] && $this->tickets->void($ticket['id'], 'cancelled_show')) {
                $this->db->transaction(
                    fn() => $this->events->append(
                        'ticket.voided',
                        ['ticket' => $ticket['id'], 'reason' => 'cancelled_show'],
                        ['show' => $ticket['show_id'], 'order' => $order],
                    ),
                );
            }
        }
    }

    private function isOver(array $act): bool {
        return $act['choose_until'] !== null && $act['choose_until'] <= $this->clock->nowMs();
    }

    private function refund(string $order, ?array $pieces, ?int $money, array $act, string $key): int {
        $row = $this->refunds->request(
            $order,
            $pieces,
            $money,
            $act['message'],
            'cancelled_show',
            $act['user_id'],
            $key,
        );
        return $this->send($row);
    }

    /** @param array<string, mixed> $row of `refunds` @return int minor units */
    private function send(array $row): int {
        if ($this->refunds->send($row['id'])['state'] === 'failed') {
            throw new \RuntimeException('The provider refused the refund.');
        }
        return $row['amount_minor'];
    }
}
