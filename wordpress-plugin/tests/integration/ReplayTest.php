<?php
declare(strict_types=1);

use Parterre\Jobs\Runner;
use Parterre\Settings;
use Parterre\Store\Messages;
use Parterre\Store\Recordings;
use Parterre\Store\Shows;
use Parterre\Streaming\Hls\Playlist;
use Parterre\Streaming\Replay\Inspection;
use Parterre\Streaming\Replay\Module;
use Parterre\Streaming\StreamEvent;

/** From what was recorded to what fans see, on the demo's stage: its recordings, their playlists and files are asked for over HTTP. */
final class ReplayTest extends IntegrationCase {
    private int $start;

    protected function setUp(): void {
        parent::setUp();
        $this->service(Settings::class)->set([
            'stream_base' => getenv('PARTERRE_STAGE'),
            'stream_secret' => 'integration',
        ]);
        $this->service(Module::class)->register();
        // Two hours ago, at a whole two seconds.
        $this->start = intdiv(time() - 7200, 60) * 60;
    }

    /** A show that has ended, live from a minute into the first recording. @return string its id */
    private function ended(array $fields = []): string {
        $show = $this->show(
            fields: $fields + [
                'doors_at' => ($this->start - 1800) * 1000,
                'starts_at' => $this->start * 1000,
                'ends_at' => ($this->start + 600) * 1000,
                'live_at' => ($this->start + 20) * 1000,
                'ended_at' => ($this->start + 130) * 1000,
                'artists' => ['Vega', 'Ombre'],
            ],
        )['show'];
        $shows = $this->service(Shows::class);
        $shows->setCameras($show, [
            ['id' => 'stage', 'label' => 'Stage', 'provider' => 'nginx', 'live_stream' => 'stage'],
            [
                'id' => 'backstage',
                'label' => 'Backstage',
                'provider' => 'nginx',
                'live_stream' => 'backstage',
                'capability' => 'camera:backstage',
            ],
        ]);
        return $show;
    }

    private function run1(string $camera = 'stage', int $segments = 30): string {
        return "recorded-$this->start-$segments-$camera";
    }

    private function run2(string $camera = 'stage', int $segments = 20): string {
        return 'recorded-' . ($this->start + 100) . "-$segments-$camera";
    }

    private function told(string $recording, string $of = 'stage'): void {
        $at = (int) (microtime(true) * 1000);
        do_action(StreamEvent::ACTION, new StreamEvent(StreamEvent::RECORDING_READY, 'nginx', $of, $at, $recording));
    }

    private function lookAll(): void {
        $this->service(Inspection::class)->workAll(30);
    }

    /** Two recordings, looked at, of a show whose replay is cut from them. @return array{0: string, 1: list<string>} */
    private function cut(): array {
        $show = $this->ended();
        $this->told($this->run1());
        $this->told($this->run2());
        $this->lookAll();
        $this->become('parterre_stage');
        $view = $this->desk('GET', "/shows/$show/replay")->get_data();
        $this->desk('PUT', "/shows/$show/replay/parts", [
            'camera' => 'stage',
            'parts' => $view['cameras'][0]['proposal'],
        ]);
        return [$show, array_column($view['recordings'], 'id')];
    }

    /** A fan with a ticket for the replay. @return array{token: string, ticket: string} */
    private function fan(string $show): array {
        $catalogue = $this->service(Parterre\Store\Catalogue::class);
        $offer = $catalogue->saveOffer(
            ['show_id' => $show, 'name' => 'Replay', 'price_minor' => 0, 'pricing' => 'free', 'currency' => 'EUR'],
            [['kind' => 'replay', 'show_id' => $show]],
        );
        $bought = $this->call('POST', '/orders', $this->orderRequest($offer, 0));
        self::assertSame(200, $bought['status'], (string) wp_json_encode($bought['json']));
        return [
            'token' => $bought['json']['session']['token'],
            'ticket' => $bought['json']['order']['tickets'][0]['id'],
        ];
    }

    private function read(string $url): string {
        $answer = wp_remote_get($url);
        self::assertSame(200, wp_remote_retrieve_response_code($answer), $url);
        return wp_remote_retrieve_body($answer);
    }

    /** A file of a film, as the route answers it. */
    private function film(string $url, string $file = 'master.m3u8'): WP_REST_Response {
        $path = substr($url, strlen(rtrim(rest_url(), '/')), -strlen('master.m3u8')) . $file;
        return rest_do_request(new WP_REST_Request('GET', $path));
    }

