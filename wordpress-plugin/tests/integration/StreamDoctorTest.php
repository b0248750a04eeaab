<?php
declare(strict_types=1);

use Parterre\Health\Checks;
use Parterre\Log;
use Parterre\Settings;
use Parterre\Store\Shows;
use Parterre\Streaming\Doctor\BrowserHalf;
use Parterre\Streaming\Doctor\Doctor;
use Parterre\Streaming\Doctor\Finding;
use Parterre\Streaming\Doctor\Records;
use Parterre\Streaming\Doctor\Subject;
use Parterre\Streaming\Doctor\Words;
use Parterre\Streaming\Hls\Fetch;
use Parterre\Streaming\Hls\Fetched;
use Parterre\Streaming\Providers\Options;

require_once __DIR__ . '/IntegrationCase.php';

/** The stream doctor against the demo's stage, as it is and with one thing wrong at a time (`tests/wordpress/crooked-origin.ts`). */
final class StreamDoctorTest extends IntegrationCase {
    private string $origin;

    protected function setUp(): void {
        parent::setUp();
        $this->origin = (string) getenv('PARTERRE_CROOKED_ORIGIN');
        self::assertNotSame('', $this->origin, 'It is started by tests/wordpress/phpunit.ts.');
        add_filter('parterre_stream_origins', fn(array $origins): array => [...$origins, $this->origin]);
        delete_option(Records::OPTION);
        delete_option('parterre_log');
    }

    protected function tearDown(): void {
        remove_all_filters('parterre_stream_origins');
        remove_all_filters('home_url');
        delete_option(Records::OPTION);
        delete_option(Options::OPTION);
        delete_option('parterre_log');
        parent::tearDown();
    }

    private function address(string $fault): string {
        return "{$this->origin}/$fault/master.m3u8";
    }

    /** The first look at an address. @return array<string, array{level: string, sentence: string, advice: string}> by code */
    private function look(string $fault, bool $live = true, int $cameras = 1): array {
        $this->fresh();
        $found = $this->service(Doctor::class)->look(new Subject('plain', $this->address($fault), $live, $cameras))[
            'findings'
        ];
        return self::told($found);
    }

    /** @return array<string, array{level: string, sentence: string, advice: string}> by code */
    private function segment(string $fault): array {
        return self::told($this->service(Doctor::class)->segment(new Subject('plain', $this->address($fault), true)));
    }

    /** @param list<Finding> $found @return array<string, array{level: string, sentence: string, advice: string}> by code */
    private static function told(array $found): array {
        $told = [];
        foreach ($found as $finding) {
            $words = Words::of($finding);
            self::assertNotSame('', $words['sentence']);
            $told[$finding->code] = $words;
        }
        return $told;
    }

    /** @param array<string, array{level: string}> $told @return list<string> codes of what keeps fans from watching */
    private static function bad(array $told): array {
        return array_keys(array_filter($told, static fn(array $one): bool => $one['level'] === Finding::BAD));
    }

    /** The venue's pages are at https, as they should be. */
    private function atHttps(): void {
        add_filter('home_url', static fn(): string => 'https://venue.example');
        $this->fresh();
    }

    public function testTheDemosStageIsHealthyFromTheFirstLookToTheLast(): void {
        $this->service(Settings::class)->set([
            'stream_base' => "{$this->origin}/strict",
            'stream_secret' => (string) getenv('PARTERRE_STAGE_SECRET'),
        ]);
        $this->fresh();
        $doctor = $this->service(Doctor::class);
        $subject = new Subject('nginx', 'stage', true, 2, false, true, false);
        $looked = $doctor->look($subject, (int) (microtime(true) * 1000));
        $all = [...$looked['findings'], ...$doctor->segment($subject), ...$doctor->tokens($subject)];
        $before = $looked['again'];
        self::assertNotNull($before);
        self::assertGreaterThanOrEqual(4, $before['seconds']);
        // As if the first look had been long ago: no test waits for a picture.
        array_push(
            $all,
            ...$doctor->again(
                $subject,
                ['sequence' => $before['sequence'] - 3, 'at' => $before['at'] - 6000] + $before,
            ),
        );
        $told = self::told($all);
        $faults = array_filter($told, static fn(array $one): bool => $one['level'] !== Finding::GOOD);
        self::assertSame([], $faults);
        foreach (
            ['reached', 'clock', 'qualities', 'codecs', 'captions', 'cors', 'segments', 'dates', 'window', 'latency']
            as $code
        ) {
            self::assertArrayHasKey($code, $told);
        }
        foreach (['cors_segments', 'packed', 'apple', 'segment', 'token_asked', 'advances'] as $code) {
            self::assertArrayHasKey($code, $told);
        }
        self::assertStringContainsString('720p', $told['qualities']['sentence']);
        self::assertStringContainsString(
            'without a token, with an altered one, with one that ran out, with another stream’s, a segment without one',
            $told['token_asked']['sentence'],
        );
        self::assertStringStartsWith("{$this->origin}/strict/", $looked['play']['master']);
        self::assertSame(200, $this->service(Fetch::class)->get($looked['play']['segment'])->status);
        self::assertContains(
            'video/mp4; codecs="avc1.64001f"',
            $looked['play']['types'] + ['video/mp4; codecs="avc1.64001f"'],
        );
    }

