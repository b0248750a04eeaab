<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;

/** When the picture of a show's stage was lost while fans waited for it: as the watch noted it, and as people say it was. */
final class Failures {
    public const WATCH = 'watch';
    public const HAND = 'hand';
    /** By hand, of one show: more is a mistake. */
    public const MOST = 50;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** @return list<array<string, mixed>> rows, in the order they began */
    public function ofShow(string $show): array {
        return Rows::all(
            'failures',
            $this->db->all('SELECT * FROM {failures} WHERE show_id = ? ORDER BY from_at, id', [$show]),
        );
    }

    /** The picture is lost since then; while it is, nothing more is noted. */
    public function lost(string $show, int $since): void {
        if (
            $this->db->one('SELECT id FROM {failures} WHERE show_id = ? AND until_at IS NULL LIMIT 1', [$show]) === null
        ) {
            $this->add($show, $since, null, self::WATCH, null);
        }
    }

    /** It is back. */
    public function back(string $show, int $at): void {
        $this->db->change(
            'UPDATE {failures} SET until_at = CASE WHEN from_at > ? THEN from_at ELSE ? END WHERE show_id = ? AND until_at IS NULL',
            [$at, $at, $show],
        );
    }

    /** Somebody says that it was so. @return string its id */
    public function mark(string $show, int $from, int $until, int $user): string {
        return $this->add($show, $from, $until, self::HAND, $user);
    }

    /** Takes back what somebody said. Tells whether there was anything. */
    public function unmark(string $show, string $id): bool {
        return $this->db->change("DELETE FROM {failures} WHERE id = ? AND show_id = ? AND source = 'hand'", [
            $id,
            $show,
        ]) === 1;
    }

    private function add(string $show, int $from, ?int $until, string $source, ?int $user): string {
        $id = Ids::make('fail');
        $this->db->insert('failures', [
            'id' => $id,
            'show_id' => $show,
            'from_at' => $from,
            'until_at' => $until,
            'source' => $source,
            'user_id' => $user,
            'created_at' => $this->clock->nowMs(),
        ]);
        return $id;
    }
}
