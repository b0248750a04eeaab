<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Domain\Refunding;
use Parterre\Jobs\Runner;
use Parterre\Payments\Refunds;
use Parterre\Realtime\Announcer;
use Parterre\Settings;
use Parterre\Store\Amends as Records;
use Parterre\Store\BulkActs as Acts;
use Parterre\Store\Codes;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Holders;
use Parterre\Store\Orders;
use Parterre\Store\Refunds as RefundRecords;
use Parterre\Store\Shows;
use Parterre\Store\Tickets;

/**
 * Makes good for a picture that failed from one moment to another: a part of the price back or a code for whoever was inside, or a
 * longer replay for everybody whose ticket holds the stream. Money goes to who paid, the rest to who holds the ticket.
 *
 * An act of `BulkActs`: whom it concerns is written down when it begins, each order or person is a step of its own, and a step done
 * twice does nothing twice. The same act asked for again is the one that was begun; another one for a period that
 * overlaps is refused, so that nobody gets the money twice for the same minutes.
 */
final class Amends {
    public const WHAT = ['replay', 'refund', 'code'];
    /** More is a refund: who gets everything back has no ticket any more. */
    public const MOST_PERCENT = 9_000;
    /** Begins the key of a refund; the act's id follows. */
    private const KEY = 'amends:';
    /** A granted replay belongs to the piece that held the live ticket: what takes that back takes this too. */
    private const GRANTED_PART = 1_000;

    public function __construct(
        private readonly Db $db,
        private readonly Records $records,
        private readonly Acts $acts,
        private readonly Shows $shows,
        private readonly Orders $orders,
        private readonly Tickets $tickets,
        private readonly Codes $codes,
        private readonly Holders $holders,
        private readonly Refunds $refunds,
        private readonly RefundRecords $refundRecords,
        private readonly Announcer $announcer,
        private readonly Events $events,
        private readonly Runner $jobs,
        private readonly Settings $settings,
        private readonly Clock $clock,
    ) {}

    /**
     * Begins an act, or answers the one that is the same.
     *
     * @param array<string, mixed> $show
     * @param array{what: string, from: int, until: int, percent: ?int, amountMinor: ?int, validUntil: ?int, withLive: bool} $wish percent in
     *        hundredths of one; either it or an amount, for `refund` and `code`; validUntil for `replay` and `code`
     * @return string the act's id
     * @throws AmendsRefused
     */
    public function begin(array $show, array $wish, string $message, int $user): string {
        $id = $this->db->transaction(function () use ($show, $wish, $message, $user): string {
            // Two presses at once: the second one finds what the first one began.
            $show = $this->shows->lock($show['id']) ?? throw new AmendsRefused('not_over');
            $fields = self::fields($wish);
            foreach ($this->records->overlapping($show['id'], $wish['what'], $wish['from'], $wish['until']) as $known) {
                if (array_intersect_key($known, $fields) == $fields) {
                    return $known['act_id'];
                }
            }
            $items = $this->concerned($show, $wish);
            if ($items === [] && $wish['what'] !== 'replay') {
                throw new AmendsRefused('nobody');
            }
            $id = $this->acts->add([
                'show_id' => $show['id'],
                'kind' => 'amends',
                'message' => $message,
                'old_starts_at' => $show['starts_at'],
                'new_starts_at' => null,
                'choose_until' => null,
                'user_id' => $user,
            ]);
            $this->records->add(['act_id' => $id, 'show_id' => $show['id']] + $fields);
            $this->records->concern(
                $id,
                array_map(static fn(array $tickets): array => array_column($tickets, 'id'), $items),
            );
            if ($wish['what'] === 'replay') {
                $this->prolong($show, (int) $wish['validUntil']);
            }
            $this->events->audit('show.amends', $show['id'], ['act' => $id] + $fields, $user);
            return $id;
        });
        $this->jobs->now('bulk.work', "bulk.work:$id", ['act' => $id]);
        return $id;
    }

