<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Jobs\Runner;
use Parterre\Plugin;

/** Has orders settled and expired, and refunds sent, when nobody asks for them. */
final class Module implements \Parterre\Module {
    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        // The services are made when they are needed, not on every request of the site.
        add_action(Runner::TICK, fn(): int => $this->plugin->get(Settle::class)->reconcile());
        $this->jobs->on(
            'refund.send',
            fn(array $job) => $this->plugin->get(Settle::class)->finishRefund((string) $job['refund']),
        );
        $this->jobs->on(
            'payment.close',
            fn(array $job) => $this->plugin->get(Settle::class)->closeAtProvider((string) $job['order']),
        );
    }
}
