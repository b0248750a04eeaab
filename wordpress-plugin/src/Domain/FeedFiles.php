<?php
declare(strict_types=1);

namespace Parterre\Domain;

/** What the files of a lane hold. The same rule as `rules/feed`; the disk, the lock and the clock are the writer's. */
final class FeedFiles {
    /** Size at which the open chunk is closed, in bytes. */
    public const CHUNK_BYTES = 4096;
    /** Escapes what could end a script element, should anybody print a file into a page. */
    private const FLAGS =
        JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_HEX_TAG | JSON_HEX_AMP | JSON_THROW_ON_ERROR;

    /**
     * Text of `head.json`, padded so that its length in bytes depends on the number: two rewrites within one second then
     * never share an ETag made of time and size.
     *
     * @param array{v: int, lane: string, epoch: string, seq: int, state: int, open: int, index: int, pollMs: int} $head
     */
    public static function head(array $head): string {
        $text = self::json($head);
        $length = self::headBytes($head['seq']);
        if (strlen($text) > $length) {
            throw new \RangeException('A head must fit into 512 bytes.');
        }
        return str_pad($text, $length, ' ');
    }

    public static function headBytes(int $seq): int {
        return 512 + ($seq % 61);
    }

    /** @param list<string> $messages JSON texts */
    public static function chunk(string $epoch, int $chunk, int $first, int $last, array $messages): string {
        return '{"epoch":' .
            self::json($epoch) .
            ',"chunk":' .
            $chunk .
            ',"first":' .
            $first .
            ',"last":' .
            $last .
            ',"messages":[' .
            implode(',', $messages) .
            ']}';
    }

    /** @param list<array{chunk: int, revision: int, first: int, last: int}> $chunks */
    public static function index(string $epoch, int $revision, array $chunks): string {
        return self::json(['epoch' => $epoch, 'revision' => $revision, 'chunks' => $chunks]);
    }

    public static function chunkName(int $chunk, int $revision): string {
        return "chunk-$chunk-$revision.json";
    }

    /**
     * One message as a reader gets it.
     *
     * @param string $body JSON object without `seq`, `at` and `type`
     */
    public static function message(int $seq, string $type, int $atMs, string $body): string {
        return self::json(
            ['seq' => $seq, 'type' => $type, 'at' => Instant::toText($atMs)] +
                (array) json_decode($body, true, 64, JSON_THROW_ON_ERROR),
        );
    }

    /**
     * Splits messages that follow the last closed chunk into chunks to close and what stays open. A chunk is closed once it
     * holds CHUNK_BYTES or more; the message that fills it still belongs to it.
     *
     * @param list<array{seq: int, text: string}> $messages ordered; removed ones are missing
     * @param int $first number after the last closed chunk
     * @param int $last  number of the lane's newest message, which may be a removed one
     * @return array{closed: list<array{chunk: int, first: int, last: int, messages: list<string>}>, open: array{chunk: int, first: int, last: int, messages: list<string>}}
     */
    public static function split(string $epoch, int $openChunk, int $first, int $last, array $messages): array {
        $closed = [];
        $open = ['chunk' => $openChunk, 'first' => $first, 'last' => $last, 'messages' => []];
        foreach ($messages as $message) {
            $open['messages'][] = $message['text'];
            $text = self::chunk($epoch, $open['chunk'], $open['first'], $message['seq'], $open['messages']);
            if (strlen($text) >= self::CHUNK_BYTES) {
                $closed[] = ['last' => $message['seq']] + $open;
                $open = [
                    'chunk' => $open['chunk'] + 1,
                    'first' => $message['seq'] + 1,
                    'last' => $last,
                    'messages' => [],
                ];
            }
        }
        return ['closed' => $closed, 'open' => $open];
    }

    public static function json(mixed $value): string {
        return json_encode($value, self::FLAGS);
    }
}
