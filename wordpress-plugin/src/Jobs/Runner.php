<?php
declare(strict_types=1);

namespace Parterre\Jobs;

use Parterre\Domain\Clock;
use Parterre\Domain\Secrets;
use Parterre\Log;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\JobQueue;
use Parterre\Store\RateLimits;

/**
 * Runs what need not make a fan wait. What lets somebody in (receipt, pass link) runs in the request that asked for it, once
 * its answer has left; WP-Cron, a secret address for the host's own cron, and WP-CLI only try again and do the rest. So a
 * site without any cron sells and lets in all the same.
 */
final class Runner implements \Parterre\Module {
    /** WP-Cron event. */
    public const HOOK = 'parterre_cron';
    /** Action that runs at every tick, for housekeeping that other parts attach. */
    public const TICK = 'parterre_tick';
    /** When the last tick ended, in milliseconds: Site Health looks at its age. */
    public const LAST_TICK_OPTION = 'parterre_last_tick';
    private const SCHEDULE = 'parterre_five_minutes';
    private const LEASE_MS = 120_000;
    /** Priority of what is sent to many. */
    private const FOR_MANY = 1;
    /** Then a job is given up; by then it was tried for more than a day. */
    private const MAX_ATTEMPTS = 10;

    /** @var array<string, callable(array<string, mixed>): void> by job type */
    private array $handlers = [];
    /** @var list<string> keys of jobs to run once this request is answered */
    private array $pending = [];

    public function __construct(
        private readonly JobQueue $queue,
        private readonly Db $db,
        private readonly RateLimits $limits,
        private readonly Settings $settings,
        private readonly Secrets $secrets,
        private readonly Clock $clock,
    ) {}

    public function register(): void {
        add_filter('cron_schedules', [$this, 'addSchedule']);
        add_action(self::HOOK, [$this, 'tick']);
        add_action('init', [$this, 'schedule']);
        add_action('wp_loaded', [$this, 'answerCronUrl']);
        add_action('shutdown', [$this, 'runPending'], 1000);
    }

    /**
     * Says who does jobs of a type. The handler gets the payload and throws when it must be tried again.
     *
     * @param callable(array<string, mixed>): void $handler
     */
    public function on(string $type, callable $handler): void {
        $this->handlers[$type] = $handler;
    }

    /**
     * Adds a job that runs in this very request, after its answer has left (and, inside a transaction, only if that is
     * committed). Should the request die, a later tick does it.
     *
     * @param array<string, mixed> $payload
     */
    public function now(string $type, string $key, array $payload): void {
        if ($this->queue->add($type, $key, $payload)) {
            $this->db->afterCommit(function () use ($key): void {
                $this->pending[] = $key;
            });
        }
    }

    /**
     * Adds a job that is done by a later tick, after everything that somebody waits for: mails to many. Mails keep to what the host
     * takes in a minute.
     *
     * @param array<string, mixed> $payload
     * @return bool whether it is new
     */
    public function later(string $type, string $key, array $payload, int $delayMs = 0): bool {
        return $this->queue->add($type, $key, $payload, $delayMs, self::FOR_MANY);
    }

    /** Whether this request still has work after its answer. */
    public function hasPending(): bool {
        return $this->pending !== [];
    }

    /** Lets the fan go, then does this request's own jobs. */
    public function runPending(): void {
        if ($this->pending === []) {
            return;
        }
        $keys = $this->pending;
        $this->pending = [];
        self::letGo();
        $this->work($this->queue->claim(count($keys), self::LEASE_MS, $keys));
    }

    /** Sends the answer off, where the host lets one do something after it. */
    public static function letGo(): void {
        ignore_user_abort(true);
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request();
        } elseif (function_exists('litespeed_finish_request')) {
            litespeed_finish_request();
        }
    }

    /**
     * Does jobs that are due, for at most this long.
     *
     * @return int how many were done or tried
     */
    public function run(int $seconds = 20): int {
        $until = microtime(true) + $seconds;
        $count = 0;
        // A few at a time: another worker may share the rest.
        while (microtime(true) < $until && ($jobs = $this->queue->claim(5, self::LEASE_MS)) !== []) {
            $count += count($jobs);
            if (!$this->work($jobs)) {
                // The host takes no more mails this minute, and what is left is for many.
                break;
            }
        }
        return $count;
    }

    /** Everything that has to happen now and then. */
    public function tick(): void {
        try {
            /** Housekeeping. */
            do_action(self::TICK);
        } catch (\Throwable $problem) {
            Log::problem('housekeeping', $problem);
        }
        $this->run();
        $this->queue->sweep(30 * 86_400_000);
        $this->limits->sweep();
        update_option(self::LAST_TICK_OPTION, $this->clock->nowMs(), false);
    }

    /** Address for the host's own cron; whoever knows it can only make work happen that is due anyway. */
    public function cronUrl(): string {
        return add_query_arg('parterre-cron', $this->cronToken(), home_url('/'));
    }

    public function answerCronUrl(): void {
        // phpcs:ignore WordPress.Security.NonceVerification -- a machine calls this with a secret of its own
        $token = isset($_GET['parterre-cron']) ? sanitize_text_field(wp_unslash($_GET['parterre-cron'])) : '';
        if ($token === '') {
            return;
        }
        nocache_headers();
        header('Content-Type: text/plain; charset=utf-8');
        if (!hash_equals($this->cronToken(), $token)) {
            status_header(403);
            exit();
        }
        $this->tick();
        echo 'ok';
        exit();
    }

    /**
     * @param array<string, array{interval: int, display: string}> $schedules
     * @return array<string, array{interval: int, display: string}>
     */
    public function addSchedule(array $schedules): array {
        // No translation here: this filter may run before `init`, when texts are not loaded yet.
        $schedules[self::SCHEDULE] = ['interval' => 300, 'display' => 'Parterre'];
        return $schedules;
    }

    public function schedule(): void {
        if (!wp_next_scheduled(self::HOOK)) {
            wp_schedule_event(time() + 60, self::SCHEDULE, self::HOOK);
        }
    }

    /**
     * @param list<array<string, mixed>> $jobs claimed
     * @return bool false when some had to wait for the host
     */
    private function work(array $jobs): bool {
        $all = true;
        foreach ($jobs as $job) {
            $wait = $this->waitForHost($job);
            if ($wait > 0) {
                $this->queue->postpone($job['id'], $wait);
                $all = false;
                continue;
            }
            try {
                $handler =
                    $this->handlers[$job['type']] ??
                    throw new \RuntimeException("Nobody does jobs of the type {$job['type']}.");
                $handler($job['payload']);
                $this->queue->done($job['id']);
            } catch (\Throwable $problem) {
                // 30 s, 1, 2, 4 … minutes, at most 6 hours.
                $delay = min(21_600_000, 30_000 * 2 ** ($job['attempts'] - 1));
                $this->queue->failed(
                    $job['id'],
                    $problem->getMessage(),
                    $job['attempts'] >= self::MAX_ATTEMPTS ? null : $delay,
                );
            }
        }
        return $all;
    }

    /**
     * Milliseconds a job has to wait because of how many mails a minute the host takes. What somebody waits for counts too, and
     * never waits.
     */
    private function waitForHost(array $job): int {
        if (!str_starts_with($job['type'], 'mail.')) {
            return 0;
        }
        $perMinute = max(1, $this->settings->get('mails_per_minute'));
        $wait = $this->limits->take('mails', $perMinute, 60_000);
        return $job['priority'] === self::FOR_MANY ? $wait : 0;
    }

    private function cronToken(): string {
        return substr($this->secrets->derive('cron'), 0, 32);
    }
}
