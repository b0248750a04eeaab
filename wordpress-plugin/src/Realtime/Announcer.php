<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Log;
use Parterre\Store\Catalogue;
use Parterre\Store\Db;
use Parterre\Store\Events;
use Parterre\Store\Feeds;
use Parterre\Store\Shows;

/** Tells everybody what has changed: appends to lanes and has their files written. */
final class Announcer {
    /** Action after those inside a show were counted, every ten seconds or so while somebody is; gets the show's id. */
    public const COUNTED = 'parterre_viewers_counted';

    public function __construct(
        private readonly Db $db,
        private readonly Feeds $feeds,
        private readonly Writer $writer,
        private readonly LaneStates $states,
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Events $events,
        private readonly Clock $clock,
    ) {}

    /**
     * Stock of these pools has moved: tells the offers and variants that stand differently now.
     *
     * @param list<string> $pools
     */
    public function stock(array $pools): void {
        $affected = $this->catalogue->drawingOn($pools);
        foreach ($this->shows->findMany($affected['shows']) as $show) {
            $this->offers($show);
        }
        if ($affected['products'] !== []) {
            $products = array_filter(
                $this->catalogue->products(),
                static fn(array $product): bool => in_array($product['id'], $affected['products'], true),
            );
            $this->variants(array_values($products));
        }
        if ($pools !== []) {
            /** Stock of these pools has moved, in whichever direction; runs after the commit. */
            do_action('parterre_stock_moved', $pools);
        }
    }

    /**
     * A show was edited: its page, dates, offers or cameras.
     *
     * @return int the new revision
     */
    public function showChanged(string $id): int {
        $revision = $this->shows->touch($id);
        $show = $this->shows->find($id);
        if ($show !== null) {
            $lane = $this->feeds->lane($id, 'public');
            $this->db->transaction(function () use ($lane, $revision, $show): void {
                $this->feeds->append($lane['id'], 'show.changed', ['revision' => $revision], stateMoved: true);
                $this->feeds->remember($lane['id'], ['offers' => $this->states->offers($show)] + $lane['memo']);
            });
            $this->publishLater($lane['id']);
        }
        return $revision;
    }

    /**
     * Sets what has happened to a show (its dates of start, pause, end, replay; the desk's word; its status) and tells the
     * public lane.
     *
     * @param array<string, mixed> $fields live_at, paused_at, ended_at, replay_at, replay_until, forced, held_at, notice, notice_at,
     *        status
     * @param string $by `provider`, `desk` or `clock`
     */
    public function phase(string $id, array $fields, string $by): void {
        $lane = $this->feeds->lane($id, 'public');
        $this->db->transaction(function () use ($id, $fields, $by, $lane): void {
            $this->shows->update($id, $fields);
            $show = $this->shows->find($id) ?? throw new \LogicException('There is no such show.');
            $this->feeds->append($lane['id'], 'phase.changed', $this->states->phase($show), stateMoved: true);
            $this->feeds->append($lane['id'], 'show.changed', ['revision' => $show['revision']]);
            // What is only said moves no phase.
            if (array_diff(array_keys($fields), ['notice', 'notice_at', 'held_at']) !== []) {
                $this->events->append('show.phase_changed', [
                    'show' => $id,
                    'phase' => Phase::at($show, $this->clock->nowMs()),
                    'by' => $by,
                ]);
            }
            $this->publishLater($lane['id']);
        });
    }

    /**
     * Tells how many are inside, rounded, at most every ten seconds.
     *
     * @param callable(): int $counted asked only when it is time: counting costs more the more are inside
     */
    public function viewers(string $show, callable $counted): void {
        $lane = $this->feeds->lane($show, 'room');
        $now = $this->clock->nowMs();
        if ($now - ($lane['memo']['viewersAt'] ?? 0) < 10_000) {
            return;
        }
        $count = $counted();
        // Counted now, told only if it differs.
        $this->feeds->remember($lane['id'], ['inside' => $count, 'viewersAt' => $now] + $lane['memo']);
        /** Somebody is inside. */
        do_action(self::COUNTED, $show);
        // A small number would only make a room look empty; the exact one is nobody's business.
        $told = $count < 10 ? null : $count - ($count % ($count < 100 ? 5 : 10));
        if (($lane['memo']['viewers'] ?? null) === $told) {
            return;
        }
        $this->feeds->remember(
            $lane['id'],
            ['viewers' => $told, 'inside' => $count, 'viewersAt' => $now] + $lane['memo'],
        );
        $this->feeds->touchState($lane['id']);
        $this->publishLater($lane['id']);
    }

