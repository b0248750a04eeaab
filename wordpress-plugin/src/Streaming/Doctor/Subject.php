<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** What is looked at: a stream as a camera's settings name it, and what is known of where it plays. */
final class Subject {
    /**
     * @param string $provider     the word stored with a camera
     * @param string $stream       a stream's name or an address
     * @param bool   $live         whether it plays while the show is on; a replay otherwise
     * @param int    $cameras      how many cameras the show has
     * @param bool   $open         whether anybody may watch the show without a ticket
     * @param bool   $fullEngine   whether the camera has the player load the engine that plays sound and captions apart
     * @param bool   $sideCaptions whether the camera has files of captions
     * @param string $key          stands for show, camera and mode where it is a saved one; empty otherwise
     * @param string $title        show and camera in words, for the log
     */
    public function __construct(
        public readonly string $provider,
        public readonly string $stream,
        public readonly bool $live,
        public readonly int $cameras = 1,
        public readonly bool $open = false,
        public readonly bool $fullEngine = false,
        public readonly bool $sideCaptions = false,
        public readonly string $key = '',
        public readonly string $title = '',
    ) {}

    /**
     * A camera of a show.
     *
     * @param array<string, mixed> $show   a row
     * @param array<string, mixed> $camera a row
     */
    public static function camera(array $show, array $camera, bool $live, int $cameras): self {
        $mode = $live ? 'live' : 'replay';
        return new self(
            $camera['provider'],
            trim($camera[$live ? 'live_stream' : 'replay_stream']),
            $live,
            $cameras,
            $show['access'] === 'open',
            $camera['features'] !== [],
            $camera['captions'] !== [],
            "{$show['id']}/{$camera['id']}/$mode",
            "{$show['title']}, {$camera['label']} ($mode)",
        );
    }
}
