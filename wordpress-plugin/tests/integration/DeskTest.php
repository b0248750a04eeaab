<?php
declare(strict_types=1);

require_once __DIR__ . '/IntegrationCase.php';

use Parterre\Access\DoorFile;
use Parterre\Access\Verifier;
use Parterre\Domain\Clock;
use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Db;
use Parterre\Store\Pictures;
use Parterre\Store\Shows;
use Parterre\Streaming\StreamEvent;
use Parterre\Streaming\Watch\Watch;

/** The desk on the night: who sees what, what is pressed, what happens by itself, and that a rehearsal stays inside. */
final class DeskTest extends IntegrationCase {
    private const BASE = 'https://stream.example';

    private int $offset = 0;
    /** @var array<string, string|int> playlists, or the status of a refusal, by the end of their address */
    private array $origin = [];
    private int $segment = 0;

    protected function setUp(): void {
        parent::setUp();
        $this->offset = 0;
        $this->segment = 0;
        $this->origin = [];
        $this->service(Settings::class)->set(['stream_base' => self::BASE, 'stream_secret' => 'hush-hush']);
        add_filter('parterre_clock_offset_ms', fn(): int => $this->offset);
        add_filter('pre_http_request', [$this, 'answer'], 10, 3);
        $this->service(Parterre\Streaming\Watch\Module::class)->register();
    }

    protected function tearDown(): void {
        remove_filter('pre_http_request', [$this, 'answer'], 10);
        remove_all_actions(StreamEvent::ACTION);
        foreach ((array) glob(DoorFile::folder() . '/{doors,journal}-*.php*', GLOB_BRACE) as $file) {
            unlink((string) $file);
        }
        parent::tearDown();
    }

    /** The stream server. */
    public function answer(mixed $given, array $arguments, string $url): mixed {
        if (!str_starts_with($url, self::BASE)) {
            return $given;
        }
        foreach ($this->origin as $end => $what) {
            if (str_ends_with($url, $end)) {
                return [
                    'response' => ['code' => is_int($what) ? $what : 200, 'message' => ''],
                    'headers' => [],
                    'body' => is_int($what) ? '' : $what,
                    'cookies' => [],
                ];
            }
        }
        return [
            'response' => ['code' => 404, 'message' => ''],
            'headers' => [],
            'body' => '',
            'cookies' => [],
        ];
    }

    /** The publisher sends another segment of these cameras. */
    private function publish(string ...$streams): void {
        $this->segment++;
        foreach ($streams as $stream) {
            $this->origin["/$stream/master.m3u8"] = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=800000\nmedia.m3u8\n";
            $this->origin[
                "/$stream/media.m3u8"
            ] = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:{$this->segment}\n#EXTINF:2,\n{$this->segment}.ts\n";
        }
    }

    private function later(float $seconds): void {
        $this->offset += (int) ($seconds * 1000);
        $this->fresh();
        $this->service(Parterre\Streaming\Watch\Module::class)->register();
        remove_all_actions(StreamEvent::ACTION);
        add_action(StreamEvent::ACTION, fn(StreamEvent $event) => $this->service(Watch::class)->heard($event));
    }

    /** Looks for a while, every five seconds, with or without a picture. */
    private function watch(string $show, float $seconds, string ...$published): void {
        for ($passed = 0.0; $passed < $seconds; $passed += 5) {
            $this->later(5);
            if ($published !== []) {
                $this->publish(...$published);
            }
            $this->service(Watch::class)->look($show);
            $this->service(Runner::class)->runPending();
        }
    }

    /** A show whose doors are open and that starts in some minutes. */
    private function doors(int $startsInMinutes = 10): string {
        $now = (int) (microtime(true) * 1000);
        return $this->show(
            fields: [
                'doors_at' => $now - 60_000,
                'starts_at' => $now + $startsInMinutes * 60_000,
                'ends_at' => $now + ($startsInMinutes + 90) * 60_000,
                'live_at' => null,
            ],
        )['show'];
    }

    /** @return array<string, mixed> what the desk says */
    private function look(string $show): array {
        $answer = $this->desk('GET', "/desk/$show");
        $this->assertSame(200, $answer->get_status(), (string) wp_json_encode($answer->get_data()));
        return $answer->get_data();
    }

