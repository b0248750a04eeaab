<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * Makes and hashes what must not be guessed or read back: bearer tokens, link secrets, six-digit codes, and the
 * stand-ins for an address or a ticket. Everything is keyed with a secret of this site, made at install.
 */
final class Secrets {
    /** @param string $key At least 32 characters. */
    public function __construct(private readonly string $key) {}

    /** 256 random bits in 43 URL-safe characters. */
    public function token(): string {
        return self::base64url(random_bytes(32));
    }

    /** What is stored of a token. The token has 256 bits, so a fast hash is enough. */
    public function hashToken(string $token): string {
        return hash('sha256', $token);
    }

    /** Six digits for a mail. */
    public function code(): string {
        return str_pad((string) random_int(0, 999999), 6, '0', STR_PAD_LEFT);
    }

    /** What is stored of a code: keyed, since a million codes are quickly tried, and bound to its link. */
    public function hashCode(string $code, string $link): string {
        return hash_hmac('sha256', "code|$link|$code", $this->key);
    }

    /** Stands for an address in keys and joins. Addresses are compared without case, as mailboxes are in practice. */
    public function hashEmail(string $email): string {
        return hash_hmac('sha256', 'email|' . self::normaliseEmail($email), $this->key);
    }

    public static function normaliseEmail(string $email): string {
        return mb_strtolower(trim($email), 'UTF-8');
    }

    /** The name tag of a person at one show: the same at every visit, unlike at any other show, and not reversible. */
    public function author(string $show, string $who): string {
        return 'athr_' . substr(hash_hmac('sha256', "author|$show|$who", $this->key), 0, 26);
    }

    /** A value that only this site can make, for addresses and keys. */
    public function derive(string $purpose): string {
        return hash_hmac('sha256', "derive|$purpose", $this->key);
    }

    public static function base64url(string $bytes): string {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    /** `b…@example.org`: enough to notice a typo, too little to learn an address. */
    public static function emailHint(string $email): string {
        $at = strrpos($email, '@');
        return $at === false ? '' : mb_substr($email, 0, 1, 'UTF-8') . '…' . substr($email, $at);
    }
}
