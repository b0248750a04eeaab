<?php
declare(strict_types=1);

namespace Parterre\Store;

/**
 * The thin layer over wpdb that every repository uses. SQL names tables in braces (`{orders}`) and values as `?`;
 * integers, texts and null are bound by their PHP type. A failed statement throws; nothing returns false.
 */
final class Db {
    /** Server error numbers after which the same transaction may be tried again: deadlock, lock wait timeout. */
    private const RETRYABLE = [1213, 1205];

    private int $depth = 0;
    /** The number of the connection that the open transaction is on. */
    private string $connection = '';
    /** @var list<callable(): void> */
    private array $afterCommit = [];

    public function __construct(private readonly \wpdb $wpdb) {}

    /** The database of this WordPress. */
    public static function ofSite(): self {
        return new self($GLOBALS['wpdb']);
    }

    /**
     * What our tables are written in. wpdb asks the server for all columns of a table before the first text with an accent
     * goes into it, in every request; ours are made in one way.
     *
     * @internal a filter of WordPress, attached while a statement of ours runs
     */
    public function charset(mixed $charset, string $table): mixed {
        return $charset ?? (str_starts_with($table, $this->prefix()) && !$this->isSqlite() ? 'utf8mb4' : null);
    }

    /** Prefix of this site's tables: `wp_parterre_`, with the site's number on a network. */
    public function prefix(): string {
        return $this->wpdb->prefix . 'parterre_';
    }

    /** Whether this is the SQLite drop-in of a demo or test site, which has no row locks. */
    public function isSqlite(): bool {
        return defined('DB_ENGINE') && DB_ENGINE === 'sqlite';
    }

    /**
     * @param list<scalar|null> $values
     * @return list<array<string, string|null>>
     */
    public function all(string $sql, array $values = []): array {
        $rows = $this->run(fn(string $bound) => $this->wpdb->get_results($bound, ARRAY_A), $sql, $values);
        return is_array($rows) ? $rows : [];
    }

    /**
     * @param list<scalar|null> $values
     * @return array<string, string|null>|null
     */
    public function one(string $sql, array $values = []): ?array {
        return $this->all($sql, $values)[0] ?? null;
    }

    /** @param list<scalar|null> $values */
    public function value(string $sql, array $values = []): ?string {
        $row = $this->one($sql, $values);
        $value = $row === null ? null : reset($row);
        return $value === null ? null : (string) $value;
    }

    /**
     * Runs a statement that changes something and tells how many rows it changed: 0 means its condition did not hold.
     *
     * @param list<scalar|null> $values
     */
    public function change(string $sql, array $values = []): int {
        return (int) $this->run(fn(string $bound) => $this->wpdb->query($bound), $sql, $values);
    }

    /** @param array<string, scalar|null> $row */
    public function insert(string $table, array $row, string $how = 'INSERT INTO'): int {
        $columns = implode(', ', array_map(static fn(string $column): string => "`$column`", array_keys($row)));
        $marks = implode(', ', array_fill(0, count($row), '?'));
        return $this->change("$how {{$table}} ($columns) VALUES ($marks)", array_values($row));
    }

