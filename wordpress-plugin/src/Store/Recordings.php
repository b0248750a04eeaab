<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** What was recorded: where it is played, how far it was looked at, and what its playlists say. */
final class Recordings {
    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {recordings} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('recordings', $row);
    }

    /**
     * Recordings by their ids.
     *
     * @param list<string> $ids
     * @return array<string, array<string, mixed>> by id
     */
    public function findMany(array $ids): array {
        $ids = array_values(array_unique($ids));
        if ($ids === []) {
            return [];
        }
        $rows = $this->db->all('SELECT * FROM {recordings} WHERE id IN (' . Db::marks($ids) . ')', $ids);
        return array_column(Rows::all('recordings', $rows), null, 'id');
    }

    /**
     * A show's, and those that fit no show, oldest first.
     *
     * @return list<array<string, mixed>>
     */
    public function ofShow(string $show, bool $withUnclaimed): array {
        $more = $withUnclaimed ? ' OR show_id IS NULL' : '';
        return Rows::all(
            'recordings',
            $this->db->all(
                "SELECT * FROM {recordings} WHERE show_id = ?$more ORDER BY show_id IS NULL, COALESCE(started_at, created_at), id LIMIT 200",
                [$show],
            ),
        );
    }

    /**
     * Notes a recording unless it is known: providers tell things twice.
     *
     * @param array{show_id: ?string, camera: ?string, provider: string, stream: string, of_stream: string, source: string, started_at: ?int, duration_ms: ?int} $fields
     * @return array{id: string, new: bool}
     */
    public function add(array $fields): array {
        $hash = hash('sha256', $fields['stream']);
        return $this->db->transaction(function () use ($fields, $hash): array {
            $known = $this->db->value(
                'SELECT id FROM {recordings} WHERE provider = ? AND stream_hash = ? AND (show_id = ? OR show_id IS NULL OR ? IS NULL) ORDER BY show_id IS NULL LIMIT 1' .
                    $this->db->forUpdate(),
                [$fields['provider'], $hash, $fields['show_id'], $fields['show_id']],
            );
            if ($known !== null) {
                return ['id' => (string) $known, 'new' => false];
            }
            $id = Ids::make('rcrd');
            $now = $this->clock->nowMs();
            $this->db->insert(
                'recordings',
                [
                    'id' => $id,
                    'stream_hash' => $hash,
                    'state' => 'found',
                    'detail' => '{}',
                    'created_at' => $now,
                    'updated_at' => $now,
                ] + $fields,
            );
            return ['id' => $id, 'new' => true];
        });
    }

    /** @param array<string, mixed> $fields columns; `detail` as an array */
    public function update(string $id, array $fields): void {
        if (isset($fields['detail'])) {
            $fields['detail'] = Rows::json((object) $fields['detail']);
        }
        $this->db->update('recordings', $fields + ['updated_at' => $this->clock->nowMs()], ['id' => $id]);
    }

    /** Begins to look at a recording anew; what is known of it holds until it has been looked at. Answers the number of this look: what is left of an older one stops. */
    public function beginRound(string $id): int {
        $this->db->change(
            "UPDATE {recordings} SET round = round + 1, state = 'checking', checked = 0, total = 0, detail = '{}', updated_at = ? WHERE id = ?",
            [$this->clock->nowMs(), $id],
        );
        return (int) $this->db->value('SELECT round FROM {recordings} WHERE id = ?', [$id]);
    }

    /**
     * Moves a look on from where it stood; false when another worker was there before.
     *
     * @param array<string, mixed> $fields `checked` and whatever else is known now
     */
    public function advance(string $id, int $round, int $from, array $fields): bool {
        if (isset($fields['detail'])) {
            $fields['detail'] = Rows::json((object) $fields['detail']);
        }
        $fields['updated_at'] = $this->clock->nowMs();
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($fields)));
        return $this->db->change(
            "UPDATE {recordings} SET $assign WHERE id = ? AND round = ? AND checked = ? AND state = 'checking'",
            [...array_values($fields), $id, $round, $from],
        ) === 1;
    }

    /**
     * What its playlists say, best picture first.
     *
     * @return list<array{position: int, kind: string, features: array<string, mixed>, segments: string}>
     */
    public function tracks(string $id): array {
        return Rows::all(
            'recording_tracks',
            $this->db->all('SELECT * FROM {recording_tracks} WHERE recording_id = ? ORDER BY position', [$id]),
        );
    }

    /** @param list<array{kind: string, features: array<string, mixed>, segments: string}> $tracks */
    public function setTracks(string $id, array $tracks): void {
        $this->db->transaction(function () use ($id, $tracks): void {
            $this->db->change('DELETE FROM {recording_tracks} WHERE recording_id = ?', [$id]);
            foreach ($tracks as $position => $track) {
                $this->db->insert('recording_tracks', [
                    'recording_id' => $id,
                    'position' => $position,
                    'kind' => $track['kind'],
                    'features' => Rows::json((object) $track['features']),
                    'segments' => $track['segments'],
                ]);
            }
        });
    }

    /**
     * Shows that have had a live stream.
     *
     * @return list<array{id: string, camera: string, doors_at: int, starts_at: int, ends_at: int, ended_at: ?int}>
     */
    public function showsOfStream(string $provider, string $stream): array {
        return Rows::all(
            'shows',
            $this->db->all(
                'SELECT s.id, c.id AS camera, s.doors_at, s.starts_at, s.ends_at, s.ended_at FROM {cameras} c JOIN {shows} s ON s.id = c.show_id WHERE c.provider = ? AND c.live_stream = ? ORDER BY s.starts_at DESC LIMIT 200',
                [$provider, $stream],
            ),
        );
    }

    /** @return list<string> recordings that are being looked at */
    public function checking(): array {
        return array_column(
            $this->db->all("SELECT id FROM {recordings} WHERE state = 'checking' ORDER BY updated_at"),
            'id',
        );
    }

    /** Forgets a recording that no replay uses; what a provider keeps stays there. Tells whether it could. */
    public function delete(string $id): bool {
        return $this->db->transaction(function () use ($id): bool {
            if ($this->db->one('SELECT 1 FROM {replay_parts} WHERE recording_id = ? LIMIT 1', [$id]) !== null) {
                return false;
            }
            $this->db->change('DELETE FROM {recording_tracks} WHERE recording_id = ?', [$id]);
            return $this->db->change('DELETE FROM {recordings} WHERE id = ?', [$id]) === 1;
        });
    }
}
