<?php
declare(strict_types=1);

namespace Parterre\Store;

/** Gives rows the types that the schema promises: the database answers in text. */
final class Rows {
    /** Columns that hold JSON; everything else that is not a number is text. */
    private const JSON = [
        'artists',
        'poster',
        'place',
        'captions',
        'features',
        'capabilities',
        'images',
        'discounts',
        'consents',
        'attribution',
        'parts',
        'pools',
        'taxes',
        'delivery',
        'evidence',
        'post_address',
        'content',
        'places',
        'suggestions',
        'codes',
        'offers',
        'shows',
        'lines',
        'picture',
        'stretch',
        'thresholds',
        'payload',
        'memo',
        'quality',
        'figures',
        'detail',
        'step',
        'refunds',
        'disputes',
        'objects',
    ];

    /**
     * @param array<string, string|null> $row
     * @return array<string, mixed>
     */
    public static function typed(string $table, array $row): array {
        $columns = Schema::tables()[$table]['columns'];
        foreach ($row as $column => $value) {
            if ($value === null || !isset($columns[$column])) {
                continue;
            }
            if (in_array($column, self::JSON, true) && str_contains($columns[$column], 'TEXT')) {
                $row[$column] = json_decode($value, true);
            } elseif (str_contains(strstr($columns[$column] . ' ', ' ', true), 'INT')) {
                $row[$column] = (int) $value;
            }
        }
        return $row;
    }

    /**
     * @param list<array<string, string|null>> $rows
     * @return list<array<string, mixed>>
     */
    public static function all(string $table, array $rows): array {
        return array_map(static fn(array $row): array => self::typed($table, $row), $rows);
    }

    /** JSON for a column; text stays readable in the database. */
    public static function json(mixed $value): string {
        return json_encode($value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    }
}