    public function testAnAddressThatIsAWebPage(): void {
        $told = $this->look('page');
        self::assertSame(['not_hls_web_page'], self::bad($told));
        self::assertStringContainsString('web page, not a stream', $told['not_hls_web_page']['sentence']);
        self::assertStringContainsString('.m3u8', $told['not_hls_web_page']['advice']);
        // A page with a player is known by its address, and nobody is asked.
        foreach (
            [
                'https://www.youtube.com/watch?v=abc' => 'YouTube',
                'https://vimeo.com/123' => 'Vimeo',
                'rtmp://live.example/app' => '.m3u8',
            ]
            as $address => $word
        ) {
            $page = self::told($this->service(Doctor::class)->look(new Subject('plain', $address, true))['findings']);
            self::assertSame(['player_page'], array_keys($page));
            self::assertStringContainsString($word, $page['player_page']['sentence'] . $page['player_page']['advice']);
        }
    }

    public function testAPlaylistWithoutSegments(): void {
        $told = $this->look('no-segments');
        self::assertSame(['no_segments'], self::bad($told));
        self::assertStringContainsString('OBS', $told['no_segments']['advice']);
    }

    public function testMixedContent(): void {
        $this->atHttps();
        $told = $this->look('none');
        self::assertContains('mixed_content', self::bad($told));
        self::assertStringContainsString('https://', $told['mixed_content']['advice']);
        remove_all_filters('home_url');
        self::assertArrayNotHasKey('mixed_content', $this->look('none'), 'a site at http may play http');
    }

    public function testMissingCors(): void {
        $this->atHttps();
        foreach (
            ['no-cors' => 'cors_missing', 'other-cors' => 'cors_other', 'twice-cors' => 'cors_twice']
            as $fault => $code
        ) {
            $told = $this->look($fault);
            self::assertContains($code, self::bad($told), $fault);
            self::assertArrayNotHasKey('cors', $told);
        }
        self::assertStringContainsString('https://venue.example', $this->look('no-cors')['cors_missing']['advice']);
        self::assertArrayHasKey('cors', $this->look('segments-no-cors'));
        self::assertSame(['cors_segments_closed'], self::bad($this->segment('segments-no-cors')));
    }

    public function testAClockOffByADay(): void {
        foreach (['day-ahead' => 'in the future', 'day-behind' => 'in the past'] as $fault => $word) {
            $told = $this->look($fault);
            self::assertSame(['date_day_off'], self::bad($told), $fault);
            self::assertStringContainsString($word, $told['date_day_off']['sentence']);
        }
        $told = $this->look('clock-day-ahead');
        self::assertSame(['clock_day_off'], self::bad($told));
        // The clock of whoever asks is the third voice.
        $subject = new Subject('plain', $this->address('clock-day-ahead'), true);
        $now = (int) (microtime(true) * 1000);
        foreach ([$now => 'stream server’s set', $now + 86_400_000 => 'host of this site'] as $browser => $words) {
            $found = self::told($this->service(Doctor::class)->look($subject, $browser)['findings']);
            self::assertStringContainsString($words, $found['clock_day_off']['advice']);
        }
    }

