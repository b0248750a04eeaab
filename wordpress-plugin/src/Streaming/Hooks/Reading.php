<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Streaming\StreamEvent;

/** What became of a message of a provider: refused, good but nothing new for us, or something that has happened. */
final class Reading {
    private function __construct(
        /** Why it is not let in: one of the words of `refused`; null when it is. */
        public readonly ?string $refusal,
        public readonly int $status,
        /** What tells this message from every other of its provider: a second one of the same is the same. */
        public readonly string $id,
        public readonly ?StreamEvent $event,
    ) {}

    /**
     * @param string $why `size`, `signature`, `age`, `key` (of the hook), `shape`, `account` (somebody else's), `stream key`, or
     *                    `grant` (to read)
     */
    public static function refused(string $why, int $status = 400): self {
        return new self($why, $status, '', null);
    }

    /** It is from the provider and changes nothing here. */
    public static function nothing(): self {
        return new self(null, 200, '', null);
    }

    /** @param string $id the provider's own; where it has none, whatever makes two messages the same */
    public static function of(string $id, StreamEvent $event): self {
        return new self(null, 200, hash('sha256', $id), $event);
    }
}
