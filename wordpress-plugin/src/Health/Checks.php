<?php
declare(strict_types=1);

namespace Parterre\Health;

use Parterre\Domain\Clock;
use Parterre\Domain\Crowd;
use Parterre\Jobs\Runner;
use Parterre\Module;
use Parterre\Plugin;
use Parterre\Realtime\SelfTest;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\MailLog;
use Parterre\Store\Migrations;

/**
 * What has to be true for a good evening, in Tools → Site Health: each check says what is wrong, what it means for fans,
 * and what to do. Checks look at facts (the age of the last run), not at settings that promise them.
 */
final class Checks implements Module {
    /** Whether a guest's browser reached the API, as the test in the back office found. */
    public const GUESTS_OPTION = 'parterre_guest_test';

    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        add_filter('site_status_tests', function (array $tests): array {
            foreach (
                [
                    ...['tables', 'migrations', 'jobs', 'mail', 'feed', 'guests', 'caching', 'crowd', 'links'],
                    ...MoneyChecks::NAMES,
                    'streams',
                ]
                as $name
            ) {
                $tests['direct']["parterre_$name"] = [
                    'label' => "Parterre: $name",
                    'test' => fn(): array => $this->result($name),
                ];
            }
            return $tests;
        });
    }

    /**
     * One check in the form Site Health wants.
     *
     * @return array<string, mixed>
     */
    public function result(string $name): array {
        [$status, $label, $text, $action] = $this->check($name) + [3 => ''];
        return [
            'label' => $label,
            'status' => $status,
            'badge' => ['label' => 'Parterre', 'color' => $status === 'critical' ? 'red' : 'blue'],
            'description' => '<p>' . esc_html($text) . '</p>',
            'actions' =>
                $action === ''
                    ? ''
                    : sprintf(
                        '<p><a href="%s">%s</a></p>',
                        esc_url($action),
                        esc_html__('Open the settings', 'parterre'),
                    ),
            'test' => "parterre_$name",
        ];
    }

    /** @return array{0: string, 1: string, 2: string, 3?: string} status, headline, explanation, address */
    private function check(string $name): array {
        return match ($name) {
            'tables' => $this->tables(),
            'migrations' => $this->migrations(),
            'jobs' => $this->jobs(),
            'mail' => $this->mail(),
            'feed' => $this->feed(),
            'guests' => $this->guests(),
            'caching' => $this->caching(),
            'crowd' => $this->crowd(),
            'links' => $this->links(),
            'streams' => $this->plugin->get(StreamChecks::class)->check(),
            default => $this->plugin->get(MoneyChecks::class)->check($name),
        };
    }

    private function tables(): array {
        if ($this->plugin->get(Db::class)->isSqlite()) {
            return [
                'recommended',
                __('Tickets are kept in SQLite', 'parterre'),
                __(
                    'That is right for trying things out. Sell from MySQL or MariaDB: SQLite writes one thing at a time.',
                    'parterre',
                ),
            ];
        }
        $wrong = $this->plugin->get(Migrations::class)->tablesWithoutTransactions();
        return $wrong === []
            ? [
                'good',
                __('Tickets are kept in tables with transactions', 'parterre'),
                __('The last place is sold once.', 'parterre'),
            ]
            : [
                'critical',
                __('Tickets are kept in tables without transactions', 'parterre'),
                /* translators: %s: names of tables */
                sprintf(
                    __(
                        'One place could be sold twice. Ask your host to convert these tables to InnoDB: %s',
                        'parterre',
                    ),
                    implode(', ', $wrong),
                ),
            ];
    }

    private function migrations(): array {
        $failed = array_filter(
            $this->plugin->get(Migrations::class)->history(),
            static fn(array $step): bool => $step['state'] === 'failed',
        );
        if ($failed === []) {
            return [
                'good',
                __('The tables are up to date', 'parterre'),
                __('Every step of the last update succeeded.', 'parterre'),
            ];
        }
        $last = end($failed);
        /* translators: 1: name of a step, 2: an error */
        return [
            'critical',
            __('An update of the tables did not finish', 'parterre'),
            sprintf(__('Step “%1$s” failed: %2$s', 'parterre'), $last['name'], $last['error']),
        ];
    }

    private function jobs(): array {
        $last = (int) get_option(Runner::LAST_TICK_OPTION, 0);
        $minutes = intdiv($this->plugin->get(Clock::class)->nowMs() - $last, 60_000);
        if ($last > 0 && $minutes <= 30) {
            return [
                'good',
                __('Mails and housekeeping run by themselves', 'parterre'),
                __('The last run was less than half an hour ago.', 'parterre'),
            ];
        }
        return [
            $last > 0 && $minutes <= 24 * 60 ? 'recommended' : 'critical',
            __('Mails and housekeeping do not run by themselves', 'parterre'),
            __(
                'Buying and getting in work without it. Reminders, retries and the deletion of old data wait. Have your host call WordPress’s cron every five minutes, or run “wp parterre jobs run” from a system cron.',
                'parterre',
            ),
        ];
    }

    private function mail(): array {
        $recent = $this->plugin->get(MailLog::class)->list(20);
        $failed = array_filter($recent, static fn(array $mail): bool => $mail['state'] === 'failed');
        if ($failed === []) {
            return [
                'good',
                __('Mails leave the site', 'parterre'),
                __(
                    'None of the last twenty was refused. Whether they arrive is up to the sender’s domain: set up SPF and DKIM.',
                    'parterre',
                ),
            ];
        }
        $last = reset($failed);
        return [
            count($failed) > 3 ? 'critical' : 'recommended',
            __('Some mails were refused', 'parterre'),
            /* translators: 1: a number, 2: an error */
            sprintf(
                __('%1$d of the last twenty. The latest: %2$s. An SMTP plugin usually mends this.', 'parterre'),
                count($failed),
                $last['error'],
            ),
        ];
    }

    private function feed(): array {
        $last = SelfTest::last();
        $settings = admin_url('admin.php?page=parterre&tab=settings');
        if ($last === null) {
            return [
                'recommended',
                __('The feed was not tested yet', 'parterre'),
                __('A test from your browser tells whether this site can serve a crowd.', 'parterre'),
                $settings,
            ];
        }
        return $last['passed']
            ? [
                'good',
                __('The feed is served as files', 'parterre'),
                __('Thousands can watch and chat on ordinary hosting.', 'parterre'),
            ]
            : [
                'recommended',
                __('The feed is served through WordPress', 'parterre'),
                /* translators: %s: what went wrong */
                sprintf(
                    __('This works for some dozens of people at a time. Files did not: %s', 'parterre'),
                    $last['detail'],
                ),
                $settings,
            ];
    }

    private function guests(): array {
        $last = get_option(self::GUESTS_OPTION);
        $settings = admin_url('admin.php?page=parterre&tab=settings');
        if (!is_array($last)) {
            return [
                'recommended',
                __('It was not tested whether guests reach the plugin', 'parterre'),
                __('The test in the settings does that too.', 'parterre'),
                $settings,
            ];
        }
        return $last['reached']
            ? [
                'good',
                __('Guests reach the plugin', 'parterre'),
                __('A browser without a login got an answer.', 'parterre'),
            ]
            : [
                'critical',
                __('Guests do not reach the plugin', 'parterre'),
                __(
                    'Nobody can buy or watch. Something closes the REST API to visitors: allow the addresses below /wp-json/parterre/v1 in your security plugin.',
                    'parterre',
                ),
                $settings,
            ];
    }

    private function caching(): array {
        $last = Caching::last();
        $settings = admin_url('admin.php?page=parterre&tab=settings');
        if ($last === null || ($last['personal'] === null && $last['public'] === null)) {
            return [
                'recommended',
                __('It was not tested what your host’s cache does to answers', 'parterre'),
                __('The test in the settings does that too.', 'parterre'),
                $settings,
            ];
        }
        $problem = Caching::problem($last);
        return $problem === null
            ? [
                'good',
                __('No cache keeps what is personal', 'parterre'),
                __('Answers of the API reach fans with the cache headers they left with.', 'parterre'),
            ]
            : [
                $problem === 'stale' ? 'recommended' : 'critical',
                $problem === 'stale'
                    ? __('Your host keeps prices and sale states too long', 'parterre')
                    : __('Your host keeps what is personal', 'parterre'),
                self::cachingText($problem),
                $settings,
            ];
    }

    /** What a problem of `Caching` means and what to do about it. */
    public static function cachingText(string $problem): string {
        return match ($problem) {
            'kept' => __(
                'A cache has answered in the place of this site: one fan could be shown another’s tickets. Exclude the addresses below /wp-json/parterre from the cache of your host, your CDN or your cache plugin.',
                'parterre',
            ),
            'keepable' => __(
                'Something takes “no-store” off the answers of the API: a cache could show one fan another’s tickets. Exclude the addresses below /wp-json/parterre from the rules for cache headers of your host, your CDN or your cache plugin.',
                'parterre',
            ),
            default => __(
                'Lists of shows are kept longer than they are true: fans see offers as open that are sold out, and are refused when they buy. Exclude the addresses below /wp-json/parterre from the rules for cache headers of your host, your CDN or your cache plugin.',
                'parterre',
            ),
        };
    }

    private function crowd(): array {
        $fans = number_format_i18n($this->plugin->get(Settings::class)->get('fans_at_once'));
        $measured = number_format_i18n(Crowd::FANS_AT_ONCE);
        return [
            'good',
            /* translators: %s: a number of people */
            sprintf(__('About %s fans at once are served with ease', 'parterre'), $fans),
            /* translators: %s: a number of people */
            sprintf(
                __(
                    'With more, the chat slows first, then how often pages ask. %s were measured on a host with four PHP workers, fifteen database connections and a quarter of a core to itself; tell the settings if yours serves more.',
                    'parterre',
                ),
                $measured,
            ),
            admin_url('admin.php?page=parterre&tab=settings'),
        ];
    }

    private function links(): array {
        return get_option('permalink_structure') !== ''
            ? [
                'good',
                __('Links are readable', 'parterre'),
                __('Pages of shows have names that can be read out.', 'parterre'),
            ]
            : [
                'recommended',
                __('Links are not readable', 'parterre'),
                __(
                    'Everything works, but a show’s address is a number. Choose a structure under Settings → Permalinks.',
                    'parterre',
                ),
            ];
    }
}
