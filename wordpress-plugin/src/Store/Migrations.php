<?php
declare(strict_types=1);

namespace Parterre\Store;

use Parterre\Domain\Clock;

/**
 * Brings the current site's tables to the version of this code: numbered steps, each logged, one at a time, stopping
 * at the first that fails. Runs when the stored number is behind, which also heals sites that were added to a network
 * or restored from an old backup.
 */
final class Migrations {
    /** Autoloaded option with the number of the last step that succeeded. */
    public const OPTION = 'parterre_schema';
    private const LOCK = 'parterre_schema_lock';
    private const LOCK_SECONDS = 600;

    public function __construct(private readonly Db $db, private readonly Clock $clock) {}

    /** Attaches the check to WordPress. */
    public function register(): void {
        add_action('init', [$this, 'runIfBehind'], 0);
        add_action('wp_initialize_site', [$this, 'initialiseSite'], 100);
        add_filter('wpmu_drop_tables', [$this, 'tablesToDrop'], 10, 2);
    }

    /** Number of the newest step. */
    public static function newest(): int {
        return max(array_keys(self::steps()));
    }

    public function runIfBehind(): void {
        if ((int) get_option(self::OPTION, 0) < self::newest()) {
            $this->run();
        }
    }

    /** A new site of a network gets its tables at once when the plugin is active for all. */
    public function initialiseSite(\WP_Site $site): void {
        if (!function_exists('is_plugin_active_for_network')) {
            require_once ABSPATH . 'wp-admin/includes/plugin.php';
        }
        if (is_plugin_active_for_network(plugin_basename(PARTERRE_FILE))) {
            switch_to_blog((int) $site->blog_id);
            $this->run();
            restore_current_blog();
        }
    }

    /**
     * @param list<string> $tables
     * @return list<string>
     */
    public function tablesToDrop(array $tables, int $site): array {
        switch_to_blog($site);
        foreach ([...array_keys(Schema::tables()), 'migrations'] as $table) {
            $tables[] = $this->db->prefix() . $table;
        }
        restore_current_blog();
        return $tables;
    }

    /**
     * Runs the steps that are missing. Does nothing when another request is at it.
     *
     * @return list<int> the numbers of the steps that ran
     */
    public function run(): array {
        if (!$this->lock()) {
            return [];
        }
        $ran = [];
        try {
            $this->createLog();
            $done = (int) get_option(self::OPTION, 0);
            foreach (self::steps() as $number => $step) {
                if ($number <= $done) {
                    continue;
                }
                $this->log($number, $step['name'], 'running', '');
                try {
                    $step['run']($this->db);
                } catch (\Throwable $problem) {
                    $this->log($number, $step['name'], 'failed', $problem->getMessage());
                    break;
                }
                $this->log($number, $step['name'], 'done', '');
                update_option(self::OPTION, $number, true);
                $ran[] = $number;
            }
        } finally {
            delete_option(self::LOCK);
        }
        return $ran;
    }

    /**
     * What ran and how it went, oldest first.
     *
     * @return list<array{number: int, name: string, state: string, at: int, error: string}>
     */
    public function history(): array {
        return array_map(
            static fn(array $row): array => [
                'number' => (int) $row['number'],
                'name' => (string) $row['name'],
                'state' => (string) $row['state'],
                'at' => (int) $row['at'],
                'error' => (string) $row['error'],
            ],
            $this->db->all('SELECT * FROM {migrations} ORDER BY number'),
        );
    }

    /**
     * Names of our tables that are not InnoDB, where transactions and row locks silently do nothing. Empty is good.
     *
     * @return list<string>
     */
    public function tablesWithoutTransactions(): array {
        if ($this->db->isSqlite()) {
            return [];
        }
        $rows = $this->db->all(
            'SELECT TABLE_NAME AS name, ENGINE AS engine FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME LIKE ?',
            [addcslashes($this->db->prefix(), '_%\\') . '%'],
        );
        $wrong = array_filter(
            $rows,
            static fn(array $row): bool => strcasecmp((string) $row['engine'], 'InnoDB') !== 0,
        );
        return array_values(array_map(static fn(array $row): string => (string) $row['name'], $wrong));
    }

