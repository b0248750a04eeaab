<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;
use Parterre\Domain\Ids;
use Parterre\Domain\Secrets;

/** Sessions of devices, the fans behind them, and the pass links that prove a mailbox. */
final class Sessions {
    /** A session lives this long after its last use. */
    public const LIFE_MS = 30 * 86_400_000;
    /** The sliding expiry is written at most this often, so that a busy device costs no writes. */
    private const SLIDE_EVERY_MS = 60_000;
    /** Devices that may live on one pass link at a time. */
    public const DEVICES_PER_LINK = 2;
    /** Wrong codes after which a code is dead. */
    public const CODE_TRIES = 5;

    public function __construct(
        private readonly Db $db,
        private readonly Clock $clock,
        private readonly Secrets $secrets,
    ) {}

    /**
     * The session a token opens, ended ones included (the caller says why they refuse); null when there never was one.
     *
     * @return array<string, mixed>|null
     */
    public function byToken(string $token): ?array {
        $row = $this->db->one('SELECT * FROM {sessions} WHERE token_hash = ?', [$this->secrets->hashToken($token)]);
        return $row === null ? null : Rows::typed('sessions', $row);
    }

    /** @return array<string, mixed>|null */
    public function find(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {sessions} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('sessions', $row);
    }

    /** Moves the expiry of a session in use. */
    public function slide(array $session): void {
        $now = $this->clock->nowMs();
        if ($now - $session['last_seen_at'] >= self::SLIDE_EVERY_MS) {
            $this->db->change(
                'UPDATE {sessions} SET last_seen_at = ?, expires_at = ? WHERE id = ? AND ended_at IS NULL',
                [$now, $now + self::LIFE_MS, $session['id']],
            );
        }
    }

    /**
     * Opens a session. The token is told once and stored only as a hash.
     *
     * @param array<string, scalar|null> $fields fan_id, email_hash, email_hint, display_name, show_id, link_id
     * @return array{token: string, session: array<string, mixed>}
     */
    public function open(string $kind, string $deviceLabel, array $fields = []): array {
        $token = $this->secrets->token();
        $now = $this->clock->nowMs();
        $row = [
            'id' => Ids::make('sess'),
            'token_hash' => $this->secrets->hashToken($token),
            'kind' => $kind,
            'device_label' => $deviceLabel,
            'created_at' => $now,
            'last_seen_at' => $now,
            'expires_at' => $now + self::LIFE_MS,
        ];
        $row += $fields + [
            'fan_id' => null,
            'email_hash' => null,
            'email_hint' => null,
            'display_name' => null,
            'show_id' => null,
            'link_id' => null,
        ];
        $this->db->insert('sessions', $row);
        return ['token' => $token, 'session' => $row + ['ended_at' => null, 'end_reason' => null]];
    }

    /** Ends a session. Tells whether it was alive. `$reason`: `logout`, `revoked`, `replaced`, `erased`. */
    public function end(string $id, string $reason): bool {
        return $this->db->change(
            'UPDATE {sessions} SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL',
            [$this->clock->nowMs(), $reason, $id],
        ) === 1;
    }

    public function rename(string $id, string $name): void {
        $this->db->update('sessions', ['display_name' => $name], ['id' => $id]);
    }

    /**
     * Living sessions of an address, those that only bought with it included, most recently used first.
     *
     * @return list<array<string, mixed>>
     */
    public function devices(string $emailHash): array {
        return Rows::all(
            'sessions',
            $this->db->all(
                'SELECT * FROM {sessions} WHERE email_hash = ? AND ended_at IS NULL AND expires_at > ? ORDER BY last_seen_at DESC, id LIMIT 50',
                [$emailHash, $this->clock->nowMs()],
            ),
        );
    }

    /**
     * Living sessions of a pass link, oldest first.
     *
     * @return list<string>
     */
    public function ofLink(string $link): array {
        return array_column(
            $this->db->all(
                'SELECT id FROM {sessions} WHERE link_id = ? AND ended_at IS NULL AND expires_at > ? ORDER BY created_at, id',
                [$link, $this->clock->nowMs()],
            ),
            'id',
        );
    }

    /** @return array<string, mixed>|null */
    public function fan(string $id): ?array {
        $row = $this->db->one('SELECT * FROM {fans} WHERE id = ?', [$id]);
        return $row === null ? null : Rows::typed('fans', $row);
    }

    /** @return array<string, mixed>|null */
    public function fanByEmail(string $emailHash): ?array {
        $row = $this->db->one('SELECT * FROM {fans} WHERE email_hash = ?', [$emailHash]);
        return $row === null ? null : Rows::typed('fans', $row);
    }