    public function testAKeyWithALineBreak(): void {
        $store = function (array $values): array {
            update_option(Options::OPTION, ['bunny' => $values]);
            $this->fresh();
            return self::told($this->service(Doctor::class)->look(new Subject('bunny', 'concert', true))['findings']);
        };
        $told = $store(['base' => 'https://vz-abc.b-cdn.net', 'key' => "abcdef\n123456"]);
        self::assertSame(['provider_problem'], array_keys($told));
        self::assertStringContainsString('line break', $told['provider_problem']['sentence']);
        self::assertStringNotContainsString('123456', (string) wp_json_encode([$told, Log::entries()]));
        self::assertStringContainsString(
            'Token authentication key',
            $store(['base' => 'https://vz-abc.b-cdn.net'])['provider_unready']['sentence'],
        );
        $named = self::told(
            $this->service(Doctor::class)->look(new Subject('nginx', 'https://stream.example/a.m3u8', true))[
                'findings'
            ],
        );
        self::assertSame(['stream_problem'], array_keys($named));
    }

    public function testEveryOtherFaultIsSaidByItsName(): void {
        foreach (
            [
                'json' => 'not_hls_json',
                'film' => 'not_hls_media',
                'dash' => 'not_hls_xml',
                'empty' => 'not_hls_empty',
                'absent' => 'nothing_live',
                'forbidden' => 'forbidden',
                'ill' => 'server_ill',
                'round' => 'unreached_redirects',
                'ended' => 'is_recording',
                'missing-quality' => 'quality_missing',
                'sound-apart' => 'sound_apart',
            ]
            as $fault => $code
        ) {
            self::assertSame([$code], self::bad($this->look($fault)), $fault);
        }
        foreach (
            [
                'hevc' => 'codec_some',
                'dolby' => 'codec_some',
                'heavy' => 'heavy_for_phones',
                'long' => 'long_segments',
                'no-dates' => 'no_dates',
                'plain' => 'wrong_type',
            ]
            as $fault => $code
        ) {
            $told = $this->look($fault);
            self::assertSame([], self::bad($told), $fault);
            self::assertSame(Finding::WARNING, $told[$code]['level'] ?? null, $fault);
        }
        self::assertArrayHasKey('one_quality', $this->look('heavy'));
        self::assertStringContainsString(
            'cameras cannot be aligned',
            $this->look('no-dates', cameras: 2)['no_dates']['sentence'],
        );
        self::assertSame(
            ['replay_grows'],
            array_keys(array_intersect_key($this->look('none', false), ['replay_grows' => 1, 'is_recording' => 1])),
        );
        self::assertSame(['segment_missing'], self::bad($this->segment('lost-segments')));
        self::assertSame(['segment_is_page'], self::bad($this->segment('page-segments')));
        // What the playlist does not name, the segment shows.
        $packed = $this->segment('no-codecs');
        self::assertStringContainsString('H.264, AAC', $packed['codecs']['sentence']);
    }

    public function testAPlaylistThatStandsStill(): void {
        $doctor = $this->service(Doctor::class);
        $subject = new Subject('plain', $this->address('frozen'), true);
        $before = $doctor->look($subject)['again'];
        $again = fn(array $before): array => array_keys(self::told($doctor->again($subject, $before)));
        self::assertSame(['too_early'], $again($before));
        // As it would be half a minute later.
        self::assertSame(['frozen'], $again(['at' => $before['at'] - 30_000] + $before));
        self::assertSame(['went_back'], $again(['sequence' => $before['sequence'] + 100] + $before));
        $gone = new Subject('plain', $this->address('absent'), true);
        self::assertSame(['gone_meanwhile'], array_keys(self::told($doctor->again($gone, $before))));
    }

    public function testTokensThatTheServerDoesNotCheckAreSaidLoudly(): void {
        foreach (
            [
                'takes-none' => ['token_none', 'token_altered', 'token_expired', 'token_other'],
                'takes-altered' => ['token_altered', 'token_other'],
                'takes-expired' => ['token_expired'],
                'takes-another' => ['token_other'],
                'takes-segments' => ['segments_open'],
                'strict' => ['token_asked'],
            ]
            as $server => $codes
        ) {
            $this->service(Settings::class)->set([
                'stream_base' => "{$this->origin}/$server",
                'stream_secret' => (string) getenv('PARTERRE_STAGE_SECRET'),
            ]);
            $this->fresh();
            self::assertSame(
                $codes,
                array_keys(self::told($this->service(Doctor::class)->tokens(new Subject('nginx', 'stage', true)))),
                $server,
            );
        }
        self::assertSame(
            ['unprotected'],
            array_keys(
                self::told($this->service(Doctor::class)->tokens(new Subject('plain', $this->address('none'), true))),
            ),
        );
    }

