<?php
declare(strict_types=1);

namespace Parterre\Hall;

use Parterre\Jobs\Runner;
use Parterre\Plugin;
use Parterre\Store\Catalogue;
use Parterre\Store\Waiting;

/** Has the waiting lists served whenever stock moves, and sends what those who wait are told. */
final class Module implements \Parterre\Module {
    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        $this->jobs->on(
            'mail.waiting',
            fn(array $job) => $this->plugin
                ->get(WaitingMails::class)
                ->send((string) $job['waiting'], (string) $job['what']),
        );
        $this->jobs->on(
            'mail.guest',
            fn(array $job) => $this->plugin->get(GuestMails::class)->invitation((string) $job['guest']),
        );
        $this->jobs->on(
            'mail.attendee',
            fn(array $job) => $this->plugin->get(AttendeeMails::class)->code((string) $job['attendee']),
        );
        $this->jobs->on(
            'waiting.serve',
            fn(array $job) => $this->plugin->get(WaitingList::class)->serve((string) $job['show']),
        );
        add_action('parterre_stock_moved', [$this, 'serveWaiting']);
        add_action('parterre_show_saved', function (string $show): void {
            $pools = array_column($this->plugin->get(Catalogue::class)->poolsOf($show), 'id');
            $this->serveWaiting($pools);
        });
        add_action(Runner::TICK, fn() => $this->plugin->get(WaitingList::class)->serveAll());
    }

    /**
     * Stock moved: what came back goes to those who wait, after this request's answer.
     *
     * @param list<string> $pools
     */
    public function serveWaiting(array $pools): void {
        foreach ($this->plugin->get(Waiting::class)->shows($pools) as $show) {
            $this->jobs->now('waiting.serve', "waiting.serve:$show:" . bin2hex(random_bytes(8)), ['show' => $show]);
        }
    }
}
