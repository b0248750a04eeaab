<?php
declare(strict_types=1);

use Parterre\Domain\Instant;
use Parterre\Log;
use Parterre\Store\Shows;
use Parterre\Streaming\Hooks\Keys;
use Parterre\Streaming\Hooks\MuxHook;
use Parterre\Streaming\Providers\MediaMtx;
use Parterre\Streaming\Providers\Options;
use Parterre\Streaming\Providers\Providers;
use Parterre\Streaming\StreamEvent;
use Parterre\Streaming\Trouble;

require_once __DIR__ . '/IntegrationCase.php';

/** What streaming providers tell us: who wrote it, when, for whom; and that one thing happens once. */
final class StreamHooksTest extends IntegrationCase {
    private const SECRET = 'hush-hush-hush';
    private const CHANNEL = 'arn:aws:ivs:eu-west-1:123456789012:channel/AbCdEf';
    private const IVS = 'https://abc.eu-west-1.playback.live-video.net/api/video/v1/eu-west-1.123456789012.channel.AbCdEf.m3u8';

    /** @var list<StreamEvent> */
    private array $events = [];

    protected function setUp(): void {
        parent::setUp();
        $this->events = [];
        // What is refused is logged, and a developer told.
        set_error_handler(static fn(): bool => true, E_USER_WARNING);
        add_action(StreamEvent::ACTION, [$this, 'hear']);
        delete_option(Options::OPTION);
        delete_option(Trouble::OPTION);
        delete_option(MuxHook::OPTION);
        delete_option('parterre_log');
        $fields = fn(string $name): array => $this->service(Providers::class)->find($name)?->fields() ?? [];
        $options = $this->service(Options::class);
        foreach (['mux', 'cloudflare'] as $name) {
            $options->store($name, $fields($name), ['webhook_secret' => self::SECRET]);
        }
        $options->store('bunny', $fields('bunny'), ['read_key' => self::SECRET, 'library' => '133']);
        $this->service(Shows::class)->setCameras($this->show()['show'], [
            ['id' => 'stage', 'label' => 'Stage', 'provider' => 'ivs', 'live_stream' => self::IVS],
        ]);
    }

    protected function tearDown(): void {
        restore_error_handler();
        remove_action(StreamEvent::ACTION, [$this, 'hear']);
        delete_option(Options::OPTION);
        parent::tearDown();
    }

    public function hear(StreamEvent $event): void {
        $this->events[] = $event;
    }

    public function testMuxSaysWhenAPictureComesGoesAndWasRecorded(): void {
        $live = [
            'id' => 'live1234567',
            'playback_ids' => [
                ['id' => 'publicOnePublicOne', 'policy' => 'public'],
                ['id' => 'qxb01i6T202018GFS02', 'policy' => 'signed'],
            ],
        ];
        self::assertSame(200, $this->mux('e1', 'video.live_stream.active', $live)['status']);
        self::assertSame(200, $this->mux('e1', 'video.live_stream.active', $live)['status'], 'told again');
        $this->mux('e2', 'video.live_stream.disconnected', $live);
        $this->mux('e3', 'video.asset.live_stream_completed', [
            'id' => 'asset1',
            'live_stream_id' => 'live1234567',
            'duration' => 5400.5,
            'playback_ids' => [['id' => 'recordedRecorded', 'policy' => 'signed']],
        ]);
        $this->mux('e4', 'video.asset.created', ['id' => 'asset1']);
        self::assertSame(
            [
                ['live.started', 'mux', 'qxb01i6T202018GFS02', null, null],
                ['live.ended', 'mux', 'qxb01i6T202018GFS02', null, null],
                ['recording.ready', 'mux', 'qxb01i6T202018GFS02', 'recordedRecorded', 5_400_500],
            ],
            $this->heard(),
        );
        self::assertSame(Instant::parse('2026-11-26T20:00:00Z'), $this->events[0]->atMs, 'by the provider’s clock');
    }