    /**
     * The fan of a proved address, made at the first proof.
     *
     * @return array<string, mixed>
     */
    public function proveFan(string $email, string $emailHash, string $locale): array {
        $now = $this->clock->nowMs();
        $this->db->insert(
            'fans',
            [
                'id' => Ids::make('fan'),
                'email' => Secrets::normaliseEmail($email),
                'email_hash' => $emailHash,
                'display_name' => null,
                'locale' => $locale,
                'proved_at' => $now,
                'created_at' => $now,
            ],
            'INSERT IGNORE INTO',
        );
        $this->db->update('fans', ['proved_at' => $now], ['email_hash' => $emailHash]);
        return $this->fanByEmail($emailHash) ?? throw new \LogicException('A fan vanished while being made.');
    }

    public function renameFan(string $fan, string $name): void {
        $this->db->update('fans', ['display_name' => $name], ['id' => $fan]);
    }

    /** Whether anything is known of an address: an order, a ticket, one that is shared, a pledge, a fan, a place in a crew. */
    public function isKnown(string $emailHash): bool {
        foreach (['fans', 'orders', 'tickets', 'ticket_addresses', 'crew', 'pledges'] as $table) {
            if ($this->db->one("SELECT 1 FROM {{$table}} WHERE email_hash = ? LIMIT 1", [$emailHash]) !== null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes a pass link.
     *
     * @param string $purpose `purchase`, `request`, `doors`, `shared`, `transfer`
     * @param bool   $withCode whether it can be opened by six digits too
     * @return array{id: string, secret: string, code: ?string}
     */
    public function createLink(
        string $purpose,
        string $email,
        string $locale,
        int $expiresAt,
        bool $withCode,
        ?string $order = null,
        ?string $transfer = null,
    ): array {
        $id = Ids::make('link');
        $secret = $this->secrets->token();
        $code = $withCode ? $this->secrets->code() : null;
        $this->db->insert('pass_links', [
            'id' => $id,
            'purpose' => $purpose,
            'secret_hash' => $this->secrets->hashToken($secret),
            'code_hash' => $code === null ? null : $this->secrets->hashCode($code, $id),
            'tries' => 0,
            'email' => $email,
            'email_hash' => $this->secrets->hashEmail($email),
            'order_id' => $order,
            'transfer_id' => $transfer,
            'locale' => $locale,
            'created_at' => $this->clock->nowMs(),
            'expires_at' => $expiresAt,
        ]);
        return ['id' => $id, 'secret' => $secret, 'code' => $code];
    }

    /** What a link was made for; null once it is forgotten. */
    public function linkPurpose(string $id): ?string {
        $purpose = $this->db->value('SELECT purpose FROM {pass_links} WHERE id = ?', [$id]);
        return $purpose === null ? null : (string) $purpose;
    }

    /** An order has another address: the devices that bought it, and the links of its receipts, open it no longer. */
    public function forgetOrder(string $order, string $emailHash): void {
        $this->db->change('DELETE FROM {session_orders} WHERE order_id = ?', [$order]);
        $this->db->change(
            'UPDATE {pass_links} SET expires_at = ? WHERE order_id = ? AND email_hash = ? AND expires_at > ?',
            [$this->clock->nowMs(), $order, $emailHash, $this->clock->nowMs()],
        );
    }

    /** @return array<string, mixed>|null */
    public function linkBySecret(string $secret): ?array {
        $row = $this->db->one('SELECT * FROM {pass_links} WHERE secret_hash = ?', [$this->secrets->hashToken($secret)]);
        return $row === null ? null : Rows::typed('pass_links', $row);
    }

    /**
     * The link a code opens, or null. Every living code of the address counts the try, and five wrong ones kill it: the
     * try is counted before the comparison, so that parallel guesses do not get more.
     *
     * @return array<string, mixed>|null
     */
    public function linkByCode(string $emailHash, string $code): ?array {
        $links = $this->db->all(
            'SELECT * FROM {pass_links} WHERE email_hash = ? AND code_hash IS NOT NULL AND expires_at > ? AND tries < ? ORDER BY created_at DESC LIMIT 5',
            [$emailHash, $this->clock->nowMs(), self::CODE_TRIES],
        );
        $found = null;
        foreach ($links as $link) {
            $counted = $this->db->change('UPDATE {pass_links} SET tries = tries + 1 WHERE id = ? AND tries < ?', [
                $link['id'],
                self::CODE_TRIES,
            ]);
            if (
                $counted === 1 &&
                hash_equals((string) $link['code_hash'], $this->secrets->hashCode($code, (string) $link['id']))
            ) {
                $this->db->change('UPDATE {pass_links} SET tries = tries - 1 WHERE id = ?', [$link['id']]);
                $found ??= Rows::typed('pass_links', $link);
            }
        }
        return $found;
    }

    /** Locks a link's row until the transaction ends: its devices are counted one at a time. */
    public function lockLink(string $id): void {
        $this->db->one('SELECT id FROM {pass_links} WHERE id = ?' . $this->db->forUpdate(), [$id]);
    }
}
