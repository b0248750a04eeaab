<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Jobs\Runner;
use Parterre\Plugin;
use Parterre\Streaming\StreamEvent;

/** Hears of recordings, and has them looked at when nobody asks. */
final class Module implements \Parterre\Module {
    /** How long a tick looks at recordings: the rest of the site waits meanwhile. */
    private const SECONDS = 15;

    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        add_action(StreamEvent::ACTION, fn(StreamEvent $event) => $this->plugin->get(Recorder::class)->hear($event));
        add_action(Runner::TICK, fn() => $this->plugin->get(Inspection::class)->workAll(self::SECONDS));
        $this->jobs->on(
            Inspection::JOB,
            fn(array $job) => $this->plugin->get(Inspection::class)->work((string) $job['recording'], self::SECONDS),
        );
    }
}