    /** @return array<string, mixed> what the desk says then */
    private function press(string $show, string $act, string $sentence = ''): array {
        $answer = $this->desk('POST', "/desk/$show", ['act' => $act, 'sentence' => $sentence]);
        $this->assertSame(200, $answer->get_status(), "$act: " . wp_json_encode($answer->get_data()));
        return $answer->get_data();
    }

    private function phase(string $show): string {
        return $this->call('GET', "/shows/$show")['json']['phase'];
    }

    /** @return array{token: string, ticket: string, signed: string} somebody with a ticket */
    private function fan(string $show, string $email = 'bea@example.org'): array {
        $offer = (string) $this->service(Db::class)->value('SELECT id FROM {offers} WHERE show_id = ?', [$show]);
        $made = $this->call('POST', '/orders', $this->orderRequest($offer, 1200, $email))['json'];
        $token = $made['session']['token'];
        $paid = $this->call('POST', "/orders/{$made['order']['id']}/test-payment", ['outcome' => 'approve'], $token);
        $session = $this->call('GET', '/session', null, $token)['json'];
        return [
            'token' => $token,
            'ticket' => $paid['json']['tickets'][0]['id'],
            'signed' => $session['signed'][0]['assertion'] ?? '',
        ];
    }

    // ── Who sees what ──

    public function testTheStageRoleHasTheDeskAndNoOrderPersonAddressOrKey(): void {
        $show = $this->doors();
        $this->fan($show, 'fan@secret.example');
        $this->service(Shows::class)->setCrew($show, [
            [
                'email' => 'crew@secret.example',
                'email_hash' => $this->service(Parterre\Domain\Secrets::class)->hashEmail('crew@secret.example'),
                'role' => 'crew',
            ],
        ]);
        $this->become('parterre_stage');
        $told = [];
        $open = [];
        foreach (rest_get_server()->get_routes(Parterre\Admin\Routes::BASE) as $route => $handlers) {
            if ($route === '/' . Parterre\Admin\Routes::BASE) {
                continue;
            }
            $path = substr(
                (string) preg_replace('/\(\?P<show>[^)]*\)/', $show, $route),
                strlen(Parterre\Admin\Routes::BASE) + 1,
            );
            $path = (string) preg_replace('/\(\?P<\w+>((?:[a-z]+_)?)[^)]*\)/', '$1someid', $path);
            foreach ($handlers as $handler) {
                foreach (array_keys($handler['methods']) as $method) {
                    if ($method !== 'GET' && preg_match('#/(replay|recordings)\b#', $path) === 1) {
                        // It would move the show.
                        continue;
                    }
                    $answer = $this->desk($method, $path);
                    if (!in_array($answer->get_status(), [401, 403], true)) {
                        $open[] = "$method " . str_replace($show, '{show}', $path);
                        $told[] = wp_json_encode($answer->get_data());
                    }
                }
            }
        }
        sort($open);
        // What was recorded is cut by them too; it tells no more than the desk does.
        $this->assertSame(
            [
                'DELETE /desk/{show}/failures/someid',
                'GET /desk',
                'GET /desk/{show}',
                'GET /desk/{show}/failures',
                'GET /shows/{show}/doors',
                'POST /desk/{show}',
                'POST /desk/{show}/failures',
                'POST /desk/{show}/picture',
                'POST /shows/{show}/doors',
                'POST /stream-check',
            ],
            array_values(preg_grep('#/(replay|recordings)\b#', $open, PREG_GREP_INVERT)),
        );
        $this->press($show, 'live');
        $told[] = wp_json_encode($this->look($show));
        $text = implode("\n", $told);
        foreach (['secret.example', 'hush-hush', 'priceMinor', '"email"', 'ordr_', 'tick_', 'sess_'] as $secret) {
            $this->assertStringNotContainsString($secret, $text);
        }
        // The one address that is told is signed, and only where the picture is asked for.
        $this->assertSame(1, substr_count($text, 'master.m3u8'));
        $this->assertLessThan(4000, strlen((string) wp_json_encode($this->look($show))), 'it goes over mobile data');
    }