    /** How many were inside when they were last counted, ten seconds ago or so. */
    public function inside(string $show): int {
        return (int) ($this->feeds->lane($show, 'room')['memo']['inside'] ?? 0);
    }

    /** Has a lane's files written once the surrounding transaction is committed. */
    public function publishLater(string $feed): void {
        $this->db->afterCommit(function () use ($feed): void {
            try {
                $this->writer->publish($feed);
            } catch (\RuntimeException $problem) {
                // What was sold or said stands: the record has it, and the next writer makes the files right.
                Log::problem('writing the feed', $problem);
            }
        });
    }

    /** @param array<string, mixed> $show */
    private function offers(array $show): void {
        $this->tell($show['id'], 'offers', fn(): array => $this->states->offers($show), 'offers.changed');
    }

    /** @param list<array<string, mixed>> $products with `variants` */
    private function variants(array $products): void {
        $running = null;
        foreach ($products as $product) {
            // What is always for sale is told where somebody may be looking: at the shows of tonight.
            $running ??= array_column(
                array_filter(
                    $this->shows->published(),
                    fn(array $show): bool => in_array(
                        Phase::at($show, $this->clock->nowMs()),
                        ['doors', 'live', 'paused', 'ended'],
                        true,
                    ),
                ),
                'id',
            );
            foreach ($product['show_id'] === null ? $running : [$product['show_id']] as $show) {
                $this->tell(
                    $show,
                    'variants:' . $product['id'],
                    fn(): array => $this->states->variants($product['variants']),
                    'variants.changed',
                );
            }
        }
    }

    /**
     * Tells a public lane what differs from what it was told last. Most sales change nothing that is told: then nothing is locked.
     * What is told is looked at with the lane locked, so that of two sales the later one is told last.
     *
     * @param callable(): list<array<string, mixed>> $look what stands now, each with an `id`
     */
    private function tell(string $show, string $memoKey, callable $look, string $type): void {
        $lane = $this->feeds->lane($show, 'public');
        if (self::news($lane, $memoKey, $look()) === []) {
            $this->db->afterCommit(fn() => $this->healQuietly($lane));
            return;
        }
        $this->db->transaction(function () use ($lane, $memoKey, $look, $type): void {
            $lane = $this->feeds->lock($lane['id']) ?? throw new \LogicException('There is no such lane.');
            $present = $look();
            $news = self::news($lane, $memoKey, $present);
            if ($news !== []) {
                $field = strtok($memoKey, ':');
                $this->feeds->append($lane['id'], $type, [$field => $news], stateMoved: true);
                $this->feeds->remember($lane['id'], [$memoKey => $present] + $lane['memo']);
            }
        });
        $this->publishLater($lane['id']);
    }

    /** Writes what a writer that died left unwritten. @param array<string, mixed> $lane */
    private function healQuietly(array $lane): void {
        try {
            $this->writer->heal($lane);
        } catch (\RuntimeException $problem) {
            Log::problem('writing the feed', $problem);
        }
    }

    /**
     * What a lane has not been told yet. Before anything was told, everything counts as plainly on sale.
     *
     * @param array<string, mixed> $lane
     * @param list<array<string, mixed>> $present
     * @return list<array<string, mixed>>
     */
    private static function news(array $lane, string $memoKey, array $present): array {
        $plain = array_map(
            static fn(array $item): array => [
                ...$item,
                isset($item['saleState']) ? 'saleState' : 'availability' => isset($item['saleState'])
                    ? 'open'
                    : 'available',
                'left' => null,
                ...isset($item['saleState']) ? ['handoverOf' => null] : [],
            ],
            $present,
        );
        $told = $lane['memo'][$memoKey] ?? $plain;
        return array_values(array_filter($present, static fn(array $item): bool => !in_array($item, $told, false)));
    }
}