    public function testAMessageOfMuxThatIsUnsignedAlteredOldOrAnotherAccountsIsRefusedAndLoggedWithoutSecrets(): void {
        $body = $this->muxBody('e1', 'video.live_stream.active', [
            'id' => 'l',
            'playback_ids' => [['id' => 'qxb01i6T202018GFS02', 'policy' => 'signed']],
        ]);
        $now = time();
        $sign = static fn(int $at, string $secret): string => "t=$at,v1=" . hash_hmac('sha256', "$at.$body", $secret);
        foreach (
            [
                'unsigned' => ['', $body, 'signature'],
                'altered' => [$sign($now, self::SECRET), str_replace('e1', 'e2', $body), 'signature'],
                'of another account' => [$sign($now, 'another account’s secret'), $body, 'signature'],
                'replayed later' => [$sign($now - 301, self::SECRET), $body, 'age'],
                'of a clock that is ahead' => [$sign($now + 400, self::SECRET), $body, 'age'],
                'of another scheme' => [str_replace('v1=', 'v0=', $sign($now, self::SECRET)), $body, 'signature'],
                'no message' => ["t=$now,v1=" . hash_hmac('sha256', "$now.[]", self::SECRET), '[]', 'shape'],
            ]
            as $how => [$header, $sent, $why]
        ) {
            delete_option(Trouble::OPTION);
            $answer = $this->call('POST', '/hooks/stream/mux', $sent, null, ['mux-signature' => $header]);
            self::assertSame(400, $answer['status'], $how);
            self::assertSame($why, $this->service(Trouble::class)->last('mux', 'hook')['why'] ?? null, $how);
        }
        self::assertSame([], $this->heard());
        $log = (string) wp_json_encode(Log::entries());
        self::assertStringContainsString('streaming by mux', $log);
        self::assertStringNotContainsString(self::SECRET, $log);
        self::assertStringNotContainsString('qxb01i6T202018GFS02', $log);
    }

    public function testWithoutASecretNothingIsLetIn(): void {
        delete_option(Options::OPTION);
        $this->fresh();
        $body = $this->muxBody('e1', 'video.live_stream.active', []);
        $now = time();
        $header = "t=$now,v1=" . hash_hmac('sha256', "$now.$body", '');
        self::assertSame(
            400,
            $this->call('POST', '/hooks/stream/mux', $body, null, ['mux-signature' => $header])['status'],
        );
        $empty = ['x-bunnystream-signature' => hash_hmac('sha256', '{}', '')];
        self::assertSame(400, $this->call('POST', '/hooks/stream/bunny', '{}', null, $empty)['status']);
        self::assertSame(403, $this->call('POST', '/hooks/stream/ivs', '{}', null, [Keys::HEADER => ''])['status']);
    }

    public function testAnEventThatDiedOnItsWayIsDoneWhenItIsToldAgain(): void {
        $failing = static function (): void {
            throw new \RuntimeException('A listener died.');
        };
        $live = ['id' => 'live1234567', 'playback_ids' => [['id' => 'qxb01i6T202018GFS02', 'policy' => 'signed']]];
        add_action(StreamEvent::ACTION, $failing, 1);
        try {
            $this->mux('e1', 'video.live_stream.active', $live);
            self::fail('The listener did not die.');
        } catch (\RuntimeException) {
            remove_action(StreamEvent::ACTION, $failing, 1);
        }
        self::assertSame([], $this->heard());
        self::assertSame(503, $this->mux('e1', 'video.live_stream.active', $live)['status'], 'it may still be at it');
        add_filter('parterre_clock_offset_ms', static fn(): int => 40_000);
        $this->fresh();
        self::assertSame(200, $this->mux('e1', 'video.live_stream.active', $live)['status']);
        self::assertSame(200, $this->mux('e1', 'video.live_stream.active', $live)['status']);
        self::assertCount(1, $this->events);
    }

