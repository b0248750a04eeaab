<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Domain\Clock;
use Parterre\Store\Shows;
use Parterre\Streaming\Playback;
use Parterre\Streaming\Replay\Films;

/** The streams of saved cameras, as players get them: a replay that was joined plays as its film. */
final class Subjects {
    private const FILM_SECONDS = 300;

    public function __construct(
        private readonly Shows $shows,
        private readonly Films $films,
        private readonly Playback $playback,
        private readonly Clock $clock,
    ) {}

    /**
     * @param array<string, mixed> $show a row
     * @param string               $id   of a camera
     * @param string               $mode of `Subject::MODES`
     * @return Subject|null null where the show has no such camera
     */
    public function of(array $show, string $id, string $mode): ?Subject {
        $cameras = array_column($this->shows->cameras($show['id']), null, 'id');
        if (!isset($cameras[$id]) || !in_array($mode, Subject::MODES, true)) {
            return null;
        }
        $film =
            $mode !== 'replay'
                ? null
                : $this->films->address(
                    $this->films->cuts($show['id']),
                    $show['id'],
                    $id,
                    'doctor',
                    self::FILM_SECONDS,
                    $this->clock->nowMs(),
                    $this->playback->provider(...),
                );
        return Subject::camera($show, $cameras[$id], $mode, count($cameras), $film['url'] ?? null);
    }
}
