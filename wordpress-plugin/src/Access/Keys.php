<?php
declare(strict_types=1);

namespace Parterre\Access;

use Parterre\Domain\Assertion;
use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;

/**
 * The key pairs that sign tickets: one signs, those it replaced are believed for as long as their youngest assertion lives. Made
 * when the plugin is activated, or when the first ticket has to be signed.
 */
final class Keys {
    private const OPTION = 'parterre_door_keys';

    public function __construct(private readonly Clock $clock) {}

    /** @return array{kid: string, secret: string} the pair that signs now */
    public function signing(): array {
        $keys = $this->all();
        $kid = (string) array_key_last($keys);
        return ['kid' => $kid, 'secret' => (string) base64_decode($keys[$kid]['secret'], true)];
    }

    /** @return array<string, string> 32 bytes each, by key id: all that are still believed */
    public function public(): array {
        return array_map(static fn(array $key): string => (string) base64_decode($key['public'], true), $this->all());
    }

    /** A new pair signs from now on. What the old one signed counts until it has run out. @return string the new key's id */
    public function rotate(): string {
        $now = $this->clock->nowMs();
        $keys = array_map(
            static fn(array $key): array => ['retired_at' => $key['retired_at'] ?? $now] + $key,
            $this->all(),
        );
        return $this->add($keys);
    }

    /** Makes the first pair where there is none. */
    public function ensure(): void {
        $this->all();
    }

    /** @return array<string, array{public: string, secret: string, made_at: int, retired_at: ?int}> oldest first */
    private function all(): array {
        $stored = get_option(self::OPTION);
        if (!is_array($stored) || $stored === []) {
            $this->add([], true);
            // What is stored counts: another request may have been first.
            $stored = get_option(self::OPTION);
        }
        $dead = $this->clock->nowMs() - (Assertion::LIFE_SECONDS + 60) * 1000;
        return array_filter((array) $stored, static fn(array $key): bool => ($key['retired_at'] ?? $dead) >= $dead);
    }

    /** @param array<string, array<string, mixed>> $keys */
    private function add(array $keys, bool $onlyFirst = false): string {
        $pair = sodium_crypto_sign_keypair();
        $kid = Secrets::base64url(random_bytes(6));
        $keys[$kid] = [
            'public' => base64_encode(sodium_crypto_sign_publickey($pair)),
            'secret' => base64_encode(sodium_crypto_sign_secretkey($pair)),
            'made_at' => $this->clock->nowMs(),
            'retired_at' => null,
        ];
        if ($onlyFirst) {
            add_option(self::OPTION, $keys, '', true);
        } else {
            update_option(self::OPTION, $keys, true);
        }
        return $kid;
    }
}
