<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/**
 * The record of every lane: its address, its numbers and its messages. A number comes from the lane's own row, updated in
 * the transaction that inserts the message: the row stays locked until COMMIT, so commit order is lane order and there
 * are no gaps. The files that fans read are made from this and can be made again at any time.
 */
final class Feeds {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /**
     * A show's lane, made on first use.
     *
     * @param string $lane `public` or `room`
     * @return array<string, mixed>
     */
    public function lane(string $show, string $lane): array {
        $find = fn(): ?array => $this->db->one('SELECT * FROM {feeds} WHERE show_id = ? AND lane = ?', [$show, $lane]);
        $row = $find();
        if ($row === null) {
            $this->db->insert(
                'feeds',
                [
                    'id' => Ids::make('feed'),
                    'show_id' => $show,
                    'lane' => $lane,
                    'dir' => self::newDirectory(),
                    'epoch' => Ids::make('epch'),
                    'seq' => 0,
                    'state_rev' => 1,
                    'index_rev' => 0,
                    'dirty' => 1,
                    'memo' => '{}',
                    'updated_at' => $this->clock->nowMs(),
                ],
                'INSERT IGNORE INTO',
            );
            $row = $find() ?? throw new \LogicException('A lane vanished while being made.');
        }
        return Rows::typed('feeds', $row);
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {feeds} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('feeds', $row);
    }

    /**
     * The same, with its row locked until the transaction ends.
     *
     * @return array<string, mixed>|null
     */
    public function lock(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {feeds} WHERE id = ?' . $this->db->forUpdate(), [$id]);
        return $row === null ? null : Rows::typed('feeds', $row);
    }

    /** @return array<string, mixed>|null */
    public function byDirectory(string $dir): ?array {
        $row = $this->db->one('SELECT * FROM {feeds} WHERE dir = ?', [$dir]);
        return $row === null ? null : Rows::typed('feeds', $row);
    }

    /**
     * Adds a message with the lane's next number. Must run inside a transaction.
     *
     * @param array<string, mixed> $body the lane message without `seq`, `at` and `type`
     * @param string|null $messageId of the chat message whose text it carries, so that it can be taken out again
     * @return int its number
     */
    public function append(
        string $feed,
        string $type,
        array $body,
        ?string $messageId = null,
        bool $stateMoved = false,
    ): int {
        $now = $this->clock->nowMs();
        $this->db->change(
            'UPDATE {feeds} SET seq = seq + 1, dirty = dirty + 1, state_rev = state_rev + ?, updated_at = ? WHERE id = ?',
            [(int) $stateMoved, $now, $feed],
        );
        $row =
            $this->db->one('SELECT epoch, seq FROM {feeds} WHERE id = ?', [$feed]) ??
            throw new \LogicException('There is no such lane.');
        $this->db->insert('feed_messages', [
            'feed_id' => $feed,
            'epoch' => $row['epoch'],
            'seq' => (int) $row['seq'],
            'type' => $type,
            // An empty PHP array would become a JSON list.
            'body' => $body === [] ? '{}' : Rows::json($body),
            'message_id' => $messageId,
            'at' => $now,
        ]);
        return (int) $row['seq'];
    }

    /** Says that the lane's present state is another than its file says. */
    public function touchState(string $feed): void {
        $this->db->change(
            'UPDATE {feeds} SET state_rev = state_rev + 1, dirty = dirty + 1, updated_at = ? WHERE id = ?',
            [$this->clock->nowMs(), $feed],
        );
    }

    /**
     * Remembers what was last announced, to see whether anything changed.
     *
     * @param array<string, mixed> $memo
     */
    public function remember(string $feed, array $memo): void {
        $this->db->update('feeds', ['memo' => $memo === [] ? '{}' : Rows::json($memo)], ['id' => $feed]);
    }

    /**
     * Takes the text of chat messages out of a lane; closed chunks that held it get another revision. Must run inside a
     * transaction.
     *
     * @param list<string> $messageIds
     */
    public function strip(string $feed, array $messageIds): void {
        if ($messageIds === []) {
            return;
        }
        // The lane's row first, as every writer does.
        $this->db->change('UPDATE {feeds} SET dirty = dirty + 1, cuts = cuts + 1 WHERE id = ?', [$feed]);
        $epoch = (string) $this->db->value('SELECT epoch FROM {feeds} WHERE id = ?', [$feed]);
        $rows = $this->db->all(
            'SELECT epoch, seq FROM {feed_messages} WHERE feed_id = ? AND message_id IN (' .
                Db::marks($messageIds) .
                ')',
            [$feed, ...$messageIds],
        );
        $moved = 0;
        foreach ($rows as $row) {
            $this->db->change('DELETE FROM {feed_messages} WHERE feed_id = ? AND epoch = ? AND seq = ?', [
                $feed,
                $row['epoch'],
                (int) $row['seq'],
            ]);
            if ($row['epoch'] === $epoch) {
                $moved += $this->db->change(
                    'UPDATE {feed_chunks} SET revision = revision + 1 WHERE feed_id = ? AND epoch = ? AND first_seq <= ? AND last_seq >= ?',
                    [$feed, $epoch, (int) $row['seq'], (int) $row['seq']],
                );
            }
        }
        if ($moved > 0) {
            $this->db->change('UPDATE {feeds} SET index_rev = index_rev + 1 WHERE id = ?', [$feed]);
        }
    }

