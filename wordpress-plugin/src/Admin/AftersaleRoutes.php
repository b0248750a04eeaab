<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Access\Transfers;
use Parterre\Domain\Refusal;
use Parterre\Jobs\Runner;
use Parterre\Plugin;
use Parterre\Store\Db;
use Parterre\Store\Desk;
use Parterre\Store\Events;
use Parterre\Store\Orders;
use Parterre\Store\Tickets;

/**
 * What the box office does for a buyer after the sale. Each act is written into the audit and answers `{}`; both mailboxes are told.
 *
 * - `POST /orders/{order}/mail` sends the confirmation again, to the order's own address.
 * - `POST /orders/{order}/email` `{email}` gives the order and its tickets another address, at once.
 * - `POST /orders/{order}/tickets/{ticket}/holder` `{email}` hands a ticket on, with those that go together with it, at once.
 */
final class AftersaleRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $serve = self::can(Roles::SERVE_ORDERS);
        $one = '/orders/(?P<order>' . self::ID . ')';
        $this->route("$one/mail", 'POST', $serve, $this->resend(...));
        $this->route("$one/email", 'POST', $serve, $this->readdress(...));
        $this->route("$one/tickets/(?P<ticket>" . self::ID . ')/holder', 'POST', $serve, $this->handOn(...));
    }

    private function resend(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine($request);
        if ($order === null) {
            return self::notFound();
        }
        if ($order['state'] !== 'paid') {
            return self::refused('order_unpaid');
        }
        $this->plugin->get(Db::class)->transaction(function () use ($order): void {
            $this->plugin->get(Events::class)->audit('order.resent', $order['id'], [], get_current_user_id());
            $key = "mail.purchase:{$order['id']}:" . bin2hex(random_bytes(6));
            $this->plugin->get(Runner::class)->now('mail.purchase', $key, ['order' => $order['id']]);
        });
        return [];
    }

    private function readdress(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine($request);
        if ($order === null) {
            return self::notFound();
        }
        return $this->move(
            $request,
            fn(string $email) => $this->plugin
                ->get(Transfers::class)
                ->readdressByHand($order['id'], $email, get_current_user_id()),
        );
    }

    private function handOn(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->mine($request);
        $ticket = $this->plugin->get(Tickets::class)->find((string) $request['ticket']);
        if ($order === null || $ticket === null || $ticket['order_id'] !== $order['id']) {
            return self::notFound();
        }
        return $this->move(
            $request,
            fn(string $email) => $this->plugin
                ->get(Transfers::class)
                ->handOnByHand($ticket['id'], $email, get_current_user_id()),
        );
    }

    /** @param callable(string): void $act */
    private function move(\WP_REST_Request $request, callable $act): array|\WP_Error {
        $email = trim((string) ($request['email'] ?? ''));
        if (strlen($email) > 254 || !is_email($email)) {
            return self::invalid(['email' => __('This is no e-mail address.', 'parterre')]);
        }
        try {
            $act($email);
        } catch (Refusal $refusal) {
            return self::refused($refusal->errorCode);
        }
        return [];
    }

    private static function refused(string $code): \WP_Error {
        $sentence = match ($code) {
            'order_unpaid' => __('This can be done once the order is paid.', 'parterre'),
            'ticket_used' => __('Somebody has come in with this ticket already.', 'parterre'),
            'ticket_void' => __('This ticket no longer counts.', 'parterre'),
            'not_transferable' => __('This is a gift whose mail has not left yet.', 'parterre'),
            default => __('This is not here, or it is not yours.', 'parterre'),
        };
        return new \WP_Error("parterre_$code", $sentence, ['status' => $code === 'not_found' ? 404 : 409]);
    }

    /** @return array<string, mixed>|null an order this person may see */
    private function mine(\WP_REST_Request $request): ?array {
        $order = $this->plugin->get(Orders::class)->find((string) $request['order']);
        $owner = Roles::onlyOwner();
        return $order === null || ($owner !== null && !$this->plugin->get(Desk::class)->isOrderOf($order['id'], $owner))
            ? null
            : $order;
    }
}
