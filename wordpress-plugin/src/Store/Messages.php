<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** What was said in the room, what was reported, who was muted. */
final class Messages {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $show, string $id): ?array {
        $row = $this->db->one('SELECT * FROM {messages} WHERE id = ? AND show_id = ?', [$id, $show]);
        return $row === null ? null : Rows::typed('messages', $row);
    }

    /** @return array<string, mixed>|null */
    public function findByKey(string $keyHash): ?array {
        $row = $this->db->one('SELECT * FROM {messages} WHERE key_hash = ?', [$keyHash]);
        return $row === null ? null : Rows::typed('messages', $row);
    }

    /** @param array<string, scalar|null> $row */
    public function add(array $row): void {
        // Where it belongs in the picture: what its author saw, or when it was said.
        $this->db->insert('messages', ['place_at' => $row['media_at'] ?? $row['at']] + $row);
    }

    /**
     * The last messages that belong at or before a moment of the show, in the order of the picture.
     *
     * @return list<array<string, mixed>>
     */
    public function placedUpTo(string $show, int $atMs, int $limit): array {
        $rows = $this->db->all(
            'SELECT * FROM {messages} WHERE show_id = ? AND place_at <= ? AND removed_at IS NULL ORDER BY place_at DESC, `at` DESC, id DESC LIMIT ?',
            [$show, $atMs, $limit],
        );
        return Rows::all('messages', array_reverse($rows));
    }

    /**
     * The first messages that belong after a moment of the show, in the order of the picture.
     *
     * @return list<array<string, mixed>>
     */
    public function placedAfter(string $show, int $atMs, int $limit): array {
        return Rows::all(
            'messages',
            $this->db->all(
                'SELECT * FROM {messages} WHERE show_id = ? AND place_at > ? AND removed_at IS NULL ORDER BY place_at, `at`, id LIMIT ?',
                [$show, $atMs, $limit],
            ),
        );
    }

    /**
     * When and what this name tag said lately, oldest first, removed messages included.
     *
     * @return list<array{at: int, text: string}>
     */
    public function recent(string $show, string $author, int $sinceMs): array {
        $rows = $this->db->all(
            'SELECT `at`, `text` FROM {messages} WHERE show_id = ? AND author_id = ? AND `at` >= ? ORDER BY `at` DESC, id LIMIT 50',
            [$show, $author, $sinceMs],
        );
        return array_map(
            static fn(array $row): array => ['at' => (int) $row['at'], 'text' => (string) $row['text']],
            array_reverse($rows),
        );
    }

    /** How many messages a show's room was sent lately. */
    public function countSince(string $show, int $sinceMs): int {
        return (int) $this->db->value('SELECT COUNT(*) FROM {messages} WHERE show_id = ? AND `at` >= ?', [
            $show,
            $sinceMs,
        ]);
    }

    /** Marks a message as removed: nobody is shown it any more, the row stays as evidence for its time. Tells whether it stood. */
    public function remove(string $id): bool {
        return $this->db->change('UPDATE {messages} SET removed_at = ? WHERE id = ? AND removed_at IS NULL', [
            $this->clock->nowMs(),
            $id,
        ]) === 1;
    }

    /**
     * Messages of a name tag that are still there.
     *
     * @return list<string>
     */
    public function standingOf(string $show, string $author): array {
        return array_column(
            $this->db->all(
                'SELECT id FROM {messages} WHERE show_id = ? AND author_id = ? AND removed_at IS NULL ORDER BY `at`',
                [$show, $author],
            ),
            'id',
        );
    }

    /** Whether a name tag has ever said anything at a show. */
    public function hasAuthor(string $show, string $author): bool {
        return $this->db->one('SELECT 1 FROM {messages} WHERE show_id = ? AND author_id = ? LIMIT 1', [
            $show,
            $author,
        ]) !== null;
    }

    /** One report per person and message. Tells whether it is a new one. */
    public function report(string $show, string $message, string $reporter, string $reason): bool {
        return $this->db->insert(
            'reports',
            [
                'message_id' => $message,
                'reporter' => $reporter,
                'show_id' => $show,
                'reason' => $reason,
                'at' => $this->clock->nowMs(),
            ],
            'INSERT IGNORE INTO',
        ) === 1;
    }

    public function dismissReports(string $message): void {
        $this->db->change('UPDATE {reports} SET dismissed = 1 WHERE message_id = ?', [$message]);
    }

    /**
     * Reports of messages that still stand, newest first.
     *
     * @return list<array{message: array<string, mixed>, reasons: list<string>, count: int, lastAt: int}>
     */
    public function openReports(string $show): array {
        $rows = $this->db->all(
            'SELECT m.*, r.reason AS report_reason, r.`at` AS report_at FROM {reports} r JOIN {messages} m ON m.id = r.message_id
             WHERE r.show_id = ? AND r.dismissed = 0 AND m.removed_at IS NULL ORDER BY r.`at` DESC LIMIT 500',
            [$show],
        );
        $reports = [];
        foreach ($rows as $row) {
            $id = (string) $row['id'];
            $reports[$id] ??= [
                'message' => Rows::typed('messages', $row),
                'reasons' => [],
                'count' => 0,
                'lastAt' => (int) $row['report_at'],
            ];
            $reports[$id]['count']++;
            if (!in_array($row['report_reason'], $reports[$id]['reasons'], true)) {
                $reports[$id]['reasons'][] = (string) $row['report_reason'];
            }
        }
        return array_values($reports);
    }

    /** Until when a name tag may not write; null when it may. */
    public function mutedUntil(string $show, string $author): ?int {
        $until = $this->db->value('SELECT until FROM {mutes} WHERE show_id = ? AND author_id = ? AND until > ?', [
            $show,
            $author,
            $this->clock->nowMs(),
        ]);
        return $until === null ? null : (int) $until;
    }

    public function mute(string $show, string $author, int $until): void {
        $this->unmute($show, $author);
        $this->db->insert('mutes', [
            'show_id' => $show,
            'author_id' => $author,
            'until' => $until,
            'at' => $this->clock->nowMs(),
        ]);
    }

    public function unmute(string $show, string $author): void {
        $this->db->change('DELETE FROM {mutes} WHERE show_id = ? AND author_id = ?', [$show, $author]);
    }
}
