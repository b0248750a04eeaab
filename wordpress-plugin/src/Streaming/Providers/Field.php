<?php
declare(strict_types=1);

namespace Parterre\Streaming\Providers;

use Parterre\Settings;

/**
 * Something a provider has to be told: what it is called, how it is written down, and what is wrong with what somebody
 * entered, in words that say what to do about it.
 */
final class Field {
    /** The address of a server: no file, no web page. */
    public const ADDRESS = 'address';
    /** A name or an id, as `pattern` says. */
    public const NAME = 'name';
    /** A secret of letters that nobody but the two sides knows. */
    public const SECRET = 'secret';
    /** A secret in hexadecimal digits. */
    public const HEX = 'hex';
    /** A private RSA key, or an elliptic one on the curve P-384. */
    public const RSA = 'rsa';
    public const EC = 'ec';
    /** Two letters a country, with commas. */
    public const COUNTRIES = 'countries';
    public const SWITCH = 'switch';
    public const NUMBER = 'number';

    private const SECRETS = [self::SECRET, self::HEX, self::RSA, self::EC];

    /**
     * @param string $setting where the venue's settings hold it; empty: with the other things of its provider
     * @param string $pattern of a NAME, what the whole of it has to match
     * @param string $usual   what counts while nothing is entered
     * @param int    $least   of a NUMBER
     * @param int    $most    of a NUMBER
     */
    public function __construct(
        public readonly string $name,
        public readonly string $label,
        public readonly string $help,
        public readonly string $kind,
        public readonly bool $required = true,
        public readonly string $placeholder = '',
        public readonly string $setting = '',
        public readonly string $pattern = '/^[A-Za-z0-9._-]{1,200}$/D',
        public readonly string $usual = '',
        public readonly int $least = 0,
        public readonly int $most = 0,
    ) {}

    /** Whether it never goes back to a browser. */
    public function isSecret(): bool {
        return in_array($this->kind, self::SECRETS, true);
    }

    /** What was entered as it is kept: without what copying adds. */
    public function clean(string $given): string {
        $given = trim($given);
        return match ($this->kind) {
            self::ADDRESS => rtrim($given, '/'),
            self::RSA, self::EC => Pem::clean($given),
            self::HEX => strtolower($given),
            self::COUNTRIES => strtoupper(implode(',', preg_split('/[\s,;]+/', $given, -1, PREG_SPLIT_NO_EMPTY) ?: [])),
            self::SWITCH => in_array($given, ['1', 'true', 'on', 'yes'], true) ? '1' : '',
            default => $given,
        };
    }

    /** What is wrong with a cleaned value, in a sentence; null when it is right. Nothing at all takes the value away. */
    public function problem(string $value): ?string {
        if ($value === '') {
            return null;
        }
        return match ($this->kind) {
            self::ADDRESS => self::addressProblem($value),
            self::RSA, self::EC => Pem::problem(
                $value,
                $this->kind === self::RSA ? OPENSSL_KEYTYPE_RSA : OPENSSL_KEYTYPE_EC,
            ),
            self::HEX => self::lineProblem($value) ??
                (preg_match('/^(?:[0-9a-f]{2}){8,64}$/D', $value) === 1
                    ? null
                    : __('This key has only the digits 0 to 9 and the letters a to f, two for each byte.', 'parterre')),
            self::SECRET => self::lineProblem($value) ??
                (strlen($value) <= 300 ? null : __('This is too long for a key.', 'parterre')),
            self::COUNTRIES => preg_match('/^[A-Z]{2}(,[A-Z]{2})*$/D', $value) === 1
                ? null
                : __('This needs two letters for each country, with commas: FR, BE, CH.', 'parterre'),
            self::NUMBER => preg_match('/^\d{1,6}$/D', $value) === 1 &&
            (int) $value >= $this->least &&
            (int) $value <= $this->most
                ? null
                : /* translators: 1: the least number, 2: the greatest */
                sprintf(__('This needs a number from %1$d to %2$d.', 'parterre'), $this->least, $this->most),
            self::NAME => self::lineProblem($value) ??
                (preg_match($this->pattern, $value) === 1
                    ? null
                    : __('This does not look like what the provider shows.', 'parterre')),
            default => null,
        };
    }

    private static function lineProblem(string $value): ?string {
        return preg_match('/[\s\x00-\x1f\x7f]/', $value) === 1
            ? __('There is a line break or a space in it. Copy the key again, in one piece.', 'parterre')
            : null;
    }

    private static function addressProblem(string $value): ?string {
        $part = wp_parse_url($value);
        if (Settings::originOf($value) === '' || !is_array($part) || preg_match('/[\s<>"\\\\]/', $value) === 1) {
            return __('This is no web address. It begins with https://', 'parterre');
        }
        if (isset($part['user']) || isset($part['pass'])) {
            return __('Leave name and password out of the address: every viewer would see them.', 'parterre');
        }
        if (isset($part['query']) || isset($part['fragment'])) {
            return __(
                'This needs the address of the server alone, without a question mark and what follows it.',
                'parterre',
            );
        }
        if (preg_match('/\.(m3u8|mpd|mp4|ts)$/iD', $part['path'] ?? '') === 1) {
            return __(
                'This is the address of one stream. Enter what stands before it here, and the rest with the camera.',
                'parterre',
            );
        }
        if (preg_match('/\.(html?|php|aspx?)$/iD', $part['path'] ?? '') === 1) {
            return __('This is a web page, not the server that hands out the stream.', 'parterre');
        }
        return null;
    }
}
