<?php
declare(strict_types=1);

namespace Parterre\Store;

/**
 * The tables as they are now: column by column, so that tests and tools can read them too.
 *
 * Times are milliseconds since 1970 in UTC (BIGINT), money is an integer in minor units, ids are random text. The whole
 * of a table has one collation, `utf8mb4_bin`: ids differ by case, and wpdb drops every non-ASCII query on a table
 * that mixes character sets. What is said in JSON is never searched by.
 */
final class Schema {
    /** One class a subject; each says its tables. */
    private const SUBJECTS = [
        Tables\Programme::class,
        Tables\Selling::class,
        Tables\Orders::class,
        Tables\Money::class,
        Tables\Hall::class,
        Tables\People::class,
        Tables\Watching::class,
        Tables\Pictures::class,
        Tables\Amends::class,
        Tables\Law::class,
        Tables\Doors::class,
        Tables\Replay::class,
        Tables\Room::class,
        Tables\Crowd::class,
        Tables\Bookkeeping::class,
    ];

    /**
     * @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}>
     *         by table name without prefix
     */
    public static function tables(): array {
        static $tables = null;
        return $tables ??= array_merge(
            ...array_map(static fn(string $subject): array => $subject::tables(), self::SUBJECTS),
        );
    }

    /** The statement that creates a table when it is missing. */
    public static function createStatement(string $table, string $prefix): string {
        $definition = self::tables()[$table];
        $lines = [];
        foreach ($definition['columns'] as $column => $type) {
            $lines[] = "`$column` $type";
        }
        $lines[] = 'PRIMARY KEY (' . self::quoted($definition['primary']) . ')';
        array_push($lines, ...array_values(self::keyStatements($table)));
        return "CREATE TABLE IF NOT EXISTS `{$prefix}{$table}` (\n  " .
            implode(",\n  ", $lines) .
            "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";
    }

    /** @return array<string, string> the definitions of a table's keys but the primary one, by name */
    public static function keyStatements(string $table): array {
        $statements = [];
        foreach (self::tables()[$table]['unique'] ?? [] as $columns) {
            $name = 'u_' . strtr($columns, ',', '_');
            $statements[$name] = "UNIQUE KEY `$name` (" . self::quoted($columns) . ')';
        }
        foreach (self::tables()[$table]['keys'] ?? [] as $columns) {
            $name = 'k_' . strtr($columns, ',', '_');
            $statements[$name] = "KEY `$name` (" . self::quoted($columns) . ')';
        }
        return $statements;
    }

    private static function quoted(string $columns): string {
        return implode(', ', array_map(static fn(string $column): string => "`$column`", explode(',', $columns)));
    }
}
