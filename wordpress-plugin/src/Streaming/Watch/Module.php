<?php
declare(strict_types=1);

namespace Parterre\Streaming\Watch;

use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Log;
use Parterre\Plugin;
use Parterre\Realtime\Announcer;
use Parterre\Store\Shows;
use Parterre\Streaming\StreamEvent;

/**
 * When pictures are looked for: at every tick; when a provider says something; while somebody watches, once the answer to their
 * heartbeat has left, so that a site without cron notices a loss too; and when the desk asks.
 */
final class Module implements \Parterre\Module {
    /** @var array<string, true> shows to look at once this request is answered */
    private array $due = [];

    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        $this->jobs->on('mail.picture', fn(array $job) => $this->plugin->get(PictureMails::class)->send($job));
        add_action(Runner::TICK, fn() => $this->plugin->get(Watch::class)->all());
        add_action(StreamEvent::ACTION, fn(StreamEvent $event) => $this->plugin->get(Watch::class)->heard($event));
        add_action(Announcer::COUNTED, function (string $show): void {
            $this->due[$show] = true;
        });
        // Behind the jobs of the request: one of them may be why there is a picture.
        add_action('shutdown', [$this, 'lookAround'], 1001);
    }

    /** Looks at the shows of this request once its answer has left. */
    public function lookAround(): void {
        $shows = array_filter(
            $this->plugin->get(Shows::class)->findMany(array_keys($this->due)),
            fn(array $show): bool => Watch::concerns($show, $this->plugin->get(Clock::class)->nowMs()),
        );
        $this->due = [];
        if ($shows === []) {
            return;
        }
        Runner::letGo();
        foreach (array_keys($shows) as $show) {
            try {
                $this->plugin->get(Watch::class)->look((string) $show);
            } catch (\Throwable $problem) {
                // Nobody waits for it any more; the next heartbeat looks again.
                Log::problem('looking for a picture', $problem);
            }
        }
        // A loss that was just found is written about now, and not when the next request comes.
        $this->jobs->runPending();
    }
}
