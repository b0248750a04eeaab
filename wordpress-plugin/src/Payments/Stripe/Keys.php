<?php
declare(strict_types=1);

namespace Parterre\Payments\Stripe;

/**
 * The keys of the venue's own Stripe account, for real money and for tests. Constants of `wp-config.php` win over what the
 * settings hold; what a key begins with says which mode it is of, and a key in the wrong place counts for nothing.
 *
 * Constants: `PARTERRE_STRIPE_LIVE_SECRET_KEY`, `…_LIVE_PUBLISHABLE_KEY`, `…_LIVE_WEBHOOK_SECRET`, and the same with `TEST`.
 */
final class Keys {
    public const OPTION = 'parterre_stripe';
    public const LIVE = 'live';
    public const TEST = 'test';
    /** Fields of a mode, and how what stands in them has to look; `%s` is the mode. */
    private const FIELDS = [
        'secret_key' => '/^(sk|rk)_%s_[A-Za-z0-9_]{8,250}$/D',
        'publishable_key' => '/^pk_%s_[A-Za-z0-9_]{8,250}$/D',
        // A webhook's secret does not say its mode.
        'webhook_secret' => '/^whsec_[A-Za-z0-9_\/+=]{8,250}$/D',
    ];

    private function __construct(
        public readonly string $mode,
        public readonly string $secret,
        public readonly string $publishable,
        public readonly string $webhookSecret,
    ) {}

    public static function of(string $mode): self {
        return new self(
            $mode,
            self::value($mode, 'secret_key'),
            self::value($mode, 'publishable_key'),
            self::value($mode, 'webhook_secret'),
        );
    }

    /** The mode that new orders are made in: real money as soon as its keys are complete; null without any. */
    public static function current(): ?self {
        foreach ([self::LIVE, self::TEST] as $mode) {
            $keys = self::of($mode);
            if ($keys->areComplete()) {
                return $keys;
            }
        }
        return null;
    }

    /** Whether real money can move. */
    public static function areLive(): bool {
        return self::of(self::LIVE)->areComplete();
    }

    /** Whether payments can be taken with these. The webhook's secret is not needed for that. */
    public function areComplete(): bool {
        return $this->secret !== '' && $this->publishable !== '';
    }

    public function isRestricted(): bool {
        return str_starts_with($this->secret, 'rk_');
    }

    /** Whether `wp-config.php` decides about a field. */
    public static function isConstant(string $mode, string $field): bool {
        return self::constant($mode, $field) !== null;
    }

    /**
     * What is wrong with a key somebody entered: `mode` when it is of the other mode, `shape` when it is no such key; null when
     * it is right. An empty one is right: it takes the key away.
     */
    public static function problem(string $mode, string $field, string $value): ?string {
        if ($value === '' || preg_match(sprintf(self::FIELDS[$field], $mode), $value) === 1) {
            return null;
        }
        $other = $mode === self::LIVE ? self::TEST : self::LIVE;
        return preg_match(sprintf(self::FIELDS[$field], $other), $value) === 1 ? 'mode' : 'shape';
    }

    /**
     * Constants that hold no such key or one of the other mode, and therefore count for nothing.
     *
     * @return array<string, string> problem by the constant's name
     */
    public static function wrongConstants(): array {
        $wrong = [];
        foreach ([self::LIVE, self::TEST] as $mode) {
            foreach (array_keys(self::FIELDS) as $field) {
                $problem = self::problem($mode, $field, self::constant($mode, $field) ?? '');
                if ($problem !== null) {
                    $wrong[self::constantName($mode, $field)] = $problem;
                }
            }
        }
        return $wrong;
    }

    /**
     * Stores fields of a mode; the rest stays. The caller has checked them with `problem`.
     *
     * @param array<string, string> $values of FIELDS, and `endpoint`
     */
    public static function store(string $mode, array $values): void {
        $stored = (array) get_option(self::OPTION, []);
        $stored[$mode] = $values + (array) ($stored[$mode] ?? []);
        update_option(self::OPTION, $stored, true);
    }

    /** Something else that is remembered of a mode, such as the `endpoint` of its webhooks. */
    public static function stored(string $mode, string $name): string {
        $stored = (array) get_option(self::OPTION, []);
        return (string) (((array) ($stored[$mode] ?? []))[$name] ?? '');
    }

    /** `rk_live_…4242`: enough to tell two keys apart. */
    public static function masked(string $key): string {
        return $key === '' ? '' : substr($key, 0, (int) strrpos(substr($key, 0, 8), '_') + 1) . '…' . substr($key, -4);
    }

    public static function constantName(string $mode, string $field): string {
        return 'PARTERRE_STRIPE_' . strtoupper("{$mode}_$field");
    }

    private static function value(string $mode, string $field): string {
        $value = self::constant($mode, $field) ?? self::stored($mode, $field);
        return self::problem($mode, $field, $value) === null ? $value : '';
    }

    private static function constant(string $mode, string $field): ?string {
        $name = self::constantName($mode, $field);
        return defined($name) ? trim((string) constant($name)) : null;
    }
}