    public function testAMachineOfTheHostsOwnNetworkIsNotAsked(): void {
        self::assertSame(['unreached_inside'], self::bad($this->look('inside')), 'not even where a stream leads there');
        remove_all_filters('parterre_stream_origins');
        $this->fresh();
        $fetch = $this->service(Fetch::class);
        foreach (
            [$this->address('none'), 'http://[::1]/a.m3u8', 'http://localhost/a.m3u8', 'https://192.168.1.1/a.m3u8']
            as $inside
        ) {
            self::assertSame(Fetched::INSIDE, $fetch->get($inside)->failure, $inside);
        }
        self::assertSame(Fetched::NO_WEB, $fetch->get('file:///etc/passwd')->failure);
        self::assertSame(Fetched::UNKNOWN_HOST, $fetch->get('https://nowhere.invalid/a.m3u8')->failure);
        // The stream server of the settings may be inside.
        $this->service(Settings::class)->set(['stream_base' => $this->origin]);
        $this->fresh();
        self::assertSame(200, $this->service(Fetch::class)->get($this->address('none'))->status);
    }

    public function testAPageAsksAndSaysWhoItIs(): void {
        $answer = $this->service(Fetch::class)->get($this->address('none'), 40);
        self::assertSame([200, 40, false], [$answer->status, strlen($answer->body), $answer->whole]);
        self::assertSame('application/vnd.apple.mpegurl', $answer->type());
        self::assertTrue($answer->isOpenTo(Fetch::origin()));
        self::assertLessThan(5000, abs((int) $answer->clockAheadMs()));
    }

    public function testWhatIsLoggedAndKeptHoldsNoSecret(): void {
        $secret = 'eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl';
        $subject = new Subject(
            'plain',
            "{$this->origin}/absent/$secret/master.m3u8?token=$secret",
            true,
            key: 'show_1/stage/live',
            title: 'Nuit Blanche, Stage (live)',
        );
        $looked = $this->service(Doctor::class)->look($subject);
        self::assertSame(['nothing_live'], self::bad(self::told($looked['findings'])));
        $log = Log::entries()[0];
        self::assertSame('stream', $log['where']);
        self::assertStringContainsString(
            "nothing_live Nuit Blanche, Stage (live) {$this->origin}/absent/…/master.m3u8?…",
            $log['what'],
        );
        $everything = (string) wp_json_encode([Log::entries(), Records::all(), self::told($looked['findings'])]);
        self::assertStringNotContainsString(substr($secret, 5, 8), $everything);
    }

    public function testTheDeskAsksStepByStepAndOnlyAboutItsOwn(): void {
        $this->service(Settings::class)->set([
            'stream_base' => "{$this->origin}/strict",
            'stream_secret' => (string) getenv('PARTERRE_STAGE_SECRET'),
        ]);
        $show = $this->show()['show'];
        $ask = fn(array $body): WP_REST_Response => $this->desk('POST', '/stream-check', $body + ['mode' => 'live']);
        $camera = ['show' => $show, 'camera' => 'stage'];
        self::assertSame(401, $ask(['step' => 'look'] + $camera)->get_status());
        $this->become('parterre_front_desk');
        self::assertSame(403, $ask(['step' => 'look'] + $camera)->get_status());

        // Who runs the stage may check what is saved, and has nothing else signed.
        $this->become('parterre_stage');
        $looked = $ask(['step' => 'look', 'now' => (int) (microtime(true) * 1000)] + $camera);
        self::assertSame(200, $looked->get_status());
        self::assertSame('no-store, private', $looked->get_headers()['Cache-Control']);
        self::assertSame(['findings', 'play', 'again', 'address'], array_keys($looked->get_data()));
        self::assertSame('stage', $looked->get_data()['address']);
        self::assertSame(['code', 'level', 'sentence', 'advice'], array_keys($looked->get_data()['findings'][0]));
        self::assertSame(404, $ask(['step' => 'look', 'provider' => 'nginx', 'stream' => 'backstage'])->get_status());
        $again = $ask(['step' => 'again', 'before' => ['sequence' => 1] + $looked->get_data()['again']] + $camera);
        self::assertSame(['advances'], array_column($again->get_data()['findings'], 'code'));
        self::assertSame(400, $ask(['step' => 'again', 'before' => 'x'] + $camera)->get_status());
        self::assertSame(400, $ask(['step' => 'other'] + $camera)->get_status());

        // Who edits shows checks what is typed, but not another's stream.
        $this->become('parterre_promoter');
        self::assertSame(404, $ask(['step' => 'look'] + $camera)->get_status());
        self::assertSame(422, $ask(['step' => 'look', 'provider' => 'nginx', 'stream' => 'stage'])->get_status());
        $typed = $ask(['step' => 'look', 'provider' => 'plain', 'stream' => $this->address('page')]);
        self::assertContains('not_hls_web_page', array_column($typed->get_data()['findings'], 'code'));
    }