    /**
     * What an act would do, without doing anything.
     *
     * @return array{tickets: int, people: int, orders: int, free: int, currencies: array<string, int>, windows: int, given: int} tickets and
     *         people it concerns; orders that get money, those that cost nothing, and how much goes back by currency; replays that play longer, and
     *         those who had the live stream alone and get one
     * @throws AmendsRefused
     */
    public function preview(array $show, array $wish): array {
        $items = $this->concerned($show, $wish);
        $preview = ['tickets' => 0, 'people' => 0, 'orders' => 0, 'free' => 0, 'currencies' => []];
        $preview += ['windows' => 0, 'given' => 0];
        $hashes = [];
        foreach ($items as $item => $tickets) {
            $preview['tickets'] += count($tickets);
            $hashes += array_column($tickets, 'id', 'email_hash');
            if ($wish['what'] === 'replay') {
                $preview['windows'] += self::longer($show, $tickets, (int) $wish['validUntil']);
                $preview['given'] += $wish['withLive'] ? count(self::without($tickets)) : 0;
            } elseif ($wish['what'] === 'refund') {
                $order = $this->orders->find((string) $item);
                $amount = $order === null ? 0 : $this->due($order, $tickets, (int) $wish['percent']);
                $preview[$amount > 0 ? 'orders' : 'free']++;
                if ($amount > 0) {
                    $currency = $order['currency'];
                    $preview['currencies'][$currency] = ($preview['currencies'][$currency] ?? 0) + $amount;
                }
            }
        }
        $preview['people'] = count($hashes);
        return $preview;
    }

    /**
     * Does what an act does for one order or person. Whatever it throws is tried again.
     *
     * @param array<string, mixed> $act
     * @param array<string, mixed> $item
     */
    public function carryOut(array $act, array $item): void {
        $its = $this->records->find($act['id']) ?? throw new \LogicException('What was to be done vanished.');
        match ($its['what']) {
            'refund' => $this->giveBack($act, $its, $item['order_id']),
            'code' => $this->giveCode($act, $its, $item['order_id']),
            default => $this->giveReplay($act, $its, $item['order_id']),
        };
    }

    /**
     * Whom it concerns, where it is possible.
     *
     * @return array<string, list<array<string, mixed>>> as `items` gives it
     * @throws AmendsRefused
     */
    private function concerned(array $show, array $wish): array {
        $this->mustBePossible($show, $wish);
        $items = $this->items($show, $wish);
        // A show that needs no ticket has an end all the same.
        if (
            $wish['what'] === 'replay' &&
            $items === [] &&
            ($show['replay_until'] ?? PHP_INT_MAX) >= $wish['validUntil']
        ) {
            throw new AmendsRefused('endless');
        }
        return $items;
    }

    /** @throws AmendsRefused */
    private function mustBePossible(array $show, array $wish): void {
        if ($show['status'] === 'cancelled') {
            throw new AmendsRefused('cancelled');
        }
        $now = $this->clock->nowMs();
        if (!in_array(Phase::at($show, $now), ['ended', 'replay', 'archived'], true) || $show['live_at'] === null) {
            throw new AmendsRefused('not_over');
        }
        if ($wish['from'] < $show['live_at'] || $wish['until'] > ($show['ended_at'] ?? $now)) {
            throw new AmendsRefused('outside');
        }
        if ($wish['what'] === 'replay') {
            if ($show['replay_at'] === null) {
                throw new AmendsRefused('no_replay');
            }
        } elseif ($this->records->overlapping($show['id'], $wish['what'], $wish['from'], $wish['until']) !== []) {
            throw new AmendsRefused('overlap');
        }
    }

    /**
     * Whom it concerns: tickets by order where money goes back, else by the first ticket of whoever holds them.
     *
     * @return array<string, list<array<string, mixed>>>
     */
    private function items(array $show, array $wish): array {
        $tickets =
            $wish['what'] === 'replay'
                ? $this->records->ofStream($show['id'], $this->realOnly())
                : $this->records->inside($show['id'], $wish['from'], $wish['until'], $this->realOnly());
        $items = [];
        $first = [];
        foreach ($tickets as $ticket) {
            if ($wish['what'] === 'refund' && $ticket['order_id'] !== null) {
                $items[$ticket['order_id']][] = $ticket;
            } elseif ($ticket['email_hash'] !== '') {
                // Nobody knows whose the others are: there is no one to write to.
                $item = $first[$ticket['email_hash']] ??= $ticket['id'];
                $items[$item][] = $ticket;
            }
        }
        if ($wish['what'] === 'replay') {
            $until = (int) $wish['validUntil'];
            // Whoever's plays as long already is not written to.
            $items = array_filter(
                $items,
                static fn(array $its): bool => self::longer($show, $its, $until) > 0 ||
                    ($wish['withLive'] && self::without($its) !== []),
            );
        }
        return $items;
    }

