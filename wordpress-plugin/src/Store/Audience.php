<?php
declare(strict_types=1);

namespace Parterre\Store;

/** How many people watched a show, counted from its heartbeats. Numbers only. */
final class Audience {
    /** Less than this is somebody who opened the page by mistake. */
    private const COUNTS_FROM_MS = 30_000;

    public function __construct(private readonly Db $db) {}

    /**
     * @return array{viewers: int, peak: int, watched_ms: int} viewers: devices that watched at least half a minute; peak: most of
     *         them within one minute
     */
    public function ofShow(string $show): array {
        $row = $this->db->one(
            'SELECT COUNT(*) AS viewers, SUM(watched_ms) AS watched FROM {leases} WHERE show_id = ? AND watched_ms >= ?',
            [$show, self::COUNTS_FROM_MS],
        );
        // A heartbeat comes every minute: whoever watched in a minute has one in it.
        $peak = $this->db->value(
            'SELECT MAX(n) FROM (SELECT COUNT(DISTINCT lease_id) AS n FROM {watch} WHERE show_id = ? AND watched_ms > 0 GROUP BY FLOOR(at / 60000)) AS minutes',
            [$show],
        );
        return [
            'viewers' => (int) ($row['viewers'] ?? 0),
            'peak' => (int) $peak,
            'watched_ms' => (int) ($row['watched'] ?? 0),
        ];
    }
}
