<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What was agreed to: the venue's terms of sale, version by version, and how a show's money is shared. */
final class LawBook {
    public function __construct(private readonly Db $db) {}

    public function keepTerms(string $version, string $url, string $text, int $now): void {
        $this->db->insert(
            'terms',
            ['version' => $version, 'url' => $url, 'text' => $text, 'created_at' => $now],
            'INSERT IGNORE INTO',
        );
    }

    /** @return array<string, mixed>|null */
    public function terms(string $version): ?array {
        $row = $this->db->one('SELECT * FROM {terms} WHERE version = ?', [$version]);
        return $row === null ? null : Rows::typed('terms', $row);
    }

    /** @return array{artist: int, crew: int, venue: int}|null a show's own shares in hundredths of a percent; null where it has none */
    public function split(string $show): ?array {
        $row = $this->db->one('SELECT artist, crew, venue FROM {show_splits} WHERE show_id = ?', [$show]);
        return $row === null ? null : array_map('intval', $row);
    }

    /** @param array{artist: int, crew: int, venue: int}|null $shares null takes its own away */
    public function keepSplit(string $show, ?array $shares, int $user, int $now): void {
        $this->db->transaction(function () use ($show, $shares, $user, $now): void {
            $this->db->change('DELETE FROM {show_splits} WHERE show_id = ?', [$show]);
            if ($shares !== null) {
                $this->db->insert(
                    'show_splits',
                    ['show_id' => $show, 'user_id' => $user, 'updated_at' => $now] + $shares,
                );
            }
        });
    }
}
