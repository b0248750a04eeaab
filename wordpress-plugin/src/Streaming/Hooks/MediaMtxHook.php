<?php
declare(strict_types=1);

namespace Parterre\Streaming\Hooks;

use Parterre\Streaming\Providers\MediaMtx;
use Parterre\Streaming\StreamEvent;

/**
 * MediaMTX: asks whether somebody may read or publish (`authMethod: http`, JSON with `action`), and tells by a command of its
 * configuration that a picture came or went (a form with `event`).
 */
final class MediaMtxHook implements Hook {
    public function __construct(private readonly Keys $keys, private readonly MediaMtx $provider) {}

    public function provider(): string {
        return $this->provider->name();
    }

    public function read(\WP_REST_Request $request, int $nowSeconds): Reading {
        if (!$this->keys->opens($this->provider(), $request)) {
            return Reading::refused('key', 403);
        }
        $form = array_filter($request->get_body_params(), 'is_string');
        return isset($form['event']) ? $this->told($form, $nowSeconds) : $this->asked((string) $request->get_body());
    }

    /** @param array<string, string> $form */
    private function told(array $form, int $nowSeconds): Reading {
        $stream = $form['path'] ?? '';
        $type =
            [
                'ready' => StreamEvent::LIVE_STARTED,
                'not-ready' => StreamEvent::LIVE_ENDED,
            ][$form['event']] ?? null;
        if ($type === null) {
            return Reading::nothing();
        }
        if ($this->provider->streamProblem($stream) !== null) {
            return Reading::refused('shape');
        }
        // The source is a number that no other connection ever has.
        $source = $form['source'] ?? (string) $nowSeconds;
        return Reading::of(
            "{$form['event']}|$stream|$source",
            new StreamEvent($type, $this->provider(), $stream, $nowSeconds * 1000),
        );
    }

    private function asked(string $body): Reading {
        $question = json_decode($body, true, 4);
        $action = is_array($question) ? $question['action'] ?? '' : '';
        $stream = is_string($question['path'] ?? null) ? $question['path'] : '';
        if ($this->provider->streamProblem($stream) !== null) {
            return Reading::refused('shape', 401);
        }
        parse_str(is_string($question['query'] ?? null) ? $question['query'] : '', $query);
        if ($action === 'publish') {
            $given = $query['key'] ?? ($question['password'] ?? '');
            $good = is_string($given) && hash_equals($this->keys->publishing($this->provider(), $stream), $given);
            return $good ? Reading::nothing() : Reading::refused('stream key', 401);
        }
        $token = $query['grant'] ?? '';
        // A grant is for the player: by RTMP nobody watches, and somebody's own stream is fed.
        $plays = $action === 'read' && ($question['protocol'] ?? '') === 'hls';
        return $plays && is_string($token) && $this->provider->mayRead($stream, $token)
            ? Reading::nothing()
            : Reading::refused('grant', 401);
    }
}