    public function testARecordingThatAProviderTellsOfIsLookedAtByAJob(): void {
        $show = $this->ended();
        $this->told($this->run1());
        $this->told($this->run1());
        $rows = $this->service(Recordings::class)->ofShow($show, true);
        self::assertCount(1, $rows, 'Told twice, it is one.');
        self::assertSame(['checking', 'stage', $show], [$rows[0]['state'], $rows[0]['camera'], $rows[0]['show_id']]);
        // No cron is needed: the request that brought the news goes on after its answer.
        $this->service(Runner::class)->runPending();
        $row = $this->service(Recordings::class)->find($rows[0]['id']);
        self::assertSame(['ready', ''], [$row['state'], $row['problem']], (string) wp_json_encode($row));
        self::assertSame(60_000, $row['duration_ms']);
        self::assertSame($this->start * 1000, $row['started_at'], 'The date is that of the playlist.');
        // Two qualities with what begins them, and two languages.
        self::assertSame(2 * 31 + 2 * 30, $row['total']);
        self::assertSame($row['total'], $row['checked']);
    }

    public function testLookingGoesOnWhereItStopped(): void {
        $show = $this->ended();
        $this->told($this->run1());
        $id = $this->service(Recordings::class)->ofShow($show, true)[0]['id'];
        $this->stage(['action' => 'slow', 'stream' => 'recorded', 'delayMs' => 300, 'seconds' => 600]);
        $this->service(Inspection::class)->work($id, 1);
        $this->stage(['action' => 'reset']);
        $half = $this->service(Recordings::class)->find($id);
        self::assertSame('checking', $half['state']);
        self::assertGreaterThan(0, $half['checked']);
        $this->fresh();
        $this->lookAll();
        self::assertSame('ready', $this->service(Recordings::class)->find($id)['state']);
    }

    public function testWhatIsNotThereIsSaid(): void {
        $show = $this->ended();
        $this->become('parterre_stage');
        foreach (
            [
                ['nginx', 'nothing-here', 'unreached'],
                ['nginx', 'stage', 'live'],
                ['plain', rtrim(home_url(), '/') . '/', 'no_playlist'],
            ]
            as [$provider, $stream, $problem]
        ) {
            $answer = $this->desk('POST', "/shows/$show/recordings", [
                'provider' => $provider,
                'stream' => $stream,
                'camera' => 'stage',
            ]);
            self::assertSame(200, $answer->get_status());
            $this->lookAll();
            $recordings = $this->desk('GET', "/shows/$show/replay")->get_data()['recordings'];
            $its = array_values(
                array_filter($recordings, static fn(array $row): bool => $row['stream'] === $stream),
            )[0];
            self::assertSame(['broken', $problem], [$its['state'], $its['problem']], $stream);
        }
        // A server that has a bad moment is asked again later.
        $this->stage([
            'action' => 'fail',
            'stream' => 'recorded',
            'status' => 503,
            'seconds' => 600,
            'files' => 'segments',
        ]);
        $this->told($this->run1());
        $this->lookAll();
        $row = array_values(
            array_filter(
                $this->service(Recordings::class)->ofShow($show, true),
                fn(array $row): bool => $row['stream'] === $this->run1(),
            ),
        )[0];
        self::assertSame('checking', $row['state']);
        $this->stage(['action' => 'reset']);
        $this->lookAll();
        self::assertSame('ready', $this->service(Recordings::class)->find($row['id'])['state']);
        // One whose segments are gone is no recording.
        $this->stage([
            'action' => 'fail',
            'stream' => 'recorded',
            'status' => 404,
            'seconds' => 600,
            'files' => 'segments',
        ]);
        $this->service(Inspection::class)->begin($row['id']);
        $this->lookAll();
        $this->stage(['action' => 'reset']);
        $row = $this->service(Recordings::class)->find($row['id']);
        self::assertSame(['broken', 'missing'], [$row['state'], $row['problem']]);
    }

    private function stage(array $command): void {
        wp_remote_post(getenv('PARTERRE_STAGE') . '/control', ['body' => wp_json_encode($command)]);
    }

