<?php
declare(strict_types=1);

namespace Parterre\Streaming;

use Parterre\Domain\Mark;
use Parterre\Settings;
use Parterre\Store\Marks as Given;

/**
 * Who has a code drawn over their picture, and which. It is random, made from nothing that is known of anybody: only whoever may read
 * the leases can tell whose it is. Where no ticket stands behind a device it would lead nowhere, so there is none.
 */
final class Marks {
    /** What a show says of it; anything else is as the venue has it. */
    public const ON = 'on';
    public const OFF = 'off';

    public function __construct(private readonly Given $given, private readonly Settings $settings) {}

    /** @param array<string, mixed> $show a row of `shows` */
    public function isWanted(array $show): bool {
        return match ($show['mark']) {
            self::ON => true,
            self::OFF => false,
            default => $this->settings->get('mark'),
        };
    }

    /**
     * The code of a device, the same for as long as it has its place.
     *
     * @param array<string, mixed> $lease
     * @param array<string, mixed> $show
     */
    public function of(array $lease, array $show): ?string {
        if ($lease['ticket_id'] === null || !$this->isWanted($show)) {
            return null;
        }
        return $lease['mark'] ?? $this->given->give($lease['id'], $this->unused());
    }

    private function unused(): string {
        do {
            $code = Mark::draw();
        } while ($this->given->isTaken($code));
        return $code;
    }
}
