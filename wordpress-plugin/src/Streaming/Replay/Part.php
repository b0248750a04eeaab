<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

/**
 * A piece of a recording in a film. It is cut where segments meet: whatever was asked for is in it, and at most one segment more at
 * either end, because a segment cannot be divided without making it anew.
 */
final class Part {
    /** A segment that is touched by less than this is left out: what is typed is as exact as a clock. */
    private const TOUCH_US = 20_000;

    /** Where it really begins and ends in its recording, in microseconds. */
    public readonly int $fromUs;
    public readonly int $toUs;
    /** @var list<int>|null */
    private readonly ?array $dates;

    /**
     * @param string      $recording its id
     * @param list<Track> $tracks    of the recording, best picture first
     * @param int         $fromMs    what was asked for, milliseconds from the beginning of the recording
     * @param int|null    $startedAt when its first picture was taken, where its playlist does not say
     */
    public function __construct(
        public readonly string $recording,
        public readonly array $tracks,
        int $fromMs,
        int $toMs,
        public readonly ?int $startedAt = null,
    ) {
        $from = null;
        $to = null;
        $at = 0;
        $spine = $this->spine();
        foreach ($spine?->pieces ?? [] as $piece) {
            $end = $at + $piece['us'];
            if ($at < $toMs * 1000 - self::TOUCH_US && $end > $fromMs * 1000 + self::TOUCH_US) {
                $from ??= $at;
                $to = $end;
            }
            $at = $end;
        }
        $this->fromUs = $from ?? 0;
        $this->toUs = $to ?? 0;
        $this->dates = $spine?->dates();
    }

    /** The picture that times are counted on; its sound where there is no picture. */
    public function spine(): ?Track {
        foreach ($this->tracks as $track) {
            if ($track->kind === 'video') {
                return $track;
            }
        }
        return $this->tracks[0] ?? null;
    }

    /** @return list<Track> qualities of the picture */
    public function pictures(): array {
        return array_values(array_filter($this->tracks, static fn(Track $track): bool => $track->kind === 'video'));
    }

    public function isEmpty(): bool {
        return $this->toUs <= $this->fromUs;
    }

    /** The date of the picture at a place of the recording; null where nobody knows. */
    public function dateAt(int $us): ?int {
        if ($this->dates === null) {
            return $this->startedAt === null ? null : $this->startedAt + (int) round($us / 1000);
        }
        $at = 0;
        foreach ($this->spine()?->pieces ?? [] as $index => $piece) {
            if ($us < $at + $piece['us'] || $index === count($this->dates) - 1) {
                return $this->dates[$index] + (int) round(($us - $at) / 1000);
            }
            $at += $piece['us'];
        }
        return null;
    }

    /**
     * The pieces of one of its tracks that lie within the cut, by their middle: encoders do not end sound and picture at the same instant.
     *
     * @return array<int, array{at: int, date: int|null}> by place in the track: where it begins in the recording (microseconds) and its date
     */
    public function cut(Track $track): array {
        $found = [];
        $at = 0;
        $own = $track->dates();
        foreach ($track->pieces as $index => $piece) {
            $middle = $at + intdiv($piece['us'], 2);
            if ($middle >= $this->fromUs && $middle < $this->toUs) {
                $found[$index] = ['at' => $at, 'date' => $own[$index] ?? null];
            }
            $at += $piece['us'];
        }
        if ($own === null && $found !== []) {
            $first = $found[array_key_first($found)]['at'];
            $base = $this->dateAt($first);
            foreach ($found as $index => $piece) {
                $found[$index]['date'] = $base === null ? null : $base + (int) round(($piece['at'] - $first) / 1000);
            }
        }
        return $found;
    }
}
