<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** People who were in the hall, as the venue's list says, and the code each of them has. */
final class Attendees {
    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {attendees} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('attendees', $row);
    }

    /**
     * Which of these addresses have a code for the show already.
     *
     * @param list<string> $hashes of addresses
     * @return array<string, true> by hash
     */
    public function known(string $show, array $hashes): array {
        $known = [];
        foreach (array_chunk($hashes, 500) as $some) {
            $rows = $this->db->all(
                'SELECT email_hash FROM {attendees} WHERE show_id = ? AND email_hash IN (' . Db::marks($some) . ')',
                [$show, ...$some],
            );
            $known += array_fill_keys(array_column($rows, 'email_hash'), true);
        }
        return $known;
    }

    /**
     * Adds somebody, unless the address has a code for the show already.
     *
     * @return string|null the row's id; null when it was there
     */
    public function add(string $show, string $email, string $locale, string $code, string $batch): ?string {
        $id = Ids::make('attn');
        $added = $this->db->insert(
            'attendees',
            [
                'id' => $id,
                'show_id' => $show,
                'email' => $email,
                'email_hash' => $this->secrets->hashEmail($email),
                'locale' => $locale,
                'code_id' => $code,
                'batch' => $batch,
                'created_at' => $this->clock->nowMs(),
                'mailed_at' => null,
            ],
            'INSERT IGNORE INTO',
        );
        return $added === 1 ? $id : null;
    }

    public function mailed(string $id): void {
        $this->db->update('attendees', ['mailed_at' => $this->clock->nowMs()], ['id' => $id]);
    }

    /**
     * How far the mails of a show have got.
     *
     * @return array{people: int, mailed: int}
     */
    public function progress(string $show): array {
        $row = $this->db->one(
            'SELECT COUNT(*) AS people, COUNT(mailed_at) AS mailed FROM {attendees} WHERE show_id = ?',
            [$show],
        );
        return ['people' => (int) ($row['people'] ?? 0), 'mailed' => (int) ($row['mailed'] ?? 0)];
    }

    /** @return array<string, mixed>|null the row of an address at a show */
    public function ofEmail(string $show, string $email): ?array {
        $row = $this->db->one('SELECT * FROM {attendees} WHERE show_id = ? AND email_hash = ?', [
            $show,
            $this->secrets->hashEmail($email),
        ]);
        return $row === null ? null : Rows::typed('attendees', $row);
    }
}
