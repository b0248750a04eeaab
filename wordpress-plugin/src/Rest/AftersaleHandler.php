<?php
declare(strict_types=1);

namespace Parterre\Rest;

use Parterre\Access\Gate;
use Parterre\Access\Transfers;
use Parterre\Domain\Refusal;
use Parterre\Domain\Secrets;
use Parterre\Hall\TicketCode;
use Parterre\Jobs\Runner;

/** What a buyer may still want after the sale. Every act is a mail to somebody: counted by mailbox, by session, by network. */
final class AftersaleHandler {
    public function __construct(
        private readonly Transfers $transfers,
        private readonly Gate $gate,
        private readonly TicketCode $codes,
        private readonly Runner $jobs,
        private readonly Throttle $throttle,
        private readonly Secrets $secrets,
    ) {}

    /** @return array<string, mixed> */
    public function getHallTickets(array $input, Call $call): array {
        $seats = array_filter(
            $this->gate->tickets($call->session()),
            static fn(array $ticket): bool => $ticket['show_id'] === $input['show'] &&
                $ticket['kind'] === 'hall' &&
                $ticket['state'] === 'valid',
        );
        return [
            'tickets' => array_map(
                fn(array $ticket): array => [
                    'ticket' => $ticket['id'],
                    'number' => $ticket['serial'],
                    'category' => $ticket['category'],
                    'code' => $this->codes->of($ticket),
                ],
                array_values($seats),
            ),
        ];
    }

    /** @return array<string, mixed> */
    public function resendOrder(array $input, Call $call): array {
        $session = $call->session();
        $order = $this->gate->order($session, $input['order']) ?? throw new Refusal('not_found');
        if ($order['state'] !== 'paid') {
            throw new Refusal('order_unpaid');
        }
        $this->throttle->take('resend-mail', $order['email_hash']);
        $this->throttle->take('resend', $session['id']);
        $this->throttle->take('resend-network', $call->network);
        $key = 'mail.purchase:' . $order['id'] . ':' . bin2hex(random_bytes(6));
        $this->jobs->now('mail.purchase', $key, ['order' => $order['id']]);
        return [];
    }

    /** @return array<string, mixed> */
    public function changeOrderEmail(array $input, Call $call): array {
        $session = $call->session();
        $order = $this->gate->order($session, $input['order']) ?? throw new Refusal('not_found');
        $email = $this->counted($session, $input['email'], $call);
        $this->transfers->readdress($session, $order, $email, $input['page'], $input['locale']);
        return ['transfers' => $this->transfers->of($session)];
    }

    /** @return array<string, mixed> */
    public function transferTicket(array $input, Call $call): array {
        $session = $call->session();
        $email = $this->counted($session, $input['email'], $call);
        $this->transfers->handOn($session, $input['ticket'], $email, $input['page'], $input['locale']);
        return ['transfers' => $this->transfers->of($session)];
    }

    /** @return array<string, mixed> */
    public function cancelTransfer(array $input, Call $call): array {
        $session = $call->session();
        $this->transfers->cancel($session, $input['transfer']);
        return ['transfers' => $this->transfers->of($session)];
    }

    /** The address a mail goes to, once its allowances are taken. */
    private function counted(array $session, string $written, Call $call): string {
        $email = trim($written);
        $this->throttle->take('transfer-mail', $this->secrets->hashEmail($email));
        $this->throttle->take('transfer', $session['email_hash'] ?? $session['id']);
        $this->throttle->take('transfer-network', $call->network);
        return $email;
    }
}
