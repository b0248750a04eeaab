<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * A signed ticket: who may enter what, in a text that can be checked with a public key and nothing else. Claims as JSON and
 * their Ed25519 signature, both in base64url with a dot between. Claims:
 *
 *     kid           which key signed
 *     show, ticket  ids
 *     kinds         `live`, `replay`
 *     capabilities  `camera:backstage`…
 *     devices       how many may watch on it at a time
 *     epoch         of the show; a newer one ends every assertion of an older
 *     iat, exp      seconds since 1970; `exp` is at most a day after `iat`
 *
 * Nothing in it names a person.
 */
final class Assertion {
    public const LIFE_SECONDS = 86_400;

    /**
     * @param array<string, mixed> $claims
     * @param string $secretKey 64 bytes of an Ed25519 key pair
     */
    public static function sign(array $claims, string $secretKey): string {
        $body = Secrets::base64url(json_encode($claims, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR));
        return $body . '.' . Secrets::base64url(sodium_crypto_sign_detached($body, $secretKey));
    }

    /**
     * The claims of a genuine assertion, whatever its age; null for anything else.
     *
     * @param array<string, string> $publicKeys 32 bytes each, by key id
     * @return array{kid: string, show: string, ticket: string, kinds: list<string>, capabilities: list<string>, devices: int, epoch: int, iat: int, exp: int}|null
     */
    public static function read(string $assertion, array $publicKeys): ?array {
        $parts = explode('.', $assertion);
        if (count($parts) !== 2 || strlen($assertion) > 2000) {
            return null;
        }
        $signature = self::bytes($parts[1]);
        $claims = json_decode(self::bytes($parts[0]), true, 4);
        $key = is_array($claims) && is_string($claims['kid'] ?? null) ? $publicKeys[$claims['kid']] ?? null : null;
        if (
            $key === null ||
            strlen($signature) !== SODIUM_CRYPTO_SIGN_BYTES ||
            !sodium_crypto_sign_verify_detached($signature, $parts[0], $key)
        ) {
            return null;
        }
        return $claims;
    }

    /**
     * Whether claims of a genuine assertion still count at a show, and why not: `assertion_invalid` for another show,
     * `assertion_stale` for an old epoch, a passed end or what was signed before the ticket got another holder, `ticket_void` for a
     * ticket that opens nothing any more.
     *
     * @param array<string, mixed> $claims
     * @param int|null $deniedBefore assertions of this ticket issued until this second are denied; null when none is
     * @return string|null the refusal, null when it counts
     */
    public static function refusal(array $claims, string $show, int $epoch, ?int $deniedBefore, int $nowMs): ?string {
        return match (true) {
            $claims['show'] !== $show => 'assertion_invalid',
            $claims['epoch'] !== $epoch,
            $claims['exp'] <= intdiv($nowMs, 1000),
            $claims['exp'] - $claims['iat'] > self::LIFE_SECONDS
                => 'assertion_stale',
            $deniedBefore !== null && $claims['iat'] <= $deniedBefore => $deniedBefore > intdiv($nowMs, 1000)
                ? 'ticket_void'
                : 'assertion_stale',
            default => null,
        };
    }

    private static function bytes(string $text): string {
        return (string) base64_decode(strtr($text, '-_', '+/'), true);
    }
}
