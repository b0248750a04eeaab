<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/** Whether pictures arrive, how they reach those who watch by minute, and whether somebody has the desk open. */
final class Pictures {
    /** Of one minute: a full room of a small venue, twice over. */
    private const MOST_BEATS = 5_000;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, array<string, mixed>> rows by camera */
    public function ofShow(string $show): array {
        $rows = $this->db->all('SELECT * FROM {pictures} WHERE show_id = ?', [$show]);
        return array_column(Rows::all('pictures', $rows), null, 'camera');
    }

    /**
     * @param array{state: string, since: int, source: string, seen_at: ?int, memo: ?array<string, mixed>} $fields
     */
    public function keep(string $show, string $camera, array $fields): void {
        $row = ['memo' => $fields['memo'] === null ? null : Rows::json((object) $fields['memo'])] + $fields;
        $key = ['show_id' => $show, 'camera' => $camera];
        if ($this->db->insert('pictures', $key + $row + ['mailed_at' => null], 'INSERT IGNORE INTO') === 0) {
            $this->db->update('pictures', $row, $key);
        }
    }

    /**
     * Takes it on to write about a loss, or about its end: of two that notice at once, one writes.
     *
     * @param bool $back the picture is back
     */
    public function takeMail(string $show, string $camera, bool $back): bool {
        return $back
            ? $this->db->change(
                    'UPDATE {pictures} SET mailed_at = NULL WHERE show_id = ? AND camera = ? AND mailed_at IS NOT NULL',
                    [$show, $camera],
                ) === 1
            : $this->db->change(
                    'UPDATE {pictures} SET mailed_at = ? WHERE show_id = ? AND camera = ? AND mailed_at IS NULL',
                    [$this->clock->nowMs(), $show, $camera],
                ) === 1;
    }

    /** Forgets cameras that a show has no more. @param list<string> $cameras those it has */
    public function forgetOthers(string $show, array $cameras): void {
        $other = $cameras === [] ? '' : ' AND camera NOT IN (' . Db::marks($cameras) . ')';
        $this->db->change("DELETE FROM {pictures} WHERE show_id = ?$other", [$show, ...$cameras]);
    }

    /**
     * The newest moment of the show on a screen by camera, and when that was told, from heartbeats since a moment.
     *
     * @return array<string, array{at: int, mediaAt: ?int}>
     */
    public function watched(string $show, int $sinceMs): array {
        $rows = $this->db->all(
            "SELECT camera, MAX(at) AS at, MAX(media_at) AS media_at FROM {watch} WHERE show_id = ? AND at >= ? AND mode = 'live' AND watched_ms > 0 AND camera IS NOT NULL GROUP BY camera",
            [$show, $sinceMs],
        );
        $seen = [];
        foreach ($rows as $row) {
            $seen[(string) $row['camera']] = [
                'at' => (int) $row['at'],
                'mediaAt' => $row['media_at'] === null ? null : (int) $row['media_at'],
            ];
        }
        return $seen;
    }

    /**
     * Heartbeats of one minute.
     *
     * @return list<array<string, mixed>> rows of `watch`
     */
    public function beats(string $show, int $minute): array {
        return Rows::all(
            'watch',
            $this->db->all(
                'SELECT lease_id, camera, watched_ms, quality FROM {watch} WHERE show_id = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?',
                [$show, $minute * 60_000, ($minute + 1) * 60_000, self::MOST_BEATS],
            ),
        );
    }

    /** @return array<int, array<string, array<string, mixed>>> figures by minute, oldest first */
    public function minutes(string $show, int $from, int $until): array {
        $rows = Rows::all(
            'picture_minutes',
            $this->db->all(
                'SELECT * FROM {picture_minutes} WHERE show_id = ? AND minute >= ? AND minute < ? ORDER BY minute',
                [$show, $from, $until],
            ),
        );
        return array_column($rows, 'figures', 'minute');
    }

    /** @param array<string, array<string, mixed>> $figures by camera */
    public function keepMinute(string $show, int $minute, array $figures): void {
        $this->db->insert(
            'picture_minutes',
            ['show_id' => $show, 'minute' => $minute, 'figures' => Rows::json((object) $figures)],
            'INSERT IGNORE INTO',
        );
    }

    /** Forgets minutes before this one. */
    public function sweep(int $minute): void {
        $this->db->change('DELETE FROM {picture_minutes} WHERE minute < ?', [$minute]);
    }

    /** Somebody has the desk open. */
    public function deskOpen(string $show): void {
        $this->makeDesk($show);
        $this->db->update('desks', ['seen_at' => $this->clock->nowMs()], ['show_id' => $show]);
    }

    /** When somebody last had the desk open, in milliseconds; 0 for never. */
    public function deskSeenAt(string $show): int {
        return (int) $this->db->value('SELECT seen_at FROM {desks} WHERE show_id = ?', [$show]);
    }

    /** Takes it on to look for a show's pictures, unless somebody did within this time. */
    public function takeLook(string $show, int $everyMs): bool {
        $this->makeDesk($show);
        $now = $this->clock->nowMs();
        return $this->db->change('UPDATE {desks} SET looked_at = ? WHERE show_id = ? AND looked_at <= ?', [
            $now,
            $show,
            $now - $everyMs,
        ]) === 1;
    }

    private function makeDesk(string $show): void {
        $this->db->insert('desks', ['show_id' => $show, 'seen_at' => 0, 'looked_at' => 0], 'INSERT IGNORE INTO');
    }
}
