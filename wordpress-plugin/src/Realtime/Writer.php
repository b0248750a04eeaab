<?php
declare(strict_types=1);

namespace Parterre\Realtime;

use Parterre\Domain\Crowd;
use Parterre\Domain\FeedFiles;
use Parterre\Settings;
use Parterre\Store\Feeds;

/**
 * Brings a lane's files to what the record says. The record (Store\Feeds) is the truth: whatever was interrupted, the next
 * writer makes right. Files are replaced in the order closed chunk → index → open → state → old revisions away → head, so a
 * reader that saw a head finds everything the head speaks of.
 */
final class Writer {
    /** Rounds after which a holder leaves the rest to the next writer; each catches up with all that came meanwhile. */
    private const MAX_ROUNDS = 200;

    public function __construct(
        private readonly Feeds $feeds,
        private readonly LaneStates $states,
        private readonly Settings $settings,
    ) {}

    /**
     * Returns once the files hold everything that was committed before the call. Who finds another writer at work waits for
     * it; that one goes round until nothing is left to do.
     */
    public function publish(string $feed): void {
        $asked = $this->feeds->find($feed);
        if ($asked === null) {
            return;
        }
        for ($attempt = 0; $attempt < 3; $attempt++) {
            $lane = $this->feeds->find($feed);
            if ($lane === null) {
                return;
            }
            $directory = Directory::of($lane['dir']);
            $isDone = fn(): bool => self::holds($directory, $asked);
            try {
                $rotated =
                    $directory->locked($isDone, fn(): bool => $this->catchUp($feed, $lane['dir'], $directory)) ?? false;
            } catch (\RuntimeException $problem) {
                // A rotation takes the folder away under a writer that still has the old address.
                if (($this->feeds->find($feed)['dir'] ?? null) === $lane['dir']) {
                    throw $problem;
                }
                $rotated = true;
            }
            if (!$rotated) {
                return;
            }
        }
    }

    /** Publishes what a writer that died may have left unwritten. Cheap when there is nothing. */
    public function heal(array $lane): void {
        if (!self::holds(Directory::of($lane['dir']), $lane)) {
            $this->publish($lane['id']);
        }
    }

    /** Begins a lane again at another address and takes the old one away. */
    public function rotate(string $feed): void {
        $old = $this->feeds->rotate($feed);
        $this->publish($feed);
        Directory::of($old)->delete();
    }

    /** @return bool whether the lane moved to another folder meanwhile */
    private function catchUp(string $feed, string $dir, Directory $directory): bool {
        for ($round = 0; $round < self::MAX_ROUNDS; $round++) {
            $lane = $this->feeds->find($feed);
            if ($lane === null) {
                return false;
            }
            if ($lane['dir'] !== $dir) {
                return true;
            }
            $head = self::head($directory, $lane['epoch']);
            if ($head !== null && self::covers($head, $lane)) {
                return false;
            }
            $last = $this->feeds->lastChunk($feed, $lane['epoch']);
            $from = $last['last_seq'] ?? 0;
            $messages = array_map(
                static fn(array $row): array => [
                    'seq' => $row['seq'],
                    'text' => FeedFiles::message($row['seq'], $row['type'], $row['at'], $row['body']),
                ],
                $this->feeds->messagesAfter($feed, $lane['epoch'], $from, $lane['seq']),
            );
            $split = FeedFiles::split($lane['epoch'], ($last['chunk'] ?? 0) + 1, $from + 1, $lane['seq'], $messages);
            if ($split['closed'] !== []) {
                foreach ($split['closed'] as $chunk) {
                    $directory->write(
                        FeedFiles::chunkName($chunk['chunk'], 1),
                        FeedFiles::chunk(
                            $lane['epoch'],
                            $chunk['chunk'],
                            $chunk['first'],
                            $chunk['last'],
                            $chunk['messages'],
                        ),
                    );
                    if (
                        !$this->feeds->closeChunk(
                            $feed,
                            $lane['epoch'],
                            $lane['cuts'],
                            $chunk['chunk'],
                            $chunk['first'],
                            $chunk['last'],
                        )
                    ) {
                        break;
                    }
                }
                // The index has moved: read the record again before writing files that name its revision.
                continue;
            }
            $this->write($lane, $head, $split['open'], $directory);
        }
        return false;
    }