    /**
     * @param array<string, scalar|null> $set
     * @param array<string, scalar>      $where
     */
    public function update(string $table, array $set, array $where): int {
        $assign = implode(', ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($set)));
        $match = implode(' AND ', array_map(static fn(string $column): string => "`$column` = ?", array_keys($where)));
        return $this->change("UPDATE {{$table}} SET $assign WHERE $match", [
            ...array_values($set),
            ...array_values($where),
        ]);
    }

    /** The number the last INSERT was given. */
    public function lastRow(): int {
        return (int) $this->wpdb->insert_id;
    }

    /**
     * Marks for an IN list: `IN (` . marks(…) . `)`.
     *
     * @param list<mixed> $values not empty
     */
    public static function marks(array $values): string {
        return implode(', ', array_fill(0, count($values), '?'));
    }

    /** ` FOR UPDATE` where there are row locks; SQLite locks the whole file when a transaction first writes. */
    public function forUpdate(): string {
        return $this->isSqlite() ? '' : ' FOR UPDATE';
    }

    /**
     * Runs `$work` in one transaction, again from its start after a deadlock or a lost connection, at most five times.
     * Inside another transaction it simply joins it. `$work` must not reach outside the database.
     *
     * wpdb reconnects by itself when the server has gone away, in the middle of a transaction too, and says the statement again:
     * what came before is lost, while that statement and what follows are committed one by one. So no new connection is taken
     * inside a transaction (`refuseNewConnection`), and its number is compared after every statement besides.
     *
     * @template T
     * @param callable(): T $work
     * @return T
     */
    public function transaction(callable $work): mixed {
        if ($this->depth > 0) {
            return $work();
        }
        for ($attempt = 1; ; $attempt++) {
            $this->afterCommit = [];
            try {
                $this->begin();
                $this->connection = $this->connection();
                add_filter('incompatible_sql_modes', [$this, 'refuseNewConnection']);
                $this->depth = 1;
                $result = $work();
                $this->command('COMMIT');
                $this->leave();
                break;
            } catch (\Throwable $problem) {
                $this->leave();
                $this->rollBack();
                $again =
                    $problem instanceof LostConnection || ($problem instanceof DbError && self::mayTryAgain($problem));
                if (!$again || $attempt >= 5) {
                    throw $problem;
                }
                // Two that met once should not meet again at the same moment.
                usleep(random_int(2_000, 20_000) * $attempt);
            }
        }
        $pending = $this->afterCommit;
        $this->afterCommit = [];
        foreach ($pending as $task) {
            $task();
        }
        return $result;
    }

    /**
     * Called while wpdb makes a new connection, before it says anything on it. A COMMIT that was lost on its way is told by
     * this too; should the server have heard it after all, the work is done again and finds itself done: each piece asks.
     *
     * @internal a filter of WordPress, attached while a transaction is open
     * @throws LostConnection
     */
    public function refuseNewConnection(): never {
        throw new LostConnection('The database connection was lost inside a transaction.');
    }

    /** Runs `$task` once the surrounding transaction is committed, or now if there is none. */
    public function afterCommit(callable $task): void {
        if ($this->depth > 0) {
            $this->afterCommit[] = $task;
        } else {
            $task();
        }
    }

    /** Whether a unique key stood in the way of the last statement that threw. */
    public static function isDuplicate(DbError $error): bool {
        return $error->number === 1062 || stripos($error->getMessage(), 'UNIQUE constraint') !== false;
    }

    /** Whether another transaction stood in the way, which will be gone in a moment. */
    private static function mayTryAgain(DbError $error): bool {
        return in_array($error->number, self::RETRYABLE, true) ||
            str_contains($error->getMessage(), 'database is locked');
    }

    private function begin(): void {
        if (!$this->isSqlite()) {
            // Every read sees what is committed now: a row that was waited for is read as its last writer left it.
            $this->command('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
        }
        $this->command('START TRANSACTION');
    }

    /** Takes wpdb as it is again; a connection that was refused half-way is made ready. */
    private function leave(): void {
        remove_filter('incompatible_sql_modes', [$this, 'refuseNewConnection']);
        if ($this->depth > 0 && $this->connection() !== $this->connection) {
            $this->wpdb->set_sql_mode();
            $this->wpdb->select($this->wpdb->dbname, $this->wpdb->dbh);
        }
        $this->depth = 0;
    }

    private function rollBack(): void {
        try {
            $this->command('ROLLBACK');
        } catch (DbError) {
            // The connection is gone, and the transaction with it.
        }
    }

    private function connection(): string {
        if ($this->isSqlite()) {
            return 'sqlite';
        }
        // The driver knows the number that CONNECTION_ID() would answer, without asking.
        $handle = $this->wpdb->dbh;
        return $handle instanceof \mysqli
            ? (string) $handle->thread_id
            : (string) $this->value('SELECT CONNECTION_ID()');
    }

    private function command(string $sql): void {
        $this->run(fn(string $bound) => $this->wpdb->query($bound), $sql, []);
    }

    /**
     * @param callable(string): mixed $send
     * @param list<scalar|null>       $values
     */
    private function run(callable $send, string $sql, array $values): mixed {
        $bound = $this->bind($sql, $values);
        // wpdb prints and logs a failed statement, values included; this layer throws instead, without the values.
        $silent = $this->wpdb->suppress_errors(true);
        $reporting = error_reporting();
        add_filter('pre_get_table_charset', [$this, 'charset'], 10, 2);
        try {
            $result = $send($bound);
            $error = (string) $this->wpdb->last_error;
        } finally {
            // For our own statements only: wpdb's `insert` would miss what it learns with the columns.
            remove_filter('pre_get_table_charset', [$this, 'charset']);
            $this->wpdb->suppress_errors($silent);
            error_reporting($reporting);
        }
        if ($this->depth > 0 && $this->connection() !== $this->connection) {
            throw new LostConnection('The database connection changed inside a transaction.');
        }
        if ($result === false || $result === null || $error !== '') {
            $handle = $this->wpdb->dbh;
            throw new DbError(
                $error === '' ? 'The database refused a statement.' : $error,
                $handle instanceof \mysqli ? $handle->errno : 0,
            );
        }
        return $result;
    }

    /** @param list<scalar|null> $values */
    private function bind(string $sql, array $values): string {
        $sql = preg_replace_callback(
            '/\{([a-z_]+)\}/',
            fn(array $match): string => '`' . $this->prefix() . $match[1] . '`',
            $sql,
        );
        if ($values === []) {
            return $sql;
        }
        $next = 0;
        $bindable = [];
        $sql = preg_replace_callback(
            '/\?/',
            static function () use (&$next, &$bindable, $values): string {
                $value = $values[$next++];
                if ($value === null) {
                    return 'NULL';
                }
                $bindable[] = is_bool($value) ? (int) $value : $value;
                return is_int($value) || is_bool($value) ? '%d' : '%s';
            },
            $sql,
        );
        if ($next !== count($values)) {
            throw new \LogicException('A statement has ' . $next . ' marks for ' . count($values) . ' values.');
        }
        return $bindable === [] ? $sql : (string) $this->wpdb->prepare($sql, $bindable);
    }
}
