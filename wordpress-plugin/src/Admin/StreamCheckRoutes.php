<?php
declare(strict_types=1);

namespace Parterre\Admin;

use Parterre\Plugin;
use Parterre\Store\Shows;
use Parterre\Streaming\Doctor\BrowserHalf;
use Parterre\Streaming\Doctor\Doctor;
use Parterre\Streaming\Doctor\Finding;
use Parterre\Streaming\Doctor\Subject;
use Parterre\Streaming\Doctor\Subjects;
use Parterre\Streaming\Doctor\Words;
use Parterre\Streaming\Hls\Address;

/**
 * `POST /stream-check`: one step of a check, so that the page can show how far it is.
 *
 * - `{step, mode: live|backup|replay}` and whose stream it is: `{show, camera}`, a saved camera; for those who edit also `{provider, stream}` as typed,
 *   with `{cameras, features, captions}` as the editor has them
 * - `step: look` with `now`, the browser's clock → `{findings, play, again, address}`; `segment`, `tokens` → `{findings}`;
 *   `again` with `before`, what `look` answered as `again`; `browser` with `{here, tried, codecs, seen}`
 * - a finding is `{code, level: good|note|warning|bad, sentence, advice}`; no sentence holds a token, `play` alone does
 */
final class StreamCheckRoutes extends Routes {
    public function __construct(private readonly Plugin $plugin) {}

    public function registerRoutes(): void {
        $this->route(
            '/stream-check',
            'POST',
            self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS, Roles::RUN_STAGE, Roles::MANAGE_SETTINGS),
            $this->check(...),
        );
    }

    private function check(\WP_REST_Request $request): array|\WP_Error {
        if ($request['step'] === 'browser') {
            return $this->browser($request);
        }
        $subject = $this->subject($request);
        if ($subject instanceof \WP_Error) {
            return $subject;
        }
        $doctor = $this->plugin->get(Doctor::class);
        $before = self::before($request['before']);
        return match (true) {
            $request['step'] === 'look' => $this->looked($subject, $request),
            $request['step'] === 'segment' => self::told($doctor->segment($subject)),
            $request['step'] === 'tokens' => self::told($doctor->tokens($subject)),
            $request['step'] === 'again' && $before !== null => self::told($doctor->again($subject, $before)),
            default => new \WP_Error('parterre_invalid', __('This is none of the choices.', 'parterre'), [
                'status' => 400,
            ]),
        };
    }

    private function looked(Subject $subject, \WP_REST_Request $request): array {
        $now = is_numeric($request['now']) ? (int) $request['now'] : null;
        $looked = $this->plugin->get(Doctor::class)->look($subject, $now);
        return self::told($looked['findings']) + [
            'play' => $looked['play'],
            'again' => $looked['again'],
            'address' => str_contains($subject->stream, '://') ? Address::shown($subject->stream) : $subject->stream,
        ];
    }

    /** Whose stream it is, and whether whoever asks may have it signed. */
    private function subject(\WP_REST_Request $request): Subject|\WP_Error {
        $mode = in_array($request['mode'], Subject::MODES, true) ? (string) $request['mode'] : 'live';
        $id = self::word($request['show']);
        $typed = is_string($request['stream']) && is_string($request['provider']);
        $show = $id === null ? null : $this->plugin->get(Programme::class)->show($id);
        if ($id !== null && ($show === null || !Roles::mayRun($show))) {
            return self::notFound();
        }
        if (
            $typed &&
            ($show === null
                ? self::can(Roles::EDIT_SHOWS, Roles::EDIT_ALL_SHOWS, Roles::MANAGE_SETTINGS)()
                : Roles::mayEdit($show))
        ) {
            return $this->typed($request, $mode, $show);
        }
        $row = $id === null ? null : $this->plugin->get(Shows::class)->find($id);
        return ($row === null
            ? null
            : $this->plugin->get(Subjects::class)->of($row, (string) $request['camera'], $mode)) ?? self::notFound();
    }

    /** What stands in the editor, saved or not. @param array<string, mixed>|null $show */
    private function typed(\WP_REST_Request $request, string $mode, ?array $show): Subject|\WP_Error {
        $provider = (string) $request['provider'];
        $stream = trim((string) $request['stream']);
        if (strlen($stream) > 2000) {
            return self::invalid(['stream' => __('This is too long.', 'parterre')]);
        }
        if ($provider !== 'plain') {
            // A stream's name is all it takes to sign for it.
            foreach ($this->plugin->get(Shows::class)->ownersOfStreams([$stream]) as $owner) {
                if (!Roles::mayEdit(['owner' => $owner])) {
                    return self::invalid(['stream' => __('This belongs to another show.', 'parterre')]);
                }
            }
        }
        foreach ($show['cameras'] ?? [] as $camera) {
            $backup = $mode === 'backup' ? $camera['backupProvider'] : '';
            $saved = $backup === '' ? $camera['provider'] : $backup;
            if ($saved === $provider && trim($camera["{$mode}Stream"]) === $stream) {
                $row = (array) $this->plugin->get(Shows::class)->find((string) $show['id']);
                return $this->plugin->get(Subjects::class)->of($row, $camera['id'], $mode) ?? self::notFound();
            }
        }
        return new Subject(
            $provider,
            $stream,
            $mode !== 'replay',
            max(1, (int) $request['cameras']),
            ($show['access'] ?? null) === 'open',
            rest_sanitize_boolean($request['features'] ?? false),
            rest_sanitize_boolean($request['captions'] ?? false),
            '',
            $show === null ? '' : (string) $show['title'],
        );
    }

    private function browser(\WP_REST_Request $request): array {
        $numbers = static fn(mixed $given): array => array_map('intval', array_filter((array) $given, 'is_numeric'));
        $codecs = [];
        foreach ((array) $request['codecs'] as $codec => $plays) {
            if (preg_match('/^[a-z0-9.-]{1,40}$/i', (string) $codec) === 1) {
                $codecs[(string) $codec] = $plays === true;
            }
        }
        $tried = array_intersect_key($numbers($request['tried']), ['master' => 0, 'media' => 0, 'segment' => 0]);
        $seen = array_filter((array) $request['seen'], 'is_string');
        return self::told(
            BrowserHalf::findings(Address::origin((string) $request['here']), $tried, $codecs, array_values($seen)),
        );
    }

    /** @return array{sequence: int, count: int, last: string, at: int}|null */
    private static function before(mixed $given): ?array {
        $given = is_array($given) ? $given : [];
        foreach (['sequence', 'count', 'at'] as $name) {
            if (!is_int($given[$name] ?? null)) {
                return null;
            }
        }
        return [
            'sequence' => $given['sequence'],
            'count' => $given['count'],
            'last' => (string) ($given['last'] ?? ''),
            'at' => $given['at'],
        ];
    }

    /** @param list<Finding> $findings */
    private static function told(array $findings): array {
        return ['findings' => array_map(Words::of(...), $findings)];
    }
}
