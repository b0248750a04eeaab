<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Gate;
use Parterre\Access\Sharing;

/** Several addresses for one ticket. */
final class SharingHandler {
    public function __construct(
        private readonly Sharing $sharing,
        private readonly Gate $gate,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function addTicketAddress(array $input, Call $call): array {
        $session = $call->session();
        // Every one is a mail to somebody who did not ask for it.
        $this->throttle->take('share', $session['email_hash'] ?? $session['id']);
        $this->sharing->add($session, $input['ticket'], trim($input['email']), $input['page'], $input['locale']);
        return $this->addresses($session);
    }

    /** @return array<string, mixed> */
    public function removeTicketAddress(array $input, Call $call): array {
        $this->sharing->remove($call->session(), $input['ticket'], $input['address']);
        return $this->addresses($call->session());
    }

    /** @return array<string, mixed> */
    private function addresses(array $session): array {
        return ['addresses' => $this->sharing->of($session, $this->gate->tickets($session))];
    }
}
