<?php
declare(strict_types=1);

namespace Parterre\Payments;

use Parterre\Jobs\Runner;
use Parterre\Plugin;

/** Has orders settled and expired when nobody asks for them. */
final class Module implements \Parterre\Module {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        // The service is made when the tick comes, not on every request of the site.
        add_action(Runner::TICK, fn(): int => $this->plugin->get(Settle::class)->reconcile());
    }
}
