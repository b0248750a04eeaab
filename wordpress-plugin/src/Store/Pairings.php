<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** Screens that wait to be let in. Letters and secrets are kept as hashes; a row lives five minutes. */
final class Pairings {
    public const LIFE_MS = 300_000;
    /** 23 letters without those that look alike: 148 million codes, of which a handful wait at a time. */
    private const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ';

    public function __construct(
        private readonly Db $db,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    /**
     * @return array{code: string, secret: string, expires_at: int}
     */
    public function start(string $show, string $deviceLabel, string $site, string $networkHash): array {
        $secret = $this->secrets->token();
        $now = $this->clock->nowMs();
        do {
            $code = '';
            while (strlen($code) < 6) {
                $code .= self::ALPHABET[random_int(0, strlen(self::ALPHABET) - 1)];
            }
        } while ($this->waiting($code) !== null);
        $this->db->insert('pairings', [
            'id' => Ids::make('pair'),
            'code_hash' => $this->hash($code),
            'secret_hash' => $this->secrets->hashToken($secret),
            'show_id' => $show,
            'device_label' => $deviceLabel,
            'site' => $site,
            'network_hash' => $networkHash,
            'state' => 'waiting',
            'confirmed_by' => null,
            'created_at' => $now,
            'expires_at' => $now + self::LIFE_MS,
        ]);
        return ['code' => $code, 'secret' => $secret, 'expires_at' => $now + self::LIFE_MS];
    }

    /**
     * The screen that shows these letters and has not been confirmed.
     *
     * @return array<string, mixed>|null
     */
    public function waiting(string $code): ?array {
        $row = $this->db->one(
            "SELECT * FROM {pairings} WHERE code_hash = ? AND state = 'waiting' AND expires_at > ? ORDER BY created_at DESC LIMIT 1",
            [$this->hash($code), $this->clock->nowMs()],
        );
        return $row === null ? null : Rows::typed('pairings', $row);
    }

    /** @return array<string, mixed>|null the living pairing of a screen, whatever its state */
    public function ofScreen(string $secret): ?array {
        $row = $this->db->one('SELECT * FROM {pairings} WHERE secret_hash = ? AND expires_at > ?', [
            $this->secrets->hashToken($secret),
            $this->clock->nowMs(),
        ]);
        return $row === null ? null : Rows::typed('pairings', $row);
    }

    /** Moves a pairing on. Tells whether it was in the state before: each step happens once. */
    public function move(string $id, string $from, string $to, ?string $session = null): bool {
        return $this->db->change(
            'UPDATE {pairings} SET state = ?, confirmed_by = COALESCE(?, confirmed_by) WHERE id = ? AND state = ?',
            [$to, $session, $id, $from],
        ) === 1;
    }

    private function hash(string $code): string {
        // Keyed: a million million hashes are quickly tried, and these letters are few.
        return $this->secrets->derive("pairing|$code");
    }
}
