<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Pairing;
use Parterre\Domain\Text;

/** Letting a screen in with six letters. */
final class PairingHandler {
    public function __construct(
        private readonly Pairing $pairing,
        private readonly Views $views,
        private readonly Throttle $throttle,
    ) {}

    /** @return array<string, mixed> */
    public function startPairing(array $input, Call $call): array {
        $this->throttle->take('pairing', $call->network);
        return $this->pairing->start($input['show'], $input['page'], Text::clean($input['device']), $call->network);
    }

    /** @return array<string, mixed> */
    public function claimPairing(array $input, Call $call): array {
        $grant = $this->pairing->claim($input['secret']);
        return [
            'session' =>
                $grant === null
                    ? null
                    : ['token' => $grant['token'], 'session' => $this->views->session($grant['session'])],
        ];
    }

    /** @return array<string, mixed> */
    public function findPairing(array $input, Call $call): array {
        $this->guess($call);
        $screen = $this->pairing->find($input['code'], $call->network);
        $this->notGuessed($call);
        return $screen;
    }

    /** @return array<string, mixed> */
    public function confirmPairing(array $input, Call $call): array {
        $this->guess($call);
        $this->pairing->confirm($call->session(), $input['code']);
        $this->notGuessed($call);
        return [];
    }

    /** By session and by network: a session that tries letter after letter, or many of them from one place. */
    private function guess(Call $call): void {
        $this->throttle->take('pairing-code', $call->session()['id']);
        $this->throttle->take('pairing-codes', $call->network);
    }

    private function notGuessed(Call $call): void {
        $this->throttle->giveBack('pairing-code', $call->session()['id']);
        $this->throttle->giveBack('pairing-codes', $call->network);
    }
}
