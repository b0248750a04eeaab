<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Assertion;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Streaming\Providers\PathToken;

/**
 * The door where WordPress or its database is away: checks a signed ticket against one generated file, and signs the path to the
 * stream. It runs in `verify.php` without WordPress; nothing in here may call it, nor the database.
 *
 * What it cannot know it does not pretend: a lease in the database. It counts the devices of a ticket in a file of its own
 * instead, which knows nothing of those that came in by the server.
 */
final class Verifier {
    /** A device that was not heard of for so long has left: it comes again before its grant is half used up. */
    private const DEVICE_MS = 900_000;

    /**
     * @param array<string, mixed> $doors what `DoorFile` wrote
     * @param string $folder where the file lies; devices and honoured entries are kept beside it
     */
    public function __construct(
        private readonly array $doors,
        private readonly string $folder,
        private readonly int $nowMs,
    ) {}

    /**
     * Lets a device in.
     *
     * @param mixed $input of the page: `{show, device, assertion}` as for `enter`, or `{show, device, proof}` as for `honour`
     * @return array{status: int, body: array<string, mixed>} the protocol's `Entry`, or its refusal
     */
    public function enter(mixed $input): array {
        $proof = is_array($input['proof'] ?? null) ? $input['proof'] : null;
        $assertion = $input['assertion'] ?? ($proof['assertion'] ?? null);
        $device = $input['device'] ?? null;
        $show = is_string($input['show'] ?? null) ? $this->show($input['show']) : null;
        if (!is_string($device) || preg_match('/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/D', $device) !== 1) {
            return self::refused('bad_request', 400);
        }
        if ($show === null) {
            return self::refused('not_found', 404);
        }
        $claims = null;
        if (is_string($assertion)) {
            $claims = Assertion::read($assertion, $this->keys());
            $refusal = $claims === null ? 'assertion_invalid' : $this->refusal($claims, $show['id']);
            if ($refusal !== null) {
                return self::refused($refusal, $refusal === 'assertion_stale' ? 409 : 403);
            }
        } elseif (($proof['type'] ?? null) !== 'address') {
            return self::refused('session_required', 401);
        } elseif (!$this->isHonoured($show, 'everybody')) {
            return self::refused('not_honoured', 403);
        } elseif (!self::isEmail($proof['email'] ?? null)) {
            return self::refused('bad_request', 400);
        }
        $mode = $this->mode($show);
        $kinds = $claims['kinds'] ?? ['live'];
        $over = $mode === 'archived' || ($mode === 'replay' && !in_array('replay', $kinds, true));
        if ($show['status'] === 'cancelled' || $over) {
            return self::refused($over ? 'show_over' : 'show_cancelled', 410);
        }
        if ($mode === 'announced') {
            return self::refused('not_open_yet', 403);
        }
        if (in_array($mode, ['doors', 'live', 'paused'], true) && !in_array('live', $kinds, true)) {
            return self::refused('no_ticket', 403);
        }
        if ($claims === null || $this->isHonoured($show, 'signed')) {
            $this->note($show['id'], $claims, $proof);
        } elseif (!$this->takePlace((string) $claims['ticket'], (int) $claims['devices'], $device)) {
            return self::refused('lease_lost', 409);
        }
        return ['status' => 200, 'body' => $this->entry($show, $claims, $mode, $device)];
    }

    /**
     * Whether an assertion counts now, whatever it is shown for: for `auth_request`.
     *
     * @return array<string, mixed>|null its claims
     */
    public function claims(string $assertion): ?array {
        $claims = Assertion::read($assertion, $this->keys());
        if ($claims === null || $this->show((string) $claims['show']) === null) {
            return null;
        }
        return $this->refusal($claims, (string) $claims['show']) === null ? $claims : null;
    }

    /** @return array<string, string> */
    private function keys(): array {
        return array_map(static fn(string $key): string => (string) base64_decode($key, true), $this->doors['keys']);
    }

