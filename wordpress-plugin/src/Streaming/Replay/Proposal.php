<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

/** What a replay could be, from what is known: the recordings in the order of their dates, cut to the show. Somebody decides. */
final class Proposal {
    /** A snippet that a publisher's stumble left is no part. */
    private const SHORTEST_MS = 10_000;

    /**
     * @param array<string, mixed> $show
     * @param list<array<string, mixed>> $recordings of one camera
     * @return list<array{recording: string, fromMs: int, toMs: int}>
     */
    public static function parts(array $show, array $recordings): array {
        $usable = array_filter(
            $recordings,
            static fn(array $row): bool => $row['state'] === 'ready' && ($row['duration_ms'] ?? 0) > 0,
        );
        // What cannot be taken apart is played whole, and alone.
        $apart = array_filter($usable, static fn(array $row): bool => $row['problem'] !== Films::ALONE);
        if ($apart === []) {
            usort($usable, static fn(array $a, array $b): int => $b['duration_ms'] <=> $a['duration_ms']);
            return array_map(
                static fn(array $row): array => [
                    'recording' => $row['id'],
                    'fromMs' => 0,
                    'toMs' => $row['duration_ms'],
                ],
                array_slice($usable, 0, 1),
            );
        }
        usort(
            $apart,
            static fn(array $a, array $b): int => ($a['started_at'] ?? PHP_INT_MAX) <=>
                ($b['started_at'] ?? PHP_INT_MAX),
        );
        $parts = [];
        foreach ($apart as $row) {
            $from = 0;
            $to = $row['duration_ms'];
            if ($row['started_at'] !== null) {
                $from = max($from, ($show['live_at'] ?? $row['started_at']) - $row['started_at']);
                $to = min($to, ($show['ended_at'] ?? PHP_INT_MAX) - $row['started_at']);
            }
            if ($to - $from >= self::SHORTEST_MS) {
                $parts[] = ['recording' => $row['id'], 'fromMs' => $from, 'toMs' => $to];
            }
        }
        // A show whose hours fit none of them was begun by hand, or not at all: everything, then.
        return $parts !== [] || $apart === []
            ? $parts
            : array_map(
                static fn(array $row): array => [
                    'recording' => $row['id'],
                    'fromMs' => 0,
                    'toMs' => $row['duration_ms'],
                ],
                array_values($apart),
            );
    }

    /**
     * A chapter wherever something begins: the film, and every part of it. Artists give them their names where there are as many: the one
     * who is named first plays last.
     *
     * @param list<string> $artists
     * @return list<array{atMs: int, title: string}>
     */
    public static function chapters(Film $film, array $artists): array {
        $names = array_reverse(array_values($artists));
        $many = count($film->parts);
        return array_map(
            static fn(int $index): array => [
                'atMs' => (int) round($film->startOf($index) / 1000),
                'title' => count($names) === $many && $many > 1 ? $names[$index] : '',
            ],
            array_keys($film->parts),
        );
    }
}