    public function testAPromoterHasTheDeskOfTheirOwnShowsAlone(): void {
        $other = $this->doors();
        $user = $this->become('parterre_promoter');
        $this->assertSame([], $this->desk('GET', '/desk')->get_data()['shows']);
        $this->assertSame(404, $this->desk('GET', "/desk/$other")->get_status());
        $this->assertSame(404, $this->desk('POST', "/desk/$other", ['act' => 'live'])->get_status());
        $this->assertSame(404, $this->desk('POST', "/desk/$other/picture")->get_status());
        $this->service(Shows::class)->update($other, ['owner_id' => $user]);
        $this->assertSame([$other], array_column($this->desk('GET', '/desk')->get_data()['shows'], 'id'));
        $this->assertSame('live', $this->press($other, 'live')['phase']);
    }

    // ── What is pressed ──

    public function testAnEveningIsRunFromTheDesk(): void {
        $show = $this->doors(60);
        $this->service(Shows::class)->update($show, ['doors_at' => (int) (microtime(true) * 1000) + 1_800_000]);
        $this->become('parterre_stage');
        $this->assertSame('announced', $this->look($show)['phase']);
        $this->assertSame('doors', $this->press($show, 'doors')['phase']);
        $this->assertSame('doors', $this->phase($show));
        $this->assertSame('announced', $this->press($show, 'plan')['phase']);
        $this->press($show, 'doors');
        $this->assertSame('live', $this->press($show, 'live')['phase']);
        $paused = $this->press($show, 'pause', 'Back at 21:40.');
        $this->assertSame(['paused', 'Back at 21:40.'], [$paused['phase'], $paused['notice']]);
        $told = $this->call('GET', "/shows/$show")['json'];
        $this->assertSame('Back at 21:40.', $told['signals']['notice']);
        $resumed = $this->press($show, 'resume');
        $this->assertSame(['live', null], [$resumed['phase'], $resumed['notice']], 'its sentence goes with the pause');
        $this->assertSame('ended', $this->press($show, 'end')['phase']);
        $this->assertSame(
            ['end', 'resume', 'pause', 'live', 'doors', 'plan', 'doors'],
            array_column($this->look($show)['log'], 'act'),
        );
        $this->assertSame(
            [wp_get_current_user()->display_name],
            array_unique(array_column($this->look($show)['log'], 'who')),
        );
    }

    public function testASentenceStaysUntilItIsTakenBackWhateverThePhase(): void {
        $show = $this->doors();
        $this->become('parterre_stage');
        $this->press($show, 'notice', '  We begin at 20:15. ');
        $this->press($show, 'live');
        $this->press($show, 'pause');
        $this->assertSame('We begin at 20:15.', $this->press($show, 'resume')['notice']);
        $this->assertNull($this->press($show, 'notice')['notice']);
        foreach ([str_repeat('é', 201), "two\nlines"] as $wrong) {
            $answer = $this->desk('POST', "/desk/$show", ['act' => 'notice', 'sentence' => $wrong]);
            $this->assertSame(422, $answer->get_status());
        }
        $this->assertSame(str_repeat('é', 200), $this->press($show, 'notice', str_repeat('é', 200))['notice']);
    }

    public function testWhatIsPressedTwiceOrTooLateIsDoneOnce(): void {
        $show = $this->doors();
        $this->become('parterre_stage');
        $this->press($show, 'live');
        $this->assertSame(409, $this->desk('POST', "/desk/$show", ['act' => 'live'])->get_status());
        $this->press($show, 'end');
        foreach (['end', 'pause', 'resume', 'live', 'doors'] as $act) {
            $this->assertSame(409, $this->desk('POST', "/desk/$show", ['act' => $act])->get_status(), $act);
        }
        foreach (['explode', 'replay', 'reset', ''] as $act) {
            $this->assertSame(400, $this->desk('POST', "/desk/$show", ['act' => $act])->get_status(), $act);
        }
    }

    public function testTheEndCanBeTakenBackForAQuarterOfAnHour(): void {
        $show = $this->doors();
        $this->become('parterre_stage');
        $this->press($show, 'live');
        $this->press($show, 'end');
        $this->later(14 * 60);
        $this->assertSame('live', $this->press($show, 'undoEnd')['phase']);
        $this->press($show, 'end');
        $this->later(16 * 60);
        $this->assertNotContains('undoEnd', $this->look($show)['acts']);
        $this->assertSame(409, $this->desk('POST', "/desk/$show", ['act' => 'undoEnd'])->get_status());
    }

    // ── A rehearsal ──