    public function testSiteHealthNamesAStreamThatWouldNotPlay(): void {
        $this->service(Settings::class)->set(['stream_base' => "{$this->origin}/strict", 'stream_secret' => 'another']);
        $show = $this->show()['show'];
        $health = fn(): array => $this->service(Checks::class)->result('streams');
        self::assertSame('good', $health()['status']);
        wp_set_current_user(1);
        $this->desk('POST', '/stream-check', [
            'step' => 'look',
            'mode' => 'live',
            'show' => $show,
            'camera' => 'stage',
        ]);
        self::assertSame('critical', $health()['status']);
        self::assertStringContainsString('Nuit Blanche, Stage', $health()['description']);
        // Another stream was not checked; a show that is over is watched no more.
        $shows = $this->service(Shows::class);
        $camera = $shows->cameras($show)[0];
        $shows->setCameras($show, [['live_stream' => 'other'] + $camera]);
        self::assertSame('good', $health()['status']);
        $shows->setCameras($show, [$camera]);
        self::assertSame('critical', $health()['status']);
        $shows->update($show, ['ended_at' => (int) (microtime(true) * 1000)]);
        $this->fresh();
        self::assertSame('good', $health()['status']);
    }

    public function testABrowserSaysWhatTheServerCannotKnow(): void {
        $here = Fetch::origin();
        $met = static fn(array $tried, array $seen = ['reached'], array $codecs = []): array => array_map(
            static fn(Finding $one): string => "$one->level $one->code",
            BrowserHalf::findings($here, $tried, $codecs, $seen),
        );
        $fine = ['master' => 200, 'media' => 200, 'segment' => 200];
        self::assertSame(['good browser_plays'], $met($fine));
        self::assertSame(['bad browser_blocked'], $met(['master' => 0]));
        self::assertSame(['note browser_blocked'], $met(['master' => 0], ['reached', 'cors_missing']));
        self::assertSame(['note browser_blocked'], $met(['master' => 200, 'media' => 0], ['reached', 'mixed_inside']));
        self::assertSame(['bad browser_segment_blocked'], $met(['segment' => 0] + $fine));
        self::assertSame(
            ['note browser_segment_blocked'],
            $met(['segment' => 0] + $fine, ['reached', 'cors_segments_closed']),
        );
        self::assertSame(['bad browser_status'], $met(['master' => 403]));
        self::assertSame([], $met(['master' => 403], ['forbidden']), 'the server was refused as well');
        self::assertSame([], $met(['master' => 0], ['unreached_timeout']));
        self::assertSame(['note browser_alone'], $met(['master' => 200], ['unreached_timeout']));
        self::assertSame(
            ['good browser_plays', 'warning browser_codecs'],
            $met($fine, ['reached'], ['avc1.64001f' => true, 'hvc1.1.6' => false]),
        );
        self::assertSame(
            'browser_elsewhere',
            BrowserHalf::findings('https://admin.example', ['master' => 0], [], [])[0]->code,
        );
        foreach (BrowserHalf::findings($here, ['segment' => 0] + $fine, ['hvc1' => false], ['reached']) as $finding) {
            self::assertNotSame('', Words::of($finding)['sentence']);
        }
    }
}
