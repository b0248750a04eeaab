<?php
declare(strict_types=1);

namespace Parterre\Streaming\Doctor;

use Parterre\Domain\Clock;

/** What the last check of each camera found: codes, no addresses. Site Health reads it. */
final class Records {
    public const OPTION = 'parterre_stream_checks';
    private const KEPT = 60;

    public function __construct(private readonly Clock $clock) {}

    /** @param list<Finding> $findings */
    public function begin(Subject $subject, array $findings): void {
        $this->write($subject, [], $findings);
    }

    /** @param list<Finding> $findings */
    public function add(Subject $subject, array $findings): void {
        $this->write($subject, $this->of($subject)['findings'] ?? [], $findings);
    }

    /** @return array{at: int, stream: string, findings: array<string, string>}|null the level by code */
    public function of(Subject $subject): ?array {
        $record = self::all()[$subject->key] ?? null;
        // What was found about another address says nothing.
        return is_array($record) && $record['stream'] === self::mark($subject) ? $record : null;
    }

    /** Every camera that was checked, as `show/camera/mode`. @return array<string, array{at: int, stream: string, findings: array<string, string>}> */
    public static function all(): array {
        $all = get_option(self::OPTION, []);
        return is_array($all) ? $all : [];
    }

    /** @param array<string, string> $before @param list<Finding> $findings */
    private function write(Subject $subject, array $before, array $findings): void {
        if ($subject->key === '') {
            return;
        }
        foreach ($findings as $finding) {
            $before[$finding->code] = $finding->level;
        }
        $all = self::all();
        unset($all[$subject->key]);
        $all[$subject->key] = ['at' => $this->clock->nowMs(), 'stream' => self::mark($subject), 'findings' => $before];
        update_option(self::OPTION, array_slice($all, -self::KEPT, null, true), false);
    }

    private static function mark(Subject $subject): string {
        return md5("{$subject->provider}|{$subject->stream}");
    }
}
