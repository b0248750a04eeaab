<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Hall\WaitingList;
use Parterre\Store\Waiting;

/** The waiting list, as fans meet it. */
final class WaitingHandler {
    public function __construct(
        private readonly WaitingList $list,
        private readonly Waiting $rows,
        private readonly Throttle $throttle,
        private readonly Secrets $secrets,
    ) {}

    /**
     * Answers the same whether the address waits already or not. Past its allowance a mailbox gets no mail, and nobody learns that.
     *
     * @return array<string, mixed>
     */
    public function joinWaitingList(array $input, Call $call): array {
        $this->throttle->take('waiting', $call->network);
        $mail = $this->throttle->wait('waiting-mail', $this->secrets->hashEmail($input['email'])) === 0;
        $this->list->join($input, $mail);
        return [];
    }

    /** @return array<string, mixed> */
    public function openWaiting(array $input, Call $call): array {
        return $this->list->open($this->known($input['secret'], $call) ?? throw new Refusal('link_invalid'));
    }

    /** @return array<string, mixed> */
    public function leaveWaitingList(array $input, Call $call): array {
        $secret = $this->known($input['secret'], $call) ?? throw new Refusal('link_invalid');
        $this->list->leave($this->rows->bySecret($secret)['id'] ?? throw new Refusal('link_invalid'));
        return [];
    }

    /** The secret, if it is one. Who has the right one has guessed nothing and uses nothing up. */
    private function known(string $secret, Call $call): ?string {
        $this->throttle->take('redeem', $call->network);
        if ($this->rows->bySecret($secret) === null) {
            return null;
        }
        $this->throttle->giveBack('redeem', $call->network);
        return $secret;
    }
}
