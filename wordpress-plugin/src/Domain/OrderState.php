<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * What an order may become. An order goes forward only; `expired` goes back to `paid` alone, when money arrived for a
 * hold whose time was up and the seats could be had again; to `refunded` when they could not.
 */
final class OrderState {
    private const NEXT = [
        'pending' => ['paid', 'failed', 'expired', 'cancelled', 'refunded'],
        'expired' => ['pending', 'paid', 'refunded'],
        'failed' => ['paid', 'refunded'],
        'paid' => ['refunded'],
        'cancelled' => ['refunded'],
        'refunded' => [],
    ];

    public static function canBecome(string $from, string $to): bool {
        return in_array($to, self::NEXT[$from] ?? [], true);
    }

    /**
     * States from which an order may become this one.
     *
     * @return list<string>
     */
    public static function before(string $to): array {
        return array_values(
            array_filter(array_keys(self::NEXT), static fn(string $from): bool => self::canBecome($from, $to)),
        );
    }

    /** Whether a payment could still be made or arrive. */
    public static function isOpen(string $state): bool {
        return in_array($state, ['pending', 'expired', 'failed'], true);
    }
}
