<?php
declare(strict_types=1);

namespace Parterre\Streaming\Replay;

use Parterre\Streaming\Hls\OutOfReach;
use Parterre\Streaming\Hls\Reach;
use WpOrg\Requests\Requests;

/** Whether files are where a playlist says: asks for their heads, a few at a time, and reads nothing of them. */
final class Presence {
    private const SECONDS = 8;

    public function __construct(private readonly Reach $reach) {}

    /**
     * @param list<string> $urls
     * @return list<array{status: int, bytes: int|null}> as the addresses; status 0 where nobody answered
     */
    public function ask(array $urls): array {
        $requests = [];
        foreach ($urls as $index => $url) {
            try {
                $this->reach->machine($url);
                $requests[$index] = ['url' => $url, 'type' => Requests::HEAD];
            } catch (OutOfReach) {
                // As if nobody were there.
            }
        }
        $answers = $this->send($requests);
        // Some storages do not know the question: they are asked for one byte.
        $again = array_filter(
            $answers,
            static fn(array $answer): bool => in_array($answer['status'], [405, 501], true),
        );
        $answers =
            $this->send(
                array_map(
                    static fn(int $index): array => [
                        'url' => $urls[$index],
                        'type' => Requests::GET,
                        'headers' => ['Range' => 'bytes=0-0'],
                    ],
                    array_combine(array_keys($again), array_keys($again)),
                ),
            ) + $answers;
        return array_map(
            static fn(int $index): array => $answers[$index] ?? ['status' => 0, 'bytes' => null],
            array_keys($urls),
        );
    }

    /**
     * @param array<int, array<string, mixed>> $requests
     * @return array<int, array{status: int, bytes: int|null}>
     */
    private function send(array $requests): array {
        if ($requests === []) {
            return [];
        }
        $options = [
            'timeout' => self::SECONDS,
            'connect_timeout' => self::SECONDS,
            'follow_redirects' => false,
            'max_bytes' => 4096,
            'useragent' => 'Mozilla/5.0 (compatible; Parterre stream check)',
            'verify' => ABSPATH . WPINC . '/certificates/ca-bundle.crt',
        ];
        $found = [];
        foreach (Requests::request_multiple($requests, $options) as $index => $answer) {
            if (!($answer instanceof \WpOrg\Requests\Response)) {
                $found[$index] = ['status' => 0, 'bytes' => null];
                continue;
            }
            $range = (string) ($answer->headers['content-range'] ?? '');
            $length =
                preg_match('#/(\d+)$#', $range, $match) === 1
                    ? $match[1]
                    : (string) ($answer->headers['content-length'] ?? '');
            $found[$index] = [
                'status' => (int) $answer->status_code,
                'bytes' => preg_match('/^\d+$/', $length) === 1 ? (int) $length : null,
            ];
        }
        return $found;
    }
}
