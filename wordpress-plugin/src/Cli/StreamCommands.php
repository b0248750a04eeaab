<?php
declare(strict_types=1);

namespace Parterre\Cli;

use Parterre\Plugin;
use Parterre\Store\Shows;
use Parterre\Streaming\Doctor\Doctor;
use Parterre\Streaming\Doctor\Finding;
use Parterre\Streaming\Doctor\Subject;
use Parterre\Streaming\Doctor\Subjects;
use Parterre\Streaming\Doctor\Words;
use Parterre\Streaming\Hls\Address;

/** `wp parterre stream …`: what a stream looks like from outside. */
final class StreamCommands implements \Parterre\Module {
    public function __construct(private readonly Plugin $plugin) {}

    public function register(): void {
        if (!defined('WP_CLI') || !WP_CLI) {
            return;
        }
        \WP_CLI::add_command(
            'parterre stream doctor',
            [$this, 'doctor'],
            [
                'shortdesc' =>
                    'Says what a fan\'s browser would meet at the streams of a show, or at an address. Ends with 1 where fans could not watch.',
                'synopsis' => [
                    ['type' => 'positional', 'name' => 'what', 'description' => 'Id or slug of a show, or an address.'],
                    [
                        'type' => 'assoc',
                        'name' => 'camera',
                        'optional' => true,
                        'description' => 'Only this camera of the show.',
                    ],
                    [
                        'type' => 'assoc',
                        'name' => 'mode',
                        'optional' => true,
                        'options' => Subject::MODES,
                        'description' => 'Only this of its streams; for an address, what it is: live unless told.',
                    ],
                    [
                        'type' => 'assoc',
                        'name' => 'format',
                        'optional' => true,
                        'default' => 'text',
                        'options' => ['text', 'json'],
                    ],
                ],
            ],
        );
    }

    /**
     * @param list<string>          $arguments
     * @param array<string, string> $options
     */
    public function doctor(array $arguments, array $options): void {
        $json = ($options['format'] ?? 'text') === 'json';
        $reports = [];
        $worst = [];
        foreach ($this->subjects($arguments[0], $options) as $title => $subject) {
            $found = $this->findings($subject);
            array_push($worst, ...$found);
            $reports[] = [
                'title' => $title,
                'level' => Finding::worst($found),
                'findings' => array_map(Words::of(...), $found),
            ];
            if (!$json) {
                self::print($title, $found);
            }
        }
        if ($json) {
            \WP_CLI::line((string) wp_json_encode($reports, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES));
        }
        if (Finding::worst($worst) === Finding::BAD) {
            \WP_CLI::halt(1);
        }
    }

    /**
     * @param array<string, string> $options
     * @return array<string, Subject> by what they are called
     */
    private function subjects(string $what, array $options): array {
        if (str_contains($what, '://')) {
            return [
                Address::shown($what) => new Subject('plain', trim($what), ($options['mode'] ?? 'live') === 'live'),
            ];
        }
        $shows = $this->plugin->get(Shows::class);
        $show = $shows->find($what) ?? $shows->findBySlug($what);
        if ($show === null) {
            \WP_CLI::error('There is no such show.');
        }
        $subjects = [];
        foreach ($shows->cameras($show['id']) as $camera) {
            if (!in_array($options['camera'] ?? $camera['id'], [$camera['id'], $camera['label']], true)) {
                continue;
            }
            foreach (isset($options['mode']) ? [$options['mode']] : Subject::MODES as $mode) {
                $subject = $this->plugin->get(Subjects::class)->of($show, $camera['id'], $mode);
                // A show has no replay before it is over, which nobody has to be told; most have no backup.
                $there = $subject !== null && ($subject->stream !== '' || $subject->film !== null);
                if ($subject !== null && ($there || $mode === 'live' || isset($options['mode']))) {
                    $subjects["{$camera['label']} ($mode)"] = $subject;
                }
            }
        }
        if ($subjects === []) {
            \WP_CLI::error('This show has no such camera.');
        }
        return $subjects;
    }

    /** @return list<Finding> */
    private function findings(Subject $subject): array {
        $doctor = $this->plugin->get(Doctor::class);
        $looked = $doctor->look($subject);
        $found = [...$looked['findings'], ...$doctor->segment($subject), ...$doctor->tokens($subject)];
        if ($looked['again'] !== null) {
            $due = $looked['again']['at'] / 1000 + $looked['again']['seconds'];
            usleep((int) max(0, 1_000_000 * ($due - microtime(true))));
            array_push($found, ...$doctor->again($subject, $looked['again']));
        }
        return $found;
    }

    /** @param list<Finding> $found */
    private static function print(string $title, array $found): void {
        \WP_CLI::line("\n$title");
        $marks = [
            Finding::BAD => 'PROBLEM',
            Finding::WARNING => 'WARNING',
            Finding::NOTE => 'note',
            Finding::GOOD => 'good',
        ];
        foreach ($marks as $level => $mark) {
            foreach ($found as $finding) {
                if ($finding->level === $level) {
                    $words = Words::of($finding);
                    \WP_CLI::line('  ' . str_pad($mark, 9) . "{$words['sentence']} [{$words['code']}]");
                    if ($words['advice'] !== '' && $level !== Finding::GOOD) {
                        \WP_CLI::line(str_repeat(' ', 11) . "→ {$words['advice']}");
                    }
                }
            }
        }
    }
}