    /** @param array<string, mixed> $claims */
    private function refusal(array $claims, string $show): ?string {
        $facts = $this->doors['shows'][$show];
        return Assertion::refusal(
            $claims,
            $show,
            $facts['epoch'],
            $facts['denied'][(string) $claims['ticket']] ?? null,
            $this->nowMs,
        );
    }

    /** @return array<string, mixed>|null a show by its id or slug */
    private function show(string $idOrSlug): ?array {
        $id = isset($this->doors['shows'][$idOrSlug]) ? $idOrSlug : $this->doors['slugs'][$idOrSlug] ?? null;
        return $id === null ? null : ['id' => $id] + $this->doors['shows'][$id];
    }

    /**
     * The phase, but for one thing: nobody can say "live" while WordPress is away, so a show begins here at the hour that was
     * announced, unless the desk has said that it starts later.
     */
    private function mode(array $show): string {
        $phase = Phase::at($show, $this->nowMs);
        $waits = $phase === 'doors' && ($show['held_at'] ?? null) === null;
        return $waits && $this->nowMs >= $show['starts_at'] ? 'live' : $phase;
    }

    private function isHonoured(array $show, string $whom): bool {
        return $show['honour_until'] !== null &&
            $this->nowMs < $show['honour_until'] &&
            ($show['honour'] === 'everybody' || $show['honour'] === $whom);
    }

    /** @return array<string, mixed> */
    private function entry(array $show, ?array $claims, string $mode, string $device): array {
        $ttl = $this->doors['grant_seconds'];
        $capabilities = $claims['capabilities'] ?? [];
        $who = $claims['ticket'] ?? $device;
        $picture = in_array($mode, ['live', 'replay'], true);
        return [
            'show' => $show['id'],
            'ticket' => $claims['ticket'] ?? null,
            'lease' => [
                'id' => 'signed_' . substr(hash('sha256', "$who|$device"), 0, 24),
                'expiresAt' => Instant::toText($this->nowMs + $ttl * 1000),
                'heartbeatSeconds' => $this->doors['heartbeat_seconds'],
            ],
            'keep' => 'enter',
            'grant' => $picture ? $this->grant($show, $mode, $capabilities, $ttl) : null,
            'roomUrl' => $show['room_url'],
            'me' => [
                'author' => 'athr_' . substr(hash('sha256', $this->doors['author_key'] . "|{$show['id']}|$who"), 0, 26),
                'capabilities' => $capabilities,
                'mutedUntil' => null,
            ],
            'serverTime' => Instant::toText($this->nowMs),
        ];
    }

    /** @return array<string, mixed>|null */
    private function grant(array $show, string $mode, array $capabilities, int $ttl): ?array {
        $features = [];
        $renew = 'none';
        $any = false;
        $cameras = [];
        foreach ($show['cameras'] as $camera) {
            $missing =
                $camera['capability'] !== null && !in_array($camera['capability'], $capabilities, true)
                    ? $camera['capability']
                    : null;
            $url = $missing === null ? $this->sign($camera['provider'], $camera[$mode . '_stream'], $ttl) : null;
            $backupUrl = null;
            if ($url !== null) {
                $any = true;
                array_push($features, ...$camera['features']);
                if ($mode === 'live') {
                    // A file that an older version wrote has none.
                    $second = $camera['backup_provider'] ?? '' ?: $camera['provider'];
                    $backupUrl = $this->sign($second, $camera['backup_stream'] ?? '', $ttl);
                }
                if (in_array('nginx', [$camera['provider'], $backupUrl === null ? '' : $second], true)) {
                    $renew = 'path';
                }
            }
            $cameras[] = [
                'camera' => $camera['id'],
                'label' => $camera['label'],
                'offsetMs' => $camera['offset_ms'],
                'url' => $url,
                'backupUrl' => $backupUrl,
                'missing' => $missing,
                'captions' => $url === null ? [] : $camera['captions'],
                'prefixes' => [],
            ];
        }
        return $any
            ? [
                'mode' => $mode,
                'cameras' => $cameras,
                'sound' => $show['sound'] ?? 'master',
                'renew' => $renew,
                'issuedAt' => Instant::toText($this->nowMs),
                'expiresAt' => Instant::toText($this->nowMs + $ttl * 1000),
                'chapters' => [],
                'until' => null,
                'features' => array_values(array_unique($features)),
                // Nothing here could be looked up afterwards.
                'mark' => null,
            ]
            : null;
    }

