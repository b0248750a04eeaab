<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** One thing that was found about a stream. `docs/doctor.md` lists the codes, `Words` has their sentences. */
final class Finding {
    public const GOOD = 'good';
    public const NOTE = 'note';
    public const WARNING = 'warning';
    public const BAD = 'bad';
    /** From what is fine to what keeps fans from watching. */
    public const LEVELS = [self::GOOD, self::NOTE, self::WARNING, self::BAD];

    /**
     * @param string               $level of LEVELS
     * @param array<string, mixed> $facts what the sentence names; never a token, addresses only as `Address::shown` gives them
     */
    private function __construct(
        public readonly string $code,
        public readonly string $level,
        public readonly array $facts,
    ) {}

    /** @param array<string, mixed> $facts */
    public static function good(string $code, array $facts = []): self {
        return new self($code, self::GOOD, $facts);
    }

    /** @param array<string, mixed> $facts */
    public static function note(string $code, array $facts = []): self {
        return new self($code, self::NOTE, $facts);
    }

    /** @param array<string, mixed> $facts */
    public static function warning(string $code, array $facts = []): self {
        return new self($code, self::WARNING, $facts);
    }

    /** @param array<string, mixed> $facts */
    public static function bad(string $code, array $facts = []): self {
        return new self($code, self::BAD, $facts);
    }

    /** The worst level among findings; good when there are none. @param list<self> $findings */
    public static function worst(array $findings): string {
        $worst = 0;
        foreach ($findings as $finding) {
            $worst = max($worst, (int) array_search($finding->level, self::LEVELS, true));
        }
        return self::LEVELS[$worst];
    }
}
