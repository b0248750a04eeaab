<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

/** What is looked at: a stream as a camera's settings name it, and what is known of where it plays. */
final class Subject {
    /** Streams of a camera: of the show, of the show while the first is lost, and after it. */
    public const MODES = ['live', 'backup', 'replay'];

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
     * @param string|null $film    the signed address of the film that plays in the stream's place
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
        public readonly ?string $film = null,
    ) {}

    /**
     * A camera of a show.
     *
     * @param array<string, mixed> $show   a row
     * @param array<string, mixed> $camera a row
     * @param string               $mode   of MODES
     * @param string|null          $film   the signed address of the film that a replay was joined to
     */
    public static function camera(array $show, array $camera, string $mode, int $cameras, ?string $film = null): self {
        $backup = $mode === 'backup' ? $camera['backup_provider'] : '';
        return new self(
            $backup === '' ? $camera['provider'] : $backup,
            trim($camera["{$mode}_stream"]),
            $mode !== 'replay',
            $cameras,
            $show['access'] === 'open',
            $camera['features'] !== [],
            $camera['captions'] !== [],
            "{$show['id']}/{$camera['id']}/$mode",
            "{$show['title']}, {$camera['label']} ($mode)",
            $film,
        );
    }
}