    /**
     * The steps in order. A step may be repeated after a failure, so each checks what is there before it changes it.
     * A released step never changes again: what comes later is a new one.
     *
     * @return array<int, array{name: string, run: callable(Db): void}>
     */
    private static function steps(): array {
        return [
            1 => [
                'name' => 'Create the tables',
                'run' => static function (Db $db): void {
                    foreach (array_keys(Schema::tables()) as $table) {
                        $db->change(Schema::createStatement($table, $db->prefix()));
                    }
                },
            ],
            2 => [
                'name' => 'Check that tables keep transactions',
                'run' => static function (Db $db): void {
                    if ($db->isSqlite()) {
                        // One writer at a time and no row locks: right for a demo, wrong for a venue.
                        if (
                            !(defined('PARTERRE_ALLOW_SQLITE') && PARTERRE_ALLOW_SQLITE) &&
                            wp_get_environment_type() === 'production'
                        ) {
                            throw new \RuntimeException(
                                'Parterre sells from MySQL or MariaDB (InnoDB). SQLite is for demos: define PARTERRE_ALLOW_SQLITE to use it.',
                            );
                        }
                        return;
                    }
                    $engines = $db->all(
                        'SELECT ENGINE AS engine FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?',
                        [$db->prefix() . 'pools'],
                    );
                    if (strcasecmp((string) ($engines[0]['engine'] ?? ''), 'InnoDB') !== 0) {
                        throw new \RuntimeException(
                            'The tables are not InnoDB: without transactions, seats would be sold twice.',
                        );
                    }
                },
            ],
            3 => ['name' => 'Add what selling with money needs', 'run' => self::addMissing(...)],
        ];
    }

    /** Adds the tables, columns and keys of the schema that are not there yet; what is there stays as it is. */
    private static function addMissing(Db $db): void {
        foreach (Schema::tables() as $table => $definition) {
            $db->change(Schema::createStatement($table, $db->prefix()));
            $there = array_map('strval', array_column($db->all("SHOW COLUMNS FROM {{$table}}"), 'Field'));
            foreach ($definition['columns'] as $column => $type) {
                if (!in_array($column, $there, true)) {
                    $db->change("ALTER TABLE {{$table}} ADD COLUMN `$column` $type");
                }
            }
            $keys = array_column($db->all("SHOW INDEX FROM {{$table}}"), 'Key_name');
            foreach (Schema::keyStatements($table) as $name => $statement) {
                if (!in_array($name, $keys, true)) {
                    $db->change("ALTER TABLE {{$table}} ADD $statement");
                }
            }
        }
    }

    private function createLog(): void {
        $this->db->change(
            "CREATE TABLE IF NOT EXISTS {migrations} (
                `number` INT NOT NULL,
                `name` VARCHAR(200) NOT NULL,
                `state` VARCHAR(20) NOT NULL,
                `at` BIGINT NOT NULL,
                `error` LONGTEXT NOT NULL,
                PRIMARY KEY (`number`)
            ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin",
        );
    }

    private function log(int $number, string $name, string $state, string $error): void {
        $this->db->change('DELETE FROM {migrations} WHERE number = ?', [$number]);
        $this->db->insert('migrations', [
            'number' => $number,
            'name' => $name,
            'state' => $state,
            'at' => $this->clock->nowMs(),
            'error' => $error,
        ]);
    }

    /** An option row that only one request can insert; a lock left by a dead request is taken over after ten minutes. */
    private function lock(): bool {
        global $wpdb;
        $now = time();
        $taken = $wpdb->query(
            $wpdb->prepare(
                "INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES (%s, %d, 'off')",
                self::LOCK,
                $now,
            ),
        );
        if (!$taken) {
            $taken = $wpdb->query(
                $wpdb->prepare(
                    "UPDATE {$wpdb->options} SET option_value = %d WHERE option_name = %s AND option_value < %d",
                    $now,
                    self::LOCK,
                    $now - self::LOCK_SECONDS,
                ),
            );
        }
        wp_cache_delete(self::LOCK, 'options');
        wp_cache_delete('notoptions', 'options');
        return (bool) $taken;
    }
}
