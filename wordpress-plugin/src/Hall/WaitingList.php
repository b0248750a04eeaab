<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Refusal;
use Parterre\Domain\Sale;
use Parterre\Jobs\Runner;
use Parterre\Payments\Pricing;
use Parterre\Realtime\Announcer;
use Parterre\Settings;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\JobQueue;
use Parterre\Store\Orders;
use Parterre\Store\Shows;
use Parterre\Store\Stock;
use Parterre\Store\Waiting;

/**
 * Decides who of those who wait gets what comes back. Places that are kept for somebody are holds like any other, under the
 * entry's id and with an end, so stock has one truth. Whoever holds stock serves the line first, in the same transaction and
 * with the same rows locked: what comes back cannot be snatched.
 *
 * Locks are taken in the order pools by id → entries.
 */
final class WaitingList {
    /** Nobody's time to buy is shorter, however near the show. */
    private const SHORTEST_MS = 30 * 60_000;

    public function __construct(
        private readonly Db $db,
        private readonly Waiting $rows,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Pricing $pricing,
        private readonly Stock $stock,
        private readonly Orders $orders,
        private readonly Events $events,
        private readonly Announcer $announcer,
        private readonly Runner $jobs,
        private readonly JobQueue $queue,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Puts an address in line, or changes for how many it waits.
     *
     * @param array<string, mixed> $request the protocol's `waitingRequest`
     * @param bool $mail whether the address gets a mail about it
     */
    public function join(array $request, bool $mail): void {
        if (!$this->settings->allowsPage($request['page'])) {
            throw new Refusal('page_not_allowed');
        }
        $show = $this->shows->findPublic($request['show']) ?? throw new Refusal('not_found');
        if ($show['status'] === 'cancelled') {
            throw new Refusal('show_cancelled');
        }
        if ($this->isOver($show)) {
            throw new Refusal('show_over');
        }
        $offers = $this->offersOf($show);
        $left = $this->pricing->left(array_column($offers, 'draws', 'id'));
        foreach (self::candidates($offers, $request['kind']) as $offer) {
            $now = $left[$offer['id']];
            if ($now === null || min($now, $offer['max_per_order']) >= $request['quantity']) {
                throw new Refusal('still_on_sale');
            }
        }
        $stream = self::streamOffer($offers, $left);
        $this->db->transaction(function () use ($request, $show, $mail, $stream): void {
            $wish = [
                'email' => trim($request['email']),
                'locale' => $request['locale'],
                'page' => $request['page'],
                'quantity' => $request['quantity'],
                'kind' => $request['kind'],
            ];
            [$entry, $new] = $this->rows->claim($show['id'], $wish);
            $now = $this->clock->nowMs();
            if (in_array($entry['state'], ['bought', 'missed', 'left'], true)) {
                // Back in line, at its end.
                $wish += [
                    'state' => 'waiting',
                    'joined_at' => $now,
                    'offered_at' => null,
                    'offer_until' => null,
                    'offer_id' => null,
                    'order_id' => null,
                    'ended_at' => null,
                ];
                $new = true;
            }
            // What is kept for somebody stays as it was offered; who waits keeps their place in line.
            if ($entry['state'] !== 'offered') {
                $this->rows->update($entry['id'], $wish);
            }
            if ($new) {
                $this->events->append('waiting.joined', ['show' => $show['id'], 'quantity' => $request['quantity']]);
            }
            if ($mail) {
                if ($stream !== null && $entry['told_stream_at'] === null) {
                    $this->rows->update($entry['id'], ['told_stream_at' => $now]);
                }
                $this->mail('joined', $entry['id'], (string) $now);
            }
        });
    }

    /** @return array<string, mixed> the protocol's `waitingEntry` */
    public function open(string $secret): array {
        $entry = $this->rows->bySecret($secret) ?? throw new Refusal('link_invalid');
        $this->serve($entry['show_id']);
        $entry = $this->rows->find($entry['id']) ?? throw new Refusal('link_invalid');
        $kept = $entry['state'] === 'offered';
        return [
            'show' => $entry['show_id'],
            'state' => $entry['state'],
            'quantity' => $entry['quantity'],
            'kind' => $entry['kind'],
            'offer' => $kept ? $entry['offer_id'] : null,
            'until' => $kept ? Instant::toTextOrNull($entry['offer_until']) : null,
        ];
    }

    /** Takes somebody off the list, by the link of their mail or by a person at the desk. */
    public function leave(string $id): void {
        $left = $this->db->transaction(function () use ($id): ?string {
            $entry = $this->rows->find($id) ?? throw new Refusal('link_invalid');
            $this->stock->lock($this->poolsOf($this->catalogue->offers($entry['show_id'])));
            $entry = $this->rows->find($id, true) ?? throw new Refusal('link_invalid');
            if (!in_array($entry['state'], ['waiting', 'offered'], true)) {
                return null;
            }
            $this->end($entry, 'left');
            return $entry['show_id'];
        });
        if ($left !== null) {
            $this->serve($left);
        }
    }

    /**
     * Gives what came back to those who wait, oldest first, to whomever it is enough for.
     *
     * @return int how many were asked
     */
    public function serve(string $show): int {
        $row = $this->shows->find($show);
        if ($row === null) {
            return 0;
        }
        $pools = $this->poolsOf($this->catalogue->offers($show));
        $asked = $this->db->transaction(function () use ($row, $pools): int {
            $this->stock->lock($pools);
            return $this->serveLocked($row);
        });
        if ($asked > 0) {
            $this->announcer->stock($pools);
        }
        $this->tellOfStream($show);
        return $asked;
    }

    /** Everybody's turn that has come or passed meanwhile. */
    public function serveAll(): void {
        foreach ($this->rows->shows() as $show) {
            $this->serve($show);
        }
    }

    /**
     * Before an order holds stock, in its transaction: who waits for the same stock comes first, and what is kept for the
     * buyer is theirs. Costs one query where nobody waits.
     *
     * @param array<string, int> $units what the order wants, by pool
     * @param string|null $secret the link the buyer came by
     * @return array<string, int> units that were kept for the buyer, by pool: theirs, even where the rest is sold elsewhere
     */
    public function letThrough(string $order, array $units, ?string $secret): array {
        $wanted = array_map('strval', array_keys($units));
        $shows = $this->rows->shows($wanted);
        if ($shows === []) {
            return [];
        }
        $pools = $wanted;
        foreach ($shows as $show) {
            array_push($pools, ...$this->poolsOf($this->catalogue->offers($show)));
        }
        $this->stock->lock($pools);
        foreach ($this->shows->findMany($shows) as $show) {
            $this->serveLocked($show);
        }
        $entry = $secret === null ? $this->rows->byOrder($order) : $this->rows->bySecret($secret);
        $entry = $entry === null ? null : $this->rows->find($entry['id'], true);
        if ($entry === null || $entry['state'] !== 'offered' || $entry['offer_until'] <= $this->clock->nowMs()) {
            return [];
        }
        $kept = $this->stock->held($entry['id']);
        $this->stock->release($entry['id']);
        $this->rows->update($entry['id'], ['order_id' => $order]);
        return $kept;
    }

    /**
     * Whether a link's places are enough, with what is free, for what somebody wants to have priced.
     *
     * @param array<string, int> $units by pool
     */
    public function covers(string $secret, array $units): bool {
        $entry = $this->rows->bySecret($secret);
        if ($entry === null || $entry['state'] !== 'offered' || $entry['offer_until'] <= $this->clock->nowMs()) {
            return false;
        }
        $kept = $this->stock->held($entry['id']);
        $pools = $this->catalogue->pools(array_map('strval', array_keys($units)));
        foreach ($units as $pool => $count) {
            $left = Sale::piecesLeft([['pool_id' => (string) $pool, 'units' => 1]], $pools);
            if ($left !== null && $left + ($kept[$pool] ?? 0) < $count) {
                return false;
            }
        }
        return true;
    }

    /**
     * With every pool of the show locked.
     *
     * @param array<string, mixed> $show
     */
    private function serveLocked(array $show): int {
        foreach ($this->rows->inState($show['id'], 'offered') as $entry) {
            $this->look($entry['id']);
        }
        if ($show['status'] === 'cancelled' || $this->isOver($show)) {
            return 0;
        }
        $offers = $this->offersOf($show);
        $asked = 0;
        foreach ($this->rows->inState($show['id'], 'waiting') as $entry) {
            $left = $this->pricing->left(array_column($offers, 'draws', 'id'));
            if (array_filter($left, static fn(?int $pieces): bool => $pieces !== 0) === []) {
                break;
            }
            foreach (self::candidates($offers, $entry['kind']) as $offer) {
                if (min($left[$offer['id']] ?? PHP_INT_MAX, $offer['max_per_order']) >= $entry['quantity']) {
                    $asked += (int) $this->offer($entry, $offer, $show);
                    break;
                }
            }
        }
        return $asked;
    }

    /** What has become of places that were kept: bought, passed, or given back by an order that ended unpaid. */
    private function look(string $id): void {
        $entry = $this->rows->find($id, true);
        if ($entry === null || $entry['state'] !== 'offered') {
            return;
        }
        $order = $entry['order_id'] === null ? null : $this->orders->find($entry['order_id']);
        if ($order !== null && in_array($order['state'], ['paid', 'disputed', 'refunded'], true)) {
            $this->end($entry, 'bought');
        } elseif ($order !== null && $this->isUnderWay($order)) {
            return;
        } elseif ($entry['offer_until'] <= $this->clock->nowMs()) {
            $this->end($entry, 'missed');
        } elseif ($order !== null && $this->stock->held($id) === []) {
            $offer = $this->catalogue->offersById([(string) $entry['offer_id']])[$entry['offer_id']] ?? null;
            if ($offer !== null) {
                $units = self::units($offer, $entry['quantity']);
                $this->stock->hold($id, $units, $entry['offer_until'], null, $units);
            }
        }
    }

    /** Whether an order of theirs still has the places: an unpaid one until its hold ends. */
    private function isUnderWay(array $order): bool {
        return $order['state'] === 'processing' ||
            ($order['state'] === 'pending' &&
                ($order['hold_until'] === null || $order['hold_until'] > $this->clock->nowMs()));
    }

    private function offer(array $entry, array $offer, array $show): bool {
        $entry = $this->rows->find($entry['id'], true);
        if ($entry === null || $entry['state'] !== 'waiting') {
            return false;
        }
        $now = $this->clock->nowMs();
        $longest = $this->settings->get('waiting_hours') * 3_600_000;
        // Near the show a quarter of what is left, so that places can still go round.
        $until = $now + max(self::SHORTEST_MS, min($longest, intdiv($show['starts_at'] - $now, 4)));
        if (!$this->stock->hold($entry['id'], self::units($offer, $entry['quantity']), $until)) {
            throw new \LogicException('Places that were counted with their pools locked are gone.');
        }
        $this->rows->update($entry['id'], [
            'state' => 'offered',
            'offered_at' => $now,
            'offer_until' => $until,
            'offer_id' => $offer['id'],
            'order_id' => null,
        ]);
        $this->events->append('waiting.offered', ['show' => $show['id'], 'quantity' => $entry['quantity']]);
        $this->mail('offered', $entry['id'], (string) $now);
        return true;
    }

    private function end(array $entry, string $state): void {
        $this->stock->release($entry['id']);
        $this->rows->update($entry['id'], ['state' => $state, 'ended_at' => $this->clock->nowMs()]);
        $this->events->append('waiting.ended', ['show' => $entry['show_id'], 'state' => $state]);
    }

    /** Once, when the hall is full and the stream is for sale. It is an addition: they keep their place in line. */
    private function tellOfStream(string $id): void {
        $show = $this->shows->find($id);
        if ($show === null || $show['status'] === 'cancelled' || $this->isOver($show)) {
            return;
        }
        $offers = $this->offersOf($show);
        if (self::streamOffer($offers, $this->pricing->left(array_column($offers, 'draws', 'id'))) === null) {
            return;
        }
        foreach ($this->rows->inState($id, 'waiting', 10_000) as $entry) {
            if ($entry['told_stream_at'] === null) {
                $this->db->transaction(function () use ($entry): void {
                    $this->rows->update($entry['id'], ['told_stream_at' => $this->clock->nowMs()]);
                    // Many at once: the tick sends them, not this request.
                    $this->queue->add('mail.waiting', "mail.waiting:stream:{$entry['id']}", [
                        'waiting' => $entry['id'],
                        'what' => 'stream',
                    ]);
                });
            }
        }
    }

    /** The stream that is on sale while the hall is full; null while it is not, or there is none. */
    public function stream(string $show): ?array {
        $row = $this->shows->find($show);
        $offers = $row === null ? [] : $this->offersOf($row);
        return self::streamOffer($offers, $this->pricing->left(array_column($offers, 'draws', 'id')));
    }

    private function mail(string $what, string $id, string $turn): void {
        $this->jobs->now('mail.waiting', "mail.waiting:$what:$id:$turn", ['waiting' => $id, 'what' => $what]);
    }

    /** @return list<array<string, mixed>> offers that everybody sees and that are on sale, whatever their stock */
    private function offersOf(array $show): array {
        return array_values(
            array_filter(
                $this->catalogue->offers($show['id']),
                fn(array $offer): bool => !$offer['hidden'] && $this->pricing->stateForOrder($offer, $show) === 'open',
            ),
        );
    }

    /**
     * Offers one can wait for, the hall before the stream. What draws on no stock needs no waiting.
     *
     * @param list<array<string, mixed>> $offers
     * @return list<array<string, mixed>>
     */
    private static function candidates(array $offers, string $kind): array {
        $limited = array_filter($offers, static fn(array $offer): bool => self::units($offer, 1) !== []);
        $hall = array_filter($limited, static fn(array $offer): bool => self::gives($offer, 'hall'));
        $stream = array_filter(
            $limited,
            static fn(array $offer): bool => self::gives($offer, 'live') && !self::gives($offer, 'hall'),
        );
        return array_values($kind === 'hall' ? $hall : [...$hall, ...$stream]);
    }

    /**
     * @param list<array<string, mixed>> $offers on sale
     * @param array<string, int|null> $left pieces by offer
     */
    private static function streamOffer(array $offers, array $left): ?array {
        $stream = null;
        foreach ($offers as $offer) {
            $some = $left[$offer['id']] === null || $left[$offer['id']] > 0;
            if (self::gives($offer, 'hall')) {
                if ($some) {
                    return null;
                }
            } elseif ($some && self::gives($offer, 'live')) {
                $stream ??= $offer;
            }
        }
        return $stream;
    }

    private static function gives(array $offer, string $kind): bool {
        return in_array($kind, array_column($offer['parts'], 'kind'), true);
    }

    /** @return array<string, int> units by pool */
    private static function units(array $offer, int $quantity): array {
        return Orders::units(['lines' => [['parts' => $offer['draws'], 'quantity' => $quantity]]]);
    }

    /**
     * @param list<array<string, mixed>> $offers
     * @return list<string>
     */
    private function poolsOf(array $offers): array {
        return array_values(
            array_unique(
                array_map(
                    'strval',
                    array_filter(array_column(array_merge(...array_column($offers, 'draws')), 'pool_id')),
                ),
            ),
        );
    }

    private function isOver(array $show): bool {
        return in_array(Phase::at($show, $this->clock->nowMs()), ['ended', 'replay', 'archived'], true);
    }
}
