<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** The one source of "now". Everything that asks the time asks this, so that a test can shift it. */
final class Clock {
    /** @param int $offsetMs Milliseconds added to the machine's time; only tests set it. */
    public function __construct(private int $offsetMs = 0) {}

    /** Milliseconds since 1970 in UTC. */
    public function nowMs(): int {
        return (int) floor(microtime(true) * 1000) + $this->offsetMs;
    }

    public function shift(int $offsetMs): void {
        $this->offsetMs = $offsetMs;
    }
}
