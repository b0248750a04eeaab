<?php
declare(strict_types=1);

namespace Parterre\Health;

use Parterre\Domain\Clock;
use Parterre\Domain\Phase;
use Parterre\Store\Shows;
use Parterre\Streaming\Doctor\Finding;
use Parterre\Streaming\Doctor\Records;
use Parterre\Streaming\Doctor\Signing;
use Parterre\Streaming\Doctor\Subject;
use Parterre\Streaming\Doctor\Words;

/**
 * Whether every stream that is still to be watched can be signed, and what the last checks found. Nothing is fetched here: Site Health may
 * not wait.
 */
final class StreamChecks {
    /** Before the doors nobody sends: that nothing came says nothing. */
    private const EXPECTED = [
        ...[
            'nothing_live',
            'no_segments',
            'is_recording',
            'not_hls_empty',
            'quality_missing',
            'quality_empty',
            'frozen',
        ],
        ...['ended_meanwhile', 'gone_meanwhile', 'segment_missing'],
    ];

    /** Sentences in one explanation. */
    private const MOST = 3;

    public function __construct(
        private readonly Records $records,
        private readonly Shows $shows,
        private readonly Clock $clock,
        private readonly Signing $signing,
    ) {}

    /** @return array{0: string, 1: string, 2: string, 3?: string} status, headline, explanation, address */
    public function check(): array {
        $wrong = $this->setUpWrongly();
        if ($wrong !== []) {
            return [
                'critical',
                __('A stream is not set up right', 'parterre'),
                implode(' ', $wrong),
                admin_url('admin.php?page=parterre&tab=settings'),
            ];
        }
        $faulty = [];
        foreach (array_keys(Records::all()) as $key) {
            [$show, $camera, $mode] = explode('/', (string) $key) + ['', '', ''];
            $name = $this->faulty($show, $camera, $mode);
            if ($name !== null) {
                $faulty[] = $name;
            }
        }
        return $faulty === []
            ? [
                'good',
                __('No stream that was checked has a problem', 'parterre'),
                __('Press “Check the live stream” beside each camera before a show.', 'parterre'),
            ]
            : [
                'critical',
                __('A stream would not play', 'parterre'),
                sprintf(
                    /* translators: %s: names of shows and cameras */
                    __(
                        'The last check found problems that keep fans from watching: %s. Open the show, mend what the check names, and check again.',
                        'parterre',
                    ),
                    implode('; ', $faulty),
                ),
                admin_url('admin.php?page=parterre'),
            ];
    }

    /**
     * What keeps the site from signing a stream that is still to be watched, each thing once.
     *
     * @return list<string> sentences
     */
    private function setUpWrongly(): array {
        $said = [];
        foreach ($this->shows->published() as $show) {
            $phase = Phase::at($show, $this->clock->nowMs());
            if ($show['status'] === 'cancelled' || in_array($phase, ['ended', 'archived'], true)) {
                continue;
            }
            $cameras = $this->shows->cameras($show['id']);
            foreach ($cameras as $camera) {
                foreach ($phase === 'replay' ? ['replay'] : ['live', 'backup'] as $mode) {
                    $wrong = $this->signing->wrong(Subject::camera($show, $camera, $mode, count($cameras)));
                    if ($wrong !== null && $wrong->level === Finding::BAD) {
                        $sentence = Words::of($wrong)['sentence'];
                        $said[$sentence] ??= "{$show['title']}, {$camera['label']}: $sentence";
                    }
                }
            }
        }
        return array_slice(array_values($said), 0, self::MOST);
    }

    /** What a stream is called that is still to be watched and would not play; null otherwise. */
    private function faulty(string $id, string $camera, string $mode): ?string {
        $show = $this->shows->find($id);
        if ($show === null || !$show['published'] || $show['status'] === 'cancelled') {
            return null;
        }
        $phase = Phase::at($show, $this->clock->nowMs());
        if (!in_array($phase, $mode === 'replay' ? ['replay'] : ['announced', 'doors', 'live', 'paused'], true)) {
            return null;
        }
        $cameras = array_column($this->shows->cameras($id), null, 'id');
        if (!isset($cameras[$camera]) || !in_array($mode, Subject::MODES, true)) {
            return null;
        }
        $record = $this->records->of(Subject::camera($show, $cameras[$camera], $mode, count($cameras)));
        $bad = array_keys(
            array_filter($record['findings'] ?? [], static fn(string $level): bool => $level === Finding::BAD),
        );
        $bad = $phase === 'announced' ? array_diff($bad, self::EXPECTED) : $bad;
        return $bad === [] ? null : "{$show['title']}, {$cameras[$camera]['label']}";
    }
}
