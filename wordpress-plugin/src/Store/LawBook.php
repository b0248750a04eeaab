<?php
declare(strict_types=1);

namespace Parterre\Store;

/** What was agreed to: the venue's terms of sale, version by version. */
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
}
