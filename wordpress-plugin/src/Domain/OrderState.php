<?php
declare(strict_types=1);

namespace Parterre\Domain;

/**
 * What an order may become. An order goes forward only; `expired` goes back alone, when money was promised or arrived for a
 * hold whose time was up and the seats could be had again; to `refunded` when they could not. A dispute is the one thing that
 * takes access away and may give it back.
 */
final class OrderState {
    private const NEXT = [
        'pending' => ['processing', 'paid', 'failed', 'expired', 'cancelled', 'refunded'],
        'processing' => ['paid', 'failed', 'refunded'],
        'expired' => ['pending', 'processing', 'paid', 'refunded'],
        'failed' => ['processing', 'paid', 'refunded'],
        'paid' => ['disputed', 'refunded'],
        'disputed' => ['paid', 'refunded'],
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
        return in_array($state, ['pending', 'processing', 'expired', 'failed'], true);
    }
}