    public function testCloudflareTellsOfLiveInputsWithOurSecretAndOfRecordingsWithItsOwn(): void {
        $input = str_repeat('ab', 16);
        $video = str_repeat('cd', 16);
        $ours = $this->service(Keys::class)->hook('cloudflare');
        $told = static fn(string $event, int $at): array => [
            'name' => 'Live',
            'data' => ['input_id' => $input, 'event_type' => $event, 'updated_at' => gmdate('Y-m-d\TH:i:s\Z', $at)],
            'ts' => $at,
        ];
        $send = fn(array $body, array $headers): int => $this->call(
            'POST',
            '/hooks/stream/cloudflare',
            $body,
            null,
            $headers,
        )['status'];
        $now = time();
        self::assertSame(200, $send(['text' => 'Hello World! This is a test message'], ['cf-webhook-auth' => $ours]));
        self::assertSame(200, $send($told('live_input.connected', $now), ['cf-webhook-auth' => $ours]));
        self::assertSame(200, $send($told('live_input.connected', $now), ['cf-webhook-auth' => $ours]), 'told again');
        self::assertSame(200, $send($told('live_input.disconnected', $now), ['cf-webhook-auth' => $ours]));
        self::assertSame(400, $send($told('live_input.connected', $now - 7200), ['cf-webhook-auth' => $ours]), 'old');
        self::assertSame(400, $send($told('live_input.connected', $now), ['cf-webhook-auth' => 'guessed']));
        self::assertSame(400, $send($told('live_input.connected', $now), []));
        $body = (string) wp_json_encode([
            'uid' => $video,
            'readyToStream' => true,
            'liveInput' => $input,
            'status' => ['state' => 'ready'],
            'duration' => 61.4,
        ]);
        $sign = static fn(int $at, string $secret): array => [
            'webhook-signature' => "time=$at,sig1=" . hash_hmac('sha256', "$at.$body", $secret),
        ];
        $sent = fn(array $headers): int => $this->call('POST', '/hooks/stream/cloudflare', $body, null, $headers)[
            'status'
        ];
        self::assertSame(400, $sent($sign($now, 'another account’s')));
        self::assertSame(400, $sent($sign($now - 400, self::SECRET)), 'old');
        self::assertSame(200, $sent($sign($now, self::SECRET)));
        self::assertSame(200, $sent($sign($now - 10, self::SECRET)), 'told again');
        self::assertSame(
            [
                ['live.started', 'cloudflare', $input, null, null],
                ['live.ended', 'cloudflare', $input, null, null],
                ['recording.ready', 'cloudflare', $input, $video, 61_400],
            ],
            $this->heard(),
        );
    }

    public function testBunnyTellsOfOurLibraryAlone(): void {
        $video = '657bb740-a71b-4529-a012-528021c31a92';
        $send = function (array $told, string $key = self::SECRET): int {
            $body = (string) wp_json_encode($told);
            $headers = ['x-bunnystream-signature' => hash_hmac('sha256', $body, $key)];
            return $this->call('POST', '/hooks/stream/bunny', $body, null, $headers)['status'];
        };
        self::assertSame(200, $send(['VideoLibraryId' => 133, 'VideoGuid' => $video, 'Status' => 1]));
        self::assertSame(200, $send(['VideoLibraryId' => 133, 'VideoGuid' => $video, 'Status' => 3]));
        self::assertSame(200, $send(['VideoLibraryId' => 133, 'VideoGuid' => $video, 'Status' => 3]), 'told again');
        self::assertSame(400, $send(['VideoLibraryId' => 134, 'VideoGuid' => 'other', 'Status' => 3]));
        self::assertSame('account', $this->service(Trouble::class)->last('bunny', 'hook')['why'] ?? null);
        self::assertSame(400, $send(['VideoLibraryId' => 133, 'VideoGuid' => 'x', 'Status' => 3], 'guessed'));
        self::assertSame([['recording.ready', 'bunny', $video, $video, null]], $this->heard());
    }

    public function testIvsTellsOfOurChannelsAlone(): void {
        $key = $this->service(Keys::class)->hook('ivs');
        $event = static fn(array $changes = []): array => $changes + [
            'id' => '12345678-1a23-4567-a1bc-1a2b34567890',
            'detail-type' => 'IVS Stream State Change',
            'source' => 'aws.ivs',
            'account' => '123456789012',
            'time' => gmdate('Y-m-d\TH:i:s\Z'),
            'resources' => [self::CHANNEL],
            'detail' => ['event_name' => 'Stream Start'],
        ];
        $send = fn(array $body, string $with): int => $this->call('POST', '/hooks/stream/ivs', $body, null, [
            Keys::HEADER => $with,
        ])['status'];
        self::assertSame(200, $send($event(), $key));
        self::assertSame(200, $send($event(), $key), 'told again');
        self::assertSame(200, $send($event(['id' => 'b', 'detail' => ['event_name' => 'Stream End']]), $key));
        self::assertSame(403, $send($event(['id' => 'c']), 'guessed'));
        foreach (
            [
                'of another account' => ['account' => '999999999999'],
                'of another channel' => ['resources' => [str_replace('AbCdEf', 'Other', self::CHANNEL)]],
                'of yesterday' => ['time' => gmdate('Y-m-d\TH:i:s\Z', time() - 90_000)],
                'of another service' => ['source' => 'aws.s3'],
            ]
            as $how => $changes
        ) {
            self::assertSame(400, $send($event($changes + ['id' => $how]), $key), $how);
        }
        self::assertSame(
            [['live.started', 'ivs', self::IVS, null, null], ['live.ended', 'ivs', self::IVS, null, null]],
            $this->heard(),
        );
    }

