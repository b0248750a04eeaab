<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** Whether pictures arrive, how they reach those who watch, and who looks after them. Numbers only, nobody's. */
final class Pictures {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'pictures' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'camera' => Column::ID,
                    // `arriving`, `lost` or `unknown`, and since when.
                    'state' => Column::WORD,
                    'since' => Column::TIME,
                    // Who said so: `provider`, `probe` or `viewers`.
                    'source' => Column::WORD,
                    // When the picture was last known to arrive.
                    'seen_at' => Column::TIME_OR_NULL,
                    // What each source said last, to compare with what it says next.
                    'memo' => Column::TEXT_OR_NULL,
                    // When this loss was written to the crew; null once it is over.
                    'mailed_at' => Column::TIME_OR_NULL,
                ],
                'primary' => 'show_id,camera',
            ],
            'picture_minutes' => [
                'columns' => [
                    'show_id' => Column::ID,
                    // Minutes since 1970.
                    'minute' => Column::NUMBER,
                    // By camera, as `Streaming\Watch\Quality` adds them up.
                    'figures' => Column::TEXT,
                ],
                'primary' => 'show_id,minute',
            ],
            'desks' => [
                'columns' => [
                    'show_id' => Column::ID,
                    // When somebody last had the desk open, and when the pictures were last looked for.
                    'seen_at' => Column::NUMBER . ' DEFAULT 0',
                    'looked_at' => Column::NUMBER . ' DEFAULT 0',
                ],
                'primary' => 'show_id',
            ],
        ];
    }
}
