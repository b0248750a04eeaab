<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Streaming\Providers\PathToken;
use Parterre\Streaming\StreamEvent;

/**
 * nginx-rtmp: `on_publish`, `on_publish_done`, what our own script says of a recording (`recipes/nginx`), and `on_record_done`; as a form in
 * the body or, with `notify_method get`, in the address. The first is a question as well: who has no key for the name is told 403, and
 * nginx hangs up.
 */
final class NginxHook implements Hook {
    /** nginx numbers connections from one again after a restart; within this time a number means the same connection. */
    private const NUMBER_SECONDS = 600;

    public function __construct(private readonly Keys $keys, private readonly PathToken $provider) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        if (!$this->keys->opens($this->provider(), $request)) {
            return Reading::refused('key', 403);
        }
        $told = $this->told($request);
        $stream = $told['name'] ?? '';
        if ($this->provider->streamProblem($stream) !== null) {
            return Reading::refused('shape', 403);
        }
        $call = $told['call'] ?? '';
        if (
            $call === 'publish' &&
            !hash_equals($this->keys->publishing($this->provider(), $stream), $told['key'] ?? '')
        ) {
            return Reading::refused('stream key', 403);
        }
        $recording = $told['recording'] ?? pathinfo($told['path'] ?? '', PATHINFO_FILENAME);
        if (in_array($call, ['recorded', 'record_done'], true) && $this->provider->streamProblem($recording) !== null) {
            return Reading::refused('shape');
        }
        $type = match ($call) {
            'publish' => StreamEvent::LIVE_STARTED,
            'publish_done' => StreamEvent::LIVE_ENDED,
            'recorded', 'record_done' => StreamEvent::RECORDING_READY,
            default => null,
        };
        if ($type === null) {
            return Reading::nothing();
        }
        $isRecording = $type === StreamEvent::RECORDING_READY;
        $number = $told['clientid'] ?? '';
        return Reading::of(
            // A recording is one however often it is told; a connection begins and ends once.
            $isRecording ? "recorded|$recording" : "$call|$stream|$number|" . intdiv($nowSeconds, self::NUMBER_SECONDS),
            new StreamEvent($type, $this->provider(), $stream, $nowSeconds * 1000, $isRecording ? $recording : null),
        );
    }

    /** @return array<string, string> what nginx says, wherever it stands */
    private function told(\WP_REST_Request $request): array {
        $query = $request->get_query_params();
        $hook = $query[Keys::PARAMETER] ?? '';
        if (is_string($hook) && str_contains($hook, '?')) {
            // `…?hook=KEY?call=publish&…`: see Keys.
            parse_str(explode('?', $hook, 2)[1], $first);
            $query += $first;
        }
        return array_filter($request->get_body_params() + $query, 'is_string');
    }
}