    public function testNginxMayAskAndTellAndANameThatWasGuessedIsRefused(): void {
        $keys = $this->service(Keys::class);
        $with = [Keys::HEADER => $keys->hook('nginx')];
        $good = $keys->publishing('nginx', 'stage');
        $send = function (array $form, ?array $headers = null) use ($with): int {
            $request = new WP_REST_Request('POST', '/parterre/v1/hooks/stream/nginx');
            $request->set_header('content-type', 'application/x-www-form-urlencoded');
            $request->set_body_params($form);
            foreach ($headers ?? $with as $name => $value) {
                $request->set_header($name, $value);
            }
            return rest_get_server()->dispatch($request)->get_status();
        };
        $publish = ['call' => 'publish', 'name' => 'stage', 'clientid' => '7'];
        self::assertSame(200, $send($publish + ['key' => $good]));
        self::assertSame(403, $send($publish), 'no key');
        self::assertSame(
            403,
            $send($publish + ['key' => $keys->publishing('nginx', 'bar')]),
            'the key of another stream',
        );
        $this->assertNoted('nginx', 'stream key', [$good, $keys->publishing('nginx', 'bar'), $keys->hook('nginx')]);
        self::assertSame(403, $send(['name' => '../etc/passwd', 'call' => 'publish', 'key' => $good]));
        self::assertSame(403, $send($publish + ['key' => $good], []), 'not our server');
        self::assertSame(200, $send(['call' => 'publish_done', 'name' => 'stage', 'clientid' => '7']));
        $bearer = ['authorization' => 'Bearer ' . $keys->hook('nginx')];
        self::assertSame(200, $send(['call' => 'recorded', 'name' => 'stage', 'recording' => 'stage-1795'], $bearer));
        self::assertSame(
            200,
            $send(['call' => 'recorded', 'name' => 'stage', 'recording' => 'stage-1795'], $bearer),
            'told again',
        );
        self::assertSame(
            200,
            $send(['call' => 'record_done', 'name' => 'stage', 'path' => '/var/rec/stage-1795.flv']),
            'by nginx too',
        );
        self::assertSame(400, $send(['call' => 'recorded', 'name' => 'stage', 'recording' => '../../etc'], $bearer));
        self::assertSame(403, $send(['call' => 'recorded', 'name' => 'stage'], ['authorization' => 'Bearer guessed']));
        self::assertSame(
            [
                ['live.started', 'nginx', 'stage', null, null],
                ['live.ended', 'nginx', 'stage', null, null],
                ['recording.ready', 'nginx', 'stage', 'stage-1795', null],
            ],
            $this->heard(),
        );
        // With `notify_method get` nginx-rtmp writes a second question mark.
        $request = new WP_REST_Request('GET', '/parterre/v1/hooks/stream/nginx');
        $request->set_query_params([
            Keys::PARAMETER => $keys->hook('nginx') . '?call=publish',
            'name' => 'stage',
            'clientid' => '8',
            'key' => $good,
        ]);
        self::assertSame(200, rest_get_server()->dispatch($request)->get_status());
        self::assertCount(4, $this->events);
        // New keys: whoever has the old ones is out.
        $this->service(Options::class)->renewKeys('nginx');
        self::assertSame(403, $send($publish + ['key' => $good]));
    }