    /** An address of a stream; null where it needs WordPress to be signed, or where there is none. */
    private function sign(string $provider, string $stream, int $ttl): ?string {
        if ($stream === '') {
            return null;
        }
        return match ($provider) {
            'nginx' => $this->doors['stream_base'] === ''
                ? null
                : $this->doors['stream_base'] .
                    PathToken::path($stream, intdiv($this->nowMs, 1000) + $ttl, $this->doors['stream_secret']) .
                    $this->doors['stream_playlist'],
            'plain' => $stream,
            default => null,
        };
    }

    /**
     * Counts the devices of a ticket in a file: the newest win, as with leases. A device that was pushed out is refused when it
     * comes again, until the others have left.
     */
    private function takePlace(string $ticket, int $places, string $device): bool {
        $file = @fopen($this->folder . '/places/' . hash('sha256', $ticket) . '.json', 'c+');
        if ($file === false) {
            // No place to write: whoever holds a signed ticket shall not stand outside for that.
            return true;
        }
        try {
            flock($file, LOCK_EX);
            $known = json_decode((string) stream_get_contents($file), true);
            $seen = array_filter(
                is_array($known) ? $known : [],
                fn(array $one): bool => $one['at'] > $this->nowMs - self::DEVICE_MS,
            );
            if (($seen[$device]['lost'] ?? false) === true) {
                $inside = array_filter($seen, static fn(array $one): bool => !$one['lost']);
                if (count($inside) >= $places) {
                    return false;
                }
            }
            $since = $seen[$device]['since'] ?? $this->nowMs;
            $seen[$device] = ['at' => $this->nowMs, 'since' => $since, 'lost' => false];
            $inside = array_filter($seen, static fn(array $one): bool => !$one['lost']);
            uasort($inside, static fn(array $a, array $b): int => $a['since'] <=> $b['since']);
            foreach (array_slice(array_keys($inside), 0, max(0, count($inside) - $places)) as $oldest) {
                if ((string) $oldest !== $device) {
                    $seen[$oldest]['lost'] = true;
                }
            }
            ftruncate($file, 0);
            rewind($file);
            fwrite($file, (string) json_encode($seen));
            return true;
        } finally {
            flock($file, LOCK_UN);
            fclose($file);
        }
    }

    /** One line for each honoured entry, appended; the plugin reads it into its table when it is back. */
    private function note(string $show, ?array $claims, ?array $proof): void {
        $line = json_encode([
            'at' => $this->nowMs,
            'show' => $show,
            'proof' => $claims === null ? 'address' : 'signed',
            'what' => $claims['ticket'] ?? ($proof['email'] ?? ''),
            'locale' => is_string($proof['locale'] ?? null) ? substr($proof['locale'], 0, 35) : 'en',
        ]);
        // A single append below the size of a page is whole, whoever else is writing.
        @file_put_contents($this->folder . '/' . $this->doors['journal'], "$line\n", FILE_APPEND | LOCK_EX);
    }

    private static function isEmail(mixed $email): bool {
        return is_string($email) &&
            strlen($email) <= 254 &&
            preg_match(
                '/^[^\s\x00-\x1f\x7f@<>"(),:;[\]\\\\]{1,64}@[^\s\x00-\x1f\x7f@<>"(),:;[\]\\\\]+\.[^\s\x00-\x1f\x7f@<>"(),:;[\]\\\\]{2,63}$/Du',
                $email,
            ) === 1;
    }

    /** @return array{status: int, body: array<string, mixed>} */
    private static function refused(string $code, int $status): array {
        return ['status' => $status, 'body' => ['error' => ['code' => $code, 'retryable' => false]]];
    }
}
