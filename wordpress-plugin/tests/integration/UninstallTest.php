<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Admin\Roles;
use Parterre\Domain\Crowd;
use Parterre\Health\Caching;
use Parterre\Health\Checks;
use Parterre\Settings;
use Parterre\Store\Migrations;
use Parterre\Store\Schema;

/** Deleting the plugin, and what Site Health says while it is there. */
final class UninstallTest extends IntegrationCase {
    protected function tearDown(): void {
        // The next test needs the house again.
        delete_option(Migrations::OPTION);
        $this->service(Migrations::class)->run();
        $this->service(Roles::class)->add();
        parent::tearDown();
    }

    private function uninstall(): void {
        defined('WP_UNINSTALL_PLUGIN') || define('WP_UNINSTALL_PLUGIN', plugin_basename(PARTERRE_FILE));
        require PARTERRE_DIR . '/uninstall.php';
        wp_cache_flush();
    }

    /** @return list<string> everything of ours that is left */
    private function remains(): array {
        global $wpdb;
        return [
            ...$wpdb->get_col("SHOW TABLES LIKE '{$wpdb->prefix}parterre\\_%'"),
            ...$wpdb->get_col("SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'parterre\\_%'"),
            ...$wpdb->get_col("SELECT meta_key FROM {$wpdb->postmeta} WHERE meta_key LIKE '\\_parterre%'"),
            ...array_filter(
                array_keys(wp_roles()->roles),
                static fn(string $role): bool => str_starts_with($role, 'parterre_'),
            ),
            ...array_filter(
                array_keys(get_role('administrator')->capabilities),
                static fn(string $name): bool => str_starts_with($name, 'parterre_'),
            ),
            ...array_filter(
                array_keys(array_merge(...array_values(_get_cron_array() ?: [[]]))),
                static fn(string $hook): bool => str_starts_with($hook, 'parterre'),
            ),
        ];
    }

    public function testUnaskedItTakesNoData(): void {
        ['show' => $show] = $this->show();
        $this->uninstall();
        $this->assertNotNull($this->service(Parterre\Store\Shows::class)->find($show));
        $this->assertTrue(get_role('administrator')->has_cap(Roles::MANAGE_SETTINGS));
    }

    public function testAskedItLeavesNothing(): void {
        $this->show();
        $page = wp_insert_post([
            'post_type' => 'page',
            'post_title' => 'x',
            'meta_input' => ['_parterre_show' => 'show_x'],
        ]);
        $this->service(Settings::class)->set(['delete_on_uninstall' => true]);
        $this->assertGreaterThan(count(Schema::tables()), count($this->remains()));
        $this->uninstall();
        $this->assertSame([], $this->remains());
        $this->assertNotNull(get_post($page), 'Pages are the venue\'s own.');
        $this->assertDirectoryDoesNotExist(wp_upload_dir()['basedir'] . '/parterre');
        wp_delete_post($page, true);
    }

    public function testSiteHealthTellsTroubleFromCalm(): void {
        $checks = $this->service(Checks::class);
        update_option(Parterre\Jobs\Runner::LAST_TICK_OPTION, (int) (microtime(true) * 1000), false);
        foreach (['tables', 'migrations', 'jobs', 'mail', 'links'] as $name) {
            $this->assertSame('good', $checks->result($name)['status'], $name);
        }
        update_option(Parterre\Jobs\Runner::LAST_TICK_OPTION, (int) (microtime(true) * 1000) - 2 * 3_600_000, false);
        $this->assertSame('recommended', $checks->result('jobs')['status']);
        delete_option(Parterre\Jobs\Runner::LAST_TICK_OPTION);
        $this->assertSame('critical', $checks->result('jobs')['status']);
        update_option(Checks::GUESTS_OPTION, ['reached' => false, 'at' => time()]);
        $this->assertSame('critical', $checks->result('guests')['status']);
        $log = $this->service(Parterre\Store\MailLog::class);
        for ($n = 0; $n < 5; $n++) {
            $log->end($log->begin('receipt', 'a@example.org', 'x', 'Subject', null), false, 'refused <b>');
        }
        $mail = $checks->result('mail');
        $this->assertSame('critical', $mail['status']);
        $this->assertStringNotContainsString('<b>', $mail['description']);
    }

    /** @dataProvider caches */
    public function testSiteHealthSeesWhatAHostsCacheDoesToAnswers(
        string $status,
        array $personal,
        array $public,
    ): void {
        delete_option(Caching::OPTION);
        $checks = $this->service(Checks::class);
        $this->assertSame('recommended', $checks->result('caching')['status'], 'not tested yet');
        wp_set_current_user(1);
        $names = ['cacheControl', 'age', 'served'];
        $answer = $this->desk('POST', '/feed-test', [
            'step' => 'conclude',
            'passed' => true,
            'detail' => '',
            'guests' => true,
            'caching' => ['personal' => array_combine($names, $personal), 'public' => array_combine($names, $public)],
        ])->get_data();
        $this->assertSame($status === 'good', $answer['caching']['problem'] === null);
        $this->assertSame($status, $checks->result('caching')['status']);
    }

    /** @return array<string, array{0: string, 1: list<string>, 2: list<string>}> */
    public static function caches(): array {
        $listed = 'public, max-age=5';
        return [
            'as they left' => ['good', ['no-store, private', '', 'MISS'], [$listed, '2', 'HIT']],
            'a cache that bypasses' => ['good', ['no-store, private', '', 'BYPASS'], [$listed, '', '']],
            'a host that adds an hour to everything' => [
                'critical',
                ['max-age=3600', '', ''],
                ['max-age=3600', '', ''],
            ],
            'a host that takes the header off' => ['critical', ['', '', ''], [$listed, '', '']],
            'a cache that answers for us' => ['critical', ['no-store, private', '12', 'HIT'], [$listed, '', '']],
            'a cache that keeps lists' => ['recommended', ['no-store', '', ''], ['public, max-age=86400', '', '']],
            'a cache that keeps lists and says nothing' => ['recommended', ['no-store', '', ''], [$listed, '900', '']],
        ];
    }

    public function testSiteHealthSaysHowManyFansAtOnceAreServed(): void {
        $told = $this->service(Checks::class)->result('crowd');
        $this->assertStringContainsString(number_format_i18n(Crowd::FANS_AT_ONCE), $told['label']);
        $this->service(Settings::class)->set(['fans_at_once' => 4321]);
        $this->fresh();
        $this->assertStringContainsString('4,321', $this->service(Checks::class)->result('crowd')['label']);
    }

    public function testATableWithoutTransactionsIsCritical(): void {
        global $wpdb;
        $wpdb->query("ALTER TABLE {$wpdb->prefix}parterre_rate_limits ENGINE = MyISAM");
        $result = $this->service(Checks::class)->result('tables');
        $wpdb->query("ALTER TABLE {$wpdb->prefix}parterre_rate_limits ENGINE = InnoDB");
        $this->assertSame('critical', $result['status']);
        $this->assertStringContainsString('rate_limits', $result['description']);
    }
}
