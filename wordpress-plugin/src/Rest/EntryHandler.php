<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Honouring;
use Parterre\Domain\Phase;
use Parterre\Domain\Clock;
use Parterre\Domain\Refusal;
use Parterre\Store\Shows;
use Parterre\Streaming\Door;

/** Getting in, staying in, leaving. */
final class EntryHandler {
    public function __construct(
        private readonly Shows $shows,
        private readonly Door $door,
        private readonly Honouring $honouring,
        private readonly Views $views,
        private readonly Clock $clock,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function enter(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        $this->throttle->take('enter', $call->session()['id']);
        return $this->door->enter(
            $call->session(),
            $show,
            $input['device'],
            $call->origin,
            ($input['mode'] ?? 'show') === 'test',
            $input['assertion'] ?? null,
        );
    }

    /** @return array<string, mixed> */
    public function honour(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        // A whole hall on one network may come this way at once; a script that fills the list may not.
        $this->throttle->take('honour', $call->network);
        $proof = $input['proof'];
        if ($proof['type'] === 'signed') {
            return [
                'entry' => $this->door->honour($show, $input['device'], $proof['assertion'], $call->origin),
                'session' => null,
            ];
        }
        if ($show['status'] === 'cancelled') {
            throw new Refusal('show_cancelled');
        }
        if ($this->honouring->level($show) !== 'everybody') {
            throw new Refusal(
                match (Phase::at($show, $this->clock->nowMs())) {
                    'announced' => $show['honour'] === 'everybody' ? 'not_open_yet' : 'not_honoured',
                    'ended', 'replay', 'archived' => 'show_over',
                    default => 'not_honoured',
                },
            );
        }
        $grant = $this->honouring->welcome($show, $proof['email'], $proof['locale'], $call->deviceLabel);
        return [
            'entry' => $this->door->enter($grant['session'], $show, $input['device'], $call->origin),
            'session' => ['token' => $grant['token'], 'session' => $this->views->session($grant['session'])],
        ];
    }

    /** @return array<string, mixed> */
    public function heartbeat(array $input, Call $call): array {
        $this->throttle->take('heartbeat', $call->session()['id']);
        return $this->door->heartbeat($call->session(), $input, $call->origin);
    }

    /** @return array<string, mixed> */
    public function cast(array $input, Call $call): array {
        $this->throttle->take('enter', $call->session()['id']);
        return ['grant' => $this->door->cast($call->session(), $input['lease'], $input['screen'])];
    }

    /** @return array<string, mixed> */
    public function leave(array $input, Call $call): array {
        $this->door->leave($call->session(), $input['lease']);
        return [];
    }
}
