<?php
declare(strict_types=1);

namespace Parterre\Admin;

/** A stock would be smaller than what is sold and held of it. */
final class PoolTooSmall extends \RuntimeException {
    /** @param array<int, array{sold: int, held: int}> $taken by the pool's place in what was sent */
    public function __construct(private readonly array $taken) {
        parent::__construct('A stock cannot be smaller than what is sold and held of it.');
    }

    /** @return array<string, string> a sentence by field */
    public function problems(): array {
        $problems = [];
        foreach ($this->taken as $index => ['sold' => $sold, 'held' => $held]) {
            $problems["pools.$index.capacity"] =
                $held === 0
                    ? /* translators: %d: places sold */
                    sprintf(__('Sold already: %d. It cannot be smaller than that.', 'parterre'), $sold)
                    : sprintf(
                        /* translators: 1: places sold, 2: places reserved by orders, pledges or the waiting list, 3: their sum */
                        __('Sold already: %1$d, reserved: %2$d. It cannot be smaller than %3$d.', 'parterre'),
                        $sold,
                        $held,
                        $sold + $held,
                    );
        }
        return $problems;
    }
}
