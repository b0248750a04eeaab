<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Domain\Secrets;
use Parterre\Plugin;
use Parterre\Store\Desk;
use Parterre\Store\Events;
use Parterre\Store\Orders;

/** Orders, with masked addresses. */
final class OrdersRoutes extends Routes {
    private const PER_PAGE = 25;

    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route('/orders', 'GET', self::can(Roles::VIEW_ORDERS), $this->listOrders(...));
        $this->route(
            '/orders/(?P<order>' . self::ID . ')/address',
            'POST',
            self::can(Roles::VIEW_PERSONAL),
            $this->revealAddress(...),
        );
    }

    private function listOrders(\WP_REST_Request $request): array {
        $page = max(1, (int) ($request['page'] ?? 1));
        $owner = Roles::onlyOwner();
        $desk = $this->plugin->get(Desk::class);
        $orders = array_map(
            static fn(array $order): array => ['email' => Secrets::emailHint($order['email'])] + $order,
            $desk->orders($owner, self::PER_PAGE, ($page - 1) * self::PER_PAGE),
        );
        return ['orders' => $orders, 'total' => $desk->countOrders($owner), 'perPage' => self::PER_PAGE];
    }

    /** Shows one buyer's address in full, and writes down who looked. */
    private function revealAddress(\WP_REST_Request $request): array|\WP_Error {
        $order = $this->plugin->get(Orders::class)->find((string) $request['order']);
        if ($order === null || Roles::onlyOwner() !== null) {
            return self::notFound();
        }
        $this->plugin->get(Events::class)->audit('order.address_revealed', $order['id'], [], get_current_user_id());
        return ['email' => $order['email']];
    }
}