    /**
     * @param array<string, mixed>      $lane
     * @param array<string, mixed>|null $head what the files say now; null when there are none of this epoch
     * @param array{chunk: int, first: int, last: int, messages: list<string>} $open
     */
    private function write(array $lane, ?array $head, array $open, Directory $directory): void {
        $rewritten = [];
        if ($head === null || $head['index'] !== $lane['index_rev']) {
            $chunks = $this->feeds->chunks($lane['id'], $lane['epoch']);
            foreach ($chunks as $chunk) {
                if ($head === null || $chunk['written'] < $chunk['revision']) {
                    $this->writeChunk($lane, $chunk, $directory);
                    $rewritten[] = $chunk;
                }
            }
            $directory->write(
                'index.json',
                FeedFiles::index(
                    $lane['epoch'],
                    $lane['index_rev'],
                    array_map(
                        static fn(array $chunk): array => [
                            'chunk' => $chunk['chunk'],
                            'revision' => $chunk['revision'],
                            'first' => $chunk['first_seq'],
                            'last' => $chunk['last_seq'],
                        ],
                        $chunks,
                    ),
                ),
            );
        }
        $directory->write(
            'open.json',
            FeedFiles::chunk($lane['epoch'], $open['chunk'], $open['first'], $open['last'], $open['messages']),
        );
        if ($head === null || $head['state'] !== $lane['state_rev']) {
            $directory->write('state.json', FeedFiles::json($this->states->of($lane)));
        }
        foreach ($rewritten as $chunk) {
            // Before the head: were it after, a writer killed in between would leave the removed text on disk for good.
            $directory->removeOlder($chunk['chunk'], $chunk['revision']);
            $this->feeds->chunkWritten($lane['id'], $lane['epoch'], $chunk['chunk'], $chunk['revision']);
        }
        $directory->write(
            'head.json',
            FeedFiles::head([
                'v' => 1,
                'lane' => $lane['lane'],
                'epoch' => $lane['epoch'],
                'seq' => $lane['seq'],
                'state' => $lane['state_rev'],
                'open' => $open['chunk'],
                'index' => $lane['index_rev'],
                'pollMs' => (int) round(
                    $this->settings->get('feed_poll_ms') *
                        Crowd::feedStretch((int) ($lane['memo']['inside'] ?? 0), $this->settings->get('fans_at_once')),
                ),
            ]),
        );
    }

    private function writeChunk(array $lane, array $chunk, Directory $directory): void {
        $messages = array_map(
            static fn(array $row): string => FeedFiles::message($row['seq'], $row['type'], $row['at'], $row['body']),
            $this->feeds->messagesAfter($lane['id'], $lane['epoch'], $chunk['first_seq'] - 1, $chunk['last_seq']),
        );
        $directory->write(
            FeedFiles::chunkName($chunk['chunk'], $chunk['revision']),
            FeedFiles::chunk($lane['epoch'], $chunk['chunk'], $chunk['first_seq'], $chunk['last_seq'], $messages),
        );
    }

    /** Whether the files already hold what the record said when it was read. */
    private static function holds(Directory $directory, array $lane): bool {
        $head = self::head($directory, $lane['epoch']);
        return $head !== null && self::covers($head, $lane);
    }

    private static function covers(array $head, array $lane): bool {
        return $head['seq'] >= $lane['seq'] &&
            $head['state'] >= $lane['state_rev'] &&
            $head['index'] >= $lane['index_rev'];
    }

    /** @return array<string, mixed>|null the head on disk if it is of this epoch */
    private static function head(Directory $directory, string $epoch): ?array {
        $head = json_decode((string) $directory->read('head.json'), true);
        return is_array($head) && ($head['epoch'] ?? null) === $epoch ? $head : null;
    }
}
