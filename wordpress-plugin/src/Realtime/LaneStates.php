<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Domain\Clock;
use Parterre\Domain\Instant;
use Parterre\Domain\Phase;
use Parterre\Domain\Sale;
use Parterre\Domain\Waves;
use Parterre\Payments\Pricing;
use Parterre\Store\Catalogue;
use Parterre\Store\Messages;
use Parterre\Store\Shows;

/** The present state of a lane, as a newcomer needs it, and the shapes that lane messages carry. */
final class LaneStates {
    public function __construct(
        private readonly Shows $shows,
        private readonly Catalogue $catalogue,
        private readonly Pricing $pricing,
        private readonly Messages $messages,
        private readonly Clock $clock,
    ) {}

    /**
     * @param array<string, mixed> $lane
     * @return array<string, mixed> the protocol's `LaneState`
     */
    public function of(array $lane): array {
        $show = $this->shows->find($lane['show_id']);
        $isRoom = $lane['lane'] === 'room';
        $state = [
            'lane' => $lane['lane'],
            'revision' => $lane['state_rev'],
            'phase' => null,
            'status' => null,
            'signals' => null,
            'offers' => null,
            'chat' => null,
            'pin' => null,
            'viewers' => null,
        ];
        if ($show === null) {
            return $state;
        }
        return $isRoom
            ? ['chat' => self::chat($show), 'pin' => $this->pin($show), 'viewers' => $lane['memo']['viewers'] ?? null] +
                    $state
            : $this->phase($show) + ['offers' => $this->offers($show)] + $state;
    }

    /**
     * @param array<string, mixed> $show
     * @return array{phase: string, status: string, signals: array<string, mixed>}
     */
    public function phase(array $show): array {
        return [
            'phase' => Phase::at($show, $this->clock->nowMs()),
            'status' => $show['status'],
            'signals' => self::signals($show),
        ];
    }

    /**
     * @param array<string, mixed> $show
     * @return array<string, string|null> the protocol's `Signals`
     */
    public static function signals(array $show): array {
        return [
            'liveAt' => Instant::toTextOrNull($show['live_at']),
            'pausedAt' => Instant::toTextOrNull($show['paused_at']),
            'endedAt' => Instant::toTextOrNull($show['ended_at']),
            'replayAt' => Instant::toTextOrNull($show['replay_at']),
            'forced' => $show['forced'],
            'notice' => $show['notice'],
        ];
    }

    /**
     * What everybody may know of a show's offers: hidden ones are not among them.
     *
     * @param array<string, mixed> $show
     * @return list<array{id: string, saleState: string, left: ?int, handoverOf: ?string}>
     */
    public function offers(array $show): array {
        $offers = $this->catalogue->offers($show['id']);
        $left = $this->pricing->left(array_column($offers, 'draws', 'id'));
        $states = $this->pricing->saleStates($offers, [$show['id'] => $show], $left);
        $seen = array_values(array_filter($offers, static fn(array $offer): bool => !$offer['hidden']));
        $handover = Waves::handover(
            $show['id'],
            array_map(
                static fn(array $offer): array => [
                    'id' => $offer['id'],
                    'saleState' => $states[$offer['id']],
                    'includes' => array_map(
                        static fn(array $part): array => [
                            'kind' => $part['kind'],
                            'show' => $part['show_id'] ?? $show['id'],
                        ],
                        $offer['parts'],
                    ),
                ],
                $seen,
            ),
        );
        return array_map(
            static fn(array $offer): array => [
                'id' => $offer['id'],
                'saleState' => $states[$offer['id']],
                'left' => Sale::toldLeft($left[$offer['id']]),
                'handoverOf' => $handover !== null && $handover['stream'] === $offer['id'] ? $handover['hall'] : null,
            ],
            $seen,
        );
    }

    /**
     * @param list<array<string, mixed>> $variants
     * @return list<array{id: string, availability: string, left: ?int}>
     */
    public function variants(array $variants): array {
        $left = $this->pricing->leftOfVariants($variants);
        return array_map(
            static fn(array $variant): array => [
                'id' => $variant['id'],
                'availability' => Sale::availability($left[$variant['id']]),
                'left' => Sale::toldLeft($left[$variant['id']]),
            ],
            $variants,
        );
    }

    /** @return array{open: bool, slowSeconds: int} */
    public static function chat(array $show): array {
        return ['open' => $show['chat'] && $show['chat_open'], 'slowSeconds' => $show['slow_seconds']];
    }

    /** @return array<string, mixed>|null the protocol's `Message` */
    public function pin(array $show): ?array {
        $message = $show['pin'] === null ? null : $this->messages->find($show['id'], $show['pin']);
        return $message === null || $message['removed_at'] !== null ? null : self::message($message);
    }

    /**
     * @param array<string, mixed> $row of `messages`
     * @return array<string, mixed> the protocol's `Message`
     */
    public static function message(array $row): array {
        return [
            'id' => $row['id'],
            'author' => [
                'id' => $row['author_id'],
                'name' => $row['author_name'],
                'rank' => $row['rank'],
                'role' => $row['role'],
            ],
            'text' => $row['text'],
            'at' => Instant::toText($row['at']),
            'mediaAt' => Instant::toTextOrNull($row['media_at']),
        ];
    }
}
