<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What has to be on paper. */
final class Law {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            // Terms of sale as they read when somebody bought under them.
            'terms' => [
                'columns' => [
                    'version' => Column::ID,
                    'url' => Column::ADDRESS,
                    'text' => Column::TEXT,
                    'created_at' => Column::TIME,
                ],
                'primary' => 'version',
            ],
        ];
    }
}
