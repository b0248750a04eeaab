<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What a replay is made of: parts of recordings in their order, camera by camera, and the chapters of the whole. */
final class Replays {
    public function __construct(private readonly Db $db) {}

    /**
     * Parts in the order in which they play.
     *
     * @return array<string, list<array<string, mixed>>> by camera
     */
    public function parts(string $show): array {
        $rows = $this->db->all('SELECT * FROM {replay_parts} WHERE show_id = ? ORDER BY camera, position', [$show]);
        $parts = [];
        foreach (Rows::all('replay_parts', $rows) as $row) {
            $parts[$row['camera']][] = $row;
        }
        return $parts;
    }

    /**
     * Replaces the parts of a camera's replay.
     *
     * @param list<array{recording: string, fromMs: int, toMs: int}> $parts
     */
    public function setParts(string $show, string $camera, array $parts): void {
        $this->db->transaction(function () use ($show, $camera, $parts): void {
            $this->db->change('DELETE FROM {replay_parts} WHERE show_id = ? AND camera = ?', [$show, $camera]);
            foreach ($parts as $position => $part) {
                $this->db->insert('replay_parts', [
                    'show_id' => $show,
                    'camera' => $camera,
                    'position' => $position,
                    'recording_id' => $part['recording'],
                    'from_ms' => $part['fromMs'],
                    'to_ms' => $part['toMs'],
                ]);
            }
        });
    }

    /** @return list<array{at_ms: int, media_at: ?int, title: string}> in the order of the film */
    public function chapters(string $show): array {
        return Rows::all(
            'chapters',
            $this->db->all('SELECT at_ms, media_at, title FROM {chapters} WHERE show_id = ? ORDER BY position', [
                $show,
            ]),
        );
    }

    /** @param list<array{atMs: int, mediaAt: ?int, title: string}> $chapters in the order of the film */
    public function setChapters(string $show, array $chapters): void {
        $this->db->transaction(function () use ($show, $chapters): void {
            $this->db->change('DELETE FROM {chapters} WHERE show_id = ?', [$show]);
            foreach ($chapters as $position => $chapter) {
                $this->db->insert('chapters', [
                    'show_id' => $show,
                    'position' => $position,
                    'at_ms' => $chapter['atMs'],
                    'media_at' => $chapter['mediaAt'],
                    'title' => $chapter['title'],
                ]);
            }
        });
    }
}