    /**
     * Messages after a number, as the lane's readers get them.
     *
     * @return list<array<string, mixed>> ordered, with `seq`, `type`, `at` (milliseconds) and `body` (JSON text)
     */
    public function messagesAfter(string $feed, string $epoch, int $after, int $upTo): array {
        return Rows::all(
            'feed_messages',
            $this->db->all(
                'SELECT * FROM {feed_messages} WHERE feed_id = ? AND epoch = ? AND seq > ? AND seq <= ? ORDER BY seq',
                [$feed, $epoch, $after, $upTo],
            ),
        );
    }

    /**
     * Closed chunks of the present epoch, oldest first.
     *
     * @return list<array<string, mixed>>
     */
    public function chunks(string $feed, string $epoch): array {
        return Rows::all(
            'feed_chunks',
            $this->db->all('SELECT * FROM {feed_chunks} WHERE feed_id = ? AND epoch = ? ORDER BY chunk', [
                $feed,
                $epoch,
            ]),
        );
    }

    /**
     * The newest closed chunk.
     *
     * @return array<string, mixed>|null
     */
    public function lastChunk(string $feed, string $epoch): ?array {
        $row = $this->db->one(
            'SELECT * FROM {feed_chunks} WHERE feed_id = ? AND epoch = ? ORDER BY chunk DESC LIMIT 1',
            [$feed, $epoch],
        );
        return $row === null ? null : Rows::typed('feed_chunks', $row);
    }

    /**
     * Records that a chunk is closed; the index moves with it. False when text was taken out of the lane since `$cuts` was
     * read: the chunk may hold it and must be made again.
     */
    public function closeChunk(string $feed, string $epoch, int $cuts, int $chunk, int $first, int $last): bool {
        return $this->db->transaction(function () use ($feed, $epoch, $cuts, $chunk, $first, $last): bool {
            if (
                $this->db->change(
                    'UPDATE {feeds} SET index_rev = index_rev + 1 WHERE id = ? AND epoch = ? AND cuts = ?',
                    [$feed, $epoch, $cuts],
                ) !== 1
            ) {
                return false;
            }
            $this->db->insert('feed_chunks', [
                'feed_id' => $feed,
                'epoch' => $epoch,
                'chunk' => $chunk,
                'revision' => 1,
                'written' => 1,
                'first_seq' => $first,
                'last_seq' => $last,
            ]);
            return true;
        });
    }

    /** Records that a chunk's newest revision is on disk and older ones are gone. */
    public function chunkWritten(string $feed, string $epoch, int $chunk, int $revision): void {
        $this->db->change('UPDATE {feed_chunks} SET written = ? WHERE feed_id = ? AND epoch = ? AND chunk = ?', [
            $revision,
            $feed,
            $epoch,
            $chunk,
        ]);
    }

    /**
     * Begins a lane again: another epoch, another directory, numbers from 1. What was said before is no longer told.
     *
     * @return string the directory that was left
     */
    public function rotate(string $feed): string {
        return $this->db->transaction(function () use ($feed): string {
            $old = $this->lock($feed) ?? throw new \LogicException('There is no such lane.');
            $this->db->change('DELETE FROM {feed_messages} WHERE feed_id = ?', [$feed]);
            $this->db->change('DELETE FROM {feed_chunks} WHERE feed_id = ?', [$feed]);
            $this->db->change(
                'UPDATE {feeds} SET epoch = ?, dir = ?, seq = 0, index_rev = 0, state_rev = state_rev + 1, dirty = dirty + 1, cuts = cuts + 1, updated_at = ? WHERE id = ?',
                [Ids::make('epch'), self::newDirectory(), $this->clock->nowMs(), $feed],
            );
            return (string) $old['dir'];
        });
    }

    /** All lanes, for repair and clean-up. @return list<array<string, mixed>> */
    public function all(): array {
        return Rows::all('feeds', $this->db->all('SELECT * FROM {feeds} ORDER BY show_id, lane'));
    }

    /** 128 random bits: the address is the only key to a lane. */
    private static function newDirectory(): string {
        return bin2hex(random_bytes(16));
    }
}
