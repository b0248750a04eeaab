<?php
declare(strict_types=1);

namespace Parterre\Store\Tables;

/** What was recorded, and the film that is made of it. */
final class Replay {
    /** @return array<string, array{columns: array<string, string>, primary: string, unique?: list<string>, keys?: list<string>}> */
    public static function tables(): array {
        return [
            'recordings' => [
                'columns' => [
                    'id' => Column::ID,
                    // Null: a provider told of a recording that fits no show; whoever makes a replay may take it.
                    'show_id' => Column::ID_OR_NULL,
                    'camera' => Column::ID_OR_NULL,
                    'provider' => Column::WORD,
                    // What plays it, as a camera's settings name it.
                    'stream' => Column::ADDRESS,
                    'stream_hash' => Column::HASH,
                    // The live stream it was made of; empty where nobody said.
                    'of_stream' => Column::ADDRESS,
                    // `provider`, `live` (the live stream's own playlist) or `hand`.
                    'source' => Column::WORD,
                    'started_at' => Column::TIME_OR_NULL,
                    'duration_ms' => Column::INT_OR_NULL,
                    'state' => Column::WORD,
                    // Segments that were asked for, and how many there are to ask for.
                    'checked' => Column::INT,
                    'total' => Column::INT,
                    // Moves when it is looked at anew: work on an older look stops.
                    'round' => Column::INT,
                    // Code of what is wrong; empty where nothing is.
                    'problem' => "VARCHAR(40) NOT NULL DEFAULT ''",
                    'detail' => Column::TEXT,
                    'created_at' => Column::TIME,
                    'updated_at' => Column::TIME,
                ],
                'primary' => 'id',
                'keys' => ['show_id', 'provider,stream_hash'],
            ],
            'recording_tracks' => [
                'columns' => [
                    'recording_id' => Column::ID,
                    'position' => Column::INT,
                    // `video`, `audio` or `subtitles`.
                    'kind' => Column::WORD,
                    'features' => Column::TEXT,
                    // Packed: see Streaming/Replay/Track.
                    'segments' => Column::TEXT,
                ],
                'primary' => 'recording_id,position',
            ],
            'replay_parts' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'camera' => Column::ID,
                    'position' => Column::INT,
                    'recording_id' => Column::ID,
                    'from_ms' => Column::INT,
                    'to_ms' => Column::INT,
                ],
                'primary' => 'show_id,camera,position',
                'keys' => ['recording_id'],
            ],
            'chapters' => [
                'columns' => [
                    'show_id' => Column::ID,
                    'position' => Column::INT,
                    'at_ms' => Column::INT,
                    // The same moment by the recording's dates.
                    'media_at' => Column::TIME_OR_NULL,
                    'title' => Column::NAME,
                ],
                'primary' => 'show_id,position',
            ],
        ];
    }
}
