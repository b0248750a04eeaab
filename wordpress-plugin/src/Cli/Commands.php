<?php
declare(strict_types=1);

namespace Parterre\Cli;

use Parterre\Jobs\Runner;
use Parterre\Payments\Settle;
use Parterre\Plugin;
use Parterre\Realtime\Writer;
use Parterre\Store\Documents;
use Parterre\Store\Feeds;
use Parterre\Store\JobQueue;
use Parterre\Store\Ledger;
use Parterre\Store\Migrations;
use Parterre\Store\Shows;

/** `wp parterre …`: what an administrator does without a browser. */
final class Commands implements \Parterre\Module {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        if (!defined('WP_CLI') || !WP_CLI) {
            return;
        }
        \WP_CLI::add_command(
            'parterre jobs',
            [$this, 'jobs'],
            [
                'shortdesc' => 'Runs, lists or retries background jobs.',
                'synopsis' => [
                    ['type' => 'positional', 'name' => 'act', 'options' => ['run', 'list', 'retry', 'url']],
                    ['type' => 'positional', 'name' => 'id', 'optional' => true],
                ],
            ],
        );
        \WP_CLI::add_command(
            'parterre migrate',
            [$this, 'migrate'],
            ['shortdesc' => 'Brings the tables of this site up to date.'],
        );
        \WP_CLI::add_command(
            'parterre feed',
            [$this, 'feed'],
            [
                'shortdesc' => 'Lists the lanes of the feed, gives one a new address, or writes its files again.',
                'synopsis' => [
                    ['type' => 'positional', 'name' => 'act', 'options' => ['list', 'rotate', 'repair']],
                    ['type' => 'positional', 'name' => 'show', 'optional' => true],
                    ['type' => 'positional', 'name' => 'lane', 'optional' => true, 'options' => ['public', 'room']],
                ],
            ],
        );
        \WP_CLI::add_command(
            'parterre ledger',
            [$this, 'ledger'],
            [
                'shortdesc' => 'Checks that no movement of money was changed, removed or put in between.',
                'synopsis' => [['type' => 'positional', 'name' => 'act', 'options' => ['verify']]],
            ],
        );
        \WP_CLI::add_command(
            'parterre documents',
            [$this, 'documents'],
            [
                'shortdesc' => 'Checks that invoices and credit notes have no gaps and are as they were written.',
                'synopsis' => [['type' => 'positional', 'name' => 'act', 'options' => ['verify']]],
            ],
        );
        \WP_CLI::add_command(
            'parterre settle',
            [$this, 'settle'],
            [
                'shortdesc' => 'Asks the payment provider about an order and applies what it says.',
                'synopsis' => [['type' => 'positional', 'name' => 'order']],
            ],
        );
    }

    /** Walks the chains of the ledger; a broken one ends with exit code 1. */
    public function ledger(): void {
        $broken = 0;
        foreach ($this->plugin->get(Ledger::class)->verify() as $chain) {
            \WP_CLI::line("{$chain['chain']}: {$chain['rows']} rows, last hash {$chain['hash']}");
            if ($chain['broken'] !== null) {
                $broken++;
                \WP_CLI::warning("{$chain['chain']}: row {$chain['broken']['number']}: {$chain['broken']['why']}.");
            }
        }
        if ($broken > 0) {
            \WP_CLI::error('The ledger is not as it was written.');
        }
        \WP_CLI::success('Every row is as it was written.');
    }

    /** @param list<string> $arguments */
    public function jobs(array $arguments): void {
        $queue = $this->plugin->get(JobQueue::class);
        switch ($arguments[0]) {
            case 'run':
                $this->plugin->get(Runner::class)->tick();
                \WP_CLI::success('Done. ' . wp_json_encode($queue->counts()));
                break;
            case 'retry':
                $queue->retry((int) ($arguments[1] ?? 0));
                \WP_CLI::success('It will run at the next tick.');
                break;
            case 'url':
                \WP_CLI::line($this->plugin->get(Runner::class)->cronUrl());
                break;
            default:
                \WP_CLI\Utils\format_items('table', $queue->list(), ['id', 'type', 'state', 'attempts', 'last_error']);
        }
    }

    public function migrate(): void {
        $migrations = $this->plugin->get(Migrations::class);
        $ran = $migrations->run();
        foreach ($migrations->history() as $step) {
            \WP_CLI::line("{$step['number']} {$step['name']}: {$step['state']} {$step['error']}");
            if ($step['state'] === 'failed') {
                \WP_CLI::error('A migration failed; what follows it was not run.');
            }
        }
        \WP_CLI::success(count($ran) . ' steps were run.');
    }

    /** @param list<string> $arguments */
    public function feed(array $arguments): void {
        $feeds = $this->plugin->get(Feeds::class);
        if ($arguments[0] === 'list') {
            \WP_CLI\Utils\format_items('table', $feeds->all(), ['show_id', 'lane', 'epoch', 'seq', 'dir']);
            return;
        }
        $show = $this->plugin->get(Shows::class)->findPublic($arguments[1] ?? '');
        if ($show === null) {
            \WP_CLI::error('There is no such show.');
        }
        $lane = $feeds->lane($show['id'], $arguments[2] ?? 'room');
        $writer = $this->plugin->get(Writer::class);
        if ($arguments[0] === 'rotate') {
            $writer->rotate($lane['id']);
            \WP_CLI::success('The lane has a new address.');
        } else {
            $writer->publish($lane['id']);
            \WP_CLI::success('The lane\'s files are as the record says.');
        }
    }

    public function documents(): void {
        $broken = false;
        foreach ($this->plugin->get(Documents::class)->verify() as $series) {
            \WP_CLI::line("{$series['series']}: {$series['documents']}");
            if ($series['broken'] !== null) {
                $broken = true;
                \WP_CLI::warning(
                    "{$series['series']}, number {$series['broken']['number']}: {$series['broken']['why']}.",
                );
            }
        }
        if ($broken) {
            \WP_CLI::error('A series is not as it was written.');
        }
        \WP_CLI::success('Every series is whole.');
    }

    /** @param list<string> $arguments */
    public function settle(array $arguments): void {
        $order = $this->plugin->get(Settle::class)->byHand($arguments[0], get_current_user_id());
        if ($order === null) {
            \WP_CLI::error('There is no such order.');
        }
        \WP_CLI::success("The order is {$order['state']}.");
    }
}
