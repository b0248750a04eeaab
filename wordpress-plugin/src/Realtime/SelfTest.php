<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Domain\Clock;

/**
 * Proves that fans can read the feed's files: an administrator's browser reads one, sees it change, and says so. It is
 * a browser and not WordPress itself, because many hosts cannot reach themselves, and caches and firewalls stand between.
 */
final class SelfTest {
    public const OPTION = 'parterre_feed_test';
    private const DIR = 'self-test';

    public function __construct(private readonly Clock $clock) {}

    /**
     * Writes a file and says where. The browser reads it without its cache, calls `change`, reads again, then `conclude`.
     *
     * @return array{url: string, text: string} the address, and what must be read there
     */
    public function begin(): array {
        return ['url' => Directory::rootUrl() . '/' . self::DIR . '/head.json', 'text' => $this->write()];
    }

    /** Replaces the file within the same second and length class. @return string what must be read now */
    public function change(): string {
        return $this->write();
    }

    /** Notes the outcome; with a failure, fans are sent to the route inside WordPress. */
    public function conclude(bool $passed, string $detail): void {
        update_option(
            self::OPTION,
            ['passed' => $passed, 'at' => $this->clock->nowMs(), 'detail' => mb_substr($detail, 0, 300)],
            true,
        );
    }

    /** @return array{passed: bool, at: int, detail: string}|null null when it was never run */
    public static function last(): ?array {
        $last = get_option(self::OPTION);
        return is_array($last) && isset($last['passed'], $last['at']) ? $last + ['detail' => ''] : null;
    }

    public static function hasFailed(): bool {
        return self::last() !== null && !self::last()['passed'];
    }

    private function write(): string {
        $directory = Directory::of(self::DIR);
        $seq = ((int) (json_decode((string) $directory->read('head.json'), true)['seq'] ?? 0)) + 1;
        // The same trick as a head: the length moves with the number, so an ETag made of second and size moves too.
        $text = str_pad(
            (string) wp_json_encode(['seq' => $seq, 'nonce' => bin2hex(random_bytes(8))]),
            512 + ($seq % 61),
            ' ',
        );
        $directory->locked(static fn(): bool => false, static function () use ($directory, $text): bool {
            $directory->write('head.json', $text);
            return true;
        });
        return $text;
    }
}