    public function testAReplayIsNotPublishedBeforeTheEvening(): void {
        $soon = (int) (microtime(true) * 1000) + 3_600_000;
        $show = $this->ended([
            'starts_at' => $soon,
            'ends_at' => $soon + 3_600_000,
            'live_at' => null,
            'ended_at' => null,
        ]);
        $this->service(Shows::class)->setCameras($show, [
            [
                'id' => 'stage',
                'label' => 'Stage',
                'provider' => 'nginx',
                'live_stream' => 'stage',
                'replay_stream' => 'soundcheck',
            ],
        ]);
        $this->become('parterre_stage');
        $answer = $this->desk('POST', "/shows/$show/replay/publish", ['until' => null]);
        self::assertSame(409, $answer->get_status());
        self::assertStringContainsString('not begun', (string) wp_json_encode($answer->get_data()));
        self::assertNull($this->service(Shows::class)->find($show)['replay_at']);
    }

    public function testPartsAreProposedCutToTheShowAndPublishedByAClick(): void {
        $show = $this->ended();
        $this->told($this->run1());
        $this->told($this->run2());
        $this->lookAll();
        $this->become('parterre_stage');
        $view = $this->desk('GET', "/shows/$show/replay")->get_data();
        $stage = $view['cameras'][0];
        self::assertSame([20_000, 60_000], [$stage['proposal'][0]['fromMs'], $stage['proposal'][0]['toMs']]);
        self::assertSame([0, 30_000], [$stage['proposal'][1]['fromMs'], $stage['proposal'][1]['toMs']]);
        self::assertSame([], $view['cameras'][1]['proposal']);
        self::assertSame(
            409,
            $this->desk('POST', "/shows/$show/replay/publish", ['until' => null])->get_status(),
            'Nothing is chosen yet.',
        );

        $parts = $stage['proposal'];
        $parts[0]['fromMs'] = 21_500;
        $saved = $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'stage', 'parts' => $parts])->get_data();
        $its = $saved['cameras'][0];
        self::assertSame(
            [20_000, 60_000, 0],
            [$its['parts'][0]['cutFromMs'], $its['parts'][0]['cutToMs'], $its['parts'][0]['startMs']],
        );
        self::assertSame(70_000, $its['durationMs']);
        // One that is named last plays first.
        self::assertSame(
            [['atMs' => 0, 'title' => 'Ombre'], ['atMs' => 40_000, 'title' => 'Vega']],
            $saved['proposedChapters'],
        );
        $this->desk('PUT', "/shows/$show/replay/chapters", [
            'chapters' => [['atMs' => 44_000, 'title' => ' Vega '], ['atMs' => 0, 'title' => 'Ombre']],
        ]);
        $until = gmdate('Y-m-d\TH:i:s\Z', time() + 86_400);
        $published = $this->desk('POST', "/shows/$show/replay/publish", ['until' => $until])->get_data();
        self::assertSame('replay', $published['phase']);
        self::assertNotNull($published['publishedAt']);
        self::assertSame('ended', $this->desk('POST', "/shows/$show/replay/unpublish")->get_data()['phase']);
        foreach (
            [
                [['recording' => 'rcrd_nobody', 'fromMs' => 0, 'toMs' => 1000]],
                [['recording' => $parts[0]['recording'], 'fromMs' => 5000, 'toMs' => 5000]],
                [['recording' => $parts[0]['recording'], 'fromMs' => 90_000, 'toMs' => 95_000]],
            ]
            as $bad
        ) {
            self::assertSame(
                409,
                $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'stage', 'parts' => $bad])->get_status(),
            );
        }
        self::assertSame(
            404,
            $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'nowhere', 'parts' => []])->get_status(),
        );
        self::assertSame(
            409,
            $this->desk('DELETE', "/recordings/{$parts[0]['recording']}", ['show' => $show])->get_status(),
        );
        wp_set_current_user(0);
        self::assertSame(401, $this->desk('GET', "/shows/$show/replay")->get_status());
        $this->become('parterre_promoter');
        self::assertSame(404, $this->desk('GET', "/shows/$show/replay")->get_status(), 'Another promoter’s show.');
    }

    public function testAFanIsGivenTheFilmWithAddressesOfTheirOwn(): void {
        [$show] = $this->cut();
        $this->desk('PUT', "/shows/$show/replay/chapters", ['chapters' => [['atMs' => 44_000, 'title' => 'Vega']]]);
        $this->desk('POST', "/shows/$show/replay/publish", ['until' => null]);
        wp_set_current_user(0);
        ['token' => $token] = $this->fan($show);
        $grant = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token)['json']['grant'];
        self::assertSame('replay', $grant['mode']);
        self::assertSame('path', $grant['renew']);
        [$stage, $backstage] = $grant['cameras'];
        self::assertNull($backstage['url'], 'Nothing was cut of it, and the capability is missing.');
        self::assertCount(3, $stage['prefixes']);
        self::assertStringStartsWith($stage['prefixes'][0], $stage['url']);
        self::assertSame(
            [['atMs' => 44_000, 'at' => gmdate('Y-m-d\TH:i:s', $this->start + 104) . '.000Z', 'title' => 'Vega']],
            $grant['chapters'],
        );
        // As a player reads it.
        $master = Playlist::parse($this->read($stage['url']));
        self::assertCount(2, $master->variants);
        $media = Playlist::parse($this->read($master->variants[0]->uri));
        self::assertSame(70.0, $media->seconds());
        self::assertSame(($this->start + 20) * 1000, $media->segments[0]->startsAtMs);
        $last = $media->segments[count($media->segments) - 1];
        foreach ([$media->segments[0], $last] as $index => $segment) {
            self::assertStringStartsWith($stage['prefixes'][$index + 1], $segment->uri);
            $head = wp_remote_head($segment->uri);
            self::assertSame(200, wp_remote_retrieve_response_code($head));
        }
        self::assertSame(($this->start + 130) * 1000, $last->endsAtMs());

        // What is not this viewer's, or not any more.
        self::assertSame(404, $this->film($stage['url'], 'v9.m3u8')->get_status());
        self::assertSame(403, $this->film(str_replace('/film/', '/film/X', $stage['url']))->get_status());
        add_filter('parterre_clock_offset_ms', static fn(): int => 20 * 60_000);
        $this->fresh();
        self::assertSame(410, $this->film($stage['url'])->get_status(), 'It lives as long as the grant.');
        remove_all_filters('parterre_clock_offset_ms');
        $this->fresh();
        self::assertSame(200, $this->film($stage['url'])->get_status());
        $this->become('parterre_stage');
        $this->desk(
            'POST',
            '/recordings/' . $this->service(Recordings::class)->ofShow($show, false)[0]['id'] . '/check',
            ['show' => $show],
        );
        $again = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token)['json']['grant'];
        self::assertSame(200, $this->film($again['cameras'][0]['url'])->get_status(), 'Looked at again, it plays on.');
        $this->lookAll();
        $stage = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token)['json']['grant'][
            'cameras'
        ][0];
        $view = $this->desk('GET', "/shows/$show/replay")->get_data();
        $parts = $view['cameras'][0]['parts'];
        $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'stage', 'parts' => [$parts[1], $parts[0]]]);
        self::assertSame(410, $this->film($stage['url'])->get_status(), 'Cut anew it is another film.');
        $chapters = $this->desk('GET', "/shows/$show/replay")->get_data()['chapters'];
        self::assertSame([['atMs' => 4_000, 'title' => 'Vega']], $chapters, 'Chapters follow their pictures.');
        $this->desk('POST', "/shows/$show/replay/unpublish");
        wp_set_current_user(0);
        $again = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token)['json'];
        self::assertNull($again['grant']);
    }

    public function testARecordingWhoseAddressesAreEachReadersOwnPlaysWholeAndAlone(): void {
        $origin = getenv('PARTERRE_CROOKED_ORIGIN') . '/each-their-own';
        $this->service(Settings::class)->set(['stream_base' => $origin]);
        $show = $this->ended();
        $this->told('whole-evening');
        $this->told('another-take');
        $this->lookAll();
        $this->become('parterre_stage');
        $its = array_column($this->desk('GET', "/shows/$show/replay")->get_data()['recordings'], null, 'stream');
        self::assertSame(['ready', 'ready'], [$its['whole-evening']['state'], $its['another-take']['state']]);
        $cut = fn(array $streams): WP_REST_Response => $this->desk('PUT', "/shows/$show/replay/parts", [
            'camera' => 'stage',
            'parts' => array_map(
                static fn(string $stream): array => ['recording' => $its[$stream]['id'], 'fromMs' => 0, 'toMs' => 9000],
                $streams,
            ),
        ]);
        $refused = $cut(['another-take', 'whole-evening']);
        self::assertSame(409, $refused->get_status(), 'It has no company.');
        self::assertStringContainsString('whole', (string) wp_json_encode($refused->get_data()));
        self::assertSame(200, $cut(['whole-evening'])->get_status());
        self::assertSame(
            'replay',
            $this->desk('POST', "/shows/$show/replay/publish", ['until' => null])->get_data()['phase'],
        );
        wp_set_current_user(0);
        ['token' => $token] = $this->fan($show);
        $grant = $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token)['json']['grant'];
        [$stage] = $grant['cameras'];
        self::assertStringStartsWith("$origin/", $stage['url'], 'Its own address, and no film of ours.');
        self::assertStringEndsWith('/whole-evening/master.m3u8', $stage['url']);
        self::assertSame(['replay', 'path', []], [$grant['mode'], $grant['renew'], $stage['prefixes']]);
        $folder = substr($stage['url'], 0, -strlen('master.m3u8'));
        $master = Playlist::parse($this->read($stage['url']));
        $media = Playlist::parse($this->read($folder . $master->variants[0]->uri));
        self::assertTrue($media->ended);
        self::assertStringContainsString('?session=', $media->segments[0]->uri);
    }

    public function testWhoeverCutsSeesTheFilmBeforeItIsPublished(): void {
        [$show, $recordings] = $this->cut();
        $film = $this->desk('GET', "/shows/$show/replay/preview", ['camera' => 'stage'])->get_data()['url'];
        self::assertStringContainsString('#EXT-X-STREAM-INF', $this->read($film));
        $whole = $this->desk('GET', "/shows/$show/replay/preview", ['recording' => $recordings[0]])->get_data()['url'];
        self::assertStringContainsString('#EXT-X-STREAM-INF', $this->read($whole));
        self::assertSame(
            404,
            $this->desk('GET', "/shows/$show/replay/preview", ['recording' => 'rcrd_nobody'])->get_status(),
        );
    }

    public function testARecordingOfNoShowCanBeClaimed(): void {
        $show = $this->ended();
        $this->told('recorded-' . $this->start . '-10-stage', 'another-stream');
        $this->lookAll();
        $this->become('parterre_stage');
        $found = $this->desk('GET', "/shows/$show/replay")->get_data()['recordings'];
        self::assertSame([false, 'ready'], [$found[0]['mine'], $found[0]['state']]);
        $part = ['recording' => $found[0]['id'], 'fromMs' => 0, 'toMs' => 20_000];
        self::assertSame(
            409,
            $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'stage', 'parts' => [$part]])->get_status(),
        );
        $this->desk('POST', "/recordings/{$found[0]['id']}", [
            'show' => $show,
            'camera' => 'stage',
            'startedAt' => null,
        ]);
        self::assertSame(
            200,
            $this->desk('PUT', "/shows/$show/replay/parts", ['camera' => 'stage', 'parts' => [$part]])->get_status(),
        );
        $this->become('parterre_promoter');
        self::assertSame(404, $this->desk('GET', "/shows/$show/replay")->get_status());
    }

    public function testMoreThanAHundredMessagesAreRecalledInTurns(): void {
        [$show] = $this->cut();
        $this->desk('POST', "/shows/$show/replay/publish", ['until' => null]);
        wp_set_current_user(0);
        ['token' => $token] = $this->fan($show);
        $this->call('POST', '/enter', ['show' => $show, 'device' => 'device_1'], $token);
        $messages = $this->service(Messages::class);
        for ($n = 0; $n < 250; $n++) {
            $messages->add([
                'id' => sprintf('mssg_%03d', $n),
                'show_id' => $show,
                'author_id' => 'athr_1',
                'author_name' => 'Bea',
                'rank' => null,
                'role' => 'fan',
                'text' => "$n",
                'ticket_id' => null,
                'fan_id' => null,
                'session_id' => 'sess_1',
                'key_hash' => "key_$n",
                // Said in one order, seen in the other.
                'at' => ($this->start + 500 - $n) * 1000,
                'media_at' => ($this->start + $n) * 1000,
                'removed_at' => null,
            ]);
        }
        $recall = function (int $second) use ($show, $token): array {
            $request = new WP_REST_Request('GET', "/parterre/v1/shows/$show/messages");
            $request->set_query_params(['at' => gmdate('Y-m-d\TH:i:s\Z', $this->start + $second)]);
            $request->set_header('authorization', "Bearer $token");
            return rest_do_request($request)->get_data();
        };
        $texts = static fn(array $list): array => array_column($list, 'text');
        $early = $recall(9);
        self::assertSame(array_map('strval', range(0, 9)), $texts($early['before']));
        self::assertSame(array_map('strval', range(10, 109)), $texts($early['after']));
        self::assertSame(gmdate('Y-m-d\TH:i:s', $this->start + 109) . '.000Z', $early['until']);
        $late = $recall(220);
        self::assertSame(array_map('strval', range(121, 220)), $texts($late['before']));
        self::assertSame(array_map('strval', range(221, 249)), $texts($late['after']));
        self::assertNull($late['until']);
    }
}
