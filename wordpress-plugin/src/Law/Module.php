<?php
declare(strict_types=1);

namespace Parterre\Law;

use Parterre\Jobs\Runner;
use Parterre\Plugin;

/** Has what was begun for many orders go on when nobody asks. */
final class Module implements \Parterre\Module {
    /** How long a tick works on acts: the rest of the site waits meanwhile. */
    private const SECONDS = 20;

    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        add_action(Runner::TICK, fn(): int => $this->plugin->get(BulkActs::class)->workAll(self::SECONDS));
        $this->jobs->on(
            'bulk.work',
            fn(array $job): int => $this->plugin->get(BulkActs::class)->work((string) $job['act'], self::SECONDS),
        );
    }
}