    public function testARehearsalIsSeenAtTheDeskAndByNobodyElse(): void {
        $show = $this->doors();
        $fan = $this->fan($show);
        $this->publish('stage');
        $this->become('parterre_stage');
        $seen = $this->desk('POST', "/desk/$show/picture")->get_data()['grant'];
        $this->assertMatchesRegularExpression(
            '#^https://stream\.example/[\w-]{22}/\d{10}/stage/master\.m3u8$#',
            $seen['cameras'][0]['url'],
        );
        $this->watch($show, 20, 'stage');
        $this->assertSame('arriving', $this->look($show)['pictures'][0]['state']);
        $this->assertSame('doors', $this->phase($show), 'a picture before the announced hour starts nothing');

        wp_set_current_user(0);
        $entered = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $fan['token'])['json'];
        $this->assertNull($entered['grant']);
        $beat = [
            'lease' => $entered['lease']['id'],
            'playing' => false,
            'camera' => null,
            'mediaAt' => null,
            'watchedMs' => 0,
            'quality' => null,
        ];
        $told = [
            $entered,
            $this->call('POST', '/heartbeat', $beat, $fan['token'])['json'],
            $this->call('GET', "/shows/$show")['json'],
            $this->call('GET', '/shows?which=all')['json'],
            $this->knock($show, $fan['signed']),
        ];
        foreach ($told as $answer) {
            $this->assertStringNotContainsString('m3u8', (string) wp_json_encode($answer));
            $this->assertStringNotContainsString('stream.example', (string) wp_json_encode($answer));
        }
        foreach (['subscriber', 'editor', 'parterre_moderator', 'parterre_box_office'] as $role) {
            $this->become($role);
            $this->assertSame(403, $this->desk('POST', "/desk/$show/picture")->get_status(), $role);
        }
    }

    public function testTheVerifierStartsNothingThatTheDeskHoldsBack(): void {
        $show = $this->doors(1);
        $fan = $this->fan($show);
        $this->become('parterre_stage');
        $this->press($show, 'later');
        $this->later(300);
        $this->assertNull($this->knock($show, $fan['signed'])['body']['grant']);
        $this->press($show, 'asPlanned');
        $this->assertNotNull($this->knock($show, $fan['signed'])['body']['grant'], 'nobody else can say so');
    }

    /** @return array{status: int, body: array<string, mixed>} */
    private function knock(string $show, string $assertion): array {
        $this->service(DoorFile::class)->write();
        if (!defined('PARTERRE_VERIFIER')) {
            define('PARTERRE_VERIFIER', true);
        }
        $doors = require ((array) glob(DoorFile::folder() . '/doors-*.php'))[0];
        $verifier = new Verifier($doors, DoorFile::folder(), $this->service(Clock::class)->nowMs());
        return $verifier->enter(['show' => $show, 'device' => 'device_9', 'assertion' => $assertion]);
    }

    // ── What happens by itself ──

    public function testAPictureAfterTheAnnouncedHourStartsTheShowUnlessTheDeskSaysLater(): void {
        $show = $this->doors(1);
        $this->become('parterre_stage');
        $this->watch($show, 50, 'stage');
        $this->assertSame('live', $this->look($show)['byItself']['act'], 'it says so before');
        $this->press($show, 'later');
        $this->watch($show, 120, 'stage');
        $this->assertSame('doors', $this->phase($show));
        $this->assertNull($this->look($show)['byItself']);
        $this->press($show, 'asPlanned');
        $this->watch($show, 10, 'stage');
        $this->assertSame('live', $this->phase($show));
        $this->assertSame(
            ['act' => 'live', 'who' => null],
            array_intersect_key($this->look($show)['log'][0], ['act' => 1, 'who' => 1]),
        );
        $by = $this->service(Db::class)->value(
            "SELECT payload FROM {events} WHERE name = 'show.phase_changed' ORDER BY id DESC",
        );
        $this->assertStringContainsString('"by":"clock"', (string) $by);
    }

    public function testHalfAnHourWithoutAPictureAfterTheAnnouncedEndIsTheEndAndNoReplay(): void {
        $now = (int) (microtime(true) * 1000);
        $show = $this->show(fields: ['live_at' => $now - 3_600_000, 'ends_at' => $now + 60_000])['show'];
        $this->watch($show, 20, 'stage');
        $this->origin = [];
        $this->watch($show, 60);
        $this->later(29 * 60);
        $this->service(Watch::class)->look($show);
        $this->assertSame('live', $this->phase($show));
        $this->later(120);
        $this->service(Watch::class)->look($show);
        $this->assertSame('ended', $this->phase($show));
        $this->assertNull($this->service(Shows::class)->find($show)['replay_at']);
        // Taken back, it does not end again at once.
        wp_set_current_user(1);
        $this->press($show, 'undoEnd');
        $this->watch($show, 20);
        $this->assertSame('live', $this->phase($show));
    }

    public function testWhatAProviderSaysCountsAtOnceAndOutOfOrderDoesNoHarm(): void {
        $show = $this->show()['show'];
        $now = $this->service(Clock::class)->nowMs();
        $say = static fn(string $type, int $at) => do_action(
            StreamEvent::ACTION,
            new StreamEvent($type, 'nginx', 'stage', $at),
        );
        $state = fn(): string => $this->service(Pictures::class)->ofShow($show)['stage']['state'];
        $say(StreamEvent::LIVE_STARTED, $now - 60_000);
        $this->assertSame('arriving', $state());
        $say(StreamEvent::LIVE_ENDED, $now - 1000);
        $this->assertSame('lost', $state());
        $say(StreamEvent::LIVE_STARTED, $now - 30_000);
        $this->assertSame('lost', $state(), 'it came late');
        do_action(StreamEvent::ACTION, new StreamEvent(StreamEvent::LIVE_STARTED, 'mux', 'stage', $now));
        do_action(StreamEvent::ACTION, new StreamEvent(StreamEvent::LIVE_STARTED, 'nginx', 'bar', $now));
        $this->assertSame('lost', $state(), 'another stream, or another provider');
        $say(StreamEvent::LIVE_STARTED, $now + 3_600_000);
        $this->assertSame('arriving', $state());
        $this->assertLessThanOrEqual(
            $this->service(Clock::class)->nowMs(),
            $this->service(Pictures::class)->ofShow($show)['stage']['seen_at'],
            'its clock is ahead',
        );
    }

    public function testTheBackupKeepsThePictureAndTheDeskSaysSo(): void {
        $show = $this->show()['show'];
        $this->service(Shows::class)->setCameras($show, [
            [
                ...['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage'],
                'backup_stream' => 'second',
            ],
        ]);
        wp_set_current_user(1);
        $this->watch($show, 20, 'stage', 'second');
        $this->assertFalse($this->look($show)['pictures'][0]['backup']);
        unset($this->origin['/stage/master.m3u8']);
        $this->watch($show, 30, 'second');
        unset($this->origin['/stage/master.m3u8']);
        $picture = $this->look($show)['pictures'][0];
        $this->assertSame(['arriving', true], [$picture['state'], $picture['backup']]);
        $this->assertSame([], $this->look($show)['rings']);
    }

    // ── Losing it ──

    public function testALostPictureRingsAndIsWrittenOnceAndSoIsItsEnd(): void {
        $show = $this->show()['show'];
        $owner = $this->become('parterre_promoter');
        update_user_meta($owner, 'locale', 'fr_FR');
        $this->service(Shows::class)->update($show, ['owner_id' => $owner]);
        $crew = static fn(string $email, string $role): array => [
            'email' => $email,
            'email_hash' => hash('sha256', $email),
            'role' => $role,
        ];
        $this->service(Shows::class)->setCrew($show, [
            $crew('sound@example.org', 'crew'),
            $crew('singer@example.org', 'artist'),
        ]);
        $this->watch($show, 20, 'stage');
        $this->mails = [];
        $this->origin = [];
        $this->watch($show, 10);
        $this->assertSame([], $this->mails, 'a hiccup');
        $this->watch($show, 120);
        $this->assertSame(
            ['sound@example.org', get_userdata($owner)->user_email],
            array_values(array_unique($this->sorted(array_column($this->mails, 'to'), 'sound@example.org'))),
        );
        $this->assertCount(2, $this->mails, 'once each');
        $french = array_values(
            array_filter($this->mails, static fn(array $mail): bool => $mail['to'] !== 'sound@example.org'),
        );
        $this->assertStringStartsWith('Plus d’image', $french[0]['subject']);
        $this->assertSame(['stage'], $this->look($show)['rings']);
        $this->mails = [];
        $this->watch($show, 30, 'stage');
        $this->assertCount(2, $this->mails, 'it is back');
        // Whoever makes good for it finds it noted.
        wp_set_current_user(1);
        $noted = $this->desk('GET', "/desk/$show/failures")->get_data()['failures'];
        $this->assertSame(
            [[null, 'watch']],
            array_map(static fn(array $one): array => [$one['id'], $one['source']], $noted),
        );
        $lasted = strtotime($noted[0]['until']) - strtotime($noted[0]['from']);
        $this->assertEqualsWithDelta(130, $lasted, 12);
        wp_set_current_user($owner);
        $this->assertSame([], $this->look($show)['rings']);
        $this->mails = [];
        $this->watch($show, 30, 'stage');
        $this->assertSame([], $this->mails);
    }

    public function testSomebodyAtTheDeskHasAMinuteBeforeEverybodyIsWrittenTo(): void {
        $show = $this->show()['show'];
        wp_set_current_user(1);
        $this->watch($show, 20, 'stage');
        $this->origin = [];
        $this->mails = [];
        for ($passed = 0; $passed < 50; $passed += 5) {
            $this->later(5);
            $this->look($show);
            $this->service(Runner::class)->runPending();
        }
        $this->assertSame(['stage'], $this->look($show)['rings']);
        $this->assertSame([], $this->mails);
        for ($passed = 0; $passed < 30; $passed += 5) {
            $this->later(5);
            $this->look($show);
            $this->service(Runner::class)->runPending();
        }
        $this->assertCount(1, $this->mails, 'nobody is named: the administrator');
    }

    public function testAPauseIsNoLoss(): void {
        $show = $this->show()['show'];
        $this->watch($show, 20, 'stage');
        wp_set_current_user(1);
        $this->press($show, 'pause');
        $this->origin = [];
        $this->mails = [];
        $this->watch($show, 120);
        $this->assertSame([], $this->mails);
        $this->assertSame([], $this->look($show)['rings']);
        $this->assertSame([], $this->desk('GET', "/desk/$show/failures")->get_data()['failures']);
    }

    // ── What viewers see ──

    public function testTheDeskTellsWhatViewersSeeInNumbers(): void {
        $show = $this->show()['show'];
        $fan = $this->fan($show);
        $entered = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $fan['token'])['json'];
        $this->later(60);
        $beat = [
            'lease' => $entered['lease']['id'],
            'playing' => true,
            'camera' => 'stage',
            'mediaAt' => null,
            'watchedMs' => 57_000,
            'quality' => [
                'startupMs' => 900,
                'rebufferCount' => 1,
                'rebufferMs' => 3000,
                'latencyMs' => 8000,
                'bitrate' => 2_500_000,
                'droppedFrames' => 2,
                'errors' => ['fragLoadError'],
            ],
        ];
        $this->assertSame(200, $this->call('POST', '/heartbeat', $beat, $fan['token'])['status']);
        $this->later(60);
        wp_set_current_user(1);
        $told = $this->look($show);
        $this->assertSame(1, $told['viewers']);
        $figures = $told['figures'];
        $this->assertEqualsWithDelta(900, $figures['recent']['startupP50'], 113);
        $this->assertSame(50, $figures['recent']['stalledPerMille']);
        $this->assertSame(['fragLoadError' => 1], $figures['recent']['errors']);
        $this->assertSame($figures['recent'], $figures['cameras']['stage']);
        $this->assertCount(30, $figures['line']);
        $this->assertSame(1, array_sum(array_column($figures['line'], 'devices')));
        // Asked again within the minute, it is not told again.
        $again = $this->desk('GET', "/desk/$show", ['minute' => $figures['minute']])->get_data();
        $this->assertNull($again['figures']);
        $kept = (string) wp_json_encode($this->service(Db::class)->all('SELECT * FROM {picture_minutes}'));
        foreach ([$entered['lease']['id'], $fan['ticket'], 'bea@'] as $person) {
            $this->assertStringNotContainsString($person, $kept);
        }
    }

    /** @param list<string> $addresses @return list<string> with one of them first */
    private function sorted(array $addresses, string $first): array {
        usort($addresses, static fn(string $a, string $b): int => ($b === $first) <=> ($a === $first));
        return $addresses;
    }
}