    public function testMediaMtxAsksWhoMayReadAndPublish(): void {
        $keys = $this->service(Keys::class);
        $hook = '/hooks/stream/mediamtx';
        $ask = function (array $question, ?string $key = null) use ($keys, $hook): int {
            $request = new WP_REST_Request('POST', "/parterre/v1$hook");
            $request->set_query_params([Keys::PARAMETER => $key ?? $keys->hook('mediamtx')]);
            $request->set_header('content-type', 'application/json');
            $request->set_body(
                (string) wp_json_encode(
                    $question + ['protocol' => 'hls', 'path' => 'stage', 'user' => '', 'password' => '', 'query' => ''],
                ),
            );
            return rest_get_server()->dispatch($request)->get_status();
        };
        $options = $this->service(Options::class);
        $provider = $this->service(MediaMtx::class);
        $options->store('mediamtx', $provider->fields(), ['base' => 'https://media.example:8888']);
        $now = time() * 1000;
        $address = $provider->signPlayback('stage', 'lease', 900, $now);
        self::assertStringStartsWith('https://media.example:8888/stage/index.m3u8?grant=', $address);
        $query = (string) wp_parse_url($address, PHP_URL_QUERY);
        self::assertSame(200, $ask(['action' => 'read', 'query' => $query]));
        self::assertSame(200, $ask(['action' => 'read', 'query' => "$query&cookieCheck=1"]));
        self::assertSame(401, $ask(['action' => 'read', 'query' => $query, 'path' => 'bar']), 'another stream');
        self::assertSame(401, $ask(['action' => 'publish', 'query' => $query]), 'a grant to read does not publish');
        self::assertSame(401, $ask(['action' => 'api', 'query' => $query]), 'nor anything else');
        self::assertSame(401, $ask(['action' => 'read']), 'no grant');
        self::assertSame(401, $ask(['action' => 'read', 'query' => $query, 'protocol' => 'rtmp']), 'by RTMP');
        self::assertSame(
            401,
            $ask([
                'action' => 'read',
                'query' => preg_replace_callback(
                    '/=(\d+)/',
                    static fn(array $at): string => '=' . ((int) $at[1] + 9),
                    $query,
                ),
            ]),
            'a later end',
        );
        $over = (string) wp_parse_url($provider->signPlayback('stage', 'lease', 900, $now - 901_000), PHP_URL_QUERY);
        self::assertSame(401, $ask(['action' => 'read', 'query' => $over]), 'run out');
        self::assertSame(403, $ask(['action' => 'read', 'query' => $query], 'guessed'), 'not our server');
        $good = $keys->publishing('mediamtx', 'stage');
        self::assertSame(200, $ask(['action' => 'publish', 'query' => "key=$good"]));
        self::assertSame(200, $ask(['action' => 'publish', 'password' => $good]));
        self::assertSame(401, $ask(['action' => 'publish', 'query' => 'key=guessed']), 'a name that was guessed');
        $this->assertNoted('mediamtx', 'stream key', ['guessed', $good, $query]);
        self::assertSame([], $this->heard(), 'a question is no event');
        foreach (['ready', 'ready', 'not-ready'] as $event) {
            $request = new WP_REST_Request('POST', "/parterre/v1$hook");
            $request->set_header(Keys::HEADER, $keys->hook('mediamtx'));
            $request->set_body_params(['event' => $event, 'path' => 'stage', 'source' => '4f0a']);
            self::assertSame(200, rest_get_server()->dispatch($request)->get_status());
        }
        self::assertSame(
            [['live.started', 'mediamtx', 'stage', null, null], ['live.ended', 'mediamtx', 'stage', null, null]],
            $this->heard(),
        );
    }

    /** A refusal stands in the log by its kind, and no secret with it. @param list<string> $secrets */
    private function assertNoted(string $provider, string $why, array $secrets): void {
        self::assertSame($why, $this->service(Trouble::class)->last($provider, 'hook')['why'] ?? null);
        $log = (string) wp_json_encode([Log::entries(), get_option(Trouble::OPTION)]);
        self::assertStringContainsString("hook: $why", $log);
        foreach ($secrets as $secret) {
            self::assertStringNotContainsString($secret, $log);
        }
    }

    /** @return list<array{string, string, string, ?string, ?int}> */
    private function heard(): array {
        return array_map(
            static fn(StreamEvent $event): array => [
                $event->type,
                $event->provider,
                $event->stream,
                $event->recording,
                $event->durationMs,
            ],
            $this->events,
        );
    }

    /** @param array<string, mixed> $data */
    private function muxBody(string $id, string $type, array $data): string {
        return (string) wp_json_encode([
            'id' => $id,
            'type' => $type,
            'created_at' => '2026-11-26T20:00:00.000Z',
            'data' => $data,
        ]);
    }

    /** @param array<string, mixed> $data */
    private function mux(string $id, string $type, array $data): array {
        $body = $this->muxBody($id, $type, $data);
        $now = time();
        return $this->call('POST', '/hooks/stream/mux', $body, null, [
            'mux-signature' => "t=$now,v1=" . hash_hmac('sha256', "$now.$body", self::SECRET),
        ]);
    }
}