    /** Everybody's replay plays until then at least: the show's, and of each ticket. What decides who may play reads these two. */
    private function prolong(array $show, int $until): void {
        if ($show['replay_until'] !== null && $show['replay_until'] < $until) {
            $this->announcer->phase($show['id'], ['replay_until' => $until], 'desk');
        }
        $this->records->prolong($show['id'], $until);
    }

    /**
     * The act that a refund is part of; null where its key says that it is of none.
     *
     * @param array<string, mixed> $refund a row of `refunds`
     */
    public static function actOf(array $refund): ?string {
        return str_starts_with($refund['request_key'], self::KEY)
            ? substr($refund['request_key'], strlen(self::KEY))
            : null;
    }

    private function giveBack(array $act, array $its, string $item): void {
        $key = self::KEY . $act['id'];
        $order = $this->orders->find($item);
        $row = $order === null ? null : $this->refundRecords->findByKey($item, $key);
        if ($row === null) {
            $tickets = $this->records->tickets($act['id'], $item);
            $free = $order === null || $order['total_minor'] === 0;
            $amount = $free || $order['state'] !== 'paid' ? 0 : $this->due($order, $tickets, (int) $its['percent']);
            if ($amount === 0) {
                $this->done($act, $item, 'nothing', tell: $free && $tickets !== []);
                return;
            }
            // Of these lines alone: goods in the same order have another VAT, and nothing to do with it.
            $lines = array_map(
                static fn(string $line): array => ['line' => $line, 'quantity' => 0],
                array_values(array_unique(array_filter(array_column($tickets, 'line_id')))),
            );
            $row = $this->refunds->request($item, $lines, $amount, $act['message'], 'amends', $act['user_id'], $key);
        }
        if ($this->refunds->send($row['id'])['state'] === 'failed') {
            throw new \RuntimeException('The provider refused the refund.');
        }
        $this->acts->move($act['id'], $item, ['waiting'], 'done', [
            'choice' => 'refund',
            'amount_minor' => $row['amount_minor'],
            'error' => '',
        ]);
    }

    /** A code of their own, good once: for as many pieces as they had tickets inside. A leak costs one discount. */
    private function giveCode(array $act, array $its, string $item): void {
        $this->db->transaction(function () use ($act, $its, $item): void {
            if (!$this->acts->lockWaiting($act['id'], $item)) {
                return;
            }
            $tickets = $this->records->tickets($act['id'], $item);
            if ($tickets === [] || $this->holders->ofTicket($tickets[0]) === null) {
                $this->done($act, $item, $tickets === [] ? 'nothing' : 'unreachable', tell: false);
                return;
            }
            $show = $this->shows->find($act['show_id']);
            $pieces = count($tickets);
            $this->codes->createDrawn([
                'id' => self::codeOf($act['id'], $item),
                'type' => $its['percent'] === null ? 'amount' : 'percent',
                'value' => $its['percent'] ?? $its['amount_minor'] * $pieces,
                'closes_at' => $its['valid_until'],
                'max_uses' => 1,
                'max_per_person' => 1,
                'pieces' => $pieces,
                'batch' => $act['id'],
                /* translators: %s: title of a show */
                'label' => mb_substr(sprintf(__('Picture failed: %s', 'parterre'), $show['title'] ?? ''), 0, 200),
            ]);
            $this->done($act, $item, 'code', tell: true);
        });
    }

    /** The replay plays longer already; who had the live stream alone gets one, and everybody is told. */
    private function giveReplay(array $act, array $its, string $item): void {
        $this->db->transaction(function () use ($act, $its, $item): void {
            if (!$this->acts->lockWaiting($act['id'], $item)) {
                return;
            }
            $tickets = $this->records->tickets($act['id'], $item);
            foreach ($its['with_live'] ? self::without($tickets) : [] as $ticket) {
                $given = $this->tickets->issue([
                    ...array_intersect_key($ticket, array_flip(['order_id', 'line_id', 'unit', 'show_id', 'category'])),
                    ...array_intersect_key($ticket, array_flip(['capabilities', 'test', 'email_hash'])),
                    'part' => self::GRANTED_PART + $ticket['part'],
                    'kind' => 'replay',
                    'valid_from' => null,
                    'valid_until' => $its['valid_until'],
                    'source' => 'grant',
                    'granted_by' => $act['user_id'],
                    'price_minor' => 0,
                ]);
                if ($given !== null) {
                    $this->events->append(
                        'ticket.issued',
                        ['ticket' => $given, 'show' => $ticket['show_id'], 'kind' => 'replay', 'source' => 'grant'],
                        ['order' => $ticket['order_id']],
                    );
                }
            }
            $reachable = $tickets !== [] && $this->holders->ofTicket($tickets[0]) !== null;
            $choice = $tickets === [] ? 'nothing' : ($reachable ? 'replay' : 'unreachable');
            $this->done($act, $item, $choice, tell: $reachable);
        });
    }

