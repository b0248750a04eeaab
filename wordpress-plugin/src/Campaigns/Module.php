<?php
declare(strict_types=1);

namespace Parterre\Campaigns;

use Parterre\Jobs\Runner;
use Parterre\Mail\PledgeLetters;
use Parterre\Plugin;
use Parterre\Store\Pledges;

/** Attaches campaigns to the clock, to payments and to the mail. */
final class Module implements \Parterre\Module {
    public function __construct(private readonly Runner $jobs, private readonly Plugin $plugin) {}

    public function register(): void {
        add_action(Runner::TICK, fn() => $this->plugin->get(Work::class)->tick());
        add_action('parterre_order_paid', [$this, 'orderPaid']);
        add_action('parterre_card_news', [$this, 'cardNews']);
        $this->jobs->on(
            'campaign.work',
            fn(array $job) => $this->plugin->get(Work::class)->campaign((string) $job['campaign']),
        );
        $this->jobs->on(
            'pledge.forget',
            fn(array $job) => $this->plugin->get(Work::class)->forget((string) $job['pledge']),
        );
        $this->jobs->on(
            'mail.pledge',
            fn(array $job) => $this->plugin
                ->get(PledgeLetters::class)
                ->write((string) $job['pledge'], (string) $job['news']),
        );
    }

    /** A provider knows more about the card of a pledge. */
    public function cardNews(string $id): void {
        $pledge = $this->plugin->get(Pledges::class)->find($id);
        if ($pledge !== null) {
            $this->plugin->get(Pledging::class)->settleCard($pledge);
        }
    }

    /** An order that somebody pledged was paid: its campaign stands differently now. */
    public function orderPaid(string $order): void {
        $pledge = $this->plugin->get(Pledges::class)->ofOrder($order);
        if ($pledge === null) {
            return;
        }
        $this->plugin->get(Conclusion::class)->followOrder($pledge);
        $this->plugin->get(Crier::class)->tell($pledge['campaign_id']);
    }
}
