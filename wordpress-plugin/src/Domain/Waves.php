<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** Offers that wait for others: waves by quantity, and the stream that takes over from a full hall. The same as `rules/waves`. */
final class Waves {
    /**
     * The sale state of each offer. One that waits for another is `upcoming` until that one is sold out or closed; an offer that
     * is not there (any more) is waited for by nobody, and offers that wait for each other in a ring wait for ever.
     *
     * @param array<string, array{own: string, opensAfter: ?string, opened: bool}> $waves by id; `own` is the state by dates and
     *                                                                                    stock alone
     * @return array<string, string> by id
     */
    public static function states(array $waves): array {
        $states = [];
        foreach (array_keys($waves) as $id) {
            $states[$id] = self::stateOf((string) $id, $waves, []);
        }
        return $states;
    }

    /**
     * The offer that sells the stream of a show whose hall is full, and the hall offer whose place it takes; null while a hall
     * offer can be had or will be, and where there is no hall or no stream on sale. Both look at parts of this show alone.
     *
     * @param list<array{id: string, saleState: string, includes: list<array{kind: string, show: ?string}>}> $offers
     * @return array{stream: string, hall: string}|null
     */
    public static function handover(string $show, array $offers): ?array {
        $full = null;
        $stream = null;
        foreach ($offers as $offer) {
            $state = $offer['saleState'];
            if (self::has($offer, 'hall', $show)) {
                if ($state === 'open' || $state === 'upcoming') {
                    return null;
                }
                $full ??= $state === 'soldOut' ? $offer['id'] : null;
            } elseif ($stream === null && $state === 'open' && self::has($offer, 'live', $show)) {
                $stream = $offer['id'];
            }
        }
        return $full !== null && $stream !== null ? ['stream' => $stream, 'hall' => $full] : null;
    }

    /**
     * @param array<string, array{own: string, opensAfter: ?string, opened: bool}> $waves
     * @param list<string> $seen
     */
    private static function stateOf(string $id, array $waves, array $seen): string {
        ['own' => $own, 'opensAfter' => $after, 'opened' => $opened] = $waves[$id];
        if ($own === 'closed' || $own === 'upcoming' || $opened || $after === null || !isset($waves[$after])) {
            return $own;
        }
        if (in_array($after, $seen, true)) {
            return 'upcoming';
        }
        $before = self::stateOf($after, $waves, [...$seen, $id]);
        return $before === 'soldOut' || $before === 'closed' ? $own : 'upcoming';
    }

    /** @param array{includes: list<array{kind: string, show: ?string}>} $offer */
    private static function has(array $offer, string $kind, string $show): bool {
        foreach ($offer['includes'] as $part) {
            if ($part['kind'] === $kind && $part['show'] === $show) {
                return true;
            }
        }
        return false;
    }
}