    /**
     * What an order gets back for these tickets: of each piece the percentage of what it cost for the stream of this show.
     *
     * @param list<array<string, mixed>> $tickets of one show, of this order
     * @return int minor units
     */
    private function due(array $order, array $tickets, int $basisPoints): int {
        $lines = array_column($order['lines'], null, 'id');
        $pieces = [];
        foreach ($tickets as $ticket) {
            $line = $lines[$ticket['line_id']] ?? null;
            if ($line === null) {
                continue;
            }
            // A live ticket and a replay of one piece were paid for once.
            $pieces["{$line['id']} {$ticket['unit']}"] = [
                'line' => $line['id'],
                'paidMinor' =>
                    intdiv($line['total_minor'], $line['quantity']) +
                    ($ticket['unit'] < $line['total_minor'] % $line['quantity'] ? 1 : 0),
                'weights' => self::weights($line['parts'], $ticket['show_id']),
            ];
        }
        $left = array_map(static fn(array $one): int => $one['amountMinor'], $this->refunds->inForce($order));
        return Refunding::percentOf(array_values($pieces), $basisPoints, $left);
    }

    /**
     * How a piece's price divides into the stream of a show and everything else.
     *
     * @return array{0: int, 1: int}
     */
    private static function weights(array $parts, string $show): array {
        $shares = [0, 0];
        $counts = [0, 0];
        foreach ($parts as $part) {
            $place = $part['show_id'] === $show && in_array($part['kind'], ['live', 'replay'], true) ? 0 : 1;
            $shares[$place] += $part['share_minor'] ?? 0;
            $counts[$place]++;
        }
        return array_sum($shares) > 0 ? $shares : $counts;
    }

    /** How many replays among these end earlier than that. */
    private static function longer(array $show, array $tickets, int $until): int {
        return count(
            array_filter(
                $tickets,
                static fn(array $ticket): bool => $ticket['kind'] === 'replay' &&
                    min($ticket['valid_until'] ?? $until, $show['replay_until'] ?? $until) < $until,
            ),
        );
    }

    /**
     * Live tickets of one holder that no replay belongs to.
     *
     * @param list<array<string, mixed>> $tickets
     * @return list<array<string, mixed>>
     */
    private static function without(array $tickets): array {
        $live = array_filter($tickets, static fn(array $ticket): bool => $ticket['kind'] === 'live');
        return array_slice(array_values($live), 0, max(0, 2 * count($live) - count($tickets)));
    }

    private function done(array $act, string $item, string $choice, bool $tell): void {
        if ($tell) {
            $this->jobs->later('mail.amends', "mail.amends:{$act['id']}:$item", ['act' => $act['id'], 'item' => $item]);
        }
        $this->acts->move($act['id'], $item, ['waiting'], 'done', ['choice' => $choice, 'error' => '']);
    }

    /** The code that somebody gets by an act: always the same, so that there is never a second one. */
    public static function codeOf(string $act, string $item): string {
        return 'code_' . substr(hash('sha256', "amends|$act|$item"), 0, 24);
    }

    /** @return array<string, int|string|null> columns of `amends` */
    private static function fields(array $wish): array {
        return [
            'what' => $wish['what'],
            'from_at' => $wish['from'],
            'until_at' => $wish['until'],
            'percent' => $wish['percent'],
            'amount_minor' => $wish['amountMinor'],
            'valid_until' => $wish['validUntil'],
            'with_live' => (int) $wish['withLive'],
        ];
    }

    /** Where money moves, what was tried out concerns nobody. */
    private function realOnly(): bool {
        return $this->settings->livePayments();
    }
}
