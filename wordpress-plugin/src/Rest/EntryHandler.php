<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Store\Shows;
use Parterre\Streaming\Door;

/** Getting in, staying in, leaving. */
final class EntryHandler {
    public function __construct(
        private readonly Shows $shows,
        private readonly Door $door,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function enter(array $input, Call $call): array {
        $show = $this->shows->findPublic($input['show']) ?? throw new Refusal('not_found');
        $this->throttle->take('enter', $call->session()['id']);
        return $this->door->enter($call->session(), $show, $input['device'], $call->origin);
    }

    /** @return array<string, mixed> */
    public function heartbeat(array $input, Call $call): array {
        return $this->door->heartbeat($call->session(), $input, $call->origin);
    }

    /** @return array<string, mixed> */
    public function leave(array $input, Call $call): array {
        $this->door->leave($call->session(), $input['lease']);
        return [];
    }
}
